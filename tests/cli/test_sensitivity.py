from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]

HEADLINE = "advies_bedrijfsarts_leidend"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([HEADLINE, "--samples", "100"], "power of two"),
        ([HEADLINE, "--amount", "60"], "add --break-even"),
        ([HEADLINE, "--break-even", "loonsanctie.causal_aandeel"], "did you mean 'loonsanctie.causaal_aandeel'?"),
        (["baseline", "--break-even", "loonsanctie.causaal_aandeel"], "give --amount"),
        ([HEADLINE, "--scheduler", "seriall"], "did you mean 'serial'?"),
    ],
)
def test_bad_options_give_exit_code_2_and_no_traceback(tmp_path: Path, run: Run, arguments: list[str], said: str):
    code, out, err = run("sensitivity", *arguments, "--output", str(tmp_path / "out"), "--quiet")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


def test_a_break_even_value_is_found_simulated_and_judged(tmp_path: Path, run: Run):
    options = ("--amount", "25", "--workers", "2000", "--scheduler", "serial", "--lang", "en")
    code, out, _ = run(
        "sensitivity", HEADLINE, "--break-even", "loonsanctie.causaal_aandeel", *options, "--output", str(tmp_path)
    )
    assert code == 0
    assert "The amount is € 25.0 mln at" in out
    assert "That is plausible" in out
    assert "Simulated at that value" in out
    (written,) = tmp_path.iterdir()
    assert written.read_text(encoding="utf-8") in out

from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter import api

Run = Callable[..., tuple[int, str, str]]
LEADING = "advies_bedrijfsarts_leidend"


def test_two_scenarios_are_set_side_by_side(run: Run):
    code, out, err = run("diff", LEADING, LEADING, "--variant-other", "actueel")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"A: Medisch advies bedrijfsarts leidend bij de RIV-toets ({LEADING})"
    place = next(
        n for n, line in enumerate(lines) if line.startswith("  riv_toets.grond_bedrijfsarts_toetsbaar  [ja/nee]")
    )
    assert lines[place + 1 : place + 3] == ["    from 2023-07-01: false | true", "    from 2028-01-01: false in both"]
    assert "  price_year: 2022 | 2025" in lines


def test_nothing_differs_between_a_scenario_and_itself(run: Run):
    code, out, _ = run("diff", "baseline", "baseline")
    assert (code, out.splitlines()[-1]) == (0, "Nothing differs.")


def test_two_results_show_lines_errors_and_what_made_them(tmp_path: Path, run: Run):
    for seed in (1, 2):
        place = tmp_path / str(seed)
        api.run(LEADING, method="pair", workers=500, to=2026, seed=seed, output=place, figures=False)
    code, out, err = run("diff", str(tmp_path / "1"), str(tmp_path / "2"), "--years", "2024-2025,2026")
    assert (code, err) == (0, "")
    rows = [line.split() for line in out.splitlines() if line.startswith("  wia_benefits")]
    assert [row[1] for row in rows] == ["2024", "2025", "2026", "structureel"]
    for row in rows:
        here, there, apart = float(row[2]), float(row[5]), float(row[8])
        assert apart == pytest.approx(there - here, abs=0.011)
    assert "  seed: 1 | 2" in out
    assert out.splitlines()[-1] == "The figures are not the same."


@pytest.mark.parametrize(
    "arguments", [("nowhere", LEADING), (LEADING, "."), (LEADING, LEADING, "--years", "soon"), (LEADING,)]
)
def test_what_cannot_be_compared_is_bad_input(run: Run, arguments: tuple[str, ...]):
    code, out, err = run("diff", *arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err

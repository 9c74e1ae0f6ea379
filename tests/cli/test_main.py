import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import poortwachter

Run = Callable[..., tuple[int, str, str]]

HEADLINE = "advies_bedrijfsarts_leidend"
BROKEN = "titel: x\nlaw:\n  riv_toets.grond_bedrijfsarts_toetsbaar: {2023-07-01: nee}\n"


def imported(statement: str, *, modules: tuple[str, ...]) -> list[str]:
    """Return which modules a fresh interpreter has imported after a call of the command line."""
    code = (
        "import sys\nfrom poortwachter.cli.main import main\n"
        f"sys.argv = ['poortwachter', {statement}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {modules!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: list[str] = eval(done.stderr.strip().splitlines()[-1])  # our own list, printed one line above
    return found


@pytest.mark.parametrize("command", [f"'check', '{HEADLINE}'", "'law'", "'run', '--help'"])
def test_check_and_law_import_neither_numba_nor_xarray(command: str):
    assert imported(command, modules=("numba", "xarray", "matplotlib")) == []


def test_init_and_a_diff_of_scenarios_import_no_result_or_kernel(tmp_path: Path):
    for command in (f"'init', {str(tmp_path / 'mine')!r}", f"'diff', '{HEADLINE}', 'baseline'"):
        assert imported(command, modules=("numba", "xarray", "matplotlib")) == []


def test_the_package_gives_its_public_verbs_only_when_asked():
    code = "import sys, poortwachter; print('numba' in sys.modules, 'pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert poortwachter.check(HEADLINE).run.price_year == 2022
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        _ = poortwachter.chek


def test_check_tells_what_differs_from_current_law(run: Run):
    code, out, err = run("check", HEADLINE)
    assert (code, len(err.splitlines())) == (0, 1)
    assert "riv_toets.grond_bedrijfsarts_toetsbaar  from 2023-07-01: true -> false  (reform)" in out
    assert "held at 0.0696 instead of" in out


def test_check_tells_where_the_value_of_now_and_the_new_one_come_from(run: Run):
    _, out, _ = run("check", HEADLINE)
    lines = out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("  riv_toets.grond_bedrijfsarts"))
    about, now, new = lines[place + 1 : place + 4]
    assert about == "    UWV toetst het medisch advies van de bedrijfsarts [ja/nee], selected by end_of_wachttijd"
    assert now.startswith("    now: art. 25 lid 9 en art. 65 Wet WIA; Kamerstukken II 2020/21, 35589, nr. 3")
    assert "https://" in now
    assert new == "    new: Kamerstukken II 2020/21, 35589, nr. 2"


def test_check_says_when_a_scenario_gives_no_source(tmp_path: Path, run: Run):
    path = tmp_path / "s.yaml"
    path.write_text("title: x\nlaw: {loonsanctie.maximum: {2028-01-01: 26, 2030-01-01: 39}}\n", encoding="utf-8")
    _, out, _ = run("check", str(path))
    lines = [line for line in out.splitlines() if line.startswith("  ")]
    assert [line.split("  ")[1] for line in lines[:2]] == ["loonsanctie.maximum"] * 2
    assert lines[-1] == "    new: the scenario gives no source"
    assert len(lines) == 5


def test_check_of_the_baseline_says_that_nothing_differs(run: Run):
    code, out, _ = run("check", "baseline")
    assert code == 0
    assert "the effect is exactly 0" in out


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_broken_scenario_gives_all_its_problems_and_exit_code_2(tmp_path: Path, run: Run, command: str):
    path = tmp_path / "s.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    code, out, err = run(command, str(path))
    assert (code, out) == (2, "")
    assert [line.removeprefix(f"{path}:").partition(": ")[0] for line in err.splitlines()] == ["1:1", "1:1", "3:56"]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "nowhere"],
        ["run", HEADLINE, "--variant", "actuel"],
        ["run", HEADLINE, "--method", "guess"],
        ["run", HEADLINE, "--workers", "0"],
        ["run", HEADLINE, "--workers", "many"],
        ["run", HEADLINE, "--lang", "de"],
        ["run", HEADLINE, "--to", "2010", "--strict"],
        ["law", "zzzzz"],
        ["chek", HEADLINE],
        ["run"],
    ],
)
def test_bad_input_gives_exit_code_2_and_no_traceback(run: Run, arguments: list[str]):
    code, _, err = run(*arguments)
    assert code == 2
    assert err
    assert "Traceback" not in err


def test_strict_check_refuses_a_reform_after_the_last_year(tmp_path: Path, run: Run):
    path = tmp_path / "s.yaml"
    path.write_text(f"title: x\nextends: {HEADLINE}\nrun: {{to: 2015}}\n", encoding="utf-8")
    code, _, err = run("check", str(path))
    assert code == 0
    assert err.startswith("warning: riv_toets.grond_bedrijfsarts_toetsbaar changes on 2023-07-01")
    code, _, err = run("check", str(path), "--strict")
    assert code == 2


def ending_in(year: int, folder: Path) -> str:
    path = folder / "s.yaml"
    path.write_text(f"title: x\nrun: {{to: {year}, price_year: 2025}}\n", encoding="utf-8")
    return str(path)


def test_a_run_that_outlasts_values_says_so_in_one_paragraph(tmp_path: Path, run: Run):
    code, _, err = run("check", ending_in(2027, tmp_path))
    assert code == 0
    (line,) = err.splitlines()
    assert line.startswith("warning: ")
    assert "indexed with wages: maximumdagloon.dag (2026-12-31), minimumloon.maand (2026-12-31)" in line
    assert "premie.whk" not in line


def test_strict_refuses_a_run_that_outlasts_values_and_names_each(tmp_path: Path, run: Run):
    code, _, err = run("check", ending_in(2027, tmp_path), "--strict")
    assert code == 2
    said = "minimumloon.maand is set to 2026-12-31; beyond that it is indexed with wages; end the run in 2026 (--to)"
    assert any(line.startswith(said) for line in err.splitlines())


def test_strict_accepts_a_run_that_ends_with_the_published_values(tmp_path: Path, run: Run):
    code, _, err = run("check", ending_in(2026, tmp_path), "--strict")
    assert (code, err) == (0, "")


def test_law_writes_the_reference_page(tmp_path: Path, run: Run):
    path = tmp_path / "nieuw" / "recht.md"
    code, out, err = run("law", "--markdown", "--output", str(path))
    assert (code, out, err) == (0, f"{path}\n", "")
    assert "`loonsanctie.maximum`" in path.read_text(encoding="utf-8")
    assert [each.name for each in path.parent.iterdir()] == ["recht.md"]


@pytest.mark.parametrize(
    "arguments", [["--markdown", "loonsanctie"], ["--output", "x.md"], ["--markdown", "--output", "."]]
)
def test_the_reference_page_is_of_every_parameter_and_a_file(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("law", *arguments)
    assert code == 2
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_law_lists_value_unit_date_source_and_status(run: Run):
    code, out, _ = run("law", "aandeel_vervalbaar_admin")
    assert code == 0
    lines = out.splitlines()
    assert lines[2] == "riv_toets.aandeel_vervalbaar_administratief  [aandeel]  assumed"
    assert "  2004-01-01  0" in lines
    assert "  source: Eigen aanname" in lines


def test_law_tells_until_when_a_value_is_set(run: Run):
    _, out, _ = run("law", "maximumdagloon")
    assert "  set to 2026-12-31; beyond that indexed with wages" in out.splitlines()


def test_the_version_is_printed(run: Run):
    assert run("--version")[:2] == (0, f"poortwachter {poortwachter.__version__}\n")

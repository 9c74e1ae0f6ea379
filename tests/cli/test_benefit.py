import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from poortwachter.study.benefit.evaluate import benefit  # with numba, so that the command leaves its compilation alone

Run = Callable[..., tuple[int, str, str]]

assert benefit

PERSON = ["--first-sick-day", "2021-03-15", "--birth", "1975-06-01", "--wage", "3600", "--history", "20"]


def test_the_amounts_are_printed_month_by_month_with_payer_and_article(run: Run):
    code, out, err = run("benefit", *PERSON, "--degree", "60", "--earnings", "900")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "2021-04 loon 2.520,00 186,67 werkgever 70% × 3.600,00 art. 7:629 lid 1 BW" in lines
    assert "2025-01 VVU 994,20 73,64 Whk 42% × 2.367,14 (min.loon) art. 62 lid 1-2 Wet WIA" in lines
    assert "Loongerelateerde WGA-uitkering (LGU), 2023-03-13 t/m 2024-07-12 (art. 59 en art. 133i Wet WIA)" in out


def test_a_wage_is_worked_out_from_the_reference_year(run: Run):
    year = ["--year-wage", "39000", "--year-extra-paid", "3000", "--year-extra-accrued", "1000"]
    arguments = ["--first-sick-day", "2021-03-15", "--birth", "1975-06-01", *year, "--degree", "60"]
    code, out, err = run("benefit", *arguments)
    assert (code, err) == (0, "")
    # ((39,000 - 3,000) + 1,000) / 261 = 141.76 a day, which is 3,083.28 a month
    assert "70% × 3.083,28" in out


def test_english_has_the_same_amounts(run: Run):
    code, out, _ = run("benefit", *PERSON, "--degree", "60", "--earnings", "900", "--lang", "en")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "2025-01 VVU 994.20 73.64 Whk 42% × 2,367.14 (min. wage) art. 62 lid 1-2 Wet WIA" in lines


def test_every_fact_remark_and_calculation_has_words(run: Run):
    many = [
        ["--degree", "100", "--degree", "2023-09-20:50", "--erd", "--wage", "8000", "--paid-year1", "100"],
        ["--degree", "100", "--lasting", "--early-iva", "20", "--earnings", "2021-05-01:100"],
        ["--degree", "20", "--ww", "--dismissed", "2023-06-10", "--in-service", "2001-02-03", "--until", "2030-01-01"],
        ["--degree", "50", "--route", "ww", "--household", "alleenstaande", "--weeks-worked", "10"],
        ["--degree", "50", "--route", "overig", "--first-sick-day", "2005-03-15", "--history", "10"],
        ["--degree", "50", "--degree", "2025-01-01:20", "--voluntary", "10", "--sanction", "5"],
        ["--capacity", "2500", "--capacity", "2023-05-01:1000", "--earnings", "1200", "--until", "2028-01-01"],
        ["--degree", "50", "--earnings", "3500", "--until", "2028-01-01"],
        ["--degree", "90", "--lasting-from", "2024-01-01", "--birth", "1958-01-01"],
        ["--degree", "90", "--birth", "1956-01-01"],
        ["--degree", "50", "--route", "uitzend", "--erd", "--sanction", "20", "--wage", "1500"],
    ]
    for language in ("nl", "en"):
        for extra in many:
            code, out, err = run("benefit", *PERSON, *extra, "--lang", language)
            assert (code, err) == (0, ""), extra
            assert "{" not in out


def test_every_problem_is_said_at_once_by_option(run: Run):
    arguments = ["--first-sick-day", "2003-01-09", "--birth", "2062-07-03", "--wage", "26x", "--degree", "120"]
    more = ["--route", "wwx", "--earnings", "1", "--earnings", "2", "--hours", "0", "--lang", "de"]
    code, out, err = run("benefit", *arguments, *more)
    assert (code, out) == (2, "")
    options = [line.split(" ")[0].rstrip(":") for line in err.splitlines()]
    expected = ["--wage", "--degree", "--route", "--lang", "--hours", "--first-sick-day", "--birth", "--earnings"]
    assert options == expected


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--degree", "60"],
        [*PERSON],
        [*PERSON, "--degree", "60", "--earnings", "2024-01-01:1:2"],
        [*PERSON, "--degree", "60", "--until", "soon"],
        [*PERSON, "--degree", "60", "--sanction", "many"],
        [*PERSON, "--degree", "60", "--wage", "1e400"],
        [*PERSON, "--degree", "60", "--household", "gezin"],
        [*PERSON, "--degree", "60", "--unknown"],
        ["--birth", "9999-07-03", "--first-sick-day", "9998-01-01", "--wage", "10", "--degree", "40"],
    ],
)
def test_bad_input_gives_exit_code_2_and_no_traceback(arguments: list[str], run: Run):
    code, out, err = run("benefit", *arguments)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_the_rows_are_written_as_csv(tmp_path: Path, run: Run):
    path = tmp_path / "rows.csv"
    code, _, _ = run("benefit", *PERSON, "--degree", "60", "--csv", str(path))
    assert code == 0
    assert list(tmp_path.iterdir()) == [path]
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    april = next(row for row in rows if row["month"] == "2021-04")
    assert april["amount_eur"] == "2520.00"
    assert april["article"] == "art. 7:629 lid 1 BW"


def test_help_imports_nothing_heavy_and_a_call_compiles_nothing():
    code = (
        "import sys\nfrom poortwachter.cli.main import main\n"
        "for arguments in (['--help'], sys.argv[1:]):\n"
        "    sys.argv = ['poortwachter', 'benefit', *arguments]\n"
        "    try:\n        main()\n    except SystemExit:\n        pass\n"
        "    print(sorted({'numba', 'ruamel', 'xarray'} & set(sys.modules)), file=sys.stderr)\n"
        "from poortwachter.law.rules import wga\nprint(hasattr(wga.lgu, 'py_func'), file=sys.stderr)\n"
    )
    arguments = [sys.executable, "-c", code, *PERSON, "--degree", "60"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines() == ["[]", "['numba', 'ruamel']", "False"]

import importlib.util
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from rich.console import Console

from poortwachter.report.letter import (
    Assumption,
    LetterTable,
    Variant,
    Yardstick,
    letter_table,
    markdown,
    run_out_line,
)
from poortwachter.report.terminal import terminal_table
from poortwachter.report.words import load_words
from poortwachter.scenario.resolve import RunOut

NL = load_words("nl")

_conftest = importlib.util.spec_from_file_location("report_fixtures", Path(__file__).parent / "conftest.py")
assert _conftest is not None
assert _conftest.loader is not None
_module = importlib.util.module_from_spec(_conftest)
_conftest.loader.exec_module(_module)
make_result: Callable[..., xr.Dataset] = _module.make_result


def table_of(result: xr.Dataset, **options: Any) -> LetterTable:
    return letter_table(
        result,
        words=options.pop("words", NL),
        yardstick=options.pop("yardstick", None),
        assumptions=options.pop("assumptions", []),
        variants=options.pop("variants", []),
        **options,
    )


def numbers(table: LetterTable, name: str) -> list[int]:
    cells = next(row.cells for row in table.rows if row.name == name)
    return [int(re.sub(r" \(.*", "", cell).replace("−", "-").replace(".", "")) for cell in cells]


@pytest.mark.parametrize("structural", [57.6, -57.6, 3.3, 1234.5, 0.4])
def test_rows_add_up_in_every_column_after_rounding(structural: float) -> None:
    table = table_of(make_result(structural=structural), years=range(2023, 2080))
    columns = zip(*(numbers(table, name) for name in ("wia_benefits", "iva", "wga", "wga_erd")), strict=True)
    assert all(whole == sum(parts) for whole, *parts in columns)
    spending = ("total", "wia_benefits", "other_benefits", "execution_costs")
    assert all(whole == sum(parts) for whole, *parts in zip(*(numbers(table, n) for n in spending), strict=True))


def test_the_headline_is_its_nearest_million_and_the_structural_one_also_to_five(result: xr.Dataset) -> None:
    table = table_of(result)
    assert table.columns == ("2023", "2024", "2025", "2026", "2027", "2028", "structureel")
    headline = next(row for row in table.rows if row.name == "wia_benefits")
    assert headline.cells[-1] == "58 (60)"
    assert headline.flags == "U E"


def test_a_small_amount_is_never_shown_as_a_whole_million(result: xr.Dataset) -> None:
    for structural in (57.6, 3.3, 0.4):
        changed = make_result(structural=structural)
        shown = numbers(table_of(changed), "execution_costs")[-1]
        assert abs(shown - float(changed["line_structural"].sel(line="execution_costs"))) <= 0.5


def test_minus_is_a_minus_sign_and_thousands_have_a_point() -> None:
    table = table_of(make_result(structural=-12_345.0))
    assert next(row for row in table.rows if row.name == "wia_benefits").cells[-1] == "−12.345 (−12.345)"


def test_nothing_that_rounds_to_zero_has_a_minus_sign() -> None:
    assert NL.number(-0.4) == "0"
    assert NL.number(-0.5) == "−1"
    assert NL.number(float("nan")) == "n.b."
    assert NL.number(-1234.56, decimals=1) == "−1.234,6"
    assert load_words("en").number(1234.5, decimals=1) == "1,234.5"


def test_digits_that_the_standard_error_does_not_support_are_suppressed_and_said() -> None:
    table = table_of(make_result(se=8.0))
    assert all(number % 10 == 0 for number in numbers(table, "wia_benefits"))
    assert "structureel op 10" in markdown(table)


def test_an_unsettled_structural_amount_is_named_as_unknown(result: xr.Dataset, yardstick: Yardstick) -> None:
    unsettled = result.drop_vars(["bridge", "channel_structural", "channel_structural_se"])
    for name in ("line_structural", "line_structural_se", "structural", "structural_se"):
        unsettled = unsettled.assign({name: unsettled[name] * np.nan})
    table = table_of(unsettled, yardstick=yardstick, variants=[Variant("a", 3.0, 0.1)])
    assert all(row.cells[-1] == "n.b." for row in table.rows if row.name != "variants")
    assert "Dit model" not in markdown(table)
    assert "niet bepaald" in markdown(table)


def test_an_empty_reform_gives_a_table_of_zeros(result: xr.Dataset) -> None:
    empty = result.assign(
        {name: result[name] * 0 for name in result.data_vars if str(name).startswith(("line", "structural"))}
    ).drop_vars("bridge")
    table = table_of(empty)
    assert table.columns[0] == "2075"
    assert not any(numbers(table, "total"))


def test_the_yardstick_the_bridge_and_the_assumptions_stand_below_the_table(
    result: xr.Dataset, yardstick: Yardstick, assumptions: list[Assumption], variants: list[Variant]
) -> None:
    text = markdown(table_of(result, yardstick=yardstick, assumptions=assumptions, variants=variants))
    for part in (
        "Ter vergelijking: € 60 mln per jaar structurele WIA-uitkeringslasten (Kamerbrief 2022).",
        "Dit model (Uitkeringslasten WIA): € 57,6 mln. Prijspeil onbekend.",
        "| vervallen loonsancties | 650 |",
        "| wv. WIA begint eerder, € mln | 17,3 |",
        "1. Aandeel sancties dat vervalt: 0,25 (gepubliceerd; bandbreedte 0,12–0,25).",
        "3. Sterfte: 0,01 (afgeleid).",
        "| actueel | 27,8 | 0,30 |",
        "scenario 0123456789ab",
    ):
        assert part in text
    assert next(row for row in table_of(result, variants=variants).rows if row.name == "variants").cells[-1] == "28–58"


def test_without_a_yardstick_the_table_says_so(result: xr.Dataset) -> None:
    assert "Geen gepubliceerde maatstaf." in markdown(table_of(result))


def test_a_yardstick_in_another_unit_is_not_set_beside_our_amount(result: xr.Dataset) -> None:
    text = markdown(table_of(result, yardstick=Yardstick(24_600, "polissen", "verkocht", "Kamerbrief 2023")))
    assert "Ter vergelijking: 24.600 polissen verkocht (Kamerbrief 2023)." in text
    assert "Dit model" not in text


def test_a_band_of_draws_replaces_the_simulation_noise(result: xr.Dataset) -> None:
    noise = markdown(table_of(result))
    assert "80%-interval simulatieruis WIA" in noise
    drawn = markdown(table_of(result, band={"2023": (-1.2, 3.4), "structureel": (20.2, 58.1)}))
    assert "| Bandbreedte 80% WIA |  | −1 tot 3 | n.b. |" in drawn
    assert "| 20–58 |" in drawn
    assert "simulatieruis" not in drawn


def test_the_terminal_shows_every_cell_of_the_letter(
    result: xr.Dataset, yardstick: Yardstick, assumptions: list[Assumption]
) -> None:
    table = table_of(result, yardstick=yardstick, assumptions=[*assumptions, Assumption("[b]vet[/b]", "1", "x")])
    console = Console(width=160, record=True, quiet=False, file=Path("/dev/null").open("w"))  # noqa: SIM115
    console.print(terminal_table(table))
    shown = console.export_text()
    for row in table.rows:
        assert row.label in shown
        assert all(cell in shown for cell in row.cells)
    assert "[b]vet[/b]" in shown


def test_every_word_exists_in_both_languages(result: xr.Dataset, yardstick: Yardstick) -> None:
    dutch, english = load_words("nl").entries, load_words("en").entries
    assert dutch.keys() == english.keys()
    for key, text in dutch.items():
        assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", english[key]), key
    assert "Total expenditure" in markdown(table_of(result, words=load_words("en"), yardstick=yardstick))


def test_the_same_result_gives_the_same_text(result: xr.Dataset, yardstick: Yardstick) -> None:
    assert markdown(table_of(result, yardstick=yardstick)) == markdown(table_of(result, yardstick=yardstick))


def test_what_runs_out_is_one_line_with_the_count_and_what_holds_after_it() -> None:
    last = date(2026, 12, 31)
    run_outs = [
        RunOut("a.b", "Minimumloon", last, "indexed"),
        RunOut("c.d", "Premie Aof", last, "held"),
        RunOut("e.f", "Maximumdagloon", last, "indexed"),
    ]
    assert run_out_line(run_outs, words=NL) == (
        "Vastgesteld tot een dag binnen de looptijd (3 waarden); daarna met de lonen geïndexeerd "
        "(Minimumloon; Maximumdagloon), gelijk gehouden (Premie Aof)."
    )


def test_premiums_that_change_are_shown_by_part_and_add_up(result: xr.Dataset) -> None:
    moved = result.copy(deep=True)
    amounts = {"premiums": -541.2, "premiums_aof_all": 278.4, "premiums_aof_small": -819.6}
    for line, amount in amounts.items():
        moved["line_structural"].loc[{"line": line}] = amount
        moved["line_effect"].loc[{"line": line, "year": 2023}] = amount
    table = letter_table(moved, words=load_words("nl"), yardstick=None, assumptions=(), variants=())
    cells = {row.name: row.cells for row in table.rows if row.name.startswith("premiums")}
    assert list(cells) == ["premiums", "premiums_aof_all", "premiums_aof_small"]
    assert [cells[name][-1] for name in cells] == ["−541", "279", "−820"]
    unmoved = letter_table(result, words=load_words("nl"), yardstick=None, assumptions=(), variants=())
    assert [row.name for row in unmoved.rows if row.name.startswith("premiums")] == ["premiums"]

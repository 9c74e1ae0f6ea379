"""Documents made of a result folder: what is asked, what is refused, and that all says the same."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import poortwachter
from poortwachter.letters import Selection, document_of, fingerprints, letter_of, open_result, years_of
from poortwachter.primitives.errors import InputError
from poortwachter.report.letter import markdown
from poortwachter.report.words import load_words
from poortwachter.results.below import AtFactor, Below, Carried, Check, VariantAmount, keep, kept
from poortwachter.results.provenance import versions
from poortwachter.results.store import write_result
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import Resolved, RunOptions, plan, resolve
from poortwachter.tables import table
from report.conftest import make_result

NL = load_words("nl", also="annex")
LEADING = "advies_bedrijfsarts_leidend"
SHARE = "riv_toets.aandeel_vervalbaar"


def small_run(resolved: Resolved, *, version: str = versions()["poortwachter"]) -> xr.Dataset:
    """Return a result as a run of the headline case leaves it, without running anything."""
    dataset = make_result()
    years = dataset["year"].to_numpy()
    flows = [f"{one}>uit" for one in ("ziek_loon", "ziek_zw", "sanctie", "wga_lgu", "ww")]
    dataset["deflator"] = ("year", 1.03 ** (years - 2022.0))
    dataset = dataset.assign_coords(bridge_unit=("bridge_term", ["1", "w", "1", "p", "y", "EUR", "EUR mln"]))
    dataset = dataset.assign_coords(transition=flows)
    dataset["flow"] = (("scenario", "year", "transition"), np.full((2, len(years), len(flows)), 1320.0))
    dataset.attrs |= {
        "versions": json.dumps({"poortwachter": version}),
        "source": "Kamerstukken",
        "workers": 830_000,
        "weight": 10.0,
        "replication": 0,
    }
    below = Below(
        carried=(
            Carried(
                name=SHARE, value=0.25, low=0.12, high=0.3, at_low=27.0, at_low_se=0.2, at_high=69.0, at_high_se=0.3
            ),
        ),
        variants=(VariantAmount(name="actueel", value=27.84, se=0.3),),
        check=Check(simulated=131.0, se=2.0, expected=128.0, z=1.5),
        parameters=fingerprints(resolved),
    )
    keep(below, dataset=dataset)
    return dataset


@pytest.fixture(scope="module")
def resolved() -> Resolved:
    return resolve(load(LEADING), RunOptions(workers=830_000))


@pytest.fixture
def dataset(resolved: Resolved) -> xr.Dataset:
    return small_run(resolved)


@pytest.fixture
def folder(resolved: Resolved, dataset: xr.Dataset, tmp_path: Path) -> Path:
    letter = letter_of(dataset, resolved=resolved, words=NL)
    return write_result(dataset, folder=tmp_path / "uit", plan=plan(resolved), cost_table=markdown(letter), figures={})


def annex_of(dataset: xr.Dataset, *, resolved: Resolved) -> str:
    notes = document_of(dataset, resolved=resolved, words=NL).annex
    return "\n".join(
        text for note in notes for text in (note.heading, *note.text, *(c for row in note.table for c in row))
    )


def test_the_table_of_a_folder_is_the_cost_table_of_its_run(folder: Path) -> None:
    made = table(folder, formats=("md",))
    assert made.files == (folder / "documents" / "tabel.md",)
    stored = (folder / "cost_table.md").read_text(encoding="utf-8")
    assert made.files[0].read_text(encoding="utf-8").startswith(stored)
    assert markdown(made.document.letter) == stored


def test_a_table_made_of_the_folder_alone_sets_first_order_beside_behaviour_in_its_prices(
    dataset: xr.Dataset, resolved: Resolved, tmp_path: Path
) -> None:
    below = kept(dataset)
    assert below is not None
    off = AtFactor(factor=0.0, wia=100.0, wia_se=0.2, balance=-200.0, balance_se=0.3)
    keep(replace(below, orders=(off, replace(off, factor=1.0, wia=300.0))), dataset=dataset)
    place = write_result(dataset, folder=tmp_path / "uit", plan=plan(resolved), cost_table="", figures={})
    text = table(place, formats=("md",)).files[0].read_text(encoding="utf-8")
    assert "| Eerste orde (zonder gedragsreactie) | 100,0 (0,20) | −200,0 (0,30) |" in text
    assert "| Met gedragsreactie | 300,0 (0,20) | −200,0 (0,30) |" in text
    later = table(place, formats=("md",), price_level=2023).files[0].read_text(encoding="utf-8")
    assert "| Eerste orde (zonder gedragsreactie) | 103,0 (0,21) | −206,0 (0,31) |" in later


def test_the_annex_says_what_carries_the_amount_and_how_it_was_computed(
    dataset: xr.Dataset, resolved: Resolved
) -> None:
    text = annex_of(dataset, resolved=resolved)
    for part in (
        f"({SHARE})",
        "0,12 tot 0,3",
        "27,0 tot 69,0",
        "riv_toets.grond_bedrijfsarts_toetsbaar",
        "ja → nee",
        "1-7-2023",
        "0,0696 gehouden, in plaats van 0,0447 (1-1-2022)",
        "eersteorderaming",
        "Financiering uit premies",
        "€ 60 mln per jaar",
        "4 voortzettingen per besluit",
        "830.000",
        "0123456789abcdef" * 4,
    ):
        assert part in text
    assert "Let op" not in text


def test_expected_values_have_an_annex_without_standard_errors_or_lives(
    dataset: xr.Dataset, resolved: Resolved
) -> None:
    keep(Below(parameters=fingerprints(resolved)), dataset=dataset)
    dataset.attrs |= {"method": "fast", "estimator": "fast"}
    text = annex_of(dataset, resolved=resolved)
    assert "niets gesimuleerd" in text
    assert "met verwachtingswaarden" in text
    assert "niet bepaald hoe zwaar" in text


def test_another_version_or_other_parameters_are_told(dataset: xr.Dataset, resolved: Resolved) -> None:
    assert "gemaakt met poortwachter 0.0.1" in annex_of(small_run(resolved, version="0.0.1"), resolved=resolved)
    keep(Below(parameters={**fingerprints(resolved), "law": "other"}), dataset=dataset)
    assert "gewijzigd (recht)" in annex_of(dataset, resolved=resolved)
    del dataset.attrs["below"]
    assert "eerdere versie" in annex_of(dataset, resolved=resolved)


def test_what_is_not_modelled_leaves_out_what_the_result_has(dataset: xr.Dataset, resolved: Resolved) -> None:
    dataset["line_effect"].loc[{"line": "premiums"}] = 1.0
    assert "Financiering uit premies" not in annex_of(dataset, resolved=resolved)


def test_prices_of_another_year_change_every_amount_of_ours_and_say_so(dataset: xr.Dataset, resolved: Resolved) -> None:
    asked = Selection(years=(2030,), price_level=2026)
    document = document_of(dataset, resolved=resolved, words=NL, selection=asked)
    text = markdown(document.letter)
    factor = 1.03**4
    assert "constante prijzen 2026" in document.letter.title
    assert "van prijspeil 2022 naar prijspeil 2026" in text
    assert "recht, bevolking, lonen en prijzen van 2022" in text
    assert next(row for row in document.letter.rows if row.name == "wia_benefits").amounts[-1] == round(57.6 * factor)
    assert document.carried[0].at_high == pytest.approx(69.0 * factor)
    assert f"| actueel | {NL.number(27.84 * factor, decimals=1)} |" in text
    assert f"{NL.number(21_500 * factor)}" in text
    assert "€ 60 mln per jaar" in text


def test_rows_stand_in_the_order_of_the_letter_and_still_add_up(folder: Path) -> None:
    letter = table(
        folder, rows=("ww", "zw", "tw", "other_benefits", "public_balance", "total"), years="2030,2040-2042"
    ).document.letter
    assert [row.name for row in letter.rows] == ["other_benefits", "zw", "ww", "tw", "total", "public_balance"]
    assert letter.columns == ("2030", "2040", "2041", "2042", "structureel")
    amounts = {row.name: np.array(row.amounts) for row in letter.rows}
    assert (amounts["zw"] + amounts["ww"] + amounts["tw"] == amounts["other_benefits"]).all()
    assert (amounts["public_balance"] == amounts["total"]).all()
    assert "simulatieruis:" not in markdown(letter)


def test_parts_of_the_other_benefits_add_up_where_each_alone_would_not(dataset: xr.Dataset, resolved: Resolved) -> None:
    for line, amount in (("zw", 0.5), ("ww", 0.5), ("tw", 0.5), ("other_benefits", 1.5)):
        dataset["line_effect"].loc[{"line": line}] = amount
    asked = Selection(years=(2030,), rows=("zw", "ww", "tw", "other_benefits"))
    letter = letter_of(dataset, resolved=resolved, words=NL, selection=asked)
    amounts = {row.name: row.amounts[0] for row in letter.rows}
    assert amounts["zw"] + amounts["ww"] + amounts["tw"] == amounts["other_benefits"] == 2


def test_years_are_read_from_text() -> None:
    assert years_of("2027-2029, 2040,2027")[0] == (2027, 2028, 2029, 2040)
    assert years_of("") == ((), [])
    assert [str(problem) for problem in years_of("2030-2027,27,x")[1]] == [
        f"--years {part}: this is no year or range; write 2027-2032,2040" for part in ("2030-2027", "27", "x")
    ]


def test_everything_wrong_is_said_at_once_and_nothing_is_written(folder: Path) -> None:
    with pytest.raises(InputError) as refused:
        table(
            folder,
            formats=("pdf", "docs"),
            lang="de",
            years="2027-2030,1999,x",
            rows=("wia_benefit",),
            price_level=2090,
            template="bestaat_niet.docx",
        )
    said = str(refused.value)
    for part in (
        "--format pdf: there is no such format; choose from",
        "--format docs: there is no such format; did you mean 'docx'?",
        "--lang de",
        "--years x: this is no year or range",
        "--years: there is no 1999; the result has 2004-2080",
        "--rows wia_benefit: there is no such row; did you mean 'wia_benefits'?",
        "--price-level 2090",
        "there is no such file",
        "only a Word document has a template",
    ):
        assert part in said
    assert not (folder / "documents").exists()


def test_a_folder_without_a_result_is_refused_with_the_options_that_are_wrong(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        table(tmp_path, formats=("pdf",))
    assert "holds no result" in str(refused.value)
    assert "--format pdf" in str(refused.value)


def test_a_plan_that_this_version_cannot_read_says_which_version_made_it(folder: Path, resolved: Resolved) -> None:
    dataset = small_run(resolved, version="0.0.1")
    other = folder.parent / "ander"
    write_result(dataset, folder=other, plan={"title": "x", "law": {"bestaat.niet": 1}}, cost_table="", figures={})
    with pytest.raises(InputError, match=r"made by poortwachter 0\.0\.1"):
        open_result(other)


def test_a_result_without_lines_of_this_version_is_refused(folder: Path, resolved: Resolved) -> None:
    dataset = small_run(resolved).drop_sel(line="tw").drop_vars("deflator")
    other = folder.parent / "ouder"
    write_result(dataset, folder=other, plan=plan(resolved), cost_table="", figures={})
    with pytest.raises(InputError, match="the result lacks deflator, tw; it was made by another version"):
        open_result(other)


def test_one_output_for_several_formats_must_be_a_folder(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="name a folder"):
        table(folder, formats=("docx", "xlsx"), output=tmp_path / "brief.docx")
    (file,) = table(folder, formats=("docx",), output=tmp_path / "brief.docx").files
    assert file == tmp_path / "brief.docx"


def test_the_public_verb_shows_itself_in_a_notebook(folder: Path) -> None:
    made = poortwachter.table(folder, lang="en")
    assert made.files == ()
    assert made._repr_markdown_().startswith("**Table 1.")
    assert "<table" in made._repr_html_()

"""Gainers and losers on paper: what the sample does not carry has a word instead of a number, but not in the table."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from poortwachter.accounting.classes import DIVISIONS
from poortwachter.primitives.language import LANGUAGES
from poortwachter.report.gains import csv_text, markdown, summary, write
from poortwachter.report.words import Words, load_words
from poortwachter.results.gains import MEASURES, PERSONS, Gain, Gains


def page(**errors: float) -> Gains:
    """Return effects of 12.34 everywhere, with errors by measure, 1 elsewhere."""
    entries = tuple(
        Gain(division.name, label, measure, 12.34, errors.get(measure, 1.0), employees=2e6, wages=50_000.0)
        for division in DIVISIONS
        for label in division.classes
        for measure in (*MEASURES, *PERSONS)
    )
    return Gains("Titel", "0123456789", 2022, 1000, 3000, 1, "split", (), entries)


def words_of(language: str) -> Words:
    return load_words(language, also="gains")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_division_and_class_stands_in_the_report(language: str) -> None:
    words = words_of(language)
    text = markdown(page(), words=words)
    for division in DIVISIONS[1:6]:
        assert f"## {words[f'gains.{division.name}']}" in text
        for label in division.classes:
            assert f"| {words.or_else(f'gains.class.{division.name}.{label}', label)} |" in text
    assert "None" not in text
    assert "{" not in text


def test_words_have_both_languages_and_nothing_else() -> None:
    dutch, english = (words_of(language).entries for language in ("nl", "en"))
    assert dutch.keys() == english.keys()
    assert all(isinstance(text, str) and text for text in (*dutch.values(), *english.values()))


def test_what_the_sample_does_not_carry_has_a_word_and_its_number_in_the_table_only() -> None:
    words = words_of("en")
    carried, not_carried = page(), page(income=7.0)
    assert "12.3 ± 7.0" not in markdown(not_carried, words=words)
    assert "n/a" in markdown(not_carried, words=words).split("##")[1]
    assert "n/a" not in markdown(carried, words=words).split("##")[1]
    rows = list(csv.DictReader(io.StringIO(csv_text(not_carried))))
    assert {row["shown"] for row in rows if row["measure"] == "income"} == {"0"}
    assert {row["shown"] for row in rows if row["measure"] != "income"} == {"1"}
    assert {row["effect"] for row in rows} == {"12.34"}


def test_a_row_of_the_table_gives_euros_per_employee_and_a_share() -> None:
    row = next(row for row in csv.DictReader(io.StringIO(csv_text(page()))) if row["measure"] == "cost")
    assert float(row["eur_per_employee"]) == pytest.approx(6.17)
    assert float(row["se_eur_per_employee"]) == pytest.approx(0.5)
    assert float(row["share_of_wages"]) == pytest.approx(12.34 / 50_000)
    assert (row["unit"], row["employees"]) == ("eur_mln", "2000000.0")


def test_the_summary_gives_both_sides_and_persons() -> None:
    text = summary(page(at_work=100.0), words=words_of("nl"))
    assert "12,3 ± 1,0 mln euro per jaar (6,17 euro per werknemer, 0,0247% van de loonsom)" in text
    assert "Aan het werk: n.b. personen" in text


def test_what_no_class_bears_is_named() -> None:
    words = words_of("nl")
    told = replace(page(), outside=("premiums", "granted"))
    for name in told.outside:
        assert words[f"gains.outside.{name}"] in markdown(told, words=words)
        assert words[f"gains.outside.{name}"] not in markdown(page(), words=words)


def test_the_same_effects_give_the_same_files(tmp_path: Path) -> None:
    words = words_of("nl")
    one, other = (write(page(income=9.0), folder=tmp_path / name, words=words) for name in ("een", "twee"))
    assert [path.name for path in one] == ["groups.md", "groups.csv", "gains.png", "gains.svg"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]

import csv
import io

import numpy as np
import pytest
import xarray as xr

from poortwachter.primitives.language import LANGUAGES
from poortwachter.report.capacity import csv_text, notes
from poortwachter.report.words import load_words
from poortwachter.results.capacity import Capacity, Course, Months, keep, kept

PUBLISHED = {
    "assessments_done": {2018: 156_000.0},
    "backlog": {2019: 2000.0},
    "advances": {2019: 4000.0},
    "advances_share": {2018: 0.052},
}


def course(share: float) -> Course:
    months = Months(*(np.full(24, 1000.0 + place) for place in range(len(Months._fields))))
    return Course(months, np.array([0.1, share]), np.array([8.0, 20.0]))


def solution(*, reform: float) -> Capacity:
    return Capacity((2018, 2019), 0.0033, 6, {"baseline": course(0.25), "reform": course(reform)}, PUBLISHED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_says_how_it_was_solved_and_what_waits(language: str) -> None:
    words = load_words(language, also="capacity")
    about, work, waits = notes(solution(reform=0.25).in_years, waived={2004: 0.3, 2020: 1.0}, words=words)
    residual = "0,003" if language == "nl" else "0.003"
    assert residual in about.text[0]
    assert "100%" in about.text[0]
    thousands = "." if language == "nl" else ","
    for table in (work.table, waits.table):
        assert {len(row) for row in table} == {len(table[0])}
    _, first, second = work.table
    assert (first[0], first[3], second[3]) == ("2018", f"156{thousands}000", words["number.unknown"])
    _, first, second = waits.table
    assert (second[2], second[3], second[6]) == (f"2{thousands}000", "25%", f"4{thousands}000")
    assert (first[-1], second[-1]) == ("5%", words["number.unknown"])


def test_the_reform_has_a_table_where_it_waits_otherwise() -> None:
    words = load_words("nl", also="capacity")
    found = notes(solution(reform=0.2).in_years, waived={}, words=words)
    headings = [note.heading.partition(":")[0] for note in found[1:]]
    assert headings == [words[f"capacity.{policy}"] for policy in ("baseline", "baseline", "reform", "reform")]


def test_every_month_of_both_policies_stands_in_the_file() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(solution(reform=0.2)))))
    assert len(rows) == 2 * 24
    assert (rows[0]["scenario"], rows[0]["year"], rows[0]["month"]) == ("baseline", "2018", "1")
    assert (rows[-1]["scenario"], rows[-1]["year"], rows[-1]["month"]) == ("reform", "2019", "12")
    assert float(rows[0]["decided"]) == 1001.0


def test_the_years_of_a_solution_come_back_from_the_result_as_they_were() -> None:
    dataset, years = xr.Dataset(), solution(reform=0.2).in_years
    assert kept(dataset) is None
    keep(years, dataset=dataset)
    assert kept(dataset) == years

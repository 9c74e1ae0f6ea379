"""Behaviour is read by year where its data says that a date selects it, and once where it holds for the whole run."""

import re
from pathlib import Path

from poortwachter.behaviour import table
from poortwachter.behaviour.parameters import load

BY_YEAR_IN_A_LOOP = {
    "riv_toets.kans_administratief",
    "riv_toets.aandeel_vervalbaar",
    "riv_toets.aandeel_vervalbaar_administratief",
}


def test_exactly_the_parameters_that_a_date_selects_are_read_by_year() -> None:
    source = Path(table.__file__).read_text(encoding="utf-8")
    by_year = set(re.findall(r'by_year\(\s*"([^"]+)"', source)) | BY_YEAR_IN_A_LOOP
    assert {name for name, parameter in load().items() if parameter.selects != "none"} == by_year


def test_what_holds_for_the_whole_run_has_one_value() -> None:
    assert all(len(parameter.values) == 1 for parameter in load().values() if parameter.selects == "none")


def test_the_share_of_satisfactory_files_follows_from_lasting_work_that_fits_or_is_agreed() -> None:
    share = table.satisfactory_share(structural=0.5, near=0.4, agreed=0.5, enough_wage=0.6)
    assert abs(share - 0.5 * (0.4 + 0.6 * 0.5 * 0.4)) < 1e-12

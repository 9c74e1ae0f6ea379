"""The layout of what the monitor counts: kinds, places and ends of a file, and what it reads from the ledger."""

import pytest

from accounting.names import name_of
from poortwachter.accounting import monitored
from poortwachter.accounting.columns import transition_labels
from poortwachter.accounting.monitored import Counted, Kind, Seen, column_table

STEPS = ["UPHELD", "REPAIRED", "DAYS"]
AWARDS = ["WGA_PARTIAL", "WGA_FULL", "IVA"]


@pytest.mark.parametrize("codes", [Kind, Counted, Seen])
def test_codes_are_numbered_from_zero_without_a_gap(codes: type[Kind | Counted | Seen]) -> None:
    assert [int(code) for code in codes.__members__.values()] == list(range(len(codes.__members__)))


def test_files_come_first_then_their_ends_then_what_happens_on_the_way() -> None:
    ends = ["BACK_BEFORE", "BACK_DURING", *AWARDS, "REFUSED_AT_WORK", "REFUSED_WITHOUT_WORK", "LEFT"]
    assert [end.name for end in monitored.ENDS] == ends
    assert list(Counted.__members__) == ["FILES", *ends, *STEPS]


def test_steps_and_awards_are_seen_in_the_order_in_which_they_are_counted() -> None:
    assert list(Seen.__members__) == [*STEPS, *AWARDS, "REFUSED", "WITHOUT_WORK"]


def test_all_files_stand_before_five_sizes_six_sectors_three_grounds_and_the_medical_role() -> None:
    first = [monitored.ALL, monitored.FIRST_SIZE, monitored.FIRST_SECTOR, monitored.FIRST_GROUND]
    assert first == [0, 1, 1 + 5, 1 + 5 + 6]
    assert (monitored.GROUNDS, monitored.MEDICAL_ROLE, monitored.N_PLACES) == (3, 15, 16)


def test_counts_are_kept_by_group_year_kind_place_and_what_is_counted() -> None:
    assert monitored.shape(9) == (256, 9, 4, 16, 12)


def test_the_events_that_are_read_are_those_they_are_seen_as() -> None:
    read = [(Seen(seen), name_of(column)) for column, seen in column_table().tolist()]
    assert [(seen.name, name) for seen, name in read if seen is not Seen.WITHOUT_WORK] == [
        ("UPHELD", "objection_upheld"),
        ("REPAIRED", "sanction_repaired"),
        ("DAYS", "sanction_days"),
        ("WGA_PARTIAL", "award_wga_partial"),
        ("WGA_FULL", "award_wga_full"),
        ("IVA", "award_iva"),
        ("REFUSED", "refused"),
    ]


def test_who_goes_on_unemployment_benefit_or_leaves_the_labour_market_is_without_work() -> None:
    found = [name_of(column) for column, seen in column_table().tolist() if seen == Seen.WITHOUT_WORK]
    assert found == [name for name in transition_labels() if name.endswith((">ww", ">uit"))]
    assert {"sanctie>ww", "sanctie>uit"} <= set(found)

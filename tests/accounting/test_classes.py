"""The layout of sums by class: eight divisions one below the other, and what is summed in each of their rows."""

from itertools import product

from poortwachter.accounting import classes
from poortwachter.accounting.classes import DIVISIONS
from poortwachter.accounting.columns import PAYERS_OF_ITEM

WAGES = ("1", "2", "3", "4", "5")
AGES = ("<25", "25-34", "35-44", "45-54", "55-59", "60-64", "65-AOW")
SIZES = ("0-5", "5-10", "10-50", "50-100", "100+")
SECTORS = ("A-F", "G-I", "J-N", "O-P", "Q", "R-U")


def crossed(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{first} x {second}" for first, second in product(one, other))


def test_workers_are_divided_by_wage_age_sex_and_employer_and_by_two_pairs_of_these() -> None:
    assert {division.name: division.classes for division in DIVISIONS} == {
        "all": ("",),
        "wage": WAGES,
        "age": AGES,
        "sex": ("man", "vrouw"),
        "size": SIZES,
        "sector": SECTORS,
        "wage_age": crossed(WAGES, AGES),
        "size_sector": crossed(SIZES, SECTORS),
    }


def test_divisions_stand_one_below_the_other() -> None:
    assert [division.first for division in DIVISIONS] == [0, 1, 6, 13, 15, 20, 26, 61]
    assert (classes.N_DIVISIONS, classes.N_CLASSES) == (8, 91)


def test_the_first_row_of_a_division_goes_by_its_name() -> None:
    for division in DIVISIONS:
        assert getattr(classes, f"FIRST_{division.name.upper()}") == division.first


def test_money_comes_first_as_the_ledger_has_it_and_what_the_ledger_lacks_behind_it() -> None:
    money = sum(len(payers) for payers in PAYERS_OF_ITEM.values())
    behind = [classes.EARNED, classes.BESIDE, classes.AT_WORK, classes.IN_WIA]
    assert money == classes.N_MONEY
    assert [*range(money), *behind] == list(range(classes.N_SUMS))

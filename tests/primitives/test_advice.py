import pytest

from poortwachter.primitives.advice import date_advice, meant_number, number_advice, whole_number_advice


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,25", 0.25),
        ("1.000.000", 1_000_000.0),
        ("1.234,5", 1234.5),
        ("€ 455", 455.0),
        ("“26”", 26.0),
        ("\u221226", -26.0),
        ("0.123", 0.123),
        ("1.5", 1.5),
        ("1,5,2", None),
        ("veel", None),
        ("", None),
    ],
)
def test_the_number_meant_is_read_from_how_people_write_it(text: str, number: float | None):
    assert meant_number(text) == number


@pytest.mark.parametrize(
    ("text", "unit", "advice"),
    [
        ("25%", "aandeel", "write 0.25"),
        ("25%", "%", "write 25"),
        ("52 weken", "weken", "write 52"),
        ("6 maanden", "weken", "write the number in weken, digits only"),
        ("60 mln", "", "write 60, digits only"),
        ("veel", "weken", "write digits with a decimal point"),
    ],
)
def test_the_advice_on_a_number_follows_its_unit(text: str, unit: str, advice: str):
    assert number_advice(text, unit=unit) == advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [("100.000", "write 100000"), ("2060-12-31", "write the year only: 2060"), ("1,5", "write digits only")],
)
def test_the_advice_on_a_whole_number(text: str, advice: str):
    assert whole_number_advice(text) == advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1-7-2028", "write 2028-07-01"),
        ("2028/7/1", "write 2028-07-01"),
        ("2028", "write 2028-01-01"),
        ("2028-07-01 00:00", "write 2028-07-01, without a time"),
        ("2028-07-01:26", "put a space behind the colon: `2028-07-01: 26`"),
        ("2028-02-30", "that day does not exist; write it as 2028-01-01"),
        ("99999999999999999999-1-1", "that day does not exist; write it as 2028-01-01"),
        ("vandaag", "write it as 2028-01-01, without quotes"),
    ],
)
def test_the_advice_on_a_date(text: str, advice: str):
    assert date_advice(text) == advice

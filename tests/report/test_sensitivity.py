import dataclasses

import pytest

from poortwachter.report.sensitivity import (
    BreakEven,
    Effect,
    Page,
    Share,
    Swing,
    break_even_text,
    csv,
    figures,
    level,
    markdown,
    sentence,
)
from poortwachter.report.words import Words, load_words

NAMES = ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words("en", also="sensitivity")


@pytest.fixture(scope="module")
def page() -> Page:
    swings = [
        Swing("a", "First thing", False, 0.1, 0.9, 7.0, 40.0, ((8.0, 1.0), (41.0, 1.0))),
        Swing("b", "Second thing", True, 0.8, 1.2, 47.0, 38.0, None),
        Swing("c", "Third thing", False, 1200.0, 2400.0, 45.0, 46.0, None),
    ]
    shares = [Share("a", 0.6, 0.1, 0.7, 0.1), Share("b", 0.2, 0.1, 0.3, 0.1), Share("c", 0.0, 0.1, 0.005, 0.1)]
    effects = [Effect("a", 30.0, 1.0), Effect("b", 9.0, 2.0)]
    labels = {"a": "First thing", "b": "Second thing", "c": "Third thing"}
    return Page("Title", 2022, 43.9, (0.9, 0.3), 100_000, swings, shares, effects, labels, 12, 3)


def test_the_sentence_ranks_what_carries_the_amount_and_leaves_out_what_does_not(page: Page, words: Words):
    said = "The amount rests on: 1. first thing (70% of the variance); 2. second thing (30% of the variance)."
    assert sentence(page, words=words) == said
    unsure = dataclasses.replace(page, shares=[Share("a", 0.6, 0.1, 0.7, 0.1), Share("b", 0.2, 0.1, 0.3, 0.4)])
    assert "second" not in sentence(unsure, words=words)
    nothing = dataclasses.replace(page, shares=[Share("a", 0.0, 0.0, 0.0, 0.0)])
    assert sentence(nothing, words=words) == "The amount changes with nothing that is unsure."


def test_the_page_has_every_table_with_its_rows(page: Page, words: Words):
    text = markdown(page, words=words)
    assert "| First thing | 0.1 – 0.9 | 7.0 – 40.0 | 8.0 – 41.0 |" in text
    assert "| Second thing (fit, factor) | 0.8 – 1.2 | 47.0 – 38.0 |  |" in text
    assert "| First thing | 60% ± 10% | 70% ± 10% |" in text
    assert "| First thing | 30.0 | 1.0 |" in text
    assert markdown(dataclasses.replace(page, shown=1), words=words).count("Third thing") == 0


def test_the_csv_holds_every_number(page: Page):
    rows = csv(page).splitlines()
    assert rows[0] == "measure,name,number,value"
    assert "one_at_a_time,a,simulated_se_at_high,1.0" in rows
    assert "sobol,b,total,0.3" in rows
    assert "morris,b,spread,2.0" in rows
    assert len(rows) == 1 + 3 * 4 + 4 + 3 * 4 + 2 * 2


def test_the_tornado_is_the_same_bytes_every_time(page: Page, words: Words):
    assert set(figures(page, words=words)) == {"tornado.png", "tornado.svg"}
    assert figures(page, words=words) == figures(page, words=words)


@pytest.mark.parametrize(
    ("value", "text"), [(0.12345, "0.123"), (1234.0, "1,230"), (0.9, "0.9"), (0.00012, "0.00012"), (2.0, "2")]
)
def test_levels_have_three_digits(words: Words, value: float, text: str):
    assert level(value, words) == text


def found(level_at: float | None) -> BreakEven:
    return BreakEven(
        name="x.y",
        label="The share",
        target=60.0,
        estimate=(1.0, 43.9),
        range80=(0.2, 0.8),
        range95=(0.1, 0.9),
        searched=(0.0, 2.0),
        at_searched=(3.0, 50.0),
        level=level_at,
        below=None if level_at is None else 0.25,
        simulated=None if level_at is None else (59.0, 1.0),
        gap=(0.9, 0.3),
    )


@pytest.mark.parametrize(
    ("value", "said"), [(0.3, "That is plausible"), (0.85, "That is possible"), (1.5, "That is not plausible")]
)
def test_plausibility_follows_from_the_range(words: Words, value: float, said: str):
    text = break_even_text(found(value), words=words)
    assert said in text
    assert f"The amount is € 60.0 mln at the share = {value}" in text
    assert "Simulated at that value: 59.0 (standard error 1.0)" in text


def test_a_value_that_does_not_exist_is_said_so(words: Words):
    text = break_even_text(found(None), words=words)
    assert "At no value of the share (x.y) between 0 and 2 is the amount € 60.0 mln" in text
    assert "from € 3.0 mln to € 50.0 mln" in text

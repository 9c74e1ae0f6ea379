import re
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from poortwachter.accounting.columns import PAYERS_OF_ITEM, RECIPIENT_OF_ITEM
from poortwachter.primitives.codes import (
    SECTOR_LABELS,
    SIZE_LABELS,
    Contract,
    Event,
    Payer,
    Recipient,
    Sex,
    Status,
    labels,
)
from poortwachter.primitives.errors import InputError
from poortwachter.report.life import life_text
from poortwachter.report.words import load_words

COUNTED_IN_DAYS = re.compile("_DAYS$|_YEAR_END$")


@dataclass(frozen=True)
class Step:
    week: int
    kind: str
    what: str
    outcome: str = ""
    chance: float | None = None
    per: str = ""
    parameter: str = ""
    article: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    payer: str = ""
    payer_article: str = ""
    receiver: str = ""
    until: int = 0
    monthly: int = 0
    amount: int = 0


@dataclass(frozen=True)
class Total:
    year: int
    item: str
    payer: str
    cents: int


@dataclass(frozen=True)
class Life:
    steps: tuple[Step, ...]
    totals: tuple[Total, ...]
    missed: tuple[str, ...] = ()
    gaps: tuple[Total, ...] = ()

    def untold(self) -> tuple[Total, ...]:
        return self.gaps


@dataclass(frozen=True)
class Lives:
    baseline: Life
    reform: Life
    title: str = "Proef"
    worker: int = 7
    lives: int = 1_000
    cohort: int = 0
    ordinal: int = 7
    weight: float = 10.0
    seed: int = 1
    price_year: int = 2022
    first_year: int = 2004
    estimator: str = "pair"
    frozen: bool = False


BENEFIT = Step(
    10,
    "payment",
    "wga_vvu",
    article="art. 62 Wet WIA",
    facts={"rule": "vvu", "maandloon": 200_000, "minimum_wage": 180_000, "class_share": 0.28, "result": 50_400},
    payer="aof",
    payer_article="art. 82 Wet WIA",
    receiver="werknemer",
    until=62,
    monthly=50_400,
    amount=604_800,
)
PAST = Step(3, "event", "week42")
BASELINE = Life((PAST, BENEFIT), (Total(0, "wga_vvu", "aof", 604_800),))
REFORM = Life((PAST,), ())


def text(lives: Lives, language: str = "nl") -> str:
    return life_text(lives, words=load_words(language, also="life"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_the_ledger_holds_has_a_word(language: str) -> None:
    groups = {
        "event": [event.name.lower() for event in Event if not COUNTED_IN_DAYS.search(event.name)],
        "status": labels(Status),
        "item": [item.name.lower() for item in PAYERS_OF_ITEM],
        "payer": labels(Payer),
        "receiver": {RECIPIENT_OF_ITEM[item].name.lower() for item in PAYERS_OF_ITEM} & {*labels(Recipient)},
        "sex": labels(Sex),
        "contract": labels(Contract),
        "size": SIZE_LABELS,
        "sector": SECTOR_LABELS,
    }
    words = load_words(language, also="life")
    wanted = {f"{group}.{name}" for group, names in groups.items() for name in names}
    assert wanted - words.entries.keys() == set()


def test_a_payment_says_how_much_from_whom_to_whom_why_and_by_which_article() -> None:
    said = " ".join(text(Lives(BASELINE, BASELINE)).split())
    assert (
        "€ 6.048,00 WGA vervolguitkering: Aof → werknemer, € 504,00 per maand, t/m 2005-03-06, 28% van het laagste van "
        "minimumloon € 1.800,00 en maandloon € 2.000,00 (art. 62 Wet WIA; art. 82 Wet WIA)" in said
    )


def test_the_common_past_is_told_once_and_the_difference_in_two_columns() -> None:
    said = text(Lives(BASELINE, REFORM))
    assert said.count("42e-weeksmelding") == 1
    assert said.index("42e-weeksmelding") < said.index("BASISPAD  ") < said.index("WGA vervolguitkering")
    total = next(line for line in said.splitlines() if line.startswith("totaal betaald"))
    assert total.split()[-3:] == ["6.048,00", "0,00", "−6.048,00"]


def test_lives_that_join_again_are_told_once_from_there() -> None:
    after = Step(80, "event", "reopened")
    both = (replace(BASELINE, steps=(PAST, BENEFIT, after)), replace(REFORM, steps=(PAST, after)))
    said = text(Lives(*both), "en")
    assert said.count("re-opens") == 1
    assert "From 2005-07-11 they are the same again" in said


def test_a_gap_and_an_unread_function_are_said() -> None:
    gap = replace(BASELINE, gaps=(Total(1, "iva", "aof", 100),), missed=("claim: KeyError",))
    said = text(Lives(gap, REFORM))
    assert "€ 1,00 IVA door Aof in 2005" in said.replace("\u00a0", " ")
    assert "claim: KeyError" in said
    assert load_words("nl", also="life")["life.checked"] not in said


def test_an_unknown_word_is_shown_as_it_is() -> None:
    odd = replace(BASELINE, steps=(Step(1, "event", "nieuw"), Step(2, "decision", "toets", outcome="x", chance=0.5)))
    said = text(Lives(odd, odd))
    assert "nieuw" in said
    assert "toets: x; kans 50,0%" in said


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError):
        load_words("de", also="life")

"""Tell what is heard of a life as steps: what happened, which decision with what chance, which article, which euros.

Money is told by what a posting changed in the ledger, rules of law by their own docstrings, and each kernel function
by its reader. Functions without a reader are passed over, and a reading that fails is noted in `missed` and left out:
so the kernel can grow without this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.accounting import columns
from poortwachter.kernel import state
from poortwachter.kernel.birth import age_at
from poortwachter.kernel.state import World
from poortwachter.primitives.codes import Item, Payer
from poortwachter.primitives.parameters import ParameterSet
from poortwachter.study.articles import source_of
from poortwachter.study.life.listening import Call

Kind: TypeAlias = Literal["event", "status", "decision", "rule", "payment"]
Facts: TypeAlias = Mapping[str, int | float | str]
YES: Final = "yes"
NO: Final = "no"
PER_WEEK: Final = "week"
PER_YEAR: Final = "year"


@dataclass(frozen=True)
class Step:
    """One thing told: in week `week`, a payment until `until` (exclusive).

    what: the event, the change of status, the decision, the rule or the item of a payment; chance: of the outcome
    that came, as a whole or `per` week or year; parameter: the one the chance rests on; amounts in eurocents.
    """

    week: int
    kind: Kind
    what: str
    outcome: str = ""
    chance: float | None = None
    per: str = ""
    parameter: str = ""
    article: str = ""
    facts: Facts = field(default_factory=lambda: {})
    payer: str = ""
    payer_article: str = ""
    receiver: str = ""
    until: int = 0
    monthly: int = 0
    years: Mapping[int, int] = field(default_factory=lambda: {})
    """Eurocents by year of the ledger (0 is the first)."""
    order: int = field(default=0, compare=False)

    @property
    def amount(self) -> int:
        """Return the eurocents paid in all."""
        return sum(self.years.values())


ITEM_RULES: Final[Mapping[Item, tuple[str, ...]]] = {
    Item.IVA: ("iva",),
    Item.WGA_LGU: ("lgu", "advance"),
    Item.WGA_LAU: ("lau", "lau1", "lau2"),
    Item.WGA_VVU: ("vvu",),
    Item.ZW: ("ziekengeld",),
    Item.WW: ("ww",),
    Item.TW: ("toeslag",),
    Item.LOON_JAAR1: ("statutory_wage",),
    Item.LOON_JAAR2: ("statutory_wage",),
    Item.LOON_SANCTIE: ("statutory_wage",),
    Item.CAO_AANVULLING: ("wage_on_top",),
    Item.TRANSITIEVERGOEDING: ("transition_payment",),
    Item.COMPENSATIE_TV: ("compensation",),
}
"""Rules that give the amount of an item; another rule is taken where its result is the amount paid."""

BEARERS: Final = ("borne_by_employer",)
"""Rules besides those named `..._payer` that say who bears an amount."""

AMOUNTS: Final = frozenset(
    {name for names in ITEM_RULES.values() for name in names}
    | {"maandloon", "counted_income", "borne_by_employer", "guarantee_supplement", "income_requirement", "indexed"}
    | {"remaining_capacity", "disability_degree", "dagloon", "maandloon_of", "pro_rata", "recovered", "overpaid"}
    | {"months_by_half_year", "months_by_year", "reopened_maandloon"}
)
"""Rules that are a step in an amount; they are told with the payment."""

TOLD_ELSEWHERE: Final = frozenset(
    {"ground_lapses", "sanction_weeks", "end_of_extension", "months_by_history", "spells_join", "early_iva_week"}
)
"""Rules that a reader of the function around them tells."""

ARTICLE_OF: Final[Mapping[str, str]] = {
    "compensatie_tv": "compensatie_tv.toegekend",
    "ezwb": "zw.ezwb",
    "ezwb_ended": "zw.ezwb",
    "tweede_spoor": "tweede_spoor.uiterste_start",
    "second_track": "tweede_spoor.uiterste_start",
    "claim": "riv_toets.aanvraag",
    "riv": "riv_toets.eerste_besluit",
    "satisfactory": "riv_toets.loonwaarde_volstaat",
    "satisfactory_result": "riv_toets.loonwaarde_volstaat",
    "sanction_administrative": "loonsanctie.maximum",
    "sanction_substantive": "loonsanctie.maximum",
    "repaired": "bekorting.beslistermijn",
    "claim_early_iva": "iva_vervroegd.eerste_aanvraag",
    "early_iva": "iva_vervroegd.eerste_aanvraag",
    "award_early_iva": "iva_vervroegd.eerste_aanvraag",
    "award": "wia.ondergrens",
    "refused": "wia.ondergrens",
    "award_wga_partial": "wia.ondergrens",
    "award_wga_full": "wia.volledig_vanaf",
    "award_iva": "wia.volledig_vanaf",
    "reopening": "heropening.termijn",
    "reopened": "heropening.termijn",
    "dismissed": "transitievergoeding.verschuldigd",
    "without_lgu": "lgu.referte_weken",
    "ended_by_earnings": "wga.einde_verdiensten_aandeel",
    "zw_extended": "zw.verlenging_erd",
    "zw_recourse": "zw.verhaal_vrije_weken",
    "no_risk_spell": "no_risk.duur",
    "award_simple": "wia.vereenvoudigd_60plus",
    "takes_ww": "ww.maximum_maanden",
    "lgu_by_age": "lgu.naar_leeftijd",
    "aow": "aow.leeftijd",
    "wachttijd": "wachttijd.duur",
}
"""Parameter of law whose article a step has, where no rule says it."""


class Teller:
    """Hear the calls of a life and keep its steps."""

    def __init__(
        self, world: World, *, law: ParameterSet, at_call: Mapping[str, "Reader"], at_return: Mapping[str, "Reader"]
    ) -> None:
        """Take the readers by name of the kernel function, and the law whose articles are cited."""
        self.world = world
        self.law = law
        self.at_call = at_call
        self.at_return = at_return
        self.steps: list[Step] = []
        self.missed: set[str] = set()
        self.memory: dict[str, Any] = {}
        self.paying: tuple[Call, npt.NDArray[np.int64]] | None = None

    def called(self, call: Call) -> None:
        """Read a call where it is made."""
        if _posts_money(call):
            if self.paying is None:
                self.paying = (call, _money(call.given["row"]))
        elif call.name in self.at_call and not call.is_rule:
            self._read(self.at_call[call.name], call)

    def returned(self, call: Call) -> None:
        """Read a call where it returns."""
        if self.paying is not None:
            if self.paying[0] is call:
                before, self.paying = self.paying[1], None
                _tell_payment(self, call, paid=_money(call.given["row"]) - before)
            return
        if call.is_rule:
            return
        if call.name in self.at_return:
            self._read(self.at_return[call.name], call)
        if call.rules:
            self._read(_tell_rules, call)

    def _read(self, reader: "Reader", call: Call) -> None:
        try:
            reader(self, call)
        except (KeyError, AttributeError, IndexError, TypeError, ValueError) as error:
            self.missed.add(f"{call.name}: {type(error).__name__}: {error}")

    def tell(self, step: Step) -> None:
        """Keep a step."""
        self.steps.append(step)

    def decide(
        self,
        call: Call,
        what: str,
        *,
        week: int,
        outcome: str,
        chance: float,
        parameter: str,
        per: str = "",
        facts: Facts | None = None,
        order: int | None = None,
    ) -> None:
        """Keep a decision with the chance of the outcome that came; order: its place, by default that of the call."""
        self.tell(
            Step(
                int(week),
                "decision",
                what,
                outcome=outcome,
                chance=float(min(max(chance, 0.0), 1.0)),
                per=per,
                parameter=parameter,
                article=self.article(what),
                facts=facts or {},
                order=call.order if order is None else order,
            )
        )

    def draw(
        self,
        call: Call,
        what: str,
        *,
        week: int,
        yes: bool,
        chance: float,
        parameter: str,
        facts: Facts | None = None,
        order: int | None = None,
    ) -> None:
        """Keep a decision between yes and no; chance: of yes."""
        outcome, chance = (YES, chance) if yes else (NO, 1.0 - chance)
        self.decide(
            call, what, week=week, outcome=outcome, chance=chance, parameter=parameter, facts=facts, order=order
        )

    def event(self, call: Call, what: str, *, week: int, facts: Facts | None = None) -> None:
        """Keep something that happened."""
        self.tell(Step(int(week), "event", what, article=self.article(what), facts=facts or {}, order=call.order))

    def article(self, what: str) -> str:
        """Return the article of a step by the parameter of law it rests on; nothing without one."""
        name = ARTICLE_OF.get(what)
        return (self.law[name].article or "") if name is not None and name in self.law else ""

    def band(self, life: npt.NDArray[np.int64], week: int) -> int:
        """Return the age band of behaviour at a week."""
        return self.world.ages.band6[age_at(self.world, life, week)]  # type: ignore[no-any-return]

    def year(self, week: int) -> int:
        """Return the year of a week as tables by year have it: the last one where the clock has ended."""
        clock = self.world.clock
        return min(int(clock.year_of_week[min(int(week), int(clock.weeks))]), int(clock.years) - 1)


Reader: TypeAlias = Callable[[Teller, Call], None]


# Money


def _posts_money(call: Call) -> bool:
    return not call.is_rule and {"row", "item", "payer"} <= call.given.keys()


def _money(row: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return row[:, columns.FIRST_MONEY : columns.FIRST_RECEIPT].copy()


def _tell_payment(tell: Teller, call: Call, *, paid: npt.NDArray[np.int64]) -> None:
    """Tell a posting of money by what it changed in the ledger, one step for each item and payer."""
    given = call.given
    start = int(given.get("start", given.get("week", 0)))
    for column in np.flatnonzero(paid.any(axis=0)):
        item, payer = columns.MONEY[column]
        rule = _rule_of(call, item=item, amount=given.get("monthly", given.get("amount")))
        tell.tell(
            Step(
                start,
                "payment",
                item.name.lower(),
                article=tell.article(item.name.lower()) or (source_of(rule.documentation) if rule else ""),
                facts=_figures(rule) if rule else {},
                payer=payer.name.lower(),
                payer_article=_who_bears(call, payer=payer),
                receiver=columns.RECIPIENT_OF_ITEM[item].name.lower(),
                until=int(given.get("end", start)),
                monthly=int(given.get("monthly", 0)),
                years={int(year): int(paid[year, column]) for year in np.flatnonzero(paid[:, column])},
                order=call.order,
            )
        )


def _rule_of(call: Call, *, item: Item, amount: Any) -> Call | None:
    """Return the rule that gave an amount: the item's own, else the last with this result."""
    rules = call.caller.heard[::-1] if call.caller is not None else []
    own = [rule for rule in rules if rule.name in ITEM_RULES.get(item, ())]
    equal = [rule for rule in rules if not isinstance(rule.result, bool) and rule.result == amount]
    both = [rule for rule in own if any(rule is other for other in equal)]
    return next(iter([*both, *own, *equal]), None)


def _who_bears(call: Call, *, payer: Payer) -> str:
    """Return the articles that say who pays."""
    rules = call.caller.heard if call.caller is not None else []
    said = [
        source_of(rule.documentation)
        for rule in rules
        if (rule.name.endswith("_payer") and rule.result == payer) or rule.name in BEARERS
    ]
    return "; ".join(dict.fromkeys(part for part in said if part))


def _figures(rule: Call) -> Facts:
    """Return the name, the arguments and the result of a rule as plain numbers."""
    return {
        "rule": rule.name,
        **{name: _plain(value) for name, value in rule.given.items()},
        "result": _plain(rule.result),
    }


def _plain(value: Any) -> int | float | str:
    plain = value.item() if isinstance(value, np.generic) else value
    return plain if isinstance(plain, int | float) else str(plain)


def _tell_rules(tell: Teller, call: Call) -> None:
    """Tell the rules a function called that are no part of an amount and do not say no or nothing, each result once."""
    for rule in call.rules:
        silent = rule.name in AMOUNTS or rule.name in TOLD_ELSEWHERE or rule.name.endswith("_payer")
        if silent or not _plain(rule.result):
            continue
        week = rule.around.get("week", rule.around.get("start"))
        if week is None and "life" in call.given:
            week = call.given["life"][state.STARTED]
        if week is not None:
            tell_rule(tell, rule, week=week)


def tell_rule(tell: Teller, rule: Call, *, week: int, what: str = "", order: int | None = None) -> None:
    """Tell a rule with its figures and its article, once."""
    step = Step(
        int(week),
        "rule",
        what or rule.name,
        article=source_of(rule.documentation),
        facts=_figures(rule),
        order=rule.order if order is None else order,
    )
    if step not in tell.steps:
        tell.tell(step)


def rule_named(call: Call, name: str) -> Call:
    """Return the last call of a rule from a function."""
    return next(rule for rule in reversed(call.rules) if rule.name == name)

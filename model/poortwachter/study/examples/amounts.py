"""Amounts, kinds, classes and durations of WIA benefits."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from poortwachter.law.rules import dagloon, inkomen, iva, termijnen, vakantietoeslag, wga
from poortwachter.primitives.compiled import plain
from poortwachter.primitives.parameters import DIMENSIONS
from poortwachter.study import applied
from poortwachter.study.examples.given import BELOW, PERCENT, Given, Unanswerable, class_label, class_place
from poortwachter.study.examples.income import days_a_month, maandloon_of

WITHOUT_RIGHT: Final = "geen WGA"
KINDS: Final = {wga.LAU1: "LAU1", wga.LAU2: "LAU2", wga.VVU: "VVU"}
FIRST: Final = date.min
"""The law as it stood first."""


def _maandloon(given: Given) -> Mapping[str, Any]:
    return {"maandloon": maandloon_of(given)}


def _lgu(parameter: str) -> Callable[[Given], Mapping[str, Any]]:
    """Return the evaluator of a wage-related benefit at the share that a parameter holds."""

    def evaluated(given: Given) -> Mapping[str, Any]:
        share = given.number("pct", given.lawful(parameter))
        return {"uitkering": plain(wga.lgu)(maandloon_of(given), given.cents("inkomen"), share)}

    return evaluated


def _lgu_in_month(given: Given) -> Mapping[str, Any]:
    is_first = given.whole("maand_uitkering") <= given.lawful("lgu.maanden_eerste")
    return _lgu("lgu.aandeel_eerste" if is_first else "lgu.aandeel")(given)


def _vvu(given: Given) -> Mapping[str, Any]:
    minimum = given.cents("minimumloon")
    share = given.number("pct") if given.has("pct") else given.class_share(class_place(given.word("klasse")))
    return {"vvu": plain(wga.vvu)(given.cents("maandloon", minimum), minimum, share)}


def degree_of(given: Given, capacity: str) -> float:
    """Return the degree of disability by remaining capacity against the wage of the maatman, or the maandloon."""
    old = given.cents("maatmanloon") if given.has("maatmanloon") else given.cents("maandloon")
    return float(plain(wga.disability_degree)(old, given.cents(capacity)))


def follow_up(given: Given, capacity: str) -> int:
    """Return the follow-up benefit at the class that remaining capacity leads to."""
    share = given.class_share(given.place_of(degree_of(given, capacity)))
    return int(plain(wga.vvu)(given.cents("maandloon"), given.cents("minimumloon"), share))


def _after_lgu(given: Given) -> Mapping[str, Any]:
    wage, income, capacity = given.cents("maandloon"), given.cents("inkomen"), given.cents("rvc")
    place = given.place_of(degree_of(given, "rvc"))
    if place == wga.NO_RIGHT:
        return {"inkomenseis": 0, "soort": WITHOUT_RIGHT, "vvu_klasse": BELOW, "bedrag": 0}
    applies = plain(wga.requirement_applies)(place == _full(given), 0, 0)
    half = given.lawful("inkomenseis.aandeel")
    requirement = plain(wga.income_requirement)(capacity, half) if applies else 0
    kind = plain(wga.kind_after_lgu)(income, capacity, requirement, applies)
    vvu = follow_up(given, "rvc")
    found = {"inkomenseis": requirement, "soort": KINDS[kind], "vvu_klasse": class_label(place), "bedrag": vvu}
    share = given.number("pct", given.lawful("lau.aandeel"))
    if kind == wga.LAU1:
        found["bedrag"] = plain(wga.lau1)(wage, income, share)
        found["bron_bedrag_zonder_70pct"] = plain(wga.lau1)(wage, income, 1.0)
    elif kind == wga.LAU2:
        found["bedrag"] = plain(wga.lau2)(wage, income, capacity, share, vvu)
        found["bron_bedrag_zonder_70pct"] = plain(wga.lau2)(wage, income, capacity, 1.0, 0)
    return found


def _full(given: Given) -> int:
    return len(given.lawful_places("wia.klassegrens"))


def _lau1(given: Given) -> Mapping[str, Any]:
    share = given.number("pct", given.lawful("lau.aandeel"))
    amount = plain(wga.lau1)(given.cents("maandloon"), given.cents("inkomen"), share)
    return {"lau1": amount, "bron_lau1_bedrag": amount}


def _lau1_of_fully_disabled(given: Given) -> Mapping[str, Any]:
    if given.has("rvc") and given.place_of(degree_of(given, "rvc")) != _full(given):
        raise Unanswerable("with this remaining capacity someone is not fully disabled")
    return {"lau1": _lau1(given)["lau1"]}


def _class_at_capacity(given: Given) -> Mapping[str, Any]:
    return {"vvu_klasse": class_label(given.place_of(degree_of(given, "rvc")))}


def _class(given: Given) -> Mapping[str, Any]:
    degree = given.number("ao_pct") / PERCENT if given.has("ao_pct") else degree_of(given, "rvc")
    return {"klasse": class_label(given.place_of(degree)), "ao_pct": degree * PERCENT}


def _lgu_then_vvu(given: Given) -> Mapping[str, Any]:
    share = given.number("pct", given.lawful("lgu.aandeel"))
    lgu = plain(wga.lgu)(given.cents("maandloon"), given.cents("inkomen"), share)
    return {"lgu": lgu, "vvu": follow_up(given, "rvc")}


def _below_then_vvu(given: Given) -> Mapping[str, Any]:
    first = class_label(given.place_of(degree_of(given, "rvc_primair")))
    return {"klasse_primair": first, "vvu": follow_up(given, "rvc_bezwaar")}


def _minimum_wage_a_day(given: Given) -> Mapping[str, Any]:
    wage, days = given.cents("wml_maand"), days_a_month(given)
    with_holiday = plain(dagloon.dagloon)(wage, 0, 0, days, given.lawful("vakantietoeslag.aandeel"))
    return {"grondslag_dag": plain(dagloon.dagloon)(wage, 0, 0, days, 0.0), "grondslag_incl_vt_dag": with_holiday}


def _youth_minimum_wage(given: Given) -> Mapping[str, Any]:
    wage, shares = given.cents("wml"), given.matching("pct_<n>j")
    return {f"jeugd{age}": plain(inkomen.youth_minimum_wage)(wage, share) for (age,), share in shares.items()}


def _indexed_maatman(given: Given) -> Mapping[str, Any]:
    then, now = given.number("index_oud"), given.number("index_nieuw")
    return {"maatmanloon_geindexeerd": plain(dagloon.indexed)(given.cents("maatmanloon"), then, now)}


def _duration_by_classes(given: Given) -> Mapping[str, Any]:
    labels, months = DIMENSIONS["leeftijd_lgu"], given.lawful_places("lgu.duur_naar_leeftijd", FIRST)
    unknown = [label for label in given.listed("klassen") if label not in labels]
    if unknown:
        raise Unanswerable(f"there is no age class {unknown[0]!r}; choose from: {', '.join(labels)}")
    return {"maanden": tuple(round(months[labels.index(label)]) for label in given.listed("klassen"))}


def _lgu_duration(given: Given) -> Mapping[str, Any]:
    if given.lawful("lgu.naar_leeftijd"):
        months = given.lawful_places("lgu.duur_naar_leeftijd")
        return {"maanden": round(months[applied.lgu_age_class(given.number("leeftijd"))])}
    return {"maanden": by_history(given, "lgu")}


def by_history(given: Given, scheme: str) -> int:
    """Return the months of a benefit by work history; scheme: `lgu` or `ww`."""
    history = given.number("arbeidsverleden")
    return applied.months_by_history(
        scheme,
        years=history,
        before_change=given.number("arbeidsverleden_voor_2016", history),
        rate_after=given.lawful("lgu.maanden_per_jaar_boven_10"),
        at=given.lawful,
        law=given.law,
    )


def _weeks_requirement(given: Given) -> Mapping[str, Any]:
    required = given.lawful("lgu.referte_weken")
    return {"voldaan": plain(wga.meets_weeks_requirement)(given.whole("gewerkte_weken"), required)}


def _iva(given: Given) -> Mapping[str, Any]:
    return {"uitkering": plain(iva.iva)(given.cents("maandloon"), given.lawful("iva.aandeel"))}


def _dagloon(given: Given) -> Mapping[str, Any]:
    days = given.number("dagen", given.lawful("dagloon.dagen_per_jaar"))
    added = given.lawful("dagloon.opslag_vakantietoeslag")
    enjoyed, accrued = given.cents("genoten", 0), given.cents("opgebouwd", 0)
    return {"dagloon": plain(dagloon.dagloon)(given.cents("jaarloon"), enjoyed, accrued, days, added)}


def _highest_dagloon(given: Given) -> Mapping[str, Any]:
    return {"dagloon": given.lawful_cents("maximumdagloon.dag")}


def highest_maandloon(given: Given) -> int:
    """Return the highest dagloon as an amount a month."""
    return int(plain(dagloon.maandloon_of)(given.lawful_cents("maximumdagloon.dag"), days_a_month(given)))


def _cut_maandloon(given: Given) -> Mapping[str, Any]:
    return {"maandloon": plain(dagloon.maandloon)(given.cents("loon"), highest_maandloon(given))}


def _counted_income(given: Given) -> Mapping[str, Any]:
    cut, uncut = given.cents("dagloon"), given.cents("dagloon_ongemaximeerd")
    return {"te_korten": plain(wga.counted_income)(given.cents("inkomen"), cut, uncut)}


def _indexed_benefit(given: Given) -> Mapping[str, Any]:
    then, now = given.lawful("minimumloon.maand", given.day("datum_oud")), given.lawful("minimumloon.maand")
    return {"bedrag_nieuw": plain(dagloon.indexed)(given.cents("bedrag_oud"), then, now)}


def _minimum_wage(given: Given) -> Mapping[str, Any]:
    wage = given.lawful_cents("minimumloon.maand")
    return {"minimumloon": wage, "minimumloon_incl_vt": with_holiday_pay(wage, given=given)}


def with_holiday_pay(wage: int, *, given: Given) -> int:
    """Return a wage with the holiday pay of the law."""
    return int(plain(vakantietoeslag.with_allowance)(wage, given.lawful("vakantietoeslag.aandeel")))


def _aow_age(given: Given) -> Mapping[str, Any]:
    return {"aow_leeftijd_maanden": given.lawful_whole("aow.leeftijd")}


def _ends_by_earnings(given: Given) -> Mapping[str, Any]:
    limit, term = given.lawful("wga.einde_verdiensten_aandeel"), given.lawful("wga.einde_verdiensten_termijn")
    over = plain(wga.earns_too_much)(given.cents("verdiensten"), given.cents("maatmanloon"), limit)
    to_go = term - given.number("maand_verdiensten_sinds")
    return {"eindigt": over and plain(wga.end_by_earnings)(to_go, given.number("maand_lgu_tot", 0), 0) <= 0}


def _simple_assessment(given: Given) -> Mapping[str, Any]:
    earnings = given.cents("verdiensten", 0)
    assessed = plain(wga.assessed_simply)(
        bool(given.lawful("wia.vereenvoudigd_60plus")),
        given.number("leeftijd"),
        given.lawful("wia.vereenvoudigd_60plus_leeftijd"),
        given.flag("akkoord"),
        earnings,
        given.cents("maatmanloon", None if earnings else 0),
        given.lawful("wga.einde_verdiensten_aandeel"),
    )
    return {"vereenvoudigd": bool(assessed)}


def _employers_part(given: Given) -> Mapping[str, Any]:
    amount = given.cents("bedrag")
    borne = plain(wga.borne_by_employer)(amount, given.cents("fictieve_vvu"))
    return {"deel_werkgever": borne, "deel_aof": amount - borne}


def _months_of_guarantee(given: Given) -> Mapping[str, Any]:
    passed = given.whole("verstreken_tijdens_lgu"), given.whole("lau1_zonder_inkomenseis")
    return {"restant_maanden": plain(wga.months_of_guarantee)(given.whole("garantie_maanden"), *passed)}


def _whole_months(given: Given) -> Mapping[str, Any]:
    return {"maanden": termijnen.whole_months(given.day("begin"), end=given.day("eind_excl"))}


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "maandloon": _maandloon,
    "LGU eerste 2 maanden met inkomen": _lgu("lgu.aandeel_eerste"),
    "LGU na 2 maanden met inkomen": _lgu("lgu.aandeel"),
    "LGU-hoogte": _lgu_in_month,
    "VVU": _vvu,
    "LAU/VVU inkomenseis en klasse": _after_lgu,
    "LAU1 hoogte": _lau1,
    "VVU klasse bij RVC": _class_at_capacity,
    "LGU tot einde, dan VVU": _lgu_then_vvu,
    "80-100% na LGU -> LAU1 (inkomenseis pas na 24 mnd)": _lau1_of_fully_disabled,
    "LGU met <35% tot einde LGU (wga eindigt dan), VVU na bezwaar": _below_then_vvu,
    "grondslag uit minimumloon 1-7-2023": _minimum_wage_a_day,
    "minimumjeugdloon 1-7-2023": _youth_minimum_wage,
    "indexering maatmanloon (CBS-index)": _indexed_maatman,
    "LGU-duur tot 2008 naar leeftijd op ingangsdatum": _duration_by_classes,
    "garantieperiode": _whole_months,
    "duur garantie-uitkering: restant": _months_of_guarantee,
    "arbeidsongeschiktheidsklasse": _class,
    "LGU-duur": _lgu_duration,
    "referte-eis LGU": _weeks_requirement,
    "IVA-hoogte": _iva,
    "dagloon": _dagloon,
    "maximum dagloon": _highest_dagloon,
    "maximering maandloon": _cut_maandloon,
    "inkomen bij gemaximeerd dagloon": _counted_income,
    "indexering uitkering": _indexed_benefit,
    "minimumloon": _minimum_wage,
    "AOW-leeftijd": _aow_age,
    "einde WGA door verdiensten": _ends_by_earnings,
    "vereenvoudigde beoordeling 60-plus": _simple_assessment,
    "werkgeversdeel LAU": _employers_part,
}

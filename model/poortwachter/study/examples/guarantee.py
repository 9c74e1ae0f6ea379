"""Renewed rights: the dagloon that holds, and the guarantee of what renewed work would have given (EUR a day)."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from poortwachter.law.rules import dagloon, maatman, wga
from poortwachter.primitives.compiled import plain
from poortwachter.study.examples.given import PERCENT, Given


def _share(given: Given) -> float:
    return given.number("pct", given.lawful("lau.aandeel"))


def _higher(given: Given, old: str = "dagloon_oud", new: str = "dagloon_nieuw") -> int:
    return int(plain(dagloon.reopened_maandloon)(given.cents(old), given.cents(new)))


def _supplement(guarantee: int, benefit: int) -> int:
    return int(plain(wga.guarantee_supplement)(guarantee, benefit))


def _reopened(given: Given) -> Mapping[str, Any]:
    return {"dagloon": _higher(given, "oud_dagloon", "nieuw_dagloon")}


def _lau1_on_higher(given: Given) -> Mapping[str, Any]:
    return {"lau1": plain(wga.lau1)(_higher(given), given.cents("inkomen", 0), _share(given))}


def _lau1_on_new(given: Given) -> Mapping[str, Any]:
    return {"lau1": plain(wga.lau1)(given.cents("dagloon_nieuw"), given.cents("inkomen", 0), _share(given))}


def _lau1_and_guarantee(given: Given) -> Mapping[str, Any]:
    supplement = int(_lau1_on_higher(given)["lau1"])
    guarantee = plain(wga.lgu)(given.cents("dagloon_nieuw"), given.cents("inkomen", 0), _share(given))
    return {"lau1": supplement, "garantie": guarantee, "aanvulling": _supplement(guarantee, supplement)}


def _lau2(given: Given, *, wage: str, capacity: str, income: str) -> Mapping[str, Any]:
    """Return LAU2 on one dagloon beside the guarantee on the new one."""
    earned, share = given.cents(income), _share(given)
    benefit = plain(wga.lau2)(given.cents(wage), earned, given.cents(capacity), share, 0)
    guarantee = plain(wga.lgu)(given.cents("dagloon_nieuw"), earned, share)
    return {"lau2": benefit, "garantie": guarantee, "aanvulling": _supplement(guarantee, benefit)}


def _lau2_on_new(given: Given) -> Mapping[str, Any]:
    return _lau2(given, wage="dagloon_nieuw", capacity="rvc_nieuw", income="garantie_inkomen")


def _lau2_on_old(given: Given) -> Mapping[str, Any]:
    return _lau2(given, wage="dagloon_oud", capacity="rvc", income="inkomen")


def _vvu(guarantee: str) -> Callable[[Given], Mapping[str, Any]]:
    """Return the evaluator of a follow-up benefit beside a guarantee of this name."""

    def evaluated(given: Given) -> Mapping[str, Any]:
        minimum = given.cents("minimumloon_dag")
        benefit = plain(wga.vvu)(given.cents("dagloon", minimum), minimum, given.number("vvu_pct"))
        return {"vvu": benefit, "aanvulling": _supplement(given.cents(guarantee), benefit)}

    return evaluated


def _supplements(given: Given) -> Mapping[str, Any]:
    return {
        "aanvulling_lau2": _supplement(given.cents("garantie"), given.cents("lau2")),
        "aanvulling_vvu": _supplement(given.cents("lau_garantie"), given.cents("vvu")),
    }


def _first_months_on_new(given: Given) -> Mapping[str, Any]:
    old = plain(wga.lgu)(given.cents("dagloon_oud"), 0, given.lawful("lgu.aandeel"))
    new = plain(wga.lgu)(given.cents("dagloon_nieuw"), 0, given.number("pct", given.lawful("lgu.aandeel_eerste")))
    return {"oud": old, "nieuw": new, "verschil": new - old}


def _degree_by_hours(given: Given) -> Mapping[str, Any]:
    wage, hours, old = given.cents("maatman_uurloon"), given.number("belastbaar_uren"), given.number("maatman_uren")
    reduced = plain(maatman.reduced_wage)(wage, hours, old)
    return {
        "reductiefactor": plain(maatman.reduction_factor)(hours, old),
        "rvc_uurloon": reduced,
        "ao_pct": plain(wga.disability_degree)(wage, reduced) * PERCENT,
    }


EVALUATORS: Final[Mapping[str, Callable[[Given], Mapping[str, Any]]]] = {
    "dagloonherziening na heropening/nieuw recht": _reopened,
    "LAU1 nieuwe LAU met garantie (daglonen 100/150)": _lau1_on_higher,
    "LAU2 met garantie (garantie-inkomen 40)": _lau2_on_new,
    "VVU + garantie-aanvulling": _vvu("lau_garantie"),
    "LAU2/VVU met garantie bij lager dagloon": _vvu("garantie_hoogte"),
    "LGU 75% op tweede dagloon": _first_months_on_new,
    "LAU1 op tweede dagloon": _lau1_on_new,
    "LAU2 en VVU met garantie": _supplements,
    "LAU1: dagloonherziening bij lager dagloon": _lau1_and_guarantee,
    "LAU2 tegen garantie bij lager dagloon": _lau2_on_old,
    "LAU2 met garantie (dagloon 100/95)": _lau2_on_old,
    "garantie-uitkering: AO% met nieuw maatmanloon": _degree_by_hours,
}

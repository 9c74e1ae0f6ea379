"""Read each kernel function of a life: one reader per function, by name, in two tables at the end.

A reader takes arguments and locals by name from the call, chances from the tables of the world, and keeps steps.
A decision by one word against one threshold takes one line in `DRAWS`; a function that no reader names is silent.
"""

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from poortwachter.behaviour.table import GATE_UNIT, WORD, satisfactory_share
from poortwachter.kernel import state
from poortwachter.kernel.birth import age_at
from poortwachter.kernel.decisions import CHANCE_UNIT
from poortwachter.kernel.state import World
from poortwachter.kernel.transition.gate import chance_up_to
from poortwachter.kernel.transition.sickness import placement_rate
from poortwachter.kernel.transition.wia import encouragement, excess
from poortwachter.kernel.transition.work import OVER, REOPENED, RETURN_STEP, wage_of
from poortwachter.primitives.codes import Cause, Contract, Event, Sector, Sex, Size, Status, labels
from poortwachter.study.articles import source_of
from poortwachter.study.life.listening import Call
from poortwachter.study.life.telling import (
    NO,
    PER_WEEK,
    PER_YEAR,
    YES,
    Facts,
    Reader,
    Step,
    Teller,
    rule_named,
    tell_rule,
)

GATE_OUTCOMES: Final = (
    "administrative_can_lapse",
    "administrative",
    "substantive_can_lapse",
    "substantive",
    "sufficient",
    "lapsed",
    "lapsed_income_only",
    "lapsed_return_only",
)
ROUTES: Final = ("employer", "contract_ended", "agency", "ww", "other", "no_risk")
KINDS: Final = ("35-45", "45-55", "55-65", "65-80", "full", "iva")
USES: Final = ("less", "half", "whole")
HOUSEHOLDS: Final = ("none", "single", "couple")
GROUNDS: Final = ("employer", "bedrijfsarts", "other")


class Draw(NamedTuple):
    """A decision by one word against one threshold of behaviour, in the week the function is given."""

    what: str
    word: str
    threshold: str
    parameter: str


DRAWS: Final[Mapping[str, Draw]] = {
    "go_on_without_wia": Draw("works_below_35", "works", "under35_works", "onder35.werkt"),
    "leave_zw": Draw("works_after_ezwb", "works", "ezwb_to_work", "ezwb.naar_werk"),
}
"""Kernel functions that are read by one line."""


def share(threshold: Any) -> float:
    """Return the probability behind a threshold of a 32-bit word."""
    return float(threshold) / WORD


def within_week(rate: Any) -> float:
    """Return the chance within a week at a weekly rate."""
    return -math.expm1(-float(rate))


def _part(thresholds: Any, position: int) -> float:
    """Return the probability of one place in a row of cumulative thresholds."""
    below = share(thresholds[position - 1]) if position else 0.0
    return share(thresholds[position]) - below


# Work


def _worker(tell: Teller, life: npt.NDArray[np.int64], *, week: int) -> Facts:
    return {
        "age": int(age_at(tell.world, life, week)),
        "sex": labels(Sex)[life[state.SEX]],
        "contract": labels(Contract)[life[state.CONTRACT]],
        "size": labels(Size)[life[state.SIZE]],
        "sector": labels(Sector)[life[state.SECTOR]],
        "erd_wga": int(life[state.ERD_WGA]),
        "erd_zw": int(life[state.ERD_ZW]),
        "insured": int(life[state.INSURED]),
        "wage": int(wage_of(tell.world, life, week)),
    }


def _entry(tell: Teller, call: Call) -> None:
    week = int(call.result)
    life = call.local["life"]
    household = HOUSEHOLDS[life[state.HOUSEHOLD]]
    tell.event(call, "entry", week=week, facts={**_worker(tell, life, week=week), "household": household})


def _job(tell: Teller, call: Call) -> None:
    """Tell another employer, or another contract at the same one; an age border that changes neither is not told."""
    before, life, week = call.given["life"], call.local["life"], int(call.local["week"])
    contract = int(life[state.CONTRACT])
    if not call.result and contract == before[state.CONTRACT]:
        return
    flexible = tell.world.population.flex_threshold[tell.year(week), tell.band(life, week)]
    tell.event(call, "job" if call.result else "contract", week=week, facts=_worker(tell, life, week=week))
    outcome = labels(Contract)[contract]
    chance = _part(flexible, contract)
    tell.decide(call, "contract", week=week, outcome=outcome, chance=chance, parameter="contract.aandeel_flexibel")


def _fate(tell: Teller, call: Call) -> None:
    """Remember the chance in the year in which death or the end of working life comes."""
    if call.result == state.NEVER:
        return
    chances, population = call.given["chances"], tell.world.population
    name = "exit" if chances is population.exit_chance else "death"
    year, age = call.local["year"], call.local["age"]
    tell.memory[name] = float(chances[year, age, call.local["life"][state.SEX]])


def _exit(tell: Teller, call: Call) -> None:
    week = int(call.given["week"])
    chance = tell.memory["exit"]
    tell.decide(call, "exit", week=week, outcome=YES, chance=chance, parameter="uitval.niveau", per=PER_YEAR)


def _leave(tell: Teller, call: Call) -> None:
    """Tell why a life in the model ends at a week: the end of the clock, death or AOW."""
    life, week = call.given["life"], int(call.given["week"])
    if week >= tell.world.clock.weeks:
        tell.event(call, "end_of_clock", week=week)
    elif life[state.DEATH] <= life[state.AOW_WEEK]:
        chance = tell.memory["death"]
        tell.decide(call, "death", week=week, outcome=YES, chance=chance, parameter="sterfte.niveau_61", per=PER_YEAR)
    else:
        tell.event(call, "aow", week=week, facts={"age": int(age_at(tell.world, life, week))})


# Sickness


def weekly_onset(world: World, life: npt.NDArray[np.int64], week: int) -> float:
    """Return the chance that someone at work falls ill in a week."""
    behaviour = world.behaviour
    band = world.ages.band6[age_at(world, life, week)]
    accept = behaviour.onset_accept[world.clock.year_of_week[week], band, life[state.SEX], life[state.SECTOR]]
    rate = behaviour.onset_rate[life[state.SEX]] * world.onset_by_wage[life[state.WAGE_RANK]]
    rate *= world.onset_by_frailty[life[state.FRAILTY]]
    return within_week(rate * share(accept))


def _survival(tell: Teller, life: npt.NDArray[np.int64], week: int) -> npt.NDArray[np.uint64]:
    behaviour = tell.world.behaviour
    level = behaviour.spell_level[min(tell.year(week), tell.world.clock.years - 1)]
    part, cause, sex = life[state.FRAILTY] // RETURN_STEP, life[state.CAUSE], life[state.SEX]
    band = tell.world.ages.band7[age_at(tell.world, life, week)]
    return behaviour.survival[level, part, cause, band, sex]  # type: ignore[no-any-return]


def _tell_onset(tell: Teller, call: Call, *, life: npt.NDArray[np.int64], week: int) -> None:
    chance = weekly_onset(tell.world, life, week)
    parameter = "verzuim.gevallen_per_jaar"
    tell.decide(call, "onset", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


def _short_spell(tell: Teller, call: Call) -> None:
    life, week = call.given["life"], int(call.given["week"])
    _tell_onset(tell, call, life=life, week=week)
    chance = 1.0 - share(_survival(tell, life, week)[1])
    tell.decide(call, "short_spell", week=week, outcome=YES, chance=chance, parameter="verzuim.langer_dan_1_week")


def _long_spell(tell: Teller, call: Call) -> None:
    if call.result[0] in (OVER, REOPENED):
        return
    life = call.local["life"]
    week, sick = int(life[state.STARTED]), int(life[state.SICK])
    survival = _survival(tell, life, week)
    _tell_onset(tell, call, life=life, week=week)
    chance, beyond = share(survival[1]), share(survival[-1])
    facts = {"beyond": beyond, "weeks": len(survival) - 1, "sick": sick}
    tell.event(call, "spell_starts", week=week, facts={**_worker(tell, life, week=week), **facts})
    tell.decide(call, "short_spell", week=week, outcome=NO, chance=chance, parameter="verzuim.langer_dan_1_week")
    cause = Cause(int(life[state.CAUSE]))
    psychological = share(tell.world.behaviour.psychological)
    chance, parameter = psychological if cause is Cause.PSYCHISCH else 1.0 - psychological, "verzuim.aandeel_psychisch"
    tell.decide(call, "cause", week=week, outcome=cause.name.lower(), chance=chance, parameter=parameter)
    if sick < week:
        tell_rule(tell, rule_named(call, "spells_join"), week=week)


def _length(tell: Teller, call: Call) -> None:
    """Remember the chance of return in the last week of a spell, among those still ill."""
    survival, weeks = call.given["survival"], int(call.result)
    if weeks < len(survival):
        tell.memory["return"] = 1.0 - float(survival[weeks]) / float(survival[weeks - 1])


def _route(tell: Teller, call: Call) -> None:
    behaviour, life, taken = tell.world.behaviour, call.local["life"], int(call.result)
    if taken == state.ROUTE_NO_RISK:
        return
    week = int(life[state.STARTED])
    year, band = tell.year(week), tell.band(life, week)
    chances = {
        state.ROUTE_OTHER: (behaviour.vangnet_other[life[state.SEX]], "vangnet.overig"),
        state.ROUTE_WW: (behaviour.vangnet_ww[year, band], "vangnet.ww"),
        state.ROUTE_AGENCY: (behaviour.vangnet_agency[year, life[state.CONTRACT]], "vangnet.uitzendbeding"),
    }
    chance = 1.0 - sum(share(threshold) for threshold, _ in chances.values())
    parameter = "; ".join(name for _, name in chances.values())
    if taken in chances:
        chance, parameter = share(chances[taken][0]), chances[taken][1]
    tell.decide(call, "route", week=week, outcome=ROUTES[taken], chance=chance, parameter=parameter)


def _remember(tell: Teller, call: Call) -> None:
    tell.memory[call.name] = call.local


def _spell_decisions(tell: Teller, call: Call) -> None:
    """Tell the decisions within a spell that its course has reached."""
    life, given = call.given["life"], call.given
    sick, served = int(life[state.SICK]), int(given["served"])
    stop, zw_from = int(given["stop"]), int(given["zw_from"])
    if served < zw_from < stop:
        chance = within_week(tell.world.behaviour.contract_end_rate[life[state.CONTRACT]])
        week, parameter = sick + zw_from, "vangnet.contracteinde"
        tell.decide(call, "contract_end", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)
    _tell_ezwb(tell, call, sick=sick, stop=stop, zw_from=zw_from)
    week = int(tell.world.law.tweede_spoor_week[sick])
    if served <= week < min(stop, zw_from):
        chance, parameter = share(tell.world.behaviour.second_track_started), "tweede_spoor.gestart"
        tell.draw(call, "second_track", week=sick + week, yes=given["tracked"], chance=chance, parameter=parameter)


def _tell_ezwb(tell: Teller, call: Call, *, sick: int, stop: int, zw_from: int) -> None:
    """Tell the assessment after a year in the Ziektewet, of someone who is in it by then."""
    law, decided = tell.world.law, tell.memory["ziektewet"]
    week = int(law.ezwb_week[sick])
    if not law.ezwb[sick] or zw_from >= week or stop < week or "ends" not in decided:
        return
    chance = share(tell.world.behaviour.ezwb_ended[tell.year(sick + week)])
    outcome, chance = ("ends", chance) if decided["ends"] else ("goes_on", 1.0 - chance)
    tell.decide(call, "ezwb", week=sick + week, outcome=outcome, chance=chance, parameter="ezwb.beeindigd")


def _recourse(tell: Teller, call: Call) -> None:
    """Tell that sickness benefit is recovered from the former employer."""
    week = int(call.given["week"])
    if int(call.result) > week:
        chance = share(tell.world.behaviour.recourse)
        tell.decide(call, "recourse", week=week, outcome=YES, chance=chance, parameter="zw.verhaal_kans")


def _asked_early_iva(tell: Teller, call: Call) -> None:
    if call.rules:
        tell.memory["early_iva"] = call.rules[-1]


def _early_iva(tell: Teller, call: Call) -> None:
    life, week = call.given["life"], int(call.given["week"])
    chance = share(tell.world.behaviour.early_iva[tell.band(life, int(life[state.STARTED]))])
    tell.decide(call, "early_iva", week=week, outcome=YES, chance=chance, parameter="iva_vervroegd.kans")
    tell_rule(tell, tell.memory["early_iva"], week=week, order=call.order)


def _return(tell: Teller, call: Call) -> None:
    """Tell the chance of return to work at the end of a spell, by recovery or by a placement."""
    week, around = int(call.given["week"]), call.around
    if call.caller_name in ("wait_longer", "claim_from_zw"):
        chance, parameter = within_week(tell.world.behaviour.return_rate_extension), "loonsanctie.niet_doorgezet"
        tell.decide(call, "return", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)
    if call.caller_name != "fall_sick":
        return
    if around["placed"] < around["length"]:
        sick = int(call.given["life"][state.SICK])
        started = sick + int(tell.world.law.tweede_spoor_week[sick])
        chance, what = within_week(float(placement_rate(tell.world, started))), "placement"
        tell.decide(call, what, week=week, outcome=YES, chance=chance, parameter="tweede_spoor.plaatsing", per=PER_WEEK)
    else:
        chance, parameter = tell.memory["return"], "verzuim.langer_dan_1_week"
        tell.decide(call, "return", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


# Claim and gate


def _claim(tell: Teller, call: Call) -> None:
    """Tell whether someone claims, and what else is decided of the file before the test of efforts."""
    behaviour, law, before, life = tell.world.behaviour, tell.world.law, call.given["life"], call.local["life"]
    sick = int(life[state.SICK])
    week = int(law.claim_week[sick])
    if call.given["served"] > week:
        return
    week += sick
    vangnet = 0 if before[state.ROUTE] == state.ROUTE_EMPLOYER else 1
    chance = share(behaviour.claim[tell.year(int(before[state.EWT])), vangnet])
    parameter = "claim.aandeel_vangnet" if vangnet else "claim.aandeel"
    tell.draw(call, "claim", week=week, yes=call.result, chance=chance, parameter=parameter)
    if not call.result or vangnet:
        return
    if life[state.VOLUNTARY] > 0:
        chance, facts = share(behaviour.voluntary[tell.year(week)]), {"result": int(life[state.VOLUNTARY])}
        parameter = "verlenging_vrijwillig.kans"
        tell.decide(call, "voluntary", week=week, outcome=YES, chance=chance, parameter=parameter, facts=facts)
    if life[state.DECIDED] != state.NEVER:
        _tell_file(tell, call, life=life)


def _tell_file(tell: Teller, call: Call, *, life: npt.NDArray[np.int64]) -> None:
    """Tell a late decision, and the main ground of a substantive sanction."""
    behaviour, week = tell.world.behaviour, int(life[state.DECIDED])
    if week - life[state.SICK] > tell.world.law.timely_decision[life[state.SICK]]:
        chance, parameter = share(behaviour.late_decision), "riv_toets.te_laat"
        tell.decide(call, "late_decision", week=week, outcome=YES, chance=chance, parameter=parameter)
    if life[state.GATE] in (state.SUBSTANTIVE, state.SUBSTANTIVE_CAN_LAPSE):
        ground, parameter = int(life[state.GROUND]), "riv_toets.hoofdgrond"
        chance, outcome = _part(behaviour.ground, ground), GROUNDS[ground]
        order = call.closed
        tell.decide(call, "ground", week=week, outcome=outcome, chance=chance, parameter=parameter, order=order)


def _satisfactory(tell: Teller, call: Call) -> None:
    """Tell whether a file shows a satisfactory result, so that efforts are not tested."""
    behaviour, life = tell.world.behaviour, call.given["life"]
    chance = satisfactory_share(
        structural=share(behaviour.structural_work),
        near=share(behaviour.near_capacity),
        agreed=share(behaviour.agreed),
        enough_wage=float(tell.world.law.enough_wage[life[state.SICK]]),
    )
    week, parameter = int(life[state.DECIDED]), "dossier.structureel_werk; dossier.nabij_vermogen; dossier.eens"
    tell.draw(call, "satisfactory", week=week, yes=call.result, chance=chance, parameter=parameter)


def _gate(tell: Teller, call: Call) -> None:
    outcome, week, life = int(call.result), call.given["week"], call.given["life"]
    below = float(chance_up_to(tell.world, life, week, outcome - 1)) if outcome else 0.0
    upto = float(chance_up_to(tell.world, life, week, outcome)) if outcome < state.SUFFICIENT else float(GATE_UNIT)
    kind = "administratief" if outcome in (state.ADMINISTRATIVE, state.ADMINISTRATIVE_CAN_LAPSE) else "inhoudelijk"
    tell.decide(
        call,
        "riv",
        week=week,
        outcome=GATE_OUTCOMES[outcome],
        chance=(upto - below) / GATE_UNIT,
        parameter=f"riv_toets.kans_{kind}",
    )


def _lapse(tell: Teller, call: Call) -> None:
    """Tell that the law takes away an intended sanction, once."""
    if int(call.result) != state.LAPSED or call.given["outcome"] == state.LAPSED:
        return
    article = next((source_of(rule.documentation) for rule in call.rules if rule.name == "ground_lapses"), "")
    week = int(call.given["life"][state.DECIDED])
    step = Step(week, "rule", "ground_lapses", outcome=YES, article=article, order=call.order)
    if step not in tell.steps:
        tell.tell(step)


def _extension(tell: Teller, call: Call) -> None:
    """Tell what becomes of an extension, where it is imposed: objection, repair, its length, return during it."""
    life = call.given["life"]
    if int(call.around.get("outcome", 0)) >= state.LAPSED:
        return
    behaviour, week = tell.world.behaviour, int(life[state.EWT])
    weeks, upheld, _, back = (int(value) for value in call.result)
    chance, parameter = share(behaviour.upheld[tell.year(week)]), "loonsanctie.bezwaar; loonsanctie.bezwaar_gegrond"
    tell.draw(call, "objection", week=week, yes=upheld == 1, chance=chance, parameter=parameter)
    if weeks == 0:
        return
    chance = share(behaviour.repaired)
    if call.given.get("administrative"):
        chance *= 1.0 - share(behaviour.substantive_after_repair)
    tell.draw(call, "repaired", week=week, yes=call.local["repaired"], chance=chance, parameter="loonsanctie.hersteld")
    imposed = rule_named(call, "sanction_weeks")
    tell_rule(tell, imposed, week=week)
    if weeks < int(imposed.result):
        tell_rule(tell, rule_named(call, "end_of_extension"), week=week)
    chance = -math.expm1(-float(behaviour.return_rate_extension) * weeks)
    parameter = "loonsanctie.niet_doorgezet"
    tell.draw(call, "extension_return", week=week, yes=back < weeks, chance=chance, parameter=parameter)


# Assessment


def _procedure(tell: Teller, call: Call) -> None:
    """Tell a simplified assessment, and a wait for the decision."""
    behaviour, life, week = tell.world.behaviour, call.given["life"], int(call.given["week"])
    year = tell.year(int(life[state.EWT]))
    simply, waiting = call.result
    tell.memory["procedure"] = call.closed
    if simply:
        chance, parameter = share(behaviour.simple_part[year]), "vereenvoudigd_60plus.deelname"
        tell.decide(call, "simple", week=week, outcome=YES, chance=chance, parameter=parameter)
    if waiting > 0:
        chance, parameter = share(behaviour.waits[year]), "beoordeling.wacht_aandeel"
        facts = {"result": int(waiting)}
        tell.decide(call, "waits", week=week, outcome=YES, chance=chance, parameter=parameter, facts=facts)


def _award(tell: Teller, call: Call) -> None:
    """Tell whether a claim is awarded, and of an award the kind of right, earnings beside it, and dismissal."""
    behaviour, week, local = tell.world.behaviour, int(call.given["week"]), call.local
    awarded = "event" in local
    if not local["simply"]:
        chance, parameter = int(local["chance"]) / CHANCE_UNIT, "beoordeling.afwijzing"
        facts = {"factor": round(chance / float(behaviour.award[local["band"]]), 3)}
        yes = not local["refused"]
        tell.draw(call, "award", week=week, yes=yes, chance=chance, parameter=parameter, facts=facts)
        if not awarded and not local["refused"]:
            article = tell.article("award")
            tell.tell(Step(week, "rule", "below_threshold", article=article, order=call.order))
    if not awarded:
        return
    order = tell.memory["procedure"] if local["simply"] else _tell_kind(tell, call, week=week)
    if call.given["life"][state.ROUTE] == state.ROUTE_EMPLOYER:
        threshold = behaviour.dismissed[int(local["kind"])]
        chance, parameter = share(threshold), "ontslag.na_toekenning"
        tell.draw(
            call,
            "dismissal",
            week=week,
            yes=local["dismissal"] < threshold,
            chance=chance,
            parameter=parameter,
            order=order,
        )


def _tell_kind(tell: Teller, call: Call, *, week: int) -> int:
    """Tell the severity of a disability and the use of remaining capacity; return their place among the steps."""
    behaviour = tell.world.behaviour
    level, band, order = tell.memory["level"]
    life = call.given["life"]
    lasting = float(behaviour.award_iva[band, life[state.SEX], life[state.CAUSE]])
    partial = float(behaviour.partial_share)
    if level == state.IVA_KIND:
        chance, parameter = lasting, "beoordeling.iva"
    elif level == state.FULL:
        chance, parameter = (1.0 - lasting) * (1.0 - partial), "beoordeling.wga_deels"
    else:
        chance = (1.0 - lasting) * partial * _part(behaviour.class_threshold, level)
        parameter = "beoordeling.klasse"
    tell.decide(call, "kind", week=week, outcome=KINDS[level], chance=chance, parameter=parameter, order=order)
    if level < state.FULL:
        whole, half, used = share(behaviour.uses_whole), share(behaviour.uses_half), share(call.local["use"])
        use, chance = (2, whole) if used < whole else (1, half - whole) if used < half else (0, 1.0 - half)
        parameter = "wga.benut_geheel; wga.benut_half"
        tell.decide(call, "use", week=week, outcome=USES[use], chance=chance, parameter=parameter, order=order)
    return int(order)


def _level(tell: Teller, call: Call) -> None:
    """Remember a severity, which matters only if the claim is awarded."""
    tell.memory["level"] = (int(call.result), int(call.given["band"]), call.closed)


def _draw(tell: Teller, call: Call) -> None:
    draw = DRAWS[call.name]
    threshold = getattr(tell.world.behaviour, draw.threshold)
    chance = share(threshold)
    tell.draw(
        call,
        draw.what,
        week=int(call.given["week"]),
        yes=call.local[draw.word] < np.uint64(threshold),
        chance=chance,
        parameter=draw.parameter,
    )


def _unemployed(tell: Teller, call: Call) -> None:
    """Tell whether someone without a job takes WW, and whether she is back at work after it."""
    behaviour, given = tell.world.behaviour, call.given
    chance = share(behaviour.under35_ww)
    tell.draw(
        call,
        "takes_ww",
        week=int(given["week"]),
        yes=given["takes_ww"] < np.uint64(behaviour.under35_ww),
        chance=chance,
        parameter="onder35.ww",
    )
    local = call.local
    if "present" in local and local["end"] == local["present"]:
        return
    chance = share(behaviour.under35_back)
    tell.draw(
        call,
        "ww_back",
        week=int(local["end"]),
        yes=call.result != OVER,
        chance=chance,
        parameter="onder35.terug_naar_werk",
    )


# WIA


def _duration_of_lgu(tell: Teller, call: Call) -> None:
    """Tell the duration of a wage-related benefit, or of the guarantee of one at a re-opening."""
    if int(call.around.get("kind", 0)) == state.IVA_KIND:
        return
    what = "guarantee_months" if call.caller_name == "reopen" else "lgu_months"
    _tell_duration(tell, call, what=what, article=tell.article("lgu_by_age"))


def _duration_of_ww(tell: Teller, call: Call) -> None:
    _tell_duration(tell, call, what="ww_months", article=tell.article("takes_ww"))


def _tell_duration(tell: Teller, call: Call, *, what: str, article: str) -> None:
    """Tell a duration in months; article: where no rule says one."""
    sources = [source_of(rule.documentation) for rule in call.rules]
    facts = {"result": int(call.result)}
    week, article = int(call.given["week"]), next(iter(sources), "") or article
    tell.tell(Step(week, "rule", what, article=article, facts=facts, order=call.order))


def _worked_enough(tell: Teller, call: Call) -> None:
    """Tell that someone was drawn to have worked too few weeks for a wage-related benefit."""
    if call.result or "gap" not in call.local or call.caller_name != "grant":
        return
    life = call.given["life"]
    chance = share(tell.world.behaviour.without_weeks[life[state.CONTRACT]])
    week, parameter = int(call.around["week"]), "referte.flexibel_zonder"
    tell.decide(call, "without_weeks", week=week, outcome=YES, chance=chance, parameter=parameter)


def _recovery_rate(tell: Teller, life: npt.NDArray[np.int64], week: int) -> tuple[float, str]:
    """Return the weekly rate at which a WGA right ends at its duration, for all reasons, and its parameter."""
    behaviour = tell.world.behaviour
    if week - life[state.WIA_START] < behaviour.recovery_border:
        return float(behaviour.recovery_first), "wia.herstel_eerste_jaren"
    return float(behaviour.recovery_later), "wia.herstel_later"


def _recovery(tell: Teller, call: Call) -> None:
    """Tell the weekly chance that a right ends by recovery, unless it ends for another reason."""
    behaviour, life, week = tell.world.behaviour, call.given["life"], int(call.given["week"])
    if call.around["end"] != call.around["recovers"]:
        return
    if life[state.KIND] == state.IVA_KIND:
        rate, parameter = float(behaviour.iva_recovery), "iva.herstel"
    else:
        rate, parameter = _recovery_rate(tell, life, week)
        rate *= 1.0 - float(behaviour.by_earnings)
    chance = within_week(rate)
    tell.decide(call, "recovery", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


def _resumption(tell: Teller, call: Call) -> None:
    """Tell the weekly chance that someone with a right comes to earn more than the law allows for long."""
    life, week = call.given["life"], int(call.given["week"])
    rate, parameter = _recovery_rate(tell, life, week)
    sooner = 1.0 + float(encouragement(tell.world, life, week))
    chance = within_week(rate * float(tell.world.behaviour.by_earnings) * sooner)
    parameter = f"{parameter}; wia.herstel_door_werk"
    tell.decide(call, "resumption", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


def _lost_again(tell: Teller, call: Call) -> None:
    """Tell whether earnings beside a right will be lost again, and when."""
    life, week = call.given["life"], int(call.given["week"])
    chance, lost = share(tell.world.behaviour.reopening), life[state.RELAPSE] != state.NEVER
    tell.draw(call, "earnings_lost", week=week, yes=lost, chance=chance, parameter="wia.heropening")


def _reopening(tell: Teller, call: Call) -> None:
    life = call.local["life"]
    if life[state.KIND] == state.IVA_KIND:
        return
    chance = share(tell.world.behaviour.reopening)
    week = int(call.given["week"])
    tell.draw(
        call, "reopening", week=week, yes=life[state.REOPEN] != state.NEVER, chance=chance, parameter="wia.heropening"
    )


def _exits(tell: Teller, call: Call) -> None:
    """Remember whether a right was partial or full when its exits were drawn."""
    tell.memory["place"] = call.local.get("place")


def _change(tell: Teller, call: Call) -> None:
    """Tell the weekly chance of a change of right: to IVA, from partial to full, from full to partial."""
    around, place = call.around, tell.memory.get("place")
    if call.caller_name != "receive_wia" or place is None:
        return
    behaviour, week = tell.world.behaviour, int(call.given["week"])
    if around.get("end") == around.get("lasting", -1):
        what, rate = "to_iva", behaviour.to_iva[place]
        parameter = ("wga.naar_iva_deels", "wga.naar_iva_vol")[place]
    elif around.get("end") == around.get("changes", -1) and around.get("end") != around.get("resumes"):
        what, rate = ("to_full", "to_partial")[place], behaviour.change_class[place]
        parameter = ("wga.deels_naar_vol", "wga.vol_naar_deels")[place]
    else:
        return
    chance = within_week(rate)
    tell.decide(call, what, week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


def _class(tell: Teller, call: Call) -> None:
    kind, around = int(call.result), call.around
    chance = _part(tell.world.behaviour.class_threshold, kind)
    week = int(around["week"])
    tell.decide(call, "kind", week=week, outcome=KINDS[kind], chance=chance, parameter="beoordeling.klasse")


def _wia_death(tell: Teller, call: Call) -> None:
    """Tell the weekly chance of a death that comes on top of the population's, of someone in the WIA."""
    behaviour, life, week = tell.world.behaviour, call.given["life"], int(call.given["week"])
    rate, parameter = behaviour.wga_death, "wga.sterfte"
    if life[state.KIND] == state.IVA_KIND:
        first = week - life[state.WIA_START] < behaviour.iva_death_border
        rate = behaviour.iva_death_first if first else behaviour.iva_death_later
        parameter = "iva.sterfte_eerste" if first else "iva.sterfte_later"
    chance = within_week(excess(tell.world, life, week, rate))
    tell.decide(call, "wia_death", week=week, outcome=YES, chance=chance, parameter=parameter, per=PER_WEEK)


# The ledger's own counts


def _event(tell: Teller, call: Call) -> None:
    week = int(call.given["week"])
    if week < tell.world.clock.weeks:
        tell.event(call, Event(int(call.given["event"])).name.lower(), week=week)


def _move(tell: Teller, call: Call) -> None:
    life, week, target = call.given["life"], int(call.given["week"]), int(call.given["status"])
    if int(life[state.STATUS]) == target or call.caller_name == "enter":
        return
    if call.caller_name == "receive_wia" and target == Status.OVERLEDEN:
        _wia_death(tell, call)
    if target == Status.UIT and call.caller_name == "stop_working":
        _exit(tell, call)
    facts = {"from": Status(int(life[state.STATUS])).name.lower()}
    tell.tell(Step(week, "status", Status(target).name.lower(), facts=facts, order=call.order))


AT_CALL: Final[Mapping[str, Reader]] = {
    "count": _event,
    "move": _move,
    "leave": _leave,
    "resume_work": _return,
    "start_early_iva": _early_iva,
    "recover": _recovery,
    "resume_beside": _resumption,
    "enter_phase": _change,
}
"""Kernel functions that are read when they are called."""

AT_RETURN: Final[Mapping[str, Reader]] = {
    "be_born": _entry,
    "move_on": _job,
    "week_of_event": _fate,
    "pay_first_week": _short_spell,
    "next_spell": _long_spell,
    "weeks_sick": _length,
    "route_of": _route,
    "ziektewet": _remember,
    "early_iva": _asked_early_iva,
    "recourse": _recourse,
    "spend_spell": _spell_decisions,
    "claim": _claim,
    "satisfactory": _satisfactory,
    "gate_outcome": _gate,
    "apply_law": _lapse,
    "extension": _extension,
    "decide_claim": _award,
    "procedure": _procedure,
    "level_of_disability": _level,
    "lose_job": _unemployed,
    "duration_of_ww": _duration_of_ww,
    "duration_of_lgu": _duration_of_lgu,
    "worked_enough": _worked_enough,
    "exits": _exits,
    "recover": _reopening,
    "resume_beside": _lost_again,
    "class_drawn": _class,
    **dict.fromkeys(DRAWS, _draw),
}
"""Kernel functions that are read when they return."""

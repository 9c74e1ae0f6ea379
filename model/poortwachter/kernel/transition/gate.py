"""Pass the gate: the RIV-toets, the extension of wage payment it may impose, and its lapse under the reform."""

import numpy as np

from poortwachter.kernel.birth import year_at
from poortwachter.kernel.chance import FIRST, decide, weeks_until, within
from poortwachter.kernel.decisions import CHANCE_UNIT, Point, in_units, note, yes
from poortwachter.kernel.ledger import count, count_days, move, pay, pay_once
from poortwachter.kernel.state import (
    ADMINISTRATIVE,
    ADMINISTRATIVE_CAN_LAPSE,
    AFTER_EXTENSION,
    CONTRACT,
    COURSE,
    DECIDED,
    DROPPED,
    ERD_WGA,
    EWT,
    GATE,
    GROUND,
    IN_TIME,
    LAPSED,
    LAPSED_INCOME_ONLY,
    LAPSED_RETURN_ONLY,
    LAPSED_RETURNER,
    LAPSED_STAYER,
    MEDICAL,
    MEDICAL_FILE,
    RELIEVED,
    SICK,
    SIZE,
    SUBSTANTIVE,
    SUBSTANTIVE_CAN_LAPSE,
    SUFFICIENT,
    WAGE,
)
from poortwachter.kernel.transition.assessment import decide_claim
from poortwachter.kernel.transition.work import OVER, end_of_presence, leave, resume_work
from poortwachter.law.rules.loondoorbetaling import statutory_wage, wage_on_top
from poortwachter.law.rules.riv_toets import delay, end_of_extension, ground_lapses, sanction_weeks, satisfactory_result
from poortwachter.primitives.codes import Event, Item, Payer, Size, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, unit

_OBJECTION = np.int64(Point.OBJECTION)
_SANCTION, _RETURN = np.int64(Decision.SANCTION), np.int64(Decision.SANCTION_RETURN)
_FILE, _EXTENSION = np.int64(Decision.FILE), np.int64(Decision.EXTENSION)
_SANCTIE = np.int64(Status.SANCTIE)
_LOON, _CAO = np.int64(Item.LOON_SANCTIE), np.int64(Item.CAO_AANVULLING)
_UITVOERING = np.int64(Item.UITVOERING)
_WERKGEVER, _VERZEKERAAR, _AOF = np.int64(Payer.WERKGEVER), np.int64(Payer.VERZEKERAAR), np.int64(Payer.AOF)
_RIV = np.int64(Event.RIV)
_ADMIN, _SUBST, _LAPSED = (
    np.int64(Event.SANCTION_ADMINISTRATIVE),
    np.int64(Event.SANCTION_SUBSTANTIVE),
    np.int64(Event.SANCTION_LAPSED),
)
_FIRST_GROUND, _MEDICAL_ROLE = np.int64(Event.GROUND_EMPLOYER), np.int64(Event.GROUND_MEDICAL_ANY_ROLE)
_REPAIRED, _DAYS = np.int64(Event.SANCTION_REPAIRED), np.int64(Event.SANCTION_DAYS)
_UPHELD = np.int64(Event.OBJECTION_UPHELD)
_SMALL = np.int64(Size.FROM_10)
FIRST_OUTCOME = np.int64(0)


@compiled
def chance_up_to(world, life, week, outcome):
    """Return the chance (x 2**20) that a RIV-toets decided in a week ends in this outcome or an earlier one."""
    year = year_at(world, week)
    small_or_erd = 1 if life[SIZE] < _SMALL or life[ERD_WGA] == 1 else 0
    return world.behaviour.gate[year, small_or_erd, life[GROUND], outcome]


@compiled
def chance_of(world, life, outcome):
    """Return the chance (x 2**20) of one intended outcome of the RIV-toets of a file."""
    week = life[DECIDED]
    upto = np.int64(CHANCE_UNIT) if outcome == SUFFICIENT else chance_up_to(world, life, week, outcome)
    return upto - chance_up_to(world, life, week, outcome - 1) if outcome > FIRST_OUTCOME else upto


@compiled
def satisfactory(world, key, life):
    """Return whether a file shows a satisfactory result, so that efforts are not tested."""
    behaviour = world.behaviour
    works, near, agrees, value = decide(key, life, _FILE, FIRST)
    return satisfactory_result(
        works < np.uint64(behaviour.structural_work),
        near < np.uint64(behaviour.near_capacity),
        unit(value),
        world.law.enough_wage[life[DECIDED]],
        agrees < np.uint64(behaviour.agreed),
    )


@compiled
def gate_outcome(world, life, week, word):
    """Return the intended outcome of a RIV-toets of efforts, before the law on its grounds."""
    level = in_units(word)
    outcome = FIRST_OUTCOME
    while outcome < SUFFICIENT and level >= chance_up_to(world, life, week, outcome):
        outcome += 1
    return outcome


@compiled
def can_lapse(outcome):
    """Return whether an intended sanction rests on the advice of the bedrijfsarts alone."""
    return outcome in (SUBSTANTIVE_CAN_LAPSE, ADMINISTRATIVE_CAN_LAPSE)


@compiled
def apply_law(world, life, outcome):
    """Return the outcome after the law at the end of the waiting period."""
    return LAPSED if ground_lapses(can_lapse(outcome), world.law.ground_tested[life[EWT]]) else outcome


@compiled
def record_decision(row, weight, world, life, outcome):
    """Count the test, its sanction and the grounds of a substantive one, in the week of the decision."""
    week = life[DECIDED]
    count(row, weight, world, week, _RIV)
    pay_once(row, weight, world, week, _UITVOERING, _AOF, world.behaviour.test_cost)
    if outcome in (ADMINISTRATIVE, ADMINISTRATIVE_CAN_LAPSE):
        count(row, weight, world, week, _ADMIN)
    elif outcome in (SUBSTANTIVE, SUBSTANTIVE_CAN_LAPSE):
        count(row, weight, world, week, _SUBST)
        count(row, weight, world, week, _FIRST_GROUND + life[GROUND])
        if life[MEDICAL] == 1:
            count(row, weight, world, week, _MEDICAL_ROLE)
    elif outcome == LAPSED:
        count(row, weight, world, week, _LAPSED)


@compiled
def upheld_chance(world, life):
    """Return the chance (x 2**20) that an objection to a sanction is raised and upheld."""
    return in_units(world.behaviour.upheld[year_at(world, life[EWT])])


@compiled
def returns_by_dismissal(world, key, life):
    """Return 1 if return to work in an extension hangs on the protection from dismissal, not on the efforts."""
    _, by_dismissal, _, _ = decide(key, life, _RETURN, FIRST)
    return np.int64(1) if by_dismissal < np.uint64(world.behaviour.return_by_dismissal) else np.int64(0)


@compiled
def extension(world, key, life, administrative):
    """Return (weeks, whether an objection is upheld, whether a repair ends it, weeks until return) of an extension.

    A repaired administrative sanction is followed by the substantive test, which may extend it to the maximum.
    """
    law, behaviour = world.law, world.behaviour
    repair, moment, again, _ = decide(key, life, _SANCTION, FIRST)
    back, _, _, _ = decide(key, life, _RETURN, FIRST)
    objection, capacity, contract, _ = decide(key, life, _EXTENSION, FIRST)
    sick, decided = life[SICK], life[DECIDED]
    repaired = repair < np.uint64(behaviour.repaired)
    if administrative and again < np.uint64(behaviour.substantive_after_repair):
        repaired = False
    imposed = sanction_weeks(
        repaired,
        1 + within(moment, behaviour.repair_weeks),
        law.repair_decision[decided],
        law.repair_end[decided],
        delay(decided - sick, law.timely_decision[sick]),
        law.sanction_maximum[sick],
    )
    without = law.without_capacity[decided] + weeks_until(capacity, behaviour.no_capacity_rate)
    contract_end = 1 + weeks_until(contract, behaviour.contract_end_rate[life[CONTRACT]])
    upheld = yes(life, objection, upheld_chance(world, life))
    weeks = end_of_extension(imposed, without, contract_end, upheld)
    return weeks, upheld, repaired and weeks == imposed, weeks_until(back, behaviour.return_rate_extension)


@compiled
def extension_payer(world, key, life):
    """Return who bears an extension: the employer, or an insurer whose advice it had followed."""
    if life[RELIEVED] == 0:
        return _WERKGEVER
    _, _, _, followed = decide(key, life, _EXTENSION, FIRST)
    return _VERZEKERAAR if followed < np.uint64(world.behaviour.advice_followed) else _WERKGEVER


@compiled
def pay_extension(row, weight, world, key, life, start, end):
    """Let the employer or its insurer pay the wage on over the weeks of an extension."""
    law = world.law
    payer = extension_payer(world, key, life)
    due = np.int64(statutory_wage(life[WAGE], law.wage_share[life[SICK]], law.maximum_maandloon[start], 0))
    pay(row, weight, world, start, end, _LOON, payer, due)
    top = np.int64(wage_on_top(life[WAGE], due, world.behaviour.wage_paid[2]))
    pay(row, weight, world, start, end, _CAO, payer, top)
    count_days(row, weight, world, start, end, _DAYS)


@compiled
def pass_gate(row, weight, world, key, life, outcome):
    """Follow a claimant from the end of the waiting period; return OVER or the week of return to work.

    A lapsed sanction differs from a sanction in two ways: the claim is decided at once instead of after the
    extension (income), and the extension's effect on return to work is lost (dismissal and re-integration).
    The two hybrids have only one of them: `LAPSED_INCOME_ONLY`, `LAPSED_RETURN_ONLY`.
    """
    ewt = life[EWT]
    life[COURSE] = IN_TIME
    life[MEDICAL_FILE] = 1 if outcome >= LAPSED or can_lapse(outcome) else 0
    if outcome == SUFFICIENT:
        return decide_claim(row, weight, world, key, life, ewt, False)
    if world.forks[_OBJECTION] == 1:
        note(life, _OBJECTION, ewt, outcome)
    administrative = life[GATE] in (ADMINISTRATIVE, ADMINISTRATIVE_CAN_LAPSE)
    weeks, upheld, repaired, back = extension(world, key, life, administrative)
    if weeks == 0:
        if upheld and outcome < SUFFICIENT:
            count(row, weight, world, ewt, _UPHELD)
        return decide_claim(row, weight, world, key, life, ewt, False)
    returns = back < weeks
    lapsed_course = np.int64(LAPSED_RETURNER if returns else LAPSED_STAYER)
    if outcome == LAPSED:
        life[COURSE] = lapsed_course
        return decide_claim(row, weight, world, key, life, ewt, False)
    if outcome == LAPSED_INCOME_ONLY:
        life[COURSE] = DROPPED if returns else AFTER_EXTENSION
        return decide_claim(row, weight, world, key, life, ewt, False)
    life[COURSE] = AFTER_EXTENSION
    if outcome == LAPSED_RETURN_ONLY:
        returns = False
        life[COURSE] = lapsed_course
    end = ewt + (back if returns else weeks)
    present = end_of_presence(world, life)
    end = min(end, present)
    move(row, weight, world, life, ewt, _SANCTIE)
    pay_extension(row, weight, world, key, life, ewt, end)
    if end == present:
        leave(row, weight, world, life, end)
        return np.int64(OVER)
    if returns:
        resume_work(row, weight, world, life, end)
        return end
    if repaired:
        count(row, weight, world, end, _REPAIRED)
    return decide_claim(row, weight, world, key, life, end, True)

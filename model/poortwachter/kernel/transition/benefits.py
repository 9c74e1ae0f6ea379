"""Pay a WIA right over a stretch: its class, income beside it, phase, payer and amount by the law of each week."""

import numpy as np

from poortwachter.kernel.ledger import count_year_ends, move, pay, spend_in_wia, spend_on_advance
from poortwachter.kernel.state import (
    ADVANCED_UNTIL,
    BASE,
    DEFERRED,
    EWT,
    FULL,
    GUARANTEE_BASE,
    GUARANTEE_END,
    HOUSEHOLD,
    IVA_KIND,
    KIND,
    LEVEL,
    LGU_END,
    NEVER,
    OWN_RISK,
    RESUMED,
    ROUTE,
    ROUTE_AGENCY,
    ROUTE_CONTRACT_ENDED,
    ROUTE_NO_RISK,
    ROUTE_OTHER,
    ROUTE_WW,
    SIMPLE,
    STATUS,
    USE,
    VOLUNTARY,
    WAGE,
    WIA_START,
)
from poortwachter.kernel.transition.terms import months_after, next_border
from poortwachter.law.rules.financiering import own_risk_months, wga_payer
from poortwachter.law.rules.iva import iva
from poortwachter.law.rules.toeslagenwet import toeslag
from poortwachter.law.rules.wga import (
    LAU1,
    NO_RIGHT,
    VVU,
    borne_by_employer,
    counted_income,
    disability_class,
    guarantee_supplement,
    income_requirement,
    kind_after_lgu,
    lau1,
    lau2,
    lgu,
    remaining_capacity,
    requirement_applies,
    vvu,
)
from poortwachter.primitives.codes import Event, Item, Payer, Scheme, Status
from poortwachter.primitives.compiled import compiled

_LGU, _LAU, _VVU = np.int64(Status.WGA_LGU), np.int64(Status.WGA_LAU), np.int64(Status.WGA_VVU)
_ITEM_LGU, _ITEM_LAU, _ITEM_VVU, _ITEM_IVA, _TW = (
    np.int64(Item.WGA_LGU),
    np.int64(Item.WGA_LAU),
    np.int64(Item.WGA_VVU),
    np.int64(Item.IVA),
    np.int64(Item.TW),
)
_AOF, _RIJK = np.int64(Payer.AOF), np.int64(Payer.RIJK)
_WGA, _SCHEME_IVA = np.int64(Scheme.WGA), np.int64(Scheme.IVA)
_LAU1_YEAR_END, _LAU2_YEAR_END = np.int64(Event.LAU1_YEAR_END), np.int64(Event.LAU2_YEAR_END)
_PROTECTED_YEAR_END = np.int64(Event.PROTECTED_YEAR_END)
_MONTHS = 12


@compiled
def kind_by_law(world, life, week):
    """Return the kind of right that the law makes of a severity: 0-3 by class, 4 full, 5 IVA, or `NO_RIGHT`.

    The classes are those of the week, the least degree that of the end of the waiting period.
    """
    law, level = world.law, life[LEVEL]
    if level == IVA_KIND:
        return np.int64(IVA_KIND)
    degree = world.degree[level]
    if degree < law.least_degree[life[EWT]]:
        return np.int64(NO_RIGHT)
    return np.int64(disability_class(degree, law.class_lower[week], law.full_from[week]))


@compiled
def capacity_of(world, life):
    """Return remaining earning capacity a month: the wage less the degree of disability."""
    return np.int64(remaining_capacity(life[WAGE], world.degree[life[LEVEL]]))


@compiled
def income_of(world, life):
    """Return earnings a month beside the benefit, by the use made of remaining capacity."""
    if life[RESUMED] != NEVER:
        return np.int64(life[WAGE] * world.behaviour.resumed_earnings)
    if life[LEVEL] >= FULL or life[USE] == 0:
        return np.int64(0)
    capacity = capacity_of(world, life)
    return capacity if life[USE] == 2 else np.int64(capacity * world.behaviour.half_use)


@compiled
def kind_later(world, life, week):
    """Return which benefit follows the wage-related one: LAU1, LAU2 or VVU."""
    capacity = capacity_of(world, life)
    return kind_after_lgu(
        income_of(world, life),
        capacity,
        income_requirement(capacity, world.law.income_requirement[week]),
        requirement_applies(life[KIND] == FULL, week, life[DEFERRED]),
    )


@compiled
def phase(world, life, week):
    """Return the status of a WGA right at a week: wage-related, supplement or follow-up."""
    if week < life[LGU_END]:
        return _LGU
    return _VVU if kind_later(world, life, week) == VVU else _LAU


@compiled
def own_risk_end(world, life):
    """Return the week in which the employer's risk for a WGA right ends."""
    voluntary = (life[VOLUNTARY] * _MONTHS) // world.weeks_per_year
    term = world.law.employer_years_months[life[WIA_START]]
    return months_after(world, life[WIA_START], np.int64(own_risk_months(term, voluntary)))


@compiled
def payer_of_wga(world, life, week):
    """Return who pays the WGA at a week; a right by the simplified assessment burdens no employer."""
    return wga_payer(
        week < own_risk_end(world, life),
        life[OWN_RISK] == 1,
        life[ROUTE] in (ROUTE_CONTRACT_ENDED, ROUTE_AGENCY),
        world.law.wga_flex_whk[life[EWT]],
        life[ROUTE] in (ROUTE_WW, ROUTE_OTHER, ROUTE_NO_RISK) or life[SIMPLE] == 1,
    )


@compiled
def top_up(row, weight, world, life, start, end, benefit, income):
    """Pay the supplement to the social minimum over weeks of a benefit, to a household that claims one."""
    if life[HOUSEHOLD] == 0:
        return
    minimum = np.int64(world.law.social_minimum[start, life[HOUSEHOLD]] * world.law.minimum_wage)
    pay(row, weight, world, start, end, _TW, _RIJK, np.int64(toeslag(benefit, income, minimum, life[BASE])))


@compiled
def pay_wga(row, weight, world, life, start, end):
    """Pay the WGA over weeks in which phase, law and payer do not change."""
    law, base = world.law, life[BASE]
    payer = payer_of_wga(world, life, start)
    earned = income_of(world, life)
    income = counted_income(earned, base, life[WAGE])
    if life[STATUS] == _LGU:
        early = start < months_after(world, life[WIA_START], law.lgu_first_months[life[WIA_START]])
        amount = np.int64(lgu(base, income, law.lgu_first_share[start] if early else law.lgu_share[start]))
        pay(row, weight, world, start, end, _ITEM_LGU, payer, amount)
        top_up(row, weight, world, life, start, end, amount, earned)
        return
    kind = pay_after_lgu(row, weight, world, life, start, end)
    if kind != VVU:
        count_year_ends(row, weight, world, start, end, _LAU1_YEAR_END if kind == LAU1 else _LAU2_YEAR_END)


@compiled
def pay_after_lgu(row, weight, world, life, start, end):
    """Pay what follows the wage-related benefit over such weeks, and return which it is."""
    law, base = world.law, life[BASE]
    payer = payer_of_wga(world, life, start)
    earned = income_of(world, life)
    income = counted_income(earned, base, life[WAGE])
    fictive = np.int64(vvu(base, law.minimum_wage, law.vvu_share[start, life[KIND]]))
    kind = kind_later(world, life, start)
    if kind == VVU:
        item, benefit, employer_part = _ITEM_VVU, fictive, fictive
    else:
        item = _ITEM_LAU
        capacity = counted_income(capacity_of(world, life), base, life[WAGE])
        if kind == LAU1:
            benefit = np.int64(lau1(base, income, law.lau_share[start]))
        else:
            benefit = np.int64(lau2(base, income, capacity, law.lau_share[start], fictive))
        employer_part = np.int64(borne_by_employer(benefit, fictive))
    pay(row, weight, world, start, end, item, payer, employer_part)
    pay(row, weight, world, start, end, item, _AOF, benefit - employer_part)
    if start < life[GUARANTEE_END]:
        guarantee = lgu(life[GUARANTEE_BASE], earned, law.lgu_share[start])
        lift = np.int64(guarantee_supplement(guarantee, benefit))
        pay(row, weight, world, start, end, item, _AOF, lift)
        benefit += lift
    top_up(row, weight, world, life, start, end, benefit, earned)
    return kind


@compiled
def pay_beside_work(row, weight, world, life, start, end):
    """Pay a right that goes on beside work which would have ended it; who has one counts as at work."""
    own_risk = own_risk_end(world, life)
    count_year_ends(row, weight, world, start, end, _PROTECTED_YEAR_END)
    week = start
    while week < end:
        borders = (own_risk, life[DEFERRED], life[GUARANTEE_END], world.law.next_change[week])
        until = next_border(week, end, borders)
        pay_after_lgu(row, weight, world, life, week, until)
        week = until


@compiled
def live_in_wga(row, weight, world, life, start, end):
    """Pay and count a WGA right over a stretch, through its changes of percentage, phase, law and payer."""
    law = world.law
    first = months_after(world, life[WIA_START], law.lgu_first_months[life[WIA_START]])
    own_risk = own_risk_end(world, life)
    spend_in_wia(row, weight, world, life, start, end, _WGA)
    if start < life[ADVANCED_UNTIL]:
        spend_on_advance(row, weight, world, life, start, min(end, life[ADVANCED_UNTIL]))
    week = start
    while week < end:
        move(row, weight, world, life, week, phase(world, life, week))
        until = next_border(
            week, end, (first, life[LGU_END], own_risk, life[DEFERRED], life[GUARANTEE_END], law.next_change[week])
        )
        pay_wga(row, weight, world, life, week, until)
        week = until


@compiled
def live_in_iva(row, weight, world, life, start, end):
    """Pay and count an IVA right over a stretch."""
    spend_in_wia(row, weight, world, life, start, end, _SCHEME_IVA)
    pay_iva(row, weight, world, life, start, end)


@compiled
def pay_iva(row, weight, world, life, start, end):
    """Pay an IVA over a stretch by the law of each week."""
    law = world.law
    week = start
    while week < end:
        until = min(end, law.next_change[week])
        amount = np.int64(iva(life[BASE], law.iva_share[week]))
        pay(row, weight, world, week, until, _ITEM_IVA, _AOF, amount)
        top_up(row, weight, world, life, week, until, amount, np.int64(0))
        week = until

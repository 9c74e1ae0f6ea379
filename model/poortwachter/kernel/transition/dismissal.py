"""Dismiss an employee after the waiting period, with transition payment and its compensation."""

import numpy as np

from poortwachter.kernel.ledger import count, pay_once
from poortwachter.kernel.state import BIRTH, JOB_START, ROUTE, ROUTE_EMPLOYER, SICK, WAGE
from poortwachter.kernel.transition.terms import years_between
from poortwachter.law.rules.transitievergoeding import (
    compensation,
    months_by_half_year,
    months_by_year,
    transition_payment,
)
from poortwachter.primitives.codes import Event, Item, Payer
from poortwachter.primitives.compiled import compiled

_TV, _COMPENSATION = np.int64(Item.TRANSITIEVERGOEDING), np.int64(Item.COMPENSATIE_TV)
_WERKGEVER, _AOF = np.int64(Payer.WERKGEVER), np.int64(Payer.AOF)
_DISMISSED = np.int64(Event.DISMISSED)
_MONTHS = 12


@compiled
def months_of_service(world, life, week):
    """Return months of service at a week, whole and broken."""
    return years_between(world, life[JOB_START], week) * _MONTHS


@compiled
def transition_due(world, life, week, until):
    """Return the transition payment for a dismissal at a week, over service until another week, in eurocents."""
    law = world.law
    service = months_of_service(world, life, until)
    if service < law.transition_service[week]:
        return np.int64(0)
    if law.transition_halves[week]:
        fifty = life[BIRTH] + world.ages.first_week[law.transition_age[week]]
        months = months_by_half_year(
            np.int64(service),
            np.int64(months_of_service(world, life, fifty)),
            law.transition_ten,
            law.transition_first[week],
            law.transition_later[week],
            law.transition_50[week],
        )
    else:
        months = months_by_year(service, law.transition_months_per_year[week])
    return np.int64(transition_payment(life[WAGE], months, law.transition_maximum[week]))


@compiled
def dismiss(row, weight, world, life, week):
    """Dismiss an employee after the waiting period, with transition payment and its compensation.

    Years of service in an extension count for the payment, not for the compensation.
    """
    law = world.law
    if life[ROUTE] != ROUTE_EMPLOYER or not law.transition_due[week]:
        return
    payment = transition_due(world, life, week, week)
    if payment == 0:
        return
    count(row, weight, world, week, _DISMISSED)
    pay_once(row, weight, world, week, _TV, _WERKGEVER, payment)
    end = life[SICK] + law.waiting_weeks
    if not law.transition_compensated[end]:
        return
    paid = law.compensation_week[week]
    if paid >= world.clock.weeks:
        return
    built, wage = payment, payment
    if law.compensation_within_accrual[paid]:
        built = transition_due(world, life, week, end)
    if law.compensation_within_wage[paid]:
        shares = world.behaviour.wage_paid[0] + world.behaviour.wage_paid[1]
        wage = np.int64(life[WAGE] * _MONTHS * shares)
    pay_once(row, weight, world, paid, _COMPENSATION, _AOF, np.int64(compensation(payment, built, wage)))

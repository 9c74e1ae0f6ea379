"""Draw who a worker is: attributes depend on seed and identity alone, never on what happens in the model."""

import numpy as np

from poortwachter.kernel.chance import FIRST, SECOND, THIRD, attribute, weeks_until, within
from poortwachter.kernel.state import (
    AOW_WEEK,
    BATCH,
    BIRTH,
    CHANGE,
    CLOCK,
    COHORT,
    CONTRACT,
    DEATH,
    DRAWN,
    ERD_WGA,
    ERD_ZW,
    EXIT,
    FRAILTY,
    FREE,
    GAP_FACTOR,
    GROUP,
    HISTORY_START,
    HOUSEHOLD,
    INSURED,
    JOB,
    JOB_END,
    JOB_START,
    NEVER,
    POLICY,
    REOPEN,
    RESUMED,
    SCHOOLING,
    SECTOR,
    SEX,
    SINCE,
    SIZE,
    STATUS,
    WAGE_RANK,
    WORK_SINCE,
    WORKER,
)
from poortwachter.population.schooling import RANKS as SCHOOLING_RANKS
from poortwachter.primitives.codes import GROUPS, Sector, Status
from poortwachter.primitives.compiled import compiled
from poortwachter.primitives.rng import Decision, pick, unit

_BIRTH, _FATE, _JOB = np.int64(Decision.BIRTH), np.int64(Decision.FATE), np.int64(Decision.JOB)
_HOUSEHOLD, _FRAILTY = np.int64(Decision.HOUSEHOLD), np.int64(Decision.FRAILTY)
_WERK = np.int64(Status.WERK)
_SECTORS = len(Sector)
_TIME = 65536.0
_RANKS = np.int64(SCHOOLING_RANKS)


@compiled
def age_at(world, life, week):
    """Return age in completed years at a week."""
    return world.ages.years[week - life[BIRTH]]


@compiled
def year_at(world, week):
    """Return the year a week belongs to, the last one beyond the clock."""
    return min(world.clock.year_of_week[min(week, world.clock.weeks)], world.clock.years - 1)


@compiled
def week_of_event(world, life, chances, first_year, word, place, youngest):
    """Return the week in which an event with yearly chances by age and sex happens; NEVER within the clock.

    chances: (Y, ages, 2), for the age on 1 January; word: the uniform the survival is inverted with; place:
    the word that places the event within its year.
    """
    clock = world.clock
    level = unit(word)
    survival = 1.0
    for year in range(first_year, clock.years):
        start = clock.year_first_week[year]
        age = min(max(age_at(world, life, start) - youngest, 0), chances.shape[1] - 1)
        survival *= 1.0 - chances[year, age, life[SEX]]
        if survival < level:
            return start + within(place, clock.year_first_week[year + 1] - start)
    return np.int64(NEVER)


@compiled
def employer_of(world, key, life, band):
    """Return the employer cell of the present job: the first proposal that the table of age, sex and contract accepts.

    Proposals belong to the job and are the same under every table, so that tables which differ little give most
    people the same employer.
    """
    population = world.population
    accept = population.employer_accept[band, life[SEX], life[CONTRACT]]
    part = THIRD
    while True:
        one, chance, other, second_chance = attribute(key, life, _JOB, life[JOB], part)
        cell = pick(one, population.employer_proposal)
        if chance < accept[cell]:
            return cell
        cell = pick(other, population.employer_proposal)
        if second_chance < accept[cell]:
            return cell
        part += 1


@compiled
def next_change(world, life, week, band, word):
    """Return the next week in which the job ends, the age band does, or the year gives this word another contract."""
    clock, population, contract = world.clock, world.population, life[CONTRACT]
    change = life[JOB_END]
    if band + 1 < population.age_band6_lower.shape[0]:
        change = min(change, life[BIRTH] + world.ages.first_week[population.age_band6_lower[band + 1]])
    for year in range(year_at(world, week) + 1, clock.years):
        start = clock.year_first_week[year]
        if start >= change:
            break
        if word >= population.flex_threshold[year, band, contract]:
            return start
        if contract > 0 and word < population.flex_threshold[year, band, contract - 1]:
            return start
    return change


@compiled
def place(world, key, life, week, word, is_new):
    """Give the present job the contract and employer of this age, sex and year; return whether the employer is another.

    word: that of the contract. Words belong to the job: another contract or employer comes only where the tables of
    age and year differ. A less permanent contract is one at another employer.
    """
    population = world.population
    band = world.ages.band6[age_at(world, life, week)]
    before = life[CONTRACT]
    life[CONTRACT] = pick(word, population.flex_threshold[year_at(world, week), band])
    life[CHANGE] = next_change(world, life, week, band, word)
    cell = employer_of(world, key, life, band)
    if not is_new and life[CONTRACT] <= before and cell == life[SIZE] * _SECTORS + life[SECTOR]:
        return False
    risk, sickness, insured, _ = attribute(key, life, _JOB, life[JOB], SECOND)
    life[SIZE] = cell // _SECTORS
    life[SECTOR] = cell % _SECTORS
    life[ERD_WGA] = 1 if risk < population.erd_wga[life[SIZE]] else 0
    life[ERD_ZW] = 1 if sickness < population.erd_zw[life[SIZE]] else 0
    life[INSURED] = 1 if insured < population.insured[life[SIZE]] else 0
    life[POLICY] = insured
    return True


@compiled
def start_job(world, key, life, week, ordinal, in_course):
    """Give a worker the job with this ordinal from a week on.

    in_course: the job was already running at the start of the clock; its past is as long again.
    """
    length, word, _, _ = attribute(key, life, _JOB, ordinal, FIRST)
    rate = world.job_rate[world.ages.band6[age_at(world, life, week)]]
    life[JOB] = ordinal
    life[JOB_START] = week
    life[JOB_END] = week + 1 + weeks_until(length, rate)
    if in_course:
        _, _, _, past = attribute(key, life, _JOB, ordinal, SECOND)
        life[JOB_START] -= weeks_until(past, rate)
    place(world, key, life, week, word, True)


@compiled
def move_on(world, key, life):
    """Take the next job, or the next contract or employer in this one; return whether the employer is another.

    A temporary job that becomes permanent at the same employer goes on; with another employer service starts anew.
    """
    week = life[CHANGE]
    if week >= life[JOB_END]:
        start_job(world, key, life, week, life[JOB] + 1, False)
        return True
    _, word, _, _ = attribute(key, life, _JOB, life[JOB], FIRST)
    if place(world, key, life, week, word, False):
        life[JOB_START] = week
        return True
    return False


@compiled
def household_of(world, key, life):
    """Return whether the household would claim a supplement to the social minimum: 0 none, 1 single, 2 couple."""
    behaviour = world.behaviour
    word, claims, _, _ = attribute(key, life, _HOUSEHOLD, FIRST, FIRST)
    if claims >= np.uint64(behaviour.supplement_use) or word >= behaviour.household[1]:
        return np.int64(0)
    return np.int64(1) if word < behaviour.household[0] else np.int64(2)


@compiled
def frailty_of(world, key, life, age):
    """Return the level of frailty: of entrants all levels are as likely, at the start the frail are fewer."""
    word, _, _, _ = attribute(key, life, _FRAILTY, FIRST, FIRST)
    if life[COHORT] > 0:
        return within(word, world.onset_by_frailty.shape[0])
    return np.int64(pick(word, world.frailty_at_start[world.ages.band6[age]]))


@compiled
def mean_gap(world, life):
    """Return the mean time between potential onsets of a person, in weeks times 2**16; 0 without any."""
    rate = world.behaviour.onset_rate[life[SEX]] * world.onset_by_wage[life[WAGE_RANK]]
    rate *= world.onset_by_frailty[life[FRAILTY]]
    return _TIME / rate if rate > 0.0 else 0.0


@compiled
def be_born(world, key, life, cohort, worker):
    """Fill the life of a worker at entry: cohort 0 is at work at the start, cohort c enters in year c - 1."""
    clock, ages, population = world.clock, world.ages, world.population
    life[:] = 0
    life[GROUP] = worker % GROUPS
    life[WORKER] = worker
    life[COHORT] = cohort
    cell_word, place_word, week_word, wage_word = attribute(key, life, _BIRTH, FIRST, FIRST)
    first_year = max(cohort - 1, 0)
    entry = clock.year_first_week[first_year]
    if cohort > 0:
        entry += within(week_word, clock.year_first_week[first_year + 1] - entry)
    cell = pick(cell_word, population.birth_cell[cohort])
    age = world.youngest + cell // 2
    life[SEX] = cell % 2
    span = ages.first_week[age + 1] - ages.first_week[age]
    counted_on = clock.year_first_week[cohort]  # the table gives age on the 31 December before this 1 January
    life[BIRTH] = counted_on - ages.first_week[age] - within(place_word, span)
    life[FRAILTY] = frailty_of(world, key, life, age)
    life[WAGE_RANK] = within(wage_word, population.wage_quantile.shape[0])
    exit_word, death_word, exit_place, death_place = attribute(key, life, _FATE, FIRST, FIRST)
    counted_from = first_year if cohort == 0 else first_year + 1
    life[EXIT] = week_of_event(world, life, population.exit_chance, counted_from, exit_word, exit_place, world.youngest)
    life[DEATH] = week_of_event(
        world, life, population.death_chance, counted_from, death_word, death_place, world.youngest
    )
    life[AOW_WEEK] = world.law.aow_week_of_birth_week[life[BIRTH] - world.law.first_birth_week]
    history = life[BIRTH] + ages.first_week[world.history_from_age]
    life[HISTORY_START] = history if cohort == 0 else entry
    life[STATUS] = _WERK
    life[SINCE] = entry
    life[FREE] = entry
    life[CLOCK] = np.int64(entry) << 16
    life[WORK_SINCE] = min(life[HISTORY_START], entry)
    life[REOPEN] = NEVER
    life[RESUMED] = NEVER
    life[HOUSEHOLD] = household_of(world, key, life)
    life[GAP_FACTOR] = np.float64(mean_gap(world, life)).view(np.int64)
    life[DRAWN] = -BATCH
    schooling, _, _, _ = attribute(key, life, _BIRTH, FIRST, SECOND)
    life[SCHOOLING] = within(schooling, _RANKS)
    start_job(world, key, life, entry, FIRST, cohort == 0)
    return entry

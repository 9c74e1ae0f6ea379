"""Bear a person, and place her in jobs (docs/life.md, sections 3 and 4)."""

from twin.chance import NEVER, Chance, pick, unit, wait, within
from twin.course import Course, Life, Split
from twin.ledger import Ledger
from twin.tables import Tables


def born(tables: Tables, chance: Chance, *, ledger: Ledger, split: Split) -> Course:
    """Return the course of a worker who has just entered."""
    population, first_week = tables.population, tables.ages.first_week
    cohort = chance.cohort
    b0, b1, b2, b3 = chance.attribute("birth", 0, 0)
    year = max(cohort - 1, 0)
    entry = tables.first(year)
    if cohort:
        entry += within(b2, tables.first(year + 1) - tables.first(year))
    cell = pick(b0, population.birth_cell[cohort])
    age = tables.beside.youngest + cell // 2
    birth = tables.first(cohort) - first_week[age] - within(b1, first_week[age + 1] - first_week[age])

    life = Life(cohort, sex=cell % 2, birth=birth, wage_rank=within(b3, 64))
    frail = chance.attribute("frailty", 0, 0)[0]
    at_start = tables.beside.frailty_at_start[tables.ages.band6[age]]
    life.frailty = within(frail, 64) if cohort else pick(frail, at_start)
    e0, e1, e2, e3 = chance.attribute("fate", 0, 0)
    course = Course(life, tables, chance, ledger, 1, split)
    life.exit = _fate(course, population.exit_chance, when=e0, week=e2)
    life.death = _fate(course, population.death_chance, when=e1, week=e3)
    life.aow = tables.law.aow_week_of_birth_week[birth - tables.law.first_birth_week]
    life.history_start = entry if cohort else birth + first_week[tables.beside.history_from_age]
    life.work_since = min(life.history_start, entry)
    life.household = _household(tables, chance)
    life.schooling = within(chance.attribute("birth", 0, 1)[0], 65536)
    life.free, life.clock = entry, entry * 65536
    start_job(course, entry)
    life.since = entry
    course.move(entry, "werk")
    return course


def _fate(course: Course, chances: list[list[list[float]]], *, when: int, week: int) -> int:
    """Return the week in which survival falls below a number, or NEVER."""
    tables, life = course.tables, course.life
    survival, level = 1.0, unit(when)
    for year in range(life.cohort, tables.years):
        ages = chances[year]
        age = min(max(course.age(tables.first(year)) - tables.beside.youngest, 0), len(ages) - 1)
        survival *= 1.0 - ages[age][life.sex]
        if survival < level:
            return tables.first(year) + within(week, tables.first(year + 1) - tables.first(year))
    return NEVER


def _household(tables: Tables, chance: Chance) -> int:
    w0, w1, _, _ = chance.attribute("household", 0, 0)
    single, counted = tables.behaviour.household
    if w1 >= tables.behaviour.supplement_use or w0 >= counted:
        return 0
    return 1 if w0 < single else 2


def start_job(course: Course, week: int) -> None:
    """Start the present job at a week."""
    life, chance = course.life, course.chance
    rate = course.tables.beside.job_rate[course.band6(week)]
    life.job_start = week
    life.job_end = week + 1 + wait(chance.attribute("job", life.job, 0)[0], rate)
    if life.cohort == 0 and life.job == 0:
        life.job_start -= wait(chance.attribute("job", 0, 1)[3], rate)
    _place(course, week, new=True)


def move_on(course: Course) -> bool:
    """Go to the next job, or look again at the present one; return whether it is another employer."""
    life = course.life
    week = life.change
    if week >= life.job_end:
        life.job += 1
        start_job(course, week)
        return True
    other = _place(course, week, new=False)
    if other:
        life.job_start = week
    return other


def _place(course: Course, week: int, *, new: bool) -> bool:
    """Read contract and employer of the job at a week; return whether it is another employer."""
    life, tables = course.life, course.tables
    population = tables.population
    band = course.band6(week)
    word = course.chance.attribute("job", life.job, 0)[1]
    before = life.contract
    life.contract = pick(word, population.flex_threshold[tables.held_year(week)][band])
    life.change = _next_look(course, week, word=word, band=band)
    cell = _employer(course, band=band)
    if not new and life.contract <= before and cell == life.size * 6 + life.sector:
        return False
    life.size, life.sector = divmod(cell, 6)
    own_wga, own_zw, insured, _ = course.chance.attribute("job", life.job, 1)
    life.erd_wga = int(own_wga < population.erd_wga[life.size])
    life.erd_zw = int(own_zw < population.erd_zw[life.size])
    life.insured = int(insured < population.insured[life.size])
    life.policy = insured
    return True


def _next_look(course: Course, week: int, *, word: int, band: int) -> int:
    """Return when contract or employer could change: end of the job, next age band, another flexible share."""
    life, tables = course.life, course.tables
    borders = tables.population.age_band6_lower
    found = life.job_end
    if band + 1 < len(borders):
        found = min(found, life.birth + tables.ages.first_week[borders[band + 1]])
    for year in range(tables.held_year(week) + 1, tables.years):
        if tables.first(year) >= found:
            break
        if pick(word, tables.population.flex_threshold[year][band]) != life.contract:
            return tables.first(year)
    return found


def _employer(course: Course, *, band: int) -> int:
    """Return the first accepted cell of size and sector."""
    life, population = course.life, course.tables.population
    accept = population.employer_accept[band][life.sex][life.contract]
    part = 2
    while True:
        words = course.chance.attribute("job", life.job, part)
        for proposal, acceptance in (words[:2], words[2:]):
            cell = pick(proposal, population.employer_proposal)
            if acceptance < accept[cell]:
                return cell
        part += 1

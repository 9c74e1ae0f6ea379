"""Decide claims, and follow who bears a WGA, in arrays: what the compiled loops do cell by cell."""

import numpy as np

from poortwachter.kernel.expected.bearers import PUBLIC
from poortwachter.kernel.expected.claims import Asked
from poortwachter.study.expected.grid import MIDDLE, Floats, ratio
from poortwachter.study.expected.rights import Course


def decide(asked: Asked) -> dict[str, Floats]:
    """Return the decisions under their names, (..., T, D, N)."""
    delays = asked.decided.shape[1]

    def delayed(values: Floats) -> Floats:
        return np.stack([values[delay : delay + len(asked.employed)] for delay in range(delays)], axis=1)

    def by_quarter(values: Floats) -> Floats:
        return values[:, None, None]

    still = ratio(delayed(asked.present), asked.present[: len(asked.employed), None])
    employed = asked.employed[:, None] * asked.decided[:, :, None] * still
    pursued = asked.employed[:, None] * asked.pursued[:, :, None] * still
    chance = delayed(asked.award) * by_quarter(asked.alignment)
    most = np.divide(1.0, chance[:, 0], out=np.ones_like(chance[:, 0]), where=chance[:, 0] > 0.0)
    spared = np.minimum(ratio(np.ones_like(asked.stays), asked.stays)[:, None], most)
    decided, weighted = employed.copy(), pursued.copy()
    decided[:, 0] += asked.later + asked.assessed
    weighted[:, 0] += asked.later + asked.assessed * (1.0 - asked.targeted + asked.targeted * spared)
    rights = weighted * chance
    iva = rights * delayed(asked.lasting)
    simply = delayed(asked.simple) * by_quarter(asked.simply)
    simple = (decided - iva) * simply
    wga = (rights - iva) * (1.0 - simply)
    partial, full = wga * by_quarter(asked.partial), wga * by_quarter(asked.full)
    employer = ratio(pursued, weighted)
    anyone = (asked.employed + asked.later + asked.assessed > 0.0)[:, None]
    base = employer * asked.base_employer[:, None] + (1.0 - employer) * asked.base_other[:, None]
    return {
        "awarded": np.stack([partial, full + simple, iva]),
        "refused": decided - iva - simple - partial - full,
        "simple": simple,
        "base": base * anyone,
        "awarded_employer": employer,
        "refused_employer": ratio(employed - pursued * chance, decided - rights),
        "after_extension": pursued * chance * asked.extended[:, :, None],
    }


def borne(new: Floats, course: Course, *, term: Floats) -> tuple[Floats, Floats]:
    """Return the rights in the wage-related benefit and after it by kind and who bears them, (T, 2, bearers)."""
    durations = course.held.shape[1]
    longest = max(int(term.max()), durations) + 2
    duration = np.arange(longest)
    place = np.minimum(duration, durations - 1)
    held = np.zeros((longest, *new.shape[1:]))
    early, later = np.zeros_like(new), np.zeros_like(new)
    for quarter in range(len(new)):
        held[-1] += held[-2]
        held[1:-1] = held[:-2].copy()
        held[0] = new[quarter] * MIDDLE
        kept, changed = course.kept[quarter][place], course.changed[quarter][place]
        held = held * kept[:, :, None] + (held * changed[:, :, None])[:, ::-1]
        held[0] += new[quarter] * MIDDLE
        over = duration >= term[np.maximum(quarter - duration, 0)]
        held[over, :, PUBLIC] += held[over, :, :PUBLIC].sum(axis=2)
        held[over, :, :PUBLIC] = 0.0
        first = held * ratio(course.early, course.held)[quarter][place][:, :, None]
        early[quarter], later[quarter] = first.sum(axis=0), (held - first).sum(axis=0)
    return early, later

"""Work out what WGA and IVA rights pay, from the mean maandloon of who has them, by benefit and by who bears it."""

from typing import Final, NamedTuple

import numpy as np

from poortwachter.kernel.expected.rights import LASTING, PARTIAL, WHOLE
from poortwachter.kernel.state import FULL, World
from poortwachter.primitives.codes import Item
from poortwachter.study.expected.grid import WORD, Floats, Grid

EARLY, LATER, BESIDE = range(3)
"""In the wage-related benefit, after it, and with earnings beside it: the cells of `Course.base`."""
WGA_ITEMS: Final = (Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU)


class Paid(NamedTuple):
    """What a WGA pays a month, eurocents at the benefit index: all of it, and what counts for the bearer, (T,)."""

    item: Item
    kind: int
    early: bool
    """Whether it is a wage-related benefit."""
    whole: Floats
    borne: Floats
    """At most the follow-up benefit of the class; the Aof pays the rest."""


def wga_paid(world: World, grid: Grid, *, base: Floats, floor: Floats, beside_early: Floats) -> list[Paid]:
    """Return what the WGA pays in every quarter; the first months at a higher share are left out.

    base: (T, 3, 3) maandloon by kind and cell; floor: (T,) maandloon at most the minimum wage,
    as a share of the maandloon; beside_early: (T, 2) share in a wage-related benefit of those who earn beside a right.
    """
    return _Wga(world, grid, base=base, floor=floor, beside_early=beside_early).paid()


class _Wga:
    """The WGA of every quarter, by class and use of remaining capacity."""

    def __init__(self, world: World, grid: Grid, *, base: Floats, floor: Floats, beside_early: Floats) -> None:
        law, behaviour = world.law, world.behaviour
        self.base, self.floor = base, base * floor[:, None, None]
        self.beside_early = beside_early
        self.lgu, self.lau = grid.law_at(law.lgu_share), grid.law_at(law.lau_share)
        self.vvu = grid.law_at(law.vvu_share)
        self.classes = np.diff(behaviour.class_threshold / WORD, prepend=0.0)
        self.capacity = 1.0 - world.degree[: len(self.classes)]
        self.whole = behaviour.uses_whole / WORD
        self.half = behaviour.uses_half / WORD - self.whole
        self.half_use, self.resumed = behaviour.half_use, behaviour.resumed_earnings

    def paid(self) -> list[Paid]:
        """Return every benefit."""
        earned = float(self.classes @ self.capacity) * (self.whole + self.half * self.half_use)
        base = self.base
        lgu = {PARTIAL: self.lgu * base[:, PARTIAL, EARLY] * (1.0 - earned), WHOLE: self.lgu * base[:, WHOLE, EARLY]}
        found = [Paid(Item.WGA_LGU, kind, True, amount, amount) for kind, amount in lgu.items()]
        found.append(self._supplement(WHOLE, LATER, self.lau * base[:, WHOLE, LATER]))
        for kind in (PARTIAL, WHOLE):
            early, later = self._beside(kind)
            found += [Paid(Item.WGA_LGU, kind, True, early, early), self._supplement(kind, BESIDE, later)]
        return [*found, *self._partial_later()]

    def _beside(self, kind: int) -> tuple[Floats, Floats]:
        """Return what is paid beside much earnings, as wage-related benefit and after it."""
        less, early = (1.0 - self.resumed) * self.base[:, kind, BESIDE], self.beside_early[:, kind]
        return self.lgu * less * early, self.lau * less * (1.0 - early)

    def _supplement(self, kind: int, cell: int, amount: Floats) -> Paid:
        """Return a wage supplement, of which the bearer pays no more than the follow-up benefit."""
        share = self.vvu[:, FULL] if kind == WHOLE else self.vvu[:, : len(self.classes)] @ self.classes
        return Paid(Item.WGA_LAU, kind, False, amount, np.minimum(amount, share * self.floor[:, kind, cell]))

    def _partial_later(self) -> list[Paid]:
        """Return the supplement and follow-up benefit of the partially disabled, over classes (T, 4)."""
        base, floor = self.base[:, PARTIAL, LATER, None], self.floor[:, PARTIAL, LATER, None]
        fictive = self.vvu[:, : len(self.classes)] * floor
        lau = self.lau[:, None] * base
        lost = 1.0 - self.capacity
        of_half = np.maximum(lau * lost, np.minimum(fictive, lau * (1.0 - self.half_use * self.capacity)))
        amounts = self.whole * lau * lost + self.half * of_half
        borne = self.whole * np.minimum(lau * lost, fictive) + self.half * np.minimum(of_half, fictive)
        follow_up = fictive @ self.classes * (1.0 - self.whole - self.half)
        return [
            Paid(Item.WGA_LAU, PARTIAL, False, amounts @ self.classes, borne @ self.classes),
            Paid(Item.WGA_VVU, PARTIAL, False, follow_up, follow_up),
        ]


def iva_paid(world: World, grid: Grid, *, base: Floats) -> Floats:
    """Return what the IVA pays a month in every quarter, (T,)."""
    return base[:, LASTING].sum(axis=1) * grid.law_at(world.law.iva_share)

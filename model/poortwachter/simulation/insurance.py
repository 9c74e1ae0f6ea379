"""Say which share of employees has an insured employer, as lives read it on a first sick day."""

import numpy as np
import numpy.typing as npt

from poortwachter.kernel.state import World
from poortwachter.results.assemble import Insurance
from poortwachter.simulation.worlds import Built

Floats = npt.NDArray[np.float64]

_WORD = 2.0**32


def insurance_of(built: tuple[Built, Built]) -> Insurance:
    """Return who is insured under both policies, by year and firm size."""
    worlds = [one.world for one in built]
    return Insurance(
        insured=np.stack([insured_share(world) for world in worlds]),
        relieved=np.stack([world.behaviour.relieved / _WORD for world in worlds]),
    )


def insured_share(world: World) -> Floats:
    """Return the share of employees with an insured employer by year and firm size (Y, 5)."""
    of_all = world.population.insured.astype(np.int64) + world.behaviour.insured_extra
    return np.clip(np.maximum(of_all, world.behaviour.relieved) / _WORD, 0.0, 1.0)

"""Load the population's parameters: totals, trends and assumed shapes, as dated values with source and status."""

from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.parameters import ParameterSet, load_parameters

DATA: Final = Path(__file__).resolve().parent / "data"
"""Folder of the population's parameters and margins."""


def load() -> ParameterSet:
    """Load the population's parameters.

    Raises:
        InputError: with every problem in every file.
    """
    return load_parameters(DATA, kind="population")


def on_day(population: ParameterSet, name: str, day: date) -> npt.NDArray[np.float64]:
    """Return a parameter's value on a day, with the shape of its dimensions (scalars have none)."""
    return np.asarray(population[name].at(day), dtype=np.float64)

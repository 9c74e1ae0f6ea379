"""Read the alignments a scenario can choose: frozen factors by year that lay the baseline on a published series.

An alignment is estimated on the baseline alone (`study.align`) and kept in calibration/alignments. The same factors
go into baseline and reform, so that an effect is never an effect of aligning anew.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from poortwachter.primitives.errors import refuse
from poortwachter.primitives.files import shipped
from poortwachter.primitives.parameters import ParameterSet, Value
from poortwachter.primitives.yaml import plain, read_yaml

ALIGNMENTS: Final = Path("calibration") / "alignments"
PARAMETER: Final = "uitlijning.toekenning"
FIRST_DATE: Final = date(2004, 1, 1)
OFF: Final = 1.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Factors on the chance of an award by year of the end of the waiting period; 1 in other years."""

    name: str
    series: str
    """Target that the baseline is laid on."""
    factors: Mapping[int, float]
    estimated_on: Mapping[str, str]
    """Fingerprints of the parameters it was estimated on, by layer."""

    def values(self) -> dict[date, Value]:
        """Return the dated values of the parameter that is aligned."""
        dated: dict[date, Value] = {FIRST_DATE: OFF}
        dated |= {date(year, 1, 1): factor for year, factor in sorted(self.factors.items())}
        dated[date(max(self.factors) + 1, 1, 1)] = OFF
        return dated


def shipped_alignments() -> dict[str, Path]:
    """Return the alignments that come with the model, by name."""
    return {path.stem: path for path in sorted(shipped(str(ALIGNMENTS)).glob("*.yaml"))}


def load_alignment(name: str) -> Alignment:
    """Read a shipped alignment.

    Raises:
        InputError: for a file that cannot be read.
        KeyError: for a name that does not exist.
    """
    table, problems = read_yaml(shipped_alignments()[name])
    refuse(problems)
    read: dict[str, Any] = plain(table)
    return Alignment(
        name=name,
        series=read["series"],
        factors={int(year): float(factor) for year, factor in read["factors"].items()},
        estimated_on=read["estimated_on"]["parameters"],
    )


def fingerprint(parameters: ParameterSet) -> str:
    """Return a hash of the values of all parameters but that of the alignment itself, and levers that are not pulled.

    Such a lever changes nothing, nor does what is read only where one is pulled.
    """
    values = {
        name: [[day.isoformat(), value] for day, value in parameter.values]
        for name, parameter in sorted(parameters.items())
        if name != PARAMETER and not parameter.is_neutral and not parameter.waits_for_lever
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

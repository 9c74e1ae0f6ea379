"""Say what is known of the expected values: what they leave out, and their measured gap to the simulation."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from poortwachter.primitives.errors import refuse
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.scenario.alignment import fingerprint
from poortwachter.scenario.load import World
from poortwachter.scenario.resolve import Resolved
from poortwachter.scenario.schema import LAYERS
from poortwachter.study.expected.corrected import Judgement, Reference, judge

Floats = npt.NDArray[np.float64]

DATA: Final = Path(__file__).parents[1] / "data"
GAP: Final = DATA / "expected_gap.yaml"
DRAWS: Final = DATA / "expected_draws.csv"


@dataclass(frozen=True)
class Gap:
    """How far expected values lie from the simulation, measured on one scenario."""

    scenario: str
    date: str
    command: str
    workers: int
    fingerprints: Mapping[str, str]
    """Of the parameters it was measured on, by policy and layer."""
    expected: float
    simulated: float
    se: float
    """Structural effect on WIA benefits, EUR mln a year, and the standard error of the simulated one."""
    spending_expected: float
    spending_simulated: float
    """WIA benefits of the baseline in the price year, EUR mln."""

    @property
    def reference(self) -> Reference:
        """Return the world that expected values of other worlds near it are corrected by."""
        return Reference(self.expected, self.simulated, self.se)

    @property
    def effect(self) -> float:
        """Return the gap of the effect as a share of the simulated one."""
        return self.expected / self.simulated - 1.0

    @property
    def spending(self) -> float:
        """Return the gap of the baseline's spending as a share of the simulated one."""
        return self.spending_expected / self.spending_simulated - 1.0

    def holds_for(self, resolved: Resolved) -> bool:
        """Return whether a scenario has the parameters that the gap was measured on."""
        return fingerprints_of(resolved) == dict(self.fingerprints)

    def sentence(self) -> str:
        """Return the gap in words."""
        return (
            f"structural effect on WIA benefits {self.expected:.1f} where the simulation gives {self.simulated:.1f} "
            f"(standard error {self.se:.1f}), EUR mln a year; measured on {self.scenario}, {self.date}"
        )


def load_gap() -> Gap:
    """Return the stored gap."""
    return Gap(**_read(GAP))


def load_draws() -> Floats:
    """Return the measured draws: number, expected and simulated structural effect and its standard error, (n, 4)."""
    return np.loadtxt(DRAWS, delimiter=",", skiprows=1)


def judged() -> Judgement:
    """Return how well corrected expected values stood for a simulation, over the measured draws."""
    _, expected, simulated, errors = load_draws().T
    return judge(load_gap().reference, expected=expected, simulated=simulated, errors=errors)


def limits() -> list[dict[str, str]]:
    """Return what expected values leave out or have roughly, sentence by sentence, by language."""
    return _read(DATA / "expected.yaml")["limits"]


def fingerprints_of(resolved: Resolved) -> dict[str, str]:
    """Return the hashes of the parameters of both policies, by policy and layer."""
    policies: dict[str, World] = {"baseline": resolved.baseline, "reform": resolved.reform}
    return {
        f"{name}.{layer}": fingerprint(policy.layer(layer)) for name, policy in policies.items() for layer in LAYERS
    }


def _read(path: Path) -> dict[str, Any]:
    table, problems = read_yaml(path)
    refuse(problems)
    return plain(table)

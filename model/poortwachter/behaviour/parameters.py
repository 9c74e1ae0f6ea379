"""Load what people, employers and UWV do: dated values with unit, source, status and uncertainty."""

from pathlib import Path

from poortwachter.primitives.parameters import ParameterSet, load_parameters


def load() -> ParameterSet:
    """Load the parameters of behaviour."""
    return load_parameters(Path(__file__).parent / "data", kind="behaviour")

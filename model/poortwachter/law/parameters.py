"""Load what statute says: dated values with unit, article and source."""

from pathlib import Path

from poortwachter.primitives.parameters import ParameterSet, load_parameters


def load() -> ParameterSet:
    """Load the parameters of the law, as enacted."""
    return load_parameters(Path(__file__).parent / "data", kind="law")

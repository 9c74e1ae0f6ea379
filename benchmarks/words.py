"""Put figures and their changes in words."""

from collections.abc import Iterator, Mapping
from typing import Final

from benchmarks.history import Change, Entry, Figure

SCALES: Final = ((1e9, "s"), (1e6, "ms"), (1e3, "us"), (1.0, "ns"))
DIGITS: Final = 3
PARTS: Final = (("events", "lives"), ("events", "person_years"), ("draws", "events"))


def time_words(nanoseconds: float) -> str:
    """Return a time in the largest unit that it fills."""
    size, unit = next((each for each in SCALES if nanoseconds >= each[0]), SCALES[-1])
    amount = nanoseconds / size
    return f"{amount:.{max(0, DIGITS - len(str(int(amount))))}f} {unit}"


def per_unit(figure: Figure, unit: str | None = None) -> str:
    """Return the time per unit of work."""
    unit = unit or figure.unit
    return f"{time_words(figure.nanoseconds(unit))} per {singular(unit)}"


def singular(unit: str) -> str:
    """Return a unit in the singular: lives, person_years, draws."""
    name = unit.replace("_", " ")
    return "life" if name == "lives" else name.removesuffix("s")


def summary(entry: Entry, changes: Mapping[str, Change | None]) -> Iterator[tuple[str, bool]]:
    """Yield a line for every figure, and whether it warns of one that became slower."""
    yield (
        f"{entry.machine}; change in time, scaled by the loop ({time_words(entry.loop * 1e9)}); below 1 is faster",
        False,
    )
    width = max(map(len, entry.figures))
    for name, figure in entry.figures.items():
        change = changes[name]
        told = "nothing to compare with" if change is None else str(change)
        other = change is not None and change.since.machine != entry.machine
        slower = change is not None and change.slower
        remark = " on another class of machine" if other else "  SLOWER" if slower else ""
        yield f"{name:<{width}}  {per_unit(figure):<24} {told}{remark}", slower
    yield from ((line, False) for line in events(entry))


def events(entry: Entry) -> Iterator[str]:
    """Yield times and numbers per spell, event and draw where draws were counted: the model beside the small one."""
    for name, figure in entry.figures.items():
        if "draws" in figure.work and "events" in figure.work:
            each = ", ".join(per_unit(figure, unit) for unit in ("spells", "events", "draws", "person_years"))
            yield f"{name}: {each}; {', '.join(made_of(figure))}"


def made_of(figure: Figure) -> Iterator[str]:
    """Yield how many events a life and a person-year have, and how many draws an event."""
    for part, whole in PARTS:
        if part in figure.work and whole in figure.work:
            yield f"{figure.work[part] / figure.work[whole]:.3g} {part} per {singular(whole)}"

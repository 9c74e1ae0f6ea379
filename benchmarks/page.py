"""Write the page about speed: text and tables from what was measured, with figures beside it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from benchmarks import plots
from benchmarks.history import CERTAIN, RESULTS, WORTH_A_WARNING, Change, Entry, Figure, Positive, changes, read_history
from benchmarks.words import made_of, per_unit, singular, time_words
from poortwachter.primitives.files import write_whole

PEERS: Final = Path(__file__).parent / "peers" / "results.json"
TEMPLATE: Final = Path(__file__).parent / "speed.md"
NO_PEERS: Final = "Nothing has been measured yet: see `benchmarks/peers`."
NOTHING: Final = "Nothing has been measured yet: `python -m benchmarks run --full --mark`."
EVENT_UNITS: Final = ("person_years", "spells", "events", "draws")


class Peer(BaseModel):
    """Another engine on the small model, measured by turns with ours."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    peer: Annotated[str, Field(min_length=1)]
    version: str
    engine_is_times_as_fast: Annotated[tuple[Positive, ...], Field(min_length=1)]
    """How many times as fast ours is, by turn."""

    @property
    def name(self) -> str:
        """Return the name with its version."""
        return f"{self.peer} {self.version}".strip()

    @property
    def ratio(self) -> float:
        """Return how many times as fast ours is in the middle turn."""
        return median(self.engine_is_times_as_fast)

    @property
    def low(self) -> float:
        """Return the least of the turns."""
        return min(self.engine_is_times_as_fast)

    @property
    def high(self) -> float:
        """Return the most of the turns."""
        return max(self.engine_is_times_as_fast)


class Peers(BaseModel):
    """What was measured of other engines."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    peers: tuple[Peer, ...]


def write_page(to: Path) -> None:
    """Write the page, and its figures in a folder of its name beside it."""
    entry, history, peers = stored(), read_history(), read_peers()
    folder = to.with_suffix("")
    to.parent.mkdir(parents=True, exist_ok=True)
    drawn = plots.drawn(entry, history=history, peers=peers)
    for name, figure in drawn.items():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / f"{name}.svg", plots.image(figure, kind="svg"))
    write_whole(to, page_text(entry, history=history, peers=peers, folder=folder.name))


def stored(path: Path = RESULTS) -> Entry | None:
    """Return the last stored measurement, if there is one."""
    return Entry.model_validate_json(path.read_text("utf-8")) if path.exists() else None


def read_peers(path: Path = PEERS) -> list[Peer]:
    """Return what was measured of other engines, the slowest last; nothing where there is no such file."""
    if not path.exists():
        return []
    found = Peers.model_validate_json(path.read_text("utf-8"))
    return sorted(found.peers, key=lambda peer: peer.ratio)


def page_text(entry: Entry | None, *, history: Sequence[Entry], peers: Sequence[Peer], folder: str) -> str:
    """Return the page as Markdown; folder: where its figures stand."""
    shown = {name: f"![{plots.TITLES[name]}]({folder}/{name}.svg)" for name in plots.TITLES}
    available = plots.available(entry, history=history, peers=peers)
    absent = dict.fromkeys(shown, NOTHING) | {"peers": NO_PEERS}
    parts = {name: link if name in available else absent[name] for name, link in shown.items()}
    return TEMPLATE.read_text("utf-8").format(
        **parts,
        worth=1 + WORTH_A_WARNING,
        certain=CERTAIN,
        measured=NOTHING if entry is None else _measured(entry),
        figures="" if entry is None else "\n".join(_figures(entry, history=_before(entry, history))),
        events="" if entry is None else "\n".join(_events(entry)),
        peer_table="\n".join(_peers(peers)),
    )


def _before(entry: Entry, history: Sequence[Entry]) -> Sequence[Entry]:
    """Return the history up to the entry, which stands in it once it is marked."""
    return history[: history.index(entry)] if entry in history else history


def _measured(entry: Entry) -> str:
    loop = time_words(entry.loop * 1e9)
    return (
        f"Measured on {entry.date} at commit `{entry.commit}`, version {entry.version}, on {entry.machine}.\n"
        f"All times on this page are of that class of machine; the loop took {loop}."
    )


def _figures(entry: Entry, *, history: Sequence[Entry]) -> Iterator[str]:
    found = changes(entry, history=history)
    yield "| What | Benchmark | Time | Noise | Change |"
    yield "|---|---|---:|---:|---|"
    for name, figure in sorted(entry.figures.items(), key=lambda item: item[1].group):
        noise = "" if figure.noise is None else f"{100 * figure.noise:.0f}%"
        yield f"| {figure.group} | `{name}` | {per_unit(figure)} | {noise} | {_change(found[name])} |"


def _change(change: Change | None) -> str:
    if change is None:
        return ""
    return f"{change}, **slower**" if change.slower else str(change)


def _events(entry: Entry) -> Iterator[str]:
    columns = {name: figure for name, figure in entry.figures.items() if figure.group == "events"}
    if not columns:
        return
    yield "| Time per | " + " | ".join(f"`{name}`" for name in columns) + " |"
    yield "|---|" + "---:|" * len(columns)
    for unit in EVENT_UNITS:
        yield f"| {singular(unit)} | " + " | ".join(_cell(figure, unit) for figure in columns.values()) + " |"
    yield ""
    for name, figure in columns.items():
        yield f"- `{name}`: {', '.join(made_of(figure))}."


def _cell(figure: Figure, unit: str) -> str:
    return time_words(figure.nanoseconds(unit)) if unit in figure.work else ""


def _peers(peers: Sequence[Peer]) -> Iterator[str]:
    if not peers:
        return
    yield "| Engine | Ours is faster by a factor | Range |"
    yield "|---|---:|---:|"
    for peer in peers:
        yield f"| {peer.name} | {times(peer.ratio)} | {times(peer.low)} - {times(peer.high)} |"


def times(ratio: float) -> str:
    """Return a ratio in two digits below ten, else whole."""
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"

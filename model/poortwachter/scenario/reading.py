"""Work out what depends on parameters once for all worlds that agree in the parameters it reads."""

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol, TypeVar

from poortwachter.primitives.parameters import Parameter, ParameterSet
from poortwachter.scenario.load import World
from poortwachter.scenario.schema import LAYERS

Answer = TypeVar("Answer")


class Work(Protocol):
    """Gives what is worked out of worlds."""

    def __call__(self, kind: str, work_out: Callable[..., Answer], *worlds: World) -> Answer:
        """Return `work_out(*worlds)`; of one kind, only the worlds may differ."""
        ...


def anew(kind: str, work_out: Callable[..., Answer], *worlds: World) -> Answer:
    """Work it out, whatever was worked out before."""
    del kind
    return work_out(*worlds)


class Once:
    """Works out anew only where a parameter differs that was read before."""

    def __init__(self) -> None:
        self._found: Final[dict[str, list[tuple[list[_Read], Any]]]] = {}

    def __call__(self, kind: str, work_out: Callable[..., Answer], *worlds: World) -> Answer:
        """Return `work_out(*worlds)`; of one kind, only the worlds may differ."""
        known = self._found.setdefault(kind, [])
        for reads, answer in known:
            if all(read.same_in(world) for read, world in zip(reads, worlds, strict=True)):
                return answer  # type: ignore[no-any-return]
        reads = [_Read(world) for world in worlds]
        answer = work_out(*(read.world for read in reads))
        known.append((reads, answer))
        return answer


class _Read:
    """A world, and which of its parameters were read."""

    def __init__(self, world: World) -> None:
        self._layers = {layer: _Noting(world.layer(layer)) for layer in LAYERS}
        self.world = World(**self._layers)

    def same_in(self, world: World) -> bool:
        """Return whether another world has the same values of the parameters that were read."""
        return all(
            _same(parameter, world.layer(layer)[name])
            for layer, noting in self._layers.items()
            for name, parameter in noting.read.items()
        )


class _Noting(ParameterSet):
    """Parameters that note which of them are read."""

    def __init__(self, parameters: ParameterSet) -> None:
        super().__init__({})
        self._noted = parameters
        self.read: Final[dict[str, Parameter]] = {}

    def __getitem__(self, name: str) -> Parameter:
        """Return a parameter and note it, also where another notes what is read here."""
        parameter = self._noted[name]
        self.read[name] = parameter
        return parameter

    def __contains__(self, name: object) -> bool:
        return name in self._noted

    def __iter__(self) -> Iterator[str]:
        return iter(self._noted)

    def __len__(self) -> int:
        return len(self._noted)


def _same(one: Parameter, other: Parameter) -> bool:
    return one is other or one.content() == other.content()

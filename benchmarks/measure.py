"""Time a function with pytest-benchmark and a fixed loop of the machine beside every round."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from statistics import median, quantiles
from typing import Any, Final

from benchmarks.history import Figure
from benchmarks.machine import loop_seconds

ROUNDS: Final = 7
FEW: Final = 4
"""Rounds below which their spread says nothing."""


class Measure:
    """What a benchmark calls once: it times a function and keeps the figure."""

    def __init__(self, benchmark: Any, *, keep: Callable[[Figure, list[float]], None]) -> None:
        self._benchmark, self._keep = benchmark, keep

    def __call__(
        self,
        function: Callable[[], Any],
        *,
        unit: str,
        work: Callable[[Any], Mapping[str, float]],
        rounds: int = ROUNDS,
        warm: bool = True,
    ) -> Any:
        """Time a function and return its result.

        unit: which amount of work figures are compared by. work: the amounts of a round by name, from the result.
        warm: whether there is a first round that does not count.
        """
        loops: list[float] = []
        result = self._benchmark.pedantic(
            function, setup=lambda: loops.append(loop_seconds()), rounds=rounds, warmup_rounds=int(warm)
        )
        counts = {name: float(amount) for name, amount in work(result).items()}
        if self._benchmark.stats is None:  # --benchmark-disable
            return result
        loops.append(loop_seconds())
        times = self._benchmark.stats.stats.data
        figure = figure_of(
            times,
            loops=loops[-rounds - 1 :],
            unit=unit,
            work=counts,
            group=self._benchmark.group or "",
            params=self._benchmark.params or {},
        )
        self._benchmark.extra_info.update(figure.model_dump())
        self._keep(figure, loops)
        return result


def figure_of(
    times: list[float],
    *,
    loops: list[float],
    unit: str,
    work: dict[str, float],
    group: str,
    params: Mapping[str, int | str],
) -> Figure:
    """Return the figure of rounds, each scaled by the loops just before and just after it."""
    around = zip(times, pairwise(loops), strict=True)
    scaled = [2 * time / (before + after) for time, (before, after) in around]
    middle, noise = median(scaled), None
    if len(scaled) >= FEW:
        low, _, high = quantiles(scaled, n=4, method="inclusive")
        noise = (high - low) / middle
    return Figure(
        group=group,
        params=dict(params),
        unit=unit,
        work=work,
        seconds=median(times),
        scaled=middle,
        noise=noise,
        rounds=len(times),
    )

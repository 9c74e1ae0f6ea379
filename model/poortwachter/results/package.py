"""Divide what a package of measures changes over the measures: each alone, stacked in order, and by Shapley.

With v(S) what a set S of the n measures changes,

    alone(i)   = v({i})
    stacked(i) = v(the first i) - v(the first i - 1), in the order in which they are named
    shapley(i) = sum over the sets S without i of |S|! (n - |S| - 1)! / n! (v(S with i) - v(S))

`stacked` and `shapley` add up to the whole; `alone` does so with the interaction. Shapley's share is also the mean of
what a measure adds over all orders of the measures: of larger packages over some orders, each with its reverse.
Every share is linear in v, so that its standard error is that of the same sum over the groups.
Source: Shapley (1953), A value for n-person games; Castro, Gomez and Tejada (2009), Polynomial calculation of the
Shapley value based on sampling.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.lines import CENTS_PER_EUR_MLN, LINE_NAMES, line_amounts
from poortwachter.primitives.codes import GROUPS
from poortwachter.results.arrays import Floats, Ledgers, effect_money
from poortwachter.results.assemble import Context, certain_lines, settled_charges, settled_rows
from poortwachter.results.groups import Estimate, estimate, mean_of_rows
from poortwachter.results.store import STRUCTURAL

if TYPE_CHECKING:
    import xarray as xr

Subset: TypeAlias = frozenset[str]
Order: TypeAlias = tuple[str, ...]
Terms: TypeAlias = Mapping[Subset, float]
"""A share as a sum of what sets change, each with its weight."""

ALONE, STACKED, SHAPLEY = "alone", "stacked", "shapley"
WAYS: Final = (ALONE, STACKED, SHAPLEY)


class SubsetEffect(NamedTuple):
    """What a set of measures changes: the lines of the letter, EUR mln, unweighted."""

    calendar: Floats
    """(256, Y, lines)"""
    structural: Floats
    """(256, lines)"""


class Weights(NamedTuple):
    """Persons per simulated worker, in both runs."""

    calendar: float
    frozen: float


def yearly_lines(ledgers: Ledgers, *, context: Context) -> Floats:
    """Return what a set changes on the calendar, (256, Y, lines); context: of a run of the set.

    What is known without error, premiums and budgets, is spread over the groups.
    """
    lines = line_amounts(effect_money(ledgers, charges=context.charges))
    return lines + certain_lines(context, frozen=False) / (GROUPS * context.weight)


def structural_lines(ledgers: Ledgers, *, context: Context) -> Floats:
    """Return what a set changes structurally, (256, lines), of the ledgers of its frozen run."""
    settled = settled_rows(ledgers)
    assert settled is not None, "a frozen run is long enough"
    lines = line_amounts(effect_money(settled, charges=settled_charges(context.frozen_charges)))
    lines = lines + certain_lines(context, frozen=True) / (GROUPS * context.frozen_weight)
    return mean_of_rows(lines)


def all_subsets(measures: Sequence[str]) -> Iterator[Subset]:
    """Yield every set of the measures, the smallest first."""
    for size in range(len(measures) + 1):
        yield from map(frozenset, combinations(measures, size))


def terms_of(measures: Sequence[str], *, orders: Sequence[Order]) -> dict[str, list[Terms]]:
    """Return every share by way and measure; Shapley over all sets, or where orders are given over these."""
    given: Order = tuple(measures)
    return {
        ALONE: [{frozenset({one}): 1.0} for one in given],
        STACKED: [_added(given, one) for one in given],
        SHAPLEY: [_mean([_added(order, one) for order in orders]) if orders else _exact(given, one) for one in given],
    }


def _added(order: Order, measure: str) -> Terms:
    place = order.index(measure)
    return {frozenset(order[: place + 1]): 1.0, frozenset(order[:place]): -1.0}


def _exact(measures: Order, measure: str) -> Terms:
    others = [one for one in measures if one != measure]
    terms: dict[Subset, float] = {}
    for subset in all_subsets(others):
        weight = factorial(len(subset)) * factorial(len(others) - len(subset)) / factorial(len(measures))
        terms[subset | {measure}] = weight
        terms[subset] = -weight
    return terms


def _mean(sums: Sequence[Terms]) -> Terms:
    total: dict[Subset, float] = {}
    for terms in sums:
        for subset, weight in terms.items():
            total[subset] = total.get(subset, 0.0) + weight / len(sums)
    return total


def asked(measures: Sequence[str], *, orders: Sequence[Order]) -> set[Subset]:
    """Return the sets of measures that the shares ask for."""
    shares = terms_of(measures, orders=orders).values()
    return {subset for way in shares for terms in way for subset in terms} | {frozenset(measures)}


def antithetic_orders(measures: Sequence[str], *, pairs: int, seed: int) -> list[Order]:
    """Return orders of the measures, each followed by its reverse: first the one given, then chosen by chance."""
    chance = np.random.Generator(np.random.Philox(seed))
    given: Order = tuple(measures)
    found: list[Order] = [given, given[::-1]]
    while len(found) < 2 * pairs:
        order: Order = tuple(given[place] for place in chance.permutation(len(given)))
        found += [order, order[::-1]]
    return found


class _Total(NamedTuple):
    """A sum of what sets change, estimated: by line and year, and structurally by line."""

    by_year: Estimate
    structural: Estimate


def decomposed(
    measures: Sequence[str],
    effects: Mapping[Subset, SubsetEffect],
    *,
    orders: Sequence[Order],
    weights: Weights,
) -> dict[str, npt.NDArray[Any]]:
    """Return the shares as arrays by name: `part` and so on, with the dimensions that `_NAMES` gives."""

    def total(terms: Terms) -> _Total:
        years, settled = (_combined(effects, terms, frozen=frozen) for frozen in (False, True))
        return _Total(estimate(years, scale=weights.calendar), estimate(settled, scale=weights.frozen))

    shares = {way: [total(one) for one in parts] for way, parts in terms_of(measures, orders=orders).items()}
    whole_terms: Terms = {frozenset(measures): 1.0}
    whole = total(whole_terms)
    between = total(_minus(whole_terms, [{frozenset({one}): 1.0} for one in measures]))
    values: dict[str, npt.NDArray[Any]] = {}
    for span, suffix in ((0, ""), (1, "_structural")):
        cents = {way: [_cents(each[span].total) for each in parts] for way, parts in shares.items()}
        all_cents = _cents(whole[span].total)
        for way in (STACKED, SHAPLEY):
            _add_up(cents[way], all_cents)
        apart = all_cents - np.sum(cents[ALONE], axis=0)
        values[f"part{suffix}"] = _euros(np.stack([np.stack(cents[way]) for way in WAYS]))
        values[f"part{suffix}_se"] = np.stack([np.stack([each[span].se for each in shares[way]]) for way in WAYS])
        values[f"whole{suffix}"], values[f"whole{suffix}_se"] = _euros(all_cents), whole[span].se
        values[f"interaction{suffix}"], values[f"interaction{suffix}_se"] = _euros(apart), between[span].se
        values[f"order{suffix}_se"] = np.stack(
            [_between_orders(one, orders, effects, weights=weights, frozen=bool(span)) for one in measures]
        )
    return {name: np.moveaxis(value, -2, -1) if "structural" not in name else value for name, value in values.items()}


def _combined(effects: Mapping[Subset, SubsetEffect], terms: Terms, *, frozen: bool) -> Floats:
    """Return a sum of what sets change by group, shape (256, Y, lines) or, structurally, (256, lines)."""
    total = np.zeros(())
    for subset in sorted(terms, key=lambda one: (len(one), sorted(one))):
        effect = effects[subset]
        total = total + terms[subset] * (effect.structural if frozen else effect.calendar)
    return total


def _minus(terms: Terms, others: Sequence[Terms]) -> Terms:
    left = dict(terms)
    for other in others:
        for subset, weight in other.items():
            left[subset] = left.get(subset, 0.0) - weight
    return left


def _between_orders(
    measure: str, orders: Sequence[Order], effects: Mapping[Subset, SubsetEffect], *, weights: Weights, frozen: bool
) -> Floats:
    """Return the standard error of a Shapley share that comes of not taking all orders; 0 where all are taken."""
    scale = weights.frozen if frozen else weights.calendar
    pairs = [
        _combined(effects, _mean([_added(order, measure) for order in pair]), frozen=frozen).sum(axis=0) * scale
        for pair in zip(orders[::2], orders[1::2], strict=True)
    ]
    if not pairs:
        return np.zeros_like(_combined(effects, {frozenset({measure}): 1.0}, frozen=frozen)[0])
    if len(pairs) == 1:
        return np.full_like(pairs[0], np.nan)
    return np.asarray(np.std(pairs, axis=0, ddof=1) / np.sqrt(len(pairs)))


def _cents(amounts: Floats) -> npt.NDArray[np.int64]:
    return np.rint(amounts * CENTS_PER_EUR_MLN).astype(np.int64)


def _euros(cents: npt.NDArray[np.int64]) -> Floats:
    return cents / CENTS_PER_EUR_MLN


def _add_up(parts: list[npt.NDArray[np.int64]], whole: npt.NDArray[np.int64]) -> None:
    """Give the cents by which rounded parts miss the whole to the largest part, of equals the first."""
    stacked = np.stack(parts)
    largest = np.argmax(np.abs(stacked), axis=0)
    missing = whole - stacked.sum(axis=0)
    for place, part in enumerate(parts):
        part += np.where(largest == place, missing, 0)


class _Variable(NamedTuple):
    dims: tuple[str, ...]
    long_name: str


_EUR_MLN: Final = "EUR mln per year, constant prices"
_PARTS: Final = ("way", "measure", "line")
_NAMES: Final[dict[str, _Variable]] = {
    "part": _Variable(_PARTS, "share of a measure in what the package changes"),
    "whole": _Variable(("line",), "what the package changes"),
    "interaction": _Variable(("line",), "the package minus all its measures alone"),
    "order": _Variable(("measure", "line"), "share by Shapley: error of not taking all orders of the measures"),
}


def package_dataset(
    values: Mapping[str, npt.NDArray[Any]],
    *,
    measures: Sequence[str],
    titles: Sequence[str],
    years: npt.NDArray[np.int64],
    attributes: Mapping[str, Any],
) -> "xr.Dataset":
    """Return the shares of a package as a labelled dataset.

    Dimensions: `way` (alone, stacked, shapley), `measure` in the order of the package, `line` of the cost table,
    `year`; structural amounts have no year.
    """
    import xarray as xr

    variables = {}
    for name, array in values.items():
        kind = _NAMES[name.removesuffix("_se").removesuffix("_structural")]
        structural = "_structural" in name
        dims = kind.dims if structural else (*kind.dims, "year")
        said = f"{'structural: ' if structural else ''}{kind.long_name}"
        error = name.endswith("_se") and not name.startswith("order")
        variables[name] = (
            dims,
            array,
            {"units": _EUR_MLN, "long_name": f"standard error of {said}" if error else said},
        )
    coordinates = {
        "way": ("way", list(WAYS), {"units": "1", "long_name": "way of dividing the whole"}),
        "measure": ("measure", list(measures), {"units": "1", "long_name": "measure, in the order of the package"}),
        "measure_title": ("measure", list(titles), {"units": "1", "long_name": "title of the measure"}),
        "line": ("line", list(LINE_NAMES), {"units": "1", "long_name": "line of the cost table"}),
        "year": ("year", years, {"units": "1", "long_name": "calendar year"}),
    }
    return xr.Dataset(variables, coords=coordinates, attrs=dict(attributes))


class PackageRow(NamedTuple):
    """An unrounded amount with its standard error, EUR mln.

    `way` is also `whole` and `interaction`, without a measure; `year` is also `structureel`.
    """

    way: str
    measure: str
    line: str
    year: int | str
    amount: float
    se: float


def package_csv(dataset: "xr.Dataset") -> str:
    """Return the shares tidy and unrounded: `way,measure,line,year,amount_eur_mln,se_eur_mln`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(("way", "measure", "line", "year", "amount_eur_mln", "se_eur_mln"))
    for row in package_rows(dataset):
        writer.writerow((*row[:4], repr(row.amount), repr(row.se)))
    return buffer.getvalue()


def package_rows(dataset: "xr.Dataset") -> Iterator[PackageRow]:
    """Yield every share of every measure, the whole and the interaction, by line and year."""
    years = [*(int(year) for year in dataset["year"].to_numpy()), STRUCTURAL]
    lines = [str(line) for line in dataset["line"].to_numpy()]
    measures = [str(one) for one in dataset["measure"].to_numpy()]
    parts = [(way, one, "part", (w, m)) for w, way in enumerate(WAYS) for m, one in enumerate(measures)]
    for way, one, name, place in [*parts, *((name, "", name, ()) for name in ("whole", "interaction"))]:
        amounts, errors = (_with_structural(dataset, name, suffix)[place] for suffix in ("", "_se"))
        for line, amount, error in zip(lines, amounts, errors, strict=True):
            for year, value, se in zip(years, amount, error, strict=True):
                yield PackageRow(way, one, line, year, float(value), float(se))


def _with_structural(dataset: "xr.Dataset", name: str, suffix: str) -> Floats:
    years, settled = dataset[f"{name}{suffix}"].to_numpy(), dataset[f"{name}_structural{suffix}"].to_numpy()
    return np.concatenate([years, settled[..., np.newaxis]], axis=-1)

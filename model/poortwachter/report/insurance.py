"""Show who is insured against absence and what insurers pay, where a measure changes it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from poortwachter.report.letter import Note
from poortwachter.report.words import Words

if TYPE_CHECKING:
    import xarray as xr

SPAN: Final = 10
"""Years shown after the first in which who is insured differs, every second of them."""
STEP: Final = 2
PERCENT: Final = 100.0
SHARES: Final = ("insured_share", "relieved_share")
ITEMS: Final = ("loon_jaar1", "loon_jaar2", "loon_sanctie", "cao_aanvulling")
"""What an absence insurer can pay."""
INSURER: Final = "verzekeraar"


def insurance_notes(dataset: "xr.Dataset", *, words: Words) -> tuple[Note, ...]:
    """Return a table of who is insured by firm size and one of what insurers pay; nothing where neither differs."""
    years = _years(dataset) if all(name in dataset for name in SHARES) else []
    if not years:
        return ()
    head = ("", *(str(year) for year in years))
    shares = Note(words["insurance.shares"], table=(head, *_share_rows(dataset, years, words=words)))
    head = (*head, words["table.structural"])
    return (
        shares,
        Note(
            words["insurance.amounts"].format(year=dataset.attrs["price_year"]),
            text=(words["insurance.explained"],),
            table=(head, *_amount_rows(dataset, years, words=words)),
        ),
    )


def _years(dataset: "xr.Dataset") -> list[int]:
    differs = np.zeros(dataset.sizes["year"], dtype=bool)
    for name in SHARES:
        shares = dataset[name]
        differs |= (shares.sel(scenario="reform") != shares.sel(scenario="baseline")).any("firm_size").to_numpy()
    years = [int(year) for year in dataset["year"].to_numpy()[int(np.argmax(differs)) :]] if differs.any() else []
    return years[: SPAN + 1 : STEP]


def _share_rows(dataset: "xr.Dataset", years: Sequence[int], *, words: Words) -> Iterator[tuple[str, ...]]:
    for name in SHARES:
        for size in dataset["firm_size"].to_numpy():
            shares = dataset[name].sel(firm_size=size, year=years) * PERCENT
            if not shares.to_numpy().any():
                continue
            before, after = (
                [words.number(float(one), decimals=1) for one in shares.sel(scenario=scenario)]
                for scenario in ("baseline", "reform")
            )
            label = words[f"insurance.{name}"].format(size=size)
            yield (label, *(_moved(one, other) for one, other in zip(before, after, strict=True)))


def _amount_rows(dataset: "xr.Dataset", years: Sequence[int], *, words: Words) -> Iterator[tuple[str, ...]]:
    for item in ITEMS:
        place = {"item": item, "payer": INSURER, "year": list(years)}
        amount, effect, se = (
            dataset[name].sel(where).to_numpy()
            for name, where in (("amount", {**place, "scenario": "baseline"}), ("effect", place), ("effect_se", place))
        )
        if not amount.any() and not effect.any():
            continue
        cells = [
            f"{words.number(float(one))} ({_difference(float(more), se=float(error), words=words)})"
            for one, more, error in zip(amount, effect, se, strict=True)
        ]
        settled, error = (
            float(dataset[name].sel(item=item, payer=INSURER)) for name in ("structural", "structural_se")
        )
        yield (words[f"insurance.{item}"], *cells, f"({_difference(settled, se=error, words=words)})")


def _moved(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _difference(value: float, *, se: float, words: Words) -> str:
    """Return a difference with its sign, and its standard error where it has one."""
    sign = "+" if value > 0 else ""
    error = f" ± {words.number(se, decimals=1)}" if np.isfinite(se) and se > 0.0 else ""
    return f"{sign}{words.number(value, decimals=1)}{error}"

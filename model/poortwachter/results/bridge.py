"""Explain the structural amount by its links: sanctions lapsed, weeks earlier, extra awards, stay, benefit."""

from dataclasses import astuple, dataclass, fields
from typing import Final

import numpy as np

from poortwachter.accounting import views
from poortwachter.accounting.lines import LINE_NAMES, line_amounts
from poortwachter.primitives.codes import Event
from poortwachter.results.arrays import Floats, Ledgers
from poortwachter.results.groups import mean_of_rows

BRIDGE_UNITS: Final = {
    "sanctions_lapsed": "sanctions per year",
    "weeks_earlier": "weeks per lapsed sanction",
    "award_share_after_sanction": "1",
    "extra_awards": "persons per year",
    "stay_years": "person-years per award",
    "benefit_eur": "EUR per person-year",
    "product_eur_mln": "EUR mln per year, constant prices",
}


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """The links between a lapsed sanction and the structural amount, means of the frozen run's last five years.

    Attributes:
        sanctions_lapsed: sanctions that lapse per year, reform minus baseline.
        weeks_earlier: sanction days saved per lapsed sanction, in weeks.
        award_share_after_sanction: WIA awards per sanction in the baseline: they would come anyway, now earlier.
        extra_awards: WIA awards per year, reform minus baseline.
        stay_years: person-years in the WIA per award (baseline stock over baseline inflow).
        benefit_eur: WIA benefits per person-year of right (baseline, all schemes and payers), EUR.
        product_eur_mln: (lapsed x share x weeks as years + extra awards x stay) x benefit: a first-order check on
            the simulated effect, which is about other people than the average award.
    """

    sanctions_lapsed: float
    weeks_earlier: float
    award_share_after_sanction: float
    extra_awards: float
    stay_years: float
    benefit_eur: float
    product_eur_mln: float

    @classmethod
    def from_values(cls, values: Floats) -> "Bridge":
        """Build from the values in the order of `BRIDGE_UNITS`."""
        return cls(**{field.name: float(value) for field, value in zip(fields(cls), values, strict=True)})

    def values(self) -> Floats:
        """Return the values in the order of `BRIDGE_UNITS`."""
        return np.array(astuple(self), dtype=np.float64)


def bridge_of(ledgers: Ledgers, *, money: Floats, weight: float, days_per_year: float) -> Bridge | None:
    """Measure the links; None when no sanction lapses.

    Args:
        ledgers: the years of the frozen run that make the structural amount.
        money: baseline amounts (256, Y, 16, 9), EUR mln, unweighted.
        weight: persons per simulated worker.
        days_per_year: mean length of a year of the artificial calendar, days.
    """

    def mean(cells: views.Cells) -> Floats:
        return mean_of_rows(cells.astype(np.float64)).sum(axis=0) * weight

    base = mean(views.event_cells(ledgers.baseline))
    change = mean(views.event_cells(ledgers.effect)) * ledgers.unit
    inflow = float(mean(views.wia_inflow_cells(ledgers.baseline)).sum())
    stock = float(mean(views.wia_stock_cells(ledgers.baseline)).sum())
    extra = float(mean(views.wia_inflow_cells(ledgers.effect)).sum()) * ledgers.unit
    spending = float(_wia_benefits(mean_of_rows(money)).sum()) * weight
    return bridge_from(base, change, inflow=inflow, stock=stock, extra=extra, spending=spending, year=days_per_year)


def bridge_from(
    base: Floats, change: Floats, *, inflow: float, stock: float, extra: float, spending: float, year: float
) -> Bridge | None:
    """Return the links from yearly figures in persons of the population; None when no sanction lapses.

    Args:
        base: events of the baseline, shape (events,).
        change: the same, reform minus baseline.
        inflow: persons who enter the WIA in the baseline.
        stock: persons in the WIA in the baseline.
        extra: persons who enter the WIA, reform minus baseline.
        spending: WIA benefits of the baseline, EUR mln.
        year: mean length of a year, days.
    """
    lapsed = float(change[Event.SANCTION_LAPSED])
    sanctions = float(base[Event.SANCTION_SUBSTANTIVE] + base[Event.SANCTION_ADMINISTRATIVE])
    wia_days = float(base[Event.WGA_DAYS] + base[Event.IVA_DAYS])
    if 0.0 in (lapsed, sanctions, wia_days, inflow):
        return None
    weeks_earlier = -float(change[Event.SANCTION_DAYS]) / 7 / lapsed
    share = float(base[Event.AWARD_AFTER_SANCTION]) / sanctions
    benefit_eur_mln = spending / (wia_days / year)
    years = lapsed * share * weeks_earlier * 7 / year + extra * stock / inflow
    return Bridge(
        sanctions_lapsed=lapsed,
        weeks_earlier=weeks_earlier,
        award_share_after_sanction=share,
        extra_awards=extra,
        stay_years=stock / inflow,
        benefit_eur=benefit_eur_mln * 10**6,
        product_eur_mln=years * benefit_eur_mln,
    )


def _wia_benefits(money: Floats) -> Floats:
    return line_amounts(money)[..., LINE_NAMES.index("wia_benefits")]

"""Compute from a ledger what the published series measure, under the same names as the targets.

A moment is a series by year, or by year and group. Counts are persons, amounts EUR in the prices of the year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from poortwachter.accounting.columns import TRANSITIONS
from poortwachter.accounting.views import (
    advance_inflow_cells,
    event_cells,
    flow_cells,
    money_cells,
    stock_cells,
    wia_inflow_cells,
    wia_stock_cells,
)
from poortwachter.primitives.codes import AgeBand, Event, Item, Payer, Scheme, Sex, Status, labels

Years = npt.NDArray[np.float64]
"""(Y,) one figure per year."""

WGA_STATUS: Final = (Status.WGA_LGU, Status.WGA_LAU, Status.WGA_VVU)
WGA_ITEMS: Final = (Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU)
WIA_STATUS: Final = (*WGA_STATUS, Status.IVA)
CENTS: Final = 100.0
MILLION: Final = 1e6
AUGUST: Final = 8 / 12
"""Share of the year behind at the end of August."""
MATE: Final = ("gedeeltelijk", "volledig")
REGELING: Final = ("iva", "wga", "wga_erd")


@dataclass(frozen=True)
class Books:
    """The ledger summed over groups, in persons and EUR of the year."""

    first_year: int
    events: npt.NDArray[np.float64]
    """(Y, event) in the year, or on 31 December where the event says so."""
    flows: npt.NDArray[np.float64]
    """(Y, T)"""
    stocks: npt.NDArray[np.float64]
    """(Y, 13) on 31 December."""
    wia_stock: npt.NDArray[np.float64]
    """(Y, scheme, age band, sex) on 31 December."""
    wia_inflow: npt.NDArray[np.float64]
    """(Y, scheme, age band, sex)"""
    advances: Years
    """(Y,) new WGA benefits that begin with an advance."""
    money: npt.NDArray[np.float64]
    """(Y, item, payer) EUR in the prices of the year."""

    def event(self, *events: Event) -> Years:
        """Return the sum of events."""
        return self.events[:, [int(one) for one in events]].sum(axis=1)

    def flow(self, *, origins: Iterable[int], targets: Iterable[int]) -> Years:
        """Return the persons who go from one of the origins to one of the targets."""
        pairs = {(int(origin), int(target)) for origin in origins for target in targets}
        return self.flows[:, [place for place, pair in enumerate(TRANSITIONS) if pair in pairs]].sum(axis=1)

    def spent(self, *, items: Iterable[Item], payers: Iterable[Payer] = Payer) -> Years:
        """Return what payers paid for items, EUR."""
        return self.money[:, [int(item) for item in items]][:, :, [int(payer) for payer in payers]].sum(axis=(1, 2))


def books(cells: npt.NDArray[np.int64], *, weight: float, price_index: Years, first_year: int) -> Books:
    """Sum a ledger (256, Y, C) over its groups.

    weight: persons per worker; price_index: (Y,) the index of benefits that turns the ledger's cents into
    those of the year.
    """
    total = cells.sum(axis=0)

    def persons(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return counts.astype(np.float64) * weight

    return Books(
        first_year=first_year,
        events=persons(event_cells(total)),
        flows=persons(flow_cells(total)),
        stocks=persons(stock_cells(total)),
        wia_stock=persons(wia_stock_cells(total)),
        wia_inflow=persons(wia_inflow_cells(total)),
        advances=persons(advance_inflow_cells(total).sum(axis=(1, 2))),
        money=persons(money_cells(total)) / CENTS * price_index[:, None, None],
    )


def moments(book: Books, *, vangnet_claim_share: float) -> dict[str, dict[tuple[int, str], float]]:
    """Return the moments by the name of their target; keys are (year, group), the group empty where there is none.

    vangnet_claim_share: share of those sick in the Ziektewet at the end of its term who claim.
    """
    plain = {**_sickness(book), **_claims(book), **_wia(book), **_amounts(book)}
    plain["vangnet_not_recovered_104_weeks"] = plain["vangnet_claims"] / vangnet_claim_share
    found = {name: _keyed(book, {"": values}) for name, values in plain.items()}
    found.update({name: _keyed(book, groups) for name, groups in _grouped(book).items()})
    return found


def _keyed(book: Books, groups: dict[str, Years]) -> dict[tuple[int, str], float]:
    return {
        (book.first_year + year, group): float(value)
        for group, values in groups.items()
        for year, value in enumerate(values)
    }


def _ratio(above: Years, below: Years) -> Years:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)


def _sickness(book: Books) -> dict[str, Years]:
    vangnet = book.event(Event.CLAIM_VANGNET)
    return {
        "notifications_42_weeks": book.event(Event.WEEK42),
        "sick_over_42_weeks_2016": book.event(Event.WEEK42),
        "vangnet_claims": vangnet,
        "zw_stock_with_own_risk": book.stocks[:, Status.ZIEK_ZW],
        "riv_assessed": book.event(Event.RIV),
        "riv_received": book.event(Event.CLAIM) - book.event(Event.CLAIM_VANGNET),
        "voluntary_extensions": book.event(Event.VOLUNTARY_EXTENSION),
        "sanctions_substantive": book.event(Event.SANCTION_SUBSTANTIVE),
        "sanctions_administrative": book.event(Event.SANCTION_ADMINISTRATIVE),
        "sanctions_medical_ground": book.event(Event.GROUND_BEDRIJFSARTS),
        "extensions_shortened": book.event(Event.SANCTION_REPAIRED),
        "absence_over_6_weeks": _ratio(book.event(Event.SPELL_OVER_SIX_WEEKS), book.event(Event.SPELL)),
    }


def _claims(book: Books) -> dict[str, Years]:
    partial, full = book.event(Event.AWARD_WGA_PARTIAL), book.event(Event.AWARD_WGA_FULL)
    early = book.event(Event.AWARD_EARLY_IVA)
    lasting = book.event(Event.AWARD_IVA) + early
    received = book.event(Event.CLAIM, Event.CLAIM_EARLY_IVA)
    awarded, refused = partial + full + lasting, book.event(Event.REFUSED)
    return {
        "wia_claims_received": received,
        "wia_claims_received_8_months": received,
        "wia_claims_awarded": awarded,
        "wia_claims_decided": awarded + refused,
        "wia_award_rate": _ratio(awarded, awarded + refused),
        "awards_net": awarded,
        "wia_claims_awarded_wga_partial": partial,
        "wia_claims_awarded_wga_full": full,
        "wia_claims_awarded_iva": lasting,
        "wia_claims_refused": refused,
        "early_iva_awards": early,
        "transition_payment_compensations": book.event(Event.DISMISSED),
    }


def _wia(book: Books) -> dict[str, Years]:
    wga, iva = (book.wia_stock[:, scheme].sum(axis=(1, 2)) for scheme in Scheme)
    new_wga, new_iva = (book.wia_inflow[:, scheme].sum(axis=(1, 2)) for scheme in Scheme)
    elsewhere = [status for status in Status if status not in WIA_STATUS]
    left_wga = book.flow(origins=WGA_STATUS, targets=elsewhere)
    left_iva = book.flow(origins=[Status.IVA], targets=elsewhere)
    vangnet = book.flow(origins=[Status.ZIEK_ZW], targets=WIA_STATUS)
    employed = book.flow(origins=[Status.ZIEK_LOON, Status.SANCTIE], targets=WIA_STATUS)
    return {
        "wia_stock": wga + iva,
        "wga_stock": wga,
        "iva_stock": iva,
        "wga_stock_august": _in_august(wga),
        "iva_stock_august": _in_august(iva),
        "wia_inflow": new_wga + new_iva,
        "wga_inflow": new_wga,
        "wga_inflow_8_months": new_wga,
        "wga_advances": book.advances,
        "iva_inflow": new_iva,
        "iva_inflow_8_months": new_iva,
        "wga_reopened": book.event(Event.REOPENED),
        "wia_outflow": left_wga + left_iva,
        "wga_outflow": left_wga,
        "iva_outflow": left_iva,
        "wga_to_iva": book.flow(origins=WGA_STATUS, targets=[Status.IVA]),
        "wga_to_iva_reassessed": book.flow(origins=WGA_STATUS, targets=[Status.IVA]) - book.event(Event.ADVANCE_TO_IVA),
        "wia_recovery_rate": _ratio(book.event(Event.RECOVERED), _mean_stock(wga + iva)),
        "inflow_share_vangnet": _ratio(vangnet, vangnet + employed),
        "inflow_share_vangnet_2024": _ratio(vangnet, vangnet + employed),
    }


def _in_august(stock: Years) -> Years:
    """Return the stock at the end of August, on a straight line between ends of years."""
    before = np.concatenate([[0.0], stock[:-1]])
    return before + (stock - before) * AUGUST


def _mean_stock(stock: Years) -> Years:
    return (np.concatenate([[0.0], stock[:-1]]) + stock) / 2


def _amounts(book: Books) -> dict[str, Years]:
    wga, iva = (book.wia_stock[:, scheme].sum(axis=(1, 2)) for scheme in Scheme)
    spent_wga, spent_iva = book.spent(items=WGA_ITEMS), book.spent(items=[Item.IVA])
    return {
        "iva_spending": spent_iva / MILLION,
        "wga_spending": spent_wga / MILLION,
        "wia_spending_2025": (spent_iva + spent_wga) / MILLION,
        "iva_average_benefit": _ratio(spent_iva, _mean_stock(iva)),
        "wga_average_benefit": _ratio(spent_wga, _mean_stock(wga)),
        "transition_payment_compensation_amount": book.spent(items=[Item.COMPENSATIE_TV]) / MILLION,
    }


def _grouped(book: Books) -> dict[str, dict[str, Years]]:
    bands, sexes = labels(AgeBand), labels(Sex)
    by_age, by_sex = book.wia_inflow.sum(axis=3), book.wia_inflow.sum(axis=2)
    stock_by_age, stock_by_sex = book.wia_stock.sum(axis=3), book.wia_stock.sum(axis=2)
    found: dict[str, dict[str, Years]] = {}
    for scheme, name in zip(Scheme, labels(Scheme), strict=True):
        found[f"{name}_inflow_by_age"] = {band: by_age[:, scheme, place] for place, band in enumerate(bands)}
        found[f"{name}_stock_by_age"] = {band: stock_by_age[:, scheme, place] for place, band in enumerate(bands)}
        found[f"{name}_inflow_by_sex"] = {sex: by_sex[:, scheme, place] for place, sex in enumerate(sexes)}
        found[f"{name}_stock_august_by_sex"] = {
            sex: _in_august(stock_by_sex[:, scheme, place]) for place, sex in enumerate(sexes)
        }
    new = by_age.sum(axis=1)
    found["wia_inflow_share_by_age"] = {
        band: _ratio(new[:, place], new.sum(axis=1)) for place, band in enumerate(bands)
    }
    found["decisions_end_of_wachttijd"] = _decisions(book)
    partial, full, lasting = (
        book.event(event) for event in (Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA)
    )
    found["inflow_psychological_share"] = {
        "wga": _ratio(book.event(Event.AWARD_WGA_PSYCHISCH), partial + full),
        "iva": _ratio(book.event(Event.AWARD_IVA_PSYCHISCH), lasting),
    }
    public = [payer for payer in Payer if payer is not Payer.ERD]
    spent = (
        book.spent(items=[Item.IVA]),
        book.spent(items=WGA_ITEMS, payers=public),
        book.spent(items=WGA_ITEMS, payers=[Payer.ERD]),
    )
    found["spending_2023"] = {name: amount / MILLION for name, amount in zip(REGELING, spent, strict=True)}
    found["wga_stock_august_by_kind"] = _wga_in_august(book)
    whole = _in_august(book.wia_stock[:, Scheme.WGA].sum(axis=(1, 2)))
    found["wga_share_august_by_kind"] = {name: _ratio(kind, whole) for name, kind in _wga_in_august(book).items()}
    return found


def _decisions(book: Books) -> dict[str, Years]:
    """Return the decisions on claims at the end of the waiting period by outcome."""
    simple = book.event(Event.AWARD_SIMPLE)
    return {
        "onder35": book.event(Event.REFUSED),
        "wga_gedeeltelijk": book.event(Event.AWARD_WGA_PARTIAL),
        "wga_volledig": book.event(Event.AWARD_WGA_FULL) - simple,
        "iva": book.event(Event.AWARD_IVA),
        "60plus": simple,
    }


def _wga_in_august(book: Books) -> dict[str, Years]:
    """Return the WGA stock at the end of August by kind of benefit."""
    return {
        "lgu": _in_august(book.stocks[:, Status.WGA_LGU]),
        "lau1": _in_august(book.event(Event.LAU1_YEAR_END)),
        "lau2": _in_august(book.event(Event.LAU2_YEAR_END)),
        "vvu": _in_august(book.stocks[:, Status.WGA_VVU]),
    }

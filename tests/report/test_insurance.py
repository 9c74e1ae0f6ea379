"""Who is insured and what insurers pay stand below the table where a measure changes it."""

import numpy as np
import pytest
import xarray as xr

from poortwachter.primitives.codes import Item, Payer, Size, labels
from poortwachter.report.insurance import insurance_notes
from poortwachter.report.words import load_words

YEARS = np.arange(2018, 2031)


@pytest.fixture
def insured() -> xr.Dataset:
    """Return a result in which 10% of the smallest employers take such a policy from 2020 on, and its insurers pay."""
    shares = np.zeros((2, len(YEARS), len(Size)))
    shares[:] = [0.44, 0.86, 0.76, 0.47, 0.23]
    relieved = np.zeros_like(shares)
    relieved[1, 2:, 0] = 0.1
    amount = np.zeros((2, len(YEARS), len(Item), len(Payer)))
    amount[:, :, Item.LOON_JAAR1, Payer.VERZEKERAAR] = 2000.0
    effect = np.zeros(amount.shape[1:])
    effect[2:, Item.LOON_SANCTIE, Payer.VERZEKERAAR] = 4.25
    years, money = ("scenario", "year", "firm_size"), ("year", "item", "payer")
    return xr.Dataset(
        {
            "insured_share": (years, shares),
            "relieved_share": (years, relieved),
            "amount": (("scenario", *money), amount),
            "effect": (money, effect),
            "effect_se": (money, effect / 10),
            "structural": (money[1:], effect[-1]),
            "structural_se": (money[1:], effect[-1] / 5),
        },
        coords={
            **{"year": YEARS, "scenario": ["baseline", "reform"], "firm_size": list(labels(Size))},
            **{"item": list(labels(Item)), "payer": list(labels(Payer))},
        },
        attrs={"price_year": 2025},
    )


def test_shares_and_amounts_stand_by_year_from_the_first_that_differs(insured: xr.Dataset) -> None:
    shares, amounts = insurance_notes(insured, words=load_words("nl"))
    assert shares.table[0] == ("", "2020", "2022", "2024", "2026", "2028", "2030")
    rows = {row[0]: row[1:] for row in (*shares.table[1:], *amounts.table[1:])}
    assert set(rows["verzekerd, 0-5 werknemers"]) == {"44,0"}
    assert set(rows["wv. MKB verzuim-ontzorgverzekering, 0-5 werknemers"]) == {"0,0 → 10,0"}
    assert "wv. MKB verzuim-ontzorgverzekering, 5-10 werknemers" not in rows
    assert rows["loon eerste ziektejaar"][0] == "2.000 (0,0)"
    assert rows["loon tijdens een loonsanctie"] == ("0 (+4,3 ± 0,4)",) * 6 + ("(+4,3 ± 0,9)",)
    assert "aanvulling volgens cao" not in rows


def test_a_measure_that_leaves_insurance_alone_shows_nothing(insured: xr.Dataset) -> None:
    insured["relieved_share"][:] = 0.0
    assert insurance_notes(insured, words=load_words("en")) == ()

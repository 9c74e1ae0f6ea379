"""Make a result of realistic size without running anything."""

from typing import Any

import numpy as np
import pytest
import xarray as xr

from poortwachter.accounting.lines import LINE_NAMES, line_amounts
from poortwachter.primitives.codes import AgeBand, Item, Payer, Scheme, Sex, labels
from poortwachter.report.letter import Assumption, Variant, Yardstick
from poortwachter.results.bridge import BRIDGE_UNITS
from poortwachter.results.channels import CHANNELS
from poortwachter.results.schema import SCENARIOS

YEARS = np.arange(2004, 2081)


def effect_money(size: float) -> Any:
    money = np.zeros((len(Item), len(Payer)))
    money[Item.IVA, Payer.AOF] = 0.3 * size
    money[Item.WGA_LAU, Payer.WHK] = 0.53 * size
    money[Item.WGA_VVU, Payer.ERD] = 0.17 * size
    money[Item.WW, Payer.AWF] = 0.05 * size
    money[Item.UITVOERING, Payer.AOF] = -0.01 * size
    money[Item.LOON_SANCTIE, Payer.WERKGEVER] = -0.45 * size
    return money


def make_result(*, structural: float = 57.6, se: float = 0.16, start: int = 2023) -> xr.Dataset:
    growth = np.where(start <= YEARS, 1 - np.exp(-(YEARS - start + 0.5) / 12), 0.0)
    noise = np.random.default_rng(1).normal(size=len(YEARS)) * se * (start <= YEARS)
    lines = line_amounts(np.stack([effect_money(structural * g + e) for g, e in zip(growth, noise, strict=True)])).T
    last = line_amounts(effect_money(structural))
    coverage = np.clip((YEARS - 2005) / 16, 0, 1.4)
    stock = np.zeros((2, len(YEARS), len(Scheme), len(AgeBand), len(Sex)))
    inflow = stock.copy()
    stock[..., 0, 3, 0] = coverage * 300_000
    inflow[..., 1, 3, 1] = np.where(YEARS >= 2006, 22_000 + 1_800 * np.clip(YEARS - 2006, 0, 22), 0)
    bridge = np.array([650, 40.2, 0.46, 137.0, 14.2, 21_500.0, 48.3])
    wia = ("scenario", "year", "scheme", "age_band", "sex")
    return xr.Dataset(
        {
            "line_effect": (("line", "year"), lines),
            "line_effect_se": (("line", "year"), np.where(lines != 0, se, 0.0)),
            "line_structural": ("line", last),
            "line_structural_se": ("line", np.full(len(last), se)),
            "structural": (("item", "payer"), effect_money(structural)),
            "structural_se": (("item", "payer"), np.full((len(Item), len(Payer)), se)),
            "channel_structural": ("channel", structural * np.array([0.3, 0.3, 0.4])),
            "channel_structural_se": ("channel", np.array([se, se, se])),
            "bridge": ("bridge_term", bridge),
            "wia_stock": (wia, stock),
            "wia_inflow": (wia, inflow),
        },
        coords={
            "year": YEARS,
            "line": list(LINE_NAMES),
            "item": list(labels(Item)),
            "payer": list(labels(Payer)),
            "scheme": list(labels(Scheme)),
            "age_band": list(labels(AgeBand)),
            "sex": list(labels(Sex)),
            "scenario": list(SCENARIOS),
            "channel": list(CHANNELS),
            "bridge_term": list(BRIDGE_UNITS),
        },
        attrs={
            "title": "Medisch advies bedrijfsarts leidend bij de RIV-toets",
            "price_year": 2022,
            "plan_hash": "0123456789abcdef" * 4,
            "versions": '{"poortwachter": "0.1.0"}',
            "lives": 2_345_678,
            "estimator": "split",
            "seed": 1,
        },
    )


@pytest.fixture(scope="session")
def result() -> xr.Dataset:
    return make_result()


@pytest.fixture
def yardstick() -> Yardstick:
    return Yardstick(
        60, "EUR mln per jaar", "structurele WIA-uitkeringslasten", "Kamerbrief 2022", "Prijspeil onbekend."
    )


@pytest.fixture
def assumptions() -> list[Assumption]:
    return [
        Assumption("Aandeel sancties dat vervalt", "0,25", "published", "0,12–0,25"),
        Assumption("Oorzakelijk aandeel", "1,0", "assumed", "0–1"),
        Assumption("Sterfte", "0,01", "derived"),
    ]


@pytest.fixture
def variants() -> list[Variant]:
    return [Variant("actueel", 27.84, 0.3), Variant("hoofdgrond", 27.6, 0.2)]

"""Make a result with every variable of the contract, without running anything: a small reform from 2023 on."""

import json
from pathlib import Path

import numpy as np
import xarray as xr

from poortwachter.accounting.columns import transition_labels
from poortwachter.accounting.lines import LINE_NAMES, line_amounts
from poortwachter.letters import fingerprints
from poortwachter.primitives.codes import SIZE_LABELS, AgeBand, Event, Item, Payer, Scheme, Sex, Status
from poortwachter.results.assemble import dataset_of
from poortwachter.results.below import Below, Carried, VariantAmount, keep
from poortwachter.results.bridge import BRIDGE_UNITS
from poortwachter.results.channels import CHANNELS, COMBINATIONS
from poortwachter.results.schema import VARIABLES
from poortwachter.results.store import write_result
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import RunOptions, plan, resolve

YEARS = np.arange(2004, 2041)
START = 2023
SIZES = {
    "scenario": 2,
    "year": len(YEARS),
    "item": len(Item),
    "payer": len(Payer),
    "line": len(LINE_NAMES),
    "status": len(Status),
    "transition": len(transition_labels()),
    "event_kind": len(Event),
    "scheme": len(Scheme),
    "firm_size": len(SIZE_LABELS),
    "age_band": len(AgeBand),
    "sex": len(Sex),
    "channel": len(CHANNELS),
    "combination": len(COMBINATIONS),
    "bridge_term": len(BRIDGE_UNITS),
}
EVENTS = {"RIV": 40_000, "SANCTION_ADMINISTRATIVE": 2_000, "SANCTION_SUBSTANTIVE": 3_000, "AWARD_AFTER_SANCTION": 2_200}


def whole_result() -> xr.Dataset:
    """Return the result: 600 sanctions lapse, employers gain, funds pay."""
    values = {name: np.zeros([SIZES[dim] for dim in spec.dims]) for name, spec in VARIABLES.items()}
    works = 1 - np.exp(-np.maximum(YEARS - START + 0.5, 0) / 12)
    money = np.zeros((len(Item), len(Payer)))
    money[Item.IVA, Payer.AOF], money[Item.WGA_LAU, Payer.WHK], money[Item.WGA_VVU, Payer.ERD] = 17.0, 30.0, 9.0
    money[Item.LOON_SANCTIE, Payer.WERKGEVER], money[Item.TRANSITIEVERGOEDING, Payer.WERKGEVER] = -26.0, 2.0
    money[Item.WW, Payer.AWF] = 3.0
    values["structural"], values["structural_se"] = money, np.full_like(money, 0.2)
    values["effect"] = works[:, None, None] * money
    values["line_effect"] = line_amounts(values["effect"]).T
    values["line_effect_se"] = np.where(values["line_effect"] != 0, 0.4, 0.0)
    values["line_structural"], values["line_structural_se"] = line_amounts(money), np.full(len(LINE_NAMES), 0.3)
    values["deflator"] = np.power(1.03, YEARS - 2022.0, dtype=np.float64)
    for name, number in EVENTS.items():
        values["event"][..., Event[name]] = number
    reform = values["event"][1]
    reform[:, Event.SANCTION_LAPSED] = np.where(YEARS >= START, 600, 0)
    reform[:, Event.SANCTION_SUBSTANTIVE] -= reform[:, Event.SANCTION_LAPSED]
    values["stock"][:, :, Status.WGA_LAU], values["stock"][:, :, Status.IVA] = 200_000, 150_000
    values["stock"][1, :, Status.WGA_LAU] += 1_500 * works
    values["stock"][1, :, Status.SANCTIE] -= 500 * (YEARS >= START)
    values["wia_stock"][..., 0, 3, 0] = 10_000 * np.minimum(YEARS - 2004, 20)
    values["wia_inflow"][..., 0, 3, 0] = 40_000
    values["wia_inflow"][1, :, 0, 3, 0] += 150 * (YEARS >= START)
    values["bridge"] = np.array([600, 31.0, 0.44, 130.0, 10.6, 19_600.0, 41.0])
    attributes = {
        "title": "Medisch advies bedrijfsarts leidend bij de RIV-toets",
        "source": "Kamerstukken II 2020/21, 35589, nr. 2",
        "price_year": 2022,
        "price_level": "constant prices 2022",
        "plan_hash": "0123456789abcdef" * 4,
        "versions": json.dumps({"poortwachter": "0.1.0"}),
        "lives": 2_345_678,
        "workers": 830_000,
        "weight": 10.0,
        "estimator": "split",
        "seed": 1,
        "replication": 0,
    }
    return dataset_of(values, years=YEARS, attributes=attributes)


def whole_folder(place: Path) -> Path:
    """Write a result folder of the headline case with that result, and return it."""
    resolved = resolve(load("advies_bedrijfsarts_leidend"), RunOptions(workers=830_000, to=int(YEARS[-1])))
    dataset = whole_result()
    ends = {"low": 0.0, "high": 1.0, "at_low": 4.0, "at_low_se": 0.2, "at_high": 56.0, "at_high_se": 0.3}
    below = Below(
        carried=(Carried(name="loonsanctie.causaal_aandeel", value=1.0, **ends),),
        variants=(VariantAmount(name="actueel", value=20.0, se=0.3),),
        parameters=fingerprints(resolved),
    )
    keep(below, dataset=dataset)
    return write_result(dataset, folder=place, plan=plan(resolved), cost_table="", figures={})

"""Every parameter of the law and of behaviour that a scenario can override reaches the ledger, and not before its date.

A scenario that overrides one parameter is read and resolved, its world is built and a few thousand lives are lived in
it. A parameter that nobody reads has no effect and is found here; those that cannot have one are listed, with why.
"""

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.behaviour.parameters import load as load_behaviour
from poortwachter.kernel.groups import affected_groups
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import Stage, touch_of
from poortwachter.kernel.simulate import simulate_block
from poortwachter.primitives.codes import GROUPS, Item, Payer
from poortwachter.primitives.errors import InputError
from poortwachter.scenario.load import World as Parameters
from poortwachter.scenario.load import load
from poortwachter.scenario.resolve import resolve
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Horizon, build_world

HORIZON = Horizon(last_year=2024, price_year=2022, frozen=False)
WORKERS = 16 * GROUPS
KEY = (np.uint64(1), np.uint64(0))
START = date(2004, 1, 1)
REFORM = date(2015, 1, 1)
SOON = 3
"""Years within which one of a few thousand lives meets a changed parameter."""

Ledger = Any
"""Of 256 groups of workers (256, Y, C), int64."""
Override = dict[str, Any]


NOTHING: Override = {}


class Case(NamedTuple):
    """A value, the first year in which it can have an effect, its date, and what else holds from the start."""

    value: Any
    first: int = 2015
    day: date = REFORM
    law: Override = NOTHING
    behaviour: Override = NOTHING


NOT_TESTED: Override = {"riv_toets.grond_bedrijfsarts_toetsbaar": False}
YEARLY: Override = {"transitievergoeding.oude_opbouw": False, "transitievergoeding.maandloon_per_jaar": 1.0}
FIVE_YEARS: Override = {"wga.vijfjaarsregel": True}
EXECUTION: Override = {"riv_toets.betere_uitvoering": True}
QUALITY: Override = {"poortwachter.kwaliteitsprogramma": True}
RELIEVED: Override = {"ontzorgverzekering.aandeel": (0.5,) * 5}
SIMPLE: Override = {"wia.vereenvoudigd_60plus": True}
NO_RISK: Override = {"no_risk.tweede_spoor": True}
BETTER: Override = {"tweede_spoor.verbeterde_aanpak": True}
OWN_VIEW: Override = {"plan_van_aanpak.visie_werknemer": True}
TRAINING: Override = {"scholing_wga.budget": 100.0}
TRAINED: Override = {"respons.scholing_hervatting": 2.0}

LAW: dict[str, Case] = {
    "aow.leeftijd": Case(770.0, first=2018, day=date(2018, 1, 1)),
    "bekorting.beslistermijn": Case(8.0),
    "bekorting.einde_na_akkoord": Case(1.0),
    "compensatie_tv.grens_loon": Case(
        False, first=2020, behaviour={"loon_bij_ziekte.jaar1": 0.05, "loon_bij_ziekte.jaar2": 0.05}
    ),
    "compensatie_tv.grens_opbouw": Case(False, first=2020),
    "compensatie_tv.in_aanmerking": Case(False, first=2020),
    "compensatie_tv.toegekend": Case(True),
    "dagloon.dagen_per_maand": Case(18.0, first=2004, day=START),
    "financiering.wga_flex_whk": Case(True),
    "financiering.ww_sectorfonds": Case(False),
    "financiering.zw_flex_whk": Case(False),
    "heropening.termijn": Case(1.0),
    "inkomenseis.aandeel": Case(0.9),
    "inkomenseis.uitstel": Case(0.0),
    "iva.aandeel": Case(0.5),
    "iva_vervroegd.eerste_aanvraag": Case(30.0),
    "iva_vervroegd.laatste_aanvraag": Case(30.0),
    "iva_vervroegd.termijn": Case(30.0),
    "iva_vervroegd.wachttijd_maximum": Case(50.0),
    "iva_vervroegd.wachttijd_minimum": Case(50.0),
    "lau.aandeel": Case(0.5),
    "lgu.aandeel": Case(0.5),
    "lgu.aandeel_eerste": Case(0.5),
    "lgu.duur_naar_leeftijd": Case((1.0,) * 9, first=2005, day=START),
    "lgu.maanden_eerste": Case(6.0),
    "lgu.maximum_maanden": Case(6.0),
    "lgu.minimum_maanden": Case(36.0),
    "lgu.naar_leeftijd": Case(True),
    "lgu.overgang_kwartalen": Case(10.0, first=2017),
    "lgu.overgang_minimum": Case(4.0, first=2016),
    "lgu.referte_weken": Case(40.0),
    "lgu.volledige_jaren": Case(2.0, first=2017, day=START),
    "loondoorbetaling.aandeel": Case(0.9),
    "loondoorbetaling.bodem_minimumloon_jaar1": Case(False),
    "loondoorbetaling.samentelling": Case(26.0),
    "loonsanctie.einde_zonder_mogelijkheden": Case(0.0),
    "loonsanctie.maximum": Case(26.0, first=2017),
    "maximumdagloon.dag": Case(100.0),
    "no_risk.dienst_binnen": Case(0.0),
    "no_risk.duur": Case(0.0),
    "no_risk.eigen_werkgever": Case(0.0),
    "no_risk.tweede_spoor": Case(True),
    "no_risk.vrije_weken": Case(200.0),
    "plan_van_aanpak.visie_werknemer": Case(True, behaviour={"respons.visie_terugkeer": 1.5}),
    "poortwachter.kwaliteitsprogramma": Case(True, behaviour={"respons.verschil_artsen": 0.0}),
    "riv_toets.aanvraag": Case(80.0, first=2016),
    "riv_toets.betere_uitvoering": Case(True, behaviour={"respons.sancties_werkgever": 0.2}),
    "riv_toets.eerste_besluit": Case(98.0, first=2016),
    "riv_toets.grond_bedrijfsarts_toetsbaar": Case(False, first=2014),
    "riv_toets.laatste_besluit": Case(93.0, first=2016),
    "riv_toets.loonwaarde_volstaat": Case(0.0),
    "riv_toets.uiterste_besluit": Case(95.0, first=2016),
    "scholing_wga.budget": Case(100.0, behaviour=TRAINED),
    "transitievergoeding.halfjaar_50plus": Case(0.25),
    "transitievergoeding.halfjaar_eerste_tien": Case(0.5),
    "transitievergoeding.halfjaar_later": Case(0.5),
    "transitievergoeding.jaren_50plus": Case(2.0, first=2015, day=START),
    "transitievergoeding.leeftijd_50plus": Case(40.0),
    "transitievergoeding.maandloon_per_jaar": Case(0.5, first=2020),
    "transitievergoeding.maximum": Case(1000.0, law=YEARLY),
    "transitievergoeding.minimum_dienst": Case(120.0),
    "transitievergoeding.oude_opbouw": Case(False),
    "transitievergoeding.verschuldigd": Case(False),
    "tw.sociaal_minimum_alleenstaande": Case(0.3),
    "tw.sociaal_minimum_paar": Case(0.3),
    "tweede_spoor.uiterste_start": Case(75.0, first=2016),
    "tweede_spoor.verbeterde_aanpak": Case(True),
    "vakantietoeslag.aandeel": Case(0.2, first=2004, day=START),
    "vvu.aandeel": Case((0.1, 0.2, 0.3, 0.4)),
    "vvu.aandeel_volledig": Case(0.5),
    "werkgeversrisico.duur": Case(0.0),
    "wga.einde_verdiensten_aandeel": Case(0.9, first=2016),
    "wga.einde_verdiensten_termijn": Case(1.0),
    "wga.vijfjaarsregel": Case(True),
    "wga.vijfjaarsregel_duur": Case(0.0, law=FIVE_YEARS),
    "wga.vijfjaarsregel_vanaf_werk": Case(True, law=FIVE_YEARS),
    "wia.klassegrens": Case((0.3, 0.32, 0.34, 0.38)),
    "wia.ondergrens": Case(0.45),
    "wia.vereenvoudigd_60plus": Case(True),
    "wia.vereenvoudigd_60plus_leeftijd": Case(50.0, law=SIMPLE),
    "wia.volledig_vanaf": Case(0.5),
    "ww.aandeel": Case(0.5),
    "ww.aandeel_eerste": Case(0.5),
    "ww.doorloop_bij_ziekte": Case(0.0),
    "ww.maanden_eerste": Case(6.0),
    "ww.maximum_maanden": Case(1.0),
    "ww.minimum_maanden": Case(36.0, behaviour={"onder35.ww_maanden": 60.0}),
    "ww.overgang_minimum": Case(4.0, first=2016, behaviour={"onder35.ww_maanden": 60.0}),
    "ww.overgang_kwartalen": Case(10.0, first=2017, behaviour={"onder35.ww_maanden": 60.0}),
    "ww.sectorfonds_maanden": Case(0.0),
    "zw.aandeel": Case(0.5),
    "zw.aandeel_zwangerschap": Case(0.5),
    "zw.ezwb": Case(False, first=2016),
    "zw.ezwb_week": Case(30.0),
    "zw.verhaal_vrije_weken": Case(0.0),
    "zw.verlenging_erd": Case(10.0, first=2017),
}
"""Law by parameter. Selected by the first sick day, a law on a later week of illness shows when that week comes."""

_EXAMPLES = "used by `benefit` and `examples` only: it decides a single case, not an amount or a week of a life"
_WAITING = "must stay the waiting period"
_PREMIUM = "a premium is charged when a result is assembled"

LAW_WITHOUT_EFFECT: dict[str, str] = {
    "capaciteit.extra_artsen": "is read where the waiting time is solved, before any life is lived",
    "compensatie_tv.aanvraagtermijn": _EXAMPLES,
    "compensatie_tv.nieuwe_aanvraag": _EXAMPLES,
    "dagloon.dagen_per_jaar": _EXAMPLES,
    "dagloon.opslag_vakantietoeslag": _EXAMPLES,
    "inkomen.werkdagen_vier_weken": _EXAMPLES,
    "inkomenseis.uitloop": _EXAMPLES,
    "lgu.maanden_per_jaar_boven_10": "work history of before 2016 counts otherwise than that of after it",
    "loondoorbetaling.duur": _WAITING,
    "maatman.tijdvakken_per_jaar": _EXAMPLES,
    "maatman.weken_per_jaar": _EXAMPLES,
    "maatman.weken_per_jaar_vierweken": _EXAMPLES,
    "minimumloon.maand": "the unit in which benefits are counted; a reform of it would change every price",
    "poortwachter.kwaliteitsbudget": "a budget is added when a result is assembled",
    "premie.aof_hoog": _PREMIUM,
    "premie.aof_laag": _PREMIUM,
    "premie.awf_hoog": _PREMIUM,
    "premie.awf_laag": _PREMIUM,
    "premie.whk": _PREMIUM,
    "wachttijd.duur": _WAITING,
    "ww.terugwerking": _EXAMPLES,
    "zw.aangifte_termijn": _EXAMPLES,
    "zw.boete_late_aangifte": _EXAMPLES,
    "zw.duur": _WAITING,
    "zw.verhaal_administratief": _EXAMPLES,
}

LATER: dict[str, Case] = {
    "loonsanctie.maximum": Case(78.0, first=2022, day=date(2020, 1, 1)),
    "lgu.maximum_maanden": Case(12.0, first=2020, day=date(2020, 1, 1)),
    "lgu.maanden_per_jaar_boven_10": Case(1.0, first=2020, day=date(2020, 1, 1)),
    "bekorting.beslistermijn": Case(8.0, first=2020, day=date(2020, 1, 1)),
    "lgu.overgang_kwartalen": Case(10.0, first=2018, day=date(2018, 1, 1)),
    "dagloon.dagen_per_maand": Case(18.0),
    "lgu.volledige_jaren": Case(2.0),
    "lgu.duur_naar_leeftijd": Case((1.0,) * 9, first=2007, day=date(2007, 1, 1)),
    "transitievergoeding.jaren_50plus": Case(2.0),
    "vakantietoeslag.aandeel": Case(0.2),
}
"""A second date, after another change of the same law or where only a value at the start might be read."""

BEHAVIOUR: dict[str, Case] = {
    "beoordeling.klasse": Case((0.7, 0.1, 0.1, 0.1)),
    "respons.bezwaren": Case(0.2, law=EXECUTION),
    "respons.bezwaren_gegrond": Case(0.2, law=EXECUTION),
    "respons.sancties_administratief": Case(0.5, law=EXECUTION),
    "respons.sancties_bedrijfsarts": Case(0.0, law=EXECUTION),
    "respons.sancties_werkgever": Case(0.5, law=EXECUTION),
    "respons.verschil_artsen": Case(0.0, law=QUALITY),
    "respons.verschil_artsen_toekenning": Case(0.5, law=QUALITY),
    "riv_toets.hoofdgrond": Case((0.1, 0.8, 0.1)),
    "claim.aanloop_begin": Case(0.5),
    "uitlijning.toekenning": Case(0.5),
    "claim.aanloop_einde": Case(2015.0, behaviour={"claim.aanloop_begin": 0.5}),
    "loonsanctie.causaal_aandeel": Case(0.5, law=NOT_TESTED),
    "loonsanctie.factor_medische_grond": Case(0.5, law=NOT_TESTED),
    "riv_toets.aandeel_vervalbaar": Case(0.9, law=NOT_TESTED),
    "riv_toets.aandeel_vervalbaar_administratief": Case(0.9, law=NOT_TESTED),
    "riv_toets.vervanging_andere_grond": Case(0.9, law=NOT_TESTED),
    "verzuim.langer_dan_4_weken": Case((0.22,) * 6),
    "verzuim.langer_dan_6_weken": Case(0.7),
    "verzuim.langer_dan_91_weken": Case((0.6,) * 6),
    "verzuim.factor_sector": Case((1.0, 0.5, 1.0, 1.5, 1.0, 1.0)),
    "loonsanctie.herstel_gemiddelde_week": Case(15.0),
    "vereenvoudigd_60plus.deelname": Case(0.1, law=SIMPLE),
    "verlenging_vrijwillig.weken": Case(13.0),
    "wga.hervat_mate": Case(0.7),
    "iva.herstel": Case(0.5),
    "respons.norisk_plaatsing": Case(3.0, law=NO_RISK),
    "respons.scholing_hervatting": Case(2.0, law=TRAINING),
    "respons.tweede_spoor_plaatsing": Case(3.0, law=BETTER),
    "respons.vijfjaarsregel_hervatting": Case(1.5, law=FIVE_YEARS),
    "respons.visie_terugkeer": Case(1.5, law=OWN_VIEW),
    "scholing_wga.bereik": Case(0.001, law=TRAINING, behaviour=TRAINED),
    "scholing_wga.doelgroep": Case(0.1, law=TRAINING, behaviour=TRAINED),
    "tweede_spoor.meerkosten": Case(500.0, law=BETTER),
    "ontzorgverzekering.aandeel": Case((0.5,) * 5),
    "ontzorgverzekering.advies_gevolgd": Case(0.0, behaviour=RELIEVED),
    "ontzorgverzekering.terugkeer": Case(0.01, behaviour=RELIEVED),
    "tweede_spoor.extra_gestart": Case(20.0),
    "verzuimverzekering.extra_verzekerd": Case((20.0,) * 5),
}
"""Behaviour whose test value is not half of what it is."""

BEHAVIOUR_WITHOUT_EFFECT: dict[str, str] = {
    "loonsanctie.aandeel_ontslag": "divides what a lapse changes over its channels, and changes no life",
}


# ---- running a scenario ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def circumstances(current: Parameters, much_illness: Override) -> Callable[[Case], Parameters]:
    """Return what makes the parameters in which a case is a reform."""

    def made(case: Case) -> Parameters:
        changed = {"law": case.law, "behaviour": much_illness | case.behaviour}
        return current.overridden(
            {layer: {name: {START: value} for name, value in values.items()} for layer, values in changed.items()}
        )

    return made


def ledger_of(policy: Parameters, *, dated: Parameters) -> Ledger:
    """Return the ledger of a few thousand workers of the first cohort."""
    world = build_world(policy, dated=dated, horizon=HORIZON).world
    cells = np.zeros((GROUPS, world.clock.years, columns.N_COLUMNS), dtype=np.int64)
    simulate_block(cells, pack(world), KEY, 0, 0, WORKERS, scratch())
    return cells


def assert_the_same_from_the_affected_alone(before: Parameters, after: Parameters, expected: Ledger) -> None:
    """Check that living only those again whom a reform can touch gives the bytes of living everyone twice."""
    worlds = [build_world(policy, dated=before, horizon=HORIZON).world for policy in (before, after)]
    touch = touch_of(*worlds)
    if touch is not None and touch.stage > Stage.EVERYONE:
        cells, effect = np.zeros_like(expected), np.zeros_like(expected)
        now, then = (pack(world) for world in worlds)
        everyone = (np.array([WORKERS]), 0, GROUPS)
        affected_groups(cells, effect, now, then, KEY, *everyone, touch.stage, touch.week, scratch())
        assert np.array_equal(cells + effect, expected)


class Baselines:
    """Keep the ledger without the reform, one for all cases in the same circumstances."""

    def __init__(self) -> None:
        self.kept: dict[str, Ledger] = {}

    def of(self, case: Case, policy: Parameters) -> Ledger:
        key = repr((case.law, case.behaviour))
        if key not in self.kept:
            self.kept[key] = ledger_of(policy, dated=policy)
        return self.kept[key]


@pytest.fixture(scope="module")
def baselines() -> Baselines:
    return Baselines()


Reform = Callable[[str, str, Case], tuple[Ledger, Ledger]]


@pytest.fixture
def reform(circumstances: Callable[[Case], Parameters], baselines: Baselines, tmp_path: Path) -> Reform:
    """Return the runner of a scenario that overrides one parameter: the ledgers without and with it."""

    def run(layer: str, name: str, case: Case) -> tuple[Ledger, Ledger]:
        policy = circumstances(case)
        resolved = resolve(load(written(tmp_path, layer, name, case), current=policy))
        after = resolved.reform
        before, ledger = baselines.of(case, policy), ledger_of(after, dated=policy)
        assert_the_same_from_the_affected_alone(policy, after, ledger)
        return before, ledger

    return run


def written(folder: Path, layer: str, name: str, case: Case) -> Path:
    """Write the scenario that overrides one parameter."""
    path = folder / "reform.yaml"
    value = str(case.value).replace("(", "[").replace(")", "]").lower()
    path.write_text(f"title: one parameter\n{layer}:\n  {name}: {{{case.day.isoformat()}: {value}}}\n")
    return path


def years_with_effect(ledgers: tuple[Ledger, Ledger]) -> list[int]:
    before, after = ledgers
    return [START.year + int(year) for year in (before != after).any(axis=(0, 2)).nonzero()[0]]


# ---- the law --------------------------------------------------------------------------------------------------------


def test_every_parameter_of_the_law_is_here_once(current: Parameters) -> None:
    assert sorted([*LAW, *LAW_WITHOUT_EFFECT]) == sorted(current.law)


@pytest.mark.parametrize("name", LAW)
def test_a_reform_of_the_law_has_an_effect_from_its_date_on_and_none_before(name: str, reform: Reform) -> None:
    case = LAW[name]
    years = years_with_effect(reform("law", name, case))
    assert years, "nobody reads it, or the few thousand lives never meet it"
    assert case.first <= years[0] <= case.first + SOON


@pytest.mark.parametrize("name", LATER)
def test_a_reform_at_a_second_date_has_no_effect_before_it_or_is_refused(name: str, reform: Reform) -> None:
    case = LATER[name]
    try:
        years = years_with_effect(reform("law", name, case))
    except InputError:
        return
    assert years
    assert case.first <= years[0]


@pytest.mark.parametrize("name", LAW_WITHOUT_EFFECT)
def test_law_that_cannot_have_an_effect_has_none_or_is_refused(name: str, reform: Reform, current: Parameters) -> None:
    old: Any = current.law[name].at(REFORM)
    try:
        years = years_with_effect(reform("law", name, Case(old / 2)))
    except (InputError, ValueError):
        return
    assert not years


def test_the_law_of_a_later_week_of_illness_shows_no_sooner(reform: Reform) -> None:
    for name, value, first in (("loonsanctie.maximum", 0.0, 2017), ("riv_toets.aanvraag", 103.0, 2016)):
        assert years_with_effect(reform("law", name, Case(value)))[0] == first


def test_the_scenario_of_today_has_no_effect(reform: Reform, current: Parameters) -> None:
    for name in ("iva.aandeel", "riv_toets.grond_bedrijfsarts_toetsbaar", "vvu.aandeel"):
        assert not years_with_effect(reform("law", name, Case(current.law[name].at(REFORM))))


def test_a_reform_moves_only_the_money_it_is_about(reform: Reform) -> None:
    before, after = reform("law", "financiering.zw_flex_whk", LAW["financiering.zw_flex_whk"])
    gap = (after - before).sum(axis=(0, 1))
    moved = [pair for pair, cents in zip(columns.MONEY, gap, strict=False) if cents]
    assert moved == [(Item.ZW, Payer.WHK), (Item.ZW, Payer.SECTORFONDS_UFO)]
    assert gap[: len(columns.MONEY)].sum() == 0


# ---- behaviour ------------------------------------------------------------------------------------------------------


def halved(value: Any) -> Any:
    return tuple(halved(each) for each in value) if isinstance(value, tuple) else value / 2


def behaviour_case(name: str, policy: Parameters) -> Case:
    return BEHAVIOUR.get(name, Case(halved(policy.behaviour[name].at(START))))._replace(day=START)


@pytest.mark.parametrize("name", load_behaviour())
def test_other_behaviour_has_an_effect(name: str, reform: Reform, circumstances: Callable[[Case], Parameters]) -> None:
    case = behaviour_case(name, circumstances(Case(0.0)))
    years = years_with_effect(reform("behaviour", name, case))
    assert bool(years) == (name not in BEHAVIOUR_WITHOUT_EFFECT)


RATES = (
    "iva.herstel",
    "tweede_spoor.plaatsing",
    "wga.deels_naar_vol",
    "wga.naar_iva_deels",
    "wga.naar_iva_vol",
    "wga.vol_naar_deels",
    "wia.herstel_later",
)


def test_what_has_a_rate_of_zero_never_happens_and_kills_nobody(tmp_path: Path, much_illness: Override) -> None:
    script = tmp_path / "zero.py"
    script.write_text(NEVER_HAPPENS)
    command = [sys.executable, script, json.dumps(much_illness), *RATES]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


NEVER_HAPPENS = """
import json, sys
from datetime import date
import numpy as np
from poortwachter.accounting.balance import require_balance
from poortwachter.accounting.columns import N_COLUMNS
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import Stage, touch_of
from poortwachter.kernel.simulate import simulate_block
from poortwachter.scenario.load import current_world
from poortwachter.simulation.blocks import scratch
from poortwachter.simulation.worlds import Horizon, build_world

current, start = current_world(), date(2004, 1, 1)
illness = {"behaviour": {name: {start: value} for name, value in json.loads(sys.argv[1]).items()}}
for name in sys.argv[2:]:
    policy = current.overridden(illness).overridden({"behaviour": {name: {start: 0.0}}})
    world = build_world(policy, dated=current, horizon=Horizon(last_year=2030, price_year=2022, frozen=False)).world
    cells = np.zeros((256, world.clock.years, N_COLUMNS), dtype=np.int64)
    simulate_block(cells, pack(world), (np.uint64(1), np.uint64(0)), 0, 0, 512, scratch())
    require_balance({name: cells}, first_year=2004)
"""


@pytest.mark.parametrize(
    "behaviour",
    [
        {"onder35.ww_maanden": 0.0},
        {"riv_toets.toekenning_zonder_verlenging": 0.0},
        {"dossier.structureel_werk": 1.0, "dossier.nabij_vermogen": 1.0},
        {"loonsanctie.herstel_gemiddelde_week": 0.0},
    ],
    ids=str,
)
def test_what_cannot_be_divided_by_is_refused_in_words(behaviour: Override, current: Parameters) -> None:
    policy = current.overridden({"behaviour": {name: {START: value} for name, value in behaviour.items()}})
    with contextlib.suppress(InputError):
        build_world(policy, dated=current, horizon=HORIZON)

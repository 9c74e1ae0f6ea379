"""Make a small world of parameters, so that tests of scenarios do not hang on the model's own figures."""

from pathlib import Path

import pytest

from poortwachter.primitives.parameters import load_parameters
from poortwachter.scenario.load import World

_LAW = """\
riv_toets.grond_bedrijfsarts_toetsbaar:
  label: UWV toetst het medisch advies
  unit: ja/nee
  selects: end_of_wachttijd
  article: art. 25 lid 9 Wet WIA
  source: {title: Wet WIA, url: https://wetten.overheid.nl/BWBR0019057}
  reliability: primary
  values: {2004-01-01: true}
vvu.aandeel:
  label: Vervolguitkering
  unit: aandeel
  selects: payment
  article: art. 62 Wet WIA
  source: {title: Wet WIA, url: https://wetten.overheid.nl/BWBR0019057}
  reliability: primary
  by: [klasse4]
  values: {2004-01-01: [0.28, 0.35, 0.42, 0.5075]}
zw.vrije_weken:
  label: Wachttijd
  unit: weken
  selects: first_sick_day
  article: art. 23 Wet WIA
  source: {title: Wet WIA, url: https://wetten.overheid.nl/BWBR0019057}
  reliability: primary
  values: {2004-01-01: 104}
"""

_BEHAVIOUR = """\
riv_toets.aandeel_vervalbaar:
  label: Aandeel dat vervalt
  unit: aandeel
  selects: decision
  status: assumed
  reason: voor de toets
  source: {title: Eigen aanname, url: null}
  uncertainty: {kind: uniform, low: 0, high: 1}
  values: {2004-01-01: 0.25}
riv_toets.kans_inhoudelijk:
  label: Kans op een inhoudelijke sanctie
  unit: aandeel
  selects: decision
  status: assumed
  reason: voor de toets
  source: {title: Eigen aanname, url: null}
  uncertainty: {kind: uniform, low: 0, high: 1}
  values: {2004-01-01: 0.05, 2020-01-01: 0.04, 2024-01-01: 0.03}
inzet.minder_voor_week_104:
  label: Minder inzet voor week 104 zonder dreiging
  unit: aandeel
  selects: decision
  status: assumed
  reason: voor de toets
  role: response
  source: {title: Eigen aanname, url: null}
  uncertainty: {kind: uniform, low: 0, high: 1}
  values: {2004-01-01: 0}
"""

_POPULATION = """\
werknemers.aantal:
  label: Werknemers
  unit: personen
  status: assumed
  reason: voor de toets
  source: {title: Eigen aanname, url: null}
  uncertainty: {kind: relative, low: 0.97, high: 1.03}
  interpolation: linear
  values: {2004-01-01: 6000000, 2025-01-01: 8000000, 2045-01-01: 9000000}
werknemers.laatste_jaar:
  label: Laatste waarneming
  unit: jaartal
  status: published
  source: {title: telling, url: "https://example.org"}
  uncertainty: {kind: none}
  values: {2004-01-01: 2025}
"""


@pytest.fixture(scope="session")
def current(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a small world."""
    root: Path = tmp_path_factory.mktemp("world")
    for kind, text in (("law", _LAW), ("behaviour", _BEHAVIOUR), ("population", _POPULATION)):
        (root / kind).mkdir()
        (root / kind / "all.yaml").write_text(text, encoding="utf-8")
    return World(
        law=load_parameters(root / "law", kind="law"),
        behaviour=load_parameters(root / "behaviour", kind="behaviour"),
        population=load_parameters(root / "population", kind="population"),
    )

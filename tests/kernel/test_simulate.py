import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from poortwachter.accounting import columns
from poortwachter.accounting.balance import BalanceError, require_balance
from poortwachter.accounting.views import by_item_and_payer, event_cells, flow_cells, money_cells, money_columns
from poortwachter.kernel.pack import pack
from poortwachter.kernel.reach import forking_world
from poortwachter.primitives.codes import Event, Item, Status
from poortwachter.simulation import blocks
from poortwachter.simulation.blocks import Lives, effects_of, plain_ledger, split_ledgers
from poortwachter.simulation.worlds import Built

WORKERS = 3_000
REFORM = {"riv_toets.grond_bedrijfsarts_toetsbaar": False}
WIA = [Item.IVA, Item.WGA_LGU, Item.WGA_LAU, Item.WGA_VVU]

Build = Callable[..., Built]
MakeLives = Callable[..., Lives]


def ignore(_: int) -> None:
    pass


def digest(*arrays: Any) -> str:
    return hashlib.sha256(b"".join(array.tobytes() for array in arrays)).hexdigest()


def plain(built: Built, of: Lives) -> Any:
    return plain_ledger(pack(built.world), years=built.world.clock.years, lives=of, progress=ignore)


def split(before: Built, after: Built, of: Lives, *, replicates: int = 4) -> Any:
    years = before.world.clock.years
    worlds = pack(forking_world(before.world, after.world)), pack(after.world)
    return split_ledgers(*worlds, years=years, replicates=replicates, lives=of, progress=ignore)


@pytest.fixture(scope="module")
def baseline(build: Build) -> Built:
    return build()


@pytest.fixture(scope="module")
def reform(build: Build) -> Built:
    return build(law=REFORM)


def test_people_and_money_balance_in_every_group_and_year(baseline: Built, reform: Built, lives: MakeLives) -> None:
    cells, effect, _ = split(baseline, reform, lives(baseline, workers=20_000))
    require_balance({"baseline": cells, "effect": effect}, first_year=2004)
    assert effect.any()


def test_a_part_of_an_effect_that_does_not_balance_ends_the_run(
    baseline: Built, reform: Built, lives: MakeLives, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(continuations: Any) -> Any:
        parts = effects_of(continuations)
        parts[3, 0, 3, columns.ERROR_COLUMN] = 1
        return parts

    monkeypatch.setattr(blocks, "effects_of", wrong)
    with pytest.raises(BalanceError, match=r"part 3 \(groups from \d+\), 3, group 0: postings in the error column"):
        split(baseline, reform, lives(baseline, workers=1_000))


def test_every_stage_of_a_life_occurs(baseline: Built, lives: MakeLives) -> None:
    cells = plain(baseline, lives(baseline, workers=60_000)).sum(axis=0)
    assert (cells[:, columns.FIRST_STOCK : columns.FIRST_EVENT].sum(axis=0) > 0).all()
    happened = event_cells(cells).sum(axis=0)
    missing = [event.name for event in Event if happened[event] == 0]
    assert missing == ["SANCTION_LAPSED", "PROTECTED_YEAR_END"]


def test_threads_and_blocks_give_the_same_bytes(baseline: Built, reform: Built, lives: MakeLives) -> None:
    ways = [(1, 100_000), (2, 100_000), (1, 777), (2, 64)]
    found = {
        digest(*split(baseline, reform, lives(baseline, workers=WORKERS, threads=threads, block_size=size)))
        for threads, size in ways
    }
    assert len(found) == 1


def test_another_seed_gives_other_lives(baseline: Built, lives: MakeLives) -> None:
    one, other = (plain(baseline, lives(baseline, workers=500, seed=seed)) for seed in (1, 2))
    assert digest(one) != digest(other)


def test_an_empty_reform_lives_exactly_the_same_lives(baseline: Built, build: Build, lives: MakeLives) -> None:
    of = lives(baseline, workers=WORKERS)
    again = build()
    np.testing.assert_array_equal(plain(baseline, of), plain(again, of))
    _, effect, parts = split(baseline, again, of)
    assert not effect.any()
    assert not parts.any()


def test_a_longer_cohort_leaves_the_lives_of_the_others_as_they_were(baseline: Built, lives: MakeLives) -> None:
    few = plain(baseline, lives(baseline, workers=500)).sum(axis=0)
    of = lives(baseline, workers=1_000)
    more = plain(baseline, of).sum(axis=0)
    added = [
        range(int(short), int(long))
        for short, long in zip(lives(baseline, workers=500).workers, of.workers, strict=True)
    ]
    assert sum(map(len, added)) > 0
    rest = sum_of_workers(baseline, added)
    np.testing.assert_array_equal(few + rest, more)


def sum_of_workers(built: Built, added: list[range]) -> Any:
    from poortwachter.kernel.simulate import simulate_block
    from poortwachter.primitives.codes import GROUPS
    from poortwachter.simulation.blocks import scratch

    cells = np.zeros((GROUPS, built.world.clock.years, columns.N_COLUMNS), dtype=np.int64)
    key = (np.uint64(1), np.uint64(0))
    for cohort, workers in enumerate(added):
        simulate_block(cells, pack(built.world), key, cohort, workers.start, workers.stop, scratch())
    return cells.sum(axis=0)


def into(cells: Any, *targets: Status) -> Any:
    wanted = [i for i, (_, target) in enumerate(columns.TRANSITIONS) if target in targets]
    return flow_cells(cells)[..., wanted].sum(axis=(-2, -1))


def counted(cells: Any, *events: Event) -> Any:
    return event_cells(cells)[..., list(events)].sum(axis=(-2, -1))


STAGES: dict[str, tuple[dict[str, Any], Callable[[Any], Any]]] = {
    "contract ends in the Ziektewet": (
        {"ezwb.beeindigd": 0.9},
        lambda cells: into(cells, Status.ZIEK_ZW),
    ),
    "second track": (
        {"tweede_spoor.plaatsing": 0.05},
        lambda cells: counted(cells, Event.TWEEDE_SPOOR),
    ),
    "gate": (
        {"riv_toets.kans_inhoudelijk": 0.5},
        lambda cells: counted(cells, Event.RIV) + into(cells, Status.ZIEK_ZW),
    ),
    "extension": (
        {"loonsanctie.hersteld": 0.9},
        lambda cells: counted(
            cells,
            *(Event.SANCTION_ADMINISTRATIVE, Event.SANCTION_SUBSTANTIVE),
            *(Event.VOLUNTARY_EXTENSION, Event.ZW_EXTENDED),
        ),
    ),
    "assessment": (
        {"beoordeling.wga_deels": 0.9},
        lambda cells: counted(cells, Event.REFUSED, Event.AWARD_WGA_PARTIAL, Event.AWARD_WGA_FULL, Event.AWARD_IVA),
    ),
    "recovery from the WGA": (
        {"wia.herstel_eerste_jaren": 0.5},
        lambda cells: counted(cells, Event.WGA_DAYS),
    ),
    "mortality in the IVA": (
        {"iva.sterfte_eerste": 0.5},
        lambda cells: counted(cells, Event.IVA_DAYS),
    ),
    "re-opening": (
        {"wia.heropening": 1.0},
        lambda cells: counted(cells, Event.RECOVERED, Event.WGA_DAYS),  # earnings that are lost again end no right
    ),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_parameter_of_one_stage_changes_no_worker_who_never_reaches_it(
    stage: str, build: Build, rows_by_worker: Callable[[Built, int], Any], usual: Any
) -> None:
    overrides, reaches = STAGES[stage]
    changed = rows_by_worker(build(behaviour=overrides), NUMBER)
    reached = reaches(usual) > 0
    differs = (changed != usual).any(axis=(1, 2))
    assert not (differs & ~reached).any()
    assert differs.any(), "the parameter must change somebody, or this test proves nothing"


NUMBER = 6_000


@pytest.fixture(scope="module")
def usual(baseline: Built, rows_by_worker: Callable[[Built, int], Any]) -> Any:
    return rows_by_worker(baseline, NUMBER)


def test_an_advance_is_part_of_the_wga_of_whoever_gets_it(
    build: Build, much_illness: dict[str, Any], rows_by_worker: Callable[[Built, int], Any]
) -> None:
    rows = rows_by_worker(build(behaviour=much_illness), NUMBER)
    advances = rows[..., columns.FIRST_ADVANCE_STOCK : columns.FIRST_ADVANCE_INFLOW]
    wga = rows[..., columns.FIRST_WIA_STOCK : columns.FIRST_WIA_STOCK + advances.shape[-1]]
    assert advances.any()
    assert (advances <= wga).all()


def test_the_split_counts_as_lapsed_what_the_law_says(baseline: Built, reform: Built, lives: MakeLives) -> None:
    cells, effect, _ = split(baseline, reform, lives(baseline, workers=20_000))
    lapsed = event_cells(effect)[..., Event.SANCTION_LAPSED].sum() / 2**20 / 4
    fewer = event_cells(effect)[..., [Event.SANCTION_SUBSTANTIVE, Event.SANCTION_ADMINISTRATIVE]].sum() / 2**20 / 4
    assert lapsed == pytest.approx(-fewer, rel=0.02), "only later spells of those who return can add a little"
    substantive = event_cells(cells)[..., Event.SANCTION_SUBSTANTIVE].sum(axis=-1).sum()
    assert abs(lapsed - 0.25 * substantive) < 4 * 0.25 * np.sqrt(substantive)


def test_split_and_pair_estimate_the_same_effect(build: Build, lives: MakeLives) -> None:
    # Half of all files sanctioned and every sanction lapsing gives the pair enough events to say anything.
    often = {"riv_toets.kans_inhoudelijk": 0.5, "riv_toets.aandeel_vervalbaar": 1.0}
    before, after = build(behaviour=often), build(behaviour=often, law=REFORM)
    of = lives(before, workers=60_000)
    cells, effect, _ = split(before, after, of)
    pair = plain(after, of) - cells
    for items in (WIA, [Item.LOON_SANCTIE], [Item.LOON_JAAR1]):
        by_pair = money_cells(pair)[..., items, :].sum(axis=(1, 2, 3)).astype(float)
        by_split = money_cells(effect)[..., items, :].sum(axis=(1, 2, 3)) / 2**20 / 4
        gap = by_pair - by_split
        assert abs(gap.sum()) < 4 * standard_error(gap)
        assert abs(by_split.sum()) > 4 * standard_error(by_pair)


def standard_error(groups: Any) -> float:
    return float(np.sqrt(256 / 255 * ((groups - groups.mean()) ** 2).sum()))


def test_without_a_causal_effect_the_return_channel_is_small(build: Build, lives: MakeLives) -> None:
    none = {"loonsanctie.causaal_aandeel": 0.0}
    before, after = build(behaviour=none), build(behaviour=none, law=REFORM)
    _, effect, parts = split(before, after, lives(before, workers=20_000), replicates=1)
    whole, income = (money[..., WIA, :].sum() for money in (money_cells(effect), by_item_and_payer(parts[0])))
    assert whole == income, "without causality a lapse is only an earlier decision"


def test_the_channels_are_told_apart_in_the_first_replicate_alone(
    baseline: Built, reform: Built, lives: MakeLives
) -> None:
    of = lives(baseline, workers=20_000)
    once, often = (split(baseline, reform, of, replicates=replicates) for replicates in (1, 4))
    (_, whole, (income, returns, *_)), (_, whole_often, (income_often, returns_often, *_)) = once, often
    assert (income_often - returns_often == 4 * (income - returns)).all()
    assert (income != returns).any()
    assert (whole_often != 4 * whole).any(), "the whole effect is of all four"


def test_the_way_to_return_divides_an_effect_and_changes_nothing_else(build: Build, lives: MakeLives) -> None:
    found = []
    for share in (0.0, 0.3, 1.0):
        of_share = {"loonsanctie.aandeel_ontslag": share}
        before, after = build(behaviour=of_share), build(behaviour=of_share, law=REFORM)
        _, effect, parts = split(before, after, lives(before, workers=20_000))
        found.append(np.stack([money_columns(effect), *parts]))
    none, some, every = found
    assert (none[:3] == some[:3]).all()
    assert (none[:3] == every[:3]).all()
    assert not none[3:].any()
    assert (every[3:] == every[:3]).all()
    benefits = [by_item_and_payer(some[part])[..., WIA, :].sum() for part in (3, 0)]
    assert 0.1 < benefits[0] / benefits[1] < 0.5


def test_an_event_at_a_rate_next_to_zero_never_comes() -> None:
    from poortwachter.kernel.chance import weeks_until
    from poortwachter.kernel.state import NEVER

    word = np.uint64(1 << 31)
    assert all(weeks_until(word, rate) >= NEVER for rate in (0.0, 1e-300, 1e-20))
    assert weeks_until(word, 0.1) == 6

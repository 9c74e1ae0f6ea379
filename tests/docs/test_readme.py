"""The figures that the README names are those that are stored, and its links lead somewhere."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six"}


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stored(root: Path, pages: None) -> Any:
    return import_module("pages.stored").Stored(root)


def _cell(readme: str, label: str) -> str:
    found = re.search(rf"^\| \**{re.escape(label)}[^|]*\| (.*?) \|$", readme, flags=re.MULTILINE)
    assert found is not None, label
    return found.group(1)


def test_the_amounts_are_those_of_the_stored_table(readme: str, stored: Any) -> None:
    assert _cell(readme, "effect on WIA benefits") == (
        f"**{stored.amount():.1f}** (standard error of the simulation {stored.error():.1f})"
    )
    bridge = {
        "of which the WIA starts earlier": "wv. WIA begint eerder, € mln",
        "of which fewer return to work, because dismissal": "wv. minder terugkeer: ontslag mogelijk, € mln",
        "of which fewer return to work, because re-integration": "wv. minder terugkeer: re-integratie stopt, € mln",
    }
    for label, link in bridge.items():
        assert _cell(readme, label) == f"{stored.below[link]:.1f}"
    assert _cell(readme, "first order") == f"{stored.first_order:.0f}"
    assert _cell(readme, "the minister's letter") == f"{stored.headline.yardstick.amount:.0f}"
    assert _cell(readme, "range over the variants") == "{:.0f} to {:.0f}".format(*stored.range_of_variants)
    assert _cell(readme, "variant `actueel`") == f"{stored.variants['actueel'][0]:.0f}"


def test_the_conditions_are_those_of_the_headline(readme: str, stored: Any) -> None:
    run = stored.headline.run
    assert f"prices of {run.price_year}, in force July 2023; seed {run.seed}, {run.workers:,} workers" in readme
    assert f"lives some {NUMBERS[round(stored.lives / 1e6)]} million lives" in readme


def test_the_range_is_that_of_the_stored_draws(readme: str, stored: Any) -> None:
    low, middle, high = (stored.draw(share) for share in (0.1, 0.5, 0.9))
    assert _cell(readme, f"median over {stored.draws} draws") == f"{middle:.0f}, {low:.0f} to {high:.0f}"


def test_fit_and_gates_are_those_that_are_stored(readme: str, stored: Any) -> None:
    words = " ".join(readme.split())
    number = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    assert f"fitted to {stored.fit['manifest']['figures']} published figures" in words
    gates, passed = number[len(stored.validation.gates)], number[stored.validation.passed]
    assert f"holds it to {gates} gates that were written down before the fit, of which it passes {passed}" in words


def test_the_mutants_found_out_are_those_of_the_last_time(readme: str, stored: Any) -> None:
    shares = [f"{out / made:.0%}" for made, out in stored.mutation.values()]
    first, second, third = (share.removesuffix("%") for share in shares)
    assert f"{first}, {second} and {third}%" in readme


def test_the_stored_validation_rests_on_the_same_number_of_free_numbers(stored: Any) -> None:
    assert stored.fit["manifest"]["free_numbers"] == stored.recovery_count


def test_links_lead_to_files_of_the_project(readme: str, root: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", readme)
    assert len(links) > 5
    assert [link for link in links if not (root / link).exists()] == []

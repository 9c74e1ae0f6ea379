"""The documentation builds without a warning, what it shows is there, and its sessions give what they say."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import poortwachter
from poortwachter.cli.main import app
from poortwachter.law import rules as rules_of_law
from poortwachter.results.schema import VARIABLES

RULES = Path(next(iter(rules_of_law.__path__)))


def _sphinx(root: Path, out: Path, *, builder: str) -> subprocess.CompletedProcess[str]:
    """Build with every warning an error, and every reference looked up."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", builder]
    places = ["-d", str(out / "doctrees"), str(root / "docs"), str(out / builder)]
    return subprocess.run([*command, *places], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    done = _sphinx(root, out, builder="html")
    assert done.returncode == 0, done.stderr
    return out


def _page(built: Path, name: str) -> str:
    return (built / "html" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_rule_of_law_has_a_place_of_its_own_with_its_article_and_formula(built: Path) -> None:
    index = _page(built, "made/rules/index")
    for path in sorted(RULES.glob("[a-z]*.py")):
        page = _page(built, f"made/rules/{path.stem}")
        names = [
            each.name for each in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(each, ast.FunctionDef)
        ]
        public = [name for name in names if not name.startswith("_")]
        assert public
        for name in public:
            assert f'id="{path.stem}-{name}"'.replace("_", "-") in page.replace("_", "-"), name
            assert f"{path.stem}.{name}" in index
        assert page.count("<strong>Formula</strong>") == len(public)
        assert page.count("<strong>Law.</strong>") == len(public)


@pytest.mark.slow
def test_every_command_verb_and_variable_is_told(built: Path) -> None:
    commands, verbs, result = (_page(built, f"reference/{name}") for name in ("commands", "python", "result"))
    listed = [
        each.name or each.callback.__name__ for each in app.registered_commands if each.callback and not each.hidden
    ]
    assert [name for name in listed if f"Usage: poortwachter {name}" not in commands] == []
    assert [name for name in listed if f'href="#command-{name}"' not in commands] == []
    assert [each for each in poortwachter.__all__ if f"poortwachter.{each}" not in verbs and each[0] != "_"] == []
    assert [name for name in VARIABLES if f">{name}<" not in result] == []


@pytest.mark.slow
def test_the_site_asks_nothing_of_the_network_to_be_read(built: Path) -> None:
    loaded = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//[^\"']+", re.IGNORECASE)
    for page in (built / "html").rglob("*.html"):
        assert loaded.findall(page.read_text(encoding="utf-8")) == [], page.name


@pytest.mark.slow
def test_no_template_is_left_on_a_page(built: Path) -> None:
    ours = re.compile(r"\{%|\{\{ *(?:stored|citation|commands|schema|labels|verbs?|each|rule|module|row|name)\b")
    for page in (built / "html").rglob("*.html"):
        text = re.sub(r"<script.*?</script>|<[^>]+>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert ours.findall(text) == [], page.name


@pytest.mark.slow
def test_sessions_give_what_they_show(root: Path, built: Path) -> None:
    done = _sphinx(root, built, builder="doctest")
    assert done.returncode == 0, done.stdout + done.stderr
    summary = (built / "doctest" / "output.txt").read_text(encoding="utf-8")
    tried = re.search(r"(\d+) tests\n", summary)
    assert tried is not None
    assert int(tried.group(1)) > 5


def test_no_amount_is_typed_into_a_page(root: Path, pages: None) -> None:
    made = import_module("pages.made")
    amount = re.compile(r"(?:EUR|€) ?\d|\d (?:million|miljoen|mln)\b")
    for page in sorted((root / "docs").rglob("*.md")):
        name = page.relative_to(root / "docs").with_suffix("").as_posix()
        if name not in made.AS_THEY_STAND and not name.startswith(("made/", "_")):
            prose = re.sub(r"```.*?```|{{.*?}}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert amount.findall(prose) == [], name


def test_parameters_are_followed_to_the_argument_that_takes_them(pages: None) -> None:
    calls, law = import_module("pages.calls"), import_module("poortwachter.law.parameters").load()
    package = Path(inspect.getfile(poortwachter)).parent
    known = frozenset(law)
    uses = calls.uses(package, table=calls.columns(package / "law" / "table.py", known=known), known=known)
    share = uses["wga", "lgu"].parameters[2]
    assert {"lgu.aandeel", "lgu.aandeel_eerste"} <= share
    assert "kernel.transition.benefits" in uses["wga", "lgu"].callers
    assert uses["wga", "vvu"].parameters[2] == {"vvu.aandeel", "vvu.aandeel_volledig"}
    assert uses["wga", "lau1"].parameters[0] == set()


def test_every_rule_is_held_by_a_test_or_by_a_worked_example_that_is_reproduced(root: Path, pages: None) -> None:
    modules = import_module("pages.rules").gathered(root)
    rules = [rule for module in modules for rule in module.rules]
    assert len(rules) > 90
    assert [f"{each.module}.{each.name}" for each in rules if not each.tests and not each.reproduced] == []
    assert [each.name for each in rules if each.reproduced != len(each.examples)] == []


def test_every_act_with_a_link_is_named_by_a_rule_or_a_parameter(root: Path, pages: None) -> None:
    rules, law = import_module("pages.rules"), import_module("poortwachter.law.parameters").load()
    laws = rules.load_laws(root / "docs" / "_ext" / "pages" / "laws.yaml")
    named = " ".join(
        [
            *(path.read_text(encoding="utf-8") for path in RULES.glob("*.py")),
            *(each.article or "" for each in law.values()),
        ]
    )
    for name, act in laws.items():
        assert re.search(rf"\b{re.escape(name)}\b", named), name
        assert re.fullmatch(r"BWBR\d{7}", act["id"])


def test_a_reference_to_law_gets_a_link_at_the_act_and_nowhere_else(pages: None) -> None:
    rules = import_module("pages.rules")
    laws = {"Wet WIA": {"title": "Wet", "id": "BWBR0019057"}, "WW": {"title": "Ww", "id": "BWBR0004045"}}
    found = rules.linked("art. 59 Wet WIA; art. 42 WW; UWV Wetsuitleg WIA, WWZ", laws=laws)
    assert found.count("](https://wetten.overheid.nl/") == 2
    assert found.endswith("UWV Wetsuitleg WIA, WWZ")

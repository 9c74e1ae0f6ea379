"""Make pages when the documentation is built: every page is a template that reads the model and its stored results.

Pages of rules are written to `docs/made` (ignored by git) before anything is read; all other pages are rendered as they
are read. Pages that another command writes stand as they are.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from sphinx.application import Sphinx

import poortwachter
from pages import rules
from pages.commands import every_command
from pages.stored import Stored
from poortwachter import __all__ as verbs
from poortwachter.primitives.yaml import plain, read_yaml
from poortwachter.results import schema
from poortwachter.results.assemble import axes
from poortwachter.scenario.schema import RunKeys

DOCS: Final = Path(__file__).parents[2]
ROOT: Final = DOCS.parent
MADE: Final = DOCS / "made" / "rules"
AS_THEY_STAND: Final = ("law", "life", "examples", "scale", "speed")
"""Pages that a command of the model writes, or that a test reads as they are."""
EXAMPLES_SHOWN: Final = 5
READ: Final = frozenset({".py", ".yaml", ".csv", ".md"})
"""Kinds of files that pages are made from."""
_TO_SOURCE: Final = re.compile(r"\[([^\]]+)\]\(#(bron-\d+)\)")
"""A reference to a numbered source, of which the anchor is HTML that Sphinx does not know."""


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Connect to the build."""
    app.connect("builder-inited", _write_rules)
    app.connect("source-read", _render)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


def _write_rules(app: Sphinx) -> None:
    del app
    templates, modules = _templates(), rules.gathered(ROOT)
    MADE.mkdir(parents=True, exist_ok=True)
    acts = tuple(rules.acts_named(modules, laws=_laws()))
    pages = {"index": templates.get_template("rules_index.md.jinja").render(modules=modules, acts=acts)}
    for module in modules:
        pages[module.name] = templates.get_template("rules.md.jinja").render(module=module, shown=EXAMPLES_SHOWN)
    for path in MADE.glob("*.md"):
        if path.stem not in pages:
            path.unlink()
    for name, text in pages.items():
        _write(MADE / f"{name}.md", text)


def _write(path: Path, text: str) -> None:
    """Write a page, unless it is there already: what has not changed is not read again."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _render(app: Sphinx, name: str, source: list[str]) -> None:
    if name in AS_THEY_STAND:
        source[0] = _TO_SOURCE.sub(r'<a href="#\2">\1</a>', source[0])
    elif not name.startswith("made/"):
        source[0] = _templates().from_string(source[0]).render(_context())
        for path in _read_for_pages():
            app.env.note_dependency(path)


@cache
def _read_for_pages() -> tuple[str, ...]:
    """Return every file that a page can rest on: when one changes, the pages are made again."""
    folders = (Path(poortwachter.__file__).parent, Path(__file__).parent)
    folders += tuple(ROOT / name for name in ("results", "scenarios", "calibration", "tests/mutation"))
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in READ)
    return (str(ROOT / "CITATION.cff"), *map(str, sorted(found)))


@cache
def _context() -> Mapping[str, Any]:
    table, problems = read_yaml(ROOT / "CITATION.cff")
    assert not problems
    return {
        "stored": Stored(ROOT),
        "commands": every_command(),
        "schema": schema,
        "labels": axes(()),
        "citation": plain(table),
        "run_keys": tuple(RunKeys.model_fields),
        "verbs": [each for each in verbs if not each.startswith("_")],
    }


@cache
def _templates() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
    )
    found.filters |= {"law": lambda text: rules.linked(text or "", laws=_laws()), "cell": _cell, "n": _number}
    found.filters |= {"percent": _percent, "thousands": _thousands, "nl": _dutch, "figures": _with_figures}
    return found


@cache
def _laws() -> Mapping[str, Mapping[str, str]]:
    return rules.load_laws(Path(__file__).parent / "laws.yaml")


def _cell(text: str) -> str:
    """Return text as it can stand in a cell of a table, with options as code."""
    return re.sub(r"(?<!\S)(--[a-z-]+)", r"`\1`", " ".join(text.split()).replace("|", "\\|"))


def _number(value: float, decimals: int = 0) -> str:
    """Return a number in English style, with a true minus."""
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.removeprefix("-")


def _percent(share: float, decimals: int = 1) -> str:
    text = _number(share * 100, decimals)
    return f"{text.removesuffix('.0')}%"


def _thousands(value: float) -> str:
    """Return a number rounded to thousands."""
    return _number(round(value, -3))


def _dutch(value: float, decimals: int = 0) -> str:
    return _number(value, decimals).translate(str.maketrans(",.", ".,"))


def _with_figures(text: str, folder: str) -> str:
    """Return a stored report with the figures that are stored beside it; the others are left out."""

    def figure(found: re.Match[str]) -> str:
        return f"![{found[1]}]({folder}/{found[2]})" if (DOCS / folder / found[2]).exists() else ""

    return re.sub(r"!\[([^\]]*)\]\(([^)]+)\)", figure, text)

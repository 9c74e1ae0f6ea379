"""Write a folder to start from: a commented scenario, the schema wired for the editor, a README."""

import json
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import check_writable_folder, write_whole
from poortwachter.primitives.language import Language, known_language
from poortwachter.scenario.editor import json_schema
from poortwachter.scenario.load import SCENARIO, World

SCHEMA: Final = "poortwachter.schema.json"
README: Final = "README.md"
SETTINGS: Final = ".vscode/settings.json"
EXTENSIONS: Final = ".vscode/extensions.json"

_EDITOR: Final = {
    "yaml.schemas": {f"./{SCHEMA}": ["*.yaml"]},
    "[yaml]": {
        "editor.insertSpaces": True,
        "editor.tabSize": 2,
        "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
    },
}
_RECOMMENDED: Final = {"recommendations": ["redhat.vscode-yaml"]}


@dataclass(frozen=True, slots=True)
class Started:
    """The files that were written, and those that stood there already and were left alone."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def start(folder: Path, *, world: World, lang: str, force: bool) -> Started:
    """Write the folder. What a user may have edited is never overwritten: with `force` only the schema is renewed.

    Raises:
        InputError: for an unknown language, a file in the folder's place, or a folder that holds files without `force`.
    """
    known = known_language(lang)
    check_writable_folder(folder)
    if not force and folder.is_dir() and any(folder.iterdir()):
        advice = "name another folder, or add what is missing with --force"
        raise InputError([Problem("the folder is not empty", advice, folder)])
    (folder / SETTINGS).parent.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    kept: list[Path] = []
    for name, content in _contents(world, lang=known).items():
        path = folder / name
        if path.exists() and name != SCHEMA:
            kept.append(path)
            continue
        write_whole(path, content)
        written.append(path)
    return Started(tuple(written), tuple(kept))


def _contents(world: World, *, lang: Language) -> dict[str, str]:
    texts = files("poortwachter.scenario") / "data" / "start"
    return {
        SCENARIO: (texts / f"scenario.{lang}.yaml").read_text(encoding="utf-8"),
        SCHEMA: _json(json_schema(world, lang=lang)),
        README: (texts / f"README.{lang}.md").read_text(encoding="utf-8"),
        SETTINGS: _json(_EDITOR),
        EXTENSIONS: _json(_RECOMMENDED),
    }


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"

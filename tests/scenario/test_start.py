import json
import re
from pathlib import Path

import pytest

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.language import LANGUAGES
from poortwachter.scenario.load import World, current_world, load
from poortwachter.scenario.resolve import resolve
from poortwachter.scenario.start import SCENARIO, SCHEMA, SETTINGS, start


@pytest.fixture(scope="module")
def world() -> World:
    return current_world()


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


ALL = {SCENARIO, SCHEMA, "README.md", SETTINGS, ".vscode/extensions.json"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folder_holds_a_scenario_that_resolves_with_all_its_variants(tmp_path: Path, world: World, lang: str):
    folder = tmp_path / "deep" / "mine"
    started = start(folder, world=world, lang=lang, force=False)
    assert names(folder) == ALL == {path.relative_to(folder).as_posix() for path in started.written}
    scenario = load(folder / SCENARIO, current=world)
    assert [each.name for each in resolve(scenario).differences] == [
        "riv_toets.grond_bedrijfsarts_toetsbaar",
        "loonsanctie.causaal_aandeel",
    ]
    for variant in scenario.variants:
        assert resolve(load(folder / SCENARIO, variant=variant, current=world)).warnings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_that_are_commented_out_can_be_used_as_they_stand(tmp_path: Path, world: World, lang: str):
    start(tmp_path, world=world, lang=lang, force=False)
    path = tmp_path / SCENARIO
    text, lines = re.subn(r"^( +)# (?=\w[\w.]*: )", r"\1", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert lines == 3
    path.write_text(text, encoding="utf-8")
    resolved = resolve(load(path, current=world))
    assert (resolved.run.workers, resolved.run.to) == (100_000, 2040)


def test_the_scenario_and_the_settings_name_the_schema_that_stands_beside_them(tmp_path: Path, world: World):
    start(tmp_path, world=world, lang="nl", force=False)
    first = (tmp_path / SCENARIO).read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={SCHEMA}"
    settings = json.loads((tmp_path / SETTINGS).read_text(encoding="utf-8"))
    (schema,) = settings["yaml.schemas"]
    assert json.loads((tmp_path / schema).read_text(encoding="utf-8"))["definitions"]["law"]["properties"]


def test_the_two_languages_say_the_same(tmp_path: Path, world: World):
    for lang in LANGUAGES:
        start(tmp_path / lang, world=world, lang=lang, force=False)
    one, other = (resolve(load(tmp_path / lang / SCENARIO, current=world)) for lang in LANGUAGES)
    assert (one.overrides, one.run) == (other.overrides, other.run)
    assert names(tmp_path / "nl") == names(tmp_path / "en")
    assert (tmp_path / "nl" / "README.md").read_bytes() != (tmp_path / "en" / "README.md").read_bytes()


def test_a_folder_that_holds_files_is_refused_without_force(tmp_path: Path, world: World):
    (tmp_path / "brief.docx").write_text("x")
    with pytest.raises(InputError, match="not empty"):
        start(tmp_path, world=world, lang="nl", force=False)
    assert names(tmp_path) == {"brief.docx"}
    start(tmp_path, world=world, lang="nl", force=True)
    assert names(tmp_path) == {"brief.docx", *ALL}


def test_force_renews_the_schema_and_never_touches_what_a_user_may_have_edited(tmp_path: Path, world: World):
    start(tmp_path, world=world, lang="nl", force=False)
    for name in ALL:
        (tmp_path / name).write_text("mine", encoding="utf-8")
    started = start(tmp_path, world=world, lang="nl", force=True)
    assert [path.name for path in started.written] == [SCHEMA]
    assert {path.relative_to(tmp_path).as_posix() for path in started.kept} == ALL - {SCHEMA}
    assert {name for name in ALL if (tmp_path / name).read_text(encoding="utf-8") == "mine"} == ALL - {SCHEMA}


def test_a_file_in_its_place_and_an_unknown_language_are_refused(tmp_path: Path, world: World):
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="not a folder"):
        start(tmp_path / "file", world=world, lang="nl", force=True)
    with pytest.raises(InputError, match="language 'de' is not known"):
        start(tmp_path / "new", world=world, lang="de", force=False)
    assert not (tmp_path / "new").exists()

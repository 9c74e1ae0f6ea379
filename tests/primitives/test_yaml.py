from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poortwachter.primitives.errors import InputError
from poortwachter.primitives.yaml import MAX_BYTES, Leaf, Row, Table, parse_yaml, plain, read_yaml

FILE = Path("x.yaml")


def refused(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_yaml(text, FILE)
    return [str(problem) for problem in caught.value.problems]


def test_every_key_and_value_knows_its_line_and_column():
    table, problems = parse_yaml("a: 1\nb:\n  c: [true, 2028-01-01]\n", FILE)
    assert problems == []
    b = table.get("b")
    assert b is not None
    assert (b.key.place.line, b.key.place.column) == (2, 1)
    assert isinstance(b.value, Table)
    c = b.value.entries[0].value
    assert isinstance(c, Row)
    assert [(item.place.line, item.place.column) for item in c.items] == [(3, 7), (3, 13)]
    assert plain(table) == {"a": 1, "b": {"c": [True, date(2028, 1, 1)]}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("017", 17),
        ("-2.5e-3", -0.0025),
        ("1_000", 1000),
        ("true", True),
        ("~", None),
        ("yes", "yes"),
        ("'2028-01-01'", "2028-01-01"),
        ('"true"', "true"),
        ("2028-02-30", "2028-02-30"),
        ("0x1F", "0x1F"),
        ("2028-01-01 10:00:00", "2028-01-01 10:00:00"),
    ],
)
def test_scalars_are_typed_and_what_only_looks_like_one_stays_text(text: str, value: object):
    table, _ = parse_yaml(f"a: {text}", FILE)
    leaf = table.entries[0].value
    assert isinstance(leaf, Leaf)
    assert leaf.value == value
    assert type(leaf.value) is type(value)


def test_folded_and_literal_text_reads_as_its_author_meant_it():
    table, _ = parse_yaml("a: >-\n  one\n  two\nb: |\n  one\n  two\n", FILE)
    assert plain(table) == {"a": "one two", "b": "one\ntwo\n"}


def test_all_duplicate_keys_are_reported_with_both_lines():
    _, problems = parse_yaml("a: 1\nb: 2\na: 3\nb: 4\na: 5\n", FILE)
    assert [str(problem) for problem in problems] == [
        "x.yaml:3:1: key 'a' stands here for the second time (first on line 1); keep one of the two",
        "x.yaml:4:1: key 'b' stands here for the second time (first on line 2); keep one of the two",
        "x.yaml:5:1: key 'a' stands here for the second time (first on line 1); keep one of the two",
    ]


def test_tabs_in_the_indentation_are_named_line_by_line():
    assert refused("a:\n\tb: 1\n\tc: 2\n") == [
        "x.yaml:2:1: a tab stands in the indentation; use spaces",
        "x.yaml:3:1: a tab stands in the indentation; use spaces",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "empty"),
        ("# only a comment\n", 1, "empty"),
        ("---\n...\n", 1, "empty"),
        ("- a\n- b\n", 1, "no keys"),
        ("just text\n", 1, "no keys"),
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "bracket"),
        ("a: 1\ntitle: x: y\n", 2, "quotes"),
        ("a: 1\n---\nb: 2\n", 2, "one document"),
        ("a: 1\nb: *nobody\n", 2, "alias"),
        ("a: 1\n\nb: \x07\n", 3, "character"),
        ("b: 1\na: " + "[" * 60 + "]" * 60, 2, "deep"),
        ("a: " + "[" * 3000 + "]" * 3000, 1, "deep"),
    ],
)
def test_broken_files_are_refused_with_the_line(text: str, line: int, words: str):
    (said,) = refused(text)
    assert said.startswith(f"x.yaml:{line}")
    assert words in said


def test_tags_and_endless_aliases_are_problems():
    for text, words in [("a: !!python/object:os.system x", "tag"), ("a: &x [*x]", "alias")]:
        _, problems = parse_yaml(text, FILE)
        assert len(problems) == 1
        assert words in str(problems[0])


def test_a_file_that_unfolds_through_aliases_is_refused():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    (said,) = refused(bomb)
    assert "unfolds" in said


def test_missing_large_and_wrongly_encoded_files_are_refused(tmp_path: Path):
    large, latin, folder = tmp_path / "large.yaml", tmp_path / "latin.yaml", tmp_path
    large.write_bytes(b"a: " + b"x" * MAX_BYTES)
    latin.write_bytes("a: 1\nb: caf\xe9\n".encode("latin-1"))
    for path, words in [(large, "larger"), (latin, ":2:7: the text is not UTF-8"), (folder, "folder")]:
        with pytest.raises(InputError, match=words):
            read_yaml(path)
    with pytest.raises(InputError, match="does not exist"):
        read_yaml(tmp_path / "none.yaml")


def test_a_byte_order_mark_is_no_problem(tmp_path: Path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert plain(read_yaml(path)[0]) == {"a": 1}


@given(st.text(alphabet=st.sampled_from(list("ab:[]{},-#&*!|>'\"%@`\n\t 0123.\\~?\x00é")), max_size=60))
def test_any_text_gives_a_table_or_problems_but_never_another_error(text: str):
    with suppress(InputError):
        parse_yaml(text, FILE)

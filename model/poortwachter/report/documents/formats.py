"""Write the documents of a result in the formats asked for: all of them, or none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias, cast

from poortwachter.primitives.errors import InputError, Problem
from poortwachter.primitives.files import write_whole
from poortwachter.report.documents.document import Document

Contents: TypeAlias = Mapping[str, bytes]
"""What a format gives: the main part under `table`, and other parts under the key of their word."""

_MODULES: Final[Mapping[str, str]] = MappingProxyType(
    {"md": "marked", "csv": "separated", "xlsx": "excel", "docx": "word", "tex": "latex", "html": "page"}
)
FORMATS: Final = tuple(_MODULES)


def contents(document: Document, *, kind: str, template: Path | None = None) -> Contents:
    """Return a document in one format, by part.

    Raises:
        InputError: when the template cannot be used.
    """
    module = import_module(f"poortwachter.report.documents.{_MODULES[kind]}")
    if kind == "docx":
        return {"table": module.word(document, template=template)}
    made = cast("Callable[[Document], bytes | Contents]", getattr(module, _MODULES[kind]))(document)
    return {"table": made} if isinstance(made, bytes) else made


def render(document: Document, *, formats: Sequence[str], target: Path, template: Path | None = None) -> list[Path]:
    """Write a document in some formats and return the files: everything is made before anything is written.

    Args:
        document: what to write.
        formats: of `FORMATS`.
        target: a folder, or with one format a file that ends on it.
        template: Word file that table and annex are put in.
    """
    made = [
        (path, content)
        for kind in dict.fromkeys(formats)
        for path, content in _named(document, kind=kind, target=target, template=template)
    ]
    for path, content in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return [path for path, _ in made]


def is_file(target: Path) -> bool:
    """Return whether a target names a file of one of the formats, and not a folder."""
    return target.suffix.removeprefix(".") in FORMATS and not target.is_dir()


def misplaced(formats: Sequence[str], *, target: Path) -> Iterator[Problem]:
    """Tell why the formats cannot be written to a target."""
    kinds = tuple(dict.fromkeys(formats))
    if is_file(target) and kinds != (target.suffix.removeprefix("."),):
        yield Problem(f"--output {target} names one file, of another format than --format asks", "name a folder")
    elif target.is_file() and not is_file(target):
        yield Problem(f"--output {target} is a file", f"name a folder, or a file that ends on .{'|.'.join(FORMATS)}")


def _named(document: Document, *, kind: str, target: Path, template: Path | None) -> Iterator[tuple[Path, bytes]]:
    words = document.words
    try:
        parts = contents(document, kind=kind, template=template)
    except ModuleNotFoundError as error:
        advice = f"install it: pip install {error.name}"
        raise InputError([Problem(f"--format {kind}: {error.name} is not installed", advice)]) from None
    for part, content in parts.items():
        name = words[f"document.{part}"]
        if not is_file(target):
            yield target / f"{name}.{kind}", content
        else:
            yield target if part == "table" else target.with_name(f"{target.stem}-{name}.{kind}"), content

"""Run the commands of a page while it is built, and show what they print.

    ```{shell}
    poortwachter check mijn_maatregel/scenario.yaml
    ```

All commands run in one temporary folder, in the order in which the pages are read. The build fails where a command
fails, unless `:exit: 2` says how it is to end; `:lines: 12` shows no more than that of what each prints. A file stands
in the text and in that folder alike with

    ```{written} mijn_maatregel/scenario.yaml
    extends: baseline
    ```
"""

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

WIDTH: Final = 112
CUT: Final = "..."
ENTRY: Final = "from poortwachter.cli.main import main; main()"


def setup(app: Sphinx) -> Mapping[str, Any]:
    """Add the directive, and the folder in which commands run."""
    app.connect("builder-inited", _begin)
    app.connect("build-finished", _end)
    app.add_directive("shell", Shell)
    app.add_directive("written", Written)
    return {"parallel_read_safe": False, "parallel_write_safe": True}


_FOLDER: Final = "poortwachter_shell"


def _begin(app: Sphinx) -> None:
    setattr(app, _FOLDER, tempfile.TemporaryDirectory(prefix="poortwachter-docs-"))


def _end(app: Sphinx, failure: Exception | None) -> None:
    del failure
    getattr(app, _FOLDER).cleanup()


class Shell(SphinxDirective):
    """Commands, each followed by what it prints."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {  # pyright: ignore[reportIncompatibleVariableOverride]
        "exit": directives.nonnegative_int,
        "lines": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Run every line; return one block with commands and output."""
        folder = _folder(self)
        shown: list[str] = []
        for line in self.content:
            printed = self._run(line, folder=folder)
            shown += [f"$ {line}", *printed]
        block = nodes.literal_block("\n".join(shown), "\n".join(shown))
        block["language"] = "console"
        return [block]

    def _run(self, line: str, *, folder: Path) -> list[str]:
        command = shlex.split(line)
        if command[0] == "poortwachter":
            command = [sys.executable, "-c", ENTRY, *command[1:]]
        ended = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if ended.returncode != self.options.get("exit", 0):
            raise self.error(f"{line}\nended with {ended.returncode}:\n{ended.stdout}")
        printed = [each.rstrip() for each in ended.stdout.replace(str(folder), "~").rstrip().splitlines()]
        most = self.options.get("lines", len(printed))
        return printed if len(printed) <= most else [*printed[:most], CUT]


class Written(SphinxDirective):
    """A file as it is shown, written for the commands after it."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the file; return its text."""
        text = "\n".join(self.content)
        (_folder(self) / self.arguments[0]).write_text(f"{text}\n", encoding="utf-8")
        block = nodes.literal_block(text, text)
        block["language"] = Path(self.arguments[0]).suffix.removeprefix(".")
        return [block]


def _folder(directive: SphinxDirective) -> Path:
    return Path(getattr(directive.env.app, _FOLDER).name)

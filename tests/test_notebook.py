"""The notebook of the documentation: stored without outputs, and run from beginning to end."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "docs" / "first_hour.ipynb"
SECONDS = 600
"""Within which a cell must end, also on a machine that compiles first."""


@pytest.fixture
def notebook() -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


def test_the_notebook_is_stored_without_outputs(notebook: nbformat.NotebookNode) -> None:
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "uitkomsten" not in str(notebook.metadata)


@pytest.mark.slow
def test_the_notebook_runs_and_shows_tables_a_figure_and_a_life(
    notebook: nbformat.NotebookNode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = {kind: [] for kind in ("text/markdown", "text/html", "image/png")}
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            for kind in shown.keys() & output.get("data", {}).keys():
                shown[kind].append(output["data"][kind])
    assert sum("**Table 1." in text for text in shown["text/markdown"]) == 3
    assert any("Shapley" in text for text in shown["text/markdown"])
    assert len(shown["image/png"]) == 1
    assert any('<table class="budget"' in text for text in shown["text/html"])
    assert any("The life of worker" in text for text in shown["text/html"])
    assert any("half of it" in text for text in shown["text/html"])
    assert sorted(path.suffix for path in tmp_path.glob("uitkomsten/*/documents/*")) == [".docx", ".xlsx"]

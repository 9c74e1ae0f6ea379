"""Settings of the documentation: `sphinx-build -W docs docs/_build`."""

import sys
from pathlib import Path

import poortwachter

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "poortwachter"
author = "The poortwachter authors"
version = release = poortwachter.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.doctest",
    "pages.made",
    "pages.shell",
]
exclude_patterns = ["_build", "_ext", "speed/*.md"]
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # types of other packages, and of our own that are no part of the interface

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
suppress_warnings = ["myst.xref_ambiguous"]

default_role = "code"  # docstrings are Markdown in their backticks
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
toc_object_entries = False
autodoc_member_order = "bysource"
maximum_signature_line_length = 90
doctest_test_doctest_blocks = ""

html_theme = "furo"
html_title = f"poortwachter {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["page.css"]

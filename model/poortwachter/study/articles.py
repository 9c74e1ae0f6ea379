"""Read the article of a rule of law from its docstring."""

import re
from collections.abc import Callable
from typing import Any


def source_of(documentation: str) -> str:
    """Return what stands after `Source:` in a docstring, on one line; nothing without it."""
    found = re.search(r"Source:\s*(.*?)(?:\n\s*\n|\Z)", documentation, flags=re.DOTALL)
    return " ".join(found.group(1).split()).rstrip(".") if found else ""


def article_of(*rules: Callable[..., Any]) -> str:
    """Return the articles that rules name, each of them once."""
    named = "; ".join(source_of(rule.__doc__ or "") for rule in rules)
    return "; ".join(dict.fromkeys(named.split("; ")))

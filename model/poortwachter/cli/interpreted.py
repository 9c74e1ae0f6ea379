"""Keep commands that call a few rules from compiling them."""

import os
import sys


def compile_nothing() -> None:
    """Keep the rules plain Python: compiling them would take longer than the few hundred calls of one command."""
    if "numba" not in sys.modules:
        os.environ["NUMBA_DISABLE_JIT"] = "1"

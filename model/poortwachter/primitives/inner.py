"""Compile functions that only compiled code calls: no machine code of their own, one optimisation for all.

numba finishes every function it meets, with wrappers for Python and C, machine code and all functions below it
optimised again. The core has some two hundred small functions under a handful of entries, so that takes longer than
everything else. Here a function stops at LLVM's intermediate form; the entry that calls it links and optimises it,
which more than halves the time of compilation and lets LLVM inline with all callers in sight.

This leans on numba's own building blocks (its pass manager and its code library), which is why its version is
bounded in `pyproject.toml`.
"""

# pyright: basic, reportIncompatibleMethodOverride=false, reportAssignmentType=false

from typing import Any, ClassVar

from llvmlite.binding import Linkage
from numba.core import types
from numba.core.caching import FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, register_pass
from numba.core.untyped_passes import TranslateByteCode


class _NoEnvironment:
    """Stands where numba would put the Python environment of a function, which only raising an error needs."""

    @staticmethod
    def set_env(name: str, environment: Any) -> None:
        """Leave it."""


class _Intermediate(JITCodeLibrary):
    """The code of a function in LLVM's intermediate form, to be linked into what calls it."""

    codegen: ClassVar[_NoEnvironment] = _NoEnvironment()  # numba asks it for the environment only

    def _optimize_final_module(self) -> None:
        """Leave that to the entry."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002
        """Return a null pointer: there is no machine code."""
        self._ensure_finalized()
        return 0


class _Whole(JITCodeLibrary):
    """The code of an entry with all below it, which nothing else calls, so that LLVM may change how it is called."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if function.linkage == Linkage.linkonce_odr:
                function.linkage = Linkage.internal
        super()._optimize_final_module()


class _KeepCodeIn(FunctionPass):
    """Give the code of a function its library before anything is put in it."""

    library: ClassVar[type[JITCodeLibrary]]

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        return False


@register_pass(mutates_CFG=False, analysis_only=True)
class _StopAtIntermediateForm(_KeepCodeIn):
    _name = "stop_at_intermediate_form"
    library = _Intermediate


@register_pass(mutates_CFG=False, analysis_only=True)
class _OptimizeAsAWhole(_KeepCodeIn):
    _name = "optimize_as_a_whole"
    library = _Whole


def take_all_values(dispatcher: Any) -> Any:
    """Let a function be compiled once for all values of an argument: numba would do it again for every literal."""
    of_literals = dispatcher.get_call_template

    def of_types(arguments: Any, keywords: Any) -> Any:
        return of_literals([types.unliteral(argument) for argument in arguments], keywords)

    dispatcher.get_call_template = of_types
    return dispatcher


class _Kept(FunctionCache):
    """The cache of an entry, from which compiled code is loaded without all that numba would need to compile it."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled for a signature, or None; compiling then makes numba ready itself."""
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


def keep(dispatcher: Any) -> Any:
    """Let an entry be kept on disk."""
    dispatcher._cache = _Kept(dispatcher.py_func)
    return dispatcher


class _Compiler(CompilerBase):
    """numba's own compiler with another library for the code."""

    keeps_code: ClassVar[type[_KeepCodeIn]]

    def define_pipelines(self) -> list[Any]:
        """Return numba's own pipeline, with the library set at its start."""
        passes = DefaultPassBuilder.define_nopython_pipeline(self.state)
        passes.add_pass_after(self.keeps_code, TranslateByteCode)
        passes.finalize()
        return [passes]


class InnerCompiler(_Compiler):
    """The compiler of a function that only compiled code calls."""

    keeps_code = _StopAtIntermediateForm


class EntryCompiler(_Compiler):
    """The compiler of a function that Python calls."""

    keeps_code = _OptimizeAsAWhole

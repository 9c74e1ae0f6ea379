"""Listen to a life that is lived in plain Python: every call of a kernel function or a rule of law, and its return.

The kernel itself is not touched and does not know: the interpreter's profiling hook tells of each call.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final, Protocol, TypeVar

KERNEL: Final = "poortwachter.kernel."
RULES: Final = "poortwachter.law.rules."

Result = TypeVar("Result")


@dataclass
class Call:
    """One call of a kernel function or a rule.

    given: arguments by name at the call, a life as it then was; around: locals of the caller at the call;
    local, result and closed: locals, result and order at the return; rules: the rules it has called, in order;
    inner: those that the functions it called have called.
    """

    name: str
    module: str
    order: int
    given: dict[str, Any]
    around: dict[str, Any]
    caller: "Call | None"
    documentation: str = ""
    local: dict[str, Any] = field(default_factory=lambda: {})
    result: Any = None
    closed: int = 0
    rules: "list[Call]" = field(default_factory=lambda: [])
    inner: "list[Call]" = field(default_factory=lambda: [])

    @property
    def is_rule(self) -> bool:
        """Return whether this is a rule of law."""
        return self.module.startswith(RULES)

    @property
    def heard(self) -> "list[Call]":
        """Return the rules it and the functions it called have called so far, in order."""
        return sorted((*self.rules, *self.inner), key=lambda rule: rule.order)

    @property
    def caller_name(self) -> str:
        """Return the name of the kernel function that called it."""
        return self.caller.name if self.caller is not None else ""


class Listener(Protocol):
    """Is told of every call and every return."""

    def called(self, call: Call) -> None:
        """Hear a call."""
        ...

    def returned(self, call: Call) -> None:
        """Hear a return."""
        ...


def listen(act: Callable[[], Result], *, listener: Listener) -> Result:
    """Do something and tell the listener of every call in it, in order."""
    heard = _Heard(listener)
    before = sys.getprofile()
    sys.setprofile(heard.profile)
    try:
        return act()
    finally:
        sys.setprofile(before)


class _Heard:
    """Turn what the profiling hook says into calls."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.open: list[tuple[FrameType, Call]] = []
        self.order = 0

    def profile(self, frame: FrameType, event: str, result: Any) -> None:
        """Take one event of the profiling hook."""
        if event == "call":
            module = frame.f_globals.get("__name__", "")
            if module.startswith((KERNEL, RULES)):
                self._call(frame, module)
        elif event == "return" and self.open and self.open[-1][0] is frame:
            _, call = self.open.pop()
            call.local, call.result, call.closed = dict(frame.f_locals), result, self.order
            if call.caller is not None:
                kept = call.caller.rules if call.is_rule else call.caller.inner
                kept.extend([call] if call.is_rule else call.rules)
            self.listener.returned(call)

    def _call(self, frame: FrameType, module: str) -> None:
        name = frame.f_code.co_name
        given = dict(frame.f_locals)
        if "life" in given:
            given["life"] = given["life"].copy()
        around = dict(frame.f_back.f_locals) if frame.f_back is not None else {}
        caller = self.open[-1][1] if self.open else None
        call = Call(name, module, self.order, given, around, caller)
        if call.is_rule:
            call.documentation = getattr(frame.f_globals.get(name), "__doc__", None) or ""
        self.order += 1
        self.open.append((frame, call))
        self.listener.called(call)

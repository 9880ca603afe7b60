"""Ctrl-C and SIGTERM (中断): heard at once while waiting or reading, put off while something is being written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """Someone asked to stop; what was written until now is whole."""


class Interrupts:
    """Within ``with Interrupts() as interrupts``, a signal raises ``Interrupted`` in ``interrupts.heard()`` only."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self._asked = False
        self._open = False
        self._before: list[Any] = []

    def __enter__(self) -> Interrupts:
        """Listen; only a program's main thread can."""
        if threading.current_thread() is threading.main_thread():
            self._before = [signal.signal(number, self._hear) for number in _SIGNALS]
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the signals to whoever had them."""
        for number, handler in zip(_SIGNALS, self._before, strict=False):
            signal.signal(number, handler)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True
        if self._open:
            raise Interrupted

    @contextmanager
    def heard(self) -> Iterator[None]:
        """A stretch that may be left at any point."""
        if self._asked:
            raise Interrupted
        self._open = True
        try:
            yield
        finally:
            self._open = False

"""Limits (上限): what one file may cost a reading process. A file that asks for more is refused, the others go on.

Processor time and not the clock's, so that a busy machine refuses nothing that an idle one reads. Reading a report
takes some thousandths of a second, the largest file allowed about one, so nothing that is meant well comes near.
Both limits need a Unix and, for the time, a process's main thread; elsewhere there are none.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ingest.model import Refused

SECONDS = 2.0
MEMORY = 500_000_000  # bytes, beyond what the process has when it begins
_TOO_LONG = f"读取超过 {SECONDS:g} 秒，不像年度报告 (more than {SECONDS:g} seconds to read: not a report)"
TOO_LARGE = f"读取需要超过 {MEMORY // 10**6} MB 内存 (more than {MEMORY // 10**6} MB of memory to read)"


@contextmanager
def in_time() -> Iterator[None]:
    """A stretch that ends in ``Refused`` when it takes too much of the processor."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Refused(_TOO_LONG)


def in_memory() -> None:
    """From here on this process gets no more than so much memory; asking for it is a ``MemoryError``."""
    try:
        import resource  # noqa: PLC0415 (Unix only)

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_size() + MEMORY, hard))
    except (ImportError, OSError, ValueError):
        return


def _size() -> int:
    """Bytes of address space of this process."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmSize"))

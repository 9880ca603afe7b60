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
from functools import partial
from types import FrameType

from ingest.model import Refused

SECONDS = 2.0
MEMORY = 500_000_000  # bytes, beyond what the process has when it begins
TOO_LARGE = f"读取需要超过 {MEMORY // 10**6} MB 内存 (more than {MEMORY // 10**6} MB of memory to read)"


@contextmanager
def in_time(seconds: float | None = None) -> Iterator[None]:
    """A stretch that ends in ``Refused`` when it takes more seconds of the processor than that, or than the usual."""
    seconds = seconds or SECONDS
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, partial(_stop, seconds))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(seconds: float, _number: int, _frame: FrameType | None) -> None:
    raise Refused(f"读取超过 {seconds:g} 秒，不像年度报告 (more than {seconds:g} seconds to read: not a report)")


def in_memory(most: int = MEMORY) -> None:
    """From here on this process gets no more than so much memory; asking for it is a ``MemoryError``."""
    try:
        import resource  # noqa: PLC0415 (Unix only)

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_size() + most, hard))
    except (ImportError, OSError, ValueError):
        return


@contextmanager
def wider(most: int | None) -> Iterator[None]:
    """A stretch in which a process whose memory is limited gets more of it."""
    try:
        import resource  # noqa: PLC0415 (Unix only)

        before = resource.getrlimit(resource.RLIMIT_AS)
    except ImportError:
        yield
        return
    if most is None or before[0] == resource.RLIM_INFINITY:
        yield
        return
    in_memory(most)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _size() -> int:
    """Bytes of address space of this process."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmSize"))

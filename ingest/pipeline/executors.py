"""Reading elsewhere (在他处读取): on any ``concurrent.futures`` executor, of this machine or of a whole cluster.

The files go out by name in chunks, what was read comes back as rows, in the order of the files; writing stays here. A
chunk that breaks its process is sent again file by file, and the file that does it again is the only one refused. But
where the executor itself is gone, or doesn't run this very version, everything stops: no file is to blame for that.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest import __version__
from ingest.model import Unreachable
from ingest.pipeline.inputs import Input
from ingest.pipeline.reading import Reading, Result, Task, read
from ingest.pipeline.workers import CHUNK, CRASHED

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

AHEAD = 64  # chunks under way: enough for a hundred processes, and little memory for their results
PATIENCE = 60.0  # seconds until someone must have answered


@cache
def _losses() -> tuple[type[Exception], ...]:
    """What an executor raises that isn't there any more; only who has one waits for its module."""
    from concurrent.futures import BrokenExecutor, CancelledError  # noqa: PLC0415

    return BrokenExecutor, CancelledError, OSError, ImportError, Unreachable


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An executor, and how it hands a large value to all its workers once instead of with every chunk."""

    executor: Executor
    share: Callable[[frozenset[str]], Any] = lambda known: known


def readings_on(elsewhere: Elsewhere, tasks: Iterable[Task], known: frozenset[str]) -> Generator[Result, None, None]:
    """Every task with its reading, in order."""
    pool = _Chunks(elsewhere.executor, elsewhere.share(known), known)
    remaining = iter(tasks)
    try:
        yield from pool.run(iter(lambda: list(islice(remaining, CHUNK)), []))
    finally:
        pool.stop()


class _Chunks:
    """Chunks under way, the first one first."""

    def __init__(self, executor: Executor, shared: Any, known: frozenset[str]) -> None:
        self._executor = executor
        self._shared = shared
        self._known = known
        self._under_way: deque[tuple[list[Task], Future[list[Reading]] | None]] = deque()

    def run(self, chunks: Iterator[list[Task]]) -> Iterator[Result]:
        while True:
            for chunk in islice(chunks, AHEAD - len(self._under_way)):
                self._under_way.append((chunk, self._submit(chunk)))
            if not self._under_way:
                return
            chunk, future = self._under_way[0]
            found = [read(task, self._known) for task in chunk] if future is None else self._found(chunk, future)
            self._under_way.popleft()
            yield from zip(chunk, found, strict=True)

    def stop(self) -> None:
        for _, future in self._under_way:
            if future is not None:
                future.cancel()

    def _submit(self, chunk: list[Task]) -> Future[list[Reading]] | None:
        """None for a chunk with standard input, which only this process has."""
        if any(isinstance(task, Input) and task.path == "-" for task in chunk):
            return None
        try:
            return self._executor.submit(read_chunk, __version__, chunk, self._shared, os.getcwd())  # noqa: PTH109
        except RuntimeError as error:  # shut down
            raise _gone(error) from error
        except _losses() as error:
            raise _gone(error) from error

    def _found(self, chunk: list[Task], future: Future[list[Reading]]) -> list[Reading]:
        try:
            return future.result()
        except _losses() as error:
            raise _gone(error) from error
        except Exception:  # a file that kills its process; Dask says so in an error of its own
            return [self._alone(task) for task in chunk]

    def _alone(self, task: Task) -> Reading:
        future = self._submit([task])
        try:
            return Reading(refused=CRASHED) if future is None else future.result()[0]
        except _losses() as error:
            raise _gone(error) from error
        except Exception:
            return Reading(refused=CRASHED)


def _gone(error: BaseException) -> Unreachable:
    if isinstance(error, Unreachable):
        return error
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return Unreachable(
        f"读取进程已不可用，已提交的报告都在 (the reading processes are gone, what is committed stays: {said})"
    )


# --- where the reading is done --------------------------------------------------------------------------------------


def read_chunk(version: str, tasks: list[Task], known: frozenset[str], folder: str) -> list[Reading]:
    """Read some files; only by the version that asked for it, since another one may read them otherwise."""
    if version != __version__:
        raise Unreachable(
            f"工作节点的版本是 {__version__}，不是 {version} (a worker has another version of this program)"
        )
    return [read(task, known, folder) for task in tasks]

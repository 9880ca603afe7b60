"""Reading processes (读取进程): many inputs read side by side, their results handed back in the order of the inputs.

A few inputs are read where they are; starting processes costs more. Each process has a pipe of its own and shares
nothing with the others, so that any of them can die or be killed at any moment (``concurrent.futures`` waits for
ever on the half-written result of a process that was killed). An input that kills its process — a crash of the
interpreter, the system's killer of large processes — is found by reading its chunk again one by one, and is the only
one refused.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from ingest.containers import slow_suffixes
from ingest.pipeline import limits
from ingest.pipeline.inputs import Input
from ingest.pipeline.reading import Reading, Result, Task, read

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

FEW = 24
SLOW = 3  # so many files that take long are worth processes
CHUNK = 16  # inputs handed to a process at a time
AHEAD = 1024  # inputs read before their turn, at most: one slow file must not fill the memory with the others
MOST = 8  # processes; more read faster than one writer can write
_SELDOM = (50_000, 20, 100)  # a reading leaves no cycles behind: looking for them took a twentieth of its time
CRASHED = "读取该文件的进程异常退出 (the process reading this file crashed)"


class _Job(NamedTuple):
    """Inputs that go to a process together; ``start`` is the place of the first among all inputs."""

    start: int
    tasks: list[Task]


def readings(tasks: Iterable[Task], known: frozenset[str]) -> Generator[Result, None, None]:
    """Every task with its reading, in order; ``known`` are the sha256 of files that need no reading."""
    remaining = iter(tasks)
    first = list(islice(remaining, FEW))
    if len(first) < FEW and sum(map(_is_slow, first)) < SLOW:
        yield from ((task, read(task, known)) for task in first)
        return
    pool, often = _Pool(known), gc.get_threshold()
    gc.set_threshold(*_SELDOM)  # the writer's rows come and go by the hundred thousand, too
    try:
        yield from pool.run(chain(first, remaining))
    finally:
        gc.set_threshold(*often)
        pool.stop()


def processes() -> int:
    """As many as there are processors to use."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST, available)


class _Worker:
    """One process, its pipe, and the jobs that it has been given, the one at work first."""

    def __init__(self, known: frozenset[str], others: list[_Worker]) -> None:
        import multiprocessing  # noqa: PLC0415 (who has few files needs none of it)

        # Forking hands the loaded forms and the known sums over at no cost; other systems start anew.
        forks = sys.platform == "linux"
        context = multiprocessing.get_context("fork" if forks else "spawn")
        self.pipe, theirs = context.Pipe()
        self.jobs: deque[_Job] = deque()
        inherited = [self.pipe, *(other.pipe for other in others)] if forks else []
        with _signals_wait():
            self.process = context.Process(target=_work, args=(theirs, known, inherited), daemon=True)  # type: ignore[attr-defined]
            self.process.start()
        theirs.close()  # so that its end is felt here

    def takes(self, job: _Job) -> bool:
        """A second job may wait in the pipe if it is sure to fit, else both sides might wait for each other."""
        return not self.jobs or (len(self.jobs) < 2 and all(isinstance(task, Input) for task in job.tasks))

    def give(self, job: _Job) -> None:
        self.jobs.append(job)
        try:
            self.pipe.send_bytes(pickle.dumps(job.tasks))
        except OSError:
            return  # it has died, which is found out when its results are waited for

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class _Pool:
    """The processes, and results that wait for their turn."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._workers: list[_Worker] = []
        self._again: deque[_Job] = deque()  # jobs of processes that died
        self._done: dict[int, list[Result]] = {}
        self._turn = 0

    def run(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Every task with its reading, in order."""
        jobs = _jobs(tasks)
        while self._feed(jobs):
            self._collect()
            while self._turn in self._done:
                results = self._done.pop(self._turn)
                self._turn += len(results)
                yield from results

    def stop(self) -> None:
        """End every process, now: one may be at a large file."""
        for worker in self._workers:
            worker.end()

    def _feed(self, jobs: Iterator[_Job]) -> bool:
        """Give out what there is room for; False when nothing is left to wait for."""
        while len(self._workers) < processes():
            self._workers.append(_Worker(self._known, self._workers))
        for worker in (*self._workers, *self._workers):  # everyone gets a first job before anyone a second
            job = self._job(jobs)
            if job is not None and worker.takes(job):
                worker.give(job)
            elif job is not None:
                self._again.appendleft(job)
        return any(worker.jobs for worker in self._workers)

    def _job(self, jobs: Iterator[_Job]) -> _Job | None:
        if self._again:
            return self._again.popleft()
        waiting = sum(map(len, self._done.values()))
        return next(jobs, None) if waiting < AHEAD else None

    def _collect(self) -> None:
        """Wait for results, or for a process's end."""
        from multiprocessing.connection import wait  # noqa: PLC0415

        busy = {worker.pipe: worker for worker in self._workers if worker.jobs}
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            try:
                found: list[Reading] = pickle.loads(worker.pipe.recv_bytes())  # noqa: S301 (our own process's)
            except (EOFError, OSError):
                self._bury(worker)
            else:
                job = worker.jobs.popleft()
                self._done[job.start] = list(zip(job.tasks, found, strict=True))

    def _bury(self, worker: _Worker) -> None:
        """A process died of its first job: read that again one by one, and the rest as it was."""
        first, *rest = worker.jobs
        worker.end()
        self._workers.remove(worker)
        if len(first.tasks) == 1:
            self._done[first.start] = [(first.tasks[0], Reading(refused=CRASHED))]
        else:
            self._again.extend(_Job(first.start + n, [task]) for n, task in enumerate(first.tasks))
        self._again.extend(rest)


def _jobs(tasks: Iterator[Task]) -> Iterator[_Job]:
    """Chunks of tasks; one that may take long goes by itself, so that others don't wait behind it."""
    start, chunk = 0, list[Task]()
    for task in tasks:
        chunk.append(task)
        if len(chunk) == CHUNK or _is_slow(task):
            yield _Job(start, chunk)
            start, chunk = start + len(chunk), []
    if chunk:
        yield _Job(start, chunk)


def _is_slow(task: Task) -> bool:
    """May reading this take as long as starting a process does?"""
    name = task.path if isinstance(task, Input) else task.name
    return name.lower().endswith(slow_suffixes())


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Ctrl-C waits until a new process has its own way with it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- in a reading process -------------------------------------------------------------------------------------------


def _work(pipe: Connection, known: frozenset[str], inherited: list[Connection]) -> None:
    """Read job after job until the writer is gone. Ctrl-C is the writer's to hear; it ends us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    limits.in_memory()
    for other in inherited:  # the writer's ends: while one is open here, its death would not be felt
        other.close()
    try:
        while True:
            tasks: list[Task] = pickle.loads(pipe.recv_bytes())  # noqa: S301 (the writer's)
            pipe.send_bytes(pickle.dumps([read(task, known) for task in tasks], pickle.HIGHEST_PROTOCOL))
    except (EOFError, OSError):
        return

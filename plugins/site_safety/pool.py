"""The processes that answer strangers' SQL, and the line before them (SQL 队列).

Where QUEUE wait already, or one would wait longer than PATIENCE seconds, nobody waits: the answer is 503, with the
number of seconds after which to try again.
"""

import asyncio
import base64
import json
import sqlite3
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from threading import Timer

from datasette.database import QueryInterrupted, Results

from site_safety.errors import refusal

WORKERS = 2
QUEUE = 20
PATIENCE = 15  # seconds
ANSWER = 4_000_000  # bytes of JSON that a question's answer may make
SILENCE = 15  # seconds beyond a question's own limit, to start in and to answer; then a worker is taken for stopped
_WORKER = Path(__file__).with_name("worker.py")
_BUSY = "正在回答的 SQL 太多，请稍后再试 (too many SQL queries at once, try again later)"
_ENDED = "查询超出时间或内存的上限，已中止 (stopped: the query takes too much time or memory)"


class Process:
    """One worker: started when first asked, started anew when it ended."""

    def __init__(self):
        self.child, self.patience = None, SILENCE

    def ask(self, question):
        """The first message of the answer to a question."""
        self.patience = question["ms"] / 1000 + SILENCE
        if self.child is None or self.child.poll() is not None:
            self.stop()
            self.child = subprocess.Popen(  # noqa: S603 (our own program)
                [sys.executable, str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
            )
        text = json.dumps(question).encode()
        try:
            with self._ended_in_time():
                self.child.stdin.write(struct.pack(">I", len(text)) + text)
                self.child.stdin.flush()
        except BrokenPipeError:
            self.stop()
            raise sqlite3.OperationalError(_ENDED) from None
        return self.hear()

    @contextmanager
    def _ended_in_time(self):
        """The worker is killed where it neither takes nor says anything: it may be stopped, or have lost its alarm."""
        over = Timer(self.patience, self.child.kill)
        over.daemon = True
        over.start()
        try:
            yield
        finally:
            over.cancel()

    def hear(self):
        """The next message."""
        with self._ended_in_time():
            head = self.child.stdout.read(4)
            size = struct.unpack(">I", head)[0] if len(head) == 4 else 0
            text = self.child.stdout.read(size)
        if len(text) < size or not text:
            self.stop()
            raise sqlite3.OperationalError(_ENDED)
        told = json.loads(text)
        if "error" in told:
            raise sqlite3.OperationalError(told["error"])
        return told

    def __del__(self):
        self.stop()

    def stop(self):
        """End the process."""
        child, self.child = self.child, None
        if child is not None:
            child.kill()
            child.wait()
            child.stdout.close()
            with suppress(BrokenPipeError):
                child.stdin.close()


class Line:
    """Some workers, and who waits for them."""

    def __init__(self, workers=WORKERS, queue=QUEUE):
        self.processes = [Process() for _ in range(workers)]
        self.idle = list(self.processes)
        self.threads = ThreadPoolExecutor(workers, thread_name_prefix="strangers-sql")
        self.room = asyncio.Semaphore(workers)
        self.queue, self.waiting = queue, 0

    @asynccontextmanager
    async def worker(self):
        """A worker of one's own for a while."""
        if self.room.locked() and self.waiting >= self.queue:
            raise refusal(503, _BUSY, after=5)
        self.waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self.room.acquire()
        except TimeoutError:
            raise refusal(503, _BUSY, after=5) from None
        finally:
            self.waiting -= 1
        process = self.idle.pop()
        try:
            yield process
        finally:
            self.idle.append(process)
            self.room.release()

    async def call(self, function, *given):
        """Do something that blocks, in a thread of the line's own."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, function, *given)

    def close(self):
        """End all workers."""
        for process in self.processes:
            process.stop()


def question(db, sql, params, milliseconds, **more):
    """A question as a worker takes it."""
    given = dict(params) if hasattr(params, "keys") else list(params or ())
    asked = {"path": str(db.path), "immutable": not db.is_mutable, "database": db.name, "bytes": ANSWER, "rows": None}
    return {**asked, "sql": sql, "params": given, "ms": milliseconds, **more}


def results(told, most):
    """A worker's message as Datasette's results; ``most`` rows, None for all."""
    rows = [tuple(map(cell, row)) for row in told["rows"]]
    description = tuple((name, *[None] * 6) for name in told["columns"])
    made = _rows(told["columns"], rows)
    return Results(made[:most], most is not None and len(made) > most, description)


def cell(value):
    """A cell out of JSON.

    >>> cell(["AP8="]), cell("甲")
    (b'\\x00\\xff', '甲')
    """
    return base64.b64decode(value[0]) if isinstance(value, list) else value


def _rows(columns, rows):
    """Rows as sqlite3 itself makes them, from a statement with these columns that finds nothing."""
    if not columns:
        return []
    names = ", ".join('NULL AS "{}"'.format(name.replace('"', '""')) for name in columns)
    with sqlite3.connect(":memory:") as nowhere:
        cursor = nowhere.execute(f"SELECT {names}")
        return [sqlite3.Row(cursor, row) for row in rows]


async def ask(line, process, db, sql, params, milliseconds, rows):
    """One question to a worker; ``rows`` at most, None for all."""
    most = None if rows is None else rows + 1
    try:
        told = await line.call(process.ask, question(db, sql, params, milliseconds, rows=most))
    except sqlite3.OperationalError as error:
        if error.args == ("interrupted",):
            raise QueryInterrupted(error, sql, params) from None
        raise
    return results(told, rows)

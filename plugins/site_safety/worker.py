"""The process that answers strangers' SQL (陌生人的 SQL): one question at a time, little memory, an end in any case.

SQLite runs here and not in the server, so that what a stranger asks can neither crash the site nor fill its memory nor
hold its lock. Questions come on standard input, answers go to standard output: four bytes of length, then JSON; bytes
in a cell stand as ``["…base64…"]``. Where SQLite doesn't come back in time, not even to its own clock (one call of one
function on a large text), the alarm ends the process; the server starts another.

It takes the site's plugins that prepare connections, so that their functions are there, too.
"""

import base64
import json
import os
import resource
import signal
import sqlite3
import struct
import sys
import time
import types
from pathlib import Path

import guard
import pluggy
import rows

HEAP = 64_000_000  # bytes of SQLite's memory
ADDRESSES = 1_000_000_000  # bytes of the process's address space
# The longest view (panel, 30 KB) must fit SQL_LENGTH, or nothing is prepared; a reader's SQL: parameters.SQL.
LIMITS = {"LENGTH": 5_000_000, "SQL_LENGTH": 64_000, "COLUMN": 300, "LIKE_PATTERN_LENGTH": 500}
_GRACE = 0.5  # seconds after the time limit until the alarm
_STEPS = 5_000  # of SQLite's machine between two looks at the clock
_BATCH = 200_000  # bytes of a stream at a time, or a little more


class Worker:
    """The loop of questions and answers, and the connections that they need."""

    def __init__(self, plugins):
        self.plugins = pluggy.PluginManager("datasette")
        for path in sorted(plugins.glob("*.py")):
            text = path.read_text("utf-8")
            if "def prepare_connection" in text and "site_safety" not in text:
                module = types.ModuleType(path.name)
                module.__file__ = str(path)
                exec(compile(text, str(path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102 (as Datasette does)
                self.plugins.register(module, path.name)
        self.connections = {}
        self.output = sys.stdout.buffer

    def connection(self, asked):
        """A connection to the database asked about, and what stands guard over it."""
        path = asked["path"]
        if path not in self.connections:
            mode = "immutable=1" if asked["immutable"] else "mode=ro"
            made = sqlite3.connect(f"{Path(path).absolute().as_uri()}?{mode}", uri=True)
            made.text_factory = lambda text: str(text, "utf-8", "replace")
            self.plugins.hook.prepare_connection(conn=made, database=asked["database"], datasette=_told(asked))
            authorizer = guard.harden(made, path)
            guard.limit(made, LIMITS)
            self.connections[path] = made, authorizer
        return self.connections[path]

    def tell(self, **answer):
        """Write one answer."""
        text = json.dumps(answer, default=lambda cell: [base64.b64encode(cell).decode()]).encode()
        self.output.write(struct.pack(">I", len(text)) + text)
        self.output.flush()

    def answer(self, asked):
        """One question to its end, in one message or, streamed, in many."""
        connection, authorizer = self.connection(asked)
        self.limited(connection, asked["ms"])
        cursor = connection.cursor()
        try:
            cursor.execute(asked["sql"], asked["params"])
            columns = [column[0] for column in cursor.description or ()]
            if asked.get("stream"):
                return self.stream(connection, cursor, columns, asked)
            found = rows.within(rows.first(cursor, asked["rows"]), columns, asked["bytes"])
            return self.tell(columns=columns, rows=list(found))
        except sqlite3.DatabaseError as error:
            return self.tell(error=authorizer.explained(error))
        finally:
            cursor.close()
            signal.setitimer(signal.ITIMER_REAL, 0)

    def stream(self, connection, cursor, columns, asked):
        """Batches of rows, each in the time of a question; the server takes them as fast as its reader does."""
        self.tell(columns=columns)
        row = ()
        while row is not None:
            self.limited(connection, asked["ms"])
            found, size = [], 0
            while size < _BATCH and (row := cursor.fetchone()) is not None:
                size += rows.size(row, columns, asked["bytes"])
                found.append(row)
            signal.setitimer(signal.ITIMER_REAL, 0)  # waiting for the reader costs nothing
            self.tell(rows=found, end=row is None)

    def limited(self, connection, milliseconds):
        """From now on there is so much time."""
        end = time.perf_counter() + milliseconds / 1000
        connection.set_progress_handler(lambda: time.perf_counter() >= end, _STEPS)
        signal.setitimer(signal.ITIMER_REAL, milliseconds / 1000 + _GRACE)

    def run(self):
        """Until the server goes."""
        source = sys.stdin.buffer
        while len(head := source.read(4)) == 4:
            asked = json.loads(source.read(struct.unpack(">I", head)[0]))
            try:
                self.answer(asked)
            except MemoryError:
                self.tell(error="内存不够 (out of memory)")
            except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
                self.tell(error=str(error))


def _told(asked):
    """As much of a Datasette as a plugin that prepares connections looks at: the database."""
    mutable = not asked["immutable"]
    db = types.SimpleNamespace(name=asked["database"], path=asked["path"], is_mutable=mutable, is_memory=False)
    return types.SimpleNamespace(databases={db.name: db}, get_database=lambda name: db)


def main():
    """Give away what is not needed, then answer."""
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process
    os.nice(10)  # the site's own pages come first
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    guard.limit_heap(HEAP)
    worker = Worker(Path(__file__).parent.parent)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    worker.run()


if __name__ == "__main__":
    main()

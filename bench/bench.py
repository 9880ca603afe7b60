"""How fast (make bench): ``ingest add`` of reports in every layout, beside sqlite-utils inserting the same rows.

    python bench/bench.py [REPORTS] [--rounds N] [--tabbed] [--writer] [--keep FOLDER]

One run times all of these by turns on the same machine, several rounds of them, and prints the medians:

(a) ``ingest add``: from text files through reading, matching, checks, statistics and index to a committed database;
(b) ``sqlite-utils insert --nl``, one command a table, of the rows that (a) made, into a database with the same schema.
    The index ``sections_fts`` is among the tables: its rows are inserted as tokens like any other;
(c) the floor: ``executemany`` of those rows from memory into that schema, one transaction, nothing else;
(d) parsing alone, on one processor, the files' text in memory;
(e) reading and hashing the files alone.

Start-up of the programs is counted in (a) and (b), from compiled bytecode, as an installed program has it.

``--writer`` reads everything first and profiles the writer alone.
"""

from __future__ import annotations

import argparse
import base64
import cProfile
import hashlib
import json
import os
import platform
import pstats
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import _paths  # noqa: F401
import generate
import mix

from ingest.store import connect, search

TABLES = (
    "agencies", "agency_aliases", "sources", "reports", "sections", "sections_fts", "disclosure_items", "applications",
    "appeals", "findings", "report_stats", "prose_marks", "report_totals", "application_totals", "appeal_totals",
    "disclosure_totals", "finding_totals", "table_counts",
)  # fmt: skip
NAMES = {
    "a": "ingest add", "b": "sqlite-utils insert", "c": "executemany alone", "d": "parse alone, one process",
    "e": "read and hash alone",
}  # fmt: skip
ADD = "from ingest.cli import main; main()"


class Cost(NamedTuple):
    """What a process and its children took."""

    seconds: float
    processor: float
    memory: int  # bytes, of the largest single process


def run(command: list[str], folder: Path) -> Cost:
    """Run a command to its end; its output must not slow it down. A ``--job`` says itself how long it took."""
    paths = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": ":".join(paths), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    output = folder / "output.txt"
    with output.open("w") as file:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:6]} failed: {process.returncode}")
    if "--job" in command:
        seconds = float(output.read_text().split()[-1])
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def add(pages: Path, db: Path) -> Cost:
    """(a)"""
    return run([sys.executable, "-c", ADD, "add", str(pages), "--db", str(db)], db.parent)


def insert(rows: dict[str, Path], db: Path) -> Cost:
    """(b): one command a table, in the order of the foreign keys."""
    connect(str(db)).close()
    command = [sys.executable, "-m", "sqlite_utils", "insert", str(db)]
    costs = [run([*command, table, str(path), "--nl"], db.parent) for table, path in rows.items()]
    return Cost(sum(c.seconds for c in costs), sum(c.processor for c in costs), max(c.memory for c in costs))


def job(name: str, folder: Path, *paths: Path) -> Cost:
    """(c), (d), (e): a job of this script, in a process of its own."""
    return run([sys.executable, __file__, "--job", name, *map(str, paths)], folder)


def floor(made: str, db: str) -> float:
    """(c): the rows of one database into another."""
    source, target = sqlite3.connect(made), connect(db)
    rows = {}
    for table in TABLES:
        if table == "sections_fts":
            sections = source.execute("SELECT id, heading, body FROM sections")
            rows[search.INSERT] = list(search.entries(sections, search.Folds.of(source)))
        else:
            cursor = source.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in cursor.description]
            marks = ", ".join("?" * len(columns))
            rows[f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"] = cursor.fetchall()
    began = time.perf_counter()
    target.execute("BEGIN")
    for statement, every in rows.items():
        target.executemany(statement, every)
    target.execute("COMMIT")
    return time.perf_counter() - began


def parse_only(pages: str) -> float:
    """(d)"""
    from ingest.model import Refused
    from ingest.parse import parse
    from ingest.source import read_source

    sources = [read_source(str(path)) for path in sorted(Path(pages).iterdir())]
    began = time.perf_counter()
    for source in sources:
        with suppress(Refused):
            parse(source)
    return time.perf_counter() - began


def read_only(pages: str) -> float:
    """(e)"""
    from ingest.source import read_bytes

    paths = sorted(map(str, Path(pages).iterdir()))
    began = time.perf_counter()
    for path in paths:
        hashlib.sha256(read_bytes(path)).hexdigest()
    return time.perf_counter() - began


JOBS = {"floor": floor, "parse": parse_only, "read": read_only}


def dump(db: Path, folder: Path) -> dict[str, Path]:
    """Every table of a database as JSON lines."""
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    paths = {}
    for table in TABLES:
        paths[table] = folder / f"{table}.jsonl"
        with paths[table].open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(connection, table))
    connection.close()
    return {table: path for table, path in paths.items() if path.stat().st_size}


def _rows(connection: sqlite3.Connection, table: str) -> Any:
    if table == "sections_fts":  # the index holds tokens, not text
        folds = search.Folds.of(connection)
        for section in connection.execute("SELECT id, heading, body FROM sections"):
            yield dict(zip(("rowid", "heading", "body"), search.entries([tuple(section)], folds)[0], strict=True))
        return
    for row in connection.execute(f"SELECT * FROM {table}"):
        yield {key: _value(row[key]) for key in row.keys()}  # noqa: SIM118


def _value(value: Any) -> Any:
    return {"$base64": True, "encoded": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def complete(db: Path) -> None:
    """Is every table that (a) writes among those that (b) and (c) write?"""
    made, new = sqlite3.connect(db), connect(":memory:")
    names = [row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in names:
        if name not in TABLES and not name.startswith(("sections_fts", "sqlite_")):
            rows, before = (c.execute(f"SELECT count(*) FROM {name}").fetchone() for c in (made, new))
            if rows != before:
                raise SystemExit(f"(a) writes {name}, (b) and (c) don't")


def counts(db: Path) -> dict[str, int]:
    """Rows of each table, to show that both wrote the same."""
    connection = sqlite3.connect(db)
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
    query = "SELECT count(*) FROM sections_fts WHERE sections_fts MATCH '\"信 息\"'"
    found["sections_fts"] = connection.execute(query).fetchone()[0]
    connection.close()
    return found


def compare(folder: Path, reports: int, rounds: int, write: Callable[[Path, int], None]) -> None:
    """Time all of them and print them."""
    pages = folder / "pages"
    write(pages, reports)
    write(folder / "one", 1)
    add(folder / "one", folder / "one.db")  # compiles the bytecode of both programs
    insert(dump(folder / "one.db", folder), folder / "warm.db")
    costs: dict[str, list[Cost]] = {name: [] for name in NAMES}
    for turn in range(rounds):
        a, b, c = (folder / f"{name}{turn}.db" for name in "abc")
        costs["a"].append(add(pages, a))
        complete(a)
        rows = dump(a, folder)
        costs["b"].append(insert(rows, b))
        costs["c"].append(job("floor", folder, a, c))
        costs["d"].append(job("parse", folder, pages))
        costs["e"].append(job("read", folder, pages))
        if not counts(a) == counts(b) == counts(c):
            raise SystemExit(f"not the same rows: {counts(a)} {counts(b)} {counts(c)}")
        made = counts(a)
        for path in folder.glob(f"[abc]{turn}.db*"):
            path.unlink()
    _print(reports, made, {name: _median(every) for name, every in costs.items()}, rounds)


def _median(costs: list[Cost]) -> Cost:
    seconds, processor = (median(cost[at] for cost in costs) for at in (0, 1))
    return Cost(seconds, processor, max(cost.memory for cost in costs))


def _print(reports: int, made: dict[str, int], costs: dict[str, Cost], rounds: int) -> None:
    print(
        f"{reports} reports, {sum(made.values())} rows, medians of {rounds} rounds,"
        f" {os.cpu_count()} processors, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    for name, cost in costs.items():
        print(
            f"{name}  {NAMES[name]:26}{cost.seconds:7.2f} s {reports / cost.seconds:8.0f} reports/s"
            f"  processor {cost.processor:6.2f} s  peak {cost.memory / 1e6:5.0f} MB"
        )
    print(f"a/b {costs['a'].seconds / costs['b'].seconds:.2f}   a/c {costs['a'].seconds / costs['c'].seconds:.2f}")


def profile_writer(folder: Path, reports: int) -> None:
    """The writer alone: everything is read before the clock starts."""
    from ingest.pipeline import Input
    from ingest.pipeline.reading import read
    from ingest.store import Writer

    mix.write(folder / "pages", reports)
    pages = sorted((folder / "pages").iterdir())
    packed = [read(Input(str(page)), frozenset()).packed for page in pages]
    profile = cProfile.Profile()
    writer = Writer(connect(str(folder / "a.db")))
    profile.enable()
    for number, one in enumerate(packed):
        if one is not None:
            writer.write(one)
        if number % 256 == 255:
            writer.commit()
    writer.commit()
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(12)


def main() -> None:
    """Read the arguments."""
    if sys.argv[1:2] == ["--job"]:
        print(JOBS[sys.argv[2]](*sys.argv[3:]))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="?", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tabbed", action="store_true", help="only the two layouts that nothing is lost in")
    parser.add_argument("--writer", action="store_true", help="profile the writer alone")
    parser.add_argument("--keep", type=Path, help="a folder for the pages and databases, kept afterwards")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    with nullcontext(arguments.keep) if arguments.keep else tempfile.TemporaryDirectory() as folder:
        if arguments.writer:
            profile_writer(Path(folder), arguments.reports)
        else:
            compare(
                Path(folder), arguments.reports, arguments.rounds, generate.write if arguments.tabbed else mix.write
            )


if __name__ == "__main__":
    main()

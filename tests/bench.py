"""How fast (make bench): ``ingest add`` on invented reports, beside sqlite-utils writing the very same rows from JSON.

    python tests/bench.py [REPORTS] [--writer] [--keep FOLDER]

One run times both, one after the other on the same machine, and prints their ratio: (a) from text files through
reading, matching, checks, statistics and index to a committed database; (b) ``sqlite-utils insert --nl``, one command
a table, of the rows that (a) made, into a database with the same schema. The index ``sections_fts`` is among the
tables: its rows are inserted as tokens like any other. Start-up of the programs is counted in both.

``--writer`` reads everything first and profiles the writer alone.
"""

from __future__ import annotations

import argparse
import base64
import cProfile
import json
import os
import pstats
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import generate  # noqa: E402 (run as a script)

from ingest.store import connect, search  # noqa: E402

TABLES = (
    "agencies", "sources", "reports", "sections", "sections_fts", "disclosure_items", "applications", "appeals",
    "findings", "report_stats",
)  # fmt: skip
ADD = "from ingest.cli import main; main()"


class Cost(NamedTuple):
    """What a process and its children took."""

    seconds: float
    processor: float
    memory: int  # bytes, of the largest single process


def run(command: list[str]) -> Cost:
    """Run a command to its end; its output must not slow it down."""
    paths = [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": ":".join(paths)})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:4]} failed: {process.returncode}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def add(pages: Path, db: Path) -> Cost:
    """(a)"""
    return run([sys.executable, "-c", ADD, "add", str(pages), "--db", str(db)])


def insert(rows: dict[str, Path], db: Path) -> Cost:
    """(b): one command a table, in the order of the foreign keys."""
    connect(str(db)).close()
    costs = [run([sys.executable, "-m", "sqlite_utils", "insert", str(db), t, str(p), "--nl"]) for t, p in rows.items()]
    return Cost(sum(c.seconds for c in costs), sum(c.processor for c in costs), max(c.memory for c in costs))


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
        for section in connection.execute("SELECT id, heading, body FROM sections"):
            yield dict(zip(("rowid", "heading", "body"), search.entries([tuple(section)])[0], strict=True))
        return
    for row in connection.execute(f"SELECT * FROM {table}"):
        yield {key: _value(row[key]) for key in row.keys()}  # noqa: SIM118


def _value(value: Any) -> Any:
    return {"$base64": True, "encoded": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def counts(db: Path) -> dict[str, int]:
    """Rows of each table, to show that both wrote the same."""
    connection = sqlite3.connect(db)
    found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
    query = "SELECT count(*) FROM sections_fts WHERE sections_fts MATCH '\"信 息\"'"
    found["sections_fts"] = connection.execute(query).fetchone()[0]
    connection.close()
    return found


def compare(folder: Path, reports: int) -> None:
    """Time both and print them."""
    generate.write(folder / "pages", reports)
    ours = add(folder / "pages", folder / "a.db")
    theirs = insert(dump(folder / "a.db", folder), folder / "b.db")
    if counts(folder / "a.db") != counts(folder / "b.db"):
        raise SystemExit(f"not the same rows: {counts(folder / 'a.db')} {counts(folder / 'b.db')}")
    rows = sum(counts(folder / "a.db").values())
    print(f"{reports} reports, {rows} rows, {os.cpu_count()} processors, SQLite {sqlite3.sqlite_version}")
    for name, cost in (("a  ingest add", ours), ("b  sqlite-utils insert", theirs)):
        print(
            f"{name:24}{cost.seconds:7.2f} s {reports / cost.seconds:8.0f} reports/s"
            f"  processor {cost.processor:6.2f} s  peak {cost.memory / 1e6:5.0f} MB"
        )
    print(f"a/b {ours.seconds / theirs.seconds:.2f}")
    starts = len(TABLES) * run([sys.executable, "-m", "sqlite_utils", "--version"]).seconds
    print(
        f"    {ours.seconds / (theirs.seconds - starts):.2f} without the {starts:.2f} s that b's commands take to start"
    )


def profile_writer(folder: Path, reports: int) -> None:
    """The writer alone: everything is read before the clock starts."""
    from ingest.pipeline import Input
    from ingest.pipeline.reading import read
    from ingest.store import Writer

    generate.write(folder / "pages", reports)
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="?", type=int, default=2000)
    parser.add_argument("--writer", action="store_true", help="profile the writer alone")
    parser.add_argument("--keep", type=Path, help="a folder for the pages and databases, kept afterwards")
    arguments = parser.parse_args()
    job = profile_writer if arguments.writer else compare
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        job(arguments.keep, arguments.reports)
        return
    with tempfile.TemporaryDirectory() as folder:
        job(Path(folder), arguments.reports)


if __name__ == "__main__":
    main()

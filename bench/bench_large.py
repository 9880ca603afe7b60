"""How the cost grows (make bench-large): one ``ingest add`` of 100,000 reports in all layouts, seen at every doubling.

    python bench/bench_large.py [--most 100000] [--keep FOLDER]

A line for 1,000, 2,000, 4,000 … reports: seconds on the clock until they were committed, seconds of the processors (on
a busy machine these tell the growth), what a report costs beside one at the size before (growth; 1.00 is linear), and
the peak memory so far: of the writer, of the largest reading process, and of all of them together. A page that several
processes share (they are forked) counts once in the sum (proportional set size). Then the same files are added again,
which must change nothing. Memory and processor time are read from /proc, so this runs on Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import _paths  # noqa: F401
import generate
import mix

ADD = "from ingest.cli import main; main()"
FOLDER = 1000  # reports a folder
EVERY = 0.25  # seconds between two looks at the memory


@dataclass
class Cost:
    """What a command took until now; memory in bytes, at its peak."""

    seconds: float = 0
    processor: float = 0
    writer: int = 0
    reader: int = 0
    together: int = 0

    def look(self, pid: int, began: float) -> None:
        """Take the measures of a process and its children."""
        found = [_of(number) for number in (pid, *_children(pid))]
        self.seconds = time.perf_counter() - began
        self.processor = max(self.processor, sum(one.processor for one in found))
        self.writer = max(self.writer, found[0].resident)
        self.reader = max([self.reader, *(one.resident for one in found[1:])])
        self.together = max(self.together, sum(one.share for one in found))


class _Of(NamedTuple):
    """One process: seconds of the processor, resident size, its share of that."""

    processor: float = 0
    resident: int = 0
    share: int = 0


def pages(folder: Path, count: int) -> list[Path]:
    """The folders of the first ``count`` reports, written where they aren't there yet."""
    folders = [folder / f"{start:06}" for start in range(0, count, FOLDER)]
    missing = [path for path in folders if not path.is_dir()]
    with Pool() as pool:
        pool.map(_write, missing, chunksize=1)
    return folders


def _write(folder: Path) -> None:
    started = folder.with_suffix(".part")
    started.mkdir(parents=True, exist_ok=True)
    for number in range(int(folder.name), int(folder.name) + FOLDER):
        it = generate.invent(number)
        it = replace(it, agency=it.agency.replace("第", "第9", 1))  # 第2019示例局 would have a year in its name
        page = mix.text(it, mix.layout_of(number), random.Random(number))
        (started / f"{number:06}.txt").write_text(page, "utf-8")
    started.rename(folder)


def run(command: list[str], see: Callable[[Cost], None]) -> Cost:
    """Run a command to its end, looking at its processes now and then."""
    paths = f"{Path(__file__).parent.parent}:{os.environ.get('PYTHONPATH', '')}"
    began, cost = time.perf_counter(), Cost()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": paths})
    while process.poll() is None:
        cost.look(process.pid, began)
        see(cost)
        time.sleep(EVERY)
    if process.returncode:
        raise SystemExit(f"{command[:4]} failed: {process.returncode}")
    cost.seconds = time.perf_counter() - began
    return cost


def _children(pid: int) -> Iterator[int]:
    try:
        yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    except OSError:
        return


def _of(pid: int) -> _Of:
    """What a process has used; nothing for one that is gone."""
    try:
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return _Of()
    sizes = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return _Of(sum(map(int, used)) / os.sysconf("SC_CLK_TCK"), sizes.get("Rss:", 0), sizes.get("Pss:", 0))


class _Lines:
    """A line of the table each time the database has grown to the next size."""

    def __init__(self, db: Path, most: int) -> None:
        self._db = db
        self._sizes = [FOLDER << n for n in range(20) if FOLDER << n <= most]
        self._before: tuple[int, float] | None = None

    def see(self, cost: Cost) -> None:
        if not self._sizes or not self._db.exists():
            return
        count = reports(self._db)
        if count >= self._sizes[0]:
            self._sizes.pop(0)
            self.line(count, cost)

    def line(self, count: int, cost: Cost) -> None:
        grown = ""
        if self._before:
            grown = f"{cost.processor / self._before[1] / (count / self._before[0]):.2f}"
        self._before = count, cost.processor
        memory = " | ".join(f"{size / 1e6:.0f}" for size in (cost.writer, cost.reader, cost.together))
        speed = f"{cost.seconds:.1f} | {count / cost.seconds:.0f} | {cost.processor:.1f} | {grown}"
        print(f"| {count:,} | {speed} | {self._db.stat().st_size / 1e6:.0f} | {memory} |", flush=True)


def measure(folder: Path, most: int) -> None:
    """Print a line a size."""
    folders, db = pages(folder / "pages", most), folder / "large.db"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{db}{suffix}").unlink(missing_ok=True)
    print("| reports | seconds | reports/s | processor s | growth | MB database | MB writer | MB reader | MB all |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
    command = [sys.executable, "-c", ADD, "add", *map(str, folders), "--db", str(db)]
    lines = _Lines(db, most - 1)
    cost = run(command, lines.see)
    lines.line(reports(db), cost)
    again = run(command, lambda cost: None)
    if reports(db) != most:
        raise SystemExit(f"{reports(db)} reports of {most}")
    print(f"\nthe same files again: {again.seconds:.1f} s, {again.together / 1e6:.0f} MB, nothing changed")


def reports(db: Path) -> int:
    """How many reports are committed: ids of a new database have no gaps."""
    with (
        suppress(sqlite3.OperationalError),
        closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection,
    ):
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM reports").fetchone()[0])
    return 0


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder for the pages and the database, kept afterwards")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        measure(arguments.keep, arguments.most)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.most)


if __name__ == "__main__":
    main()

"""Who is joined with whom, and what is added to what: an invented world, counted again by other means.

    python bench/world_accuracy.py                              # three worlds
    python bench/world_accuracy.py --seeds 8 --write docs/accuracy.md

Its reports are added in random order and batches, some adds are killed and run again, some pages come again corrected,
a person makes agencies one and takes reports out; in between and at the end every number of every view is compared with
what plain loops over the truth give (``world/counting.py``). The writer of its pages is none of those that the reader
was made with.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import _paths
from _parts import write_part
from click.testing import CliRunner
from world.counting import Count, Rows
from world.making import Maker, Said, World

from ingest.cli import main as ingest
from ingest.store import connect
from ingest.store.identity import Identity

_VIEWS = {
    "yearly_by_level": ("year", "level", "scope"),
    "yearly_by_region": ("year", "region_code", "scope"),
    "yearly_by_function": ("year", "function_class", "level"),
    "yearly_by_channel": ("year", "level", "scope", "channel"),
    "reconciliation": ("file",),
    "coverage_by_region": ("year", "region_code"),
}
_FILE = "(SELECT s.name FROM sources s JOIN reports r ON r.source_id = s.id WHERE r.id = v.report_id)"


class Run:
    """One world on its way into a database."""

    def __init__(self, world: World, folder: Path, seed: int) -> None:
        self.world = world
        self.folder = folder
        self.db = str(folder / "world.db")
        self.chance = random.Random(seed)
        self.standing: dict[str, Said] = {}  # by the file first added
        self.joined: dict[str, str] = {}
        self.counts: Counter[str] = Counter()
        self.differences: list[str] = []
        for said in world.reports:
            (folder / said.file).write_text(said.text, "utf-8")

    def go(self) -> None:
        """All of it, looking at it three times."""
        first = [said for said in self.world.reports if said.replaces is None]
        again = [said for said in self.world.reports if said.replaces is not None]
        self.chance.shuffle(first)
        half = len(first) // 2
        self.add(first[:half])
        self.compare("half")
        self.add(first[half:])
        self.add(again)
        self.compare("all")
        for said in self.chance.sample([*self.standing.values()], len(self.standing) // 10):
            self.remove(said)
        for of, into in self.world.merges:
            self.merge(of, into)
        self.compare("removed and merged")

    # --- what happens -------------------------------------------------------------------------------------------

    def add(self, found: list[Said]) -> None:
        """In batches; one in four is killed on its way and run again."""
        while found:
            size = self.chance.randrange(20, 160)
            batch, found = found[:size], found[size:]
            files = [str(self.folder / said.file) for said in batch]
            if self.chance.random() < 0.25:
                self._kill(files)
            result = CliRunner().invoke(ingest, ["add", "--db", self.db, *files])
            self.counts["adds"] += 1
            if result.exit_code:
                self.differences.append(f"add: {result.stderr[-300:]}")
            for said in batch:
                self.standing[said.replaces or said.file] = said

    def _kill(self, files: list[str]) -> None:
        command = [sys.executable, "-c", "from ingest.cli import main; main()", "add", "--db", self.db, *files]
        process = subprocess.Popen(command, cwd=_paths.ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.8 + 3 * self.chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.counts["kills"] += 1

    def remove(self, said: Said) -> None:
        """Take a report out."""
        query = "SELECT r.id FROM reports r JOIN sources s ON s.id = r.source_id WHERE s.name = ?"
        [(report_id,)] = self._rows(query, [str(self.folder / said.file)])
        result = CliRunner().invoke(ingest, ["remove", "--db", self.db, str(report_id)])
        if result.exit_code:
            self.differences.append(f"remove {said.file}: {result.stderr[-300:]} {result.exception!r}")
        self.counts["removals"] += 1
        del self.standing[said.replaces or said.file]

    def merge(self, of: str, into: str) -> None:
        """A person says that two are one."""
        ids = [{i for i, said in self._by_agency().items() if said.agency == agency} for agency in (of, into)]
        if all(len(found) == 1 for found in ids):
            with closing(connect(self.db)) as connection:
                Identity(connection).merge(ids[0].pop(), ids[1].pop())
            self.joined[of] = into
            self.counts["merges"] += 1

    def _by_agency(self) -> dict[int, Said]:
        files = {str(self.folder / said.file): said for said in self.standing.values()}
        query = "SELECT r.agency_id, s.name FROM reports r JOIN sources s ON s.id = r.source_id"
        return {agency_id: files[name] for agency_id, name in self._rows(query) if name in files}

    # --- what must come out -------------------------------------------------------------------------------------

    def _rows(self, sql: str, given: Any = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as db:
            return db.execute(sql, given).fetchall()

    def compare(self, when: str) -> None:
        """Everything, against the count."""
        count = Count(self.standing.values(), self.joined)
        self._agencies(count, when)
        self._reports(count, when)
        expected: dict[str, Rows] = {
            "yearly_by_level": count.by_level(), "yearly_by_region": count.by_region(),
            "yearly_by_function": count.by_function(), "yearly_by_channel": count.by_channel(),
            "reconciliation": count.reconciliation(), "coverage_by_region": count.coverage(),
        }  # fmt: skip
        for view, rows in expected.items():
            self._view(view, rows, when)
        self._applicants(count, when)
        self._findings(count, when)

    def _same(self, what: str, got: Any, wanted: Any) -> None:
        self.counts["compared"] += 1
        near = isinstance(got, float) and isinstance(wanted, float) and abs(got - wanted) < 1e-9
        if got != wanted and not near:
            self.differences.append(f"{what}: {got!r}, not {wanted!r}")

    def _agencies(self, count: Count, when: str) -> None:
        """Who is one with whom, of every two reports."""
        rows = self._rows("SELECT s.name, r.agency_id FROM reports r JOIN sources s ON s.id = r.source_id")
        got = {Path(name).name: agency_id for name, agency_id in rows}
        wanted = {said.file: count.agency(said) for said in self.standing.values()}
        self._same(f"{when}: files", sorted(got.keys() ^ wanted.keys()), [])
        by_id: dict[int, set[str]] = {}
        by_truth: dict[str, set[str]] = {}
        for file in got.keys() & wanted.keys():
            by_id.setdefault(got[file], set()).add(wanted[file])
            by_truth.setdefault(wanted[file], set()).add(str(got[file]))
        for of, others in (*by_id.items(), *by_truth.items()):
            self._same(f"{when}: agency {of} is {sorted(others)}", len(others), 1)

    def _reports(self, count: Count, when: str) -> None:
        names = (
            "region_code, scope, level, received, carried_in, closed, disclosed, partly_disclosed, refused, "
            "carried_out, reconsiderations, suits, corrected, decided"
        )
        rows = {Path(name).name: row for name, *row in self._rows(f"SELECT {_FILE}, {names} FROM report_stats v")}
        for said in self.standing.values():
            got = dict(zip(names.split(", "), rows.get(said.file, ()), strict=False))
            for name, value in count.report(said).items():
                self._same(f"{when}: {said.file} {said.name} {name}", got.get(name), value)

    def _view(self, view: str, wanted: Rows, when: str) -> None:
        keys = _VIEWS[view]
        with closing(sqlite3.connect(self.db)) as db:
            db.row_factory = sqlite3.Row
            file = f", {_FILE} AS file" if "file" in keys else ""
            rows = [dict(row) for row in db.execute(f"SELECT v.*{file} FROM {view} v")]
        got = {tuple(Path(row[k]).name if k == "file" else row[k] for k in keys): row for row in rows}
        self._same(f"{when}: rows of {view}", sorted(map(repr, got)), sorted(map(repr, wanted)))
        for key in got.keys() & wanted.keys():
            for name, value in wanted[key].items():
                self._same(f"{when}: {view} {key} {name}", got[key][name], value)

    def _applicants(self, count: Count, when: str) -> None:
        """What was received, by applicant, in the sums of table 2 that hold nothing twice."""
        query = (
            "SELECT year, level, scope, sum(reports), sum(natural_person), sum(business), sum(total)"
            " FROM application_totals JOIN outcomes o ON o.id = outcome_id"
            " WHERE o.code = 'received' AND added GROUP BY year, level, scope"
        )
        got = {row[:3]: row[3:] for row in self._rows(query)}
        wanted = count.applicants()
        for key in got.keys() | wanted.keys():
            self._same(f"{when}: application_totals {key}", got.get(key), wanted.get(key))

    def _findings(self, count: Count, when: str) -> None:
        checks = ("across.carried", "across.children", "place.same_name")
        query = (
            f"SELECT {_FILE}, check_id, row_code, count(*) FROM findings v WHERE check_id IN (?, ?, ?) GROUP BY 1, 2, 3"
        )
        got = {(Path(file).name, check, row): n for file, check, row, n in self._rows(query, checks)}
        wanted = count.findings()
        for key in got.keys() | wanted.keys():
            self._same(f"{when}: finding {key}", got.get(key, 0), wanted.get(key, 0))


def run(seed: int, folder: Path, share: float = 1.0) -> Run:
    """One world; ``share``: how much of it, for a test that must be quick."""
    world = Maker(seed).make()
    if share < 1:
        kept = {said.file for said in world.reports if random.Random(said.agency).random() < share}
        world.reports = [said for said in world.reports if (said.replaces or said.file) in kept and said.file in kept]
    found = Run(world, folder, seed)
    found.go()
    return found


def main() -> int:
    """Run as told; the number of differences is the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=3, help="how many worlds")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--write", type=Path, help="the document whose part is written anew")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    differences: list[str] = []
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory() as folder:
            found = run(seed, Path(folder))
        counts += found.counts + Counter(reports=len(found.world.reports), worlds=1)
        counts["agencies"] += len({said.agency for said in found.world.reports})
        differences += found.differences
        print(f"world {seed}: {dict(found.counts)}, {len(found.differences)} differences", flush=True)
        print("\n".join(found.differences[:40]), flush=True)
    if given.write:
        write_part(given.write, "world", "bench/world_accuracy.py", _part(counts, len(differences)))
    return min(len(differences), 1)


def _part(counts: Counter[str], differences: int) -> str:
    told = f"{counts['worlds']} 个虚构的世界，{counts['reports']:,} 份报告、{counts['agencies']:,} 个机关"
    stopped = f"{counts['adds']} 次收录、中途强行终止 {counts['kills']} 次"
    done = f"{stopped}、移除 {counts['removals']} 份、人工合并 {counts['merges']} 次"
    return f"""
## 归属与合计 Who is joined with whom, what is added to what

{told}；随机次序，{done}。另算一遍，逐项比较 {counts["compared"]:,} 处：不同 **{differences}** 处。
Invented worlds, added in random order, interrupted, corrected, removed and merged, and counted again by other means:
{counts["compared"]:,} comparisons of agencies, cells, every row of every yearly view, reconciliation, coverage and the
findings that rest on two reports; {differences} differences.
"""


if __name__ == "__main__":
    sys.exit(main())

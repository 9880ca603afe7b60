"""How well drafts are checked: faults planted one by one in invented drafts, and right ones to be left in peace.

    python bench/draft_accuracy.py --n 20                    # so many of each fault as text, a quarter of it as Word
    python bench/draft_accuracy.py --n 20 --show 10          # … and the faults that weren't told
    python bench/draft_accuracy.py --first 60000 --write docs/checks-accuracy.md   # the table into its part there

told: a finding by the check in question, with the words that it must say. false alarm: an error or a warning on a right
draft. A seed that was looked at is no evidence any more: ``FRESH`` is where unseen ones begin.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import _paths  # noqa: F401
from _parts import write_part
from drafts import page
from drafts.beside import BESIDE, Beside
from drafts.faults import FAULTS, Fault

from ingest import drafts, pipeline
from ingest.checks import checks
from ingest.containers import source_of
from ingest.drafts import holds_back
from ingest.model import Finding, Refused
from ingest.parse import parse
from ingest.store import connect

FRESH = 60_000
_TRIES = 80
_FOLDER = 40  # drafts in one folder


@dataclass(slots=True)
class Result:
    """The counts of a run, and what went wrong in it."""

    planted: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    right: int = 0
    alarms: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def fault(self, name: str, seed: int, draft: page.Draft, *, told: bool) -> None:
        """One fault that was planted."""
        self.planted[name] += 1
        self.told[name] += told
        if not told:
            self.missed.append(f"{name}: seed {seed}: {draft.title}")


def findings(draft: page.Draft, *, word: bool) -> tuple[Finding, ...]:
    """What is told of one draft by itself."""
    name, content = ("draft.docx", page.word(draft)) if word else ("draft.txt", page.text(draft))
    return parse(source_of(name, content), draft=True).findings


def one_by_one(result: Result, fault: Fault, seed: int, *, word: bool) -> None:
    """Plant a fault in a draft of this seed and look whether it is told."""
    rng = Random(f"{fault.name} {seed}")
    for _ in range(_TRIES):
        draft = page.right(rng)
        words = fault.plant(draft, rng)
        if words is not None:
            break
    else:
        return
    try:
        found = findings(draft, word=word)
    except Refused:
        found = ()
    result.fault(fault.name, seed, draft, told=_is_told(found, fault.checks, words))


def _is_told(found: Iterable[Finding], names: Sequence[str], words: str) -> bool:
    return any(finding.check in names and words in finding.message for finding in found)


def rights(result: Result, seeds: Iterable[int], *, word: bool) -> None:
    """Right drafts, one by one."""
    for seed in seeds:
        draft = page.right(Random(seed))
        result.right += 1
        for finding in findings(draft, word=word):
            if checks()[finding.check].severity != "note" or holds_back(finding.check):
                result.alarms.append(f"seed {seed}: {finding.check}: {finding.message}")


# --- beside others ----------------------------------------------------------------------------------------------


def _world(seed: int) -> Iterator[tuple[page.Draft, page.Draft]]:
    """Offices, each with its report of last year and a draft of this year that goes on from it."""
    rng, names = Random(f"world {seed}"), set()
    while len(names) < _FOLDER:
        name = page.names(rng)
        if name[0] not in names:
            names.add(name[0])
            last = page.right(rng, name, page.YEAR - 1)
            yield last, page.right(rng, name, page.YEAR, last.facts.cells)


def _saved(folder: Path, draft: page.Draft, *, word: bool = False) -> Path:
    path = folder / f"{draft.file}.{'docx' if word else 'txt'}"
    path.write_bytes(page.word(draft) if word else page.text(draft))
    return path


def folder(result: Result, seed: int) -> None:
    """A folder of right drafts with a list and last year's reports, then each fault that shows beside others."""
    with tempfile.TemporaryDirectory() as made:
        home, world = Path(made), list(_world(seed))
        (home / "list.csv").write_text("机关\n" + "\n".join(last.name for last, _ in world), "utf-8")
        db = _last_year(home, [last for last, _ in world])
        paths = []
        for number, (_, draft) in enumerate(world):
            draft.file = f"{number:02}"
            paths.append(_saved(home, draft))
        run = _checked(home, paths, db)
        result.right += len(run.drafts)
        for one in run.drafts:
            bad = [told.finding for told in one.told if told.severity != "note"]
            bad += [told.finding for told in one.told if holds_back(told.finding.check)]
            result.alarms += [f"world {seed}: {one.agency}: {f.check}: {f.message}" for f in bad]
        for number, fault in enumerate(BESIDE):
            for at in range(3):
                _beside(result, home, db, fault, (seed * 100 + at, *world[(number * 3 + at) % len(world)]))


def _last_year(home: Path, reports: Sequence[page.Draft]) -> Path:
    (home / "last").mkdir()
    for number, report in enumerate(reports):
        report.file = f"{number:02}"
        _saved(home / "last", report)
    with closing(connect(str(home / "reports.db"))) as connection, pipeline.Interrupts() as interrupts:
        list(pipeline.add(connection, list(pipeline.inputs([str(home / "last")])), interrupts))
    return home / "reports.db"


def _checked(home: Path, paths: Sequence[Path], db: Path) -> drafts.Run:
    asked = drafts.Asked(page.YEAR, drafts.read_roster(str(home / "list.csv"), page.YEAR), (1, 31))
    with closing(connect(str(db))) as connection, pipeline.Interrupts() as interrupts:
        return drafts.check(list(pipeline.inputs(map(str, paths))), asked, connection, interrupts)


def _beside(result: Result, home: Path, db: Path, fault: Beside, given: tuple[int, page.Draft, page.Draft]) -> None:
    seed, last, draft = given
    rng = Random(f"{fault.name} {seed}")
    name = (draft.facts.name, draft.facts.short, draft.facts.us)
    fresh = page.right(rng, name, draft.year, last.facts.cells)
    sent = fault.plant(fresh, last, rng)
    if sent is None:
        return
    with tempfile.TemporaryDirectory(dir=home) as made:
        paths = [_saved(Path(made), one) for one in sent.drafts]
        run = _checked(home, paths, db)
        mine = next(one for one in run.drafts if one.path == str(paths[0]))
        found = [told.finding for told in mine.told]
        result.fault(fault.name, seed, sent.drafts[0], told=_is_told(found, fault.checks, sent.words))


# --- the run ----------------------------------------------------------------------------------------------------


def run(count: int, first: int = 0, *, right: int | None = None, folders: int = 1) -> Result:
    """So many of each fault as text, a quarter of it as Word; and 25 times as many right drafts."""
    result = Result()
    for fault in FAULTS:
        for seed in range(first, first + count):
            one_by_one(result, fault, seed, word=False)
        for seed in range(first, first + count // 4):
            one_by_one(result, fault, seed, word=True)
    rights(result, range(first, first + (count * 25 if right is None else right)), word=False)
    rights(result, range(first, first + count), word=True)
    for seed in range(first, first + folders):
        folder(result, seed)
    return result


def table(result: Result) -> str:
    """The counts as Markdown."""
    planted, told = result.planted.total(), result.told.total()
    lines = ["| 错处 fault | 植入 planted | 报出 told |", "|---|---:|---:|"]
    lines += [
        f"| {name} | {count} | {100 * result.told[name] / count:.1f} % |" for name, count in result.planted.items()
    ]
    lines.append(f"| **all** | {planted} | **{100 * told / max(1, planted):.1f} %** |")
    alarms = len(result.alarms)
    what = "an error, a warning, or a note that holds the draft back"
    return "\n".join([*lines, "", f"{result.right:,} right drafts: {alarms} false alarms ({what})."])


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=20, help="drafts with each fault")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N faults that weren't told, N false alarms")
    parser.add_argument("--folders", type=int, default=2, help="folders of forty drafts beside last year's reports")
    parser.add_argument("--write", type=Path, help="the page of docs/ that has a part for it")
    given = parser.parse_args()
    began = time.process_time()
    result = run(given.n, given.first, folders=given.folders)
    print(table(result))
    print(*result.missed[: given.show], *result.alarms[: given.show], sep="\n")
    print(f"{time.process_time() - began:.0f} s of the processor", file=sys.stderr)
    if given.write:
        words = _PART.format(n=given.n, first=given.first, table=table(result))
        write_part(given.write, "drafts", "bench/draft_accuracy.py", words)


_PART = """## 草稿 Drafts: what is told before a report is published

Invented drafts of this project (`bench/drafts`), of seeds from {first:,} on, that nobody looked at before they were
counted: {n} with each fault as text, a quarter as many as Word files. Told: the check in question speaks of it, in the
words that the place asks for. Beside others: a folder of forty drafts with a list and last year's reports.

{table}"""


if __name__ == "__main__":
    main()

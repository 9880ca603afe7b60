"""How long comparing prose takes: ``python bench/copies.py [REPORTS …]``, each a database of its own.

The reports are those of many.py, but for their prose: a third of the sections is last year's with a few words changed,
a tenth another agency's, a twentieth one of twenty texts that hundreds share; the rest is nobody else's. Written once
without comparing and once more with it, so that the difference is what comparing costs; then one report comes alone.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import _paths  # noqa: F401
import many

from ingest.store import Packed, Writer, connect, copies

Sections = tuple[tuple[str, str | None, str, int], ...]


def copying(packed: Iterator[Packed], seed: int = 7) -> Iterator[Packed]:
    """The same reports with prose of which a part is copied."""
    chance = random.Random(seed)
    pool, _ = many._pool()
    shared = [many._prose(chance, pool, 400) for _ in range(20)]
    written: list[str] = []
    last: tuple[str, Sections] = ("", ())
    for one in packed:
        name = one.agency[0]
        before = last[1] if last[0] == name else ()
        sections = tuple(
            (kind, heading, _body(chance, pool, shared, written, before[n][2] if before else None, body), line)
            for n, (kind, heading, body, line) in enumerate(one.sections)
        )
        last = name, sections
        written.append(sections[0][2])
        yield one._replace(sections=sections)


def _body(
    chance: random.Random, pool: list[str], shared: list[str], written: list[str], before: str | None, own: str
) -> str:
    choice = chance.random()
    if choice < 0.33 and before:
        return _changed(chance, pool, before)
    if choice < 0.43 and written:
        return _changed(chance, pool, chance.choice(written))
    if choice < 0.48:
        return _changed(chance, pool, chance.choice(shared))
    return own


def _changed(chance: random.Random, pool: list[str], text: str) -> str:
    clauses = text.split("，")
    clauses[chance.randrange(len(clauses))] = chance.choice(pool)[:-1]
    return "，".join(clauses)


def measured(path: Path, reports: int) -> str:
    """A line of the table."""
    path.write_bytes(many._begun())
    db = connect(str(path))
    writer = Writer(db)
    made = list(copying(many._reports(reports + 1, 2200)))
    start = time.monotonic()
    for number, packed in enumerate(made[:-1]):
        writer.write(packed)
        if number % 1000 == 999:
            writer.commit_part()
    writer.commit_part()
    wrote = time.monotonic() - start
    db.execute("BEGIN IMMEDIATE")
    start, processor = time.monotonic(), time.process_time()
    copies.refresh(db)
    db.execute("COMMIT")
    took, used = time.monotonic() - start, time.process_time() - processor
    writer.commit()
    start = time.monotonic()
    writer.write(made[-1])
    writer.commit_part()
    db.execute("BEGIN IMMEDIATE")
    start = time.monotonic()
    copies.refresh(db)
    alone = time.monotonic() - start
    db.execute("COMMIT")
    sections, found, bands = _counted(db)
    db.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return (
        f"{reports:>7} reports, {sections} sections: written {wrote:.0f} s, compared {took:.1f} s"
        f" ({used:.1f} s of the processor),"
        f" {found} near-identical; one more report {alone * 1000:.0f} ms; {bands / 1e6:.0f} MB of marks; {memory} MB"
    )


def _counted(db: sqlite3.Connection) -> tuple[int, int, int]:
    query = "SELECT (SELECT count(*) FROM sections), (SELECT count(*) FROM copied_sections)"
    sections, found = db.execute(query).fetchone()
    size = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'section_bands%' OR name LIKE 'section_texts%'"
    try:
        (bands,) = db.execute(size).fetchone()
    except sqlite3.OperationalError:
        bands = 0
    return sections, found, bands


def main() -> None:
    """A line for each number of reports."""
    for reports in map(int, sys.argv[1:] or ["2000", "10000"]):
        with tempfile.TemporaryDirectory() as folder:
            print(measured(Path(folder) / "many.db", reports), flush=True)


if __name__ == "__main__":
    main()

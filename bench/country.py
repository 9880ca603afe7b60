"""A database as a user's is: invented reports of real places, read by ``ingest add`` itself.

    python bench/country.py reports.db [REPORTS]

An agency has a report for each of five years, all three tables in it, as ordinary reports have; places and organs are
drawn from the whole country. Nothing is done to the database that ``ingest add`` doesn't do.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from functools import cache
from multiprocessing import Pool
from pathlib import Path

import _paths
import generate

REPORTS = 100_000
YEARS = range(2019, 2024)
FOLDER = 1000  # reports a folder
ADD = "from ingest.cli import main; main()"


@cache
def _agencies() -> list[str]:
    names = generate.agencies(10**6)
    random.Random(7).shuffle(names)
    return names


def _write(folder: Path) -> None:
    folder.mkdir()
    for number in range(int(folder.name), int(folder.name) + FOLDER):
        it = replace(generate.invent(number), agency=_agencies()[number // len(YEARS)])
        (folder / f"{number:06}.txt").write_text(generate.text(it, "tsv"), "utf-8")


def build(path: Path, reports: int = REPORTS) -> None:
    """Write that many pages, in thousands, and add them to a database."""
    with tempfile.TemporaryDirectory() as pages:
        with Pool() as pool:
            pool.map(_write, [Path(pages) / f"{start:06}" for start in range(0, reports, FOLDER)], chunksize=1)
        command = [sys.executable, "-c", ADD, "add", pages, "--db", str(path)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=_paths.ROOT)


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else REPORTS)

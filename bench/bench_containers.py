"""How fast each kind of file is read (make bench-containers): files by other writers, from their bytes to a report.

    python bench/bench_containers.py [--files 20] [--only html …] [--write docs/performance.md]

Each kind is read in a process of its own, after one file that isn't counted (what is loaded at first use is loaded).
Seconds are the processor's, those of LibreOffice among them; memory is the most that the process itself ever held, with
the program in it. Kinds that need what isn't installed (Chromium, LibreOffice, the extra ocr) are left out, and said.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import _paths  # noqa: F401
import generate
from _parts import write_part
from corpus import writers
from corpus.invent import invent

from ingest.containers import scans, source_of
from ingest.model import Refused
from ingest.parse import parse

FIRST = 900  # the first seed


class Kind(NamedTuple):
    """A kind of file: who writes it, and every how many of the files asked for there is one of it."""

    writer: str | None  # of bench/corpus; None: a text in tabs
    every: int = 1


KINDS = {
    "text, in tabs": Kind(None),
    "HTML": Kind("plain"),
    "HTML in a portal's page": Kind("portal"),
    "HTML pasted from Word": Kind("word-pasted"),
    ".docx": Kind("docx"),
    ".xlsx": Kind("xlsx one sheet"),
    ".pdf by Chromium": Kind("plain → Chromium PDF", 2),
    ".pdf by LibreOffice": Kind("docx → LibreOffice PDF", 2),
    ".doc (LibreOffice reads it)": Kind("docx → LibreOffice doc", 4),
    ".odt (LibreOffice reads it)": Kind("docx runs, cut → LibreOffice odt", 4),
    ".xls": Kind("xlsx one sheet → LibreOffice xls"),
    ".ods": Kind("xlsx three sheets → LibreOffice ods"),
    "scan of a .pdf": Kind("plain → scan", 10),
}
_PART = """## By kind of file

`make bench-containers`: invented reports by other writers, each kind read by one process, from bytes to a report with
its findings; nothing is written. Python {python}, {processors} processors{load}.

{table}
"""


def write(name: str, folder: Path, count: int) -> None:
    """Files of one kind, and one to begin with."""
    for number in range(count + 1):
        if (writer := KINDS[name].writer) is None:
            (folder / f"{number:04}.txt").write_text(generate.text(generate.invent(number), "tsv"), "utf-8")
        else:
            written = writers.WRITERS[writer](invent(FIRST + number))
            (folder / f"{number:04}{written.suffix}").write_bytes(written.content)


def measure(folder: Path) -> dict[str, Any]:
    """Read all files of a folder, the first of them uncounted."""
    files = [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]
    first, *others = files
    refused = not _is_read(*first)
    began = _processor()
    refused_of_others = sum(not _is_read(*file) for file in others)
    return {
        "files": len(others),
        "bytes": sum(len(content) for _, content in others),
        "seconds": _processor() - began,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024),
        "refused": refused_of_others + refused,
    }


def _is_read(name: str, content: bytes) -> bool:
    try:
        parse(source_of(name, content))
    except Refused:
        return False
    return True


def _processor() -> float:
    """Seconds: its own, and those of the processes that it started and waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(of.ru_utime + of.ru_stime for of in used)


def missing(name: str) -> bool:
    """Is something missing that writes or reads this kind here?"""
    writer = KINDS[name].writer
    return writer is not None and (writer not in writers.names() or ("scan" in writer and not scans.is_installed()))


def table(found: dict[str, dict[str, Any]]) -> str:
    """A Markdown table."""
    lines = [
        "| kind | files | kB each | processor, ms a file | files/s on one processor | peak, MB | refused |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, of in found.items():
        each = of["seconds"] / of["files"]
        lines.append(
            f"| {name} | {of['files']} | {of['bytes'] / of['files'] / 1000:,.0f} | {1000 * each:,.1f} | {1 / each:,.1f}"
            f" | {of['memory'] / 1e6:,.0f} | {of['refused']} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Read the arguments."""
    if sys.argv[1:2] == ["--job"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=20, help="files a kind; of slow kinds there are fewer")
    parser.add_argument(
        "--only", action="append", default=[], help="only kinds whose name holds this (may be repeated)"
    )
    parser.add_argument("--write", type=Path, help="a Markdown file with a part for the result")
    given = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    for name, kind in KINDS.items():
        if given.only and not any(word in name for word in given.only):
            continue
        if missing(name):
            print(f"{name}: left out, something is missing here")
            continue
        with tempfile.TemporaryDirectory() as folder:
            write(name, Path(folder), max(1, given.files // kind.every))
            run = subprocess.run(
                [sys.executable, __file__, "--job", folder], capture_output=True, text=True, check=True
            )
        found[name] = json.loads(run.stdout)
    print(table(found))
    if given.write:
        load = os.getloadavg()[0]
        words = f"; the machine had other work (a load of {load:.0f})" if load > 2 else ""
        part = _PART.format(python=platform.python_version(), processors=os.cpu_count(), load=words, table=table(found))
        write_part(given.write, "by kind of file", "bench/bench_containers.py", part)


if __name__ == "__main__":
    main()

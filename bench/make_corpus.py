"""The corpus by other hands (make corpus): invented reports by real writers, flattened by the converters people use.

    python bench/make_corpus.py                          # build/corpus: files, texts, truth; a table on the screen
    python bench/make_corpus.py --native --show 5        # only the files themselves; the worst of them
    python bench/make_corpus.py --writer portal --converter bs4 --papers 20
    python bench/make_corpus.py --native --faults /tmp/x # what isn't read right, each with its truth
    python bench/make_corpus.py --write docs/accuracy.md # new seeds, the tables into their part of that page
    python bench/make_corpus.py --freeze                 # tests/corpus anew, with its counts
    python bench/make_corpus.py --renew                  # the counts of tests/corpus alone, after the reader got better

Needs ``pip install -e '.[converters,ocr]'`` (without ``ocr`` scans are refused); Chromium, pandoc,
poppler-utils and LibreOffice are used where installed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import _paths
from _parts import write_part
from corpus import converters, items, making, tally, writers
from corpus.items import Item
from corpus.judge import COUNTS as COUNTED
from corpus.judge import Verdict

from ingest.containers.scans import is_installed

FROZEN = _paths.ROOT / "tests" / "corpus"
COUNTS = FROZEN / "counts.json"
SEED = Path(__file__).parent / "corpus" / "next_seed"  # the first seed that nobody has looked at
FROZEN_SEED = 500
# PDFs are large (a font is in each): of these the file itself is frozen too, of the others the texts alone.
_WHOLE = ("plain → Chromium PDF", "cut → Chromium PDF", "docx runs, cut → LibreOffice PDF")
_PART = """## 别人写、别人转的文件 Files by other writers, flattened by other tools

These reports are invented too, but neither the pages nor the texts are this project's: {files:,} files of {writers}
kinds were written as pages in {pages} styles of web editors and portals, by Word's library (python-docx), as sheets
(openpyxl, xlsxwriter) and by two printers of PDF (Chromium, LibreOffice); {converters} converters that people use
turned them into text. Labels, numbers and layouts come from `bench/corpus`, which knows nothing of the reader. Seeds
{first:,} to {last:,}: each run takes new ones (`bench/corpus/next_seed` moves on), so nobody has looked at these files
before they were counted.

- {native}: the file itself is read, without a converter. 未转 unconverted: the converter failed, or printed deleted
  and hidden numbers as if they held.
- 格 cells: those that the file prints as numbers. 已失 gone: empty, and the text doesn't have that number as often as
  the file prints it. 漏 missed: empty, though the text has the number; whether it tells whose it is isn't counted.
- 错 wrong: another number than the file prints. 编造 invented: a number where it prints none (of a draft, of last
  year, of a row that isn't the form's). 错而不报 silent: of these two, without a finding on the table.
  漏而不报 unsaid: an empty cell without one.
- Pages of the styles mistyped, short-rows and wrong-span don't tell of every cell whose it is: there an empty cell with
  a finding is right, too. So it is where a page is flattened and its draft, hidden on the page, stands in the text.
- 题头错 heads wrong: agency, year, title, form, index number, publisher or date read as something else.

{summary}

Share of printed cells read right, in percent, by writer and converter; ✗: wrong and invented cells; 拒: refused.

{matrices}"""


def main() -> None:
    """Make, count, show; freeze or write where one asks for it."""
    arguments = _arguments()
    if arguments.renew:
        renew()
        return
    if arguments.freeze:
        freeze()
        return
    first = int(SEED.read_text()) if arguments.write and arguments.first is None else arguments.first or 0
    began = time.monotonic()
    counted: tally.Tally = {}
    kinds: dict[str, str] = {}
    faults: list[tuple[Item, str, Verdict]] = []
    for item in _made(arguments, first):
        if arguments.out:
            items.write(item, arguments.out)
        kinds |= tally.kinds_of([item])
        faults += [(item, name, verdict) for name, verdict in tally.add(counted, item) if verdict.faults]
    summary = tally.by_converter(counted, kinds)
    print(summary)
    show(faults, arguments.show)
    if arguments.faults:
        keep(faults, arguments.faults)
    missing = [*converters.missing(), *([] if is_installed() else ["ocr (scans are refused)"])]
    print(f"{time.monotonic() - began:.0f} s; not at hand: {', '.join(missing) or 'none'}", file=sys.stderr)
    if arguments.write:
        last = first + arguments.papers * len(arguments.writer or writers.names()) - 1
        write_part(arguments.write, "corpus", "bench/make_corpus.py", _part(counted, kinds, summary, first, last))
        SEED.write_text(f"{last + 1}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=1, help="papers a writer")
    parser.add_argument("--first", type=int, help="the first seed")
    parser.add_argument("--writer", action="append", help="only this writer (may be repeated)")
    parser.add_argument("--converter", action="append", default=[], help="only this converter (may be repeated)")
    parser.add_argument("--native", action="store_true", help="no converter: the files themselves")
    parser.add_argument("--out", type=Path, help="a folder for files, texts and truth")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the N worst")
    parser.add_argument("--faults", type=Path, help="a folder for what isn't read right, with truth and what came out")
    parser.add_argument("--write", type=Path, help="a Markdown file with a part for the result")
    parser.add_argument("--freeze", action="store_true", help="make tests/corpus anew")
    parser.add_argument("--renew", action="store_true", help="count tests/corpus anew")
    return parser.parse_args()


def _made(arguments: argparse.Namespace, first: int) -> Iterator[Item]:
    """Every writer gets papers of its own."""
    seed = first
    for writer in arguments.writer or writers.names():
        for _ in range(arguments.papers):
            yield making.make(writer, seed, only=[items.NATIVE] if arguments.native else arguments.converter)
            seed += 1


def show(faults: list[tuple[Item, str, Verdict]], most: int) -> None:
    """The worst readings: what was printed, what was read."""
    order = ("crashed", "wrong", "invented", "head", "missed", "gone")

    def rank(fault: tuple[Item, str, Verdict]) -> list[int]:
        found = Counter(what for what, *_ in fault[2].faults)
        return [-found[what] for what in order]

    for item, name, verdict in sorted(faults, key=rank)[:most]:
        print(f"\n=== {item.writer} × {name}, seed {item.seed}  {'; '.join(item.truth['notes'])}  {verdict.refusal}")
        for what, cell, printed, read in sorted(verdict.faults, key=lambda fault: order.index(fault[0]))[:8]:
            print(f"  {what}: {cell}: printed {printed}, read {read}")


def keep(faults: list[tuple[Item, str, Verdict]], folder: Path) -> None:
    """Every file or text that isn't read right, so that one can mend what reads it."""
    for item, name, verdict in faults:
        stem = items.plain_name(f"{item.writer}-{item.seed}-{name}")
        content = item.original if name == items.NATIVE else item.texts[name].encode()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{stem}{item.suffix if name == items.NATIVE else '.txt'}").write_bytes(content)
        said = {
            "refusal": verdict.refusal,
            "faults": [" ".join(fault) for fault in verdict.faults],
            "truth": item.truth,
        }
        (folder / f"{stem}.json").write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")


# --- docs/accuracy.md -----------------------------------------------------------------------------------------------


def _part(counted: tally.Tally, kinds: dict[str, str], summary: str, first: int, last: int) -> str:
    matrices = [
        f"**{kind}**\n\n{tally.matrix(counted, [writer for writer in kinds if kinds[writer] == kind])}"
        for kind in dict.fromkeys(kinds.values())
    ]
    return _PART.format(
        files=last - first + 1,
        writers=len(kinds),
        pages=sum(kind == "HTML" for kind in kinds.values()),
        converters=len({name for _, name in counted} - {items.NATIVE}),
        first=first,
        last=last,
        native=items.NATIVE,
        summary=summary,
        matrices="\n\n".join(matrices),
    )


# --- the frozen sample ------------------------------------------------------------------------------------------------


def freeze() -> None:
    """The sample in tests/corpus: an archive for each kind of file, one paper a writer."""
    read = [writer for writer in writers.names() if not writer.endswith(writers.SLOW)]  # to recognise or to convert
    made = [_sample(number, writer) for number, writer in enumerate(read)]
    kinds = tally.kinds_of(made)
    for kind in dict.fromkeys(kinds.values()):
        of_kind = [item for item in made if kinds[item.writer] == kind]
        items.freeze(of_kind, FROZEN / f"{kind.lower()}.tar.xz")
    renew()


def _sample(number: int, writer: str) -> Item:
    """A writer's file with every second converter's text; the next writer has the others: the test must be quick."""
    item = making.make(writer, FROZEN_SEED + number)
    item.texts = {name: text for at, (name, text) in enumerate(item.texts.items()) if (at + number) % 2}
    if item.suffix == ".pdf" and writer not in _WHOLE:
        item.original = b""
    return item


def renew() -> None:
    """Count the sample as it is read today."""
    counted: tally.Tally = {}
    for path in sorted(FROZEN.glob("*.tar.xz")):
        for item in items.thaw(path):
            tally.add(counted, item)
    lines = (f'"{name}": {json.dumps(counts)}' for name, counts in tally.plain(counted).items())
    COUNTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    total = sum(counted.values(), Counter())
    print(", ".join(f"{name} {total[name]:,}" for name in COUNTED))


if __name__ == "__main__":
    main()

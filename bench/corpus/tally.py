"""Counts by writer × converter, and the tables that docs/accuracy.md shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from .converters import CONVERTERS
from .items import NATIVE, Item
from .judge import COUNTS, HEADS, Verdict
from .writers import SCAN

Tally = dict[tuple[str, str], Counter[str]]  # (writer, converter) → counts

_KINDS = {
    ".html": "HTML",
    ".mht": "HTML",
    ".docx": "Word",
    ".doc": "Word",
    ".odt": "Word",
    ".rtf": "Word",
    ".xlsx": "Excel",
    ".xls": "Excel",
    ".ods": "Excel",
    ".pdf": "PDF",
}
_COLUMNS = {
    "files": "文件 files",
    "unconverted": "未转 unconverted",
    "refused": "拒收 refused",
    "crashed": "出错 crashed",
    "printed": "格 cells",
    "right": "读对 right",
    "missed": "漏 missed",
    "gone": "已失 gone",
    "wrong": "错 wrong",
    "invented": "编造 invented",
    "silent": "错而不报 silent",
    "unsaid": "漏而不报 unsaid",
    "head_wrong": "题头错 heads wrong",
}


def add(tally: Tally, item: Item) -> list[tuple[str, Verdict]]:
    """Count an item; its verdicts by converter."""
    verdicts = list(item.verdicts())
    for name, verdict in verdicts:
        tally.setdefault((item.writer, name), Counter()).update(verdict.counts)
    for name in item.failed:
        tally.setdefault((item.writer, name), Counter()).update(unconverted=1)
    return verdicts


def plain(tally: Tally) -> dict[str, dict[str, int]]:
    """The counts as JSON holds them, without zeros."""
    return {
        f"{writer} · {converter}": {name: counts[name] for name in (*COUNTS, *HEADS) if counts[name]}
        for (writer, converter), counts in sorted(tally.items())
    }


def by_converter(tally: Tally, kinds: dict[str, str]) -> str:
    """A line for each kind of file and converter, as Markdown. ``kinds``: writer → kind of file."""
    sums: dict[tuple[str, str], Counter[str]] = {}
    for (writer, converter), counts in tally.items():
        sums.setdefault((kinds[writer], converter), Counter()).update(counts)
    order = {name: number for number, name in enumerate([NATIVE, *CONVERTERS])}
    lines = ["| | | " + " | ".join(_COLUMNS.values()) + " |", "|---|---|" + "---:|" * len(_COLUMNS)]
    for (kind, converter), counts in sorted(sums.items(), key=lambda pair: (_rank(pair[0][0]), order[pair[0][1]])):
        shares = [_cell(name, counts) for name in _COLUMNS]
        lines.append(f"| {kind} | {converter} | " + " | ".join(shares) + " |")
    return "\n".join(lines)


def _rank(kind: str) -> int:
    return [*dict.fromkeys(_KINDS.values()), "scan"].index(kind)


def _cell(name: str, counts: Counter[str]) -> str:
    if name != "right":
        return f"{counts[name]:,}"
    return f"{100 * counts['right'] / counts['printed']:.1f} %" if counts["printed"] else ""


def matrix(tally: Tally, writers: Sequence[str]) -> str:
    """Writers × converters: the share of printed cells read right, and ✗ with the wrong and invented ones."""
    order = [name for name in (NATIVE, *CONVERTERS) if any((writer, name) in tally for writer in writers)]
    lines = ["| | " + " | ".join(order) + " |", "|---|" + "---:|" * len(order)]
    for writer in writers:
        lines.append(f"| {writer} | " + " | ".join(_mark(tally.get((writer, name))) for name in order) + " |")
    return "\n".join(lines)


def _mark(counts: Counter[str] | None) -> str:
    if counts is None:
        return ""
    if counts["refused"] + counts["crashed"] == counts["files"]:
        return "拒" if counts["files"] else "–"
    false = counts["wrong"] + counts["invented"]
    return f"{100 * counts['right'] / counts['printed']:.0f}" + (f" ✗{false}" if false else "")


def kinds_of(items: Iterable[Item]) -> dict[str, str]:
    """Writer → kind of file."""
    return {item.writer: "scan" if item.writer.endswith(SCAN) else _KINDS[item.suffix] for item in items}

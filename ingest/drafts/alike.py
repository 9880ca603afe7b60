"""Drafts of different agencies that are alike (内容雷同): the same tables; nearly the same prose, names aside.

Tables of zeros, or of a few small numbers, are equal by nature. How much a table says is reckoned in bits, log₂(n + 1)
for each number that no sum of the form follows from: 720 licences and 35 penalties say fifteen, one application two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log2
from typing import NamedTuple

from ingest.forms import serving
from ingest.model import Report, Table
from ingest.patterns import lazy

_ENDS = lazy(r"[。！？!?；;\n]")
_NOT_WORDS = lazy(r"[^\u4e00-\u9fff]+|[〇零一二三四五六七八九十百千万]+")
_SELF = lazy(r"(?:我|本)(?:局|委|镇|乡|县|市|区|街道|单位|机关|部门|办|厅|院|中心)")
_SHORTEST = 6  # characters of a sentence
_FEWEST = 8  # sentences
_ALIKE = 0.85


class Twin(NamedTuple):
    """The draft that is most like another: whose, how many sentences are the same, of how many."""

    agency: str
    same: int
    of: int


class TwinTables(NamedTuple):
    """The draft of another agency with the same tables: whose, and which they are."""

    agency: str
    tables: tuple[Table, ...]


class Twins:
    """Which drafts are nearly the same as another agency's."""

    def __init__(self, drafts: Sequence[tuple[str, Report]]) -> None:
        """Sentences are compared by what they say without names, numbers and marks."""
        several = len(drafts) > 1
        self._said = {path: _sentences(report) if several else frozenset() for path, report in drafts}
        self._agency = {
            path: (report.agency.key, report.agency.printed or report.agency.name) for path, report in drafts
        }
        self._where: dict[str, list[str]] = defaultdict(list)
        for path, said in self._said.items():
            for words in said:
                self._where[words].append(path)
        self._printed = {path: _printed(report) for path, report in drafts}
        self._equal: dict[tuple[Table, _Numbers], list[str]] = defaultdict(list)
        for path, printed in self._printed.items():
            for table, numbers in printed.items():
                self._equal[table, numbers].append(path)

    def of(self, path: str) -> Twin | None:
        """The draft of another agency that is most like one, if it is nearly the same."""
        said = self._said[path]
        if len(said) < _FEWEST:
            return None
        shared = Counter(other for words in said for other in self._where[words])
        for other, same in shared.most_common():
            size = max(len(said), len(self._said[other]))
            if self._agency[other][0] != self._agency[path][0]:
                return Twin(self._agency[other][1], same, size) if same >= _ALIKE * size else None
        return None

    def tables_of(self, path: str) -> TwinTables | None:
        """The draft of another agency that shares most tables with one, if they say enough."""
        printed = self._printed[path]
        shared: dict[str, list[Table]] = defaultdict(list)
        for table, numbers in printed.items():
            for other in self._equal[table, numbers]:
                if self._agency[other][0] != self._agency[path][0]:
                    shared[other].append(table)
        for other, tables in sorted(shared.items(), key=lambda one: -len(one[1])):
            telling = [table for table in tables if _says(printed[table]) >= _ENOUGH]
            if len(tables) == len(printed) and sum(_says(printed[table]) for table in tables) >= _ENOUGH:
                return TwinTables(self._agency[other][1], tuple(tables))
            if telling:
                return TwinTables(self._agency[other][1], tuple(telling))
        return None


_ENOUGH = 12.0  # bits: among forty offices no two have as much in common by chance
_Numbers = frozenset[tuple[str, str, int | float]]


def _says(numbers: _Numbers) -> float:
    """How much a table's numbers say, in bits; one number alone may be the same by chance."""
    return sum(log2(number + 1) for _, _, number in numbers) if len(numbers) > 1 else 0.0


def _printed(report: Report) -> dict[Table, _Numbers]:
    """The numbers of each table above 0 that follow from no others; none for a sum of reports."""
    if report.head.scope == "aggregate":
        return {}
    found: dict[Table, set[tuple[str, str, int | float]]] = {}
    for table, row, column, number in _cells(report):
        found.setdefault(table, set()).add((row, column, number))
    return {table: frozenset(numbers) for table, numbers in found.items()}


def _cells(report: Report) -> Iterator[tuple[Table, str, str, int | float]]:
    own = {*serving(report.form).leaves, "carried_in", "carried_out"}
    for row in report.rows:
        if row.table == "applications" and row.code not in own:
            continue
        for column, value in zip(row.columns, row.values, strict=True):
            if value.number and value.number > 0 and column != "total":
                yield row.table, row.code, column, value.number


def _sentences(report: Report) -> frozenset[str]:
    """The sentences of the sections under headings, bare of the agency's name, of numbers and of marks."""
    bodies = "\n".join(section.body for section in report.sections if section.heading)
    for name in sorted({report.agency.printed, report.agency.name} - {""}, key=len, reverse=True):
        bodies = bodies.replace(name, "")
    pieces = (_NOT_WORDS.sub("", piece) for piece in _ENDS.split(_SELF.sub("", bodies)))
    return frozenset(piece for piece in pieces if len(piece) >= _SHORTEST)

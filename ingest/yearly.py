"""One agency, two years (两年对照): every cell then and now, and which sentences stayed, changed, went and came.

A cell that only one of the two forms has is compared with nothing: 现行有效件数 is no 对外公开总数量.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from ingest.checks.sums import Number, exact_sum
from ingest.forms import serving
from ingest.model import Row, Section, Table, Value
from ingest.patterns import lazy
from ingest.printing.drawing import Cell
from ingest.store import Held

_ENDS = lazy(r"(?<=[。！？；;!?])|\n")
_NUMBERS = lazy(r"[0-9０-９.,，%％]+|[〇零一二三四五六七八九十百千万]+")
_DAY = lazy(
    r"20\d\d年\d{1,2}月\d{1,2}日|二[〇○零][〇○零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_BEFORE, _SIGNED = "（标题前）", "落款"
_ALIKE = 60  # of a hundred: two sentences that are one, rewritten
Fate = Literal["same", "numbers", "changed", "gone", "new"]
FATES: dict[Fate, str] = {
    "same": "一字未改",
    "numbers": "只换了数字",
    "changed": "改写",
    "gone": "去年有今年无",
    "new": "今年新写",
}


class Line(NamedTuple):
    """A cell in both years; None where it is blank, can't be read or isn't printed."""

    table: Table
    row: str
    column: str
    row_name: str
    column_name: str
    then: Number | None
    now: Number | None
    printed: tuple[str, str]  # what is printed, where that is no number

    @property
    def difference(self) -> Number | None:
        """Now less then; None where one of them is no number."""
        return None if self.then is None or self.now is None else exact_sum((self.now, -self.then))

    @property
    def ratio(self) -> float | None:
        """Now by then; None where one of them is no number, or then was 0."""
        return None if self.then is None or self.now is None or not self.then else self.now / self.then


class Sentence(NamedTuple):
    """What became of a sentence: its words then and now, "" where it wasn't there."""

    fate: Fate
    section: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports of one agency."""

    then: Held
    now: Held
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]


def compare(then: Held, now: Held) -> Compared:
    """Two years of one agency, cell by cell and sentence by sentence."""
    return Compared(then, now, tuple(_lines(then, now)), tuple(_sentences(then, now)))


def _lines(then: Held, now: Held) -> Iterator[Line]:
    before, after = _values(then.rows), _values(now.rows)
    known = [serving(one.form) for one in (now, then)]
    cells = dict.fromkeys([*known[0].cells, *after, *known[1].cells, *before])
    for cell in cells:
        table, row, column = cell
        form = known[0] if cell in after or cell in known[0].cells else known[1]
        old, new = before.get(cell), after.get(cell)
        printed = tuple(value.raw if value is not None and value.number is None else "" for value in (old, new))
        yield Line(
            table, row, column, form.row_name(table, row), form.column_name(table, column),
            old.number if old else None, new.number if new else None, (printed[0], printed[1]),
        )  # fmt: skip


def _values(rows: Iterable[Row]) -> dict[Cell, Value]:
    """The cells that print anything."""
    return {
        (row.table, row.code, column): value
        for row in rows
        for column, value in zip(row.columns, row.values, strict=True)
        if value.raw
    }


# --- sentences --------------------------------------------------------------------------------------------------


def _sentences(then: Held, now: Held) -> Iterator[Sentence]:
    for kind in dict.fromkeys(map(_kind, (*now.sections, *then.sections))):
        yield from _told(_split(then, kind), _split(now, kind))


def _kind(section: Section) -> str:
    """What a section is compared with; what stands before the first heading is a kind of its own, not 六、其他."""
    return section.kind if section.heading else ""


def _split(report: Held, kind: str) -> list[tuple[str, str]]:
    """The sentences of a kind of section, each with the name of where it stands."""
    return [
        (_SIGNED if _signs(words, report) else section.heading or _BEFORE, words)
        for section in report.sections
        if _kind(section) == kind
        for part in _ENDS.split(section.body)
        if (words := part.strip())
    ]


def _signs(words: str, report: Held) -> bool:
    """Is it the name or the date under a report?"""
    return words in (report.signed_by, report.agency) or _DAY.fullmatch(words) is not None


def _told(then: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> Iterator[Sentence]:
    """The sentences of a section: those of now in their order, then those that are gone."""
    left = _Left([words for _, words in then])
    fates: dict[int, Sentence] = {}
    for match in (left.same, left.numbers, left.changed):
        for at, (name, words) in enumerate(now):
            if at not in fates and (found := match(words)) is not None:
                fates[at] = Sentence(found[0], name, found[1], words)
    for at, (name, words) in enumerate(now):
        yield fates.get(at, Sentence("new", name, "", words))
    yield from (Sentence("gone", then[at][0], words, "") for at, words in left.rest())


class _Left:
    """The sentences of the earlier year that none of the later is matched with yet."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = dict(enumerate(sentences))
        self._at: dict[str, list[int]] = defaultdict(list)
        for at, words in self._sentences.items():
            self._at[words].append(at)
            self._at[_without_numbers(words)].append(at)

    def same(self, words: str) -> tuple[Fate, str] | None:
        return self._take("same", [at for at in self._at[words] if self._sentences.get(at) == words])

    def numbers(self, words: str) -> tuple[Fate, str] | None:
        return self._take("numbers", self._at[_without_numbers(words)])

    def changed(self, words: str) -> tuple[Fate, str] | None:
        scored = [(fuzz.ratio(words, other), -at) for at, other in self._sentences.items()]
        score, at = max(scored, default=(0, 0))
        return self._take("changed", [-at]) if score >= _ALIKE else None

    def rest(self) -> Iterator[tuple[int, str]]:
        yield from self._sentences.items()

    def _take(self, fate: Fate, places: Iterable[int]) -> tuple[Fate, str] | None:
        at = next((at for at in places if at in self._sentences), None)
        return None if at is None else (fate, self._sentences.pop(at))


def _without_numbers(words: str) -> str:
    return _NUMBERS.sub("#", words)

"""Metadata fields (索引号、发布机构、成文日期 …): told by their labels, however a page prints its header.

A value stands after its label on the line, in the next cell, or on a line below, and ends at the next label, known or
not, at a pipe, at two spaces. What can't be the value of its field is none: an 索引号 has no Chinese in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple

from ingest.dates import read_date
from ingest.front.names import organ
from ingest.front.page import Line, words
from ingest.front.title import begins_title, title_parts

_GAP = r"[^\S\n]{0,8}"  # never more: a page may print thousands of spaces
_CHINESE = r"[\u4e00-\u9fff]"
# A label that isn't known: after a space or a pipe, or glued to a number (whose own 日 or 分 is no label).
_UNKNOWN = (
    rf"(?P<unknown>(?:(?:^|(?<=[\s|)\]])){_CHINESE}|(?<=[A-Za-z0-9])(?![年月日时分秒号条件次点]){_CHINESE})"
    rf"(?:{_CHINESE}{{1,5}}|(?:[^\S\n]{{1,4}}{_CHINESE}){{1,5}}){_GAP}:)"
)
_BULLET = re.compile(r"\s*[·•●○◆◇■□▪*\-]\s*")
_INDEX = re.compile(r"[0-9A-Za-z/][0-9A-Za-z/\\_.\-—()\[\]〔〕]{3,63}")
_NUMBERED = re.compile(r"(?P<number>[\u4e00-\u9fff]{2,14}[〔\[(]20\d\d[〕\])]\s?第?\d{1,4}号)(?:\s.*)?")
# An 索引号 of this form needs no label: 统一社会信用代码 or 组织机构代码 of its organ, year, serial number.
_INDEX_ALONE = re.compile(r"(?:[0-9A-HJ-NPQRTUWXY]{18}|\d{8}-?[0-9X])/(?:19|20)\d\d-(?:\d{3,8}|None)")
_FILING = re.compile(r"填 ?报 ?(?:日 ?期|时 ?间) ?: ?\|? ?(?P<date>[^|\n]{6,20})")
_SHAPED = ("index_number", "document_date", "published_date")  # fields whose value tells itself where it ends
_LONGEST_VALUE = 120
_HEADER = 600  # characters of a line in which fields may stand; a longer one is prose
_MOST = 200  # places to look at


class Mark(NamedTuple):
    """A label on a line: where it starts and ends, and its field (None: not one that is kept)."""

    start: int
    end: int
    field: str | None
    blurs: bool = False  # words stand before the known label (局成文日期:): perhaps the end of the value before


@dataclass(slots=True)
class Fields:
    """The fields of a page's header, as printed, and the lines they stand on."""

    values: dict[str, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    starts: dict[int, int] = field(default_factory=dict)  # where the first label stands on a line that begins otherwise

    def get(self, name: str) -> str | None:
        """The value of a field, as printed."""
        return self.values.get(name)

    def before(self, line: Line) -> Line:
        """A line without the fields behind its words: a title with 发布时间:… after it."""
        return line._replace(text=line.text[: self.starts.get(line.number)])


@cache
def _names() -> dict[str, str]:
    fields: dict[str, list[str]] = words()["fields"]
    return {label: name for name, labels in fields.items() for label in labels if name != "nothing"}


@cache
def _pattern() -> re.Pattern[str]:
    known = "|".join(_GAP.join(map(re.escape, label)) for label in sorted(_names(), key=len, reverse=True))
    colon = rf"{_GAP}:"
    return re.compile(rf"[\[(]{_GAP}(?P<bracketed>{known}){_GAP}[\])](?:{colon})?|(?P<known>{known}){colon}|{_UNKNOWN}")


def _label(text: str) -> str | None:
    """The field of a text that is a label and nothing else."""
    return _names().get(re.sub(r"\s", "", text)) if len(text) <= 30 else None


def read_fields(lines: Sequence[Line]) -> Fields:
    """The metadata fields of a page's header, the first printing of each."""
    found = Fields()
    alone: list[tuple[int, str]] = []  # labels whose value must stand on a line below
    inside = 0
    for at, line in enumerate(lines):
        marks = _marks(line.text)
        if marks and marks[0].start <= len(_bullet(line.text)) + 1:
            found.taken.add(line.number)
        else:
            _number_alone(found, line)
            found.starts[line.number] = marks[0].start if marks else len(line.text)
        inside += _beside(found, line, marks)
        if marks and marks[-1].field and not line.text[marks[-1].end :].strip(" |\t]"):
            alone.append((at, marks[-1].field))
    if len(alone) >= inside:  # in a header whose labels have their values beside them, an empty label is empty
        _below(found, lines, alone)
    return found


def _number_alone(found: Fields, line: Line) -> None:
    """A document number (示商办〔2021〕5号), or an 索引号, that stands without a label."""
    if _INDEX_ALONE.fullmatch(line.text.strip()):
        found.values.setdefault("index_number", line.text.strip())
        found.taken.add(line.number)
    number = _NUMBERED.fullmatch(line.text.strip())
    if number:
        found.values.setdefault("document_number", number["number"])
        found.taken.add(line.number)


def _beside(found: Fields, line: Line, marks: Sequence[Mark]) -> int:
    """Keep the values that stand beside their labels; how many do."""
    count = 0
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        start, end = _value(line.text, mark.end, following.start if following else len(line.text))
        if mark.field and start < end:
            count += 1
            if not (following and following.blurs and mark.field not in _SHAPED):
                _keep(found, mark.field, line.cut(start, end), line.text[start:end])
    return count


def _marks(text: str) -> list[Mark]:
    """The labels on a line: with a colon, in brackets, or alone in a pipe's cell."""
    marks = [_mark(found) for found in _pattern().finditer(text, 0, _HEADER)]
    for start, end in _cells(text):
        name = _label(text[start:end])
        if name and not any(mark.start < end and start < mark.end for mark in marks):
            marks.append(Mark(start, end, name))
    return sorted(marks)


def _mark(found: re.Match[str]) -> Mark:
    label = re.sub(r"\s", "", found["known"] or found["bracketed"] or "")
    if label:
        return Mark(found.start(), found.end(), _names()[label])
    unknown = re.sub(r"[\s:]", "", found["unknown"])
    endings = [label for label in _names() if len(label) > 3 and unknown.endswith(label)]
    name = _names()[max(endings, key=len)] if endings else None
    return Mark(found.start(), found.end(), name, blurs=name is not None)


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """The cells of a line with pipes; a line without any is one cell."""
    start = 0
    for cell in text.split("|"):
        bare = cell.strip()
        if bare:
            at = start + cell.index(bare[0])
            yield at, at + len(bare)
        start += len(cell) + 1


def _bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return bullet[0] if bullet else " " * (len(text) - len(text.lstrip()))


def _value(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a value stands: after the label's own pipe, up to the next pipe or two spaces."""
    piece = text[start:end]
    lead = re.match(r"[\s\]]*\|?\s*", piece)
    begin = lead.end() if lead else 0
    stop = re.search(r"\||\s{2}|\t", piece[begin:])
    value = piece[begin : begin + stop.start()] if stop else piece[begin:]
    opening = value.rstrip()
    if opening.endswith(("[", "(")) and end < len(text):  # the bracket of the next label
        opening = opening[:-1].rstrip()
    return start + begin, start + begin + len(opening)


def _keep(found: Fields, name: str, printed: str, text: str) -> bool:
    """Keep a value if it can be one of its field."""
    value = _fitting(name, printed.strip(), text.strip())
    if value is None or name in found.values:
        return value is not None
    found.values[name] = value
    return True


def _fitting(name: str, printed: str, text: str) -> str | None:
    if name in ("others", "sources") or not text or text in words()["fields"]["nothing"] or len(text) > _LONGEST_VALUE:
        return None
    if name == "index_number":
        return _index(printed, text)
    if name in _SHAPED:
        return printed if read_date(text) else None
    return printed


def _index(printed: str, text: str) -> str | None:
    """An 索引号 holds no Chinese; words after it belong to what the page prints next."""
    ascii_words = re.match(r"[^\u3400-\u9fff]*", text)
    number = ascii_words[0].strip(" :;,") if ascii_words else ""
    if len(number) < len(text) and not text[len(number)].isspace():
        return None  # glued to words: who knows where it ends
    fits = all(_INDEX.fullmatch(part) for part in number.split()) and any(char.isdigit() for char in number)
    return printed[: len(number)] if fits and number else None


def read_filing(text: str) -> tuple[str | None, date | None]:
    """Who says that it fills in the form (填报单位), and when (填报日期), wherever they stand."""
    names = (_named(found) for found in islice(_reporting().finditer(text), _MOST))
    filing = _FILING.search(text)
    return next((name for name in names if name), None), read_date(filing["date"]) if filing else None


@cache
def _reporting() -> re.Pattern[str]:
    labels = "|".join(" ?".join(label) for label in words()["agency"]["labels"])
    return re.compile(rf"(?:{labels}) ?(?:\((?:盖章|公章)\))? ?: ?\|? ?(?P<name>[^|:\n]{{2,60}})(?P<colon>:)?")


def _named(found: re.Match[str]) -> str | None:
    """The organ behind a label; the last word before another colon is that one's label."""
    name = found["name"].strip()
    return organ(name.rpartition(" ")[0] if found["colon"] else name) or organ(name.partition(" ")[0])


# --- values on lines below -------------------------------------------------------------------------------------


def _below(found: Fields, lines: Sequence[Line], alone: Sequence[tuple[int, str]]) -> None:
    """Labels and values on lines by turns, or with a blank line between: as most of the page's labels have it."""
    steps: Counter[int] = Counter()
    for at, _ in alone:
        step = next((step for step in (1, 2) if at + step < len(lines) and lines[at + step].text.strip(" |")), None)
        if step and lines[at + step].number not in found.taken:
            steps[step] += 1
    step = 2 if steps[2] > steps[1] else 1
    for at, name in alone:
        if at + step >= len(lines) or (step == 2 and lines[at + 1].text.strip(" |")):
            continue
        line = lines[at + step]
        text = line.text.strip(" |\t")
        if text and line.number not in found.taken and _may_stand_below(name, text):
            _keep(found, name, line.cut(0, len(line.text)), text)
            found.taken.add(line.number)


def _may_stand_below(name: str, text: str) -> bool:
    """Not the page's title, nor the organ above it, where a header's last value is empty."""
    if (title_parts(text) or begins_title(text)) and name != "title":
        return False
    return len(text) <= _LONGEST_VALUE and (name in ("publisher", "title", "sources") or not organ(text))

"""Metadata fields (索引号、发布机构、成文日期 …): told by their labels, however a page prints its header.

A value stands after its label on the line, in the next cell, below it in a row of values, or on a line below; it ends
at the next label, known or not, at a pipe, at two spaces. Labels and values that a container tells apart come first.

>>> from ingest.front.page import line_of
>>> read_fields([line_of(1, text, text) for text in ("索引号 | 成文日期 |",)]).values
{}
>>> read_fields([line_of(n, t, t) for n, t in enumerate(("索引号 | 成文日期", "X1/2021-3 | 2021-1-5"), 1)]).values
{'index_number': 'X1/2021-3', 'document_date': '2021-1-5'}
>>> read_fields([], [Pair("公开方式", "主动公开", 3), Pair("文号：", "", 3)]).values
{'disclosure_method': '主动公开'}
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
from ingest.front.columns import DOUBT, cells_below
from ingest.front.fitting import LONGEST, PUBLISHERS, SHAPED, UNKEPT, fitting
from ingest.front.marks import Mark, Span, bullet, generic, label, labels, marked, spaced
from ingest.front.names import glue, organ
from ingest.front.page import Line, undecorated, words
from ingest.front.title import title_parts
from ingest.front.titles import begins_title
from ingest.model import Pair
from ingest.patterns import lazy

_NUMBERED = lazy(r"(?P<number>[\u4e00-\u9fff]{2,14}[〔\[(]20\d\d[〕\])]\s?第?\d{1,4}号)(?:\s.*)?")
# An 索引号 of this form needs no label: 统一社会信用代码 or 组织机构代码 of its organ, year, serial number.
_INDEX_ALONE = lazy(r"(?:[0-9A-HJ-NPQRTUWXY]{18}|\d{8}-?[0-9X])/(?:19|20)\d\d-(?:\d{3,8}|None)")
_FILING = lazy(r"填 ?报 ?(?:日 ?期|时 ?间) ?: ?\|? ?(?P<date>[^|\n]{6,20})")
_MARKS = lazy(r"[\s|:+-]*")  # a ruler, or blank cells
_ITEM = lazy(r"[ |]*[:\-·•*] +")  # the mark of a definition or of a list's item
_CELLS = lazy(r"[|\t]|\s{2,}")
_NAMES_SOMEBODY = ("title", "sources", *PUBLISHERS)  # fields in whose value an organ may stand
_MOST = 200  # places to look at
_LONGEST_BELOW = 60  # characters of a value on a line below its label


@dataclass(slots=True)
class Fields:
    """The fields of a page's header, as printed, and the lines they stand on."""

    values: dict[str, str] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    starts: dict[int, int] = field(default_factory=dict)  # where the first label stands on a line that begins otherwise
    doubtful: set[str] = field(
        default_factory=set
    )  # what is printed for them, but can't be read or be told whose it is
    generic: dict[str, str] = field(default_factory=dict)  # what stands behind a word (时间) that may mean another
    lines: dict[str, int] = field(default_factory=dict)  # the line on which each value stands
    again: list[tuple[str, str, int]] = field(default_factory=list)  # field, value, line of later printings

    def get(self, name: str) -> str | None:
        """The value of a field, as printed."""
        return self.values.get(name)

    def before(self, line: Line) -> Line:
        """A line without the fields behind its words: a title with 发布时间:… after it."""
        start = self.starts.get(line.number)
        return line if start is None else line._replace(text=line.text[:start])

    def keep(self, mark: Mark, line: int, printed: str, text: str | None = None) -> None:
        """Keep the first printing of a field, if it can be a value of it."""
        value = fitting(mark.field, printed, text) if mark.field else None
        if mark.field and value is None and printed.strip() not in ("", *words()["fields"]["nothing"]):
            self.doubtful.add(mark.field)
        if value is None or not mark.field:
            return
        if mark.field in self.values and mark.generic:
            return
        if mark.field in self.values:
            self.again.append((mark.field, value, line))
        elif mark.generic:
            self.generic.setdefault(mark.field, value)
            self.lines.setdefault(mark.field, line)
        else:
            self.values[mark.field] = value
            self.lines[mark.field] = line

    def settle(self) -> None:
        """Who answers for the text is its publisher, where the header names no other."""
        other = self.values.pop("responsible", None)
        if other and "publisher" not in self.values:
            self.values["publisher"], self.lines["publisher"] = other, self.lines["responsible"]


class _Row(NamedTuple):
    """A line with its labels and the places of their values."""

    line: Line
    marks: Sequence[tuple[Mark, Span]]

    @property
    def empty(self) -> bool:
        """Is no label's value on the line?"""
        return all(start == end for _, (start, end) in self.marks)

    @property
    def begins(self) -> bool:
        """Does the line begin with a label?"""
        start = self.marks[0][0].start if self.marks else 0
        return bool(self.marks) and (start <= bullet(self.line.text) + 1 or not self.line.text[:start].strip("| "))


def read_fields(lines: Sequence[Line], pairs: Sequence[Pair] = ()) -> Fields:
    """The metadata fields of a page's header, the first printing of each."""
    found = Fields()
    for pair in pairs:
        _pair(found, pair)
    rows = [_row(line) for line in lines if line.number not in found.taken]
    alone: list[int] = []  # rows of one label whose value may stand on a line below
    beside = Counter[bool]()  # … and those whose value stands beside them, in a table and out of it
    for at, row in enumerate(rows):
        if row.line.number in found.taken:
            continue
        _take(found, row)
        if len(row.marks) > 1 and row.empty and row.begins:
            _under(found, rows, at)
        elif row.marks and row.empty and row.begins:
            alone.append(at)
        else:
            beside["|" in row.line.text] += _beside(found, row)
    _below(found, rows, alone, beside)
    for name, value in found.generic.items():
        found.values.setdefault(name, value)
    found.settle()
    return found


def _pair(found: Fields, pair: Pair) -> None:
    known = label(pair.label)
    if known:
        found.keep(Mark(0, 0, labels()[known], known in generic()), pair.line, pair.value)
        found.taken.add(pair.line)


def _row(line: Line) -> _Row:
    if not line.text or line.text.isspace():
        return _Row(line, ())
    if "**" in line.text:  # Markdown's marks: **索引号：**X1, **索引号**：X1
        line = line._replace(text=line.text.replace("**", "  "))
    marks = marked(line.text)
    if len(marks) > 1 or (marks and marks[0][0].start <= bullet(line.text)):
        return _Row(line, marks)
    by_space = spaced(line.text)
    return _Row(line, by_space if _reads(line, by_space) else marks)


def _reads(line: Line, marks: Sequence[tuple[Mark, Span]]) -> bool:
    """Can a line whose words are parted by single spaces be read as labels and values, all of it?"""
    values = [(mark, line.text[start:end]) for mark, (start, end) in marks]
    return (len(marks) > 1 and all(not text or _may_be(mark, text) for mark, text in values)) or _one(values)


def _one(values: Sequence[tuple[Mark, str]]) -> bool:
    """A line of one label tells itself by a value that has a form, or by a label that no prose begins with."""
    if len(values) != 1:
        return False
    mark, text = values[0]
    surely = mark.field in (*SHAPED, "title") or not (mark.generic or mark.field in UNKEPT)
    return surely and _may_be(mark, text)


def _may_be(mark: Mark, text: str) -> bool:
    if mark.field == "title":
        return title_parts(text) is not None
    if _is_title(text):
        return False
    if mark.field in UNKEPT or text in words()["fields"]["nothing"]:
        return True
    single = mark.field in SHAPED or " " not in text  # of two words the second may be a label that isn't known
    return single and fitting(mark.field or "", text) is not None


def _is_title(text: str) -> bool:
    """Is a text a report's title, not only what such papers are called (政府信息公开年报, a category)?"""
    parts = title_parts(text)
    return parts is not None and bool(parts.agency or parts.year)


def _take(found: Fields, row: _Row) -> None:
    """A line that begins with a label is the header's; of another only what stands before the first label isn't."""
    begins = row.begins
    if begins and (_leads_to_title(row) or _names_its_organ(row)):
        return
    if begins:
        found.taken.add(row.line.number)
        return
    _number_alone(found, row.line)
    if row.marks:
        found.starts[row.line.number] = row.marks[0][0].start


def _leads_to_title(row: _Row) -> bool:
    """Is what a line begins with a button, and the title behind it: 分享到： 中宁县审计局2021年…?"""
    (mark, (start, end)), *others = row.marks
    parts = title_parts(row.line.text[start:end]) if mark.field in UNKEPT and not others else None
    return parts is not None and bool(parts.agency and parts.year)


def _names_its_organ(row: _Row) -> bool:
    """Is an organ before a title's colon (示例县财政局:2021年…), or behind 单位 and a colon, and no field's label?"""
    (mark, (start, end)), *others = row.marks
    if mark.field or others:
        return False
    label, value = glue(row.line.text[mark.start : mark.end].strip(" :")), row.line.text[start:end]
    if label in words()["agency"]["labels_beside"]:
        return organ(value) is not None
    parts = title_parts(value) if organ(label) else None
    return parts is not None and parts.year is not None


def _number_alone(found: Fields, line: Line) -> None:
    """A document number (示商办〔2021〕5号), or an 索引号, that stands without a label."""
    text = line.text.strip()
    if "/" in text and _INDEX_ALONE.fullmatch(text):
        found.values.setdefault("index_number", text)
        found.lines.setdefault("index_number", line.number)
        found.taken.add(line.number)
    number = _NUMBERED.fullmatch(text) if "号" in text else None
    if number:
        found.values.setdefault("document_number", number["number"])
        found.lines.setdefault("document_number", line.number)
        found.taken.add(line.number)


def _beside(found: Fields, row: _Row) -> bool:
    """Keep the values that stand beside their labels; are there any?"""
    if not row.marks:
        return False
    following = [*(mark for mark, _ in row.marks[1:]), None][: len(row.marks)]
    for (mark, (start, end)), after in zip(row.marks, following, strict=True):
        text = row.line.text[start:end]
        if not (after and after.blurs) or mark.field in SHAPED or _ends_itself(text):
            found.keep(mark, row.line.number, row.line.cut(start, end), text)
    return any(mark.field and start < end and not _is_button(row, mark) for mark, (start, end) in row.marks)


def _is_button(row: _Row, mark: Mark) -> bool:
    """Does a label name what a reader may press (字号, 分享到), and say nothing of how the header is laid out?"""
    return mark.field in UNKEPT and label(row.line.text[mark.start : mark.end]) in words()["fields"]["buttons"]


def _ends_itself(text: str) -> bool:
    """Does a value tell where it ends, whatever is glued to it: a way of disclosure, a document's number?"""
    return text in words()["values"]["methods"] or _NUMBERED.fullmatch(text) is not None


# --- a row of labels above a row of values ----------------------------------------------------------------------


def _under(found: Fields, rows: Sequence[_Row], at: int) -> None:
    """Keep the values of the row below a row of labels, each by its column."""
    below = [row for row in islice(rows, at + 1, at + 5) if not _MARKS.fullmatch(row.line.text)]
    if not below or below[0].marks or below[0].line.number in found.taken:
        return
    header, *texts = [rows[at].line.text, *(row.line.text for row in below[:2] if not row.marks)]
    cells = cells_below(header, texts, [mark.field or "" for mark, _ in rows[at].marks])
    if cells is None:
        found.doubtful.update(_perhaps_below(rows[at], texts[0]))
        return
    found.taken.add(below[0].line.number)
    for (mark, _), cell in zip(rows[at].marks, cells, strict=True):
        if cell == DOUBT and mark.field:
            found.doubtful.add(mark.field)
        elif cell:
            found.keep(mark, below[0].line.number, below[0].line.cut(*cell), texts[0][slice(*cell)])


def _perhaps_below(row: _Row, text: str) -> Iterator[str]:
    """Fields of a row of labels of whose form a cell below is, where whose cell is which can't be told."""
    cells = _CELLS.split(text)
    for mark, _ in row.marks:
        if mark.field in SHAPED and any(fitting(mark.field, cell) for cell in cells):
            yield mark.field


# --- values on lines below -------------------------------------------------------------------------------------


def _below(found: Fields, rows: Sequence[_Row], alone: Sequence[int], beside: Counter[bool]) -> None:
    """Labels and values on lines by turns, or with a blank line between: as most of the page's labels have it.

    In a header whose labels have their values ``beside`` them, as many or more, an empty label is empty.
    """
    for tabled in (True, False) if alone else ():
        _by_turns(found, rows, [at for at in alone if ("|" in rows[at].line.text) == tabled], beside[tabled])


def _by_turns(found: Fields, rows: Sequence[_Row], alone: Sequence[int], beside: int) -> None:
    steps = Counter(step for at in alone if (step := _step(found, rows, at)))
    if steps.total() <= beside:
        found.doubtful.update(name for at in alone if (name := _may_be_below(found, rows, at)))
        return
    step = 2 if steps[2] > steps[1] else 1
    for at in alone:
        if at + step < len(rows) and not (step == 2 and _says(rows[at + 1])):
            _take_below(found, rows[at].marks[0][0], rows[at + step].line)


def _may_be_below(found: Fields, rows: Sequence[_Row], at: int) -> str | None:
    """The field of an empty label below which a value of its form stands: who knows whether it is its."""
    name, step = rows[at].marks[0][0].field, _step(found, rows, at)
    if step is None or name not in SHAPED:
        return None
    return name if fitting(name, rows[at + step].line.text.strip(" |\t")) else None


def _says(row: _Row) -> bool:
    return bool(row.line.text.strip(" |"))


def _step(found: Fields, rows: Sequence[_Row], at: int) -> int | None:
    """How many lines below a label its value may stand."""
    step = next((step for step in (1, 2) if at + step < len(rows) and _says(rows[at + step])), None)
    return step if step and rows[at + step].line.number not in found.taken else None


def _take_below(found: Fields, mark: Mark, line: Line) -> None:
    """Keep a line as the value of the label above it, if it may be one."""
    item = _ITEM.match(line.text)
    start = item.end() if item else 0
    text = line.text[start:].strip(" |\t")
    if text and line.number not in found.taken and _may_stand_below(mark.field or "others", text):
        found.keep(mark, line.number, line.cut(start, len(line.text)), text)
        found.taken.add(line.number)


def _may_stand_below(name: str, text: str) -> bool:
    """Not the page's title, nor the organ above it, nor its first sentence, where a header's last value is empty."""
    text = undecorated(text)
    if "。" in text or (name not in _NAMES_SOMEBODY and len(text) > _LONGEST_BELOW):
        return False
    if name != "title" and (_is_title(text) or begins_title(text) or (name != "category" and title_parts(text))):
        return False
    return len(text) <= LONGEST and (name in _NAMES_SOMEBODY or not organ(text))


# --- who fills in the form -------------------------------------------------------------------------------------


def read_filing(text: str) -> tuple[str | None, date | None]:
    """Who says that it fills in the form (填报单位), and when (填报日期), wherever they stand."""
    ends = _before_colons(text)
    names = (_named(found) for found in islice(_reporting().finditer(text), _MOST)) if ends & _label_ends() else ()
    filing = _FILING.search(text) if ends & {"报日期", "报时间"} else None
    return next((name for name in names if name), None), read_date(filing["date"]) if filing else None


def _before_colons(text: str) -> set[str]:
    """The three characters before each colon of a text: what no label ends with needn't be looked through for it."""
    found: set[str] = set()
    colon = text.find(":")
    while colon >= 0:
        before = text[max(0, colon - 12) : colon].replace(" ", "")
        found.add((before.rpartition("(")[0] if before.endswith(")") else before)[-3:])
        colon = text.find(":", colon + 1)
    return found


@cache
def _label_ends() -> frozenset[str]:
    return frozenset(label[-3:] for label in words()["agency"]["labels"])


@cache
def _reporting() -> re.Pattern[str]:
    labels = "|".join(" ?".join(label) for label in words()["agency"]["labels"])
    return lazy(rf"(?:{labels}) ?(?:\((?:盖章|公章)\))? ?: ?\|? ?(?P<name>[^|:\n]{{2,60}})(?P<colon>:)?")


def _named(found: re.Match[str]) -> str | None:
    """The organ behind a label; the last word before another colon is that one's label."""
    name = found["name"].strip()
    return organ(name.rpartition(" ")[0] if found["colon"] else name) or organ(name.partition(" ")[0])

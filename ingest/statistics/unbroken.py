"""Statistics tables whose line ends are gone (无换行的统计表): rows, or header and rows, on one line.

What can still be told of them is told by the form's own words: a header begins with the name of a column of names, a
row with a listed label behind a number, a unit, a blank or another row; what stands between two labels is the first's.
What tabs or pipes part are cells as printed; between spaces or nothing, only units, numbers and blanks are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ingest.forms.statistics import statistics_forms
from ingest.patterns import lazy
from ingest.statistics.columns import in_a_row, is_header
from ingest.text import fold

UNITS = ("条", "件", "次", "篇", "人次", "人", "个", "元", "千元", "万元", "亿元", "份", "场", "家", "部")
Line = tuple[str, int]  # what it says, and its number in the document, from 0

_LEAST = 3  # rows on one line; fewer are a line like others
_BLANK = "\xa0"  # a line that stands for a cell with nothing in it
_LONGEST_HEADER = 80
_COUNTED = 8  # rows whose serial numbers show that they are counted
_NUMBER = r"(?:[一二三四五六七八九十]、|\([一二三四五六七八九十]\)|\d[.、])?"
_VALUE = lazy(r"\d[\d,]*(?:\.\d+)?(?![.、\d])|[/—-]+|无")
_BEFORE = lazy(r"[\s\d/—无-]")
_PARTED = lazy(r"[|｜\t]")
_SERIAL = lazy(r"\d{1,3}(?=[^\d\s,.、/—-])")
_OWN_NUMBER = lazy(r"(?P<name>.*?)(?P<value>\d[\d,]*(?:\.\d+)?)")


@cache
def _unit() -> re.Pattern[str]:
    words = "|".join(sorted(UNITS, key=len, reverse=True))
    return lazy(rf"\s*(?P<unit>{words})(?=(?P<closed>[\s\d/—无(一二三四五六七八九其-]|$)?)")


def _unit_at(folded: str, at: int) -> re.Match[str] | None:
    """The unit that stands at a place, with a value, a blank or another row behind it."""
    found = _unit().match(folded, at)
    closed = found and (found["closed"] is not None or _label().match(folded, found.end()))
    return found if closed else None


@cache
def _label() -> re.Pattern[str]:
    forms = statistics_forms().values()
    ways = {fold(way) for form in forms for way in (*form.local, *(way for row in form.rows for way in row.printed))}
    words = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    return lazy(rf"{_NUMBER}\s*(?:其中[:：]?)?\s*{_NUMBER}\s*(?:{words})")


def laid_out(lines: Sequence[str]) -> list[Line]:
    """A document's lines, with those that hold several rows parted into a row or a cell a line.

    >>> laid_out(["表 统计指标单位统计数（一）收到申请数件121.当面申请数件12（二）申请办结数件——"])[1:3]
    [('统计指标\\t单位\\t统计数', 0), ('（一）收到申请数\\t件\\t12', 0)]
    >>> laid_out(["统计指标|单位|统计数|（一）收到申请数|件|3|（二）申请办结数|件||（三）申请答复数|件|3"])[8:10]
    [('\\xa0', 0), ('（三）申请答复数', 0)]
    """
    return [(text, at) for at, line in enumerate(lines) for text in _parted(line)]


def _parted(line: str) -> Iterable[str]:
    folded = fold(line)
    if len(line) < _LONGEST_HEADER // 2 or len(folded) != len(line) or len(_label().findall(folded)) < _LEAST:
        return (line,)
    return _cells_on(line) if _PARTED.search(line) else _rows_on(line, folded)


def _cells_on(line: str) -> list[str]:
    """A cell a line; rows of one width that their own edges part (…||…) are told by these."""
    inside = line.strip().removeprefix("|").removesuffix("|")
    rows = inside.split("||")
    if len(rows) > _LEAST and len({row.count("|") for row in rows}) == 1:
        return [f"|{row}|" for row in rows]
    return [cell.strip() or _BLANK for cell in _PARTED.split(inside)]


def _rows_on(line: str, folded: str) -> list[str]:
    """A row a line, tabs between its cells; what stands before the header and from the foot on, as it is."""
    starts = list(_starts(folded))
    if len(starts) < _LEAST:
        return [line]
    begin, end = starts[0].start(), _foot(folded, starts[-1].end())
    header = _header_before(line, begin)
    rows = [
        cells
        for this, until in zip(starts, [*starts[1:], None], strict=True)
        for cells in _row(line, folded, this, until, end)
    ]
    if header and header[1][0] in ("序号", "行次", "编号"):
        rows = _counted(rows)
    before = [line[: header[0]], "\t".join(header[1])] if header else [line[:begin]]
    return [*before, *("\t".join(cells) for cells in rows), line[end:]]


def _header_before(line: str, end: int) -> tuple[int, list[str]] | None:
    """Where the header begins that ends at a place, and its cells: the longest that begins with names of rows."""
    while end and (line[end - 1].isdecimal() or line[end - 1].isspace()):
        end -= 1  # the first row's serial number
    for start in range(max(0, end - _LONGEST_HEADER), end):
        columns = [] if line[start].isspace() else list(in_a_row(line[start:end]))
        if columns and columns[0][0] in ("serial", "indicator") and is_header(columns):
            return start, [word for _, word in columns]
    return None


def _starts(folded: str) -> Iterator[re.Match[str]]:
    """The labels that begin rows: no word runs on before them or behind them."""
    clean = 0
    for found in _label().finditer(folded):
        unit = _unit_at(folded, found.end())
        behind = folded[found.end() : found.end() + 1]
        opens = found.start() in (0, clean) or _BEFORE.match(folded[found.start() - 1])
        closes = unit or not behind or _BEFORE.match(behind) or _label().match(folded, found.end())
        clean = unit.end() if unit else found.end()
        if (opens or _header_before(folded, found.start())) and closes:
            yield found


def _foot(folded: str, at: int) -> int:
    words = [word for form in statistics_forms().values() for word in form.foot]
    return min((found for word in words if (found := folded.find(word, at)) >= 0), default=len(folded))


def _row(
    line: str, folded: str, label: re.Match[str], following: re.Match[str] | None, end: int
) -> Iterator[list[str]]:
    """A row's cells up to the next label; and what stands behind them there, a row that no list names."""
    until = following.start() if following else end
    cells, at = [line[label.start() : label.end()].strip()], label.end()
    if (unit := _unit_at(folded, at)) is not None and unit.end() <= until:
        cells.append(unit["unit"])
        at = unit.end()
    while (at := _behind_space(folded, at, until)) < until:
        value = _VALUE.match(folded, at, until)
        runs_on = value is not None and value.end() < until and not _BEFORE.match(folded[value.end()])
        if value is None or runs_on:
            break
        cells.append(line[at : value.end()])
        at = value.end()
    rest = line[at:until].strip()
    if (serial := _SERIAL.match(rest)) and len(cells) > 1 + (unit is not None) and line[at - 1].isspace():
        cells.append(serial[0])  # of the row that no list names, behind this one's number
        rest = rest[serial.end() :]
    if rest[:1].isdecimal():  # digits that may be another label's
        yield [*cells, rest]
        return
    yield cells
    if rest:
        own = _OWN_NUMBER.fullmatch(rest)
        yield [own["name"].strip(), own["value"]] if own else [rest]


def _behind_space(text: str, at: int, until: int) -> int:
    while at < until and text[at].isspace():
        at += 1
    return at


def _counted(rows: list[list[str]]) -> list[list[str]]:
    """Rows under a header with serial numbers, each of which stands behind the row above, told by counting them.

    Where they don't count the rows, each keeps what is printed, and nobody can tell which number is whose.
    """
    made: list[list[str]] = []
    for at, cells in enumerate(rows):
        serial, next_ = str(at + 1), str(at + 2)
        last = at + 1 == len(rows)
        if not last and not (len(cells) > 1 and cells[-1].endswith(next_)):
            return rows
        own = cells if last else [*cells[:-1], *filter(None, [cells[-1].removesuffix(next_).rstrip()])]
        made.append([serial, *own])
    return made if len(made) >= _COUNTED else rows

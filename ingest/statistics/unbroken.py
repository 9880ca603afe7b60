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
from ingest.statistics.columns import Column, in_a_row, is_header, values_of
from ingest.statistics.naming import indicator_of
from ingest.statistics.numbering import Loose, own_number, rows_told
from ingest.text import fold

UNITS = ("条", "件", "次", "篇", "人次", "人", "个", "元", "千元", "万元", "亿元", "份", "场", "家", "部")
Line = tuple[str, int]  # what it says, and its number in the document, from 0

_LEAST = 3  # rows on one line; fewer are a line like others
_BLANK = "\xa0"  # a line that stands for a cell with nothing in it
_LONGEST_HEADER = 80
_DIGITS = r"[一二三四五六七八九十]"
_NUMBER = rf"(?:{_DIGITS}+、|\({_DIGITS}+\)|\(\d{{1,2}}\)|(?<=\d)[.、)])?"
_NONE = rf"无(?=(?:{'|'.join(UNITS)})?(?:[\s\d(]|$))"
_TOKEN = lazy(rf"(?P<run>\d[\d,]*(?:\.\d+)?)|(?P<blank>[/—-]+|{_NONE})|(?P<text>[^\s\d]+)")
_BEFORE = lazy(r"[\s\d/—无-]")
_NAMES = ("serial", "indicator")
_PARTED = lazy(r"[|｜\t]")
_OPENS = lazy(rf"{_DIGITS}+、|\({_DIGITS}+\)")
_NEAR = 12  # lines above in which a header stands


@cache
def _unit() -> re.Pattern[str]:
    words = "|".join(sorted(UNITS, key=len, reverse=True))
    return lazy(rf"\s*(?P<unit>{words})(?=(?P<closed>[\s\d/—无(一二三四五六七八九其-]|$)?)")


@cache
def _unit_behind() -> re.Pattern[str]:
    words = "|".join(sorted(UNITS, key=len, reverse=True))
    return lazy(rf"[\d/—无-]\s*(?:{words})$")


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
    return lazy(rf"{_NUMBER}\s*+(?:其中[:：]?)?\s*+{_NUMBER}\s*+(?:{words})")  # no way back: a cell may be wide


def laid_out(lines: Sequence[str]) -> list[Line]:
    """A document's lines, with those that hold several rows parted into a row or a cell a line.

    >>> laid_out(["表 统计指标单位统计数（一）收到申请数件121.当面申请数件12（二）申请办结数件——"])[1:3]
    [('统计指标\\t单位\\t统计数', 0), ('（一）收到申请数\\t件\\t12', 0)]
    >>> laid_out(["统计指标|单位|统计数|（一）收到申请数|件|3|（二）申请办结数|件||（三）申请答复数|件|3"])[8:10]
    [('\\xa0', 0), ('（三）申请答复数', 0)]
    """
    return [(text, at) for at, line in enumerate(lines) for text in _parted(line, lines[max(0, at - _NEAR) : at])]


def _parted(line: str, above: Sequence[str]) -> Iterable[str]:
    folded = fold(line)
    if len(line) < _LONGEST_HEADER // 2 or len(folded) != len(line) or len(_label().findall(folded)) < _LEAST:
        return (line,)
    return _cells_on(line) if _PARTED.search(line) else _rows_on(line, folded, above)


def _cells_on(line: str) -> list[str]:
    """A cell a line; rows of one width that their own edges part (…||…) are told by these."""
    inside = line.strip().removeprefix("|").removesuffix("|")
    rows = inside.split("||")
    if len(rows) > _LEAST and len({row.count("|") for row in rows}) == 1:
        return [f"|{row}|" for row in rows]
    return [cell.strip() or _BLANK for cell in _PARTED.split(inside)]


def _rows_on(line: str, folded: str, above: Sequence[str]) -> list[str]:
    """A row a line, tabs between its cells; what stands before the header and from the foot on, as it is."""
    starts = list(_starts(folded))
    if len(starts) < _LEAST:
        return [line]
    begin, end = starts[0].start(), _foot(folded, starts[-1].end())
    header = _header_before(line, begin)
    columns = header[1] if header else _columns_above(above)
    kinds = [kind for kind, _ in columns]
    digits = line[len(line[:begin].rstrip("0123456789 \u3000\xa0")) : begin].split()
    rows = rows_told(
        list(_loose(line, starts, end, kinds)), digits, max(1, len(values_of(columns))), serial="serial" in kinds
    )
    before = [line[: header[0]], "\t".join(word for _, word in header[1])] if header else [line[:begin]]
    return [*before, *("\t".join(cells) for cells in rows), line[end:]]


def _columns_above(lines: Sequence[str]) -> Sequence[Column]:
    """The header that stands above, on one line or a cell a line."""
    for at in range(len(lines) - 1, -1, -1):
        columns = in_a_row(lines[at].strip(" |\t")) if lines[at].strip() else ()
        if columns and columns[0][0] in _NAMES:
            return [one for line in lines[at:] for one in in_a_row(line.strip(" |\t"))]
    return ()


def _header_before(line: str, end: int) -> tuple[int, list[Column]] | None:
    """Where the header begins that ends at a place, and its cells: the longest that begins with names of rows."""
    while end and (line[end - 1].isdecimal() or line[end - 1].isspace()):
        end -= 1  # the first row's serial number
    for start in range(max(0, end - _LONGEST_HEADER), end):
        columns = [] if line[start].isspace() else list(in_a_row(line[start:end]))
        if columns and columns[0][0] in _NAMES and is_header(columns):
            return start, columns
    return None


def _starts(folded: str) -> Iterator[re.Match[str]]:
    """The labels that begin rows: no word runs on before them or behind them."""
    clean = 0
    for found in _label().finditer(folded):
        unit = _unit_at(folded, found.end())
        behind = folded[found.end() : found.end() + 1]
        near = folded[max(0, found.start() - _NEAR) : found.start()]
        opens = found.start() in (0, clean) or _BEFORE.match(near[-1]) or _unit_behind().search(near)
        closes = unit or not behind or _BEFORE.match(behind) or _label().match(folded, found.end())
        clean = unit.end() if unit else found.end()
        if (opens or _header_before(folded, found.start())) and closes:
            yield found


def _foot(folded: str, at: int) -> int:
    words = [word for form in statistics_forms().values() for word in form.foot]
    return min((found for word in words if (found := folded.find(word, at)) >= 0), default=len(folded))


def _loose(line: str, starts: Sequence[re.Match[str]], end: int, kinds: Sequence[str]) -> Iterator[Loose]:
    """The rows of a line: those whose labels are listed, and between them others."""
    behind = "unit" in kinds and kinds[-1] == "unit"
    for this, until in zip(starts, [*(start.start() for start in starts[1:]), end], strict=True):
        name = line[this.start() : this.end()].strip()
        cells, vague = list[str](), False
        for kind, text, close in _tokens(line, this.end(), until, behind=behind):
            if kind == "text":
                yield _named(name, cells, vague=vague)
                name, cells, vague = text, [], close and bool(cells) and cells[-1][-1:].isdecimal()
            else:
                cells.append(text)
        yield _named(name, cells, vague=vague)


def _named(name: str, cells: Sequence[str], *, vague: bool) -> Loose:
    row = indicator_of(name.lstrip(".、)"))
    number = row.number if row else ""
    opens = _OPENS.match(fold(name)) is not None or bool(number and not own_number(number))
    heading = row is not None and row.code is None
    return Loose(name, tuple(cells), own_number(number), opens, heading, vague)


def _tokens(line: str, at: int, until: int, *, behind: bool) -> Iterator[tuple[str, str, bool]]:
    """What stands between two labels: units, runs of digits, blanks, other text; and whether it follows at once.

    ``behind``: units stand behind the numbers.
    """
    folded = fold(line[:until])
    kind, last = "", at
    while (at := _behind_space(folded, at, until)) < until:
        unit = _unit().match(folded, at) if behind and kind in ("run", "blank") else _unit_at(folded, at)
        found = unit if unit and unit.end() <= until else _TOKEN.match(folded, at, until)
        if found is None:
            return
        kind = "unit" if found is unit else found.lastgroup or ""
        name, rest = _unit_split(line[at : found.end()]) if kind == "text" else (line[at : found.end()].strip(), ())
        yield kind, name, at == last
        for part in rest:
            yield "unit", part, True
        at = last = found.end()


def _unit_split(text: str) -> tuple[str, tuple[str, ...]]:
    """A row's name without the unit and the blank that are glued to its end.

    >>> _unit_split("本级特色栏目数条——")
    ('本级特色栏目数', ('条', '——'))
    """
    name = text.rstrip("/—-")
    unit = next((word for word in sorted(UNITS, key=len, reverse=True) if name.endswith(word) and name != word), "")
    return name.removesuffix(unit), tuple(filter(None, (unit, text[len(name) :])))


def _behind_space(text: str, at: int, until: int) -> int:
    while at < until and text[at].isspace():
        at += 1
    return at

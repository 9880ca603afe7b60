"""Headers whose merged cells are gone (合并单元格已失的表头): the order of the columns from the order of the words.

A group's word (法人或其他组织, 行政诉讼) stands for the columns below it: those take its place. Where the words of
several rows follow each other, a header was printed row by row (as HTML has it), or column by column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter

from ingest.forms import forms
from ingest.grids.around import words_around
from ingest.grids.channels import channels_of
from ingest.grids.header import Column, Header, column_of, goes_on, is_contradicted, is_near, likely, lines_of_channels
from ingest.grids.heading import Word, group_of, is_trusted
from ingest.grids.words import (
    channel_of,
    columns_called,
    groups_of,
    is_around,
    is_corner,
    is_label_heading,
    is_torn_column,
    key_of,
    stands_over,
    table_of,
)
from ingest.grids.years import other_year
from ingest.headings import heading_kind
from ingest.model import Cell, Table
from ingest.pages import NAMED
from ingest.text import fold

_LONG = 24  # characters; a longer text in a header is a remark or the form's printed rule
_SHORT = 8  # characters of a word over columns
_CAPTION = re.compile(r".*第?二十条第?\(?.\)?项|.*单位[:：为].*|续上?表|[图表]\d+.*")

Grouped = Callable[[Sequence[Word], Table], list[tuple[str, ...]]]
_TITLE = re.compile(rf".*(?:年度报告|年报)|{NAMED}|.*。.*|.*如下:?")  # of a page, at its edge; a sentence


def flat_header(block: Sequence[Sequence[Cell]], at: Sequence[int], year: int | None) -> Header | None:
    """The header that rows of cells make; without columns where their order can't be told, None if it is no table's."""
    return _header(block, at, year, _grouped)


def stream_header(block: Sequence[Sequence[Cell]], at: Sequence[int], year: int | None) -> Header | None:
    """The header of a stream: all its words are one row, of which nobody knows where another began."""
    return _header([list(chain.from_iterable(block))], at, year, _grouped_in_stream)


def _header(block: Sequence[Sequence[Cell]], at: Sequence[int], year: int | None, grouped: Grouped) -> Header | None:
    printed = _printed(block)
    under = [row for row in printed if not (row and goes_on(row))]
    table = table_of([cell.text for row in printed for cell in row])
    if table is None or not under:
        return None
    words = _behind_corner([word for number, row in enumerate(under) for word in _words(row, number, table)], year)
    paths = channels_of(words) if table == "appeals" else grouped(words, table)
    for row in (row for row in printed if row not in under):
        paths = _divided(paths, [cell.text.strip() for cell in row])
    places, width = _places(block, paths)
    columns = _columns(paths, places, table, year)
    cells = list(chain.from_iterable(printed))
    around = words_around(map(attrgetter("text"), cells), paths)
    line = min(map(attrgetter("line"), cells))
    return Header(table, tuple(at), line, tuple(columns), 0, width, lines=lines_of_channels(cells), around=around)


def _columns(paths: Sequence[tuple[str, ...]], places: Sequence[int], table: Table, year: int | None) -> list[Column]:
    """The columns under the paths; none where one is named twice, by merged cells said again, or none at all is: nobody
    can count off such a header."""
    made = [column_of(path, place, place + 1, table, year) for place, path in zip(places, paths, strict=True)]
    columns = list(likely(made, table, year))
    named = [(column.channel, column.code) for column in columns if column.code]
    uncertain = table != "disclosure_items" and (not named or len(set(named)) < len(named))
    return [] if uncertain else columns


def _printed(block: Sequence[Sequence[Cell]]) -> Sequence[list[Cell]]:
    """The rows of a header without blanks; of one that is printed twice, one behind the other, those of one."""
    rows = [[cell for cell in row if cell.text.strip()] for row in block]
    half = len(rows) // 2
    texts = [[key_of(cell.text) for cell in row] for row in rows]
    return rows[:half] if half and texts[:half] == texts[half:] else rows


def _places(block: Sequence[Sequence[Cell]], paths: Sequence[tuple[str, ...]]) -> tuple[Sequence[int], int]:
    """Where the columns stand in a header of one row, and its cells; their numbers and 0 where it has more rows."""
    at = [number for number, cell in enumerate(block[0]) if any(cell.text.strip() == path[-1] for path in paths)]
    words = any(
        cell.text.strip() for number, cell in enumerate(block[0]) if number > min(at, default=0) and number not in at
    )
    alone = len(block) == 1 and len(at) == len(paths) and not words  # a group's word stands before its columns
    return (at, len(block[0])) if alone else (range(len(paths)), 0)


def _words(row: Sequence[Cell], number: int, table: Table) -> Iterator[Word]:
    """The words of a header's row that may name columns or groups of them."""
    corner = next((at for at, cell in enumerate(row) if is_corner(cell.text)), -1)
    before = corner < 0  # what stands over labels stands before all columns
    for cell in row[corner + 1 :]:
        text = cell.text.strip()
        before = before and is_label_heading(text)
        codes = tuple(named.code for named in columns_called(text) if named.table == table)
        if codes or not (before or _is_beside(text)):
            yield Word(text, number, codes, cell.line)
        elif is_around(text) and len(text) <= _SHORT:
            yield Word(text, number, (), cell.line, over=True)


def _behind_corner(words: list[Word], year: int | None) -> list[Word]:
    """A header's words without those before a word over all columns, or in its place (申请人情况（占比）), that speak
    against these; 上年 before the first column is one."""
    first = next((at for at, word in enumerate(words) if word.codes), len(words))
    over = next((at for at, word in enumerate(words[:first]) if word.over), 0)
    return [
        word
        for at, word in enumerate(words)
        if not ((at < over or (at < first and stands_over(word.text))) and is_contradicted((word.text,), year))
    ]


def _is_beside(text: str) -> bool:
    """Is this no column's word but a caption or a remark?"""
    folded = fold(text)
    if group_of("applications", text) or group_of("appeals", text) or channel_of(text):
        return False
    caption = _CAPTION.fullmatch(folded) or _TITLE.fullmatch(folded) or heading_kind(folded)
    return bool(caption) or is_around(text) or len(folded) > _LONG


# --- tables 1 and 2 -------------------------------------------------------------------------------------------------


def _grouped(words: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    """The paths of the columns in the page's order, a group's columns in its place."""
    beside = _beside_all(words)
    if _is_among_columns(beside, words):
        beside = []
    own = [word for word in words if not word.over and word not in beside]
    return [*_in_groups(_last_whole(own), table), *_alone(beside)]


def _grouped_in_stream(words: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    """The same; none where 申请人情况 | 上年 | 自然人 may have been one row: 上年 stands first, or last."""
    return [] if _is_among_columns(_beside_all(words), words) else _grouped(words, table)


def _is_among_columns(beside: Sequence[Word], words: Sequence[Word]) -> bool:
    return bool(beside) and any(word.codes and word.row == beside[0].row for word in words)


def _in_groups(words: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    groups = [at for at, word in enumerate(words) if not word.codes and group_of(table, word.text)]
    if not groups:
        return _alone(words) if is_trusted(words, table) else []
    opens = groups[0]
    behind = [word for at, word in enumerate(words) if at > opens and at not in groups]
    return _in_group(words[:opens], words[opens], behind, table)


def _in_group(before: Sequence[Word], group: Word, behind: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    """The paths of columns before a group, in it and behind it; none where it can't be told which are its own."""
    name = group_of(table, group.text)
    inside = [at for at, word in enumerate(behind) if _is_of(word, name, table)]
    if not inside:
        return _alone([*before, *behind])
    between = behind[: inside[0]]
    # A word in other letters may be the first of the group's columns, or stand behind the group.
    if not is_trusted([behind[at] for at in inside], table) or any(_may_be_own(word, table) for word in between):
        return []
    until = _until(behind, inside, group)
    own = [(group.text, word.text) for word in behind[inside[0] : until]]
    return [*_alone(before), *own, *_alone(between), *_alone(behind[until:])]


def _alone(words: Iterable[Word]) -> list[tuple[str, ...]]:
    """The paths of words under no group."""
    return [(word.text,) for word in words]


def _beside_all(words: Sequence[Word]) -> list[Word]:
    """The words that stand beside a word over all other columns, in its row: 申请人情况 | 上年总计."""
    over = next((at for at, word in enumerate(words) if word.over), None)
    if over is None:
        return []
    behind = words[over + 1 :]
    count = next((at for at, word in enumerate(behind) if word.codes or word.row != words[over].row), len(behind))
    beside = [word for word in behind[:count] if not word.over and not group_of("applications", word.text)]
    return [word for word in beside if not _may_be_own(word, "applications")]


def _may_be_own(word: Word, table: Table) -> bool:
    """May a word be one of the form's columns, or a piece of it, in other letters (自然, 商口企业)?"""
    near = is_near(table, word.text) and other_year(word.text, None) is None  # 上年总计 is none
    return not word.codes and (near or is_torn_column(table, word.text))


def _until(words: Sequence[Word], inside: Sequence[int], group: Word) -> int:
    """Where the columns of a group end: with its row, if that stands below it, else behind the last that it names."""
    below = words[inside[0]].row
    last = inside[-1] + 1
    if below > group.row:  # unless its words are wrapped over several lines
        return max(last, next((at for at in range(inside[0], len(words)) if words[at].row != below), len(words)))
    return last if any(word.codes for word in words[last:]) else len(words)


def _last_whole(words: Sequence[Word]) -> list[Word]:
    """Merged cells that are printed in each row that they reach: the last row alone then has all the columns."""
    if not words:
        return []
    every = {word.codes for word in words if word.codes}
    last = [word for word in words if word.row == words[-1].row]
    return last if len(every) > 1 and every == {word.codes for word in last if word.codes} else list(words)


def _is_of(word: Word, group: str | None, table: Table) -> bool:
    return any(groups_of(form, table).get(group or "", frozenset()) & set(word.codes) for form in forms().values())


def _divided(paths: Sequence[tuple[str, ...]], parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Each column divided alike, as by 上年 and 本年 below it; as printed where the parts don't go round."""
    if not paths or len(parts) % len(paths):
        return []
    each = len(parts) // len(paths)
    return [(*path, part) for at, path in enumerate(paths) for part in parts[at * each : (at + 1) * each]]

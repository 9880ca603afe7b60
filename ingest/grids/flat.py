"""Headers whose merged cells are gone (合并单元格已失的表头): the order of the columns from the order of the words.

A group's word (法人或其他组织, 行政诉讼) stands for the columns below it: those take its place. Where the words of
several rows follow each other, a header was printed row by row (as HTML has it), or column by column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple

from ingest.forms import Form, forms
from ingest.grids.header import Header, column_of, goes_on, likely
from ingest.grids.likeness import likeness
from ingest.grids.words import (
    channel_of,
    columns_called,
    groups_of,
    is_around,
    is_corner,
    is_label_heading,
    key_of,
    table_of,
    ways,
)
from ingest.headings import heading_kind
from ingest.model import Cell, Table
from ingest.text import fold

_ALIKE = 0.75  # likeness of a group's wording
_LONG = 24  # characters; a longer text in a header is a remark or the form's printed rule
_SHORT = 8  # characters of a word over columns
_LEAST = 0.6  # likeness with which a word may be a column in other words
_CAPTION = re.compile(r".*第?二十条第?\(?.\)?项|.*单位[:：为].*|续上?表|[图表]\d+.*")


class Word(NamedTuple):
    """A cell of a header: what it says, its row in the header, the columns of the table that it names."""

    text: str
    row: int
    codes: tuple[str, ...]
    line: int
    over: bool = False  # it stands over columns, without being a group of the form's (申请人情况)


def flat_header(block: Sequence[Sequence[Cell]], at: Sequence[int], year: int | None) -> Header | None:
    """The header that rows of cells make; without columns where their order can't be told, None if it is no table's."""
    printed = _once([[cell for cell in row if cell.text.strip()] for row in block])
    under = [row for row in printed if not (row and goes_on(row))]
    table = table_of([cell.text for row in printed for cell in row])
    if table is None or not under:
        return None
    words = [word for number, row in enumerate(under) for word in _words(row, number, table)]
    paths = _appeals(words) if table == "appeals" else _grouped(words, table)
    for row in printed:
        if row not in under:
            paths = _divided(paths, [cell.text.strip() for cell in row])
    places, width = _places(block, paths)
    columns = [column_of(path, place, place + 1, table, year) for place, path in zip(places, paths, strict=True)]
    columns = list(likely(columns, table, year))
    line = min(cell.line for row in printed for cell in row)
    if table != "disclosure_items" and not any(column.code for column in columns):
        columns = []
    return Header(table, tuple(at), line, tuple(columns), 0, width)


def _once(rows: Sequence[list[Cell]]) -> Sequence[list[Cell]]:
    """The rows of a header that is printed twice, one behind the other, as those of one."""
    half = len(rows) // 2
    texts = [[key_of(cell.text) for cell in row] for row in rows]
    return rows[:half] if half and texts[:half] == texts[half:] else rows


def _places(block: Sequence[Sequence[Cell]], paths: Sequence[tuple[str, ...]]) -> tuple[Sequence[int], int]:
    """Where the columns stand in a header of one row, and its cells; their numbers and 0 where it has more rows."""
    at = [number for number, cell in enumerate(block[0]) if any(cell.text.strip() == path[-1] for path in paths)]
    alone = len(block) == 1 and len(at) == len(paths)
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


def _is_beside(text: str) -> bool:
    """Is this no column's word but a caption or a remark?"""
    folded = fold(text)
    if _group("applications", text) or _group("appeals", text) or channel_of(text):
        return False
    caption = _CAPTION.fullmatch(folded) is not None or heading_kind(folded) is not None
    return caption or is_around(text) or len(folded) > _LONG


def _group(table: Table, text: str) -> str | None:
    groups = {group for form in forms().values() for group in groups_of(form, table)}
    key = key_of(text)
    if is_around(text) or channel_of(text) is None:
        return next((group for group in groups if likeness(key, (key_of(group),)) >= _ALIKE), None)
    return None


# --- tables 1 and 2 -------------------------------------------------------------------------------------------------


def _grouped(words: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    """The paths of the columns in the page's order, a group's columns in its place."""
    beside = _beside_all(words)
    own = [word for word in words if not word.over and word not in beside]
    return [*_in_groups(_last_whole(own), table), *((word.text,) for word in beside)]


def _in_groups(words: Sequence[Word], table: Table) -> list[tuple[str, ...]]:
    groups = [at for at, word in enumerate(words) if not word.codes and _group(table, word.text)]
    if not groups:
        return [(word.text,) for word in words] if _is_trusted(words, table) else []
    opens = groups[0]
    name = _group(table, words[opens].text)
    others = [(at, word) for at, word in enumerate(words) if at not in groups]
    inside = [number for number, (_, word) in enumerate(others) if _is_of(word, name, table)]
    if not inside:
        return [(word.text,) for _, word in others]
    if not _is_trusted([others[number][1] for number in inside], table):
        return []
    first = inside[0]
    until = _until([word for _, word in others], inside, words[opens])
    return [
        *((word.text,) for at, word in others[:first] if at < opens),
        *((words[opens].text, word.text) for _, word in others[first:until]),
        *((word.text,) for at, word in others[:first] if at > opens),
        *((word.text,) for _, word in others[until:]),
    ]


def _beside_all(words: Sequence[Word]) -> list[Word]:
    """The words that stand beside a word over all other columns, in its row: 申请人情况 | 上年总计."""
    over = next((at for at, word in enumerate(words) if word.over), None)
    if over is None:
        return []
    behind = words[over + 1 :]
    count = next((at for at, word in enumerate(behind) if word.codes or word.row != words[over].row), len(behind))
    return [word for word in behind[:count] if not word.over and not _group("applications", word.text)]


def _is_trusted(words: Sequence[Word], table: Table) -> bool:
    """May the order of columns be the page's: on one line, or one a line? Words that share several lines stand in no
    order in the text of a PDF, unless it is a form's."""
    lines = Counter(word.line for word in words)
    if len(lines) == 1 or max(lines.values(), default=1) == 1:
        return True
    codes = [word.codes[0] for word in words if word.codes]
    return any([code for code in order if code in codes] == codes for order in _orders(table))


@cache
def _orders(table: Table) -> list[list[str]]:
    """The columns of a table in the order of each form."""
    found = []
    for form in forms().values():
        labels = {"disclosure_items": form.measures, "applications": form.applicants, "appeals": form.results}[table]
        found.append([label.code for label in labels])
    return found


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


# --- table 3 --------------------------------------------------------------------------------------------------------


def _appeals(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The paths of table 3's columns: each run of results under its channel, in the page's order of the channels."""
    own, beside = _beside_channels([word for word in words if not word.over])
    found = _by_channel(own)
    return [*found, *((word.text,) for word in beside)] if found else []


def _beside_channels(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """The words of channels and results, and those of other columns that stand beside the last channel of a row."""
    beside = [
        at
        for at, word in enumerate(words)
        if at and not word.codes and not _channel(word) and _channel(words[at - 1]) and not _is_near(word)
    ]
    return [w for at, w in enumerate(words) if at not in beside], [words[at] for at in beside]


def _is_near(word: Word) -> bool:
    """Is a word like one of the results?"""
    known = tuple(way for form in forms().values() for label in form.results for way in ways("appeals", label.code))
    return likeness(key_of(word.text), known) >= _LEAST


def _channel(word: Word) -> str | None:
    return None if word.codes else channel_of(word.text) or _group("appeals", word.text)


def _by_channel(words: Sequence[Word]) -> list[tuple[str, ...]]:
    shape, runs, names = _shape(words)
    found = _shapes().get(shape)
    if found is None:
        return [] if len(runs) != 1 or names else [(word.text,) for word in runs[0]]
    owners, order = found
    if not all(_is_trusted(run, "appeals") for run in runs) or not _are_alike(runs):
        return []
    columns = dict(zip(owners, runs, strict=True))
    printed = {channel.code: channel.label for form in forms().values() for channel in form.channels} | names
    return [(printed[channel], word.text) for channel in order for word in columns[channel]]


def _shape(words: Sequence[Word]) -> tuple[tuple[str, ...], list[list[Word]], dict[str, str]]:
    """The channels and groups in printed order with a blank for each run of results; the runs; the channels' words."""
    shape: list[str] = []
    runs: list[list[Word]] = []
    names: dict[str, str] = {}
    for word in words:
        channel = _channel(word)
        if channel:
            shape.append(channel)
            names.setdefault(channel, word.text)
        elif not shape or shape[-1] or any(_is_again(word, other) for other in runs[-1]):
            shape.append("")
            runs.append([word])
        else:
            runs[-1].append(word)
    return tuple(shape), runs, names


def _are_alike(runs: Sequence[Sequence[Word]]) -> bool:
    """Do all channels have their columns in one order, as on every page that has an order?"""
    longest = max(runs, key=len)
    codes = [word.codes for word in longest]
    return all([one for one in codes if one in run] == run for run in ([word.codes for word in run] for run in runs))


def _is_again(word: Word, other: Word) -> bool:
    return (bool(word.codes) and word.codes == other.codes) or key_of(word.text) == key_of(other.text)


class _Shape(NamedTuple):
    owners: tuple[str, ...]  # the channel of each run of results
    order: tuple[str, ...]  # the channels from left to right


@cache
def _shapes() -> dict[tuple[str, ...], _Shape]:
    """Every order in which a header of table 3 may be printed, row by row or column by column."""
    found: dict[tuple[str, ...], _Shape] = {}
    for form in forms().values():
        for tree in _trees(form):
            order = tuple(channel for _, channels in tree for channel in channels)
            cut = _without_first(tree)
            for shape, owners in (_by_rows(tree), _by_columns(tree), *([cut] if any(cut[0]) else [])):
                found.setdefault(shape, _Shape(owners, order))
    return found


_Tree = Sequence[tuple[str | None, tuple[str, ...]]]  # a group's word (None: a channel by itself), its channels


def _trees(form: Form) -> Iterator[_Tree]:
    """Some or all channels in every order, those of a group together under its word, or all side by side."""
    codes = [channel.code for channel in form.channels]
    for count in range(1, len(codes) + 1):
        for order in permutations(codes, count):
            yield [(None, (code,)) for code in order]
            grouped: dict[str | None, tuple[str, ...]] = {}
            for code in order:
                group = next(channel.group for channel in form.channels if channel.code == code)
                grouped[group or code] = (*grouped.get(group or code, ()), code)
            yield [(None if name in codes else name, inside) for name, inside in grouped.items()]


def _by_rows(tree: _Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shape of a header that is printed row by row, and the owners of its runs."""
    second = [("", code) if not name else (code, "") for name, inside in tree for code in inside]
    first = [name or inside[0] for name, inside in tree]
    third = [code for name, inside in tree if name for code in inside]
    owners = (*(code for shown, code in second if not shown), *third)
    return (*first, *(shown for shown, _ in second), *("" for _ in third)), owners


def _without_first(tree: _Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shape of a header that is printed row by row, its first row left on the page before."""
    shape, owners = _by_rows(tree)
    return shape[len(tree) :], owners


def _by_columns(tree: _Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The shape of a header that is printed column by column, and the owners of its runs."""
    shape: list[str] = []
    for name, inside in tree:
        shape += [name] if name else []
        for code in inside:
            shape += [code, ""]
    return tuple(shape), tuple(code for _, inside in tree for code in inside)

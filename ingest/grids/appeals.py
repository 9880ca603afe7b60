"""Table 3 (表三 复议诉讼): groups of columns over one row of values, a row for each channel, or a table for each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ingest.forms import Form
from ingest.grids import findings as say
from ingest.grids.header import Column
from ingest.grids.labelled import Read
from ingest.grids.placing import placed
from ingest.grids.printed import PrintedRow
from ingest.grids.words import channel_of, channels_within
from ingest.headings import heading_kind
from ingest.model import BLANK, Document, Finding, Row, Value
from ingest.values import is_value, read_count

_ABOVE = 3  # lines over a header on which its table's caption may stand

Cells = list[tuple[Column, str | None]]  # the columns of one channel with what stands under them
Printed = Sequence[tuple[PrintedRow, Cells]]


def appeals(
    rows: Sequence[PrintedRow], form: Form, document: Document, *, blanks: bool = False, again: bool = False
) -> Iterator[Read]:
    """The channels in the form's order, with what must be said of them.

    ``blanks``: the page leaves cells blank; ``again``: it prints the table once more, under a header nobody can read.
    """
    by_channel: defaultdict[str, list[tuple[PrintedRow, Cells]]] = defaultdict(list)
    named = _channels(rows, document)
    for row, name in zip(placed("appeals", rows, named, form, blanks=blanks), named, strict=True):
        pairs = list(zip(row.header.columns, row.cells, strict=True))
        channels = {column.channel for column, _ in pairs if column.code and column.channel}
        own = None if channels else name
        if own is not None:
            by_channel[own].append((row, pairs))
        elif not channels and any(row.printed):
            yield None, [say.unmatched("appeals", " ".join(filter(None, (row.text, *row.printed))), row.line)]
        for channel in channels:
            by_channel[channel].append((row, [pair for pair in pairs if pair[0].channel == channel]))
    yield from _read_all(by_channel, form, again=again)


def _read_all(by_channel: Mapping[str, Printed], form: Form, *, again: bool) -> Iterator[Read]:
    either = set(by_channel) if again else _of_either(by_channel)
    for known in form.channels:
        if known.code in by_channel:
            yield _read(known.code, known.label, by_channel[known.code], form, either=known.code in either)


def _of_either(by_channel: Mapping[str, Printed]) -> set[str]:
    """The channels that only one of two tables prints which have other numbers in the channels of both."""
    tables = {code: {row.header.line for row, _ in _filled(found)} for code, found in by_channel.items()}
    alone = {code for code, lines in tables.items() if len(lines) == 1}
    return alone if any(_differ(by_channel[code]) for code in tables.keys() - alone) else set()


def _channels(rows: Sequence[PrintedRow], document: Document) -> list[str | None]:
    """The channel that each row's label names, or the caption over its table.

    Where the first table has none above it and the last one below it, each may be the table's above or below: none is
    told.
    """
    bare = [row for row in rows if not (channel_of(row.text) or any(column.channel for column in row.header.columns))]
    unclear = bare and _above(bare[0], document) is None and _below(bare[-1], document) is not None
    return [channel_of(row.text) or (None if unclear else _above(row, document)) for row in rows]


def _above(row: PrintedRow, document: Document) -> str | None:
    """The channel in the caption over a row's table; one sentence may stand between."""
    skipped = False
    for line in range(row.header.line - 1, max(0, row.header.line - 1 - _ABOVE), -1):
        text = document.folded[line - 1].strip()
        if heading_kind(text) or "\t" in text:
            return None
        if text and (skipped or not _is_sentence(text)):
            return channel_of(text)
        skipped = skipped or bool(text)
    return None


def _is_sentence(text: str) -> bool:
    """Is this a sentence that speaks of no channel?"""
    return text.endswith("。") and not channels_within(text)


def _below(row: PrintedRow, document: Document) -> str | None:
    """The channel in a caption right below a row's values."""
    for text in document.folded[row.line : row.line + 4 * _ABOVE]:
        bare = text.strip(" \t|-")
        if bare and not all(is_value(part) for part in re.split(r"[\s|]+", bare)):
            return None if heading_kind(text) else channel_of(bare)
    return None


def _filled(rows: Printed) -> Printed:
    return [one for one in rows if any(cell != "" for _, cell in one[1])] or rows[:1]


def _differ(rows: Printed) -> bool:
    return len({tuple(cell for _, cell in cells) for _, cells in _filled(rows)}) > 1


def _read(code: str, label: str, rows: Printed, form: Form, *, either: bool) -> Read:
    """One channel. Where rows under one header print different numbers, nobody knows which is meant.

    ``either``: only one of two tables prints it, which have other numbers in the channels of both.
    """
    names = {result.code: result.label for result in form.results}
    filled = _filled(rows)
    printed, pairs = filled[0]
    if either or _differ(rows):
        pairs = [(column, None) for column, _ in pairs]
    values, lost = _values(pairs)
    if not values:
        return None, []
    line = dict(printed.header.lines).get(code, printed.line)
    row = Row("appeals", code, tuple(values), tuple(values.values()), line)
    findings = [say.of_cell(row, name, value, label, names[name]) for name, value in values.items() if value.note]
    if either:
        findings.append(say.of_either(row, label))
    else:
        findings += _of_places(row, label, [names[name] for name in lost], [one for one, _ in filled])
    absent = [name for name in names if name not in values]
    findings += [say.without_column("appeals", f"{label}·{names[name]}", row.line, code) for name in absent]
    return row, findings


def _of_places(row: Row, label: str, lost: Sequence[str], printed: Sequence[PrintedRow]) -> Iterator[Finding]:
    """What must be said of where its numbers stand: of some nothing is certain, or the sums told it."""
    if lost:
        yield say.unplaced(row, label, lost, [text for one in printed for text in one.printed])
    elif printed[0].placed:
        yield say.by_sums(row, label, printed[0].printed, len(printed[0].header.columns))


def _values(pairs: Cells) -> tuple[dict[str, Value], list[str]]:
    """What stands under each result, and the results of which nothing is certain."""
    values: dict[str, Value] = {}
    lost: list[str] = []
    for column, cell in pairs:
        if column.code is None:
            continue
        if cell is None or column.code in values:
            values[column.code] = BLANK
            lost.append(column.code)
        else:
            values[column.code] = read_count(cell)
    return values, lost

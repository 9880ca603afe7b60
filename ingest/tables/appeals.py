"""Table 3 (政府信息公开行政复议、行政诉讼情况): one row of values under three groups of columns, without a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.align import Work, glued, holds, numbers, squeezed
from ingest.forms import Form
from ingest.match import Drawing, Drawn
from ingest.model import Finding, Row
from ingest.tables import findings as say
from ingest.tables.grid import GRIDS, Habits, full
from ingest.values import read_count

Groups = list[list[str]]  # the columns of each channel


def read(drawing: Drawing, form: Form, habits: Habits) -> Iterator[tuple[Row | None, list[Finding]]]:
    """The three channels, with what is to be said of them."""
    rows = [row for row in drawing.appeals if any(row[2])] or drawing.appeals[:1]
    if not rows:
        return
    line, made, printed = rows[0]
    groups = _groups(drawing.results, form)
    known = [code for code in drawing.channels if code in {channel.code for channel in form.channels}]
    plain = known == [channel.code for channel in form.channels if channel.code in known]
    width = len(form.channels) * len(form.results)
    several = len({tuple(row[2]) for row in rows if any(row[2])}) > 1
    before = any(len(row[2]) >= width and not any(row[2]) for row in drawing.appeals[: drawing.appeals.index(rows[0])])
    own = groups or [[result.code for result in form.results] for _ in form.channels]
    if made == "piped" and drawing.openings > 0 and drawing.opened and not printed[0]:
        printed = printed[1:]
    narrow = made in GRIDS and len(printed) < drawing.results_width and not all(printed)
    unsure = several or before or not plain or _reordered(drawing.results, form)
    cells = None if unsure or narrow else _settled(printed, made, own, form, read=bool(groups), habits=habits)
    found = [say.unmatched("appeals", " ".join(filter(None, row[2])), row[0]) for row in rows[1:] if any(row[2])]
    if cells is None:
        drawn = Drawn("appeals", "", "", line, made, cells=list(printed))
        summed = not unsure and sum(map(len, own)) == width
        placed = _placed(printed, own, form, habits) if summed else [None] * sum(map(len, own))
        if None in placed:
            found.append(say.unplaced(drawn, sum(map(len, own)), "行政复议、行政诉讼"))
        cells = [cell or "" for cell in placed]
    names = {column.code: column.label for column in form.results}
    for channel, group in zip(form.channels, own, strict=True):
        values, cells = cells[: len(group)], cells[len(group) :]
        at = drawing.channels.get(channel.code, line)
        row = Row("appeals", channel.code, tuple(group), tuple(read_count(cell) for cell in values), at)
        absent = [name for code, name in names.items() if code not in group]
        found += [say.without_column(row, channel.label, name) for name in absent]
        yield row, [*found, *say.cells(row, channel.label, names)]
        found = []


def _settled(
    printed: Sequence[str], made: str, groups: Groups, form: Form, *, read: bool, habits: Habits
) -> list[str] | None:
    """The cells by column. A header that isn't the form's, or can't be read, needs a row that fits it exactly."""
    width = sum(map(len, groups))
    whole = full(printed, width)
    if not any(printed):
        return [""] * width if len(printed) >= width else None
    if not read:
        return whole if whole and _holding(whole, groups, form) == [True] * len(groups) else None
    if width != len(form.channels) * len(form.results):
        return list(printed) if len(printed) == width and (made in GRIDS or all(printed)) else None
    if whole is None and made == "pipes":
        return _kept_full(printed, width)
    return whole or _window(printed, made, groups, form, habits)


def _placed(printed: Sequence[str], groups: Groups, form: Form, habits: Habits) -> list[str | None]:
    """What the totals of the channels tell of a row that has lost its places; None where they don't."""
    values = [cell for cell in printed if cell]
    widths, work = [len(group) for group in groups], Work()
    if len(values) == 1 and len(values[0]) > 1 and values[0].isdigit():
        readings = glued(values[0], widths, work, blanks=not habits.glue)
    else:
        readings = squeezed(values, widths, work)
    held = [_holding(cells, groups, form) for cells in readings]
    placed: list[str | None] = []
    for at, group in enumerate(groups):
        for column in range(len(placed), len(placed) + len(group)):
            texts = {cells[column] for cells in readings}
            told = len(texts) == 1 and all(channel[at] for channel in held)
            placed.append(texts.pop() if told else None)
    return placed


def _window(printed: Sequence[str], made: str, groups: Groups, form: Form, habits: Habits) -> list[str] | None:
    """The cells of a row with blanks, phantom cells before or after them: the only window that fits, or is proven."""
    width = sum(map(len, groups))
    windows = [list(printed[at : at + width]) for at in range(len(printed) - width + 1)]
    windows = [window for window in windows if sum(map(bool, window)) == sum(map(bool, printed))]
    if made not in (*GRIDS, "piped", "lines") or not windows:
        return None
    if made in GRIDS and made in habits.trailing and windows[0] == list(printed[:width]):
        return windows[0]
    spare = habits.trailing.get(made, 0)  # the header's row ends in phantom cells too, and they come first here
    if made not in GRIDS and spare and len(printed) == width + 2 * spare and not any(printed[:spare]):
        return list(printed[spare : spare + width])
    totals = all(at % len(form.results) == len(form.results) - 1 for at, cell in enumerate(printed) if cell)
    if len(printed) == width and (totals or (made == "piped" and not spare and not habits.trailing)):
        return list(printed)
    opened = printed[0] or len(printed) > width  # a blank that opens the row has its place outside
    if len(windows) > 1 or (made not in GRIDS and not (opened and windows[0][-1])):
        windows = [window for window in windows if _proven(window, groups, form)]
    return windows[0] if len(windows) == 1 else None


def _kept_full(printed: Sequence[str], width: int) -> list[str] | None:
    """A pipe row whose last value stands under the last column lost nothing on the way."""
    last = max(at for at, cell in enumerate(printed) if cell)
    return list(printed[:width]) if last == width - 1 else None


def _holding(cells: Sequence[str], groups: Groups, form: Form) -> list[bool | None]:
    """Does the total of each channel hold?"""
    [total] = [total for total in form.sums if total.table == "appeals"]
    held, start = [], 0
    for group in groups:
        values = numbers(cells[start : start + len(group)])
        held.append(holds(total, dict(zip(group, values, strict=True))))
        start += len(group)
    return held


def _proven(cells: Sequence[str], groups: Groups, form: Form) -> bool:
    """Each channel is blank or has a total that is right, and not all of them are 0."""
    held, start = _holding(cells, groups, form), 0
    for group, right in zip(groups, held, strict=True):
        if right is not True and any(cells[start : start + len(group)]):
            return False
        start += len(group)
    return any(numbers(cells))


def _reordered(results: list[str], form: Form) -> bool:
    """Is the header read whole, but in an order that is not the form's?"""
    codes = [result.code for result in form.results]
    return len(results) >= len(codes) and results[0] != codes[0]


def _groups(results: list[str], form: Form) -> Groups:
    """The printed column headers, channel by channel; none where they don't make one group a channel.

    A header printed again on the next page is the same header.
    """
    groups: Groups = []
    for code in results:
        if code == form.results[0].code or not groups:
            groups.append([])
        groups[-1].append(code)
    count = len(form.channels)
    if len(groups) > count and len(groups) % count == 0 and groups == groups[:count] * (len(groups) // count):
        groups = groups[:count]
    whole = len(groups) == count and all(len(set(group)) == len(group) for group in groups)
    return groups if whole else []

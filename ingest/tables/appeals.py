"""Table 3 (政府信息公开行政复议、行政诉讼情况): one row of values under three groups of columns, without a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.align import Work, glued, holds, numbers, squeezed
from ingest.forms import Form
from ingest.match import STREAMS, Drawing, Drawn
from ingest.model import Finding, Row
from ingest.tables import findings as say
from ingest.tables.grid import GRIDS, Habits, full
from ingest.values import read_count

_ABSENT = 1  # columns that a channel may lack: some reports print no 总计. A header that lacks more was torn

Groups = list[list[str]]  # the columns of each channel
AppealsRow = tuple[int, str, list[str]]  # its line, what cut it, its cells


def read(drawing: Drawing, form: Form, habits: Habits) -> Iterator[tuple[Row | None, list[Finding]]]:
    """The three channels, with what is to be said of them."""
    rows = [row for row in drawing.appeals if any(row[2])] or drawing.appeals[:1]
    if not rows:
        return
    line, made, printed = rows[0]
    groups = [] if _scrambled(drawing, form, rows[0]) else _groups(drawing.results, form)
    own = groups or [[result.code for result in form.results] for _ in form.channels]
    unsure = _unsure(drawing, form, rows)
    cells = None if unsure else _by_column(drawing, form, habits, rows[0], own)
    found = [say.unmatched("appeals", " ".join(filter(None, row[2])), row[0]) for row in rows[1:] if any(row[2])]
    complete = cells is not None and sum(map(bool, cells)) == sum(map(bool, printed))
    if cells is None:
        summed = not unsure and bool(groups) and sum(map(len, own)) == len(form.channels) * len(form.results)
        placed = _placed(printed, own, form, habits) if summed else [None] * sum(map(len, own))
        complete = None not in placed
        cells = [cell or "" for cell in placed]
        if complete:
            found.append(say.placed(Drawn("appeals", "", "", line, made, cells=list(printed)), "行政复议、行政诉讼"))
    if not complete:
        drawn = Drawn("appeals", "", "", line, made, cells=list(printed))
        found.append(say.unplaced(drawn, sum(map(len, own)), "行政复议、行政诉讼"))
    names = {column.code: column.label for column in form.results}
    for channel, group in zip(form.channels, own, strict=True):
        values, cells = cells[: len(group)], cells[len(group) :]
        at = drawing.channels.get(channel.code, line)
        row = Row("appeals", channel.code, tuple(group), tuple(read_count(cell) for cell in values), at)
        absent = [name for code, name in names.items() if code not in group]
        found += [say.without_column(row, channel.label, name) for name in absent]
        yield row, [*found, *say.cells(row, channel.label, names)]
        found = []


def _unsure(drawing: Drawing, form: Form, rows: Sequence[AppealsRow]) -> bool:
    """Do more rows than one, or headers out of order, leave it unsure what the numbers are?"""
    _, made, _ = rows[0]
    width = len(form.channels) * len(form.results)
    if len({tuple(row[2]) for row in rows if any(row[2])}) > 1:
        return True
    above = [row for row in drawing.appeals[: drawing.appeals.index(rows[0])] if row[1] == made]
    # Converters leave rows of blank cells at the end of a grid, or of its page; under one header they are no table 3.
    before = any(len(row[2]) >= width and not any(row[2]) for row in above)
    if before and (made not in GRIDS or len(drawing.results) > width):
        return True
    known = [code for code in drawing.channels if code in {channel.code for channel in form.channels}]
    plain = known == [channel.code for channel in form.channels if channel.code in known]
    return not _scrambled(drawing, form, rows[0]) and (not plain or _reordered(drawing.results, form))


def _by_column(drawing: Drawing, form: Form, habits: Habits, row: AppealsRow, own: Groups) -> list[str] | None:
    """The cells of the row by column, None where they have no certain place."""
    _, made, printed = row
    if _scrambled(drawing, form, row):
        return _in_order(printed, own, form)
    absent = len(form.channels) * len(form.results) - sum(map(len, own))
    if made in GRIDS and len(printed) < drawing.results_width - absent and not all(printed):
        return None
    opening = _opening(drawing, row, habits)
    printed = [cell for at, cell in enumerate(printed) if at != opening]
    spare = {_before(drawing, row, habits) if made in STREAMS else drawing.behind_results}
    # Where no other row shows that a lone pipe may be residue, table 3's header alone doesn't say that it can't.
    residue = drawing.residue and (habits.residue or not habits.blanks or "piped" not in habits.spare)
    read = bool(_groups(drawing.results, form))
    cells = _settled(printed, made, own, form, read=read, habits=habits, spare=spare, residue=residue)
    return None if cells is not None and _denied(cells, printed, own, form) else cells


def _denied(cells: Sequence[str], printed: Sequence[str], own: Groups, form: Form) -> bool:
    """Does a row with blanks lack or contradict its totals, while the same cells a place further on would agree?"""
    if all(cells) or _proven(cells, own, form):
        return False
    windows = [list(printed[at : at + len(cells)]) for at in range(len(printed) - len(cells) + 1)]
    others = [w for w in windows if w != list(cells) and sum(map(bool, w)) == sum(map(bool, printed))]
    if any(_proven(other, own, form) for other in others):
        return True
    right = [True in held and False not in held for held in (_holding(other, own, form) for other in others)]
    return False in _holding(cells, own, form) and any(right)


def _opening(drawing: Drawing, row: AppealsRow, habits: Habits) -> int | None:
    """Where the pipe stands that opens the row and closes nothing; it looks like a blank cell."""
    _, made, printed = row
    if made != "piped":
        return None
    if drawing.opens_rows("appeals") and drawing.opened:
        return None if printed[0] else 0
    spare = _before(drawing, row, habits)
    return spare if drawing.inline and len(printed) > spare and not printed[spare] else None


def _before(drawing: Drawing, row: AppealsRow, habits: Habits) -> int:
    """The phantom cells that the row of the header above leaves before a row in a stream of cells: as many as stand
    behind other rows, or behind the header's first row."""
    above = [len(cells) for _, made, cells in drawing.appeals if made == row[1] and not any(cells)]
    return habits.spare.get(row[1], min(above, default=0))


def _scrambled(drawing: Drawing, form: Form, row: AppealsRow) -> bool:
    """Does the text of a PDF give headers in an order that no table has, over a line of values that is whole?"""
    line, made, printed = row
    if made != "lines" or line not in drawing.spaced or not all(printed):
        return False
    codes = [result.code for result in form.results]
    groups = _groups(drawing.results, form)
    orderly = groups and all(group == [code for code in codes if code in group] for group in groups)
    # No channel has all its headers: they were torn to pieces, not left out.
    torn = bool(groups) and all(len(group) < len(codes) for group in groups)
    return (not orderly or torn) and len(printed) == len(form.channels) * len(codes)


def _in_order(printed: Sequence[str], own: Groups, form: Form) -> list[str] | None:
    """A whole row under headers without an order has the form's, unless its totals speak against that."""
    held = _holding(printed, own, form)
    ends = [sum(map(len, own[: at + 1])) for at in range(len(own))]
    borne_out = any(right and read_count(printed[end - 1]).number for right, end in zip(held, ends, strict=True))
    return list(printed) if borne_out or False not in held else None


def _settled(
    printed: Sequence[str],
    made: str,
    groups: Groups,
    form: Form,
    *,
    read: bool,
    habits: Habits,
    spare: set[int],
    residue: bool,
) -> list[str] | None:
    """The cells by column. A header that isn't the form's, or can't be read, needs a row that fits it exactly."""
    width = sum(map(len, groups))
    absent = len(form.channels) * len(form.results) - width
    # Behind squeezed cells a blank more may be any column's, also of one whose header is missing.
    whole = None if absent and made == "pipes" and len(printed) != width else full(printed, width)
    if not any(printed):
        return [""] * width if len(printed) >= width else None
    if not read:
        return whole if whole and _holding(whole, groups, form) == [True] * len(groups) else None
    framed = whole or _framed(printed, made, width, absent, habits, spare)
    if (
        framed is None
        and absent
        and made in GRIDS
        and len(printed) == width
        and not (spare | {habits.spare.get(made, 0)}) - {0}
    ):
        framed = list(printed)  # as long as its header, without a phantom column
    # A row of cells and pipes that lost a cell, or merged two, may end in a pipe that looks like a blank.
    lost = framed is not None and made == "piped" and not framed[-1] and not absent
    if framed is not None and lost and residue:
        return _until_proven(framed, groups, form)
    if framed is not None or absent:
        return framed
    return _kept_full(printed, width) if made == "pipes" else _window(printed, made, groups, form, habits)


def _framed(
    printed: Sequence[str], made: str, width: int, absent: int, habits: Habits, before: set[int]
) -> list[str] | None:
    """The cells of a row that is as long as the other rows of the page make one expect, phantom cells and all.

    In a stream of cells the header's row ends in phantom cells too, and they come first here; a column that is
    missing (``absent``) may leave its pipe behind the row.
    """
    known = {habits.spare[made]} if made in habits.flush and made in habits.spare else set()
    if made in GRIDS and made not in habits.spare:
        known = before
    elif made in STREAMS and made not in habits.spare:
        known = {*habits.spare.values(), *before}  # another layout's rows, and the header's, tell of phantom columns
    for spare in known:
        start = 0 if made in GRIDS else spare
        end = start + width
        left = len(printed) - end - spare
        whole = left == 0 or (left == absent and made == "piped")
        if whole and not any(printed[:start]) and not any(printed[end:]):
            return list(printed[start:end])
    return None


def _placed(printed: Sequence[str], groups: Groups, form: Form, habits: Habits) -> list[str | None]:
    """What the totals of the channels tell of a row that has lost its places; None where they don't."""
    values = [cell for cell in printed if cell]
    widths, work = [len(group) for group in groups], Work()
    if len(values) == 1 and len(values[0]) > 1 and values[0].isdigit():
        readings = glued(values[0], widths, work, blanks=not habits.glue)
    else:
        readings = squeezed(values, widths, work)
    placed: list[str | None] = []
    for group, parts in zip(groups, readings, strict=True):
        held = all(_holds(form, tuple(group), part) for part in parts)
        for at in range(len(group)):
            texts = {part[at] for part in parts}
            placed.append(texts.pop() if held and len(texts) == 1 else None)
    return placed


def _window(printed: Sequence[str], made: str, groups: Groups, form: Form, habits: Habits) -> list[str] | None:
    """The cells of a row with blanks, phantom cells before or after them: the only window that fits, or is proven."""
    width = sum(map(len, groups))
    windows = [list(printed[at : at + width]) for at in range(len(printed) - width + 1)]
    windows = [window for window in windows if sum(map(bool, window)) == sum(map(bool, printed))]
    if habits.whole:
        return None  # no other row leaves a cell blank, so this one has lost some
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


def _until_proven(cells: Sequence[str], groups: Groups, form: Form) -> list[str]:
    """The cells up to the last channel whose total is right: none before it was lost. What follows is uncertain."""
    ends = [sum(map(len, groups[: at + 1])) for at in range(len(groups))]
    held = zip(_holding(cells, groups, form), ends, strict=True)
    proven = max((end for right, end in held if right and read_count(cells[end - 1]).number), default=0)
    return [*cells[:proven], *[""] * (len(cells) - proven)]


def _kept_full(printed: Sequence[str], width: int) -> list[str] | None:
    """A pipe row whose last value stands under the last column lost nothing on the way."""
    last = max(at for at, cell in enumerate(printed) if cell)
    return list(printed[:width]) if last == width - 1 else None


def _holding(cells: Sequence[str], groups: Groups, form: Form) -> list[bool | None]:
    """Does the total of each channel hold?"""
    held, start = [], 0
    for group in groups:
        end = start + len(group)
        held.append(_holds(form, tuple(group), tuple(cells[start:end])))
        start = end
    return held


@lru_cache(maxsize=4096)  # of the hundreds of readings that a row may have, most have a channel's cells in common
def _holds(form: Form, group: tuple[str, ...], cells: tuple[str, ...]) -> bool | None:
    [total] = [total for total in form.sums if total.table == "appeals"]
    return holds(total, dict(zip(group, numbers(cells), strict=True)))


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
    least = len(form.results) - _ABSENT
    whole = len(groups) == count and all(len(set(group)) == len(group) >= least for group in groups)
    return groups if whole else []

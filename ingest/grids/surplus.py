"""A number too many (多出的数) in the one row of table 3: a page's, where a stream of cells runs over its edge.

A row of one value more than columns is read where its channels' totals leave one value that is none of its own. A full
row whose totals are denied may have lost a blank and gained a page's number: if they would then hold, it isn't read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.align import holds, numbers
from ingest.align.readings import by_group
from ingest.align.work import Work
from ingest.forms import Form
from ingest.grids.hypotheses import spread

Values = tuple[str, ...]
Group = tuple[str, ...]  # the columns of a channel


def without_surplus(values: Values, groups: Sequence[Group], form: Form) -> Values | None:
    """The values of a row but the one that is none of its own; None where the totals don't tell which."""
    found = {one for one in _without_one(values) if any(numbers(one)) and _all_hold(one, groups, form)}
    return found.pop() if len(found) == 1 else None


def may_be_exchanged(values: Values, groups: Sequence[Group], form: Form) -> bool:
    """Is a row denied by a channel's total, and by none without one of its values and with a blank?"""
    if _all_hold(values, groups, form):
        return False
    return any(_have_a_way(one, groups, form) for one in set(_without_one(values)))


def _without_one(values: Values) -> Iterator[Values]:
    return (values[:at] + values[at + 1 :] for at in range(len(values)))


def _all_hold(values: Values, groups: Sequence[Group], form: Form) -> bool:
    at = 0
    for group in groups:
        if not _holds(group, values[at : at + len(group)], form):
            return False
        at += len(group)
    return True


def _holds(group: Group, cells: Values, form: Form) -> bool:
    """Does the total of a channel hold, or is nothing printed of it?"""
    known = dict(zip(group, numbers(cells), strict=True))
    sums = [total for total in form.sums if total.table == "appeals" and total.over == "columns"]
    return not any(cells) or all(holds(total, known) is True for total in sums)


def _have_a_way(values: Values, groups: Sequence[Group], form: Form) -> bool:
    """Can values be spread over the channels, blanks between them, so that every total holds?"""
    of_width = {len(group): group for group in groups}
    if len(of_width) != len(set(groups)):
        return False

    def pieces(start: int, end: int, width: int) -> list[Values]:
        return [part for part in spread(values[start:end], width) if _holds(of_width[width], part, form)]

    return all(by_group(pieces, len(values), [len(group) for group in groups], Work()))

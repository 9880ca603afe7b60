"""What a page's lines say against the form's order (栏次): columns named in another one, values before their labels.

Where a header can't be read as one, its words may be legible all the same. Those on one line, and the words of columns
that stand side by side below one group, must then follow each other as in the form.

>>> from ingest.forms import forms
>>> form = forms()["2021"]
>>> speaks_against(["自然人 法人或其他组织 总计", "商业企业 科研机构", "一、本年新收"], 3, "applications", form)
False
>>> speaks_against(["总计 法人或其他组织 自然人", "一、本年新收"], 2, "applications", form)
True
>>> speaks_against(["自然人 总计", "3 0 1", "一、本年新收"], 3, "applications", form)
True
>>> speaks_against(["商业 科研 其他 社会 法律", "企业 机构 公益 服务", "一、本年新收"], 3, "applications", form)
True
>>> speaks_against(["其他 结果 结果 尚未 总计 其他 结果 结果", "3 0 1 0 4"], 2, "appeals", form)
True
>>> speaks_against(["结果 结果 其 他 尚未 总 计 结果 结果 其 他", "3 0 1 0 4"], 2, "appeals", form)
False
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.forms import Form
from ingest.grids.words import channels_within, columns_within, rows_called, stands_over
from ingest.headings import heading_kind
from ingest.model import Table
from ingest.values import is_value

_ABOVE = 60  # lines above a table's first row that may hold its header
_AROUND = " |\t"
_PARTING = re.compile(r"[\s|]+")
_CELLS = re.compile(r"[\t|]| {2,}")
_WIDE = 10  # values on a line, as only table 3 has
_PART = 5  # values in a run below words of table 3: those of one of its parts
_VALUES = 3  # fewer between a header and a label may be a page's number or a date


def speaks_against(lines: Sequence[str], line: int, table: Table, form: Form) -> bool:
    """Do the folded lines above one (from 1) name columns in no order of the form's, or print values before a label?"""
    above = _above(lines, line)
    named = (*above, _side_by_side(above, form))
    torn = any(_is_torn_out_of_order(text, table, form) for text in above)
    return torn or _has_values(above, table) or any(_is_out_of_order(text, table, form) for text in named)


def words_above(lines: Sequence[str], line: int) -> tuple[str, ...]:
    """The words over columns of a part of table 3, or over all of table 2, on the folded lines above one."""
    words = (word for text in _above(lines, line) for word in _CELLS.split(text))
    return tuple(dict.fromkeys(word for word in words if len(channels_within(word)) == 1 or stands_over(word)))


def is_twice(lines: Sequence[str], line: int) -> bool:
    """Does a row of table 3 stand in its section once more below a folded line, as another year's does?"""
    below = lines[line : line + _ABOVE]
    heading = next((at for at, text in enumerate(below) if heading_kind(text.strip(_AROUND))), len(below))
    tokens = [list(filter(None, _PARTING.split(text))) for text in below[:heading]]
    return any(len(row) >= _WIDE and all(map(is_value, row)) for row in tokens)


def has_its_values(lines: Sequence[str]) -> bool:
    """Do as many values as a part of table 3 has follow each other on folded lines, below words of its own?"""
    run = 0
    words = False
    for text in lines:
        tokens = list(filter(None, _PARTING.split(text)))
        run = run + len(tokens) if all(map(is_value, tokens)) else 0
        words = words or (not run and bool(channels_within(text)))
        if words and run >= _PART:
            return True
    return False


def _above(lines: Sequence[str], line: int) -> Sequence[str]:
    """The lines between the heading of a section or a row of another table, if one is near, and a line."""
    found = lines[max(0, line - 1 - _ABOVE) : line - 1]
    ends = [at for at, text in enumerate(found) if heading_kind(text.strip(_AROUND)) or _names_row(text)]
    return found[ends[-1] + 1 :] if ends else found


def _side_by_side(above: Sequence[str], form: Form) -> str:
    """The words of the columns of table 2 below one group, put together where they are torn over lines."""
    whole = "".join(above)
    grouped = {label.code: label.label for label in form.applicants if label.group}
    return " ".join(grouped[code] for code in columns_within("applications", whole) if code in grouped)


def _is_torn_out_of_order(text: str, table: Table, form: Form) -> bool:
    """Do words of columns, or pieces of them, stand on a line as they can't in the form's order (法律服 商业)?

    Those of table 3 begin anew with each of its parts, every time alike.
    """
    first, *others = _rounds(text, _words(table, form))
    return bool(others) and (table == "applications" or any(one != first[: len(one)] for one in others))


def _words(table: Table, form: Form) -> list[str]:
    """The words of a table's columns from the left, each group's before those below it; sums tell table 3's total."""
    totals = {code for total in form.sums if total.over == "columns" for code in total.left}
    results = [label for label in form.results if label.code not in totals]
    labels = results if table == "appeals" else form.applicants
    return list(dict.fromkeys(word for label in labels for word in (label.group, label.label) if word))


def _rounds(text: str, words: Sequence[str]) -> list[list[int]]:
    """Which words the pieces on a line are of, each the first behind the one before it; where there is none, anew."""
    rounds: list[list[int]] = [[]]
    held = ""
    for piece in filter(None, _PARTING.split(text)):
        last = (rounds[-1] or [-1])[-1]
        places = [at for at, word in enumerate(words) if piece in word]
        if held and held + piece in words[last]:
            held += piece  # 总 计
        elif places:
            behind = next((at for at in places if at > last), None)
            rounds += [[]] if behind is None else []
            rounds[-1].append(places[0] if behind is None else behind)
            held = piece
    return rounds


def _names_row(text: str) -> bool:
    words = [token for token in _PARTING.split(text) if not is_value(token)]
    return any(name.table == "disclosure_items" for name in rows_called("".join(words)))


def _is_out_of_order(text: str, table: Table, form: Form) -> bool:
    labels = form.results if table == "appeals" else form.applicants
    known = [label.code for label in labels]
    named = [known.index(code) for code in columns_within(table, text) if code in known]
    channels = [channel.code for channel in form.channels]
    parts = [channels.index(code) for code in channels_within(text) if code in channels] if table == "appeals" else []
    return not (_rises(named) and _rises(parts))


def _rises(ranks: Sequence[int]) -> bool:
    """Does each stand behind the one before it, or begin anew with one that was there?"""
    seen: list[int] = []
    for rank in ranks:
        if rank in seen:
            seen = []
        elif seen and rank < seen[-1]:
            return False
        seen.append(rank)
    return True


def _has_values(above: Sequence[str], table: Table) -> bool:
    """Do values stand alone behind the last words of the header?"""
    last = max((at for at, text in enumerate(above) if columns_within(table, text)), default=len(above))
    lines = [list(filter(None, _PARTING.split(text))) for text in above[last + 1 :]]
    return sum(len(tokens) for tokens in lines if all(map(is_value, tokens))) >= _VALUES

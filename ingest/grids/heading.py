"""The words of a header (表头的字) whose merged cells are gone, and whether their order may be the page's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ingest.forms import forms
from ingest.grids.likeness import likeness
from ingest.grids.words import channel_of, groups_of, is_around, key_of
from ingest.model import Table

_ALIKE = 0.75  # likeness of a group's wording


class Word(NamedTuple):
    """A cell of a header: what it says, its row in the header, the columns of the table that it names."""

    text: str
    row: int
    codes: tuple[str, ...]
    line: int
    over: bool = False  # it stands over columns, without being a group of the form's (申请人情况)


def group_of(table: Table, text: str) -> str | None:
    """The group of columns, or of channels, that a word stands over."""
    groups = {group for form in forms().values() for group in groups_of(form, table)}
    key = key_of(text)
    if is_around(text) or channel_of(text) is None:
        return next((group for group in groups if likeness(key, (key_of(group),)) >= _ALIKE), None)
    return None


def is_trusted(words: Sequence[Word], table: Table) -> bool:
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

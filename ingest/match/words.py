"""Words (词语) of fragments: labels break over cells, lines and pages, and share their lines with others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ingest import labels
from ingest.match.drawing import BLANK
from ingest.model import Fragment
from ingest.values import is_value

_AHEAD = 12  # fragments that a label may break into
_ROW = 18  # fragments between a label's beginning and its rest
_LINE = 60  # words on a line of labels


def is_cell(text: str) -> bool:
    """Is a text what a cell holds: nothing, a mark of a blank, a value?"""
    return len(text) <= labels.LONGEST and _is_cell(text)


@lru_cache(maxsize=16384)
def _is_cell(text: str) -> bool:
    return text in BLANK or is_value(text)


def runs(fragments: Sequence[Fragment]) -> bytearray:
    """For each fragment: is it a cell that follows a fragment of its own layout (1) or not (0)?"""
    found, before = bytearray(), ""
    for text, _, opens, made in fragments:
        found.append(opens == "cell" and made == before and len(text) <= labels.LONGEST and _is_cell(text))
        before = made
    return found


def longest(fragments: Sequence[Fragment], position: int) -> tuple[int, str, labels.Word]:
    """The longest run of fragments that together make a label: how many they are, its text, what it may be."""
    text = fragments[position].text
    word = labels.word(text)
    best = (1, text, word)
    if not word.begins:
        return best
    for taken, fragment in enumerate(fragments[position + 1 : position + _AHEAD], start=2):
        if fragment.made == "prose" or is_cell(fragment.text):
            break
        text += fragment.text
        word = labels.word(text)
        if word.entries:
            best = (taken, text, word)
        if not word.begins:
            break
    return best


def line(fragments: Sequence[Fragment], position: int) -> tuple[int, str]:
    """The rest of a line without delimiters: how many fragments, and their text."""
    pieces = [fragments[position].text]
    for following in fragments[position + 1 : position + _AHEAD]:
        if following.line != fragments[position].line or following.opens == "cut":
            break
        pieces.append(following.text)
    return len(pieces), " ".join(pieces)


def on_line(fragments: Sequence[Fragment], position: int) -> list[Fragment]:
    """The fragments that a line without delimiters holds from here on."""
    number = fragments[position].line
    rest = fragments[position : position + _LINE]
    return [fragment for fragment in rest if fragment.line == number and fragment.made == "lines"]


def beginning(fragments: Sequence[Fragment], position: int) -> labels.Entry | None:
    """The row that a piece of a label begins, told by the piece, or by it and the next text after its values."""
    text = fragments[position].text
    found = labels.completed(text)
    if len(found) == 1:
        return found[0]
    if fragments[position].made != "lines" or not labels.begins(text):
        return None
    for fragment in fragments[position + 1 : position + _ROW]:
        if fragment.text not in BLANK and not is_value(fragment.text):
            whole = [e for e in labels.find(text + fragment.text) if e.kind in ("item", "outcome")]
            return whole[0] if len(whole) == 1 else None
    return None


def stands_alone(fragments: Sequence[Fragment], position: int) -> bool:
    """Has a piece of a label no value behind it?"""
    following = fragments[position + 1] if position + 1 < len(fragments) else None
    return following is None or following.text in BLANK or not is_value(following.text)


def between_rows(fragments: Sequence[Fragment], position: int) -> bool:
    """Does no cell follow before the next text?"""
    following = (fragment.text for fragment in fragments[position + 1 : position + 30] if fragment.text not in BLANK)
    return not is_value(next(following, ""))

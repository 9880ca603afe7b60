"""Words (词语) of fragments: labels break over cells, lines and pages, and share their lines with others."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import labels
from ingest.match.drawing import BLANK
from ingest.model import Fragment
from ingest.values import is_value

_AHEAD = 12  # fragments that a label may break into
_ROW = 18  # fragments between a label's beginning and its rest
_LINE = 60  # words on a line of labels


def longest(fragments: Sequence[Fragment], position: int) -> tuple[int, str, tuple[labels.Entry, ...]]:
    """The longest run of fragments that together make a label: how many they are, its text, what it may be."""
    text = fragments[position].text
    best = (1, text, labels.find(text))
    if not labels.begins(text):
        return best
    for taken, fragment in enumerate(fragments[position + 1 : position + _AHEAD], start=2):
        if fragment.text in BLANK or fragment.made == "prose" or is_value(fragment.text):
            break
        text += fragment.text
        entries = labels.find(text)
        if entries:
            best = (taken, text, entries)
        if not labels.begins(text):
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

"""Headers of table 3 (表三的表头) whose merged cells are gone: which run of results is which channel's.

A header is printed row by row (as HTML has it) or column by column, the channels in any order: each such order has a
shape of its own. One that no order has is no header to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from typing import NamedTuple

from ingest.forms import Form, forms
from ingest.grids.heading import Word, group_of, is_trusted
from ingest.grids.likeness import likeness
from ingest.grids.words import channel_of, key_of, ways

_LEAST = 0.6  # likeness with which a word may be a column in other words


def channels_of(words: Sequence[Word]) -> list[tuple[str, ...]]:
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
    return None if word.codes else channel_of(word.text) or group_of("appeals", word.text)


def _by_channel(words: Sequence[Word]) -> list[tuple[str, ...]]:
    shape, runs, names = _shape(words)
    found = _shapes().get(shape)
    if found is None:
        return [] if len(runs) != 1 or names else [(word.text,) for word in runs[0]]
    owners, order = found
    if not all(is_trusted(run, "appeals") for run in runs) or not _are_alike(runs):
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

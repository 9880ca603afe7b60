"""Headers of table 3 (表三的表头) whose merged cells are gone: which run of results is which channel's.

A header is printed row by row (as HTML has it) or column by column, the channels in any order: each such order has a
shape of its own. One that no order has is no header to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, combinations, pairwise, permutations
from typing import NamedTuple

from ingest.forms import Form, forms
from ingest.grids.header import is_near
from ingest.grids.heading import Word, group_of, is_trusted
from ingest.grids.words import channel_of, key_of


def channels_of(words: Sequence[Word]) -> list[tuple[str, ...]]:
    """The paths of table 3's columns: each run of results under its channel, in the page's order of the channels."""
    words = [word for word in words if not word.over]
    beside = _beside_channels(words)
    if any(_may_be_first(word, words) for word in beside):
        return []
    found = _by_channel([word for word in words if word not in beside])
    return [*found, *((word.text,) for word in beside)] if found else []


def _beside_channels(words: Sequence[Word]) -> list[Word]:
    """The words of other columns that stand behind a channel's."""
    return [
        word
        for before, word in pairwise(words)
        if _channel(before) and not (word.codes or _channel(word) or is_near("appeals", word.text))
    ]


def _may_be_first(word: Word, words: Sequence[Word]) -> bool:
    """May a word behind a channel's be its first column (上年, 备注) rather than stand beside it, over no result?

    It stands beside it only if it is in the channels' row, and all results are in rows below.
    """
    return any(other.codes and other.row <= word.row for other in words) or word.row > words[0].row


def _channel(word: Word) -> str | None:
    return None if word.codes else channel_of(word.text) or group_of("appeals", word.text)


def _by_channel(words: Sequence[Word]) -> list[tuple[str, ...]]:
    shape, runs, names = _shape(words)
    found = _shapes().get(shape)
    if found is None:
        return [] if len(runs) != 1 or names else [(word.text,) for word in runs[0]]
    if not _are_trusted(runs):
        return []
    below = _is_below(words, runs)
    told = {_columns(one, runs) for one in found if below is None or one.below in (None, below)}
    if len(told) != 1:
        return []  # the page's order may be one or another
    printed = {channel.code: channel.label for form in forms().values() for channel in form.channels} | names
    return [(printed[channel], text) for channel, text in told.pop()]


def _columns(shape: _Shape, runs: Sequence[Sequence[Word]]) -> tuple[tuple[str, str], ...]:
    """The columns from left to right, each its channel and its words."""
    columns = dict(zip(shape.owners, runs, strict=True))
    return tuple((channel, word.text) for channel in shape.order for word in columns[channel])


def _is_below(words: Sequence[Word], runs: Sequence[Sequence[Word]]) -> bool | None:
    """Do the first results stand in a row below the last word of a channel? None where the page has no rows."""
    if len({word.row for word in words}) == 1:
        return None
    return runs[0][0].row > max(word.row for word in words if _channel(word))


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


def _are_trusted(runs: Sequence[Sequence[Word]]) -> bool:
    return all(is_trusted(run, "appeals") for run in runs) and _are_alike(runs) and not _are_cut_anywhere(runs)


def _are_cut_anywhere(runs: Sequence[Sequence[Word]]) -> bool:
    """May the same words be cut into as many runs in another way, all with their columns in one order?

    Not if this way has the form's own order.
    """
    if all(_is_forms(run) for run in runs):
        return False
    words = [word for run in runs for word in run]
    at = tuple(accumulate(len(run) for run in runs[:-1]))
    ways = combinations(range(1, len(words)), len(at)) if len(words) <= _MOST else ()
    return any(cut != at and _is_cut(words, cut) for cut in ways)


def _is_cut(words: Sequence[Word], cut: Sequence[int]) -> bool:
    """Does a cut leave no column twice in a run, and all in one order?"""
    runs = [words[start:end] for start, end in pairwise((0, *cut, len(words)))]
    codes = [[word.codes for word in run if word.codes] for run in runs]
    once = all(len(set(one)) == len(one) for one in codes)
    return once and all(_shared(one, two) == _shared(two, one) for one, two in combinations(codes, 2))


def _shared(codes: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [one for one in codes if one in others]


def _is_forms(run: Sequence[Word]) -> bool:
    """Are a run's columns some of a form's, in its order, and all of them known?"""
    printed = [code for word in run for code in word.codes[:1]]
    orders = ([label.code for label in form.results] for form in forms().values())
    return len(printed) == len(run) and any([one for one in own if one in printed] == printed for own in orders)


_MOST = 24  # words of results


def _is_again(word: Word, other: Word) -> bool:
    return (bool(word.codes) and word.codes == other.codes) or key_of(word.text) == key_of(other.text)


class _Shape(NamedTuple):
    owners: tuple[str, ...]  # the channel of each run of results
    order: tuple[str, ...]  # the channels from left to right
    below: bool | None = None  # the first results: below the row of the last channel's word, in it, or either


@cache
def _shapes() -> dict[tuple[str, ...], frozenset[_Shape]]:
    """Every order in which a header of table 3 may be printed, row by row or column by column, by its shape."""
    found: dict[tuple[str, ...], set[_Shape]] = {}
    for form in forms().values():
        for tree in _trees(form):
            for shape, made in (*_by_rows(tree), _by_columns(tree)):
                found.setdefault(shape, set()).add(made)
    return {shape: frozenset(made) for shape, made in found.items()}


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


def _by_rows(tree: _Tree) -> Iterator[tuple[tuple[str, ...], _Shape]]:
    """The shapes of a header that is printed row by row, whole or its first row left on the page before.

    Where some channels stand under a group's word and some by themselves, the results of the latter are printed beside
    the words of the former, or below them with all others.
    """
    first = tuple(name or inside[0] for name, inside in tree)
    for words, shape in _below_first(tree):
        rest = (*words, *("" for _ in shape.owners[words.count("") :]))
        yield (*first, *rest), shape
        if words:
            yield rest, shape


def _below_first(tree: _Tree) -> Iterator[tuple[tuple[str, ...], _Shape]]:
    """The channels' words below a header's first row, with a blank for results beside them."""
    order = tuple(code for _, inside in tree for code in inside)
    grouped = tuple(code for name, inside in tree if name for code in inside)
    alone = tuple(code for code in order if code not in grouped)
    if grouped and alone:
        beside = tuple("" if code in alone else code for code in order)
        yield beside, _Shape((*alone, *grouped), order, below=False)
        yield grouped, _Shape(order, order, below=True)
    else:
        yield grouped, _Shape(order, order)


def _by_columns(tree: _Tree) -> tuple[tuple[str, ...], _Shape]:
    """The shape of a header that is printed column by column."""
    shape: list[str] = []
    for name, inside in tree:
        shape += [name] if name else []
        for code in inside:
            shape += [code, ""]
    order = tuple(code for _, inside in tree for code in inside)
    return tuple(shape), _Shape(order, order)

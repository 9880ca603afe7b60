"""Rows named by alignment (行的对应): the labels of a table, in reading order, against the rows of its form.

A listed wording is its row's, wherever it stands. The others are aligned (Needleman–Wunsch): a label may fit no row, a
row may be missing. A wording on no list is taken only if the best alignment without that pair is clearly worse: if the
label fits no other free row nearly as well, nor the row another label. So 本年新收 and 上年结转, 维持 and 纠正 are
never told by a hair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from ingest.grids.senses import sense_likeness
from ingest.grids.words import RowName, columns_called, key_of, number_of, rows_called, unnumbered, ways
from ingest.grids.years import other_year
from ingest.model import Table

_LEAST = 0.55  # likeness below which two wordings have nothing to do with each other
_MARGIN = 0.2  # by which a pair must be better than the best alignment without it
_HAIR = 0.05  # what is no difference
_DISORDER = 0.1  # what standing in another place than the form's costs
_NUMBER = 0.12  # what the same printed number adds, and another one takes away
_HEAD = 0.12  # the same for the label of the group above
_BENEATH = 4  # characters behind a whole label that are a name of their own
_SHORT = 2  # characters; so short a wording (其他, 总计) is many rows'
_WHOLE = 0.85  # likeness to a wording that is printed whole, whatever shorter one it begins with
_LISTED = 2.0  # the score of a listed wording: whatever is like it gives way
_NEVER = float("-inf")
_MOST = 400  # labels of one table


class Printed(NamedTuple):
    """A label as printed, with those of the groups above it."""

    text: str
    above: tuple[str, ...] = ()


class Target(NamedTuple):
    """A row of the form that labels are aligned with."""

    code: str
    label: str
    head: str | None = None  # the code of the group above


class Match(NamedTuple):
    """The row that a label names; ``listed``: in words that the form lists."""

    code: str
    listed: bool


def aligned(table: Table, labels: Sequence[Printed], targets: Sequence[Target]) -> list[Match | None]:
    """For each label the row that it names; None for one that names none, or that two rows claim."""
    known = [_listed(table, label, targets) for label in labels]
    found: list[Match | None] = [Match(code, listed=True) if code else None for code in known]
    taken = {code for code in known if code}
    if None not in found or len(labels) > _MOST:
        return found
    own = {target.code: _of_listed(target.code, targets) for target in targets}
    scores = [
        own.get(code or "") or _scores(table, label, targets, taken) for label, code in zip(labels, known, strict=True)
    ]
    best, pairs = _best(scores)
    for row, column in pairs:
        if known[row] is None and best - _without(scores, row, column) >= _MARGIN:
            code = targets[column].code
            found[row] = Match(code, listed=RowName(table, code) in rows_called(labels[row].text))
    return _out_of_order(labels, targets, scores, found)


def _out_of_order(
    labels: Sequence[Printed], targets: Sequence[Target], scores: Sequence[Sequence[float]], found: list[Match | None]
) -> list[Match | None]:
    """What the alignment left over, if a label and a row are each other's only likely one: order is then overruled.

    Not for a word that many rows have (其他): its order is all that tells whose it is.
    """
    taken = {match.code for match in found if match}
    rows = [at for at, label in enumerate(labels) if found[at] is None and not _is_short(label)]
    free = [at for at, target in enumerate(targets) if target.code not in taken]
    for row, column in product(rows, free):
        score = scores[row][column] - _DISORDER
        rivals = [scores[row][other] for other in free if other != column]
        rivals += [scores[other][column] for other in rows if other != row]
        if score >= _LEAST and score - max(rivals, default=0.0) >= _MARGIN:
            found[row] = Match(targets[column].code, listed=False)
    return found


def _listed(table: Table, label: Printed, targets: Sequence[Target]) -> str | None:
    """The row that a label names in listed words; a short one, which several rows share, by its group or number."""
    codes = [name.code for name in rows_called(label.text) if name.table == table and not name.is_head]
    codes = [code for code in dict.fromkeys(codes) if any(target.code == code for target in targets)] or codes
    if len(codes) == 1 and _is_of_a_row(number_of(label.text), _number_of_head(codes[0], targets)):
        return None
    if len(codes) <= 1:
        return codes[0] if codes and not _is_short(label) else _fitting(label, codes, targets)
    return _fitting(label, codes, targets)


def _is_short(label: Printed) -> bool:
    """Is this a word that names rows and columns alike (其他, 总计)?"""
    return len(key_of(unnumbered(label.text))) <= _SHORT and bool(columns_called(unnumbered(label.text)))


def _fitting(label: Printed, codes: Sequence[str], targets: Sequence[Target]) -> str | None:
    """The one row among several of one wording whose number or group is the printed one."""
    of = {target.code: target for target in targets}
    number = number_of(label.text)
    heads = {name.code for text in label.above for name in rows_called(text)}
    numbered = [code for code in codes if code in of and number and number_of(of[code].label) == number]
    grouped = [code for code in codes if code in of and of[code].head in heads]
    for fitting in (numbered, grouped, codes if not _is_short(label) else []):
        if len(fitting) == 1:
            return fitting[0]
    return None


def _of_listed(code: str, targets: Sequence[Target]) -> list[float]:
    """How well a label in listed words fits each row: its own and no other."""
    return [_LISTED if code == target.code else 0.0 for target in targets]


def _scores(table: Table, label: Printed, targets: Sequence[Target], taken: set[str]) -> list[float]:
    """How well a label fits each row that no listed wording has; no better than it fits one of those is not at all."""
    scores = [_score(table, label, target) for target in targets]
    others = max((score for score, target in zip(scores, targets, strict=True) if target.code in taken), default=0.0)
    return [
        0.0 if target.code in taken or score <= others + _HAIR else score
        for score, target in zip(scores, targets, strict=True)
    ]


def _score(table: Table, label: Printed, target: Target) -> float:
    """How well a label fits a row that no list gives it: by its words, its number and its group."""
    score = _by_words(table, label, target)
    if score < _LEAST:
        return 0.0
    score = score + _by_number(label, target) + _by_group(label, target)
    return score if score >= _LEAST else 0.0


def _by_words(table: Table, label: Printed, target: Target) -> float:
    """0 for a head, a part, another row's words, another year."""
    key = key_of(unnumbered(label.text))
    known = ways(table, target.code)
    if not key or key.startswith("其中"):
        return 0.0
    if other_year(label.text, None) and not any(other_year(way, None) for way in known):
        return 0.0
    names = rows_called(label.text)
    return _likeness(key, known) if not names else float(RowName(table, target.code) in names)


def _by_number(label: Printed, target: Target) -> float:
    printed, own = number_of(label.text), number_of(target.label)
    if _is_of_a_row(printed, own):
        return _NEVER  # no group's
    if not printed or not own:
        return 0.0
    if printed == own:
        return _NUMBER
    return _NEVER if _is_short(label) else -_NUMBER  # 9.其他 is a row of its author's


def _by_group(label: Printed, target: Target) -> float:
    heads = {name.code for text in label.above for name in rows_called(text) if name.is_head}
    if not heads or not target.head:
        return 0.0
    return _HEAD if target.head in heads else -2 * _HEAD


def _number_of_head(code: str, targets: Sequence[Target]) -> str:
    """The number of a row that other rows stand beneath; "" for any other."""
    heads = {target.head for target in targets}
    return next((number_of(target.label) for target in targets if target.code == code and code in heads), "")


def _is_of_a_row(printed: str, own: str) -> bool:
    """Is this a row's number before words that a group has (3.其他处理)?"""
    return printed.isascii() and printed.isdigit() and bool(own) and not own.isascii()


def _likeness(key: str, known: Sequence[str]) -> float:
    """How alike a wording is to a row; not where it adds a name: 其他对外管理服务事项 行政检查 is a row beneath."""
    score = sense_likeness(key, known)
    beneath = any(key.startswith(way) and len(key) >= len(way) + _BENEATH for way in known)
    return 0.0 if beneath and score < _WHOLE else score


def _best(scores: Sequence[Sequence[float]]) -> tuple[float, list[tuple[int, int]]]:
    """The best total of pairs in order, and the pairs."""
    totals = _totals(scores)
    pairs, row, column = [], len(scores), len(scores[0]) if scores else 0
    while row and column:
        if totals[row][column] == totals[row - 1][column]:
            row -= 1
        elif totals[row][column] == totals[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return totals[-1][-1], pairs


def _totals(scores: Sequence[Sequence[float]]) -> list[list[float]]:
    width = len(scores[0]) if scores else 0
    totals = [[0.0] * (width + 1)]
    for line in scores:
        above, here = totals[-1], [0.0]
        for column, score in enumerate(line):
            here.append(max(above[column + 1], here[column], above[column] + score if score else 0.0))
        totals.append(here)
    return totals


def _without(scores: Sequence[Sequence[float]], row: int, column: int) -> float:
    """The best total where one pair is not allowed."""
    forbidden = [list(line) for line in scores]
    forbidden[row][column] = 0.0
    return _totals(forbidden)[-1][-1]


def repeated(matches: Sequence[Match | None]) -> set[str]:
    """The rows that more than one label names."""
    counts = Counter(match.code for match in matches if match)
    return {code for code, count in counts.items() if count > 1}

"""Conditional formats (条件格式): which numbers of a sheet they print unseen, or in a format of their own.

A rule that compares a cell with a constant is worked out; of any other that hides what it holds for, nobody knows here
whether it holds (ECMA-376 part 1, 18.3.1.10).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from lxml import etree

from ingest.containers.ooxml.colours import is_own_ground
from ingest.containers.ooxml.package import attribute, child, children, local

Place = tuple[int, int]

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_OWN = re.compile(r"([A-Z]{1,3}\d{1,7})\s*(=|<>|<=|>=|<|>)\s*([+-]?\d+(?:\.\d+)?)")
_OF_ERRORS = re.compile(r"(?:NOT\(ISNUMBER|ISERR(?:OR)?|ISNA|ISBLANK|ISTEXT)\(", re.IGNORECASE)
_NEVER = frozenset(("containsErrors", "containsBlanks"))  # hold for no number
_SIGNS: Mapping[str, Callable[[float, float], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
    "equal": operator.eq, "notEqual": operator.ne, "lessThan": operator.lt, "greaterThan": operator.gt,
    "lessThanOrEqual": operator.le, "greaterThanOrEqual": operator.ge,
}  # fmt: skip


class Look(NamedTuple):
    """What a rule changes where it holds: is its print unseen (on a cell without a filling), has it a format?"""

    is_unseen: bool = False
    code: str | None = None


class Shown(Enum):
    """What is known of a number under rules, besides a format: nobody sees it, or nobody knows whether it is seen."""

    UNSEEN, DOUBTED = range(2)


def looks(styles: etree._Element | None) -> list[Look]:
    """The looks that rules refer to by number."""
    return [_look(one) for one in children(styles, "dxfs")]


def _look(dxf: etree._Element) -> Look:
    color, pattern = child(dxf, "font", "color"), child(dxf, "fill", "patternFill")
    return Look(is_own_ground(color, pattern, "bgColor"), attribute(child(dxf, "numFmt"), "formatCode"))


def shown(
    formatting: etree._Element, known: Sequence[Look], numbers: Mapping[Place, float]
) -> Iterator[tuple[Place, Shown | str]]:
    """The numbers that a sheet's element of rules shows otherwise: how, or by which format."""
    areas = attribute(formatting, "sqref") or next((one.text or "" for one in formatting.iter("{*}sqref")), "")
    boxes = [box for area in areas.split() if (box := _box(area)) is not None]
    for rule in formatting.iter("{*}cfRule"):
        look = _of_rule(rule, known)
        for place in numbers if look is not None else ():
            if any(top <= place[0] <= bottom and left <= place[1] <= right for top, left, bottom, right in boxes):
                yield from _under(rule, look, place, numbers[place], areas)


def _of_rule(rule: etree._Element, known: Sequence[Look]) -> Look | None:
    """What a rule changes of what is seen; None for nothing."""
    if any(attribute(one, "showValue") in ("0", "false") for one in rule if local(one) in ("iconSet", "dataBar")):
        return Look(is_unseen=True)
    own, number = child(rule, "dxf"), attribute(rule, "dxfId") or ""
    look = (
        _look(own)
        if own is not None
        else known[int(number)]
        if number.isdecimal() and int(number) < len(known)
        else Look()
    )
    return look if look.is_unseen or look.code is not None else None


def _under(
    rule: etree._Element, look: Look | None, place: Place, value: float, areas: str
) -> Iterator[tuple[Place, Shown | str]]:
    holds = _holds(rule, value, areas)
    if look is None or holds is False:
        return
    if holds is None:
        yield place, Shown.DOUBTED
        return
    if look.is_unseen:
        yield place, Shown.UNSEEN
    if look.code is not None:
        yield place, look.code


def _holds(rule: etree._Element, value: float, areas: str) -> bool | None:
    """Does a rule hold for a number? None where that isn't known here."""
    kind = attribute(rule, "type") or ""
    formulas = ["".join(one.itertext()).strip() for one in rule if local(one) in ("formula", "f")]
    if kind in ("iconSet", "dataBar"):
        return True
    if kind == "cellIs":
        return _compared(attribute(rule, "operator") or "", formulas, value)
    if kind == "expression" and formulas:
        return _expressed(formulas[0], value, areas)
    return False if kind in _NEVER else None


def _expressed(formula: str, value: float, areas: str) -> bool | None:
    """Does a formula hold that compares a cell with a number, or asks whether it is an error?"""
    if _OF_ERRORS.match(formula):
        return False
    own = _OWN.fullmatch(formula)
    is_own = own is not None and own[1] == re.split(r"[:\s]", areas)[0]  # the first cell stands for each
    return _SIGNS[own[2]](value, float(own[3])) if own is not None and is_own else None


def _compared(sign: str, formulas: Sequence[str], value: float) -> bool | None:
    try:
        with_ = [float(one) for one in formulas]
    except ValueError:
        return None
    if sign in ("between", "notBetween") and len(with_) == 2:
        return (min(with_) <= value <= max(with_)) is (sign == "between")
    return _SIGNS[sign](value, with_[0]) if sign in _SIGNS and len(with_) == 1 else None


def _box(area: str) -> tuple[int, int, int, int] | None:
    """
    >>> _box("B2:C4"), _box("A1")
    ((1, 1, 3, 2), (0, 0, 0, 0))
    """
    found = _AREA.fullmatch(area)
    if found is None:
        return None
    left, top = _column(found[1]), int(found[2]) - 1
    return top, left, int(found[4]) - 1 if found[4] else top, _column(found[3]) if found[3] else left


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

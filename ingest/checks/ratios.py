"""Ratios (比率): is a percentage as printed the one that its numbers make?"""

from __future__ import annotations

from decimal import Decimal

ABOUT = "近约超逾足过少"  # what before a number says that it isn't an exact one
UNIT = r"(?:件次|件|条|份|宗|起|项|例|人次|次|个)"


def agrees(printed: str, exact: Decimal) -> bool:
    """Is this the percentage as printed, rounded or cut off at its last digit?

    >>> agrees("41.7", Decimal(500) / 12), agrees("41.6", Decimal(500) / 12), agrees("42", Decimal(500) / 12)
    (True, True, True)
    >>> agrees("41.5", Decimal(500) / 12), agrees("43", Decimal(500) / 12)
    (False, False)
    """
    step = Decimal(1).scaleb(-len(printed.partition(".")[2]))
    return abs(Decimal(printed) - exact) < step


def rounded(exact: Decimal, printed: str) -> str:
    """An exact percentage with as many places as the printed one, one at least."""
    places = max(1, len(printed.partition(".")[2]))
    return f"{exact:.{places}f}"

"""How much rows are (行的大小): read one by one, and no further than an answer may grow."""

import json

_SHORT = 20  # characters; what is shorter is estimated


def cost(cell):
    """Bytes that a cell takes in JSON, at most.

    >>> cost(None), cost(12), cost("甲"), cost(b"\\xff\\xfe"), cost("\\0")
    (4, 24, 8, 44, 8)
    """
    if cell is None:
        return 4
    if isinstance(cell, str):
        return 6 * len(cell) + 2 if len(cell) < _SHORT else len(json.dumps(cell))
    if isinstance(cell, bytes):
        try:
            return cost(cell.decode())
        except UnicodeDecodeError:
            return len(cell) * 4 // 3 + 42
    return 24


def size(row, columns, most):
    """Bytes that a row takes in JSON, its columns' names among them; ValueError where that is more than ``most``."""
    found = sum(cost(name) + 4 for name in columns) + sum(map(cost, row))
    if found > most:
        raise too_much(most)
    return found


def within(rows, columns, most):
    """The rows one by one; ValueError where they would make more than ``most`` bytes of JSON.

    >>> list(within([("甲", 1)], ["a", "b"], 100)), len(list(within([("x" * 80,)], ["a"], 100)))
    ([('甲', 1)], 1)
    """
    left = most
    for row in rows:
        left -= size(row, columns, most)
        if left < 0:
            raise too_much(most)
        yield row


def light(rows, most):
    """The rows one by one; ValueError where they hold more than ``most`` bytes, but for a row that is alone."""
    left, first = most, True
    for row in rows:
        left -= sum(len(cell) if isinstance(cell, str | bytes) else 8 for cell in row)
        if left < 0 and not first:
            raise too_much(most)
        first = False
        yield row


def too_much(most):
    """The error of an answer that grows too large."""
    size = f"{most / 1_000_000:g} MB"
    return ValueError(
        f"结果超过 {size}：请少要几行或几列，或用 CSV (the answer is larger than {size}: ask for less, or take CSV)"
    )


def first(cursor, most):
    """The first rows of a cursor, one by one; None for all."""
    left = most
    while left != 0:
        row = cursor.fetchone()
        if row is None:
            return
        yield row
        left = None if left is None else left - 1

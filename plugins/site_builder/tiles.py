"""The tile grid (省份方格图): one tile a province, in its rough place; no map, no geodata.

Row and column of each provincial code, as newspapers lay them out: north above, the coast at the right.
"""

from site_builder.asking import LITTLE

_GRID = """
.. .. .. .. .. .. .. 23
65 .. .. .. 15 .. 22 21
.. .. 64 14 13 11 12 ..
.. 62 61 41 37 .. .. ..
63 51 50 42 34 32 31 ..
54 53 52 43 36 33 .. ..
.. .. 45 44 81 35 71 ..
.. .. 46 .. 82 .. .. ..
"""
PLACES = {
    f"{code}0000": (row, column)
    for row, line in enumerate(_GRID.split("\n")[1:-1], 1)
    for column, code in enumerate(line.split(), 1)
    if code != ".."
}
_SHORT = """
11京 12津 13冀 14晋 15蒙 21辽 22吉 23黑 31沪 32苏 33浙 34皖 35闽 36赣 37鲁 41豫 42鄂 43湘 44粤 45桂 46琼 50渝 51川 52黔
53滇 54藏 61陕 62甘 63青 64宁 65新 71台 81港 82澳
"""
SHORT = {pair[:2]: pair[2] for pair in _SHORT.split()}
SHADES = 5


def bounds(values):
    """The least value of each shade above the first: as many provinces in each, so equal values share one.

    >>> bounds([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    [3, 5, 7, 9]
    >>> bounds([5]), bounds([])
    ([5, 5, 5, 5], [])
    """
    ordered = sorted(values)
    return [ordered[len(ordered) * step // SHADES] for step in range(1, SHADES)] if ordered else []


def shade(value, limits):
    """1 (least) to SHADES of a value; 0 of none.

    >>> [shade(value, [3, 5, 7, 9]) for value in (None, 1, 3, 10)]
    [0, 1, 2, 5]
    """
    return 0 if value is None else 1 + sum(value >= limit for limit in limits)


def key(limits, values, printed):
    """(shade, what it says) of each shade that a value may have; limits that print alike get more digits.

    >>> key([0.05, 0.0681, 0.0684, 0.2], [0.01, 0.3], lambda value, digits: f"{value:.{digits}%}")
    [(1, '低于 5.00%'), (2, '5.00% 起'), (3, '6.81% 起'), (4, '6.84% 起'), (5, '20.00% 起')]
    >>> key([3, 3, 3, 3], [3], lambda value, digits: str(value)), key([], [], str)
    ([(5, '3 起')], [])
    """
    if not limits:
        return []
    digits = next((n for n in range(1, 7) if len({printed(one, n) for one in limits}) == len(set(limits))), 6)
    told = [(1, f"低于 {printed(limits[0], digits)}")] if min(values) < limits[0] else []
    above = zip(limits, [*limits[1:], None], strict=True)
    return told + [(at, f"{printed(one, digits)} 起") for at, (one, more) in enumerate(above, 2) if one != more]


def grids(answer, at, years, printed):
    """The tile grids of an answer by province, one a year, all on one scale: by quantile of all that is drawn.

    ``at`` is the place of the indicator among the shown, ``printed`` what a value reads with some digits. A rate of
    too few cases is drawn, but sets no scale.
    """
    found = {(line.key, line.year): line for line in answer.lines}
    drawn = [cell.value for line in answer.lines if (cell := line.cells[at]).value is not None and not cell.is_few]
    limits = bounds(drawn)
    grids = [{"year": year, "tiles": [_tile(code, year, found, at, limits) for code in PLACES]} for year in years]
    return {
        "key": key(limits, drawn, printed),
        "little": any(tile["little"] for grid in grids for tile in grid["tiles"]),
        "years": grids,
    }


def _tile(code, year, found, at, limits):
    line = found.get((code, year))
    cell = line.cells[at] if line else None
    row, column = PLACES[code]
    return {
        "code": code,
        "short": SHORT[code[:2]],
        "row": row,
        "column": column,
        "line": line,
        "cell": cell,
        "little": bool(cell) and cell.value is not None and cell.n < LITTLE,
        "shade": shade(cell.value, limits) if cell and not cell.is_few else 0,
    }

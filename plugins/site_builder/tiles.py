"""The tile grid (省份方格图): one tile a province, in its rough place; no map, no geodata.

Row and column of each provincial code, as newspapers lay them out: north above, the coast at the right.
"""

from site_builder.asking import FEW, LITTLE

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
COLOURS = ("#eceff1", "#fff2cc", "#fdcc8a", "#f4a15d", "#b8481c", "#6b2208")  # of each shade, as in site.css
_INK, _LIGHT = "#1f2328", "#fff"
_DARK = 4  # the first shade whose tiles are written in white
_FEW = (f"分母不足 {FEW} 件，不着色", "#cfd8dc")  # what a picture has in place of the page's hatching


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


def specification(drawn, printed):
    """The tile grids as a picture's specification, and its sentences; None where no tile has a number.

    ``drawn`` is what ``grids`` made, ``printed`` what a cell reads.
    """
    values = [_value(grid["year"], tile, drawn, printed) for grid in drawn["years"] for tile in grid["tiles"]]
    if not any(value["所印"] for value in values):
        return None, []
    keys = [(said, COLOURS[at]) for at, said in drawn["key"]] + [_FEW, ("没有数字", COLOURS[0])]
    keys = [(said, colour) for said, colour in keys if any(value["档"] == said for value in values)]
    several = len(drawn["years"]) > 1
    spec = {
        "data": {"values": values},
        "facet": {"field": "年份", "type": "ordinal", "title": None},
        "columns": 2 if several else 1,
        "spec": _grid(keys, 380 if several else 780),
    }
    one = drawn["one"]
    told = [f"{one.label}{'' if one.is_rate else f'（{one.unit}）'}。一格一省，位置大致；颜色按五分位。"]
    return spec, told + ([f"圆点：所据报告不足 {LITTLE} 份，不宜据以比较。"] if drawn["little"] else [])


def _grid(keys, width):
    names, colours = zip(*keys, strict=True)
    scale = {"domain": names, "range": colours}
    ink = {"color": {"condition": {"test": "datum['深']", "value": _LIGHT}, "value": _INK}}
    place = {"type": "ordinal", "axis": None}
    return {
        "width": width,
        "height": 8 * 46,
        "encoding": {"x": {"field": "列", **place}, "y": {"field": "行", **place}},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": _LIGHT, "strokeWidth": 3},
                "encoding": {"color": {"field": "档", "type": "nominal", "scale": scale}},
            },
            {"mark": {"type": "text", "dy": -9, "fontWeight": "bold"}, "encoding": {"text": {"field": "简称"}, **ink}},
            {"mark": {"type": "text", "dy": 9}, "encoding": {"text": {"field": "所印"}, **ink}},
            {
                "transform": [{"filter": "datum['少']"}],
                "mark": {"type": "text", "text": "●", "dx": 16, "dy": -10, "fontSize": 8},
                "encoding": ink,
            },
        ],
    }


def _value(year, tile, drawn, printed):
    cell = tile["cell"]
    there = cell is not None and cell.value is not None
    said = dict(drawn["key"]).get(tile["shade"]) or (_FEW[0] if there else "没有数字")
    return {
        "年份": f"{year} 年", "行": tile["row"], "列": tile["column"], "简称": tile["short"], "档": said,
        "所印": printed(drawn["one"], cell) if there else "", "深": tile["shade"] >= _DARK, "少": tile["little"],
    }  # fmt: skip

"""How an answer is drawn (作图): a Vega-Lite specification that fits the choice, and what of the answer it leaves out.

Years are lines, everything else bars, the largest first; several years of several places are a line each. One axis has
one unit: indicators of another unit than the first's stand in the table only.
"""

from site_builder.asking import FEW, LITTLE

BARS, LINES = 30, 8  # names that a chart has room for
MOST = 3000  # rows that a chart of many years is chosen from


def kind(choice):
    """The chart of a choice: as asked for, or what fits."""
    if choice.view and not (choice.view == "tiles" and choice.rows != "province"):
        return choice.view
    if choice.rows == "year" or choice.by_year:
        return "line"
    return "tiles" if choice.rows == "province" and not choice.place else "bar"


def specification(choice, answer):
    """The specification with its rows, and the sentences that say what isn't drawn; None where nothing can be."""
    shown = [(at, one) for at, one in enumerate(choice.show) if one.unit == choice.show[0].unit]
    notes = [] if len(shown) == len(choice.show) else [f"图中只画单位为{_unit(choice.show[0])}的指标。"]
    lines, more = _lines(choice, answer)
    over_years = choice.by_year and choice.rows != "year"  # a line each for several names
    series = "名称" if over_years else "指标"
    if over_years and len(shown) > 1:
        shown = shown[:1]
        notes.append(f"图中只画第一个指标（{choice.show[0].label}）。")
    values = _values(choice, lines, shown)
    if not values:
        return None, []
    several = len({value[series] for value in values}) > 1
    drawing = _drawing(choice)
    if drawing is _line_chart:
        values = _with_gaps(values, series)
    spec = drawing(choice, series if several else None, [line.name for line in lines])
    spec = {"width": "container", **spec, "data": {"values": values}}
    notes += _few_said(values, drawing)
    if choice.rows == "year":
        spec["encoding"]["x"]["axis"]["labelExpr"], told = _counted(lines, shown)
        notes += told
    spec["encoding"]["tooltip"] = [{"field": name} for name in ("名称", "年份", "指标", "所印", "依据")]
    return spec, [*notes, *more]


def _values(choice, lines, shown):
    """A row of data for each number: ``shown`` are indicators and where they stand in a line."""
    values = [_value(choice, line, one, line.cells[at]) for line in lines for at, one in shown]
    return [value for value in values if value["值"] is not None]


def _few_said(values, drawing):
    """The sentence on shares of few cases and sums over few reports, where some are drawn.

    >>> _few_said([{"件少": True, "份少": True, "少": True}], _bar_chart)
    ['淡色：分母不足 30 件，或所据报告不足 10 份，不宜据以比较。']
    """
    reasons = {"件少": f"分母不足 {FEW} 件", "份少": f"所据报告不足 {LITTLE} 份"}
    found = [said for name, said in reasons.items() if any(value.get(name) for value in values)]
    what = "淡色的点" if drawing is _line_chart else "淡色"
    return [f"{what}：{'，或'.join(found)}，不宜据以比较。"] if found else []


def _counted(lines, shown):
    """What stands under each year, the year and on how many reports its numbers rest; and what is to be said of it.

    >>> from types import SimpleNamespace as S
    >>> def year(name, *ns): return S(name=name, cells=[S(n=n, value=1) for n in ns])
    >>> _counted([year(2021, 4), year(2022, 18)], [(0, None)])[0]
    "[datum.label, ({'2021': 'n=4', '2022': 'n=18'})[datum.label] || '']"
    >>> _counted([year(2021, 4, 3)], [(0, None), (1, None)])
    ("[datum.label, ({'2021': 'n=3–4'})[datum.label] || '']", ['n 是有数的报告份数。'])
    """
    ns = {
        line.name: sorted({line.cells[at].n for at, _ in shown if line.cells[at].value is not None}) for line in lines
    }
    ns = {year: some for year, some in ns.items() if some}
    under = {
        str(year): f"n={'–'.join(f'{n:,}' for n in dict.fromkeys((some[0], some[-1])))}" for year, some in ns.items()
    }
    differ = len({tuple(some) for some in ns.values()}) > 1
    told = "n 是有数的报告份数" + ("；各年份数不同，升降可能只因报告多少不同。" if differ else "。")
    return f"[datum.label, ({under})[datum.label] || '']", [told]


def _drawing(choice):
    """What draws a choice: lines over the years, or bars."""
    if choice.rows == "year" and kind(choice) == "bar":
        return _year_bars
    return _line_chart if choice.rows == "year" or choice.by_year else _bar_chart


def _with_gaps(values, series):
    """A blank for each year that a line lacks: there it breaks off."""
    found = {(value[series], value["年份"]): value for value in values}
    years = range(min(year for _, year in found), max(year for _, year in found) + 1)
    names = dict.fromkeys(name for name, _ in found)
    return [found.get((name, year), {series: name, "年份": year, "值": None}) for name in names for year in years]


def _unit(one):
    return "百分比" if one.is_rate else f"“{one.unit}”"


def _value(choice, line, one, cell):
    little = choice.rows != "agency" and cell.n < LITTLE  # an agency's number is its report's, no sum
    return {
        "名称": line.name, "年份": line.year, "指标": one.label, "值": cell.value, "所印": printed(one, cell),
        "依据": rests_on(line, cell), "件少": cell.is_few, "份少": little, "少": cell.is_few or little,
    }  # fmt: skip


def printed(one, cell):
    """A number as a reader reads it.

    >>> from types import SimpleNamespace as S
    >>> printed(S(is_rate=True), S(value=0.12345)), printed(S(is_rate=False), S(value=1234567))
    ('12.3%', '1,234,567')
    >>> printed(S(is_rate=False), S(value=25.125)), printed(S(is_rate=True), S(value=None))
    ('25.125', '')
    """
    return "" if cell.value is None else number(one, cell.value)


def number(one, value, digits=1):
    """The same of a bare value; a rate with that many digits."""
    return f"{value:.{digits}%}" if one.is_rate else f"{value:,}"


def rests_on(line, cell):
    """On what a number rests, in words."""
    made = "" if cell.denominator is None else f"{cell.numerator:,} ÷ {cell.denominator:,}，"
    return f"{made}{cell.n:,} 份有数，共 {line.reports:,} 份"


def _lines(choice, answer):
    """The rows of an answer that a chart has room for."""
    lines = answer.lines
    if choice.rows == "year":
        return sorted(lines, key=lambda line: line.year), []
    if choice.by_year:
        last = {}
        for line in lines:
            last[line.key] = max(last.get(line.key, 0), line.cells[0].denominator or line.cells[0].value or 0)
        chosen = sorted(last, key=last.get, reverse=True)[:LINES]
        more = [f"图中只画件数最多的 {LINES} 个，其余见表。"] if len(last) > LINES else []
        return sorted((line for line in lines if line.key in chosen), key=lambda line: line.year), more
    more = [f"图中只画前 {BARS} 个，其余见表。"] if answer.found > BARS else []
    return lines[:BARS], more


def _axis(choice):
    one = choice.show[0]
    alone = sum(other.unit == one.unit for other in choice.show) == 1
    title = one.label.replace("｜", "·") if alone else ""
    unit = f"（{one.unit}）" if one.unit and not one.is_rate else ""
    counted = one.unit in ("件", "项")  # no half cases on the axis
    told = {"format": ".3~%"} if one.is_rate else {"format": ",~r", **({"tickMinStep": 1} if counted else {})}
    return {"title": f"{title}{unit}".strip() or None, **told}


_UPRIGHT = {"titleAngle": 0, "titleAlign": "left", "titleX": -40, "titleY": -12}  # above the axis: 件 doesn't lie down


def _colour(choice, series, names):
    order = [one.label for one in choice.show] if series == "指标" else list(dict.fromkeys(names))
    return {"color": {"field": series, "type": "nominal", "sort": order}} if series else {}


def _above(colour):
    """The names of the lines above the axis' title, which stands above the axis."""
    return {"color": {**colour["color"], "legend": {"offset": 34}}} if colour else {}


def _beside(colour):
    """Where bars of one row stand: in the order of their legend, not of their letters."""
    return {name: colour["color"][name] for name in ("field", "sort")}


def _pale(channel="opacity"):
    return {channel: {"condition": {"test": "datum['少']", "value": 0.4}, "value": 1}}


def _line_chart(choice, series, names):
    y = {"field": "值", "type": "quantitative", "axis": {**_axis(choice), **_UPRIGHT}, "scale": {"zero": True}}
    x = {"field": "年份", "type": "ordinal", "axis": {"title": None}}
    return {
        "mark": {"type": "line", "point": {"filled": True, "size": 60}},
        "encoding": {"x": x, "y": y, **_above(_colour(choice, series, names)), **_pale("fillOpacity")},
    }


def _year_bars(choice, series, names):
    y = {"field": "值", "type": "quantitative", "axis": {**_axis(choice), **_UPRIGHT}}
    found = [int(name) for name in names]
    years = list(range(min(found), max(found) + 1))  # those without a row, too
    x = {"field": "年份", "type": "ordinal", "axis": {"title": None}, "scale": {"domain": years}}
    colour = _above(_colour(choice, series, names))
    offset = {"xOffset": _beside(colour)} if series else {}
    return {"mark": "bar", "encoding": {"x": x, "y": y, **colour, **offset, **_pale()}}


def _bar_chart(choice, series, names):
    x = {"field": "值", "type": "quantitative", "axis": _axis(choice)}
    y = {"field": "名称", "type": "nominal", "sort": names, "axis": {"title": None, "labelLimit": 220}}
    colour = _colour(choice, series, names)
    offset = {"yOffset": _beside(colour)} if series else {}
    height = {"step": 22 if not series else 14}
    return {"mark": "bar", "height": height, "encoding": {"x": x, "y": y, **colour, **offset, **_pale()}}

"""Series over the forms (跨表式的系列) as a table: measures down, years across, each break between two years marked."""

import json

from datasette import hookimpl

# Drawn of what a series holds: what people ask for first; the table has all.
DRAWN = ("received", "closed", "disclosed", "partly_disclosed", "refused", "reconsiderations", "suits")
_RULE = {"type": "rule", "strokeDash": [4, 3], "color": "#57606a"}


def breaks_of(connection):
    """The breaks of the series, the earliest first."""
    return [dict(row) for row in connection.execute("SELECT * FROM breaks ORDER BY year")]


def laid_out(rows, breaks):
    """The rows of ``series``, one a measure and year, as ``years`` and ``lines``; a year knows the breaks before it.

    >>> rows = [{"year": y, "measure": "received", "label": "收到申请", "value": y, "n": 1, "breaks": None}
    ...         for y in (2018, 2020)]
    >>> found = laid_out(rows, [{"code": "form_2019", "year": 2019, "title": "新表式", "note": "", "basis": ""}])
    >>> [(year["year"], [one["title"] for one in year["breaks"]]) for year in found["years"]]
    [(2018, []), (2020, ['新表式'])]
    >>> [(cell["value"], cell["breaks"]) for cell in found["lines"][0]["cells"]]
    [(2018, False), (2020, False)]
    """
    years = sorted({row["year"] for row in rows})
    before = [None, *years]
    heads = [
        {"year": year, "breaks": [one for one in breaks if last is not None and last < one["year"] <= year]}
        for last, year in zip(before, years, strict=False)
    ]
    measures = {}
    for row in rows:
        measures.setdefault((row["measure"], row["label"], row.get("note")), {})[row["year"]] = row
    lines = [
        {"label": label, "note": note, "cells": [_cell(found.get(head["year"]), head) for head in heads]}
        for (_, label, note), found in measures.items()
    ]
    return {"years": heads, "lines": lines, "breaks": [one for head in heads for one in head["breaks"]]}


def _cell(row, head):
    """A number, and whether its meaning is another than in the column before."""
    own = {int(year) for year in (row or {}).get("breaks", "").split()} if row and row["breaks"] else set()
    value, n = (row["value"], row.get("n")) if row else (None, None)
    return {"value": value, "n": n, "breaks": any(one["year"] in own for one in head["breaks"])}


def charts(rows, breaks):
    """A line chart for each measure with two numbers or more, each break of its meaning a rule before the year.

    >>> rows = [{"year": y, "measure": "received", "label": "收到申请", "value": v, "breaks": "2019"}
    ...         for y, v in ((2017, 5), (2018, None), (2019, 7), (2020, 8))]
    >>> (told,) = charts(rows, [{"code": "form_2019", "year": 2019, "title": "新表式", "note": "", "basis": ""}])
    >>> spec = json.loads(told["specification"])
    >>> [layer["data"]["values"] for layer in spec["layer"][1:]]
    [[{'年份': 2018.5, '变动': '新表式'}]]
    >>> [row["值"] for row in spec["data"]["values"]], told["title"]
    ([5, None, 7, 8], '收到申请')
    """
    found = {}
    for row in rows:
        if row["measure"] in DRAWN:
            found.setdefault(row["measure"], []).append(row)
    drawn = []
    for measure in DRAWN:
        some = sorted(found.get(measure, ()), key=lambda row: row["year"])
        if sum(row["value"] is not None for row in some) > 1:
            drawn.append(
                {
                    "title": some[0]["label"],
                    "measure": measure,
                    "specification": json.dumps(chart(some, breaks), ensure_ascii=False),
                }
            )
    return drawn


def chart(rows, breaks):
    """The specification of one measure's line."""
    values = {row["year"]: row["value"] for row in rows}
    first, last = min(values), max(values)
    own = {int(year) for row in rows for year in (row["breaks"] or "").split()}
    rules = [
        {"年份": one["year"] - 0.5, "变动": one["title"]}
        for one in breaks
        if first < one["year"] <= last and one["year"] in own
    ]
    years = list(range(first, last + 1))
    at = {
        "field": "年份",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first - 0.4, last + 0.4], "nice": False},
    }
    at["axis"] = {"labelExpr": "slice(format(datum.value, 'd'), 2) + '年'", "values": years, "grid": False}
    number = {"field": "值", "type": "quantitative", "title": None, "scale": {"zero": True}, "axis": {"tickCount": 4}}
    line = {
        "mark": {"type": "line", "point": {"filled": True, "size": 55}, "invalid": "break-paths-show-domains"},
        "encoding": {
            "x": at,
            "y": number,
            "tooltip": [{"field": "年份", "format": "d"}, {"field": "值", "format": ","}],
            "detail": {"field": "段"},
        },
    }
    layers = [line]
    if rules:
        tip = [{"field": "变动"}]
        layers.append({"data": {"values": rules}, "mark": _RULE, "encoding": {"x": at, "tooltip": tip}})
    # A line doesn't go on over a break.
    numbers = [{"年份": y, "值": values.get(y), "段": sum(rule["年份"] < y for rule in rules)} for y in years]
    return {"data": {"values": numbers}, "width": "container", "height": 130, "encoding": {}, "layer": layers}


@hookimpl
def extra_template_vars():
    return {"series_laid_out": laid_out, "series_charts": charts}

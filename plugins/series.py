"""Series over the forms (跨表式的系列) as a table: measures down, years across, each break between two years marked."""

import json
from itertools import pairwise

from datasette import hookimpl

# Drawn of what a series holds: what people ask for first; the table has all.
DRAWN = (
    *("received", "closed", "disclosed", "partly_disclosed", "refused"),
    *("reconsideration_corrected", "litigation_corrected"),
)
_RULE = {"type": "rule", "strokeDash": [4, 3], "color": "#57606a"}


def breaks_of(connection):
    """The breaks of the series, the earliest first; one that a form brought knows it (``form``)."""
    return [dict(row) for row in connection.execute(SQL)]


SQL = "SELECT b.*, EXISTS (SELECT 1 FROM forms f WHERE f.first_year = b.year) AS form FROM breaks b ORDER BY b.year"


def _since(row, one):
    """Is a number of the time since a break? A form's begins with the form, which some print too early or late."""
    year = row.get("form_year") if one.get("form") else None
    return (year or row["year"]) >= one["year"]


def _between(last, row, breaks):
    """The breaks between the numbers of two years that follow each other."""
    return [one for one in breaks if last is not None and _since(last, one) != _since(row, one)]


def laid_out(rows, breaks):
    """The rows of ``series``, one a measure and year, as ``years`` and ``lines``; a year knows the breaks before it.

    >>> rows = [{"year": y, "measure": "received", "label": "收到申请", "value": y, "n": 1, "breaks": None}
    ...         for y in (2018, 2020)]
    >>> new = {"code": "form_2019", "year": 2019, "title": "新表式", "note": "", "basis": "", "form": True}
    >>> found = laid_out(rows, [new])
    >>> [(year["year"], [one["title"] for one in year["breaks"]]) for year in found["years"]]
    [(2018, []), (2020, ['新表式'])]
    >>> [(cell["value"], cell["breaks"]) for cell in found["lines"][0]["cells"]]
    [(2018, False), (2020, False)]
    >>> forms = {2017: 2014, 2018: 2019, 2019: 2019}
    >>> rows = [{**rows[0], "year": year, "form_year": form} for year, form in forms.items()]
    >>> [len(year["breaks"]) for year in laid_out(rows, [new])["years"]]  # the report of 2018 is on the form of 2019
    [0, 1, 0]
    """
    of_years = {row["year"]: row for row in rows}
    years = sorted(of_years)
    before = [None, *map(of_years.get, years)]
    heads = [
        {"year": year, "breaks": _between(last, of_years[year], breaks)}
        for last, year in zip(before, years, strict=False)
    ]
    measures = {}
    for row in rows:
        measures.setdefault((row["measure"], row["label"], row.get("note")), {})[row["year"]] = row
    lines = [
        {"label": label, "note": note, "cells": [_cell(found.get(head["year"]), head) for head in heads]}
        for (_, label, note), found in measures.items()
    ]
    return {"years": heads, "lines": lines, "breaks": [one for one in breaks if any(one in h["breaks"] for h in heads)]}


def _cell(row, head):
    """A number, and whether its meaning is another than in the column before."""
    own = _own(row) if row else set()
    value, n = (row["value"], row.get("n")) if row else (None, None)
    return {"value": value, "n": n, "breaks": any(one["year"] in own for one in head["breaks"])}


def _own(row):
    """The years of the breaks of a row's measure."""
    return set(map(int, (row["breaks"] or "").split()))


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


def _rules(rows, breaks):
    """Where the meaning breaks, half a year before the first number since."""
    told = sorted(rows, key=lambda row: row["year"])
    for last, row in pairwise(told):
        for one in _between(last, row, [one for one in breaks if one["year"] in _own(row)]):
            at = one["year"] if last["year"] < one["year"] <= row["year"] else row["year"]
            yield {"年份": at - 0.5, "变动": one["title"]}


def chart(rows, breaks):
    """The specification of one measure's line."""
    values = {row["year"]: row["value"] for row in rows}
    first, last = min(values), max(values)
    rules = list(_rules(rows, breaks))
    years = list(range(first, last + 1))
    at = {
        "field": "年份",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first - 0.4, last + 0.4], "nice": False},
    }
    at["axis"] = {"labelExpr": "slice(format(datum.value, 'd'), 2) + '年'", "values": years, "grid": False}
    number = {
        "field": "值",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True},
        "axis": {"tickCount": 4, "tickMinStep": 1},
    }
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

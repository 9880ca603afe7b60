"""Series over the forms (跨表式的系列) as a table: measures down, years across, each break between two years marked."""

from datasette import hookimpl


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


@hookimpl
def extra_template_vars():
    return {"series_laid_out": laid_out}

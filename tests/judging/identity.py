"""Several reports at once: who is joined with whom, and what is added to what.

The case's own ``files`` are added in one call, in this order and in the other; the report of ``remove`` is taken out
again.

``reports``, ``agencies``  how many stand in the database, of how many agencies
``files``                  by file: ``received`` (总计 of 新收), ``region_code`` (the place by the table of the report's
                           year; ``null``: undecided), ``scope``, ``function_class``, ``agency``, ``agency_region``
``one``, ``not_one``       pairs of files that are one agency's, or two agencies'; both are still there
``findings``               one on this ``row`` of ``applications`` has what is ``stated`` and ``expected``
``views``                  the only row of a ``view`` under ``where`` has what ``row`` says; none has all of ``none``
``queries``                of metadata.yml, with parameters ``given``: each of ``rows`` is met; ``count`` rows in all
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from conftest import ROOT

from judging.added import Added

_REPORT = """
    SELECT r.id, r.agency_id, r.scope, g.name agency, g.region_code agency_region, g.function_class, t.region_code,
           t.received
    FROM reports r JOIN agencies g ON g.id = r.agency_id JOIN sources s ON s.id = r.source_id
    JOIN report_stats t ON t.report_id = r.id WHERE s.name = ? OR s.name LIKE '%/' || ?
"""


def made(files: list[Path], folder: Path, stated: dict[str, Any]) -> list[Added]:
    """The reports added in either order, one of them taken out."""
    paths = [files[0].with_name(name) for name in stated["files"]]
    found = []
    for name, order in (("forth", paths), ("back", paths[::-1])):
        (folder / name).mkdir()
        found.append(Added(order, folder / name))
        if "remove" in stated:
            found[-1].run("remove", str(_report(found[-1], stated["remove"])["id"]))
    return found


def _report(found: Added, file: str) -> dict[str, Any]:
    return next(iter(found.rows(_REPORT, [file] * 2)), {})


def _count(what: str) -> Callable[[Added, int], list[str]]:
    def look(found: Added, expected: int) -> list[str]:
        [row] = found.rows(f"SELECT count({what}) n FROM reports")
        return [] if row["n"] == expected else [f"{row['n']}, not {expected}"]

    return look


def _files(found: Added, expected: dict[str, dict[str, Any]]) -> list[str]:
    told = []
    for file, values in expected.items():
        report = _report(found, file)
        told += [f"{file}: no report"] if not report else _differing(file, report, values)
    return told


def _differing(of: str, row: dict[str, Any], values: dict[str, Any]) -> list[str]:
    return [f"{of}: {name} is {row.get(name)!r}, not {v!r}" for name, v in values.items() if row.get(name) != v]


def _pairs(together: bool) -> Callable[[Added, list[list[str]]], list[str]]:
    def look(found: Added, expected: list[list[str]]) -> list[str]:
        told = []
        for pair in expected:
            agencies = [_report(found, file).get("agency_id") for file in pair]
            if None in agencies or (len(set(agencies)) == 1) != together:
                told.append(f"{' and '.join(pair)} are of the agencies {agencies}")
        return told

    return look


def _findings(found: Added, expected: list[dict[str, str]]) -> list[str]:
    said = found.rows("SELECT row_code row, stated, expected FROM findings WHERE table_name = 'applications'")
    return [f"no finding {one}" for one in expected if all(_differing("", finding, one) for finding in said)]


def _views(found: Added, expected: list[dict[str, Any]]) -> list[str]:
    told = []
    for one in expected:
        view, where = one["view"], " AND ".join(f"{column} = ?" for column in one["where"])
        rows = found.rows(f"SELECT * FROM {view} WHERE {where}", [*one["where"].values()])
        if "row" in one:
            told += _differing(view, rows[0], one["row"]) if len(rows) == 1 else [f"{view}: {len(rows)} rows"]
        told += [f"{view}: {row}" for row in rows if "none" in one and not _differing("", row, one["none"])]
    return told


def _queries(found: Added, expected: list[dict[str, Any]]) -> list[str]:
    queries = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
    told = []
    for one in expected:
        query = queries[one["query"]]
        given = dict.fromkeys(_parameters(query), "") | one["given"]
        rows = found.rows(query["sql"], given)
        if len(rows) != one.get("count", len(rows)):
            told.append(f"{one['query']}: {len(rows)} rows")
        told += [f"{one['query']}: no row {w}" for w in one["rows"] if all(_differing("", row, w) for row in rows)]
    return told


def _parameters(query: dict[str, Any]) -> set[str]:
    return set(re.findall(r"(?<![:\w]):(\w+)", query["sql"])) | set(query.get("params", []))


WORDS: dict[str, Callable[[Added, Any], list[str]]] = {
    "reports": _count("*"),
    "agencies": _count("DISTINCT agency_id"),
    "files": _files,
    "one": _pairs(True),
    "not_one": _pairs(False),
    "findings": _findings,
    "views": _views,
    "queries": _queries,
}


def judge(found: list[Added], expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of them, in whichever order they came."""
    told = [f"{word}: {failure}" for word in expect for one in found for failure in WORDS[word](one, expect[word])]
    return list(dict.fromkeys(told))

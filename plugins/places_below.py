"""What lies under a place (下辖): a line each with its figures of one year, in the order that a reader chooses.

``/reports/regions/410000?year=2023&sort=received``. The sums are those of own reports; agencies late or missing are
counted by the view ``coverage``, and left away where that takes too long.
"""

import sqlite3
import sys
from pathlib import Path

from datasette import hookimpl
from datasette.utils import sqlite_timelimit

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_safety.errors import refusal

_SORTS = ("received", "closed", "disclosure_rate", "refusal_rate", "correction_rate", "late", "missing", "reports")
# What lies below, in one year: sums of own reports; agencies late or missing where they can be counted in time.
_FIGURES = (
    "SELECT n.code, t.received, t.closed, t.disclosure_numerator, t.disclosure_denominator,"
    " 1.0 * t.disclosure_numerator / nullif(t.disclosure_denominator, 0) AS disclosure_rate,"
    " t.refusal_denominator, 1.0 * t.refusal_numerator / nullif(t.refusal_denominator, 0) AS refusal_rate,"
    " t.correction_denominator, 1.0 * t.correction_numerator / nullif(t.correction_denominator, 0) AS correction_rate"
    " FROM regions n JOIN region_totals t ON t.region_code = n.code AND t.scope = 'own' AND t.year = :year"
    " WHERE n.parent_code IN (:codes)"
)
# The view is asked for the places at once (IN): asked for one after the other it takes a hundred times as long.
_LATE = (
    "WITH RECURSIVE under(child, code) AS (SELECT code, code FROM regions WHERE parent_code IN (:codes) UNION ALL"
    " SELECT under.child, n.code FROM under JOIN regions n ON n.parent_code = under.code),"
    " found AS MATERIALIZED (SELECT region_code, agency, timeliness, status FROM coverage"
    " WHERE region_code IN (SELECT code FROM under) AND year = :year)"
    " SELECT u.child AS code,"
    " count(DISTINCT f.region_code || f.agency) FILTER (WHERE f.timeliness = 'late') AS late,"
    " count(DISTINCT f.region_code || f.agency) FILTER (WHERE f.status = 'missing') AS missing"
    " FROM found f JOIN under u ON u.code = f.region_code GROUP BY u.child"
)
_YEARS = "SELECT DISTINCT year FROM region_totals WHERE region_code IN (:codes) AND scope = 'own' ORDER BY year DESC"
_FEW = 30
_PATIENCE = 600  # milliseconds for those late and missing


@hookimpl
def extra_template_vars():
    return {"places_in_order": in_order}


def figures(connection, codes, asked):
    """The figures of what lies below, of one year and in the order asked for; None where there are none.

    ``codes`` are those that the place bore in turn.
    What can't be meant (a year without reports, a column that isn't there) is as if it weren't asked.
    """
    given = {f"code{n}": code for n, code in enumerate(codes)}
    marks = ", ".join(f":{name}" for name in given)
    years = [row[0] for row in connection.execute(_YEARS.replace(":codes", marks), given)]
    if not years:
        return None
    if asked["year"] not in ("", *map(str, years)):
        raise refusal(
            404, f"这里没有 {asked['year']} 年的数字，有 {'、'.join(map(str, years))} 年的 (no such year here)"
        )
    year = int(asked["year"] or years[0])
    given["year"] = year
    found = {row["code"]: dict(row) for row in connection.execute(_FIGURES.replace(":codes", marks), given)}
    late = _late(connection, _LATE.replace(":codes", marks), given)
    for row in late or ():
        found.setdefault(row["code"], {}).update(late=row["late"], missing=row["missing"])
    sort = asked["sort"] if asked["sort"] in _SORTS else ""
    return {"years": years, "year": year, "of": found, "sort": sort, "counted": late is not None, "few": _FEW}


def _late(connection, sql, given):
    try:
        with sqlite_timelimit(connection, _PATIENCE):
            return [dict(row) for row in connection.execute(sql, given)]
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return None


def in_order(below, figures):
    """What lies below, the largest of the chosen figure first, blanks last; else as they come.

    >>> figures = {"sort": "late", "of": {"1": {"late": 0}, "2": {"late": 3}}}
    >>> [row["code"] for row in in_order([{"code": "1"}, {"code": "3"}, {"code": "2"}], figures)]
    ['2', '1', '3']
    """
    if not figures or not figures["sort"]:
        return below
    sort = figures["sort"]

    def value(row):
        return row["reports"] if sort == "reports" else figures["of"].get(row["code"], {}).get(sort)

    return sorted(below, key=lambda row: (value(row) is None, -(value(row) or 0)))

"""Peers (同类): an agency beside the same function in its city, its province and the country; a place beside its like.

Peers of an agency are the agencies of its class of functions and its level, with their own reports; of a place the
places of its level. Each figure stands with the median of its peers and its rank among them, a rate only among
those with FEW cases or more. ``/-/compare/peers`` sets up to MOST agencies or places side by side.
"""

import json
import re
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named
from site_safety.errors import refusal

FEW = 30
MOST = 6
_DATABASE = "reports"
_PATIENCE = 1000  # milliseconds, for what a page can do without
_SUGGESTED = 8
OWN = {"agency": "本机关", "region": "本地"}  # what one's own line is called on one's page


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a report or a sum: numerator alone, or a share of a denominator."""

    name: str
    of: tuple  # columns of a row that are added up
    base: tuple = ()
    count: str = ""  # of how many reports a sum is, among a place's columns

    def value(self, row):
        """(value, are there cases enough to rank it?); a blank part makes the whole blank."""
        parts = [row[name] for name in self.of]
        if None in parts:
            return None, False
        if not self.base:
            return sum(parts), True
        whole = [row[name] for name in self.base]
        if None in whole or not sum(whole):
            return None, False
        return sum(parts) / sum(whole), sum(whole) >= FEW

    def rests_on(self, row):
        """On what a place's figure rests: a sum on the reports that have the number, a share on its cases.

        >>> MEASURES[0].rests_on({"received": 9, "with_received": 3}), MEASURES[1].rests_on({"closed": None})
        ('3 份', '')
        >>> MEASURES[2].rests_on({"opened": 9, "opened_of": 1200})
        '共 1,200 件'
        """
        if self.value(row)[0] is None:
            return ""
        return f"共 {sum(row[name] for name in self.base):,} 件" if self.base else f"{row[self.count]:,} 份"

    def printed(self, value):
        """A value as a reader reads it."""
        return "" if value is None else f"{value:.1%}" if self.base else f"{value:,.10g}"


MEASURES = (
    Measure("新收申请", ("received",), count="with_received"),
    Measure("办结", ("closed",), count="with_closed"),
    Measure("公开率", ("opened",), ("opened_of",)),
    Measure("不予公开率", ("refused",), ("refused_of",)),
    Measure("纠正率", ("corrected",), ("corrected_of",)),
)
DRAWN = (MEASURES[2], MEASURES[0])  # beside peers: the first that has something to draw
_OF_REPORT = (
    "s.year, s.region_code AS place, s.received, s.closed, s.disclosed + s.partly_disclosed AS opened,"
    " s.closed AS opened_of, s.refused, s.closed AS refused_of, s.corrected,"
    " s.reconsiderations + s.suits AS corrected_of, s.report_id"
)
_OF_PLACE = (
    "t.year, t.region_code AS place, t.received, t.closed, t.disclosure_numerator AS opened,"
    " t.disclosure_denominator AS opened_of, t.refusal_numerator AS refused, t.refusal_denominator AS refused_of,"
    " t.correction_numerator AS corrected, t.correction_denominator AS corrected_of,"
    " t.with_received, t.with_closed"
)
_AGENCY_PEERS = (
    f"SELECT s.agency_id AS id, {_OF_REPORT} FROM agencies a CROSS JOIN agencies b ON b.level IS a.level"
    " AND CASE WHEN a.function_class IS NULL THEN b.function_class IS NULL AND b.function = a.function"
    " ELSE b.function_class = a.function_class END"
    " CROSS JOIN report_stats s ON s.agency_id = b.id AND s.scope = 'own' WHERE a.id = :id AND s.received IS NOT NULL"
    " AND s.report_id NOT IN (SELECT report_id FROM reports_left_out)"
)
_PLACE_PEERS = (
    f"SELECT t.region_code AS id, {_OF_PLACE} FROM regions a JOIN regions b ON b.level = a.level"
    " CROSS JOIN region_totals t ON t.region_code = b.code AND t.scope = 'own' WHERE a.code = :id"
)
_UP = (
    "WITH RECURSIVE up(code) AS (SELECT :code UNION SELECT n.parent_code FROM up JOIN regions n ON n.code = up.code"
    " WHERE n.parent_code IS NOT NULL) SELECT n.code, n.name, n.level FROM up JOIN regions n ON n.code = up.code"
)
_MEMBERS = (
    "WITH RECURSIVE under(code) AS (SELECT :code UNION SELECT n.code FROM under JOIN regions n"
    " ON n.parent_code = under.code) SELECT code FROM under"
)


def beside(rows, own, circles):
    """The figures of the latest year of ``own``, each with the median and rank in every circle of peers.

    ``circles`` are (name, places in it or None for all).
    """
    mine = [row for row in rows if row["id"] == own]
    if not mine:
        return None
    year = max(row["year"] for row in mine)
    now = [row for row in rows if row["year"] == year]
    row = next(row for row in now if row["id"] == own)
    told = []
    for measure in MEASURES:
        value, enough = measure.value(row)
        found = [circle(_within(now, places), own, measure) for _, places in circles]
        told.append({"measure": measure, "value": value, "few": bool(measure.base) and not enough, "circles": found})
    return {"year": year, "circles": [name for name, _ in circles], "figures": told}


def _within(rows, places):
    return rows if places is None else [row for row in rows if row["place"] in places]


def circle(rows, own, measure):
    """(median, rank of ``own`` or None, how many) of a circle; None of fewer than two.

    >>> rows = [{"id": n, "opened": n, "opened_of": 40} for n in (1, 2, 9)] + [{"id": 7, "opened": 3, "opened_of": 3}]
    >>> circle(rows, 2, MEASURES[2]), circle(rows, 7, MEASURES[2])
    ((0.05, 2, 3), (0.05, None, 3))
    """
    values = {}
    for row in rows:
        value, enough = measure.value(row)
        if enough:
            values[row["id"]] = value
    if len(values) < 2:
        return None
    mine = values.get(own)
    rank = None if mine is None else 1 + sum(value > mine for value in values.values())
    return median(values.values()), rank, len(values)


def drawn(rows, own, name, measure, circles):
    """The lines of a figure through the years: one's own, and the median of each circle; None without two years."""
    values = []
    for year in sorted({row["year"] for row in rows}):
        now = [row for row in rows if row["year"] == year]
        mine = next((row for row in now if row["id"] == own), None)
        value, enough = measure.value(mine) if mine else (None, False)
        if enough:
            values.append({"年份": year, "值": value, "谁": name})
        for label, places in circles:
            found = circle(_within(now, places), own, measure)
            if found:
                values.append({"年份": year, "值": found[0], "谁": f"{label}中位数"})
    if len({value["年份"] for value in values if value["谁"] == name}) < 2:
        return None
    return line_chart(values, measure, [name, *(f"{label}中位数" for label, _ in circles)])


def with_gaps(values, order):
    """The points of lines with a blank for each year that one lacks: there a line breaks off.

    >>> with_gaps([{"谁": "甲", "年份": 2020, "值": 1}, {"谁": "甲", "年份": 2022, "值": 2}], ["甲"])[1]
    {'谁': '甲', '年份': 2021, '值': None}
    """
    found = {(value["谁"], value["年份"]): value for value in values}
    years = range(min(year for _, year in found), max(year for _, year in found) + 1)
    return [found.get((who, year), {"谁": who, "年份": year, "值": None}) for who in order for year in years]


def line_chart(values, measure, order):
    """Lines by name through the years."""
    shown = [{**value, "所印": measure.printed(value["值"])} for value in with_gaps(values, order)]
    axis = {"title": None, **({"format": ".3~%"} if measure.base else {"format": ",~r", "tickMinStep": 1})}
    named = [name for name in order if any(value["谁"] == name for value in values)]  # a legend lists what is drawn
    return {
        "width": "container",
        "data": {"values": shown},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "年份", "type": "ordinal", "axis": {"title": None}},
            "y": {"field": "值", "type": "quantitative", "axis": axis, "scale": {"zero": True}},
            "color": {"field": "谁", "type": "nominal", "sort": order, "legend": {"values": named}},
            "tooltip": [{"field": "谁"}, {"field": "年份"}, {"field": "所印"}],
        },
    }


# --- on the pages of agencies and places ---------------------------------------------------------------------------


def _rows(connection, sql, **values):
    return [dict(row) for row in connection.execute(sql, values)]


def _circles(connection, code, levels):
    """(name, places) of each circle around a place: what lies under each place above it of these levels; all."""
    above = {row["level"]: row for row in _rows(connection, _UP, code=code)} if code else {}
    found = []
    for level in levels:
        if level in above:
            members = {row["code"] for row in _rows(connection, _MEMBERS, code=above[level]["code"])}
            found.append((above[level]["name"], members))
    return [*found, ("全国", None)]


def _of_agency(connection, number, measures):
    one = _rows(
        connection, "SELECT id, name, region_code, function_class, function FROM agencies WHERE id = :id", id=number
    )[0]
    if not one["function_class"] and not one["function"]:
        return None
    circles = _circles(connection, one["region_code"], ("prefectural", "provincial"))
    return _told(_rows(connection, _AGENCY_PEERS, id=one["id"]), one["id"], OWN["agency"], circles, measures)


def _of_place(connection, code, measures):
    one = _rows(connection, "SELECT code, level, parent_code FROM regions WHERE code = :code", code=code)[0]
    if one["level"] in ("national", None):
        return None
    levels = {"county": ("prefectural", "provincial"), "prefectural": ("provincial",)}.get(one["level"], ())
    known = places_named.places(connection)
    rows = one_place_each(_rows(connection, _PLACE_PEERS, id=code), known.now)
    own = known.now.get(code, code)
    return _told(rows, own, OWN["region"], _circles(connection, own, levels), measures)


def one_place_each(rows, now):
    """Rows of places by code and year as rows of places: what stood under each code that a place bore is its own.

    >>> rows = [{"id": code, "place": code, "year": 2020, "received": n} for code, n in (("1", 3), ("2", 4), ("9", 1))]
    >>> one_place_each(rows, {"1": "2", "2": "2"})
    [{'id': '2', 'place': '2', 'year': 2020, 'received': 7}, {'id': '9', 'place': '9', 'year': 2020, 'received': 1}]
    """
    found = {}
    for row in rows:
        code = now.get(row["id"], row["id"])
        one = found.setdefault((code, row["year"]), {"id": code, "place": code, "year": row["year"]})
        for name in row.keys() - {"id", "place", "year"}:
            both = [value for value in (one.get(name), row[name]) if value is not None]
            one[name] = sum(both) if both else None
    return list(found.values())


def _told(rows, own, name, circles, measures):
    found = beside(rows, own, circles)
    if found is None or all(one is None for figure in found["figures"] for one in figure["circles"]):
        return None
    specs = ((measure, drawn(rows, own, name, measure, circles)) for measure in measures)
    measure, spec = next((one for one in specs if one[1]), (None, None))
    return {**found, "drawn": measure, "specification": json.dumps(spec, ensure_ascii=False) if spec else None}


def of_agency(connection, number, measures=DRAWN):
    """What an agency's page shows of its peers; None where it has none, or it takes too long.

    Drawn is the first of the measures that can be.
    """
    return _in_time(connection, _of_agency, number, measures)


def of_place(connection, code, measures=DRAWN):
    """The same of a place."""
    places_named.places(connection)  # its names are read once, and not on this page's time
    return _in_time(connection, _of_place, code, measures)


def _in_time(connection, look, *given):
    """What a page can do without, where it takes too long."""
    try:
        with sqlite_timelimit(connection, _PATIENCE):
            return look(connection, *given)
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return None


# --- side by side ----------------------------------------------------------------------------------------------------

_FIND = {
    "agency": "SELECT id, name FROM agencies WHERE name = :typed OR CAST(id AS TEXT) = :typed LIMIT 1",
    "place": "SELECT code AS id, full_name AS name FROM regions WHERE code = :typed",
}
_LIKE = {
    "agency": "SELECT id, name FROM agencies WHERE instr(name, :typed) > 0 ORDER BY length(name), name LIMIT 8",
    "place": "SELECT code AS id, full_name AS name FROM regions WHERE instr(full_name, :typed) > 0"
    " ORDER BY last_year IS NOT NULL, length(full_name), code LIMIT 8",
}
_SUMS = ", ".join(
    f"sum({name}) AS {name}"
    for name in dict.fromkeys(name for one in MEASURES for name in (*one.of, *one.base, one.count) if name)
)
_OF_ONE = {
    "agency": f"SELECT s.agency_id AS id, {_OF_REPORT} FROM report_stats s WHERE s.agency_id = :id AND s.scope = 'own'",
    # Under every code that the place bore: what stands under two in one year are other reports.
    "place": f"SELECT :id AS id, year, :id AS place, {_SUMS} FROM (SELECT {_OF_PLACE} FROM region_totals t"
    f" WHERE t.region_code IN ({places_named.ALIKE.format('id')}) AND t.scope = 'own') GROUP BY year",
}
_NEAR = {
    "agency": "SELECT b.id, b.name FROM agencies a JOIN agencies b ON b.function_class = a.function_class"
    " AND b.level IS a.level AND b.id <> a.id AND substr(b.region_code, 1, 4) = substr(a.region_code, 1, 4)"
    f" WHERE a.id = :id ORDER BY b.region_code, b.name LIMIT {_SUGGESTED}",
    "place": "SELECT b.code AS id, b.full_name AS name FROM regions a JOIN regions b ON b.parent_code = a.parent_code"
    f" AND b.code <> a.code AND b.last_year IS NULL WHERE a.code = :id ORDER BY b.code LIMIT {_SUGGESTED}",
}
_KINDS = {"agency": "机关", "place": "地方"}
_NAME = re.compile(r"[^\0]{1,100}")


def _one(connection, kind, typed):
    """The one that is called so, or None with what is to be said and those that may be meant."""
    if kind == "place":
        called = places_named.called(connection, typed)
        if len(called) > 1:
            codes = [places_named.best(connection, codes) for _, codes in sorted(called.items())][:_SUGGESTED]
            like = [dict(connection.execute(_FIND[kind], {"typed": code}).fetchone()) for code in codes]
            return None, f"“{typed}”不止一处。", like
        # Under today's code, whichever of its codes was asked for: a place stands here once.
        known = places_named.places(connection)
        code = next((known.now[code] for codes in called.values() for code in codes), None)
    one = connection.execute(_FIND[kind], {"typed": code if kind == "place" else typed}).fetchone()
    like = [] if one else _rows(connection, _LIKE[kind], typed=typed)
    return one or (like[0] if len(like) == 1 else None), f"没有名为“{typed}”的{_KINDS[kind]}。", like


def found(connection, kind, typed):
    """Those asked for, what wasn't found with what may be meant, and their rows."""
    there, unknown = [], []
    for name in typed:
        one, said, like = _one(connection, kind, name)
        if one is None:
            unknown.append({"said": said, "like": like})
        elif all(one["id"] != other["id"] for other in there):
            rows = _rows(connection, _OF_ONE[kind], id=one["id"])
            there.append({"id": one["id"], "name": one["name"], "rows": {row["year"]: row for row in rows}})
    near = _rows(connection, _NEAR[kind], id=there[0]["id"]) if there else []
    return there, unknown, [one for one in near if all(one["id"] != other["id"] for other in there)]


def asked(args):
    """(kind, names) of a request for a comparison; refused with a sentence where it can't be meant."""
    kind = args.get("kind") or "agency"
    if kind not in _KINDS:
        raise refusal(400, "kind 应为 agency 或 place")
    typed = [name.strip() for name in args.getlist("who") if name.strip()]
    if len(typed) > MOST:
        raise refusal(400, f"最多比较 {MOST} 个。")
    if not all(_NAME.fullmatch(name) for name in typed):
        raise refusal(400, "名称太长。")
    return kind, typed


async def side_by_side(datasette, request):
    """``/-/compare/peers?kind=agency&who=…&who=…``."""
    kind, typed = asked(request.args)
    load = datasette.get_database(_DATABASE).execute_fn
    there, unknown, near = await load(lambda connection: found(connection, kind, typed))
    years = sorted({year for one in there for year in one["rows"]}, reverse=True)
    page = {
        "kind": kind, "kinds": _KINDS, "typed": typed, "found": there, "unknown": unknown, "near": near, "most": MOST,
        "years": years, "measures": MEASURES,
        "charts": [_chart(there, measure) for measure in MEASURES if measure.base or measure is MEASURES[0]],
    }  # fmt: skip
    return Response.html(await datasette.render_template("compare_peers.html", page, request=request))


def _chart(there, measure):
    spec = chart(there, measure)
    return {"measure": measure, "specification": json.dumps(spec, ensure_ascii=False) if spec else None}


def chart(there, measure):
    """The lines of several through the years; None where there is nothing to draw."""
    values = []
    for one in there:
        for year, row in sorted(one["rows"].items()):
            value, enough = measure.value(row)
            if enough:
                values.append({"年份": year, "值": value, "谁": one["name"]})
    return line_chart(values, measure, [one["name"] for one in there]) if values else None


@hookimpl
def register_routes():
    return [(r"^/-/compare/peers$", side_by_side)]

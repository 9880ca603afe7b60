"""Copied prose (雷同): ``/-/copies``, who has whose sections, and two sections side by side, ``/-/copies/12/34``.

A line is a pair of reports, the one with most characters in common first. ``kind`` says with whom: ``other_agency``
(the page as it opens) or ``earlier_year``; ``place`` (code or name, with all below it), ``agency``, ``year`` and
``report`` choose. ``.json`` gives the same lines.

>>> asked({"kind": "x", "year": "2021", "page": "-1", "place": " 河南省 "})["kind"]
'other_agency'
>>> asked({"year": "20211", "page": "99999999999"})["year"], asked({"page": "99999999999"})["page"]
(None, 1)
"""

import re
import sys
from pathlib import Path

from datasette import NotFound, Response, hookimpl
from datasette.database import QueryInterrupted

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import compare
import places_named

KINDS = {"other_agency": "与其他机关", "earlier_year": "与本机关往年"}
_PAGE = 50
_PAGES = 200
_DATABASE = "reports"
_PLACE = (
    "SELECT code, full_name FROM regions WHERE code = :place OR full_name = :place OR name = :place"
    " ORDER BY code <> :place, full_name <> :place, last_year IS NOT NULL, length(full_name), code LIMIT 1"
)
_UNDER = (
    f"r.id IN (WITH RECURSIVE under(code) AS ({places_named.ALIKE.format('code')} UNION SELECT n.code FROM regions n"
    " JOIN under ON n.parent_code = under.code) SELECT s.report_id FROM under"
    " CROSS JOIN report_stats s ON s.region_code = under.code)"
)
_PAIRS = """
    SELECT c.report_id, g.name AS agency, r.year, c.other_report_id, h.name AS other_agency, o.year AS other_year,
        c.sections, c.common, c.characters, c.share
    FROM copied_reports c CROSS JOIN reports r ON r.id = c.report_id CROSS JOIN agencies g ON g.id = r.agency_id
    CROSS JOIN reports o ON o.id = c.other_report_id CROSS JOIN agencies h ON h.id = o.agency_id
    WHERE {} ORDER BY {} c.common DESC, c.report_id DESC, c.other_report_id LIMIT :most OFFSET :skip
"""
_YEARS = "SELECT DISTINCT year FROM report_stats ORDER BY year DESC"
_OF_PAIR = """
    SELECT c.section_id, c.other_section_id, x.heading, y.heading AS other_heading, c.common, c.characters,
        c.other_characters, c.similarity
    FROM copied_sections c JOIN sections x ON x.id = c.section_id JOIN sections y ON y.id = c.other_section_id
    WHERE c.report_id = :report AND c.other_report_id = :other ORDER BY x.position
"""
_SECTION = """
    SELECT x.id, x.heading, x.body, x.line, x.report_id, r.year, r.scope, r.source_id, g.name AS agency,
        coalesce(r.published_date, r.document_date) AS dated
    FROM sections x JOIN reports r ON r.id = x.report_id JOIN agencies g ON g.id = r.agency_id WHERE x.id = ?
"""
_COMPARED = """
    SELECT common, similarity, characters, other_characters FROM copied_sections
    WHERE (section_id = :one AND other_section_id = :other) OR (section_id = :other AND other_section_id = :one) LIMIT 1
"""


def asked(args):
    """What the address asks for; what means nothing is as if it weren't there."""

    def text(name):
        return (args.get(name) or "").replace("\0", "").strip()[:100]

    def number(name, digits):
        return int(text(name)) if re.fullmatch(rf"\d{{1,{digits}}}", text(name), re.ASCII) else None

    year = text("year")
    return {
        "kind": text("kind") if text("kind") in KINDS else "other_agency",
        "place": text("place"),
        "agency": text("agency"),
        "report": number("report", 15),
        "year": int(year) if re.fullmatch(r"\d{4}", year, re.ASCII) else None,
        "page": min(max(number("page", 6) or 1, 1), _PAGES),
    }


async def _found(datasette, request):
    """The lines that are asked for, and what the page says of them."""
    db, given = datasette.get_database(_DATABASE), asked(request.args)
    if "copied_prose" not in await db.view_names():
        raise NotFound("数据库由旧版本建立，没有比过正文 (made by an older version: prose isn't compared)")
    place = (await db.execute(_PLACE, given)).first() if given["place"] else None
    if given["place"] and place is None:
        raise NotFound(f"没有名为“{given['place']}”的地方 (no such place)")
    limits = {"code": place and place["code"], "skip": (given["page"] - 1) * _PAGE, "most": _PAGE + 1}
    try:
        asked_for = {**given, **limits}
        rows = [dict(row) for row in (await db.execute(_sql(given, place), asked_for, page_size=_PAGE + 1)).rows]
    except QueryInterrupted:
        rows, late = [], True
    else:
        late = False
    return {
        **given, "pairs": rows[:_PAGE], "more": len(rows) > _PAGE and given["page"] < _PAGES, "late": late,
        "region": dict(place) if place else None, "years": [row[0] for row in (await db.execute(_YEARS)).rows],
    }  # fmt: skip


def _sql(given, place):
    """The question for pairs: from the few reports of a place or an agency, or from the longest copies of all."""
    # ``+`` keeps SQLite from looking for the few of a place or an agency through an index of the many.
    few = place or given["agency"] or given["report"]
    where = [f"{'+' if few else ''}c.kind = :kind"]
    where += [_UNDER] if place else []
    where += ["g.name = :agency"] if given["agency"] else []
    where += ["c.report_id = :report"] if given["report"] else []
    where += [f"{'+' if few else ''}c.year = :year"] if given["year"] else []
    sql = _PAIRS.format(" AND ".join(where), "")
    if few:  # from the reports of the place or the agency to their pairs
        start = "agencies g CROSS JOIN reports r ON r.agency_id = g.id" if given["agency"] else "reports r"
        joined = "" if given["agency"] else " CROSS JOIN agencies g ON g.id = r.agency_id"
        sql = sql.replace(
            "copied_reports c CROSS JOIN reports r ON r.id = c.report_id CROSS JOIN agencies g ON g.id = r.agency_id",
            f"{start} CROSS JOIN copied_reports c ON c.report_id = r.id{joined}",
        )
    return sql


async def listed(datasette, request):
    """``/-/copies``."""
    found = await _found(datasette, request)
    chosen = {name: found[name] for name in ("kind", "place", "agency", "report", "year") if found[name]}
    page = {**found, "kinds": KINDS, "chosen": chosen, "size": _PAGE}
    headers = {"cache-control": "no-store"} if found["late"] else {}
    return Response.html(await datasette.render_template("copies.html", page, request=request), headers=headers)


async def as_json(datasette, request):
    """``/-/copies.json``."""
    found = await _found(datasette, request)
    kept = ("kind", "place", "agency", "report", "year", "page", "more", "late")
    told = {**{name: found[name] for name in kept}, "page_size": _PAGE, "pairs": found["pairs"]}
    return Response.json(told, headers={"cache-control": "no-store"} if found["late"] else {})


async def of_pair(datasette, request):
    """``/-/copies/reports/12/34``: the sections that one report has in common with another."""
    db = datasette.get_database(_DATABASE)
    given = {name: int(request.url_vars[name]) for name in ("report", "other")}
    rows = [dict(row) for row in (await db.execute(_OF_PAIR, given)).rows]
    if not rows:
        raise NotFound("这两份报告没有雷同的节 (no near-identical sections)")
    pairs = []
    for row in rows:
        pairs.append(await _pair(db, row["section_id"], row["other_section_id"], row))
    page = {"pairs": pairs, "sides": pairs[0]["sides"]}
    return Response.html(await datasette.render_template("copies_pair.html", page, request=request))


async def sections(datasette, request):
    """``/-/copies/12/34``: any two sections side by side."""
    db = datasette.get_database(_DATABASE)
    given = {name: int(request.url_vars[name]) for name in ("one", "other")}
    told = (await db.execute(_COMPARED, given)).first()
    pair = await _pair(db, given["one"], given["other"], told)
    page = {"pairs": [pair], "sides": pair["sides"]}
    return Response.html(await datasette.render_template("copies_pair.html", page, request=request))


async def _pair(db, one, other, told):
    """Two sections, sentence by sentence."""
    sides = []
    for section in (one, other):
        row = (await db.execute(_SECTION, [section])).first()
        if row is None:
            raise NotFound("没有这一节 (no such section)")
        sides.append(dict(row))
    rows, shares = compare.prose(sides[0]["body"], sides[1]["body"])
    return {"sides": sides, "rows": rows, "shares": shares, "told": dict(told) if told else None}


@hookimpl
def extra_template_vars(datasette, template):
    if template != "row-reports-reports.html":
        return {}

    async def copies_of(report_id):
        """How much of a report's prose is copied, and from where; None where nothing was compared."""
        db = datasette.get_database(_DATABASE)
        if "copied_prose" not in await db.view_names():
            return None
        whole = (await db.execute("SELECT * FROM report_copies WHERE report_id = ?", [report_id])).first()
        if whole is None:
            return None
        sql = "SELECT * FROM copied_prose WHERE report_id = ? ORDER BY section_id, kind DESC"
        rows = [dict(row) for row in (await db.execute(sql, [report_id])).rows]
        of_section = {}
        for row in rows:
            of_section.setdefault(row["section_id"], []).append(row)
        return {"whole": dict(whole), "sections": of_section}

    return {"copies_of": copies_of}


@hookimpl
def register_routes():
    number = r"\d{1,15}"
    return [
        (r"^/-/copies$", listed),
        (r"^/-/copies\.json$", as_json),
        (rf"^/-/copies/reports/(?P<report>{number})/(?P<other>{number})$", of_pair),
        (rf"^/-/copies/(?P<one>{number})/(?P<other>{number})$", sections),
    ]

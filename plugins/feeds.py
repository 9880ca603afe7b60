"""Feeds (订阅): ``/-/feed.atom``, the newest reports and corrections, of the whole or of what the address names.

``place`` (a region's code or name, with all that lies below it), ``function`` (a class of functions, or what an
agency's is called; plugins/asked.py has seen to it that it and ``agency`` are there), ``agency``, ``year`` and ``q``
(words in the name of the agency, the title or the prose) may be joined. A report that was corrected comes again, under
another id: its file is another.

>>> asked({"place": "410100", "year": "x"})
{'place': '410100', 'function': None, 'agency': None, 'year': None, 'q': None}
>>> clean("a\\x00\\ud800b\\ufffe")
'ab'
"""

import re
import sys
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named

MOST = 100
_ATOM = "http://www.w3.org/2005/Atom"
_BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no XML may hold
_PLACE = (
    "SELECT full_name, code FROM regions WHERE code = :place OR full_name = :place"
    " ORDER BY last_year IS NOT NULL LIMIT 1"
)
_NEWEST = """
    WITH RECURSIVE below(code) AS (
        {alike} UNION SELECT n.code FROM regions n JOIN below ON n.parent_code = below.code
    )
    SELECT r.id, r.source_id, r.revision, r.year, r.scope, r.title, g.name AS agency, o.added_at, s.province,
        s.received, s.closed, s.errors
    FROM reports r
    JOIN agencies g ON g.id = r.agency_id
    JOIN sources o ON o.id = r.source_id
    LEFT JOIN report_stats s ON s.report_id = r.id
    WHERE (:place IS NULL OR s.region_code IN (SELECT code FROM below))
        AND (:function IS NULL OR s.function = :function OR g.function_class = :function)
        AND (:agency IS NULL OR g.name = :agency)
        AND (:year IS NULL OR r.year = :year)
        AND (:q IS NULL OR instr(g.name, :q) OR instr(coalesce(r.title, ''), :q) OR r.id IN (
            SELECT x.report_id FROM sections x WHERE x.id IN (
                SELECT rowid FROM sections_fts WHERE :q IS NOT NULL AND sections_fts MATCH chinese_match(:q)
                ORDER BY rowid DESC LIMIT 2000
            )
        ))
    ORDER BY r.source_id DESC LIMIT :most
""".replace("{alike}", places_named.ALIKE.format("place"))


def clean(text):
    """A text without the characters that XML forbids."""
    return _BAD.sub("", text)


def asked(args):
    """What the address names; a year that is none names nothing."""
    found = {name: clean(args.get(name) or "")[:200] or None for name in ("place", "function", "agency", "year", "q")}
    year = found["year"]
    return {**found, "year": int(year) if year and re.fullmatch(r"\d{4}", year, re.ASCII) else None}


def _element(parent, name, text=None, **attributes):
    made = ElementTree.SubElement(parent, name, attributes)
    made.text = None if text is None else clean(str(text))
    return made


def feed(rows, title, here, page, report):
    """The feed as bytes; ``report`` makes the address of a report of its id."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "zh-CN"})
    _element(root, "title", title)
    _element(root, "id", here)
    _element(root, "link", rel="self", href=here)
    _element(root, "link", rel="alternate", href=page)
    _element(root, "updated", max((row["added_at"] for row in rows), default="1970-01-01T00:00:00+00:00"))
    _element(_element(root, "author"), "name", "政府信息公开年报")
    for row in rows:
        _entry(root, row, report(row["id"]))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root, row, url):
    corrected = row["revision"] > 1
    entry = _element(root, "entry")
    _element(entry, "title", f"{'更正：' if corrected else ''}{row['agency']} {row['year']} 年报告")
    _element(entry, "id", f"{url}#source-{row['source_id']}")
    _element(entry, "link", rel="alternate", href=f"{url}#revisions" if corrected else url)
    _element(entry, "updated", row["added_at"])
    _element(entry, "summary", _summary(row, corrected))


def _summary(row, corrected):
    told = [f"第 {row['revision']} 版"] if corrected else []
    told += ["政府汇总报告，含所属部门"] if row["scope"] == "aggregate" else []
    told += [
        f"{label} {row[name]} 件" for name, label in (("received", "新收"), ("closed", "办结")) if row[name] is not None
    ]
    told += [f"误 {row['errors']} 处"] if row["errors"] else []
    return "，".join(told) or (row["title"] or "")


async def atom(datasette, request):
    if "reports" not in datasette.databases:
        raise NotFound("没有数据库 (no database)")
    db, given = datasette.get_database("reports"), asked(request.args)
    name = None
    if given["place"]:
        name = (await db.execute(_PLACE, given)).first()
        if name is None:
            raise NotFound("没有这个地方 (no such place)")
        given["place"] = name["code"]
    label = (await db.execute("SELECT label FROM function_classes WHERE code = :function", given)).first()
    rows = list((await db.execute(_NEWEST, {**given, "most": MOST}, page_size=MOST)).rows)
    year = f"{given['year']} 年" if given["year"] else None
    words = [name["full_name"] if name else None, label["label"] if label else given["function"]]
    words += [given["agency"], year, given["q"]]
    title = "政府信息公开年报：" + (" ".join(filter(None, words)) or "全部") + "，新收录和更正"
    query = urlencode({key: value for key, value in given.items() if value is not None})

    def absolute(path):
        return datasette.absolute_url(request, path)

    here = absolute(datasette.urls.path("/-/feed.atom")) + (f"?{query}" if query else "")
    page = absolute(
        datasette.urls.row("reports", "regions", given["place"]) if given["place"] else datasette.urls.instance()
    )
    body = feed(rows, title, here, page, lambda one: absolute(datasette.urls.row("reports", "reports", str(one))))
    return Response(body.decode(), content_type="application/atom+xml; charset=utf-8")


# Which parameters of a question name what a feed is of: the same words, or words in a name.
_OF_QUESTIONS = {"place": "place", "region": "place", "function": "function", "year": "year", "q": "q"}


def of_question(name, given):
    """What stands behind ``/-/feed.atom`` for new reports of what a question is of; empty where it names nothing.

    >>> of_question("timeliness", {"place": "河南省", "year": ""}), of_question("agency_series", {"agency": "商务局"})
    ('place=%E6%B2%B3%E5%8D%97%E7%9C%81', 'q=%E5%95%86%E5%8A%A1%E5%B1%80')
    >>> of_question("agency_years", {"agency": "7"}), of_question("carry_over", {"year": ""})
    ('agency=7', '')
    """
    agency = "agency" if name == "agency_years" else "q"
    named = {_OF_QUESTIONS.get(key, agency if key == "agency" else None): value for key, value in given.items()}
    return urlencode({key: value for key, value in named.items() if key and value})


@hookimpl
def extra_template_vars():
    return {"feed_of_question": of_question}


@hookimpl
def register_routes():
    return [(r"^/-/feed\.atom$", atom)]

"""Questions (canned queries, 现成的问题): a page shows the first rows and says of how many; JSON, like CSV, is whole.

Datasette cuts an answer at 1,000 rows and, as an array of JSON, says nothing of it. Here a question's page shows SHOWN
rows and counts the others; its JSON is written from the cursor as it comes, from one state of the database, however
long it is. ``_size`` asks for a page of it. Whole numbers are whole everywhere, also where they are stored as REAL:

>>> plain_rows([("n", None), ("share", None)], [(288.0, 0.5)])[0]["n"]
288
>>> tuple(plain_rows([("n", None)], [(None,)])[0]), dict(plain_rows([("n", None)], [(1.0,)])[0])
((None,), {'n': 1})
"""

import asyncio
import json
import re
import sqlite3
import sys
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path

from datasette import hookimpl
from datasette.database import QueryInterrupted, Results

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named
from site_safety import patience

SHOWN = 200  # a page of them has 150 kB at most
_BATCH = 1000
_PATIENCE = 500  # milliseconds to count the rows that aren't shown
_DATABASE = "reports"
_JSON = re.compile(rf"/{_DATABASE}/(?P<name>[a-z_]+)\.json")
_cut = ContextVar("cut", default=None)  # what was cut of the answer to a request for JSON
_threads = ThreadPoolExecutor(2, thread_name_prefix="json")


def plain_rows(description, rows):
    """Rows whose whole numbers have no point; the rows themselves where none has."""
    if not any(isinstance(cell, float) and cell.is_integer() for row in rows for cell in row):
        return rows
    kind = type("Row", (_Row,), {"names": [column[0] for column in description]})
    return [kind(_plain(cell) for cell in row) for row in rows]


def _plain(cell):
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


class _Row(tuple):
    """As much of a row of SQLite as Datasette and its plugins use."""

    __slots__ = ()
    names = ()

    def __getitem__(self, key):
        return super().__getitem__(self.names.index(key) if isinstance(key, str) else key)

    def keys(self):
        return list(self.names)


@hookimpl
def startup(datasette):
    async def look_after():
        db = datasette.databases.get(_DATABASE)
        if db is None:
            return
        questions = {query["sql"] for query in (await datasette.get_canned_queries(_DATABASE, None)).values()}
        execute = db.execute

        async def shown(sql, params=None, *args, **options):
            cut = _cut.get()
            if options.get("truncate") and sql in questions:
                if cut is None:
                    return await _first(execute, sql, params, *args, **options)
                found = await execute(sql, params, *args, **options)
                if found.truncated:
                    cut.update(sql=sql, params=dict(params or {}))
            else:
                found = await execute(sql, params, *args, **options)
            return Results(plain_rows(found.description, found.rows), found.truncated, found.description)

        db.execute = shown

    return look_after


async def _first(execute, sql, params, *args, **options):
    """The rows that a page shows; ``truncated`` where there are more."""
    found = await execute(f"{sql}\nlimit {SHOWN + 1}", params, *args, **options)
    rows = plain_rows(found.description, found.rows)
    return Results(rows[:SHOWN], len(rows) > SHOWN, found.description)


@hookimpl
def extra_template_vars(datasette):
    async def rows_in_all(sql, params):
        """How many rows an answer has in all; None where it takes too long to tell."""
        counted = f"select count(*) from ({sql.strip().rstrip(';')})"
        database = datasette.get_database(_DATABASE)
        try:
            return (await database.execute(counted, dict(params), custom_time_limit=_PATIENCE)).single_value()
        except (QueryInterrupted, sqlite3.Error):
            return None

    async def other_codes(given):
        """The other codes of the place that a question is of, each with the value that asks for it."""
        name = next((name for name in ("place", "region") if given.get(name)), None)
        if name is None:
            return []

        def look(connection):
            called = places_named.called(connection, str(given[name]))
            codes = {code for own in called.values() for code in own} if len(called) == 1 else set()
            others = [
                one for code in codes for one in places_named.others(connection, code) if one["code"] not in codes
            ]
            return [{**one, "key": name, "value": one["code" if name == "region" else "name"]} for one in others]

        return await datasette.get_database(_DATABASE).execute_fn(look)

    return {"rows_in_all": rows_in_all, "told_of": told_of, "other_codes": other_codes}


# --- whose numbers these are -------------------------------------------------------------------------------------

_HEADINGS = {
    "year": ("年份", "缺少的年份"),
    "province": ("省份",),
    "place": ("地区",),
    "region": ("地区",),
    "agency": ("机关",),
    "function": ("职能",),
    "report": ("报告",),
}
_TERMS = {
    "own": "本机关",
    "aggregate": "政府汇总",
    "provincial": "省级",
    "prefectural": "市级",
    "county": "县级",
    "township": "乡镇街道",
    "national": "国家",
}


def told_of(given, columns, rows):
    """Of which year, place and agency an answer is: as asked, or as all its rows say.

    >>> told_of({"year": "", "province": "河南省"}, ["年份", "公开率"], [(2024, 0.5)])
    '河南省，2024 年'
    >>> told_of({"year": "", "scope": "aggregate"}, ["年份"], [(2023,), (2024,)])
    '政府汇总'
    """
    told = [_told(name, typed, list(columns or ()), rows or ()) for name, typed in (given or {}).items()]
    return "，".join(str(value) for _, value in sorted(told, key=lambda one: one[0]) if value)


def _told(name, typed, columns, rows):
    """(its place in the sentence, one parameter in words): the value that all rows have, else what was typed."""
    if name not in _HEADINGS:
        return 1, _TERMS.get(typed, typed)
    at = [columns.index(heading) for heading in _HEADINGS[name] if heading in columns]
    printed = {row[n] for n in at for row in rows}
    value = next(iter(printed)) if len(printed) == 1 else typed
    if name == "year" and value:
        return 2, f"{value} 年"
    return 0, f"报告 {value}" if name == "report" else value


# --- whole answers as JSON ---------------------------------------------------------------------------------------


class _Answer:
    """An answer of Datasette's, held back until it is known whether it is whole."""

    def __init__(self):
        self.events = []

    async def hold(self, event):
        self.events.append(event)

    @property
    def body(self):
        return b"".join(event.get("body", b"") for event in self.events)

    async def send_on(self, send):
        for event in self.events:
            await send(event)


def _batches(datasette, sql, params):
    """Batches of rows with their columns; made and used in a thread."""
    db = datasette.get_database(_DATABASE)
    mode = "mode=ro" if db.is_mutable else "immutable=1"
    path = urllib.parse.quote(str(db.path))
    connection = sqlite3.connect(f"file:{path}?{mode}", uri=True, check_same_thread=False)
    try:
        datasette._prepare_connection(connection, _DATABASE)
        connection.row_factory = None
        limit = datasette.setting("sql_time_limit_ms")
        with patience.limited(connection, limit):
            cursor = connection.execute(sql, params)
            rows = cursor.fetchmany(_BATCH)
        while True:
            yield [column[0] for column in cursor.description], rows
            if len(rows) < _BATCH:
                return
            with patience.limited(connection, limit):
                rows = cursor.fetchmany(_BATCH)
    finally:
        connection.close()


def _written(shape, columns, rows):
    """Rows as JSON, each without what parts it from the next."""
    for row in rows:
        cells = [_plain(cell) for cell in row]
        if shape == "arrayfirst":
            yield json.dumps(cells[0])
        else:
            yield json.dumps(dict(zip(columns, cells, strict=True)) if shape in ("array", "objects") else cells)


def _frame(asked, body):
    """What stands before the rows, between two of them, and after the last."""
    shape = asked.get("_shape", "arrays")
    if shape in ("array", "arrayfirst"):
        return (b"", b"\n", b"") if asked.get("_nl") else (b"[", b",\n", b"]")
    head = {key: value for key, value in json.loads(body).items() if key not in ("rows", "truncated")}
    rest = json.dumps({**head, "truncated": False})
    return b'{"rows": [', b",\n", f"], {rest[1:]}".encode()


async def _send_whole(datasette, answer, cut, asked, send):
    """The whole answer, written as it is read; what can't be finished breaks off."""
    before, between, after = _frame(asked, answer.body)
    shape = asked.get("_shape", "arrays")
    start = next(event for event in answer.events if event["type"] == "http.response.start")
    headers = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
    batches = _batches(datasette, cut["sql"], cut["params"])
    loop = asyncio.get_running_loop()
    try:
        found = await loop.run_in_executor(_threads, next, batches, None)
        await send({**start, "headers": headers})
        part = before
        while found:
            part += between.join(text.encode() for text in _written(shape, *found))
            found = await loop.run_in_executor(_threads, next, batches, None)
            if found and found[1]:
                part += between
            await send({"type": "http.response.body", "body": part, "more_body": True})
            part = b""
        await send({"type": "http.response.body", "body": after})
    finally:
        await loop.run_in_executor(_threads, batches.close)


@hookimpl(tryfirst=True)
def asgi_wrapper(datasette):
    def wrap(app):
        async def whole(scope, receive, send):
            asked = dict(urllib.parse.parse_qsl(scope.get("query_string", b"").decode("latin-1")))
            wanted = scope["type"] == "http" and scope["method"] == "GET" and _JSON.fullmatch(scope["path"])
            # gaps/exports.py, which says _nocount, asks but for the SQL of an address.
            if not wanted or asked.get("_size", "max") != "max" or asked.keys() & {"_nocount"}:
                return await app(scope, receive, send)
            answer, cut = _Answer(), {}
            token = _cut.set(cut)
            try:
                await app(scope, receive, answer.hold)
            finally:
                _cut.reset(token)
            if cut:
                return await _send_whole(datasette, answer, cut, asked, send)
            return await answer.send_on(send)

        return whole

    return wrap

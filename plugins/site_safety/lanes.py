"""Which request runs where, and how much at once (分流): nobody waits for anybody's SQL, and memory has an end.

Lanes: what brings SQL (``?sql=``, ``_where``, the full-text index's own language, ``/-/mcp``) runs in processes of
its own (``pool``). Lists, that is tables and ready questions, run in threads of their own, those with searching
filters in others, so that nobody's search keeps a plain list waiting, and pictures in others again, as each takes a
second to draw; all other pages in Datasette's. Of each lane's
requests a few are worked on at a time, so that what they hold is a few times what one holds; an answer is sent when
its place has been given to the next, in pieces, as its reader takes them.
"""

import asyncio
import contextvars
import re
import sqlite3
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, nullcontext
from weakref import WeakKeyDictionary

from datasette import database as datasette_database
from datasette.database import QueryInterrupted, Results

from site_safety import patience, pool, rows
from site_safety.errors import STATEMENT, refusal
from site_safety.sentences import chinese

PLACES = {"list": 3, "filter": 2, "picture": 3, "page": 8, "mcp": 8}  # requests that are worked on at once
QUEUE = 200
PATIENCE = 20  # seconds
LIST = 24_000_000  # bytes that the rows of a list may hold
UNSENT = 200_000_000  # bytes of answers that are made and not yet taken
_PIECE = 64 * 1024
_SMALL = 256 * 1024  # an answer that costs nobody anything
_FULL = "服务器正忙，请稍后再试 (the server is busy, try again later)"
_SEARCHING = ("_search", "_facet_", "_through", "_sort", "_filter")
_LIST = re.compile(r"/(?!-/)[^/]+(/[^/]+)?/?")
_PICTURE = re.compile(r"/-/(build|chart/[a-z_]+)\.(png|svg)")
_THREADS = ("list", "filter", "picture")
_MCP = re.compile(r"/-/mcp(/|$)")
_at = contextvars.ContextVar("at", default=None)  # the request that is being answered
_peeking = contextvars.ContextVar("peeking", default=False)
_lanes = WeakKeyDictionary()  # Datasette → Lanes


def lane(path, query):
    """The lane of a request.

    >>> lane("/reports.json", "sql=select+1"), lane("/reports/findings", "_where=1"), lane("/-/mcp", "")
    ('sql', 'sql', 'mcp')
    >>> lane("/reports/findings", "year=2021"), lane("/reports/sections", "body__like=%25a"), lane("/", "")
    ('list', 'filter', 'page')
    >>> lane("/-/chart/functions.png", "year=2021"), lane("/-/build.svg", ""), lane("/-/build", "")
    ('picture', 'picture', 'page')
    """
    asked = urllib.parse.parse_qs(query, keep_blank_values=True)
    if _MCP.match(path):
        return "mcp"
    if path.startswith("/-/"):
        return "picture" if _PICTURE.fullmatch(path) else "page"
    if "_where" in asked or asked.get("sql", [""]) != [""] or asked.get("_searchmode") == ["raw"]:
        return "sql"
    if not _LIST.fullmatch(path):
        return "page"
    return "filter" if any("__" in name or name.startswith(_SEARCHING) for name in asked) else "list"


class Lanes:
    """The lanes of one Datasette."""

    def __init__(self, datasette):
        self.datasette = datasette
        self.sql = pool.Line()
        self.exports = pool.Line(queue=5)
        self.threads = {name: ThreadPoolExecutor(PLACES[name], thread_name_prefix=name) for name in _THREADS}
        self.places = {name: asyncio.Semaphore(most) for name, most in PLACES.items()}
        self.waiting = dict.fromkeys(PLACES, 0)
        self.unsent = 0

    @asynccontextmanager
    async def place(self, name):
        """A place in a lane for a while: (the worker, if it has one)."""
        if name == "sql":
            async with self.sql.worker() as process:
                yield process
            return
        if self.waiting[name] >= QUEUE:
            raise refusal(503, _FULL, after=5)
        self.waiting[name] += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self.places[name].acquire()
        except TimeoutError:
            raise refusal(503, _FULL, after=5) from None
        finally:
            self.waiting[name] -= 1
        try:
            yield None
        finally:
            self.places[name].release()


def brings_sql(scope):
    """Does a request bring SQL of its own?"""
    return lane(scope["path"], scope["query_string"].decode("latin-1")) == "sql"


def of(datasette):
    """The lanes of this Datasette."""
    if datasette not in _lanes:
        _lanes[datasette] = Lanes(datasette)
    return _lanes[datasette]


class _Request:
    """A request in its lane, and what its answer is until the lane is left."""

    def __init__(self, name, process):
        self.lane, self.process = name, process
        self.answer = []
        self.streams = False


def wrap(datasette):
    """The wrapper that leads each request into its lane."""

    def wrapper(app):
        async def led(scope, receive, send):
            # A request that is asked within another (Datasette's own client) is a part of that.
            if scope["type"] != "http" or _at.get() is not None:
                return await app(scope, receive, send)
            lanes = of(datasette)
            name = lane(_path(datasette, scope), scope["query_string"].decode("latin-1"))
            async with lanes.place(name) as process:
                request = _Request(name, process)
                token = _at.set(request)
                try:
                    await app(scope, receive, _kept(request, send))
                finally:
                    request.process = None
                    _at.reset(token)
            return await _deliver(lanes, request, send)

        return led

    return wrapper


def _path(datasette, scope):
    """The path that Datasette will look at."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    base = datasette.setting("base_url")
    return "/" + path[len(base) :] if base != "/" and path.startswith(base) else path


def _kept(request, send):
    """A ``send`` that keeps an answer in one piece, and lets a stream through."""

    async def keep(event):
        if event["type"] == "http.response.body" and event.get("more_body") and not request.streams:
            request.streams = True
            for kept in request.answer:
                await send(kept)
            request.answer = []
        if request.streams:
            return await send(event)
        request.answer.append(event)
        return None

    return keep


async def _deliver(lanes, request, send):
    """The answer that was kept, in pieces."""
    if not request.answer:
        return
    start, body = request.answer[0], b"".join(event.get("body", b"") for event in request.answer[1:])
    request.answer = []
    if len(body) > _SMALL and lanes.unsent + len(body) > UNSENT:
        raise refusal(503, _FULL, after=5)
    lanes.unsent += len(body)
    try:
        await send(start)
        for at in range(0, max(len(body), 1), _PIECE):
            piece = {"type": "http.response.body", "body": body[at : at + _PIECE], "more_body": at + _PIECE < len(body)}
            await send(piece)
    finally:
        lanes.unsent -= len(body)


@contextmanager
def peeking():
    """A while in which a request is asked for its SQL and its errors, and its rows are for nobody."""
    token = _peeking.set(True)
    try:
        yield
    finally:
        _peeking.reset(token)


def put_in(datasette):
    """Let every database answer in the lane of the request that asks."""
    for db in datasette.databases.values():
        if db.path:
            db.execute_fn, db.execute = _in_threads(datasette, db), _answered(datasette, db)
            db.attached_databases = _nothing


async def _nothing():
    """No database is attached; asking would tell where the file lies."""
    return []


def _in_threads(datasette, db):
    """Datasette's ``execute_fn``, in the threads of the lane."""

    def connection():
        found = getattr(datasette_database.connections, db.name, None)
        if found is None:
            found = db.connect()
            datasette._prepare_connection(found, db.name)
            setattr(datasette_database.connections, db.name, found)
        return found

    async def execute_fn(function):
        request = _at.get()
        threads = of(datasette).threads.get(request.lane, datasette.executor) if request else datasette.executor
        return await asyncio.get_running_loop().run_in_executor(threads, lambda: function(connection()))

    return execute_fn


def _answered(datasette, db):
    """Datasette's ``execute``, by a worker where a stranger's SQL is asked, and never more than an answer may hold."""

    async def execute(sql, params=None, truncate=False, custom_time_limit=None, page_size=None, log_sql_errors=True):
        milliseconds = min(custom_time_limit or datasette.sql_time_limit_ms, datasette.sql_time_limit_ms)
        most = None if not truncate else 0 if _peeking.get() else _most(datasette, page_size)
        request = _at.get()
        try:
            if request is not None and request.lane in ("sql", "mcp"):
                lanes = of(datasette)
                # A session of /-/mcp outlives the request that began it, and takes a worker for each question.
                held = nullcontext(request.process) if request.process else lanes.sql.worker()
                async with held as process:
                    return await pool.ask(lanes.sql, process, db, sql, params, milliseconds, most)
            return await db.execute_fn(lambda connection: _read(connection, sql, params, milliseconds, most))
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, sql, params) from None
            raise _told(error) from error

    return execute


def _most(datasette, page_size):
    """How many rows Datasette would keep of a truncated answer."""
    most = datasette.max_returned_rows
    return most + 1 if most == (page_size or datasette.page_size) else most


def _read(connection, sql, params, milliseconds, most):
    """Rows of the site's own SQL."""
    with patience.limited(connection, milliseconds):
        cursor = connection.cursor()
        try:
            cursor.execute(sql, params if params is not None else {})
            found = list(rows.light(rows.first(cursor, None if most is None else most + 1), LIST))
            return Results(found[:most], most is not None and len(found) > most, cursor.description)
        finally:
            cursor.close()


def _told(error):
    """The error as Datasette expects errors of SQL: whatever is wrong with a statement is an OperationalError."""
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, sqlite3.Error) and code is not None and code & 0xFF not in STATEMENT:
        return error  # the file, the disk
    return sqlite3.OperationalError(chinese(str(error)) or "内存不够 (out of memory)")

"""CSV, whole and safe to open (导出): every row once, however many there are.

Datasette 0.65 makes a CSV of pages: it writes an error into the file where a page takes too long, pages a view by
offset, and cuts a query's answer at 1,000 rows without a word. Here Datasette only says which SQL belongs to an
address (so filters, permissions and errors stay its own), and that SQL is read in one go, from one state of the
database. What can't be finished breaks off, so that no program takes a part for the whole.

A spreadsheet runs a cell that begins with =, +, - or @ as a formula, and strangers write these reports: such a text
gets an apostrophe in front, a number stays a number. ``_exact=on`` leaves every cell as stored; ``_bom=on`` begins
with the mark that tells Excel the text is UTF-8. The links of the site ask for ``_excel=on``: that mark, a file to
save, and codes that stay text (410100 is no number to reckon with). Programs that ask for nothing get plain UTF-8.
A whole number is printed without a point, however it is stored.

Rows are read and written in a thread, some _PIECE bytes at once, the next piece while one is sent, so that an export
takes the same memory however many rows it has or however long they are. Of a column, each different cell is looked at
once while it is known, and what SQLite keeps as UTF-8 isn't decoded.

>>> safe("=HYPERLINK(1)"), safe("-减少"), safe("-38"), safe("+86 10 1234"), safe("—"), safe(-38), safe(None)
("'=HYPERLINK(1)", "'-减少", '-38', "'+86 10 1234", '—', -38, '')
>>> safe("\\t=1+1")
"'\\t=1+1"
>>> safe(288.0), safe(25.1), safe("288.0")
(288, 25.1, '288.0')
>>> for_excel("410100"), for_excel("007"), for_excel("2021"), for_excel(410100), for_excel("=1"), for_excel("1-2")
('="410100"', '="007"', '2021', 410100, "'=1", '="1-2"')
>>> written([(1, "=a", 2.0), (2, "b,c", None), (3, "=a", 2.5)], safe).splitlines()
["1,'=a,2", '2,"b,c",', "3,'=a,2.5"]
>>> encoded([(b"=a", 2.0), (b"b,c", None), ("甲".encode(), 2.5)], [Texts(safe), Texts(safe)]).decode().splitlines()
["'=a,2", '"b,c",', '甲,2.5']
>>> whole("select a from t order by a limit 51"), whole("select a from v limit 101 offset 100")
('select a from t order by a', 'select a from v')
>>> in_order("select id, a from t order by a desc limit 51", ["id"])
'select id, a from t order by a desc, id limit 51'
>>> in_order("select id from t order by id limit 9", ["id"])
'select id from t order by id limit 9'
"""

import asyncio
import json
import re
import sqlite3
import sys
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from datasette import hookimpl

sys.path.insert(0, str(Path(__file__).parent.parent))  # plugins are no package
from site_safety import patience
from site_safety.lanes import brings_sql, peeking
from site_safety.streams import strangers_rows

_PIECE = 1 << 19
_MOST = 1000  # rows at once: more of them no longer fit the processor's cache
_KNOWN = 5000  # different cells of a column, of rows that are short
_LABELLED = 200  # rows at once whose foreign keys are told: each key is a variable of a query
_LIMIT = re.compile(r" limit (\d+)(?: offset \d+)?$")
_ORDER = re.compile(r" order by (\w+)(?: desc)?(?= limit \d+$)")
_FORMULA = re.compile(r"[=+@\-\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?$")
_QUOTED = re.compile(r'[",\r\n]')
_CODE = re.compile(r"\d{5,}|0\d+|\d+[eE]\d+|\d{1,2}[-/]\d{1,2}|\d{4}[-/]\d{1,2}", re.ASCII)  # read as number or date
_OURS = {"_bom", "_exact", "_excel", "_stream", "_header", "_dl"}
_PAGE = {"_size", "_next", "_stream", "_excel"}  # what makes a page of a table, and what is said anew
_threads = ThreadPoolExecutor(2, thread_name_prefix="export")


def safe(cell):
    """A cell that no spreadsheet takes for a formula."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else cell
    if isinstance(cell, str) and len(cell) > 1 and _FORMULA.match(cell) and not _NUMBER.match(cell):
        return "'" + cell
    return cell


def for_excel(cell):
    """The same, and a text that a spreadsheet would take for a number or a date stays the text that it is."""
    return f'="{cell}"' if isinstance(cell, str) and _CODE.fullmatch(cell) else safe(cell)


def written(rows, clean):
    """Rows as the text of a CSV file."""
    return encoded(rows, [Texts(clean) for _ in rows[0]]).decode() if rows else ""


class Texts(dict):
    """The different cells of a column, each with how it stands in the file: looked at, quoted and encoded once.

    A whole number is printed alike whether it is stored as 1 or as 1.0, so it is no matter which of the two came first.
    """

    def __init__(self, clean):
        super().__init__()
        self.clean = clean

    def __missing__(self, cell):
        text = self[cell] = _text(cell, self.clean)
        return text


def encoded(rows, texts):
    """Rows as a CSV file in UTF-8, as the csv module has it; ``texts``: of each column, what is known of its cells."""
    columns = [map(own.__getitem__, column) for own, column in zip(texts, zip(*rows, strict=True), strict=True)]
    if len(columns) == 1:
        columns = [[cell or b'""' for cell in columns[0]]]  # else a line without anything
    return b"\r\n".join([*map(b",".join, zip(*columns, strict=True)), b""])


def _text(cell, clean):
    if cell is None:
        return b""
    if type(cell) is int:
        return b"%d" % cell
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "surrogateescape")
    text = str(clean(cell))
    text = '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
    return text.encode("utf-8", "surrogateescape")


def _has_blobs(rows):
    return any(bytes in set(map(type, column)) for column in zip(*rows, strict=True))


def whole(sql):
    """A page's SQL without its limit."""
    return _LIMIT.sub("", sql)


def in_order(sql, keys):
    """A page's SQL with its rows in the same order as on the site: equals by key (exact_rows.py)."""
    order = _ORDER.search(sql)
    if not keys or not order or order[1] in keys:
        return sql
    return f"{sql[: order.end()]}, {', '.join(keys)}{sql[order.end() :]}"


def _whole_wanted(asked):
    """Every row, not a page: ``_stream`` with any value, as Datasette has it."""
    return any(asked.get("_stream", ()))


def _as_stored(cell):
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


class _Export:
    """One CSV: what it reads and how it is written."""

    def __init__(self, datasette, database, told, asked, *, strangers=False):
        self.strangers = strangers  # is the SQL, or a part of it, the reader's own?
        self.datasette, self.database, self.asked = datasette, database, asked
        self.sql, self.given = told["query"]["sql"].strip().rstrip(";"), told["query"]["params"]
        self.table, self.keys = told.get("table"), told.get("primary_keys") or []
        self.expanded = told.get("expanded_columns") or []
        self.left = None  # rows still wanted; None: all
        if self.table and _whole_wanted(asked):
            self.sql = whole(in_order(self.sql, self.keys))
        elif self.table and (limit := _LIMIT.search(self.sql)):
            self.sql = in_order(self.sql, self.keys)
            self.left = int(limit[1]) - 1  # a page asks for one row more than it shows
        self.excel = asked.get("_excel") == ["on"]
        self.clean = _as_stored if asked.get("_exact") == ["on"] else for_excel if self.excel else safe
        self.utf8 = False  # are texts read as their UTF-8?
        self.texts = []
        self.bytes = 0
        self.at_once = 50  # rows, until it is known how long they are
        self.busy = threading.Lock()  # who leaves in the middle closes the connection when its thread has done

    async def _thread(self, work, *given):
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *given)

    def _open(self):
        db = self.datasette.get_database(self.database)
        mode = "mode=ro" if db.is_mutable else "immutable=1"
        self.connection = sqlite3.connect(
            f"file:{urllib.parse.quote(str(db.path))}?{mode}", uri=True, check_same_thread=False
        )
        self.datasette._prepare_connection(self.connection, self.database)
        self.connection.row_factory = None
        if self.table:  # what this project stores is UTF-8; Datasette's careful decoding costs as much as all the rest
            kinds = {row[2] for row in self.connection.execute("SELECT * FROM pragma_table_xinfo(?)", [self.table])}
            self.utf8 = not self.expanded and "BLOB" not in kinds
            self.connection.text_factory = bytes if self.utf8 else str
        with patience.limited(self.connection, self.datasette.setting("sql_time_limit_ms")):
            self.cursor = self.connection.execute(self.sql, self.given)
            return self._fetch()

    def _fetch(self):
        if self.left == 0:
            return []
        with patience.limited(self.connection, self.datasette.setting("sql_time_limit_ms")):
            rows = self.cursor.fetchmany(self.at_once if self.left is None else min(self.at_once, self.left))
        if self.left is not None:
            self.left -= len(rows)
        return rows

    @asynccontextmanager
    async def _reading(self):
        """The names of the columns, and what gives the next piece: read here, or in a process of its own."""
        if self.strangers:
            db = self.datasette.get_database(self.database)
            async with strangers_rows(self.datasette, db, self.sql, self.given) as stream:
                yield stream.columns, lambda: self._piece(self._counted(stream))
            return
        self.begun = await self._thread(self._open)  # the first rows are read with the opening
        try:
            labelled = self.expanded and (lambda: self._piece(self._thread(self._next)))
            yield [column[0] for column in self.cursor.description], labelled or (lambda: self._thread(self._made))
        finally:
            await self._thread(self._close)

    async def _counted(self, stream):
        rows = await stream.batch() if self.left != 0 else []
        if self.left is not None:
            rows = rows[: self.left]
            self.left -= len(rows)
        return rows

    def _close(self):
        with self.busy:
            self.connection.close()

    def _next(self):
        rows, self.begun = self.begun, None
        with self.busy:
            return self._fetch() if rows is None else rows

    def _made(self):
        made, size = [], 0
        while size < _PIECE and (part := self._told(self._next(), {})):
            made.append(part)
            size += len(part)
        return b"".join(made)

    async def _piece(self, batch):
        rows = await batch
        return await self._thread(self._told, rows, await self._labels(rows))

    async def parts(self):
        """The file, piece by piece. Everything that can fail at the start fails before the first piece."""
        async with self._reading() as (self.columns, piece):
            making = asyncio.ensure_future(piece())
            try:
                part = await making
                if self.excel or self.asked.get("_bom") == ["on"]:
                    yield b"\xef\xbb\xbf"
                if self.asked.get("_header") != ["off"]:
                    yield self._written([self._headings()])
                while part:
                    making = asyncio.ensure_future(piece())  # while this one is sent
                    yield part
                    part = await making
            finally:
                await asyncio.wait([making])  # the connection is closed when nobody reads from it

    def _headings(self):
        found = []
        for column in self.columns:
            found += [column, f"{column}_label"] if column in self.expanded else [column]
        return found

    def _told(self, rows, labels):
        """A piece of the file; how many rows the next one has follows from its size."""
        if not rows:
            return b""
        size = 0
        if labels or (not self.utf8 and _has_blobs(rows)):
            size = sum(len(cell) for row in rows for cell in row if isinstance(cell, bytes))
            rows = [self._row(row, labels) for row in rows]
        part = self._written(rows)
        most = _LABELLED if self.expanded else _MOST
        self.at_once = max(1, min(most, len(rows) * _PIECE // max(len(part) + size, 1)))
        return part

    def _written(self, rows):
        if self.at_once < _MOST or any(len(own) > _KNOWN for own in self.texts):
            self.texts = [Texts(self.clean) for _ in rows[0]]
        part = encoded(rows, self.texts)
        self.bytes += len(part)
        if self.bytes > self.datasette.setting("max_csv_mb") * 1024 * 1024 > 0:
            raise OverflowError(f"CSV 超过 {self.datasette.setting('max_csv_mb')} MB (larger than max_csv_mb)")
        return part

    async def _labels(self, rows):
        """column → (column, key) → label, of the columns whose foreign keys are to be told."""
        return {
            column: await self.datasette.expand_foreign_keys(
                self.database, self.table, column, {row[place] for row in rows if row[place] is not None}
            )
            for place, column in enumerate(self.columns)
            if column in self.expanded
        }

    def _row(self, row, labels):
        """A row with the labels of its foreign keys and the addresses of its blobs."""
        found = []
        for column, cell in zip(self.columns, row, strict=True):
            found.append(self._blob(row, column) if isinstance(cell, bytes) else cell)
            if column in labels:
                found.append(labels[column].get((column, cell), ""))
        return found

    def _blob(self, row, column):
        if not self.table or not self.keys:
            return ""
        key = ",".join(str(row[self.columns.index(name)]) for name in self.keys)
        return self.datasette.urls.row_blob(self.database, self.table, key, column)


def _asked_for(scope):
    """The database that an export is asked of, or None for any other request."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    found = re.fullmatch(r"/(reports)(?:/[^/]+)?\.csv", scope["path"])
    return found[1] if found else None


def _whole(scope):
    """The request as one for all rows, unless it says which page it wants.

    >>> _whole({"query_string": b"a=1"})["query_string"], _whole({"query_string": b"_size=9"})["query_string"]
    (b'a=1&_stream=on', b'_size=9')
    """
    asked = scope["query_string"]
    names = {name for name, _ in urllib.parse.parse_qsl(asked.decode("latin-1"), keep_blank_values=True)}
    return (
        scope
        if names & {"_size", "_next", "_stream"}
        else {**scope, "query_string": b"&".join([*filter(None, [asked]), b"_stream=on"])}
    )


async def _told(datasette, scope):
    """Datasette's own answer to the same address as JSON: which SQL it is, or its error."""
    asked = urllib.parse.parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    kept = [(key, value) for key, value in asked if key not in _OURS and key != "_shape"]
    if any(key == "_stream" and value for key, value in asked):
        kept = [(key, value) for key, value in kept if key not in ("_size", "_next")] + [("_size", "1")]
    path = urllib.parse.quote(scope["path"].removesuffix(".csv")) + ".json"
    quiet = [("_nofacet", "1"), ("_nocount", "1"), ("_shape", "objects")]
    with peeking():
        return await datasette.client.get(f"{path}?{urllib.parse.urlencode(kept + quiet)}")


async def _send_error(send, status, text, kind=b"application/json; charset=utf-8"):
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": text})


async def _gone(receive):
    """Returns when whoever asked has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _export(datasette, database, scope, receive, send):
    scope = _whole(scope)
    answer = await _told(datasette, scope)
    if answer.status_code != 200 or "query" not in answer.json():
        return await _send_error(send, max(answer.status_code, 400), answer.content)
    asked = urllib.parse.parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    parts = _Export(datasette, database, answer.json(), asked, strangers=brings_sql(scope)).parts()
    try:
        first = await anext(parts, b"")
    except sqlite3.OperationalError as error:
        return await _send_error(send, 400, json.dumps({"ok": False, "error": str(error)}).encode())
    name = scope["path"].rsplit("/", 1)[1]
    saved = bool(asked.keys() & {"_dl", "_bom", "_excel"})
    headers = [(b"content-type", b"text/csv; charset=utf-8" if saved else b"text/plain; charset=utf-8")]
    headers.append((b"x-content-type-options", b"nosniff"))
    if saved:
        headers.append((b"content-disposition", f"attachment; filename*=utf-8''{urllib.parse.quote(name)}".encode()))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": first, "more_body": True})
    if scope["method"] == "GET":
        gone = asyncio.create_task(_gone(receive))
        async for part in parts:
            if gone.done():
                break
            await send({"type": "http.response.body", "body": part, "more_body": True})
        gone.cancel()
    await parts.aclose()
    await send({"type": "http.response.body", "body": b""})
    return None


def download(address):
    """The address of a page's CSV as one saves it: every row, and a file that opens in Excel.

    >>> download("/reports/t.csv?a=1&_size=max&_labels=on"), download("/reports/q.csv")
    ('/reports/t.csv?a=1&_labels=on&_stream=on&_excel=on', '/reports/q.csv?_stream=on&_excel=on')
    """
    path, _, asked = address.partition("?")
    kept = [(key, value) for key, value in urllib.parse.parse_qsl(asked, keep_blank_values=True) if key not in _PAGE]
    return f"{path}?{urllib.parse.urlencode([*kept, ('_stream', 'on'), ('_excel', 'on')])}"


@hookimpl
def extra_template_vars():
    return {"csv_download": download}


# tryfirst: innermost, so that what others add to an answer (CORS, security, ETag) is added to an export, too.
@hookimpl(tryfirst=True)
def asgi_wrapper(datasette):
    def wrap(app):
        async def exporting(scope, receive, send):
            database = _asked_for(scope)
            if database is None or database not in datasette.databases:
                return await app(scope, receive, send)
            return await _export(datasette, database, scope, receive, send)

        return exporting

    return wrap

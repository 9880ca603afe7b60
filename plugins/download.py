"""The whole database as one file (下载): ``/reports.db``.

Datasette gives out only databases that nobody writes, and rightly: a file that is being written is half of one state
and half of another, and its newest part stands in a second file. So the file that is given out is a copy made by
SQLite (its backup, in one step): one state, complete, one file, in the system's folder for temporary files.

A copy costs reading and writing all of the database, and a long ``add`` commits every few seconds. So a copy that is
no longer the newest state is given out until it is EVERY seconds old, or SHARE times what it took to make. How old it
is stands in ``Last-Modified`` and ``Age``; its ``ETag`` is of the copy. A broken download is taken up with ``Range``.

>>> wanted("bytes=10-", 100), wanted("bytes=0-9", 100), wanted("bytes=-5", 100), wanted("bytes=90-200", 100)
(range(10, 100), range(0, 10), range(95, 100), range(90, 100))
>>> wanted("bytes=200-", 100), wanted("bytes=1-2,5-6", 100), wanted("", 100)
(range(0, 0), None, None)
"""

import asyncio
import atexit
import re
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from email.utils import formatdate
from pathlib import Path

from datasette import Forbidden, NotFound, Response, hookimpl

EVERY = 60  # seconds that a copy serves, at least
SHARE = 20  # times what it took: no more than a twentieth of the time goes into copies
PATIENCE = 5  # seconds that somebody waits for a newer copy while there is an older one
_PIECE = 1 << 20  # bytes sent at once
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class _Copy:
    """The newest copy, when it was begun, and the state of the database that it shows."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="reports-download-"))
        self.path = self.state = self.making = None
        self.made, self.serves, self.number = 0.0, 0.0, 0
        self.writes = None  # a connection that sees others' commits
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    async def current(self, path):
        """Make a copy if there is none, or none that may still be given out; raises what SQLite raises."""
        if self.path and (time.time() - self.made < self.serves or self._version(path) == self.state):
            return
        if self.making is None:
            self.making = asyncio.create_task(asyncio.to_thread(self._make, path))
        made = self.making
        await asyncio.wait([made], timeout=PATIENCE if self.path else None)
        if made.done():
            self.making = None if self.making is made else self.making
            if not self.path:
                made.result()

    def _version(self, path):
        if self.writes is None:
            address = f"{Path(path).absolute().as_uri()}?mode=ro"
            self.writes = sqlite3.connect(address, uri=True, check_same_thread=False, timeout=1)
        return self.writes.execute("PRAGMA data_version").fetchone()

    def _make(self, path):
        state, began, before = self._version(path), time.time(), self.path
        self.number += 1
        copy = self.folder / f"{self.number}.db"
        try:
            with closing(sqlite3.connect(copy)) as target:
                self.writes.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # what stands in one file needs no second one
        except sqlite3.Error:
            copy.unlink(missing_ok=True)
            raise
        self.state, self.path, self.made = state, copy, began
        self.serves = max(EVERY, SHARE * (time.time() - began))
        if before:
            before.unlink(missing_ok=True)  # who is reading it keeps it until the end


class _Sent:
    """An answer that sends a file, or a part of it, in large pieces."""

    def __init__(self, copy, request):
        self.file = copy.path.open("rb")  # now, before a newer one takes its place
        self.size, self.tag = copy.path.stat().st_size, f'"{copy.folder.name}-{copy.number}"'
        self.headers = {
            "etag": self.tag,
            "last-modified": formatdate(copy.made, usegmt=True),
            "age": str(max(0, int(time.time() - copy.made))),
            "accept-ranges": "bytes",
            "x-content-type-options": "nosniff",
        }
        self.part, self.status = self._asked(request.headers)
        self.request = request

    def _asked(self, headers):
        """(bytes, status) of the answer."""
        if self.tag in [one.strip() for one in headers.get("if-none-match", "").split(",")]:
            return range(0), 304
        part = wanted(headers.get("range", ""), self.size)
        if part is None or headers.get("if-range", self.tag) not in (self.tag, self.headers["last-modified"]):
            return range(self.size), 200
        end = f"{part.start}-{part.stop - 1}" if part else "*"
        self.headers["content-range"] = f"bytes {end}/{self.size}"
        return part, 206 if part else 416

    async def asgi_send(self, send):
        headers = {**self.headers, "content-length": str(len(self.part))}
        if self.status in (200, 206):
            headers["content-type"] = "application/vnd.sqlite3"
            headers["content-disposition"] = 'attachment; filename="reports.db"'
        if self.status == 304:
            del headers["content-length"]
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        with self.file:
            if self.request.method == "GET":
                await self._send_part(send)
        await send({"type": "http.response.body", "body": b""})

    async def _send_part(self, send):
        gone = asyncio.create_task(_gone(self.request.receive))
        self.file.seek(self.part.start)
        for start in range(self.part.start, self.part.stop, _PIECE):
            if gone.done():
                break
            body = await asyncio.to_thread(self.file.read, min(_PIECE, self.part.stop - start))
            await send({"type": "http.response.body", "body": body, "more_body": True})
        gone.cancel()


async def _gone(receive):
    """Returns when whoever asked has hung up: nobody reads gigabytes for nobody."""
    while (await receive())["type"] != "http.disconnect":
        pass


def wanted(header, size):
    """The bytes that a Range header asks for, an empty range if there are none such; None for the whole file."""
    found = _RANGE.fullmatch(header.strip())
    if not found or not any(found.groups()):
        return None
    if not found[1]:
        return range(max(size - int(found[2]), 0), size)
    start, stop = int(found[1]), min(int(found[2]) + 1 if found[2] else size, size)
    return range(start, stop) if start < stop else range(0)


def _route(copy):
    async def download(datasette, request):
        db = datasette.databases.get("reports")
        if db is None:
            raise NotFound("没有数据库 (no database)")
        for action in ("view-database", "view-database-download"):
            if not await datasette.permission_allowed(request.actor, action, "reports", default=True):
                raise Forbidden(action)
        if not datasette.setting("allow_download"):
            raise Forbidden("view-database-download")
        try:
            await copy.current(db.path)
        except sqlite3.Error:  # no room for a copy, or the database is locked
            text = "暂时无法制作副本，请稍后再试 (no copy can be made at the moment, try again later)"
            return Response.text(text, status=503, headers={"Retry-After": "60"})
        return _Sent(copy, request)

    return download


@hookimpl
def register_routes(datasette):
    db = datasette.databases.get("reports")
    if db is not None and not db.is_mutable:
        return []  # Datasette itself
    return [(r"^/reports\.db$", _route(_Copy()))]

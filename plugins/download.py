"""The whole database as one file (下载): ``/reports.db``.

Datasette gives out only databases that nobody writes, and rightly: a file that is being written is half of one state
and half of another, and its newest part stands in a second file. So the file that is given out is a copy made by
SQLite (``VACUUM INTO``): one state, complete, compact. It is made once for each state of the database, when it is
first asked for, in the system's folder for temporary files.
"""

import asyncio
import atexit
import shutil
import sqlite3
import tempfile
from pathlib import Path

from datasette import Forbidden, NotFound, hookimpl
from datasette.utils.asgi import AsgiFileDownload


class _Copy:
    """The newest copy, and the state of the database that it shows."""

    def __init__(self):
        self.lock = asyncio.Lock()
        self.folder = Path(tempfile.mkdtemp(prefix="reports-download-"))
        self.state, self.number = None, 0
        self.writes = None  # a connection that sees others' commits
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def current(self, path):
        """The path of a copy that is up to date, made if there is none."""
        if self.writes is None:
            self.writes = sqlite3.connect(
                f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
        state = self.writes.execute("PRAGMA data_version").fetchone()
        if state != self.state:
            before = self.folder / f"{self.number}.db"
            self.number += 1
            self.writes.execute("VACUUM INTO ?", [str(self.folder / f"{self.number}.db")])
            self.state = state
            before.unlink(missing_ok=True)  # who is reading it keeps it until the end
        return self.folder / f"{self.number}.db"


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
        async with copy.lock:
            path = await asyncio.to_thread(copy.current, db.path)
        headers = {"content-length": str(path.stat().st_size), "x-content-type-options": "nosniff"}
        return AsgiFileDownload(path, "reports.db", "application/vnd.sqlite3", headers=headers)

    return download


@hookimpl
def register_routes(datasette):
    db = datasette.databases.get("reports")
    if db is not None and not db.is_mutable:
        return []  # Datasette itself
    return [(r"^/reports\.db$", _route(_Copy()))]

"""Nothing is made twice (ETag, 缓存): an unchanged answer costs a look at the database's version, not a query.

Every answer is made from the address, the database and the configuration, so their state is the answer's tag, known
before any query is run. A client that has the answer already gets ``304 Not Modified``; anyone else gets the bytes
that were made for whoever asked first. The tag is weak, as the same answer may come compressed.

The answers are kept in this process: by their whole address (scheme, host, path as it was sent, query), dropped
together as soon as the database, the configuration or a template is another, and bounded: KEPT bytes in all, the one
that wasn't asked for the longest goes first; an answer of more than LONGEST bytes isn't kept. Several who ask for
the same new answer at once wait for one that is being made.

What is asked with a cookie or a password may be somebody's own and gets no tag; nor do static files and errors.
Nothing that sets a cookie, or says that it is private, is kept; nor what is incomplete because a query was broken off
at its limit: on another day, on an idle machine, it wouldn't be.
"""

import asyncio
import hashlib
import os
import sqlite3
from collections import OrderedDict
from contextvars import ContextVar
from pathlib import Path

from datasette import __version__, hookimpl
from datasette.database import QueryInterrupted

KEPT = 64 << 20
LONGEST = 4 << 20
_READ_ONCE = ("metadata.yml", "settings.json", "plugins/*")
_READ_AGAIN = "templates/*"  # Jinja takes a changed template without a new start
_PERSONAL = {b"cookie", b"authorization"}
_APART = {b"cookie", b"authorization", b"host"}  # what an answer may vary by: the first two are never answered here
_OTHERS = ("/static/", "/-/static", "/-/mcp", "/reports.db")  # the download has a tag of its own: its copy's
_broken_off = ContextVar("broken_off", default=None)  # what was, while the answer of this context was made


class _State:
    """What the answers depend on, as a few bytes that change with it."""

    def __init__(self, datasette):
        self.paths = [db.path for db in datasette.databases.values() if db.path]
        self.connections = [
            sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=0)
            for path in self.paths
        ]
        folder = Path(datasette.config_dir or ".")
        self.templates = sorted(folder.glob(_READ_AGAIN))
        read = sorted(path for pattern in _READ_ONCE for path in folder.glob(pattern) if path.is_file())
        self.fixed = f"{__version__} {[(path.name, _stat(path)) for path in read]} {datasette.settings_dict()}"

    def now(self):
        """The state, or None while it can't be told: a database that is locked for a moment."""
        parts = [self.fixed, *map(_stat, self.templates)]
        try:
            for path, connection in zip(self.paths, self.connections, strict=True):
                # data_version tells two commits apart that fall into one tick of the file system's clock.
                parts += [connection.execute("PRAGMA data_version").fetchone(), _stat(path), _stat(f"{path}-wal")]
        except sqlite3.OperationalError:
            return None
        return repr(parts)


def _stat(path):
    try:
        found = os.stat(path)  # noqa: PTH116 (a path object for each costs more than to ask)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class _Answers:
    """The answers to GET of one state of the data; what is being made is a future."""

    def __init__(self):
        self.state, self.size = None, 0
        self.kept, self.making = OrderedDict(), {}

    def of(self, state):
        """Forget everything that another state answered."""
        if state != self.state:
            self.state, self.size = state, 0
            self.kept.clear()
            self.making = {}

    def get(self, key):
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    def put(self, state, key, events):
        if state != self.state or key in self.kept:  # made while the data changed: whoever asked has it, no one else
            return
        self.kept[key] = events
        self.size += _size(key, events)
        while self.size > KEPT:
            self.size -= _size(*self.kept.popitem(last=False))


def _size(key, events):
    headers = sum(len(name) + len(value) for name, value in events[0]["headers"])
    return headers + len(repr(key)) + sum(len(event["body"]) for event in events[1:])


class _Recorded:
    """Passes an answer on and has it in the end, if it is one to keep.

    An answer in one piece is kept before a byte of it is sent: nobody waits for somebody else's slow connection.
    """

    def __init__(self, send, tag, keep):
        self.send, self.tag, self.keep = send, tag, keep
        self.events, self.size, self.start = [], 0, None

    async def __call__(self, event):
        if event["type"] == "http.response.start":
            self.start = self._tagged(event)  # until there is something to send with it
            return
        self._take(event)
        if self.start is not None:
            await self.send(self.start)
            self.start = None
        await self.send(event)

    def _tagged(self, start):
        if start["status"] == 200:
            kept = [(name, value) for name, value in start["headers"] if name.lower() != b"etag"]
            start = {**start, "headers": [*kept, (b"etag", self.tag.encode())]}
        self.events = [start] if _may_be_kept(start) else None
        return start

    def _take(self, event):
        if self.events is not None:
            self.size += len(event.get("body", b""))
            self.events = [*self.events, {**event, "body": event.get("body", b"")}] if self.size <= LONGEST else None
        self.keep(self.events if self.events is not None and not event.get("more_body", False) else None)


def _may_be_kept(start):
    headers = [(name.lower(), value.lower()) for name, value in start["headers"]]
    return start["status"] == 200 and not any(_forbids(name, value) for name, value in headers)


def _forbids(name, value):
    """Does a header say that the answer isn't for everyone who asks for the same address of the same host?"""
    if name == b"cache-control":
        return b"private" in value or b"no-store" in value
    return name == b"set-cookie" or (name == b"vary" and not {one.strip() for one in value.split(b",")} <= _APART)


def _key(scope):
    """The whole address; the path as it was sent, since ``%2F`` and ``/`` lead to different pages."""
    path = scope.get("raw_path") or scope["path"].encode()
    return scope["method"], scope.get("scheme", ""), _header(scope, b"host"), path, scope["query_string"]


def _tag(state, key):
    return f'W/"{hashlib.sha256(repr([state, key[1:]]).encode()).hexdigest()[:32]}"'


def _header(scope, wanted):
    return next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted), "")


def _applies(scope):
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not _PERSONAL & {name.lower() for name, _ in scope["headers"]}
        and not scope["path"].startswith(_OTHERS)
    )


async def _unchanged(send, tag):
    headers = [(b"etag", tag.encode()), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


class _Conditional:
    """The application with its answers kept."""

    def __init__(self, app, datasette):
        self.app = app
        self.state = _State(datasette)  # now, with the files that Datasette has just read, not those of a request
        self.answers = _Answers()

    async def __call__(self, scope, receive, send):
        state = self.state.now() if _applies(scope) else None
        if state is None:
            return await self.app(scope, receive, send)
        key = _key(scope)
        tag = _tag(state, key)
        if tag in [one.strip() for one in _header(scope, b"if-none-match").split(",")]:
            return await _unchanged(send, tag)
        self.answers.of(state)
        if (being_made := self.answers.making.get(key)) is not None:
            await asyncio.wait([being_made])
        if (events := self.answers.get(key)) is not None:
            for event in events:
                await send(event)
            return None
        return await self._make(state, key, tag, (scope, receive, send))

    async def _make(self, state, key, tag, asked):
        scope, receive, send = asked
        answers = self.answers
        done = answers.making.setdefault(key, asyncio.get_running_loop().create_future())

        def over():
            if answers.making.get(key) is done:
                del answers.making[key]
            if not done.done():
                done.set_result(None)

        broken_off = []

        def keep(events):
            if events is not None and not broken_off:
                answers.put(state, key, events)
            over()  # one that comes in pieces isn't waited for

        asked_within = _broken_off.set(broken_off)
        try:
            await self.app(scope, receive, _Recorded(send, tag, keep))
        finally:
            over()
            _broken_off.reset(asked_within)


def _watched(execute):
    async def watched(*given, **options):
        try:
            return await execute(*given, **options)
        except QueryInterrupted as interrupted:
            if (broken_off := _broken_off.get()) is not None:
                broken_off.append(interrupted)
            raise

    return watched


@hookimpl
def startup(datasette):
    for database in datasette.databases.values():
        database.execute = _watched(database.execute)


# trylast: outside of what makes answers, exports and the download among it.
@hookimpl(trylast=True)
def asgi_wrapper(datasette):
    return lambda app: _Conditional(app, datasette)

"""Asking only for what is new (ETag): a client that has an answer already gets ``304 Not Modified``.

Every answer is made from the address, the database and the configuration, so their state is the answer's tag, known
before any query is run: an unchanged page costs no work at all. The tag is weak, as the same answer may come
compressed, or with another number of milliseconds at its foot.

What is asked with a cookie or a password may be somebody's own and gets no tag; nor do static files and errors.
"""

import hashlib
import sqlite3
from pathlib import Path

from datasette import __version__, hookimpl

_READ_ONCE = ("metadata.yml", "settings.json", "plugins/*")
_READ_AGAIN = "templates/*"  # Jinja takes a changed template without a new start
_PERSONAL = {b"cookie", b"authorization"}
_OTHERS = ("/static/", "/-/static", "/-/mcp")


class _State:
    """What the answers depend on, as a few bytes that change with it."""

    def __init__(self, datasette):
        self.paths = [db.path for db in datasette.databases.values() if db.path]
        self.connections = [
            sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            for path in self.paths
        ]
        folder = Path(datasette.config_dir or ".")
        self.templates = sorted(folder.glob(_READ_AGAIN))
        read = sorted(path for pattern in _READ_ONCE for path in folder.glob(pattern) if path.is_file())
        self.fixed = f"{__version__} {[(path.name, _stat(path)) for path in read]} {datasette.settings_dict()}"

    def now(self):
        parts = [self.fixed, *map(_stat, self.templates)]
        for path, connection in zip(self.paths, self.connections, strict=True):
            # data_version tells two commits apart that fall into one tick of the file system's clock.
            parts += [connection.execute("PRAGMA data_version").fetchone(), _stat(path), _stat(f"{path}-wal")]
        return repr(parts)


def _stat(path):
    try:
        found = Path(path).stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _tag(state, scope):
    asked = [state, scope["path"], scope["query_string"].decode("latin-1"), _header(scope, b"host")]
    return f'W/"{hashlib.sha256(repr(asked).encode()).hexdigest()[:32]}"'


def _header(scope, wanted):
    return next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == wanted), "")


def _applies(scope):
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not _PERSONAL & {name.lower() for name, _ in scope["headers"]}
        and not scope["path"].startswith(_OTHERS)
    )


# trylast: outside of what makes answers, exports and the download among it.
@hookimpl(trylast=True)
def asgi_wrapper(datasette):
    def wrap(app):
        state = _State(datasette)  # now, with the files that Datasette has just read, not those of the first request

        async def conditional(scope, receive, send):
            if not _applies(scope):
                return await app(scope, receive, send)
            tag = _tag(state.now(), scope)
            if tag in [one.strip() for one in _header(scope, b"if-none-match").split(",")]:
                headers = [(b"etag", tag.encode()), (b"access-control-allow-origin", b"*")]
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                return await send({"type": "http.response.body", "body": b""})

            async def send_tagged(event):
                if event["type"] == "http.response.start" and event["status"] == 200:
                    kept = [(name, value) for name, value in event["headers"] if name.lower() != b"etag"]
                    event = {**event, "headers": [*kept, (b"etag", tag.encode())]}
                await send(event)

            return await app(scope, receive, send_tagged)

        return conditional

    return wrap

"""What a reader sees of an error (出错): what is wrong with the request, in one sentence; of the program, nothing.

A request that can't be answered is a 4xx with its reason. Anything else is the program's fault: 500, one sentence,
and the whole story in the log of the server, once.
"""

import json
import logging
import sqlite3

from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup

from site_safety.sentences import chinese

_log = logging.getLogger("reports.site")
_FAULT = "服务器出错，已记录 (an error of the server; it has been logged)"


def refusal(status, message, after=None):
    """An exception that is answered with this status and sentence, and Retry-After where it may go better later."""
    error = Base400(message)
    error.status, error.after = status, after
    return error


def explained(exception):
    """(status, sentence, heading) for a reader.

    >>> explained(refusal(413, "太大"))
    (413, '太大', None)
    >>> explained(KeyError("secret"))[0]
    500
    """
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0]) if exception.args else "", None
    if isinstance(exception, DatasetteError):
        message = chinese(exception.message)
        if exception.message_is_html and message == exception.message:
            message = Markup(message)  # noqa: S704 (Datasette's)
        # What Datasette gives no status for are its objections to parameters ("Cannot sort table by …").
        return 400 if exception.status == 500 else exception.status, message, exception.title
    if isinstance(exception, sqlite3.Error) and _asked_wrongly(exception):
        return 400, chinese(str(exception)), None
    return 500, _FAULT, None


def _asked_wrongly(error):
    """Is it the statement's fault, and not that of the file or the disk?"""
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF in STATEMENT


STATEMENT = (  # codes that speak of the statement
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_AUTH,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
)


async def page(datasette, path, exception):
    """(status, headers, body) of the answer to a request that failed; JSON where JSON was asked for."""
    status, message, title = explained(exception)
    if status >= 500 and not isinstance(exception, Base400):
        _log.error("%s", path, exc_info=exception)
    headers = [(b"cache-control", b"no-store")] if status >= 500 else []
    if getattr(exception, "allow", None):
        headers.append((b"allow", exception.allow.encode()))
    if getattr(exception, "after", None):
        headers.append((b"retry-after", str(exception.after).encode()))
    told = {"ok": False, "error": message, "status": status, "title": title}
    if path.lower().endswith((".json", ".csv", ".geojson", ".jsono")) or path.startswith("/-/mcp"):
        return status, [*headers, (b"content-type", b"application/json; charset=utf-8")], json.dumps(told).encode()
    template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
    text = await template.render_async(
        {**told, "urls": datasette.urls, "app_css_hash": datasette.app_css_hash(), "menu_links": lambda: []}
    )
    return status, [*headers, (b"content-type", b"text/html; charset=utf-8")], text.encode()


def caught(datasette):
    """The wrapper in which no exception goes further."""

    def wrap(app):
        async def careful(scope, receive, send):
            if scope["type"] != "http":
                return await app(scope, receive, send)
            begun = False

            async def noting(event):
                nonlocal begun
                begun = begun or event["type"] == "http.response.start"
                await send(event)

            try:
                return await app(scope, receive, noting)
            except Exception as exception:
                if begun:  # half of an answer is sent: the connection breaks off, so that nobody takes it for the whole
                    raise
                status, headers, body = await page(datasette, scope["path"], exception)
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return None

        return careful

    return wrap

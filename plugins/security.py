"""What a browser may do with a page (安全): a Content-Security-Policy without inline script, and reading only.

Script runs only from the site's own files. Datasette has a few fixed lines of script in its templates; those are
allowed one by one, by their digest, so that a script which got into a page by way of a report's text would not run
even if it got past the escaping. ``eval`` is allowed where datasette-vega needs it: on tables and answers to queries.

What else keeps the site up whatever strangers send lies in ``site_safety``, and is hung in here: what SQL may do, where
it runs, how much a request may take, what an error shows.

>>> digests("<p></p><script>go()</script><script src='a.js'></script>")
["'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"]
"""

import asyncio
import base64
import hashlib
import itertools
import re
import sys
from pathlib import Path

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package, and Datasette imports each by its path
import draft_check
from site_safety import answers, errors, guard, lanes, parameters

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_TEMPLATES = ("_close_open_menus.html", "_codemirror_foot.html", "table.html")
_CHARTS = re.compile(r"/reports(/[^/.]+)?")  # tables, views, queries, SQL
_FRAMED = re.compile(r"/-/(build|chart/[a-z_]+)/embed")  # a picture and a link, for other people's pages
_DATASETTES = {"_internal", "_memory"}  # databases of Datasette's own, of which nobody else can ask anything
_CELLS = 200  # that are drawn before others have the loop
_cells = itertools.count(1)
_POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]


def digests(template):
    """How a policy names each inline script of a template."""
    found = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(template))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in found]


def _allowed(datasette):
    """The inline scripts of Datasette's own templates; what a template fills in is filled in here, too."""
    allow_facet = "true" if datasette.setting("allow_facet") else "false"
    found = []
    for name in _TEMPLATES:
        text, _, _ = datasette.jinja_env.loader.get_source(datasette.jinja_env, name)
        found += digests(text.replace("{{ datasette_allow_facet }}", allow_facet))
    return " ".join(dict.fromkeys(found))


def _policies(datasette):
    """Content-Security-Policy by path."""
    scripts = _allowed(datasette)

    def policy(path):
        charts = " 'unsafe-eval'" if _CHARTS.fullmatch(path) else ""
        told = _POLICY.format(scripts=scripts + charts)
        return (
            told.replace("frame-ancestors 'self'", "frame-ancestors *") if _FRAMED.fullmatch(path) else told
        ).encode()

    return policy


def _secured(datasette):
    """The outermost wrapper: what holds of every answer, even one of an error."""
    address = (datasette.plugin_config("site") or {}).get("address")
    policy = _policies(datasette)

    def wrap(app):
        async def secured(scope, receive, send):
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close", "code": 1000})
            if scope["type"] == "lifespan":
                guard.limit_heap()  # of a server; a test has many sites in one process
            if scope["type"] != "http":
                return await app(scope, receive, send)
            scope = answers.under(answers.addressed(scope, address), datasette.setting("base_url"))
            host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
            ours = [(b"content-security-policy", policy(scope["path"])), *_ALWAYS]
            send = answers.patient(send)

            async def send_secured(event):
                if event["type"] == "http.response.start":
                    headers = answers.finished(event["headers"], ours, host, fixed=bool(address))
                    event = {**event, "headers": headers}
                await send(event)

            try:
                return await app(scope, receive, send_secured)
            except answers.StalledError:
                return None  # the connection is closed, as the answer isn't whole

        return secured

    return wrap


def _checked(datasette):
    """The wrapper that refuses what can't be meant, before anything is asked."""
    posts = {draft_check.PATH: draft_check.BODY} if draft_check.is_on(datasette) else {}

    def wrap(app):
        async def checked(scope, receive, send):
            if scope["type"] == "http":
                answers.check(scope, posts)
                parameters.check(scope["query_string"].decode("latin-1"))
            await app(scope, receive, send)

        return checked

    return wrap


# A wrapper of hooks, as the order matters: lanes inside of all, checks, errors and headers outside of all.
@hookimpl(hookwrapper=True)
def asgi_wrapper(datasette):
    found = yield
    inside, outside = [lanes.wrap(datasette)], [_checked(datasette), errors.caught(datasette), _secured(datasette)]
    found.force_result([*inside, *found.get_result(), *outside])


# trylast: when every other plugin has set up what it needs.
@hookimpl(trylast=True)
def prepare_connection(conn, database, datasette):
    if database not in _DATASETTES and datasette.databases[database].path:
        guard.harden(conn, datasette.databases[database].path)


# tryfirst: what other plugins put around a database's execute stays outside.
@hookimpl(tryfirst=True)
def startup(datasette):
    lanes.put_in(datasette)


@hookimpl(tryfirst=True)
def permission_allowed(action, resource):
    # The empty database that Datasette serves where there is none holds nothing to ask about.
    return False if action == "execute-sql" and resource in _DATASETTES else None


@hookimpl(hookwrapper=True)
def handle_exception(datasette, request, exception):
    found = yield

    async def answer():
        status, headers, body = await errors.page(datasette, request.path, exception)
        told = {name.decode(): value.decode() for name, value in headers}
        return Response(body, status, told, told.pop("content-type"))

    found.force_result([answer])  # Datasette's own, which prints and shows more, isn't asked


@hookimpl(tryfirst=True)
def filters_from_request(request, table, database, datasette):
    async def check():
        if "_next" in request.args:
            views = await datasette.get_database(database).view_names()
            parameters.check_next(request.args["_next"], view=table in views)

    return check


async def _pause():
    """Let others have the loop for a moment."""
    await asyncio.sleep(0)


# tryfirst: a page of a thousand rows asks forty thousand times, and is no reason for anybody to wait.
@hookimpl(tryfirst=True)
def render_cell():
    return None if next(_cells) % _CELLS else _pause()


@hookimpl
def extra_template_vars():
    return {"pause": _pause_in_template}


async def _pause_in_template():
    await _pause()
    return ""


async def _databases(datasette, request):
    """``/-/databases.json``, as Datasette has it but for where the files lie."""
    told = [{**one, "path": None} for one in datasette._connected_databases()]
    return Response.json(told)


async def _not_here(request):
    raise NotFound("这里没有这一页 (no such page here)")


@hookimpl
def register_routes():
    # Pages for those who develop Datasette; they show the inside of the process.
    hidden = r"^/-/(threads|allow-debug|permissions|messages|patterns|config)(\.json)?$"
    return [(r"^/-/databases(\.json)?$", _databases), (hidden, _not_here)]

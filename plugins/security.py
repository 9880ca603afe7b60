"""What a browser may do with a page (安全): a Content-Security-Policy without inline script, and reading only.

Script runs only from the site's own files. Datasette has a few fixed lines of script in its templates; those are
allowed one by one, by their digest, so that a script which got into a page by way of a report's text would not run
even if it got past the escaping. ``eval`` is allowed where datasette-vega needs it: on tables and answers to queries.

Nothing but reading is answered: every other method is refused before Datasette sees it, but for the machine interface
``/-/mcp``, whose messages are posted (and which only reads).

>>> digests("<p></p><script>go()</script><script src='a.js'></script>")
["'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='"]
"""

import base64
import hashlib
import re

from datasette import hookimpl

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_TEMPLATES = ("_close_open_menus.html", "_codemirror_foot.html", "table.html")
_CHARTS = re.compile(r"/reports(/[^/.]+)?")  # tables, views, queries, SQL
_READING = ("GET", "HEAD", "OPTIONS")
_POSTED = re.compile(r"/-/mcp(/|$)")
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


async def _refuse(send):
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD, OPTIONS")]
    await send({"type": "http.response.start", "status": 405, "headers": headers})
    await send({"type": "http.response.body", "body": "只读 (this site is read-only)".encode()})


@hookimpl
def asgi_wrapper(datasette):
    def wrap(app):
        scripts = _allowed(datasette)

        async def secured(scope, receive, send):
            if scope["type"] != "http":
                return await app(scope, receive, send)
            if scope["method"] not in _READING and not _POSTED.match(scope["path"]):
                return await _refuse(send)
            charts = " 'unsafe-eval'" if _CHARTS.fullmatch(scope["path"]) else ""
            policy = _POLICY.format(scripts=scripts + charts).encode()

            async def send_secured(event):
                if event["type"] == "http.response.start":
                    ours = [(b"content-security-policy", policy), *_ALWAYS]
                    names = {name for name, _ in ours}
                    kept = [(name, value) for name, value in event["headers"] if name.lower() not in names]
                    event = {**event, "headers": kept + ours}
                await send(event)

            return await app(scope, receive, send_secured)

        return secured

    return wrap

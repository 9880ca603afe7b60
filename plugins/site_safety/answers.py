"""Headers, methods, hosts, redirects (应答): what holds of every answer, whoever makes it.

Nothing but reading is answered; ``/-/mcp`` takes posted messages, of BODY bytes at most, where it is installed, and
``/-/check`` a draft, where it is switched on. An
address leads nowhere outside the site, whatever a browser makes of its slashes. Addresses in answers are made from the
Host header, so answers vary by it; where ``metadata.yml`` names the site's address, it is always that:

    plugins:
      site:
        address: https://reports.example.org
"""

import asyncio
import logging
import re
import urllib.parse

from site_safety.errors import refusal

BODY = 64 * 1024  # bytes
SEGMENT = 255  # bytes between two slashes; no file has a longer name
STALLED = 30  # seconds that a reader may take nothing
_READING = ("GET", "HEAD")
_MCP = re.compile(r"/-/mcp/?")
_MCP_METHODS = ("POST", "DELETE", "OPTIONS")  # no GET: the server has nothing to say on its own
_HOST = re.compile(r"([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
_CONTROL = re.compile(rb"[\x00-\x20\x7f-\xff]")
_log = logging.getLogger("reports.site")


class StalledError(Exception):
    """The reader takes nothing more."""


def allowed_methods(path, posts=None):
    """The methods that are answered at a path; ``posts``: the bytes of a form that may be posted there, by path."""
    if _MCP.fullmatch(path):
        return _MCP_METHODS
    return (*_READING, "POST") if path in (posts or {}) else _READING


def redirect(location, host):
    r"""Where a redirect may lead: to a page of this site, however a browser reads its slashes.

    >>> redirect("/\\evil.example", "a.example"), redirect("//evil.example/x", "a.example")
    ('/evil.example', '/evil.example/x')
    >>> redirect("https://evil.example/", "a.example"), redirect("http://a.example/x?y=//z", "a.example")
    ('/', 'http://a.example/x?y=//z')
    """
    path, mark, query = location.partition("?")
    path = path.replace("\\", "/").replace("\t", "").replace("\r", "").replace("\n", "")
    told = urllib.parse.urlsplit(path)
    if told.scheme and told.netloc == host and told.scheme in ("http", "https"):
        return path + mark + query
    if told.scheme:
        return "/"
    return re.sub("^/+", "/", path) + mark + query


def check(scope, posts=None):
    """Refuse what no browser sends and no page needs."""
    path = scope["path"]
    methods = allowed_methods(path, posts)
    if scope["method"] not in methods:
        error = refusal(405, "只读 (this site is read-only)")
        error.allow = ", ".join(methods)
        raise error
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if len(hosts) > 1 or any(not _HOST.fullmatch(value.decode("latin-1")) for value in hosts):
        raise refusal(400, "Host 不合规范 (a malformed Host header)")
    if not all(value.isascii() for name, value in scope["headers"] if name == b"cookie"):
        raise refusal(400, "Cookie 不合规范 (a malformed Cookie header)")
    _check_body(scope["headers"], (posts or {}).get(path, BODY))
    _check_path(scope["path"], scope.get("raw_path") or b"")


def _check_body(headers, most):
    told = {name: value for name, value in headers if name in (b"content-length", b"transfer-encoding")}
    if b"transfer-encoding" in told:
        raise refusal(411, "请求须说明长度 (a request says how long it is)")
    if int(told.get(b"content-length", 0)) > most:
        raise refusal(413, f"请求超过 {most // 1024} KB (the request is larger than {most // 1024} KB)")


def _check_path(path, raw):
    if b"\\" in raw or _CONTROL.search(raw) or any(ord(character) < 32 or character == "\x7f" for character in path):
        raise refusal(400, "地址里有不该有的字符 (characters that no address has)")
    if any(len(part) > SEGMENT for part in raw.split(b"/")):
        raise refusal(404, "没有这么长的地址 (no address is that long)")


def addressed(scope, address):
    """The request as it would come to the site's configured address."""
    if not address:
        return scope
    told = urllib.parse.urlsplit(address)
    kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
    return {**scope, "scheme": told.scheme, "headers": [*kept, (b"host", told.netloc.encode())]}


def under(scope, base):
    """The request without the ``base_url`` that the site lies behind: what follows knows its pages by their own paths.

    >>> under({"path": "/nb/-/places", "raw_path": b"/nb/-/places?q=1"}, "/nb/")
    {'path': '/-/places', 'raw_path': b'/-/places?q=1'}
    >>> under({"path": "/nb", "raw_path": None}, "/nb/"), under({"path": "/-/places", "raw_path": b"/-/places"}, "/")
    ({'path': '/', 'raw_path': None}, {'path': '/-/places', 'raw_path': b'/-/places'})
    """
    if base == "/":
        return scope
    path, raw = scope["path"], scope.get("raw_path")
    return {
        **scope,
        "path": _under(path, base),
        "raw_path": _under(raw.decode("latin-1"), base).encode("latin-1") if raw else raw,
    }


def _under(path, base):
    return "/" if path == base.rstrip("/") else f"/{path.removeprefix(base)}" if path.startswith(base) else path


def patient(send):
    """A ``send`` that waits for a reader, but not for ever."""

    async def in_time(event):
        try:
            async with asyncio.timeout(STALLED):
                await send(event)
        except TimeoutError:
            raise StalledError from None

    return in_time


def finished(headers, ours, host, *, fixed):
    """The headers of an answer with ours, its redirect kept on the site, and Vary by host where it is made from it."""
    names = {name for name, _ in ours} | {b"vary"}
    kept, vary = [], [] if fixed else [b"Host"]
    for name, value in headers:
        lower = name.lower()
        if lower == b"location":
            kept.append((name, redirect(value.decode("latin-1"), host).encode("latin-1")))
        elif lower == b"vary":
            vary += [part.strip() for part in value.split(b",") if part.strip().lower() != b"host" or fixed]
        elif lower not in names:
            kept.append((name, value))
    return kept + ours + ([(b"vary", b", ".join(vary))] if vary else [])

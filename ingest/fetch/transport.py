"""Requests (请求): one address → bytes as they came, within limits of size and time, redirects judged one by one."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from ingest import __version__
from ingest.fetch.addresses import Guarded
from ingest.model import Refused

AGENT = f"gov-disclosure-reports/{__version__}"
ROBOT = "gov-disclosure-reports"  # the name by which robots.txt may speak to it
MOST = 50_000_000  # bytes of one file
SECONDS = 120.0  # from asking to the last byte
_REDIRECTS = 8
_WAIT = httpx.Timeout(30.0)
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class Again(Exception):  # noqa: N818
    """Failed this time; the same request may do better later."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after  # seconds that the server asks for


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one address."""

    url: str  # where the bytes came from, after redirects
    status: int
    media_type: str  # as the server says, without parameters; "" where it says nothing
    charset: str | None  # as the server says
    filename: str  # what the server calls the file; "" where it says nothing
    content: bytes


class _Transport(httpx.BaseTransport):
    """httpx's own transport, but for the check of addresses (its documented way of replacing the transport)."""

    def __init__(self, backend: Guarded, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=backend, keepalive_expiry=30.0)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
        )
        stream = httpx.ByteStream(b"") if isinstance(answer.stream, bytes) else _Stream(answer)
        return httpx.Response(answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class Client:
    """Asks for addresses, one after another; holds connections open between them."""

    def __init__(self, *, private: bool = False, most: int = MOST, seconds: float = SECONDS) -> None:
        context = httpx.create_ssl_context()
        self._client = httpx.Client(
            transport=_Transport(Guarded(private=private), context),
            headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=_WAIT,
        )
        self._most, self._seconds = most, seconds

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str) -> Answer:
        """The bytes behind an address. Raises ``Again`` for what may pass, ``Refused`` for what won't."""
        try:
            return self._followed(url, time.monotonic() + self._seconds)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise Refused(f"不是有效网址 (not a valid address: {error})") from None
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise Again(f"{type(error).__name__}: {error}") from None

    def _followed(self, url: str, until: float) -> Answer:
        for _ in range(_REDIRECTS + 1):
            checked(url)
            with self._client.stream("GET", url) as answer:
                target = answer.headers.get("location") if answer.is_redirect else None
                if target is None:
                    return self._answer(url, answer, until)
            url = urljoin(url, target)
        raise Refused(f"重定向超过 {_REDIRECTS} 次 (more than {_REDIRECTS} redirects)")

    def _answer(self, url: str, answer: httpx.Response, until: float) -> Answer:
        if answer.status_code in _AGAIN:
            raise Again(f"HTTP {answer.status_code}", _asked(answer.headers.get("retry-after")))
        length = answer.headers.get("content-length", "")
        if length.isdigit() and int(length) > self._most:
            raise Refused(self._too_large())
        content = bytearray()
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > self._most:
                raise Refused(self._too_large())
            if time.monotonic() > until:
                raise Again(f"超过 {self._seconds:g} 秒 (longer than {self._seconds:g} seconds)")
        whole = answer.num_bytes_downloaded
        if length.isdigit() and whole != int(length):
            raise Again(f"只收到 {whole:,} 字节，应为 {int(length):,} ({whole:,} bytes of {int(length):,})")
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        filename = _called(answer.headers.get("content-disposition", ""))
        return Answer(url, answer.status_code, media_type, answer.charset_encoding, filename, bytes(content))

    def _too_large(self) -> str:
        mega = self._most // 1_000_000
        return f"文件超过 {mega} MB (larger than {mega} MB)"


def checked(url: str) -> str:
    """The address, if it is one of the web; a redirect to ``file:`` or the like ends here."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f"只下载 http、https 网址 (only http and https are fetched: {parts.scheme or url[:40]})")
    if parts.username or parts.password:
        raise Refused("网址不得含有用户名或密码 (no user names or passwords in an address)")
    return url


def _called(disposition: str) -> str:
    """The file's name in ``Content-Disposition``, without any folder (RFC 6266)."""
    message = Message()
    message["content-disposition"] = disposition
    name = message.get_filename() or ""
    return name.replace("\\", "/").rpartition("/")[2]


def _asked(after: str | None) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or a date."""
    if after is None:
        return None
    if after.strip().isdigit():
        return float(after)
    try:
        return max(0.0, parsedate_to_datetime(after).timestamp() - time.time())
    except (TypeError, ValueError):
        return None

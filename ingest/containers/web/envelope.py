"""Saved pages in one file (MHT, RFC 2557): the HTML of a page and of its frames, out of a MIME envelope."""

from __future__ import annotations

from email import policy
from email.message import Message
from email.parser import BytesParser

from ingest.model import Refused

_MOST = 50  # frames of a page


def pages(content: bytes) -> list[tuple[bytes, str | None]]:
    """Each HTML part with the charset that it declares, the page itself first; raises ``Refused`` without one."""
    message = BytesParser(policy=policy.compat32).parsebytes(content.lstrip())
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    found = [(_payload(part), part.get_content_charset()) for part in parts[:_MOST]]
    if not any(body.strip() for body, _ in found):
        raise Refused("保存的网页（MHT）中没有网页内容 (an MHT file without a page)")
    return [part for part in found if part[0].strip()]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""

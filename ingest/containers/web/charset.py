"""Character sets (编码): bytes of a web page → text, as a browser would, for pages that lost their HTTP header.

A byte order mark decides, then what can only be UTF-8, then what the page or its envelope declares, then GB18030,
which is what pages without a word about it are written in. A declaration that the bytes contradict is passed over.

>>> decoded('<meta charset="gb2312">规章'.encode("gb18030"))[1]
'gb18030'
>>> decoded('<meta charset="gb2312">规章'.encode())[1]
'utf-8'
"""

from __future__ import annotations

import codecs
import re

from ingest import source
from ingest.model import Refused

_LOOKED_AT = 4096  # bytes in which a page declares its charset
_DECLARED = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# What browsers take these names for (WHATWG Encoding Standard).
_MEANT = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "chinese", "csgb2312", "gb_2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "unicode"), "utf-8"),  # a page that says so isn't
}
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TOLERATED = 500  # characters for each that can't be read: titles that a site's program cut in the middle of one
_SAMPLED = 20_000  # characters that must look like Chinese
_UNKNOWN = "无法确定网页的文字编码 (unknown encoding of a web page)"


def decoded(content: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a page and the name of its encoding; raises ``Refused`` where none fits."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding
    if b"\0" in content[:_LOOKED_AT]:
        return source.decode(content)[::-1]
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    for encoding in _candidates(content, declared):
        text = content.decode(encoding, "replace")
        if text.count("\ufffd") * _TOLERATED <= len(text) and (
            encoding != "gb18030" or source.is_chinese(text[:_SAMPLED])
        ):
            return text, {"big5hkscs": "big5"}.get(encoding, encoding)
    raise Refused(_UNKNOWN)


def _candidates(content: bytes, declared: str | None) -> list[str]:
    found = _DECLARED.search(content, 0, _LOOKED_AT)
    names = [declared or "", found[1].decode("ascii", "replace") if found else ""]
    meant = [_MEANT[name.strip().lower()] for name in names if name.strip().lower() in _MEANT]
    return list(dict.fromkeys((*meant, "gb18030", "utf-8")))

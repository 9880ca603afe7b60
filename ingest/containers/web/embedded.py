"""Articles that a page keeps for its script (脚本中的正文): strings of HTML in scripts, attributes and templates.

Read where the page itself shows no report. The strings are only unescaped; nothing is run.

>>> [unescaped(text) for text in (r'\\u003cp\\u003e规章\\/0', r'a\\tb\\"c')]
['<p>规章/0', 'a\\tb"c']
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

_STRING = re.compile(r'"((?:[^"\\]|\\.){200,})"|' r"'((?:[^'\\]|\\.){200,})'|`((?:[^`\\]|\\.){200,})`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " ", "v": " ", "0": " ", "\n": "", "\r\n": "", "\r": ""}
_MARKUP = re.compile(r"<(?:p|table|div|span|td)\b", re.IGNORECASE)
_MOST = 20  # strings of HTML that a page may keep
_KEPT_IN = 'script, template, textarea, input[type="hidden"], [data-content], noscript, xmp'


def articles(page: LexborHTMLParser) -> Iterator[str]:
    """The HTML that a page keeps in strings, the longest first."""
    found = sorted({text for text in islice(_strings(page), _MOST * 10) if _MARKUP.search(text)}, key=len, reverse=True)
    yield from found[:_MOST]


def _strings(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css(_KEPT_IN):
        if node.tag == "script":
            script = node.text(deep=True)
            if "<" in script or "\\u003c" in script.lower() or "\\x3c" in script.lower() or "&lt;" in script:
                yield from map(_html, _texts(script))
            if "<table" in script.lower():  # a template of HTML as it is
                yield script
        elif node.tag == "template":
            yield (node.html or "").removeprefix("<").partition(">")[2].removesuffix("</template>")
        else:
            attributes = node.attributes
            yield attributes.get("value") or attributes.get("data-content") or node.text(deep=True)


def _texts(script: str) -> Iterator[str]:
    for found in _STRING.finditer(script):
        yield unescaped(next(filter(None, found.groups())))


def _html(text: str) -> str:
    """Markup whose own brackets are spelled as entities."""
    return html.unescape(text) if "<" not in text and "&lt;" in text else text


def unescaped(text: str) -> str:
    """A string of a script as what it says; half of a surrogate pair, which says nothing alone, is left out."""
    plain = _ESCAPE.sub(_meaning, text) if "\\" in text else text
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _meaning(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
    return _MEANT.get(found[4], found[4])

"""What a value of a metadata field may be (字段值): an 索引号 holds no Chinese, a date is one, a label is no value.

>>> fitting("index_number", "330800/2021-1"), fitting("index_number", "主动公开")
('330800/2021-1', None)
>>> fitting("document_number", "〔〕号") is None, fitting("publisher", "成文日期") is None
(True, True)
"""

from __future__ import annotations

from ingest.dates import read_date
from ingest.front.marks import label
from ingest.front.page import words
from ingest.patterns import lazy
from ingest.text import fold

LONGEST = 120  # characters
SHAPED = ("index_number", "document_date", "published_date")  # fields whose value tells itself where it ends
PUBLISHERS = ("publisher", "responsible")
UNKEPT = ("others", "sources")
_INDEX = lazy(r"[0-9A-Za-z/][0-9A-Za-z/\\_.\-—()\[\]〔〕]{3,63}")
_ASCII = lazy(r"[^\u3400-\u9fff]*")
_NO_NUMBER = lazy(r"[\u3400-\u9fff]{0,10}[〔\[(]\s*(?:20\d\d)?\s*[〕\])]\s*(?:第|字)?\s*号?|[第字号年\s]+")
_PAPER = lazy(r"20\d\d.*(?:报告|年报)$")  # a title, and nobody's name
_LABELLED = lazy(r"[\u4e00-\u9fff]\s*:")  # another label's colon: who knows where this value ends


def fitting(name: str, printed: str, text: str | None = None) -> str | None:
    """A printed value if it can be one of its field; ``text`` is the same, folded."""
    printed = printed.strip()
    text = (fold(printed) if text is None else text).strip()
    if name in UNKEPT or not text or text in words()["fields"]["nothing"] or len(text) > LONGEST or label(text):
        return None
    if name == "index_number":
        return _index(printed, text)
    if name in SHAPED:
        return printed if read_date(text) else None
    return None if _strange(name, text) else printed


def _strange(name: str, text: str) -> bool:
    """Is a value none of its field although it has no form of its own: brackets without a number, a paper's title?"""
    if no_number(text) or (name in PUBLISHERS and _PAPER.search(text)):
        return True
    return name != "title" and _LABELLED.search(text) is not None


def no_number(text: str) -> bool:
    """Is a text a document number's brackets and words without the number: 〔〕号?"""
    return _NO_NUMBER.fullmatch(text) is not None


def _index(printed: str, text: str) -> str | None:
    """An 索引号 holds no Chinese; words after it belong to what the page prints next."""
    ascii_words = _ASCII.match(text)
    number = ascii_words[0].strip(" :;,") if ascii_words else ""
    if len(number) < len(text) and not text[len(number)].isspace():
        return None  # glued to words: who knows where it ends
    fits = all(_INDEX.fullmatch(part) for part in number.split()) and any(char.isdigit() for char in number)
    return printed[: len(number)] if fits and number else None

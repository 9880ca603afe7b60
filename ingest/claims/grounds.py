"""Grounds (理由) for which something wasn't given, in the form's own words: 本机关不掌握5件, 没有现成信息3件.

What may as well be said of applications however they were dealt with (重复申请, 信访类) is no figure of a row.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.claims.clauses import END, OTHER, Clause, N
from ingest.numerals import read_number
from ingest.patterns import lazy

_OF = r"(?:的)?(?:政府信息|信息)?(?:情形|情况|申请)?(?:的)?(?:有|为|共|计|是|:)?"
_LAW = r"法律[、，]?(?:行政)?法规"
_GROUNDS = (
    ("不掌握", "not_held", r"(?:本机关|本单位|我[局委镇乡])?不掌握(?:相关|该|有关)?"),
    ("现成信息", "needs_compilation", r"没有现成信息(?:[、，]?需要?另行制作)?"),
    ("不明确", "unclear_after_correction", r"补正后(?:申请内容)?(?:仍然?|还)不明确"),
    ("国家秘密", "state_secret", r"(?:属于?|涉及)国家秘密"),
    ("禁止公开", "prohibited_by_law", rf"(?:其[他它])?{_LAW}禁止公开"),
    ("内部事务", "internal_affairs", r"(?:属于?)?三类内部事务(?:性)?"),
    ("过程性", "process_information", r"(?:属于?)?四类过程性"),
    ("执法案卷", "enforcement_files", r"属于?行政执法案卷"),
    ("查询事项", "administrative_inquiry", r"属于?行政查询事项"),
    ("第三方", "third_party_rights", r"保护第三方合法权益"),
)
_PATTERNS = tuple((word, what, lazy(rf"{pattern}{_OF}{N}{END}")) for word, what, pattern in _GROUNDS)


def grounds(clause: Clause, *, about: bool) -> Iterator[tuple[str, int]]:
    """(row of table 2, how many); ``about``: applications are spoken of.

    >>> from ingest.claims.clauses import Clause
    >>> list(grounds(Clause("因本机关不掌握相关政府信息5件", "", "", 0, False), about=True))
    [('not_held', 5)]
    """
    if not about or OTHER.search(clause.text):
        return
    for word, what, pattern in _PATTERNS:
        found = pattern.search(clause.text) if word in clause.text else None
        number = read_number(found["n"]) if found else None
        if number is not None:
            yield what, number

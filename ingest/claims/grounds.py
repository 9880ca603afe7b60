"""Grounds (理由) for which something wasn't given, in the form's own words: 本机关不掌握5件, 没有现成信息3件.

What may as well be said of applications however they were dealt with (重复申请, 信访类) is only a figure of its row
where the sentence says that they weren't processed (不予处理).
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.claims.clauses import END, OTHER, Clause, N
from ingest.numerals import read_number
from ingest.patterns import lazy

_OF = r"(?:的|政府信息|信息|情形|情况|申请|有|为|共|计|是|:|而?(?:无法提供|不予公开))*"
_LAW = r"法律[、，]?(?:行政)?法规"
_GROUNDS = (
    ("不掌握", "not_held", r"(?:本机关|本单位|我[局委镇乡])?不掌握(?:相关|该|有关)?"),
    ("现成信息", "needs_compilation", r"没有现成信息(?:[、，]?需要?另行制作)?"),
    ("不明确", "unclear_after_correction", r"补正后(?:申请内容)?(?:仍然?|还)不明确"),
    ("国家秘密", "state_secret", r"(?:属于?|涉及)国家秘密"),
    ("禁止公开", "prohibited_by_law", rf"(?:其[他它])?{_LAW}禁止公开"),
    ("内部事务", "internal_affairs", r"(?:属于?)?(?:三类)?内部事务(?:性)?"),
    ("过程性", "process_information", r"(?:属于?)?(?:四类)?过程性"),
    ("执法案卷", "enforcement_files", r"属于?行政执法案卷"),
    ("查询事项", "administrative_inquiry", r"属于?行政查询事项"),
    ("逾期", "correction_overdue", r"逾期(?:不|未)补正(?:而|的|,|，|作|按|以)*(?:其[他它]处理|不再处理)"),
    ("第三方", "third_party_rights", r"保护第三方合法权益"),
)
_PETITION = r"信访[、及和]?(?:举报|投诉|[、及和])*类(?:的)?(?:申请|事项|件)?"
_UNPROCESSED = (
    ("重复申请", "duplicate", r"(?<!反复)重复申请(?:不予处理)?"),
    ("信访", "petition_or_complaint", rf"{_PETITION}(?:不予处理)?"),
)
_NOT_PROCESSED, _UNAVAILABLE = "不予处理", "无法提供"
# Unmistakable, whatever is spoken of around it.
_REPLIED = lazy(
    "(?:答复|告知)(?:申请人)?(?:本机关)?不掌握|不掌握相关政府信息|现成信息[^，,]{0,4}另行制作|三类内部事务|四类过程性"
)
_OF_SO_MANY = lazy(rf"{N}重复申请(?:依法|均|作出|予以|作)*不予处理")
_GIVEN = lazy("不予公开|无法提供")
_SO_LEFT = lazy("[，,](?:均|都|全部|已|依法|作出)*不予处理")
# 属于内部事务信息、过程性信息不予公开的30件 is of both.
_SEVERAL = lazy(
    "(?:不掌握|现成信息|不明确|秘密|内部事务|过程性|案卷|查询|第三方|三安全)[^，,\\d]*?(?:[、和及与或]|等)[^，,\\d]*(?:无法提供|不予公开)"
)
_PATTERNS = tuple((word, what, lazy(rf"{pattern}{_OF}{N}{END}")) for word, what, pattern in _GROUNDS)
_OF_UNPROCESSED = tuple((word, what, lazy(rf"{pattern}{_OF}{N}{END}")) for word, what, pattern in _UNPROCESSED)
_PETITIONS = lazy(_PETITION)


def without_grounds(text: str) -> str:
    """A sentence without what only names the form's own grounds, and so is of no other matter (信访举报投诉类申请)."""
    return _PETITIONS.sub("", text) if _NOT_PROCESSED in text else text


def _is_of_applications(clause: Clause) -> bool:
    """Do a clause's own words, or those before it, speak of nothing but applications?"""
    return _UNAVAILABLE in clause.said or (_REPLIED.search(clause.text) or _GIVEN.search(clause.text)) is not None


def grounds(clause: Clause, after: str = "", *, about: bool) -> Iterator[tuple[str, int]]:
    """(row of table 2, how many); ``about``: applications are spoken of; ``after``: what the sentence says next.

    >>> from ingest.claims.clauses import Clause
    >>> list(grounds(Clause("因本机关不掌握相关政府信息5件", "", "", 0, False), about=True))
    [('not_held', 5)]
    """
    unprocessed = _NOT_PROCESSED in clause.said + clause.text or _SO_LEFT.match(after) is not None
    named = about or _is_of_applications(clause)
    if not named or OTHER.search(without_grounds(_NOT_PROCESSED + clause.text) if unprocessed else clause.text):
        return
    if (found := _OF_SO_MANY.search(clause.text)) and (number := read_number(found["n"])) is not None:
        yield "duplicate", number
    for word, what, pattern in (*_PATTERNS, *(_OF_UNPROCESSED if unprocessed else ())):
        found = pattern.search(clause.text) if word in clause.text and not _SEVERAL.search(clause.text) else None
        number = read_number(found["n"]) if found else None
        if number is not None:
            yield what, number

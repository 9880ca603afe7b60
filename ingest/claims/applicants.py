"""Who applied (申请人), as the prose tells it: 其中自然人78件、法人或其他组织17件; 均为自然人."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.claims.clauses import END, OTHER, Clause, N
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

_FIGURE = r"类?(?:提出|提交)?(?:的)?(?:(?:政府)?信息公开)?(?:申请)?(?:共计?|[为有是计:])*"
# 组织和个人3件, 国有企业3件 are of others, too.
_ALONE = r"(?:(?<![\u4e00-\u9fff])|(?<=其中)|(?<=收到)|(?<=接到)|(?<=接收)|(?<=受理))"
_KINDS = (
    ("natural_person", rf"(?:自然人|公民(?:个人)?|{_ALONE}个人){_FIGURE}{N}{END}"),
    ("organisations", rf"法人(?:和|或者?|及|、)?其[他它]组织{_FIGURE}{N}{END}"),
    ("business", rf"(?:商业|{_ALONE})企业{_FIGURE}{N}{END}"),
    ("research_institution", rf"科研机构{_FIGURE}{N}{END}"),
    ("social_organization", rf"社会公益(?:组织|机构){_FIGURE}{N}{END}"),
    ("legal_service", rf"法律服务机构{_FIGURE}{N}{END}"),
)
_PATTERNS = tuple((kind, lazy(pattern)) for kind, pattern in _KINDS)
_GOT = lazy(  # 收到企业申请5件: who applied is said with what was received
    rf"^(?:.{{0,12}}[。:])?(?:全年|本年度?|20\d\d年度?|我[局委镇乡]|共计?|累计)*(?:收到|接到|接收|受理)(?:自然人|公民|个人|法人|商业企业|企业)(?:(?:或者?|和)其[他它]组织)?(?:提出|提交|递交)?的?(?:政府)?(?:信息公开)?申请(?:共计?|[为有:])?{N}{END}"
)
_THEIRS = lazy(  # 申请人以个人名义提出的9件; 企业提出的申请是2件
    rf"^(?:20\d\d年度?|全年|本年度?|年内|共|由|来自|申请人中?)*(?:(?:自然人|公民(?:个人)?|法人(?:和|或者?|及)其[他它]组织|商业企业|企业|科研机构|社会公益组织|法律服务机构)(?:提出|提交|递交|类)的?(?:政府)?(?:信息公开)?(?:申请)?"
    rf"|(?:自然人|公民(?:个人)?|法人(?:和|或者?|及)其[他它]组织|商业企业|科研机构|社会公益组织|法律服务机构)的?(?:政府)?(?:信息公开)?申请)(?:共计?|[为是有:])*{N}{END}"
)
_BY_WHOM = lazy(
    r"(?:按|从)(?:照)?申请人?(?:主体|身份|类型|类别|性质|情况|构成|的){1,3}(?:划?分|来?看|统计)?(?:类)?[，,:]"
)
# 83名公民提出申请: people, each of whom may have applied more than once, but for those who apply together.
_PERSONS = lazy(
    rf"^(?:20\d\d年度?|全年|本年度?|年内|今年|累计|先后|共|有|收到|接到)*(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER})(?:名|位)(?P<who>公民|自然人|群众|村民|居民|市民|申请人)"
    r"(?:向(?:我[局委办厅县市区镇乡]|我单位|本(?:机关|单位|[局委办厅县市区镇乡])))?(?:提出|提交|递交|申请|的)"
)
_JOINTLY = lazy("联名|联合|共同|集体|合并|一并")
_ALL = lazy(r"(?:均|都|全部)(?:为|是|系|由)(?:自然人|公民(?:个人)?)(?:提出|申请|提交)?(?:的)?(?:申请)?$")


def applicants(clause: Clause, base: str | None, *, about: bool = True) -> Iterator[tuple[str, int]]:
    """(received.kind, how many) of what was received, if that is what was counted last (``base``).

    ``about``: applications are spoken of, so that 收到企业申请5件 may begin a count by applicants.
    """
    text = clause.text
    if not re.search("人|民|众|企业|组织|机构", text) or OTHER.search(text):
        return
    if about and "申请" in text:
        yield from _persons(text)
    counts = base in ("received", "accepted")
    if (counts or (about and "申请" in text)) and _ALL.search(text):
        yield "received.organisations", 0
    if counts or (about and (_begins(text) or _BY_WHOM.search(clause.said))):
        yield from _by_kind(text)


def _persons(text: str) -> Iterator[tuple[str, int]]:
    """How many people applied, where none of them did so with others."""
    found = _PERSONS.search(text)
    number = read_number(found["n"]) if found else None
    if found and number is not None and not _JOINTLY.search(text):
        yield "persons" if found["who"] == "申请人" else "people", number


def _begins(text: str) -> bool:
    """Does a clause itself say that it counts applications by who made them?"""
    return re.search("[人民业构织].*申请|申请人|提出的", text) is not None and (
        _GOT.search(text) is not None or _THEIRS.search(text) is not None
    )


def _by_kind(text: str) -> Iterator[tuple[str, int]]:
    for kind, pattern in _PATTERNS:
        found = pattern.search(text)
        number = read_number(found["n"]) if found else None
        if number is not None:
            yield f"received.{kind}", number

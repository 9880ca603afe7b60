"""Items of table 1 (主动公开的事项) in the prose: normative documents, licences, penalties, coercion, fees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ingest.claims.clauses import UNIT, Clause
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

ABOUT = lazy("规范性文件|行政许可|行政处罚|行政强制|事业性收费")
_N = rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER}){UNIT}"
_END = r"(?=$|[、。;:()，,]|和|及|与|并|均|已|全部|都)"
_MADE = r"(?:制发|制定|印发|出台|新制定|起草并印发|新增|新出台|制订|制定出台|制定印发|制定发布|出台并发布)"
_SHOWN = r"(?:公开|公示|公布|发布|上网|推送|发布公示)"
_DOCUMENT = r"(?:行政)?规范性文件"
_COUNTED = r"(?:的|共计?|合计|总计|数量?|总数|[为是有:])*"
_DOCUMENTS = (
    (
        "issued",
        lazy(rf"(?<!{'解读'}){_MADE}(?:了|并(?:公开|发布|公布))?{_COUNTED}{_DOCUMENT}{_COUNTED}{_N}{_END}"),
    ),
    ("issued", lazy(rf"{_MADE}(?:了|并(?:公开|发布|公布))?{_COUNTED}{_N}{_DOCUMENT}")),
    ("issued", lazy(rf"{_DOCUMENT}(?:本年度?|全年|共|新)*(?<!解读){_MADE}{_COUNTED}{_N}{_END}")),
    ("repealed", lazy(rf"{_DOCUMENT}(?:本年度?|全年|共|已)*(?:宣布)?(?:废止|失效){_COUNTED}{_N}{_END}")),
    (
        "in_force",
        lazy(rf"{_DOCUMENT}(?:目前|共|仍|现|累计|经?清理后|[至到]?年[底末]|全部)*现行有效{_COUNTED}{_N}{_END}"),
    ),
    ("repealed", lazy(rf"(?:废止|宣布废止|废止和?失效)(?:了)?{_COUNTED}{_DOCUMENT}{_COUNTED}{_N}{_END}")),
    ("in_force", lazy(rf"{_DOCUMENT}{_COUNTED}{_N}(?:目前|共|仍)*现行有效{_END}")),
    ("in_force", lazy(rf"(?:现行)?有效(?:的)?{_COUNTED}{_DOCUMENT}{_COUNTED}{_N}{_END}")),
)
_ITEM = lazy(
    rf"(?P<item>行政许可|行政处罚|行政强制|(?<=作出)许可(?=决定)|(?<=作出)处罚(?=决定))(?P<what>(?:准予)?决定书?|处理决定|措施|案件|信息|结果|事项|类信息)?{_COUNTED}{_N}{_END}"
)
# Behind what was issued: 制定规范性文件5件，废止2件，现行有效42件.
_THEREOF = (
    ("issued", lazy(rf"^(?:本年度?|当年|全年|今年)*(?:新)?{_MADE}{_COUNTED}{_N}{_END}")),
    ("repealed", lazy(rf"^(?:宣布)?(?:废止|失效|废止和?失效)(?:了)?{_COUNTED}{_N}{_END}")),
    ("in_force", lazy(rf"^(?:目前|现|仍|截至年底)*(?:现行)?有效(?:的)?{_COUNTED}{_N}{_END}")),
)
# 行政许可、行政处罚信息共1860条 is of both.
_JOINED = lazy(
    r"(?:行政许可|行政处罚|行政强制|行政检查|许可|处罚|强制|检查)(?:信息|决定|结果|事项|类)?(?:[、和及与]|以及|等)+$"
)
_CODES = {
    "行政许可": "licensing",
    "许可": "licensing",
    "行政处罚": "penalties",
    "处罚": "penalties",
    "行政强制": "coercion",
}
_DECIDED = lazy(r"作出|做出|实施|下达")
# Perhaps with what was refused, or asked for in vain: 全年办理行政许可12件.
_DEALT = lazy(
    r"^(?:20\d\d年度?|全年|本年度?|今年|年内|[我本](?:机关|单位|[局委办])|共计?|累计)*办理(?=(?:了|的)?行政(?:许可|处罚|强制))"
)
_SOME = lazy("其中|准予|不予|分别")
_PUBLISHED = lazy(rf"{_SHOWN}")
_ELSEWHERE = lazy(
    r"免征|退还|返还|受理|办理|申请|咨询|培训|清单|目录|事项\d|梳理|解读|检查|流程|指南|其中|程序|移送|撤销|撤回|变更|不予|免予|免罚|减轻|从轻|讨论|审核|评查|抽查|听证|案卷|复核|重大|典型|网站|新媒体|月|季度|同比|上年|去年|增|减"
)
_FEES = lazy(
    r"行政事业性收费(?:收入|总?金额|总?额|款|资金)?(?:共计?|合计|总计|收取|征收|[为是:计])*"
    r"(?<![近约超逾足过])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>万元|亿元|元)(?!以上|左右|余|多)"
)
_WAN = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_NONE = lazy(
    rf"(?:未|没有|无)(?:曾)?(?:新?(?:{_MADE}|作出|做出|实施|产生|发生|涉及)(?:的)?)?(?:任何)?(?:新的)?"
    rf"(?P<items>(?:(?:{_DOCUMENT}|行政许可|行政处罚|行政强制)(?:决定|文件|案件|事项|措施)?[、和及与或]?)+)(?:情况|等?情形)?$"
)
_OWN_DOCUMENTS = lazy(rf"{_DOCUMENT}{_COUNTED}(?:{NUMBER}){UNIT}{_END}")
_EACH = lazy("规范性文件|行政许可|行政处罚|行政强制")
_NO_FEES = lazy(r"(?:未|没有|无)(?:收取|产生|发生)?(?:任何)?行政事业性收费(?:项目|情况)?$")


class Item(NamedTuple):
    """What is said of one cell of table 1."""

    what: str  # row.measure
    number: int | Decimal
    step: Decimal  # how exactly it is said: 44.3万元 is said to a tenth
    published: bool  # of decisions that were published or dealt with, not of those that were made
    clause: Clause


def items(clauses: Iterable[Clause]) -> Iterator[Item]:
    """The figures of a sentence that are cells of table 1."""
    verb, documents = "", False
    heard = list(clauses)
    for at, clause in enumerate(heard, start=1):
        text = clause.text if any(map(_is_of_some, heard[at : at + 1])) else _DEALT.sub("公示", clause.text)
        verb = _verb(text) or verb
        if documents:
            yield from _documents(clause, _THEREOF)
        documents = _OWN_DOCUMENTS.search(text) is not None or (documents and not _EACH.search(text))
        if clause.within or _ELSEWHERE.search(re.sub(r"第[\d一二三四五六七八九十]+|新增", "", text)):
            continue
        yield from _documents(clause)
        yield from _decisions(clause, verb)
        yield from _fees(clause)
        yield from _nothing(clause)


def _is_of_some(clause: Clause) -> bool:
    return _SOME.search(clause.text) is not None


def _verb(text: str) -> str:
    made, shown = _DECIDED.search(text), _PUBLISHED.search(text)
    return "shown" if shown else "made" if made else ""


def _documents(clause: Clause, ways: Iterable[tuple[str, re.Pattern[str]]] = _DOCUMENTS) -> Iterator[Item]:
    for measure, pattern in ways:
        found = pattern.search(clause.text)
        number = read_number(found["n"]) if found else None
        if number is not None:
            yield Item(f"normative_documents.{measure}", number, Decimal(1), False, clause)


def _decisions(clause: Clause, verb: str) -> Iterator[Item]:
    for found in _ITEM.finditer(clause.text):
        if _JOINED.search(clause.text[: found.start()]):
            continue
        number = read_number(found["n"])
        if number is not None:
            published = _is_published(found, verb)
            yield Item(f"{_CODES[found['item']]}.decisions", number, Decimal(1), published, clause)


def _is_published(found: re.Match[str], verb: str) -> bool:
    """Are these the decisions that were published (信息, 公示), or may they be? 行政处罚35件 is of those made."""
    what = found["what"] or ""
    bare = what in ("", "决定", "决定书", "处理决定", "措施") and not found[0].endswith("项")
    return what in ("信息", "结果", "类信息") or (verb != "made" and (verb == "shown" or not bare))


def _fees(clause: Clause) -> Iterator[Item]:
    found = _FEES.search(clause.text)
    if found:
        amount = Decimal(found["n"].replace(",", "")) * _WAN[found["unit"]]
        step = Decimal(1).scaleb(-len(found["n"].partition(".")[2])) * _WAN[found["unit"]]
        yield Item("fees.amount", amount, step, False, clause)


def _nothing(clause: Clause) -> Iterator[Item]:
    if found := _NONE.search(clause.text):
        for item in _EACH.findall(found["items"]):
            measure = _CODES.get(item)
            what = f"{measure}.decisions" if measure else "normative_documents.issued"
            yield Item(what, 0, Decimal(1), False, clause)
    if _NO_FEES.search(clause.text):
        yield Item("fees.amount", 0, Decimal("0.01"), False, clause)

"""Whose voice a draft speaks with (口吻): another department that acts in it, 我镇 in a bureau's, 我局 in a town's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.claims.sentences import Sentence, every
from ingest.front.likeness import agree
from ingest.model import Agency, Check, Finding
from ingest.patterns import lazy
from ingest.places import class_of

_BASIS = "报告由编制机关自己写（政府信息公开条例第四十九条）"

CHECKS = (
    Check(
        "draft.other_agency",
        "正文里行事的是另一机关",
        "以机关名称作主语的句子，主语是编制机关",
        _BASIS,
        "note",
        "机关＝郑州市二七区示例局；正文＝下一步，二七区示例局将进一步加强公开。会同二七区审计局开展检查。",
        "机关＝郑州市二七区示例局；正文＝下一步，二七区审计局将进一步加强公开。",
        "会同、配合、报送、由另一机关做某事的不看；政府的汇总报告不看；在另一县区的领导、部署之下行事的也报。",
    ),
    Check(
        "draft.voice",
        "自称与机关不符",
        "部门的报告不自称“我镇”“全镇”，乡镇街道的报告不自称“我局”",
        _BASIS,
        "warning",
        "机关＝郑州市二七区示例局；正文＝我局认真落实条例，深入各镇宣传。",
        "机关＝郑州市二七区示例局；正文＝我镇认真落实条例。",
        "只看我、本、全加机关类别的自称；引用他人的话也会报出。",
    ),
)
_ORGAN = (
    r"(?P<organ>(?:[\u4e00-\u9fff]{2,9}?[省市县区旗州盟])?[\u4e00-\u9fff]{1,14}?"
    r"(?:局|委员会|厅|人民政府|人民政府办公室|街道办事处|管理处|服务中心|海关|税务局|支队|大队|银行))"
)
_ACTS = (
    r"(?:还|也|又)?(?:将|拟|成立|制定|建立|出台|印发|认真|积极|高度重视|始终|坚持|围绕|紧紧|严格|深入|全面|进一步|切实|持续|不断|主动公开"
    r"|共收到|共受理|收到|受理|扎实|着力|健全|完善|组织开展|开展|加强|强化|紧扣|把政府信息|把政务公开|不断加强)"
)
_LEAD = (
    r"(?:^|(?<=[。;，,:]))(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.]|[一二三四五六七八九十]是|下一步|今后|今年|全年|此外|同时|另外"
    r"|20\d\d年(?:度|来)?|其中)?[，,:]?"
)
_SUBJECT = lazy(rf"{_LEAD}{_ORGAN}{_ACTS}")
# Whose leadership an office owns to: that of its county, or of those above it.
_LED_BY = lazy(
    r"(?:在|按照|根据)(?:中共)?(?:[\u4e00-\u9fff]{2,6}?[省市州盟])?"
    r"(?P<place>[^\W\da-zA-Z委政府党全各本我省市县区旗社园景校小地辖片城]{1,5}[县区旗])(?=委|党委|人民政府|政府|政务公开)"
    r"[^，,。;]{0,20}?(?:领导|指导|关心|支持|部署|安排)"
)
_COUNTY = lazy(r"^(?:[\u4e00-\u9fff]{2,8}?[省市州盟])?(?P<place>[\u4e00-\u9fff]{1,5}?[县区旗])(?![县区旗])")
_AND = lazy(
    "发展和改革|住房和城|人力资源和社会|工业和信息|文化和旅游|广播和旅游|科学技术和|教育和|和体育|和草原|规划和|和大数据|和科学技术"
)
_NO_NAME = lazy(
    r"[由向经与和及同对为从被据让请将在是于]|会同|配合|联合|报送|指导|督促|根据|按照|各[局委办县市区乡镇街部单]|有关|相关"
    r"|全[县市区省镇乡]|本[局委]|我[局委]|该局|上级|分局|各级|其他|了|成立|制定|印发|出台|建立|组建|召开|开展"
)
_TOWN = lazy(r"(?:镇|乡|街道|苏木)(?:(?:人民)?政府|(?:街道)?办事处)?$")
_TOWNS = {
    "镇": lazy(r"(?<!自)(?:我|本)(?:乡(?!本土|土|村|亲|情)|街道|办事处)|全(?:街道)"),
    "乡": lazy(r"(?<!自)(?:我|本)(?:镇(?![静定守])|街道|办事处)|全镇"),
    "道": lazy(r"(?<!自)(?:我|本)(?:镇(?![静定守])|乡(?!本土|土|村|亲|情))|全镇|全乡(?!镇|村)"),
}
_OF_TOWNS = lazy(
    r"(?<!自)(?:我|本)(?:镇(?![静定守])|乡(?!本土|土|村|亲|情)|街道)|全镇|全乡(?!镇|村)|全街道"
    rf"|(?:^|(?<=[。;，,:]))(?:[镇乡]党委|街道党工委)(?:[、和及](?:[镇乡]|街道)?(?:人民)?(?:政府|办事处))?(?={_ACTS})"
)
_OF_BUREAUS = lazy(r"(?<![自唯])我(?:局|委|厅)(?!书记)|(?<!基)本局(?!域)")


def find(case: Case) -> Iterator[Finding]:
    """Sentences in which another speaks or acts."""
    agency, whole = case.report.agency, case.report.head.scope == "aggregate"
    wrong = _words(agency, whole=whole)
    told: set[str] = set()
    for section in case.report.sections:
        for sentence in every(section.body):
            line = case.line(section, sentence.line(0))
            if wrong and (found := wrong.search(sentence.text)) and found[0] not in told:
                told.add(found[0])
                message = f"{_name(agency)}的报告里自称“{found[0]}”：“{_cut(sentence, found)}”（第{line}行）。"
                yield Finding("draft.voice", message, line, stated=found[0])
            if not whole and section.heading is not None:
                yield from _others(agency, sentence, line, told)
                yield from _led(agency, sentence, line, told)


def _name(agency: Agency) -> str:
    return agency.printed or agency.name


def _words(agency: Agency, *, whole: bool) -> re.Pattern[str] | None:
    """The words that this agency can't use of itself; None where its kind isn't known."""
    name = _name(agency)
    if town := _TOWN.search(name):
        own = _TOWNS["道" if town[0].startswith("街道") else "乡" if town[0][0] in "乡苏" else "镇"]
        return lazy(f"{own.pattern}|{_OF_BUREAUS.pattern}")
    if whole or name.endswith(("人民政府", "管理委员会", "管委会")):
        return lazy(f"{_OF_TOWNS.pattern}|{_OF_BUREAUS.pattern}") if name.endswith("人民政府") else None
    return _OF_TOWNS


def _others(agency: Agency, sentence: Sentence, line: int, told: set[str]) -> Iterator[Finding]:
    for found in _SUBJECT.finditer(sentence.text):
        other = found["organ"]
        if other in told or _NO_NAME.search(_AND.sub("", other)) or not _is_other(other, agency):
            continue
        told.add(other)
        message = f"正文里行事的是“{other}”，不是{_name(agency)}：“{_cut(sentence, found)}”（第{line}行）。"
        yield Finding("draft.other_agency", message, line, stated=other, expected=_name(agency))


def _led(agency: Agency, sentence: Sentence, line: int, told: set[str]) -> Iterator[Finding]:
    """Another county's leadership: 在白河县委、县政府领导下 in a report of 云岭县."""
    own = _COUNTY.search(_name(agency))
    for found in _LED_BY.finditer(sentence.text) if own else ():
        other, here = found["place"], own["place"] if own else ""
        if other in told or other[:-1] == here[:-1] or other in _name(agency):
            continue
        told.add(other)
        said = f"“{_cut(sentence, found)}”（第{line}行）"
        message = f"正文说是在“{other}”的领导、部署之下，报告的机关却是{_name(agency)}：{said}。"
        yield Finding("draft.other_agency", message, line, stated=other, expected=here)


def _is_other(other: str, agency: Agency) -> bool:
    """Is this another organ for sure: with a place before it, or of a known kind?"""
    names = {agency.name, agency.printed} - {""}
    if any(agree(other, name) or other in name or name in other for name in names):
        return False
    if "人民政府" in other:  # that of the place leads them all
        return not any(name.startswith(other.partition("人民政府")[0]) for name in names)
    placed = re.match(r"[\u4e00-\u9fff]{2,}?(?:省|市|县|区|旗|州)", other) is not None
    return placed or class_of(other) not in (None, "other")


def _cut(sentence: Sentence, found: re.Match[str]) -> str:
    start = max(0, found.start() - 6)
    piece = sentence.text[start : start + 36].strip("，,。")
    return piece if len(sentence.text) <= start + 36 else f"{piece}…"

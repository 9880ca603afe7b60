"""Parts and wholes in the prose (分项与合计), and what it says of last year: reckoned with the prose's own numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ingest.checks.across import Cell, Facts
from ingest.checks.case import Case
from ingest.checks.ratios import agrees
from ingest.checks.sums import shown
from ingest.claims.clauses import OTHER
from ingest.claims.sentences import Sentence, every
from ingest.model import Check, Finding, Report
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

_BASIS = "算术（同一段文字自相矛盾）"

CHECKS = (
    Check(
        "draft.parts",
        "正文的分项之和不等于合计",
        "“共……件，其中甲……件、乙……件” ⇒ 各分项之和不大于合计；写有“其他”或列全渠道的，等于合计",
        _BASIS,
        "note",
        "正文＝全年公开信息30条，其中网站20条、公众号10条；培训3次，其中线上1次。",
        "正文＝全年公开信息30条，其中网站20条、公众号13条。",
        "只看同一句里单位相同的分项；列举不全而小于合计的（没有“其他”，又不是渠道）不报。",
    ),
    Check(
        "draft.growth",
        "正文的增减数与两年的数字不符",
        "“上年……件，增加（减少）……件” ⇒ 本年新收总计与上年之差相符",
        _BASIS,
        "note",
        "正文＝收到政府信息公开申请0件，与2020年收到3件相比，减少3件。",
        "正文＝收到政府信息公开申请0件，与2020年收到3件相比，减少5件。",
        "只看说申请数量的句子。",
    ),
    Check(
        "draft.last_said",
        "正文所说的上年数与上年报告不符",
        "“上年收到……件”、较上年增减的件数和百分比 ＝ 由上一年度报告的本年新收总计算出的数",
        "同一机关上一年度的报告",
        "note",
        "（上年报告新收 97 件，本年说“与2024年收到97件相比”）",
        "（上年报告新收 79 件，本年说“与2024年收到97件相比”）",
        "只看说申请数量的句子；手头没有上年报告时不作判断。",
    ),
)
_UNIT = r"(?:件次|件|条|份|宗|起|项|例|篇|场|期|人次|次|个)"
_WHOLE = lazy(rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER})(?P<unit>{_UNIT})[，,(:]?其中[:，,]?(?P<rest>[^。;!?]*)")
_BY_CHANNEL = lazy(rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER})(?P<unit>{_UNIT})[，,(:;](?P<rest>(?!其中)[^。;!?]*)")
_TOGETHER = re.compile(  # asked by identity
    rf"(?P<rest>(?:[^，,。;()\d]{{1,14}}(?:{NUMBER}){_UNIT}[、，,和及]?){{2,6}})"
    rf"[，,]?(?:[两二三四五六]项|以上)?(?:共计|合计|总计)(?:为|是)?(?P<n>{NUMBER})(?P<unit>{_UNIT})"
)
_COUNT = lazy(rf"(?:{NUMBER}){_UNIT}")
_COUNT_LAST = lazy(rf"(?:{NUMBER}){_UNIT}$")
_LEFT_OVER = lazy("在办|待办|未办结|结转")  # what comes next parts what was closed
_PART = lazy(rf"(?P<label>[^，,、;。()\d]{{0,14}}?)(?P<n>{NUMBER})(?P<unit>{_UNIT})")
_CHANNELS = lazy(
    "网[站络上]|网页|信函|邮[寄件政]|当面|现场|传真|新媒体|公众号|微信|微博|线[上下]|平台|窗口|自然人|法人|组织|公民|企业"
)
_BY = {  # what a list may divide its whole by
    "applicant": lazy("自然人|法人|组织|公民|企业|个人|机构$"),
    "channel": lazy("网[站络上]|网页|信函|邮[寄件政]|当面|现场|传真|新媒体|公众号|微信|微博|线[上下]|平台|窗口"),
    "result": lazy("予?以?公开|无法提供|不予处理|其[他它]处理"),
}
_REST = lazy("其[他它余]|剩余|另")
_NO_PART = lazy("占|比|增|减|结转|办结|答复|维持|纠正|同比|审结|不予公开的|上年")
_LAST = r"(?:上年度?|去年|(?P<year>20\d\d)年度?)"
_GROWTH = lazy(
    rf"(?:同比|(?:[与同比较]|相比于?){_LAST})(?:同期)?(?:的|收到|新收|受理)*(?:政府信息公开|信息公开)?(?:申请)?(?:的|总?数?量?)*"
    rf"(?:(?P<last>{NUMBER})件)?(?:申请)?(?:相比)?[，,]?(?:申请)?(?:数量)?"
    rf"(?P<sign>增加|增长|上升|多|减少|下降|降低|少)(?:了|约)?(?:(?P<by>{NUMBER})件|(?P<rate>\d+(?:\.\d+)?)%)"
)
_MORE = ("增加", "增长", "上升", "多")
_RECEIVED: Cell = ("applications", "received", "total")
_ABOUT = lazy("申请|新收")


def find(case: Case) -> Iterator[Finding]:
    """Parts that don't add up, and growth that doesn't."""
    now = case.number("applications", "received", "total")
    for section in case.report.sections:
        for sentence in every(section.body) if section.heading else ():
            line = case.line(section, sentence.line(0))
            yield from _parts(sentence, line)
            if now is not None and section.kind in ("overview", "applications"):
                yield from _growth(sentence, case.report.year, int(now), line)


def _parts(sentence: Sentence, line: int) -> Iterator[Finding]:
    kinds = ((_WHOLE, False), (_BY_CHANNEL, True), (_TOGETHER, False))
    text = _with_its_whole(sentence)
    for found, by_channel in ((found, channel) for kind, channel in kinds for found in kind.finditer(text)):
        whole = read_number(found["n"])
        parts = _listed(found["rest"], found["unit"])
        if whole is None or len(parts) < 2:
            continue
        channels = all(_CHANNELS.search(label) for label, _ in parts)
        if by_channel and not (channels and _is_whole(text[: found.start()])):
            continue
        for division in _divisions(parts, whole):
            if (total := _misadded(division, whole, together=found.re is _TOGETHER)) is not None:
                listed = "＋".join(str(number) for _, number in division)
                message = f"正文“{found[0][:50]}”：各分项之和 {listed} ＝ {total}，合计却是 {whole}（第{line}行）。"
                yield Finding("draft.parts", message, line, stated=str(whole), expected=str(total))


def _with_its_whole(sentence: Sentence) -> str:
    """A sentence that begins with 其中, behind the one whose only count it parts: 收到12件。其中网络5件、信函7件。"""
    if not sentence.text.startswith("其中"):
        return sentence.text
    last = re.split("[。;!?]", sentence.before.rstrip("。;!?"))[-1]
    alone = len(_COUNT.findall(last)) == 1 and _COUNT_LAST.search(last) and not _LEFT_OVER.search(last)
    return f"{last}，{sentence.text}" if alone else sentence.text


_Parts = list[tuple[str, int]]


def _is_all(parts: _Parts) -> bool:
    """Does a list leave nothing out: channels or applicants alone, or with 其他 among them?"""
    return all(_CHANNELS.search(label) for label, _ in parts) or any(_REST.search(label) for label, _ in parts)


def _misadded(parts: _Parts, whole: int, *, together: bool) -> int | None:
    """The sum of parts that can't be those of a whole: more, or less where nothing is left out."""
    total = sum(number for _, number in parts)
    all_told = len(parts) > 1 and (together or _is_all(parts))
    return total if total > whole or (total < whole and all_told) else None


def _divisions(parts: _Parts, whole: int) -> list[_Parts]:
    """One list may divide the same whole twice: 8件，其中自然人5件、企业3件，网络6件、信函2件. Each division by itself.

    A division ends where its sum is the whole, or where the labels go from one kind (applicants) to another (channels).
    """
    by_sum = _split_at(parts, lambda sofar, _: sum(number for _, number in sofar) == whole)
    if len(by_sum) > 1 and all(sum(number for _, number in one) <= whole for one in by_sum):
        return by_sum
    return _split_at(
        parts, lambda sofar, label: _kind(label) not in (None, *map(_kind, _labels(sofar))) and _known(sofar)
    )


def _split_at(parts: _Parts, ends: Callable[[_Parts, str], bool]) -> list[_Parts]:
    found: list[_Parts] = [[]]
    for part in parts:
        if found[-1] and ends(found[-1], part[0]):
            found.append([])
        found[-1].append(part)
    return found


def _labels(parts: _Parts) -> Iterator[str]:
    return (label for label, _ in parts)


def _known(parts: _Parts) -> bool:
    return any(_kind(label) is not None for label in _labels(parts))


def _kind(label: str) -> str | None:
    """What a label divides by: who applied, by which channel, with what result; None for anything else."""
    return next((name for name, words in _BY.items() if words.search(label)), None)


def _is_whole(before: str) -> bool:
    """Is a number the whole of what follows: not itself one of a list of channels?"""
    return "其中" not in before and not _CHANNELS.search(re.split("[，,、;]", before)[-1])


def _listed(text: str, unit: str) -> list[tuple[str, int]]:
    """The parts of a list up to its end: label and number, all in one unit."""
    found: list[tuple[str, int]] = []
    end = 0
    for part in _PART.finditer(text.partition(")")[0]):
        number = read_number(part["n"])
        gap = text[end : part.start()].strip("，,、和及与;:")
        if gap or number is None or part["unit"] != unit or _NO_PART.search(part["label"]) or not part["label"]:
            break
        found.append((part["label"], number))
        end = part.end()
    return found


# --- last year ----------------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """What a sentence says of last year's applications: how many, how many more (less: negative), by how much."""

    quote: str
    last: int | None
    change: int | None
    rate: str | None
    grows: bool


def _said(sentence: Sentence, year: int) -> Iterator[Said]:
    text = sentence.text
    if not _ABOUT.search(sentence.before[-200:] + text) or OTHER.search(text):
        return
    for found in _GROWTH.finditer(text):
        if found["year"] and int(found["year"]) != year - 1:
            continue
        last = read_number(found["last"]) if found["last"] else None
        by = read_number(found["by"]) if found["by"] else None
        grows = found["sign"] in _MORE
        yield Said(found[0], last, by if by is None or grows else -by, found["rate"], grows)


def _growth(sentence: Sentence, year: int, now: int, line: int) -> Iterator[Finding]:
    for said in _said(sentence, year):
        if said.last is not None and said.change is not None and now - said.last != said.change:
            message = f"正文“{said.quote}”：本年新收 {now} 件，与 {said.last} 件相差 {now - said.last}（第{line}行）。"
            yield Finding("draft.growth", message, line, stated=str(said.change), expected=str(now - said.last))


def compare(report: Report, now: Facts, before: Facts) -> Iterator[Finding]:
    """What a draft's prose says of last year's applications, against last year's report."""
    here, there = now.numbers.get(_RECEIVED), before.numbers.get(_RECEIVED)
    if here is None or there is None:
        return
    for section in report.sections:
        for sentence in every(section.body) if section.kind in ("overview", "applications") else ():
            for said in _said(sentence, report.year):
                if _is_otherwise(said, int(here), int(there)):
                    message = (
                        f"正文“{said.quote}”，{before.year} 年度报告的本年新收总计是 {shown(there)}"
                        f"（本年 {shown(here)}，相差 {shown(here - there)}）。"
                    )
                    yield Finding("draft.last_said", message, section.line, stated=said.quote, expected=shown(there))


def _is_otherwise(said: Said, here: int, there: int) -> bool:
    if said.last is not None and said.last != there:
        return True
    if said.change is not None and said.last is None:
        return said.change != here - there
    if said.rate is not None and there:
        growth = Decimal(here - there) / there * 100
        return not agrees(said.rate, growth if said.grows else -growth)
    return False

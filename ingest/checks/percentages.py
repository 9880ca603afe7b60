"""Percentages (百分比): a share that the prose prints beside the very numbers it is made of.

Only what is said whole can be recomputed: 收到10件，…予以公开5件，占50%. The whole may
stand in a sentence before, in the same paragraph, or in the share itself (占办结总数95件的18.9%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.checks.case import Case
from ingest.checks.ratios import UNIT, agrees, rounded
from ingest.checks.sums import Number, shown
from ingest.claims.clauses import OTHER
from ingest.claims.sentences import Sentence, sentences
from ingest.model import Check, Finding, Section, Table
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

CHECKS = (
    Check(
        "prose.percentage",
        "正文的百分比与其数字不符",
        "所占比例 ＝ 分项 ÷ 总数，按所印的小数位数四舍五入",
        "政府信息公开条例第五十条",
        "warning",
        "正文＝收到政府信息公开申请12件，其中予以公开5件，占41.7%。；本年新收·总计＝12",
        "正文＝收到政府信息公开申请12件，其中予以公开5件，占51.7%。；本年新收·总计＝12",
        "只验算同一段里写出分项和总数的百分比，增长率另由“正文的增减与两年的数字不符”验算；总数也可以是表二的新收、可办、办结总计。"
        "舍入和截尾都算对；“近”“约”“超过”的不看。",
    ),
    Check(
        "prose.rate",
        "正文的比率超过 100%",
        "办结率、答复率、满意率、占比等不超过 100%",
        "算术",
        "warning",
        "正文＝申请按时办结率100%，公开信息比上年增长120%。",
        "正文＝申请按时办结率120.5%。",
        "增长率、增幅、完成率、执行率可以超过 100%，不看。",
    ),
)
_SAID = lazy("[%％]|百分")
_OF = (
    r"(?:(?:全年|本年度?|所有|全部)?(?:政府信息公开|依申请公开|信息公开)?"
    r"(?:申请|办结|答复|受理|收到|新收|公开|发布|信息|办理)*(?:的)?(?:总数量?|总量|总件数|件数|全部|数量)?(?:的|比例|比重|比)*)"
)
_PER = rf"(?<![近约超逾足过少])(?:(?P<p>\d+(?:\.\d+)?)(?:[%]|个百分点)|百分之(?P<words>{NUMBER}))(?!以上|左右|多|余|强)"
_COUNT = lazy(rf"(?<![近约超逾足过少第\d.,])({NUMBER})({UNIT})(?!以上|左右|余|多)")
_SHARE = lazy(
    rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER})(?P<unit>{UNIT})[，,(]?占(?:比|到)?(?P<of>[^\d，,。;%]{{0,14}}?)[为是:达]?{_PER}"
)
_RATE = lazy(
    r"(?P<what>[\u4e00-\u9fff]{0,6}(?<!增长)(?<!增)(?<!完成)(?<!执行)(?<!增速)(?<!同比)(?:率|满意度)|占(?:比|到)?[^\d，,。;%]{0,12}?)"
    r"(?:[^\d，,。;%]{0,6}?(?<!增长)(?<!提高)(?<!提升)(?<!上升)(?<!增加))(?P<p>\d{3,}(?:\.\d+)?)%"
)
_RATE_IN_WORDS = lazy(
    r"(?:率|满意度)[^\d，,。;%]{0,6}?(?<!增长)(?<!提高)百分之[一二三四五六七八九]百(?:零|〇)?[一二三四五六七八九]"
)
# A share without its number: of whom, or of what result, in per cent.
_OF_TABLE = lazy(
    r"(?P<row>自然人|法人(?:和|或者?|及|、)?其[他它]组织|(?<!不)予以公开|部分公开)(?:的)?(?:提出|提交)?(?:的)?(?:申请)?"
    r"占(?:比|总数|申请总数|总量|全部申请|办结总数)?的?(?:比例|比重)?[为是达:]?(?P<p>\d+(?:\.\d+)?)%"
)
# 申请公开率, 办结率: of what there was, by any reckoning that an office may have in mind. 按时办结率 is another thing.
_RATE_OF_TABLE = lazy(
    r"(?:申请(?:的)?|依申请公开|(?<=[，,、;(]))(?P<row>(?:予以|同意)?公开率|办结率)(?:均|都|约)?(?<!约)(?:达到?|[为是:])?(?P<p>\d+(?:\.\d+)?)%"
)
_GRANTED = (("disclosed",), ("disclosed", "partly_disclosed"))
_APPLYING = lazy("申请")
_ELSEWHERE = lazy(r"全[市县区省州旗盟]|各[局镇乡街部单县区]|上年|去年|以来|期间|20\d\d年|系统|累计|约占")
# 收回160份，回收率为80%: what is done, of what there was just before it.
_DONE = "办结|答复|回复|整改|解决|化解|采纳|销号|修订|回收|收回|完成"
_OF_WHOLE = lazy(
    rf"(?<![近约超逾足过少第\d.,])(?P<whole>{NUMBER})(?P<unit>{UNIT})[，,;、](?:现|已|目前|均|共|全部|按期|按时)*(?P<done>{_DONE})(?:了|完成|完毕)?"
    rf"(?P<n>{NUMBER})(?P=unit)[，,;](?P<rate>{_DONE})率[为达是到:]*(?P<p>\d+(?:\.\d+)?)%"
)
# 占办结总数95件的28.9%, 占申请总量(98件)的60%: the whole stands in the share itself.
_SHARE_OF = lazy(
    rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER})(?P<unit>{UNIT})[，,(]?占(?:比|到)?[^\d，,。;%()]{{0,14}}?\(?(?P<whole>{NUMBER})(?P=unit)"
    rf"\)?(?:的|总数|总量|比例|比重|比)*[为是:达]?{_PER}"
)
_QUOTIENT = lazy(rf"(?P<n>\d+)[/÷](?P<whole>\d+)[=为]{_PER}")
_RESULT = lazy(r"(?:(?<!不)予以公开|部分公开|不予公开|无法提供|不予处理|其[他它]处理|自然人)(?:的|政府信息公开|申请)*$")
_OF_TOTAL = lazy("办结|申请|收到|新收|受理|办理")


def find(case: Case) -> Iterator[Finding]:
    """Percentages that their own numbers contradict, and rates over a hundred."""
    for section in case.report.sections:
        if not _SAID.search(section.body):
            continue
        yield from _rates(case, section)
        if section.kind in ("problems", "other"):
            continue
        for sentence in sentences(section.body, _SAID):
            for quote, offset, stated, expected, reckoned in (
                *_shares(case, sentence),
                *_of_table(case, sentence),
                *_rates_of(case, sentence),
                *_reckoned(sentence),
            ):
                line = case.line(section, sentence.line(offset))
                message = f"正文“{quote}”：按所列数字（{reckoned}）应为 {expected}%（正文第{line}行）。"
                yield Finding("prose.percentage", message, line, None, None, None, f"{stated}%", f"{expected}%")


def _rates(case: Case, section: Section) -> Iterator[Finding]:
    for sentence in sentences(section.body, _SAID):
        said = [found for found in _RATE.finditer(sentence.text) if Decimal(found["p"]) > 100]
        for found in (*said, *_RATE_IN_WORDS.finditer(sentence.text)):
            line = case.line(section, sentence.line(found.start()))
            message = f"正文“{found[0]}”：比率不会超过 100%（正文第{line}行）。"
            yield Finding("prose.rate", message, line, stated=_stated(found), expected="<=100%")


def _stated(found: re.Match[str]) -> str:
    return f"{found['p']}%" if "p" in found.groupdict() else found[0][found[0].index("百分之") :]


Wrong = tuple[str, int, str, str, str]  # quote, offset, stated, expected, how


def _shares(case: Case, sentence: Sentence) -> Iterator[Wrong]:
    for found in _SHARE.finditer(sentence.text):
        part, printed = read_number(found["n"]), _per_cent(found)
        before = sentence.text[: found.start()]
        here = _counts(before, found["unit"])
        above = _counts(sentence.before, found["unit"])
        table = _wholes_of_table(case, before, found["of"])
        if part is None or not printed or not (here or above or table) or not re.fullmatch(_OF, found["of"]):
            continue
        wholes = [*here, *reversed(above), *_totals(case)]
        parts = {part, *_with_those_before(part, here)}
        if not any(agrees(printed, one / Decimal(whole) * 100) for one in parts for whole in wholes):
            # The nearest number in words is what the share is of, or should be.
            whole = next(iter((*here, *reversed(above), *table)))
            yield found[0], found.start(), printed, rounded(part / Decimal(whole) * 100, printed), f"{part}÷{whole}"


def _with_those_before(part: int, here: list[int]) -> Iterator[int]:
    """A part together with those that the sentence names before it: 公开18件，部分公开5件，占24.2% is of both."""
    for count in reversed(here):
        part += count
        yield part


def _wholes_of_table(case: Case, before: str, of: str) -> list[int]:
    """What a draft's share of a result, or of a kind of applicant, is of, where the prose doesn't say the number."""
    named = case.draft and (not of or _OF_TOTAL.search(of)) and _RESULT.search(before)
    rows = ("closed",) if "办结" in of else ("received",)
    whole = case.amount("applications", rows)[0] if named else None
    return [int(whole)] if whole else []


def _reckoned(sentence: Sentence) -> Iterator[Wrong]:
    """Shares whose sentence says the whole as well as the part, and quotients written out."""
    for found in (*_SHARE_OF.finditer(sentence.text), *_QUOTIENT.finditer(sentence.text)):
        part, whole, printed = read_number(found["n"]), read_number(found["whole"]), _per_cent(found)
        if part is None or not whole or not printed:
            continue
        parts = {part, *_with_those_before(part, _counts(sentence.text[: found.start()], _unit(found)))}
        if not any(agrees(printed, one / Decimal(whole) * 100) for one in parts):
            yield found[0], found.start(), printed, rounded(part / Decimal(whole) * 100, printed), f"{part}÷{whole}"


def _unit(found: re.Match[str]) -> str:
    return found.groupdict().get("unit") or ""


def _per_cent(found: re.Match[str]) -> str | None:
    """A percentage as printed, in digits: 百分之十八 is 18."""
    words = found["words"]
    number = read_number(words) if words else None
    return found["p"] or (str(number) if number is not None else None)


def _of_table(case: Case, sentence: Sentence) -> Iterator[Wrong]:
    """Shares of applicants and results that the prose gives without their numbers, reckoned from table 2."""
    own = sentence.text.replace(f"{case.report.year}年", "")
    if not case.draft or not _APPLYING.search(own) or OTHER.search(own) or _ELSEWHERE.search(own):
        return
    rates = _RATE_OF_TABLE.finditer(sentence.text) if "信息公开" in own or "依申请公开" in own else ()
    for found in (*_OF_TABLE.finditer(sentence.text), *rates):
        rate = found["row"].endswith("率")
        shares = list(_of_rate(case, found["row"]) if rate else _of_row(case, found["row"]))
        if shares and not any(agrees(found["p"], Decimal(part) / Decimal(whole) * 100) for part, whole in shares):
            part, whole = shares[0]
            right = rounded(Decimal(part) / Decimal(whole) * 100, found["p"])
            yield found[0], found.start(), found["p"], right, f"表二 {shown(part)}÷{shown(whole)}"


def _of_row(case: Case, name: str) -> Iterator[tuple[Number, Number]]:
    """What a share of a kind of applicant, or of a result, may be reckoned from; nothing where a number is wanting."""
    table: Table = "applications"
    code = {"予以公开": "disclosed", "部分公开": "partly_disclosed"}.get(name)
    for rows in (("received",), ("received", "carried_in"), ("closed",)):
        whole = case.amount(table, rows)[0]
        natural = case.amount(table, rows, "natural_person")[0]
        part = case.amount(table, (code,))[0] if code else natural
        if part is None or not whole:
            continue
        yield (part if code or name == "自然人" else whole - part), whole


def _of_rate(case: Case, name: str) -> list[tuple[Number, Number]]:
    """What a rate may be reckoned from: what was made public, or closed, of what came or was dealt with."""
    table: Table = "applications"
    rows = [("closed",)] if name == "办结率" else list(_GRANTED)
    parts = [case.amount(table, codes)[0] for codes in rows]
    got, old, closed = (case.amount(table, (code,))[0] for code in ("received", "carried_in", "closed"))
    if got is None or old is None or closed is None or None in parts:
        return []
    wholes = [got + old, got] if name == "办结率" else [closed, got, got + old]
    shares = [(part, whole) for part in parts if part is not None for whole in wholes if whole]
    return [*shares, (closed - old, got)] if name == "办结率" and got else shares


def _counts(text: str, unit: str) -> list[int]:
    """The numbers of one unit in a text that something can be a share of: none is 0."""
    numbers = [read_number(n) for n, of in _COUNT.findall(text) if of == unit]
    return [number for number in numbers if number]


def _rates_of(case: Case, sentence: Sentence) -> Iterator[Wrong]:
    """A rate right behind what was done and what there was to do, where no third number stands before them."""
    for found in _OF_WHOLE.finditer(sentence.text):
        whole, part = read_number(found["whole"]), read_number(found["n"])
        same = {"收回": "回收"}.get(found["done"], found["done"]) == found["rate"]
        if not whole or part is None or not same or _COUNT.search(sentence.text[: found.start()]):
            continue
        if not any(agrees(found["p"], part / Decimal(one) * 100) for one in {whole, *_totals(case)}):
            right = rounded(part / Decimal(whole) * 100, found["p"])
            yield found[0], found.start(), found["p"], right, f"{part}÷{whole}"


def _totals(case: Case) -> set[int]:
    """The totals of table 2 that a share may be of."""
    sums = (("received",), ("received", "carried_in"), ("closed",))
    exact = (case.amount("applications", codes)[0] for codes in sums)
    return {int(number) for number in exact if number}

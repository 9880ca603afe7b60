"""Clauses (分句): a sentence cut at its commas, lists and brackets, each with what it must not be mistaken for.

A part of a whole (其中, 网上申请), another year's figure, another body's (全市 in an organ's own report) or another
subject's (信访, 建议提案) is no figure of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.claims.sentences import Sentence
from ingest.claims.wordings import canonical
from ingest.numerals import NUMBER
from ingest.patterns import lazy

UNIT = r"(?:件次|件|条|份|宗|起|项|例|人次|次|个)(?!以上|左右|余|多)"
N = rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER}){UNIT}"
END = r"(?=$|[、。;:()，,]|和|及|与|并|均|已|全部|都|结转|的?申请|的?(?:政府)?信息公开的?申请)"

_COMMA = lazy(r"，|,(?!\d{3}(?!\d))|(?<!\d),")
_EVERY_COMMA = lazy(r"[，,]")
_CUT_NUMBER = lazy(r"\d[，,]\d{3}(?!\d)")  # 收到1,973件申请,均已办结: is it 973?
_LIST = lazy(rf"(?<=[件条份宗起项例次个])(?:、|和|及|与)(?=[^，,、]{{0,12}}?(?:{NUMBER}){UNIT})")
_COLON = lazy(r"(?<=[件份宗起条]):")
_OPENS = lazy(rf"\((?=[^()]*(?:{NUMBER}){UNIT})")
_YEAR = lazy(r"(?<!\d)(20\d\d)(?:年|-)")
_OPENING_YEAR = lazy(r"(?:^|[。;])(?:\(?[一二三四五六七八九十\d]+[)、.])?(20\d\d)年(?:度|全年|,|，|我|本|以来)")
_WHOLE_YEAR = lazy(r"(?:自|从)?(?:20\d\d年)?1月1日起?(?:至|到|-|—+)(?:20\d\d年)?12月31日止?(?:期间)?")
_WAYS = "(?:渠道|方式|途径|形式|载体)"
_EVERY_WAY = lazy(
    rf"通过(?:[^，,。;()]{{2,30}}?等(?:多种|各种|各类|不同)?|(?:线上线下|多种|各种|各类|各|不同)[^，,。;()]{{0,8}}?){_WAYS}"
)
# Said of all of them: 从网络、信函、当面三条途径收到.
_ALL_WAYS = lazy(
    rf"(?:通过|从|由|经)[^，,。;()\d]{{4,40}}?[三四五六](?:条|种|个|类){_WAYS}"
    rf"|各(?:个|类|种)?{_WAYS}的?|(?:线上[、和及与]?线下|线下[、和及与]?线上)(?:同步|多渠道)?(?=共|累计|合计|收|接|受理)"
    rf"|(?:^|(?<=[年度内，,]))(?:[^，,。;()、\d年度内]{{2,5}}、)+[^，,。;()、\d]{{2,5}}等[各多种类]{{0,2}}{_WAYS}的?"
    r"(?=政府|信息|依|申请|共)"
)
_PASSED_ON = lazy(r"(?<!结)(?:转入|转至|转到|顺延[至到]?|延至|留待|移至|递延至)(?=下一?年|明年|次年|来年|20\d\d年)")
_FOR_SUCH = lazy(r"因重复申请等(?:原因|情形|情况)[，,]?")
_QUOTED = lazy(r"[“”\"‘’「」]")
_APPLIED_FOR = r"(?=的?(?:(?:政府信息公开|信息公开|依申请公开|公开)(?:的)?申请|依申请公开(?:事项|件|政府信息)?))"
# 未发生一起行政诉讼: one that there was none of is no count.
_NOT_ONE = lazy(
    r"((?:未|没有?|无)(?:曾|有)?(?:发生|收到|接到|产生|出现|引发|存在)?过?)一[件起例宗](?=因|涉|有关|政府|信息|依?申请|公开|行政|复议|诉讼|案)"
)
REGISTERED = lazy(rf"(?:接收|收到|受理)?登记(?:在册)?{_APPLIED_FOR}")
_REGISTERED_AND = lazy(rf"登记(?:并|、)?(?=(?:受理|办理|接收|收到){_APPLIED_FOR})")
PART = lazy(
    r"其中|网络|网上|网站|互联网|当面|现场|信函|邮寄|来信|传真|邮件|邮箱|在线|线上|平台|渠道|窗口|电话|口头"
    r"|(?<!结转)上一?年(?!度?结转)|去年(?!结转)|前年|同期|往年|历年|以来|累计|截至|截止|季度|半年|月|日均|平均"
    r"|[近前](?:两|二|三|四|五|几)年|[一二三四]五[”\"]?(?:期间|以来|时期)|当场|当日|工作日内办结的"
    r"|增加|减少|增长|下降|同比|环比|所属|下属|直属|[局委]属|辖区|系统|各[镇乡街县市区部局单]|逾期|延期|超期|超时"
    r"|(?:结转|新收)(?:申请)?的(?:申请)?(?:\d+[件条份宗]申?请?)?(?=[已均全部都当年内]*(?:办结|答复|办理完))"
    r"|自然人|(?<![、和及或与])法人|个人(?!信息)|企业|机构|重复|补正|撤[回销]|(?<!结)转[办送交]|计划|力争|预计|将|若|如果|例如|比如|\d+名"
)
OTHER = lazy(
    r"建议|提案|(?<!复)议案|信访|投诉|举报|咨询|热线|12345|留言|来电|来访|许可|审批|救助|低保|廉租|公租|专利|商标|仲裁|公证"
    r"|贷款|补贴|补助|资助|执行申请|申请执行|认定|(?<![均都])(?<!全部)(?<!均已)(?<![均已]依法)(?<!予以)(?<!按规定)(?<!按程序)(?<!按要求)(?<!依规)(?<!逐一)(?<!逐件)(?<!及时)登记(?!在册)|证照|注册|法律援助|困难|党员|入党|调解|公文|制发|文件|属性|栏目"
    r"|工单|诉求|用户|账号|处罚|强制|预算|决算|会议"
)
_OTHER_SPAN = lazy(
    r"十[一二三四]五[”\"]?(?:规划)?(?:期间|以来|时期)?|(?<![\d第])[二两三四五六七八九十]{1,2}年[来间内里]|[近前][二两三四五六七八九十几]年"
    r"|(?:施行|实施|修订|成立|组建|挂牌|改革)[^，,。;]{0,8}以来|20\d\d年(?:\d{1,2}月)?以来"
    r"|(?<!\d)20\d\d年?度?(?:[、和及]20\d\d年?度?)+"
    r"|(?P<first>20\d\d)年?(?:\d{1,2}月)?(?:\d{1,2}日)?起?(?:至|到|-|—+|~)(?P<last>20\d\d)年?"
)
_SO_FAR = lazy(r"(?:^|[。;:])(?:今年以来|本年度?|全年|年内|20\d\d年(?:度|以来)?)[，,]$")  # a year of one's own, or none
_SPANS = lazy(rf"{_OTHER_SPAN.pattern}|以来|历年|往年|期间|累计|多年|20\d\d年")  # 累计 may go back as far
_US = "(?:[我本](?:机关|单位|部门|街道|[局委办厅县市区镇乡]))"
_ADDED_UP = lazy(rf"^({_US}?共?)累计")
# 不予公开的占比最高，为30件: between what is counted and its number there may stand how it compares.
_MOST = r"(?:(?:占比|比例|比重|数量|占)?(?:[最较更][高多大]|绝?大多数|多数|大头|主体|首位)|居多|居首|为主|居于?首位)"
_FOREMOST = lazy(rf"{_MOST}(?P<comma>[，,])(?:共计?|合计|达到?|[为有计])+(?=(?:{NUMBER}){UNIT})")
_UP_TO = lazy(r"截[至止]到?(?:20\d\d年|今年)?(?:[1-9]|1[0-2])月")  # the year's end is taken out before
_THIS_YEAR = r"全年|本年|今年|年内|当年|报告期"
_AREA = lazy(r"全[市区县省州旗盟国]|本级")
# What was tried out, or looked through again, never came (模拟受理申请10件、抽查答复书15份), until the year is named.
_TRIED = lazy(r"模拟|演练|演示|测试|试运行|抽查|抽取|抽检|评查|回头看|回访|复核|案例|竞赛")
_OF_THE_YEAR = lazy(rf"{_THIS_YEAR}|20\d\d年")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that speaks of the report's own year and body."""

    text: str  # with last year and next year in words: 2024年结转至2025年 is 上年结转至本年
    quote: str  # as the sentence has it
    said: str  # what the sentence says before it
    start: int
    within: bool  # a part of a figure before it: after 其中, or in brackets
    year: int = 0  # the report's


def clauses(sentence: Sentence, year: int, area: str) -> Iterator[Clause]:
    """The clauses of a sentence that are about the year and the body of the report.

    ``area``: what a government that reports for all its organs governs (市, 区 …), so that its 全市 is the whole.
    """
    opened = _OPENING_YEAR.findall(sentence.before)
    if opened and int(opened[-1]) != year and not _YEAR.search(sentence.text):
        return
    for start, quote in _cut(sentence):
        said = sentence.text[:start]
        bare, before = (_plain(text, year) for text in (quote, said))
        bare = _ADDED_UP.sub(r"\1", bare) if _adds_the_year(before, sentence.before + said) else bare
        years = _YEAR.findall(before + bare)
        if _is_of_years(said + quote, year) or _UP_TO.search(before) or _is_tried(said + quote):
            continue
        if (years and int(years[-1]) != year) or set(_AREA.findall(said + quote)) != ({f"全{area}"} if area else set()):
            continue
        open_bracket = said.count("(") > said.count(")")
        within = open_bracket or "其中" in re.sub(r"\([^()]*\)", "", said)
        yield Clause(bare, quote.strip("，,、。;:() "), said, start, within, year)


def _adds_the_year(before: str, said: str) -> bool:
    """Is 累计 of the year: behind its name, or where no longer span was named?"""
    return _SO_FAR.search(before) is not None or _SPANS.search(said) is None


def _is_of_years(text: str, year: int) -> bool:
    """Does a text end within a span of several years (十四五期间, 施行以来)? The year's own name ends the span."""
    ends = [
        found.end() for found in _OTHER_SPAN.finditer(text) if found["first"] is None or found["first"] != found["last"]
    ]
    return bool(ends) and not re.search(rf"{year}年(?!以来)|{_THIS_YEAR}", text[ends[-1] :])


def _is_tried(text: str) -> bool:
    """Does a text end in what was tried out or looked through: of no year named since?"""
    ends = [found.end() for found in _TRIED.finditer(text)]
    return bool(ends) and not _OF_THE_YEAR.search(text[ends[-1] :])


def _cut(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """(offset, clause) of a sentence. Where a text's comma is the one that also groups digits, each of them cuts."""
    start, text = 0, sentence.text
    comma = _COMMA if sentence.grouped else _EVERY_COMMA
    cuts = {found.end() for pattern in (comma, _LIST, _COLON, _OPENS) for found in pattern.finditer(text)}
    cuts -= {found.end("comma") for found in _FOREMOST.finditer(text)}
    for end in (*sorted(cuts), len(text)):
        if end > start and not _CUT_NUMBER.match(text, max(start - 2, 0)):
            yield start, text[start:end].rstrip("，,、和及与。;!?:")
        start = end


def _plain(text: str, year: int) -> str:
    """A text with the year before and the year after it said in words, and without what names every channel."""
    text = canonical(_FOR_SUCH.sub("", _PASSED_ON.sub("结转至", _QUOTED.sub("", text))), year)
    text = _FOREMOST.sub("", text) if "，" in text or "," in text else text
    text = _up_to_its_end(year).sub("", text) if "截" in text else text
    if "结转" in text:
        text = re.sub(rf"{year - 1}年度?结转(?:至|到|入)?(?:{year}年度?)?", "上年结转", text)
        text = re.sub(rf"结转(?:至|到|入)?{year + 1}年度?", "结转下年度", text)
    if f"{year + 1}年" in text and "办" in text:
        text = re.sub(rf"将?[在于]?{year + 1}年度?(?:继续|再)?(?=办理|办结)", "下年度", text)
    text = _NOT_ONE.sub(r"\1", text)
    text = _WHOLE_YEAR.sub("", text) if "12月31日" in text else text
    if any(way in text for way in ("途径", "渠道", "方式", "线上")):
        text = _ALL_WAYS.sub("", text)
    text = _EVERY_WAY.sub("", text) if "通过" in text else text
    text = _in_the_year(year).sub(r"\1", text) if "累计" in text else text
    return REGISTERED.sub("收到", _REGISTERED_AND.sub("", text)) if "登记" in text else text


@lru_cache(maxsize=8)
def _up_to_its_end(year: int) -> re.Pattern[str]:
    """截至2025年12月31日, 截至年底 is all of the year."""
    return re.compile(
        rf"截[至止]到?(?:(?:{year}年|本年|当年)?(?:12月(?:31日|[底末])|年?度?[底末])|本年度末)(?![^，,]*以来)"
    )


@lru_cache(maxsize=8)
def _in_the_year(year: int) -> re.Pattern[str]:
    """本年度累计收到 is of the year; 累计 alone may be of several."""
    return re.compile(rf"((?:本年度?|全年|今年|年内|当年|{year}年(?:度|全年)?)[，,]?{_US}?(?:共)?)累计")

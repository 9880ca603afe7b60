"""Claims (正文所述): what the prose says in numbers about applications, reviews and suits, each figure with its base.

A figure counts only with its base: 新收 (received), 受理 (may include what was carried in), 答复 (may leave out what
gets no reply), 办结 (closed). A claim is read from one clause, never over a comma; a number is an exact one or none
(近百、70余 say nothing). Another year, a part of the whole (其中, 网络申请), another body's figure (全市 in an organ's
own report) or another subject (信访, 建议提案) are no claim about the table. Rather a claim missed than one misread.

>>> [(claim.what, claim.number) for claim in read_claims("全年共收到政府信息公开申请1,203件，答复1,200件。", 2021)]
[('received', 1203), ('answered', 1200)]
>>> [(claim.what, claim.number) for claim in read_claims("本年度未收到政府信息公开申请，收到建议3件。", 2021)]
[('received', 0)]
>>> read_claims("收到申请，建议5件。2019年收到申请7件，近年来收到申请约20件，其中网上收到申请2件。", 2021)
()
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numerals import NUMBER, read_number
from ingest.text import fold, simplified


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of the prose."""

    what: str  # received, accepted, closed, answered, carried_in, carried_out, reconsiderations, suits, disputes; a row
    number: int
    quote: str  # the clause, folded
    line: str  # the line of the section in which it begins, as printed


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the prose, hard line breaks undone."""

    text: str  # folded, but for the full-width comma
    before: str  # what the paragraph says before it
    starts: tuple[tuple[int, str], ...]  # (offset, printed line) of the lines that it stands on
    grouped: bool = True  # may a half-width comma between digits group them? Not where the text uses it as its comma

    def line(self, offset: int) -> str:
        """The printed line on which an offset stands."""
        return [line for start, line in self.starts if start <= offset][-1]


# --- sentences --------------------------------------------------------------------------------------------------

_ABOUT = re.compile(r"申[请請]|[复復覆複][议議]|[诉訴][讼訟]|[办辦][结結]|[结結][转轉]|答[复復覆]")
_KEPT = "\ue000"  # stands for a full-width comma while the others are folded
_ENDS = "。;!?:"
_SENTENCE = re.compile(r"[^。;!?]+[。;!?]*")
_MARK = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是|第[一二三四五六七八九十]")
_WRAPPED = 20  # characters; a shorter line that ends without a mark is a heading


def sentences(body: str) -> Iterator[Sentence]:
    """The sentences of a section that may speak of applications, reviews or suits."""
    if not _ABOUT.search(body):
        return
    grouped = not _HALF_COMMA.search(body)
    for lines in _paragraphs(body):
        text, starts = "", []
        for printed, folded in lines:
            starts.append((len(text), printed))
            text += folded
        if _ABOUT.search(text):
            yield from _sentences(text, starts, grouped=grouped)


def _sentences(text: str, starts: list[tuple[int, str]], *, grouped: bool) -> Iterator[Sentence]:
    for found in _SENTENCE.finditer(text):
        if _ABOUT.search(found[0]):
            at = tuple((max(0, start - found.start()), line) for start, line in starts if start < found.end())
            yield Sentence(found[0], text[: found.start()], at, grouped)


def _paragraphs(body: str) -> Iterator[list[tuple[str, str]]]:
    """Lines that a page broke in the middle of a sentence, put together again: (printed, folded) of each."""
    lines: list[tuple[str, str]] = []
    for printed in body.split("\n"):
        folded = _fold(printed)
        if not folded:
            continue
        last = lines[-1][1] if lines else ""
        if lines and (last[-1] in _ENDS or len(last) < _WRAPPED or _MARK.match(folded)):
            yield lines
            lines = []
        lines.append((printed, folded))
    if lines:
        yield lines


def _fold(printed: str) -> str:
    """Folded, without blanks; a full-width comma stays one, since the other one also groups digits."""
    return simplified(fold(printed.replace("，", _KEPT)).replace(" ", "")).strip().replace(_KEPT, "，")


# --- clauses ----------------------------------------------------------------------------------------------------

_UNIT = r"(?:件次|件|条|份|宗|起|项|例|人次|次|个)(?!以上|左右|余|多)"
_N = rf"(?<![近约超逾足过少第\d.,])(?P<n>{NUMBER}){_UNIT}"
_HALF_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_COMMA = re.compile(r"，|,(?!\d{3}(?!\d))|(?<!\d),")
_EVERY_COMMA = re.compile(r"[，,]")
_LIST = re.compile(rf"(?<=[件条份宗起项例次个])(?:、|和|及|与)(?=[^，,、]{{0,12}}?(?:{NUMBER}){_UNIT})")
_WHOLE_YEAR = re.compile(r"(?:自|从)?(?:20\d\d年)?1月1日起?(?:至|到|-|—+)(?:20\d\d年)?12月31日止?(?:期间)?")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?:年|-)")
_OPENING_YEAR = re.compile(r"(?:^|[。;])(?:\(?[一二三四五六七八九十\d]+[)、.])?(20\d\d)年(?:度|全年|,|，|我|本|以来)")
# What makes a figure a part, another year's, another body's or another subject's.
_PART = re.compile(
    r"其中|网络|网上|网站|互联网|当面|现场|信函|邮寄|来信|传真|邮件|邮箱|在线|线上|平台|渠道|窗口|电话|口头"
    r"|上一?年(?!度?结转)|去年(?!结转)|前年|同期|往年|历年|以来|累计|截至|截止|季度|半年|月|日均|平均"
    r"|增加|减少|增长|下降|同比|环比|所属|下属|辖区|系统|各[镇乡街县市区部局单]|逾期|延期|超期|超时"
    r"|自然人|个人(?!信息)|企业|机构|重复|补正|撤[回销]|转[办送交]|计划|力争|预计|将|若|如果|例如|比如|\d+名"
)
_OTHER = re.compile(
    r"建议|提案|(?<!复)议案|信访|投诉|举报|咨询|热线|12345|留言|来电|来访|许可|审批|救助|低保|廉租|公租|专利|商标|仲裁|公证"
    r"|贷款|补贴|补助|资助|执行申请|申请执行|认定|登记|证照|注册|法律援助|困难|党员|入党|调解|公文|制发|文件|属性|栏目"
    r"|工单|诉求|用户|账号"
)
_AREA = re.compile(r"全[市区县省州旗盟国]|本级")
_APPLYING = re.compile(r"公开申请|申请公开|依申请|信息公开|公开政府信息|公开信息")
_WORD = (
    r"(?:政府|信息|公开|依申请|依法|书面|有效|各类|各种|有关|相关|群众|公众|社会|公民|法人|组织|申请人|其[他它]|单位"
    r"|或者|[、和或及的了]|关于|对|要求|获取|提出|提交|递交|向我?[本局市区县镇乡委办厅街道单位机关]{1,4})"
)
_COUNTED = r"(?:表|书|的|政府|信息|公开|总?数量?|总[数量计]|件数|共计?|合计|总计|分别|[为是有计:了])"


@dataclass(frozen=True, slots=True)
class _Pattern:
    what: str
    match: re.Pattern[str]
    parts: bool = False  # may follow 其中: rows of the table are parts of a whole


def _patterns() -> tuple[_Pattern, ...]:
    got, new = "(?:收到|接到|收悉|接收)", "(?:本年(?:度)?)?新收(?:到)?"
    end = r"(?=$|[、。;:(，,]|和|及|与|并|均|已|全部|都|结转|的?申请)"
    counted, word = f"{_COUNTED}{{0,6}}", f"{_WORD}{{0,12}}"
    made = (
        ("received", rf"(?:{got}|{new})(?!并?受理){counted}{word}申请{counted}{_N}{end}", False),
        ("received", rf"(?:{got}|{new})(?!并?受理){counted}{_N}{word}申请(?!复议|行政)", False),
        ("received", rf"{word}申请{counted}新收{counted}{_N}{end}", False),
        ("accepted", rf"(?<!不予)(?:(?:{got})?(?:并|、)?受理){counted}{word}申请{counted}{_N}{end}", False),
        ("accepted", rf"(?<!不予)(?:(?:{got})?(?:并|、)?受理){counted}{_N}{word}申请(?!复议|行政)", False),
        ("closed", rf"(?<![未按期时])(?:办结|办理完毕|办理完结)(?:{word}申请)?{counted}{_N}{end}", False),
        ("answered", rf"(?<!未)答复(?:{word}申请)?{counted}{_N}{end}", False),
        (
            "carried_in",
            rf"(?:上一?年度?|去年)结转(?:至?本年度?)?(?:{word}申请)?{counted}{_N}{end}",
            False,
        ),
        (
            "carried_out",
            rf"结转(?:至|到)?下一?年度?(?:继续)?(?:办理)?(?:的?{word}申请)?{counted}{_N}{end}",
            False,
        ),
        ("carried_out", rf"(?:^|[、，,])(?:另?有|尚有|还有|剩余)?{_N}(?:申请)?结转(?:至|到)?下一?年", False),
        ("disputes", rf"行政复议(?:案件)?[、和及或与]{{1,2}}(?:提起)?(?:行政)?诉讼(?:案件)?{counted}{_N}{end}", False),
        ("reconsiderations", rf"行政复议(?:案件|申请)?{counted}{_N}{end}", False),
        ("suits", rf"行政诉讼(?:案件)?{counted}{_N}{end}", False),
        ("disclosed", rf"(?<!不)予以公开{counted}{_N}{end}", True),
        ("partly_disclosed", rf"部分公开{counted}{_N}{end}", True),
        ("refused", rf"不予公开{counted}{_N}{end}", True),
        ("not_available", rf"无法提供{counted}{_N}{end}", True),
        ("not_processed", rf"不予处理{counted}{_N}{end}", True),
    )
    return tuple(_Pattern(what, re.compile(pattern), parts) for what, pattern, parts in made)


_PATTERNS = _patterns()
_DISPUTES = frozenset({"reconsiderations", "suits", "disputes"})
_REVIEWING = re.compile(r"审理|受理|审结|办理|办结|代理|应诉|维持|纠正|驳回|撤销|结果|责任|上年|尚未")


def read_claims(body: str, year: int, kind: str = "overview", *, area: str = "") -> tuple[Claim, ...]:
    """The claims of a section, of some kind, of a year's report.

    ``area``: what a government that reports for all its organs governs (市, 区 …), so that its 全市 is the whole.
    """
    found: dict[tuple[str, int], Claim] = {}
    for sentence in sentences(body):
        for claim in _claims(sentence, year, kind, area=area):
            found.setdefault((claim.what, claim.number), claim)
    return tuple(found.values())


def _claims(sentence: Sentence, year: int, kind: str, *, area: str) -> Iterator[Claim]:
    opened = _OPENING_YEAR.findall(sentence.before)
    if opened and int(opened[-1]) != year and not _YEAR.search(sentence.text):
        return
    about = kind == "applications" or _APPLYING.search(sentence.before[-200:] + sentence.text) is not None
    appeals = kind == "appeals"
    if _OTHER.search(sentence.text) and not _OTHER.sub("", sentence.text).count("信息公开"):
        return
    for start, clause in _clauses(sentence):
        said, bare = sentence.text[:start], _WHOLE_YEAR.sub("", clause)
        years = _YEAR.findall(_WHOLE_YEAR.sub("", said) + bare)
        if (years and int(years[-1]) != year) or set(_AREA.findall(said + bare)) != ({f"全{area}"} if area else set()):
            continue
        figures = () if _OTHER.search(bare) else tuple(_figures(said, bare, about=about, appeals=appeals))
        for what, number in (*figures, *_nothing(said, bare, appeals=appeals)):
            yield Claim(what, number, clause.strip("，,、。; "), sentence.line(start))


def _clauses(sentence: Sentence) -> Iterator[tuple[int, str]]:
    """(offset, clause) of a sentence. Where a text's comma is the one that also groups digits, each of them cuts."""
    start, text = 0, sentence.text
    comma = _COMMA if sentence.grouped else _EVERY_COMMA
    cuts = sorted({found.end() for found in comma.finditer(text)} | {found.end() for found in _LIST.finditer(text)})
    for end in (*cuts, len(text)):
        if end > start:
            yield start, text[start:end].rstrip("，,、和及与。;!?")
        start = end


def _figures(said: str, clause: str, *, about: bool, appeals: bool) -> Iterator[tuple[str, int]]:
    if not any(char.isdigit() or char in "一二两三四五六七八九十" for char in clause):
        return
    within = "其中" in said
    for pattern in _PATTERNS:
        found = pattern.match.search(clause)
        if found is None:
            continue
        number = read_number(found["n"])
        part = _PART.search(clause.replace("其中", "") if pattern.parts else clause)
        if number is None or part or (within and not pattern.parts):
            continue
        if pattern.what in _DISPUTES:
            if (appeals or "公开" in said + clause) and not _REVIEWING.search(clause):
                yield pattern.what, number
                return
        elif about and "复议" not in clause and "诉讼" not in clause:
            yield pattern.what, number
            if pattern.what in ("received", "accepted"):
                return


# --- "none at all" ----------------------------------------------------------------------------------------------

_NO = r"(?:均?(?:未|没有|无|没)(?:曾|有|人)?(?:收到|接到|收悉|接收|发生|产生|出现|涉及|存在)?过?)"
_ANY = (
    r"(?:任何|一[件份例起宗]|形式|公民|法人|组织|社会|群众|公众|申请人|单位|个人|其[他它]|或者|有关|相关|各类|书面"
    r"|[、和或及的])"
)
_MATTER = r"(?:政府|信息|公开|工作|内容|依|关于|涉及|对|要求|提出|获取|以|向|我|本|局|机关|方面)"
_ENDING = (
    r"(?:的?(?:政府|信息)*(?:情况|事项|事件|件|办理|办件|案件|问题|现象|业务|诉求|发生|数量|行为|工作|材料|表|书)*)"
)
_NO_APPLICATION = re.compile(
    rf"{_NO}(?:{_ANY}|{_MATTER}){{0,16}}(?:依?申请(?:公开)?)(?:{_MATTER}){{0,6}}(?:的?申请)?"
    rf"(?P<also>(?:[、和及或与]|以及)(?P<dispute>[^。;，,]{{0,40}}))?{_ENDING}$"
)
_BECAUSE = r"(?:因|涉及|关于|由)?[^，,。;]{0,24}?"
_NO_DISPUTE = re.compile(
    rf"{_NO}(?:{_ANY}|{_MATTER}|被|案件){{0,12}}(?:因{_BECAUSE})?(?:被|而|引起|引发|导致|申请|提起|的)*行政复议"
)
_NO_SUIT = re.compile(
    rf"{_NO}(?:{_ANY}|{_MATTER}|被|案件){{0,12}}(?:因{_BECAUSE})?(?:被|而|引起|引发|导致|申请|提起|的)*"
    rf"(?:行政复议(?:案件|申请)?(?:[、和及或与]|以及|,|，)*(?:被|提起|申请)*)?行政诉讼"
)
_ADMITS = re.compile(r"纠正|维持|败诉|撤销|尚未|驳回|审结|逾期|超期|其他结果|上年|变更|责令|结转")


def _nothing(said: str, clause: str, *, appeals: bool) -> Iterator[tuple[str, int]]:
    """What a clause says there was none of."""
    if not re.search(r"[未没无]", clause) or "其中" in said or _PART.search(clause):
        return
    applied = _NO_APPLICATION.search(clause)
    if applied and "复议" not in clause[: applied.start()] and not _is_dispute(applied):
        yield "received", 0
    if (appeals or "公开" in said + clause) and not _ADMITS.search(clause):
        if _NO_DISPUTE.search(clause) or (applied and "行政复议" in (applied["dispute"] or "")):
            yield "reconsiderations", 0
        if _NO_SUIT.search(clause) or (applied and "诉讼" in (applied["dispute"] or "")):
            yield "suits", 0


def _is_dispute(found: re.Match[str]) -> bool:
    """未收到因信息公开申请行政复议 speaks of no application."""
    own = found[0].removesuffix(found["also"] or "")
    return "复议" in own or "诉讼" in own or re.search(r"因[^，,]*申请", own) is not None

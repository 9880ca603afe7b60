"""Figures (数字) of a clause: what is counted, and how many, in the wordings that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.claims.clauses import END, OTHER, PART, UNIT, Clause, N
from ingest.claims.plainly import plainly
from ingest.claims.subject import Subject
from ingest.numerals import NUMBER, read_number
from ingest.patterns import lazy

_WORD = (
    r"(?:政府|信息|公开|依申请|依法|书面|有效|各类|各种|各界|有关|相关|群众|公众|社会|公民|法人|组织|申请人|其[他它]|单位"
    r"|或者|[、和或及的了]|关于|对|来自|来源于|要求|获取|提出|提交|递交|向我?[本局市区县镇乡委办厅街道单位机关]{1,4})"
)
_COUNTED = r"(?:表|书|的|政府|信息|公开|总?数?量|数|总[数量计]|件数|共计?|合计|总计|分别|[为是有计:了])"
# What may stand before a figure that is the subject of its clause: 全年, 2021年, 我局共.
_BEFORE = (
    r"^(?:[一二三四五六七八九十\d]{1,2}[、.)]|\([一二三四五六七八九十\d]{1,2}\))?"
    r"(?:[^。，:]{2,12}情况[。:])?(?:20\d\d年度?|本年度?|全年|今年|年内|一年来|报告期内?|期间|内|[我本](?:机关|单位|部门|中心|街道|[局委县市区镇乡办厅院])|共计?|合计|总计|累计办理|已)*"
)
_ON_REQUEST = "(?:信息公开申请|依申请公开|申请公开)"
_HOW = r"(?:已经?|均|都|全部|按期|按时|如期|及时|依法|依规|依申请|经|在?法定期限内|在规定时限内)"
_REVIEWING = lazy(r"审理|受理|审结|办理|办结|代理|维持|纠正|驳回|撤销|结果|责任|上年|尚未|负责|应诉工作")
_APPEALS = frozenset({"reconsiderations", "suits", "disputes"})
_ROWS = {
    "disclosed": "(?:(?<!不)予以|(?<!不)(?<!第三方)同意|(?<!不)准予)公开",
    "partly_disclosed": "(?:予以)?部分公开",
    "refused": "不予公开",
    "not_available": "无法提供",
    "not_processed": "不予处理",
    "other_handling": "其[他它]处理",
}
_NAMED = lazy("|".join((*_ROWS.values(), "答复")))  # in the form's own words, which speak of nothing else
OUTCOMES = frozenset(_ROWS)
_OF_A_WHOLE = frozenset({*_ROWS, "closed", "answered", "carried_in", "carried_out"})
_OF_APPLICATIONS = frozenset(
    {*_OF_A_WHOLE, "handled", "granted", "settled", "received", "accepted", "dealt", "on_request"}
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    what: str
    needs: tuple[str, ...]  # words without one of which it can't fit
    match: re.Pattern[str]

    def found_in(self, text: str) -> re.Match[str] | None:
        """Where it fits, if it does; what it needs is looked for first, since it takes long to compile."""
        return self.match.search(text) if any(word in text for word in self.needs) else None

    def number_in(self, text: str) -> int | None:
        """The number that stands where it fits."""
        found = self.found_in(text)
        return read_number(found["n"]) if found else None


@cache
def _patterns() -> tuple[_Pattern, ...]:
    got, new = "(?:收到|接到|收悉|接收|接件|接办|收取|接受(?!培训|咨询|监督))", "(?:本年(?:度)?)?新收(?:到)?"
    counted, word, asked = (
        f"{_COUNTED}{{0,6}}",
        f"{_WORD}{{0,12}}",
        "依?申请(?:公开)?(?:申请)?(?:事项|办?件|信件|函件|案件)?",
    )
    last, following = "(?:上一?年度?|去年|上年度)", "(?:下一?年度?|明年|次年|来年)"
    amount = "(?:总数量|总数|总量|数量|件数|量|数)(?:共计?|合计|总计|达到?|[为是有:])*"
    given = [
        ("received", "申请", rf"(?:{got}|{new})(?!并?受理){counted}{word}{asked}{counted}{N}{END}"),
        ("received", "申请", rf"(?:{got}|{new})(?!并?受理){counted}{N}{word}{asked}(?!复议|行政)"),
        ("received", "新收", rf"{word}{asked}{counted}新收{counted}{N}{END}"),
        (
            "received",
            "量|数",
            rf"^(?!.*(?:办结|答复|结转)).*(?:信息公开申请|依申请公开|申请公开)(?:的|事项|申请|件)?{amount}{N}{END}",
        ),
        ("received", "信息公开", rf"{_BEFORE}(?:有|{got})?(?:政府)?信息公开{asked}(?:共计?|合计|总计|为)?{N}{END}"),
        (
            "received",
            "收到|接到|接收|收件|接件",
            rf"(?:信息公开申请|依申请公开|申请公开)(?:的|事项|申请|件)*(?:共计?|合计|总计|累计|全年|本年度?)*(?:收到|接到|接收|收件|接件)"
            rf"{counted}{N}{END}",
        ),
        ("received", "收件", rf"(?:^|:)(?:全年|本年度?|年内|共计?|累计)*收件{counted}{N}{END}"),
        ("received", "新收", rf"{_BEFORE}新收到?(?:的)?(?:申请)?(?:{amount}|){N}{END}"),
        ("received", "申请", rf"{_BEFORE}新增(?:的)?(?:{word}{asked}|申请){counted}{N}{END}"),
        (
            "received",
            "申请",
            rf"{_BEFORE}(?:政府信息公开|信息公开|依申请公开)?申请件?(?:{amount}|的?{counted}){N}{END}",
        ),
        ("received", "申请公开", rf"{_BEFORE}{_ON_REQUEST}(?:的)?(?:信件|函件|来件|申请件|申请表){counted}{N}{END}"),
        (
            "received",
            "提交|提出|递交",
            rf"^(?:20\d\d年度?|本年度?|全年|今年|年内|共)*(?:提交|提出|递交){word}{asked}{counted}{N}{END}",
        ),
        (
            "received",
            "提交|提出|递交",
            rf"{_BEFORE}(?:人民|社会)?(?:群众|公众|公民|申请人|公民、法人(?:和|或者?|及)其[他它]组织)(?:累计|共)?(?:提交|提出|递交)(?:了|的)?{word}{asked}{counted}{N}{END}",
        ),
        (
            "received",
            "人次|人",
            rf"{_BEFORE}(?:共)?有?{N}向(?:我[局委办厅县市区镇乡]|本(?:机关|单位|[局委办厅县市区镇乡]))(?:提出|提交|递交|申请)(?:了)?{word}(?:{asked}|公开)",
        ),
        ("accepted", "受理", rf"(?<!不予)(?:(?:{got})?(?:并|、)?受理){counted}{word}{asked}{counted}{N}{END}"),
        ("accepted", "受理", rf"(?<!不予)(?:(?:{got})?(?:并|、)?受理){counted}{N}{word}{asked}(?!复议|行政)"),
        (
            "accepted",
            "受理",
            rf"(?:信息公开申请|依申请公开|申请公开)(?:的|事项|申请|件)*(?:共计?|合计|总计|累计|全年|本年度?)*受理{counted}{N}{END}",
        ),
        (
            "dealt",
            "办理|处理|承办|经办",
            rf"{_BEFORE}(?:共)?(?:办理|处理|承办|经办)(?:了|的)?{counted}{word}{asked}{counted}{N}{END}",
        ),
        (
            "dealt",
            "办件|办理",
            rf"(?:信息公开申请|依申请公开|申请公开)(?:的|事项|申请)*(?:办件量?|共?办理(?:事项)?){counted}{N}{END}",
        ),
        (
            "dealt",
            "申请",
            rf"^(?:这|上述|以上|收到的)?{N}(?:政府信息公开|信息公开|依申请公开)?的?申请(?:件)?(?=$|一件不|逐[一件]|件件)",
        ),
        ("dealt", "申请中", rf"^(?:在)?{N}(?:政府信息公开|信息公开|依申请公开)的?申请(?:件)?中$"),
        (
            "received",
            "达",
            rf"(?:信息公开申请|依申请公开|{_BEFORE}申请)(?:申请)?(?:件|事项)?(?:共)?达到?(?:了)?{N}{END}",
        ),
        ("settled", "办理", rf"^(?:(?:现|均|目?前)?已|其中)+办理(?:了)?{N}(?:$|申请)"),
        ("on_request", "依申请公开", rf"{_BEFORE}依申请公开(?:政府信息|案件|申请件|件)?(?:共计?|合计|[有为:])?{N}$"),
        (
            "received",
            "提交|递交|送达",
            rf"{_BEFORE}(?:共)?有{N}(?:政府信息公开|信息公开|依申请公开)(?:的)?申请(?:件)?(?:提交|递交|送达)",
        ),
        ("handled", "应办", rf"应办理?(?:答复|结)?(?:的)?{word}{asked}{counted}{N}{END}"),
        ("closed", "办结|办理完", rf"(?<![未])(?:办结|办理完毕|办理完结)(?:{word}{asked})?{counted}{N}{END}"),
        (
            "closed",
            "办结|办理完",
            rf"(?<!余){N}(?:(?:政府)?(?:信息公开|依申请公开)?申请)?{_HOW}{{0,3}}(?:答复)?(?<!未)(?:办结|办理完毕|办理完结)(?!率)",
        ),
        (
            "answered",
            "答复|回复",
            rf"(?<!类)(?<!未)(?<!审[核查])(?<!合并)(?<!指导)(?<!协助)(?:答复|回复)(?:{word}{asked})?{counted}{N}{END}",
        ),
        (
            "answered",
            "答复|回复",
            rf"(?<!余){N}(?:(?:政府)?(?:信息公开|依申请公开)?申请)?{_HOW}{{1,3}}(?:作出)?(?:答复|回复)(?!办结)",
        ),
        (
            "carried_in",
            "结转",
            rf"(?<![和及与、加]){last}结转(?:至|到|入)?(?:本年度?|今年)?(?:继续)?(?:办理)?(?:的?{word}{asked})?{counted}{N}{END}",
        ),
        ("carried_in", "结转", rf"结转(?:自)?{last}(?:的)?{counted}{N}{END}"),
        ("carried_in", "结转", rf"{N}(?:申请)?(?:为|系|是|属于?){last}结转"),
        (
            "carried_out",
            "结转",
            rf"结转(?:至|到|入)?{following}(?:继续)?(?:办理)?(?:的?{word}{asked})?{counted}{N}{END}",
        ),
        (
            "carried_out",
            "结转",
            rf"(?:^|[、，,(])(?:期末|年末|年底|至年底|目前|现)?(?:另?有|尚有|还有|剩余|其余|其中|余|余下)?的?{N}(?:(?:政府)?(?:信息公开|依申请公开)?申请)?(?:因[^，,]{{0,12}})?"
            rf"(?:正在办理|尚?未办结|仍?在办理中?)?(?:并|且|需要?|将|已|按规定|依法)*结转(?:至|到|入)?{following}",
        ),
        (
            "carried_out",
            "尚有|仍有|还有|另有|余",
            rf"(?:尚有|仍有|还有|另有|剩余|其余|余下|余){N}(?:(?:政府)?(?:信息公开|依申请公开)?的?申请)?(?:因[^，,]{{0,14}})?(?:正在办理|尚?未办结|仍?在办理?中|尚在办理|仍?在办(?!结)"
            rf"|(?:尚|还)?未(?:到|届)(?:期|满|(?:答复|办理|法定)?(?:期限|时限)))",
        ),
        (
            "carried_out",
            "在办",
            rf"(?:^|年|度|[，,])(?:(?:年末|年底|期末|年终)(?:尚|还|仍|共)?(?:有)?在办(?:的)?(?:{word}{asked})?|(?:尚|仍)在办的{word}{asked}){counted}{N}{END}",
        ),
        ("carried_out", "未办结", rf"(?:尚未|未)办结(?:的)?(?:{word}{asked})?{counted}{N}(?:{END}|(?=将|仍|正))"),
        (
            "disputes",
            "复议",
            rf"(?:行政)?复议(?:案件)?[、和及或与]{{1,2}}(?:提起)?(?:行政)?诉讼(?:案件)?{counted}{N}{END}",
        ),
        ("reconsiderations", "复议", rf"(?:行政)?复议(?:案件|申请)?{counted}{N}{END}"),
        ("reconsiderations", "复议", rf"{N}(?:政府信息公开)?行政复议(?:案件|申请)?{END}"),
        ("suits", "诉讼|应诉", rf"^(?!.*(?:直接|复议后))(?:.*?)(?:行政诉讼|行政应诉)(?:案件)?{counted}{N}{END}"),
        ("suits", "诉讼", rf"^(?!.*(?:直接|复议后))(?:.*?){N}(?:政府信息公开)?行政诉讼(?:案件)?{END}"),
        ("suits", "诉讼", rf"^(?!.*(?:直接|复议后))(?:.*?)(?<![民刑]事)(?<!复议)(?<!直接)诉讼案件?{counted}{N}{END}"),
    ]
    alone = "(?<![和及与、或])(?<![和及与、或]予以)"  # 予以公开和部分公开共9件 is of both
    both = "(?:予以公开|同意公开)(?:[、和及与]|以及)(?:予以)?部分公开"
    given.append(("granted", "部分公开", rf"(?<![和及与、或]){both}(?:的)?(?:{word}{asked})?{counted}{N}{END}"))
    for what, words in _ROWS.items():
        given += [
            (what, words[-2:], rf"{alone}{words}(?:答复|决定|情形)?(?:的)?(?:{word}{asked})?{counted}{N}{END}"),
            (what, words[-2:], rf"{N}(?:申请)?(?:因[^，,]{{0,18}}?)?(?:依法|予以|作出|[为系是]|属于?)*{words}{END}"),
        ]
    return tuple(_Pattern(what, tuple(needs.split("|")), lazy(pattern)) for what, needs, pattern in given)


_ANY = lazy(rf"(?:{NUMBER}){UNIT}")
_TOGETHER = lazy(
    rf"{_BEFORE}(?:共)?(?:办理|处理|承办)(?:了|的)?{_COUNTED}{{0,6}}"
    rf"(?:{_WORD}{{0,12}}依?申请(?:公开)?(?:申请)?(?:事项|件|信件)?{_COUNTED}{{0,6}}{N}{END}"
    rf"|(?<![近约超逾足过少第\d.,])(?P<m>{NUMBER}){UNIT}{_WORD}{{0,12}}依?申请(?:公开)?(?:申请)?(?:事项|件)?(?=$|\())"
)
_LAST = r"(?:上一?年度?|去年|20\d\d年度?)"
_CARRIED = rf"(?:{_LAST}(?:结转|遗留)(?!下|至下)[^，,()。;、]{{0,8}}?(?:{NUMBER}){UNIT})"
_INCLUDING = lazy(
    rf"^.{{0,2}}?(?:[，,(]?(?:其中|(?:其中)?(?:包?含|包括))[，,:]?|\()"
    rf"(?:{_CARRIED}|(?:本年度?|今年|当年|20\d\d年度?)?新收[^，,()。;、]{{0,10}}?(?:{NUMBER}){UNIT}[，,、和及]"
    rf"(?:{_CARRIED}|结转(?!下|至|到|入)[^，,()。;、]{{0,6}}?(?:{NUMBER}){UNIT}))"
)


_TOGETHER_BY_WAY = lazy(
    r"^(?!.*(?:半年|季度|月)).*申请(?:件)?\d+[件条份宗][、，和及].*"
    r"(?:网|信函|邮|当面|现场|线[上下]|传真|窗口|平台)[^，,、]{0,8}\d+[件条份宗][，,]$"
)
_GROUND = lazy("不掌握|现成信息|不明确|秘密|内部事务|过程性|执法案卷|查询事项|第三方|三安全")
_AND_SO_ON = lazy("等[^，,\\d]{0,8}(?:无法提供|不予公开)")  # 因不掌握、需另行制作等无法提供的13件 is of the group
_OF_DOCUMENTS = frozenset({*_ROWS, "on_request"})
_BY_KIND = lazy(r"主动公开(?:类|的|信息|文件|公文)*[为有是:]?\d")  # 主动公开120件，依申请公开6件，不予公开3件
_GREW = lazy(
    r"(?:信息公开申请|依申请公开|申请)(?:的|件|总?数?量?)*(?:同比|[比较与]|相比)[^，,。;]{0,8}(?:增|升|减|下?降|持平|多|少)[^，,。;]{0,8}[，,]$"
)
# 申请总数由上年的87件上升到98件
_FROM_TO = lazy(
    rf"申请(?:的|件|总?数?量?)*(?:由|从)(?:上一?年度?|去年|20\d\d年度?)的?(?:{NUMBER}){UNIT}"
    rf"(?:上升|增加|增长|提高|增至|升|下降|减少|降低|降)(?:到|至|为)?(?:今年|本年度?|20\d\d年)?的?{N}$"
)
# 申请总量突破历史新高，共104件
_NAMED_BEFORE = lazy(
    r"申请(?:件|事项)?(?:总数|总量|数量|件数|量)[^，,。;\d]{0,14}[，,]$|(?:收到|接到|接收|新收)的?[^，,。;\d]{0,10}申请(?:件|事项)?[，,]$"
)
_REACHED = lazy(
    rf"^(?:20\d\d年度?(?=[共达总合])|全年|本年度?|总数|总量|数量|共计?|合计|总计)*(?:达到?|[为至])?(?:了)?{N}$"
)
_NEW_AND_OLD = lazy(
    r"(?:新收|收到)[^，,。;]*\d+[件份宗条][，,、加]+(?:上一?年度?结转|结转上一?年度?|结转)[^，,。;]*\d+[件份宗条][，,、]$"
)
_IN_ALL = lazy(rf"^(?:共计?|合计|总计)(?:应?办理|处理)?{N}$")
_DISPUTES = lazy("复议|诉讼")
_SAME = {"received", "accepted", "dealt", "on_request"}  # one number under several names


def figures(clause: Clause, subject: Subject) -> Iterator[tuple[str, int]]:
    """What a clause counts: (what, how many)."""
    if not _ANY.search(clause.text) or OTHER.search(clause.text):
        return
    found = [*_reached(clause, subject), *_patterned(clause, subject)]
    plain = None if found else plainly(clause.text, clause.year)
    yield from found
    if plain and plain[0] in _countable(clause, subject) and not _is_part(clause, plain[0]):
        yield plain


def _patterned(clause: Clause, subject: Subject) -> Iterator[tuple[str, int]]:
    """The figures that some pattern finds among any words."""
    text = clause.text
    wanted = _countable(clause, subject)
    for pattern in _patterns():
        what = pattern.what
        number = pattern.number_in(text) if what in wanted else None
        if number is None or _is_part(clause, what):
            continue
        if what in ("not_available", "refused") and _GROUND.search(text) and not _AND_SO_ON.search(text):
            continue  # 因不掌握无法提供2件 is of one ground alone
        yield what, number
        if what in _APPEALS:
            return
        wanted -= _SAME if what in _SAME else {what}


def _countable(clause: Clause, subject: Subject) -> frozenset[str]:
    """What a clause may count: a part of a figure is no figure of what the whole table has."""
    wanted = _APPEALS if subject.appeals and not _REVIEWING.search(clause.text) else frozenset[str]()
    if not _DISPUTES.search(clause.text):
        named = OUTCOMES if _NAMED.search(clause.quote) else frozenset[str]()
        wanted |= _OF_APPLICATIONS if subject.applications else named
    return wanted & _OF_A_WHOLE if clause.within else wanted


def _reached(clause: Clause, subject: Subject) -> Iterator[tuple[str, int]]:
    """申请较上年增加3件，达到18件: what a growth came to; 网上申请8件、信函申请3件，共11件: a sum over ways."""
    grew = subject.applications and (
        _GREW.search(clause.said) or _TOGETHER_BY_WAY.search(clause.said) or _NAMED_BEFORE.search(clause.said)
    )
    found = _REACHED.search(clause.text) if grew else None
    number = read_number(found["n"]) if found else None
    if number is not None:
        yield "received", number
    if subject.applications and (risen := _FROM_TO.search(clause.text)):
        yield "received", read_number(risen["n"]) or 0
    sum_ = _IN_ALL.search(clause.text) if subject.applications and _NEW_AND_OLD.search(clause.said) else None
    whole = read_number(sum_["n"]) if sum_ else None
    if whole is not None:
        yield "handled", whole


def together(clause: Clause, after: str, told: list[tuple[str, int]], subject: Subject) -> list[tuple[str, int]]:
    """Figures of a clause; those that its sentence goes on to say hold what was carried in are of both rows.

    ``after``: what the sentence says next. 办理12件（含上年结转2件） is of what was received and carried in
    (``handled``); 收到12件（含上年结转2件） may be of either, as 受理12件 is.
    """
    if not _INCLUDING.search(after) or clause.within:
        return told
    handled = _TOGETHER.search(clause.text) if subject.applications and not PART.search(clause.text) else None
    number = read_number(handled["n"] or handled["m"]) if handled and not OTHER.search(clause.text) else None
    told = [("accepted" if what == "received" else what, count) for what, count in told]
    return told if number is None else [*(one for one in told if one[0] != "dealt"), ("handled", number)]


def received(text: str) -> tuple[str, int] | None:
    """What a text counts as received or accepted, of whatever span of time: (what, how many)."""
    if OTHER.search(text) or _DISPUTES.search(text):
        return None
    for pattern in _patterns():
        if pattern.what in _SAME and (found := pattern.found_in(text)):
            number = read_number(found["n"])
            return None if number is None else (pattern.what, number)
    return None


def _is_part(clause: Clause, what: str) -> bool:
    """Is the figure one of a part: of some channel, some applicants, some months, or of documents by their kind?"""
    if what in _OF_DOCUMENTS and _BY_KIND.search(clause.said):
        return True
    text = clause.text.replace("其中", "") if what in _OF_A_WHOLE else clause.text
    text = text.replace("结转的", "结转") if what == "carried_in" else text
    if PART.search(text):
        return True
    return clause.within and what not in OUTCOMES and PART.search(clause.said.replace("其中", "")) is not None

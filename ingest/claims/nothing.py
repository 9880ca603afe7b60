"""“None at all” (没有), and “all of them” (全部): what the prose says without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.claims.clauses import OTHER, PART, Clause
from ingest.claims.subject import Subject
from ingest.patterns import lazy

_NO = r"(?:均?(?:未|没有|无|没)(?:曾|有|人)?(?:收到|接到|收悉|接收|发生|产生|出现|涉及|存在|引发)?过?)"
_ANY = (
    r"(?:任何|一[件份例起宗]|形式|公民|法人|组织|社会|群众|公众|申请人|单位|个人|其[他它]|或者|有关|相关|各类|书面|们"
    r"|[、和或及的])"
)
_MATTER = r"(?:政府|信息|公开|工作|内容|依|关于|涉及|针|对|要求|提出|获取|以|向|我|本|局|机关|方面)"
_ENDING = (
    r"(?:的?(?:政府|信息)*(?:情况|事项|事件|件|办理|办件|案件|问题|现象|业务|诉求|发生|数量|行为|工作|材料|表|书)*)"
)
_NO_APPLICATION = lazy(
    rf"{_NO}(?:{_ANY}|{_MATTER}){{0,16}}(?:依?申请(?:公开)?)(?:{_MATTER}){{0,6}}(?:的?申请)?"
    rf"(?P<also>(?:[、和及或与]|以及)(?P<dispute>[^。;，,]{{0,40}}))?{_ENDING}$"
)
_BECAUSE = r"(?:因|涉及|关于|由)?[^，,。;]{0,24}?"
_NO_DISPUTE = lazy(
    rf"{_NO}(?:{_ANY}|{_MATTER}|被|案件){{0,12}}(?:因{_BECAUSE})?(?:被|而|引起|引发|导致|申请|提起|的)*(?:行政)?复议"
)
_NO_SUIT = lazy(
    rf"{_NO}(?:{_ANY}|{_MATTER}|被|案件){{0,12}}(?:因{_BECAUSE})?(?:被|而|引起|引发|导致|申请|提起|的)*"
    rf"(?:(?:行政)?复议(?:案件|申请)?(?:[、和及或与]|以及|,|，)*(?:被|提起|申请)*)?(?:行政)?诉讼"
)
_NO_APPEAL = {  # its wordings; its name among what else there was none of; its name among what is zero
    "reconsiderations": (_NO_DISPUTE, "行政复议", "复议"),
    "suits": (_NO_SUIT, "诉讼", "诉讼"),
}
_ADMITS = lazy(r"纠[正错]|维持|败诉|撤销|尚未|驳回|审结|逾期|超期|其他结果|上年|变更|责令|结转")
_ZERO = lazy(r"(?:均|都|皆)?[为是](?:零|0)(?:件|起|宗|次)?$|零发生$|零案件$")
_APPLICATIONS_ARE = lazy(r"申请(?:公开)?(?:的?(?:数量|件数|总数|数|量))?(?:均|都)?[为是]")
# 依申请公开工作：无 answers under its own heading.
_NONE_NAMED = lazy(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,2}[)、.])?(?:全年|本年度?|20\d\d年度?)?(?:依申请公开|政府信息公开申请|收到申请)(?:政府信息)?"
    r"(?:工作|情况|方面|数量)*(?:[:为]|情况[。:])?(?:暂?无|没有|为?零)$"
    r"|^(?:全年|本年度?|20\d\d年度?|我[局委镇乡])*(?:依申请公开|政府信息公开)?(?:工作)?(?:实现)?零申请$"
)
_NO_CARRY = {
    "carried_in": lazy(rf"{_NO}(?:有)?(?:上一?年度?|去年)(?:度)?(?:遗留|未办结)?结转"),
    "carried_out": lazy(
        rf"{_NO}(?:有)?(?:需要?|待)?(?:的)?结转(?:至|到|入)?(?:下一?年|明年|次年|来年)(?:度)?(?:继续)?(?:办理|处理|答复)?(?:的)?"
        rf"(?:(?:政府)?信息公开|依申请公开)?(?:申请|事项(?<!的事项)|办?件|案件|情况|情形|数量)*$|{_NO}(?:申请)?(?:需要?)结转|{_NO}未办结的?(?:(?:政府)?信息公开)?(?:申请|事项|件|案件)*$|无一(?:件)?(?:申请)?结转|(?:^|且|并)[均也]?(?:无|没有)结转(?:的?申请|件|情况)?$"
    ),
}
_ALL = lazy(
    r"(?:已|均|都|现已|也)*(?:全部|全数|均|都|百分之百|100%)(?:已|按期|按时|依法|依规|如期|及时|规范|[于在]?(?:年度?内|当年|本年度?内?)|在?[^，,]{0,4}期限内)*"
    r"(?:办结|办理完毕|答复办结|办理完结|办毕)(?!率)|(?<![按][时期])(?<!及时)(?:办结|办理)率(?:均|都)?(?:达到?|为|是|:)*100%|(?<![按][时期])(?<!及时)(?:办结|办理)率(?:均|都)?(?:达到?|为|是|:)*百分之百"
)
_ALL_ANSWERED = lazy(
    r"(?:已|均|都)*(?:全部|全数)(?:已|依法|依规|规范|[于在]?(?:当年|(?:本)?年度?内)|得到|予以|作出|给予)*(?:答复|回复)(?:完毕)?$|(?<![按][时期])答复率(?:达到?|为|是|:)*100%"
)
_ALL_SO = lazy(
    r"(?:^|件|[，,])(?:已|均|都|现已)*(?:全部|全数|均|都)(?:已|依法|依规|按期|按时|如期|及时|作出|给予|答复)*(?P<so>予以公开|不予公开|同意公开)(?:答复|决定)?$"
)
_SO = {"予以公开": "disclosed", "同意公开": "disclosed", "不予公开": "refused"}
_DEALT = lazy("办理|处理|承办|经办")  # of what was dealt with, all is done
_PARTLY = lazy(r"到期|应办结|应答复|已(?:办结|受理)的|除|外|涉及|提出的问题|补正|复议|诉讼")


def nothing(clause: Clause, subject: Subject) -> Iterator[tuple[str, int]]:
    """What a clause says there was none of."""
    text = clause.text
    if clause.within or not _says_none(text):
        return
    applied = _NO_APPLICATION.search(text)
    if _no_applications(text, applied, subject):
        yield "received", 0
    if subject.appeals and not _ADMITS.search(text):
        yield from _no_appeals(text, (applied and applied["dispute"]) or "")
    if subject.applications:
        yield from ((what, 0) for what, pattern in _NO_CARRY.items() if pattern.search(text))
    if _ZERO.search(text) and not _ADMITS.search(text.replace("结转", "")):
        yield from _zeros(text, subject)


def _says_none(text: str) -> bool:
    """Does a clause deny something, of the whole office and of nothing else?"""
    denies = re.search(r"[未没无零]", text) or _ZERO.search(text)
    return denies is not None and not (PART.search(text) or OTHER.search(text))


def _no_applications(text: str, applied: re.Match[str] | None, subject: Subject) -> bool:
    """Were there none at all?"""
    named = subject.applications and _NONE_NAMED.search(text) is not None
    return named or (applied is not None and _is_of_all_applications(applied))


def _no_appeals(text: str, also: str) -> Iterator[tuple[str, int]]:
    """The appeals there were none of; ``also``: what else there was none of, behind applications."""
    yield from ((what, 0) for what, (no, name, _) in _NO_APPEAL.items() if no.search(text) or name in also)


def _zeros(text: str, subject: Subject) -> Iterator[tuple[str, int]]:
    """申请量为零, 行政复议、行政诉讼均为0件."""
    if subject.appeals:
        yield from ((what, 0) for what, (_, _, name) in _NO_APPEAL.items() if name in text)
    if subject.applications and "复议" not in text and _APPLICATIONS_ARE.search(text):
        yield "received", 0


def _is_of_all_applications(found: re.Match[str]) -> bool:
    """Is what there was none of applications, and not those of some applicants or of those who ask for review?"""
    return "复议" not in found.string[: found.start()] and not _is_dispute(found) and not _of_some(found[0])


def _of_some(said: str) -> bool:
    """无法人或其他组织提出申请 speaks of some applicants alone."""
    return "法人" in said and re.search("公民|自然人|个人|申请人|群众|社会", said) is None


def _is_dispute(found: re.Match[str]) -> bool:
    """未收到因信息公开申请行政复议 speaks of no application."""
    own = found[0].removesuffix(found["also"] or "")
    return "复议" in own or "诉讼" in own or re.search(r"因[^，,]*申请", own) is not None


def everything(clause: Clause, base: str | None) -> Iterator[tuple[str, int]]:
    """已全部办结, 办结率100%: of what was received, if that is what was counted last (``base``)."""
    text = clause.text
    if clause.within or _PARTLY.search(text) or OTHER.search(text) or PART.search(text):
        return
    if not (_is_whole(base, clause.said) or _names_its_own(text) or (base is None and "办结率" in text)):
        return
    if _ALL.search(text) or _ALL_ANSWERED.search(text):
        yield "all_closed", 0
    if found := _ALL_SO.search(text):
        yield f"all_{_SO[found['so'][-4:]]}", 0


def _is_whole(base: str | None, said: str) -> bool:
    """Was all that there was counted last: what came, not what was dealt with?"""
    return base in ("received", "accepted", "handled", "carried_in") or (base == "dealt" and not _DEALT.search(said))


def _names_its_own(text: str) -> bool:
    """Are applications named as what is all done, not a rate of them: 收到的申请已全部答复?"""
    answered = _ALL_ANSWERED.search(text)
    done = _ALL.search(text) or (answered if answered and "率" not in answered[0] else None)
    return done is not None and re.search("申请[^，,]{0,8}$", text[: done.start()]) is not None

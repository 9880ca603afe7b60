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
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ingest.claims.applicants import applicants
from ingest.claims.clauses import OTHER, PART, REGISTERED, Clause, N, clauses
from ingest.claims.elsewhere import is_of_other_matters, speaks_another
from ingest.claims.figures import figures, together
from ingest.claims.grounds import grounds, without_grounds
from ingest.claims.items import ABOUT, items
from ingest.claims.nothing import everything, nothing
from ingest.claims.results import results
from ingest.claims.sentences import Sentence, sentences
from ingest.claims.spans import Span, spans
from ingest.claims.subject import Subject
from ingest.claims.wordings import spoken
from ingest.numerals import read_number
from ingest.patterns import lazy


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of the prose."""

    what: str  # received, accepted, closed …, all_closed; a channel and its result; a row and a measure of table 1
    number: int | Decimal
    quote: str  # the clause, folded
    line: str  # the line of the section in which it begins, as printed
    published: bool = False  # of decisions that were published (公示), not of those that were made
    step: Decimal = Decimal(1)  # how exactly it is said


_SPOKEN = lazy(
    r"申[请請]|[复復覆複][议議]|[诉訴][讼訟]|[办辦][结結]|[结結][转轉]|转结|答[复復覆]"
    r"|予以公开|同意公开|准予公开|部分公开|不予公开|无法提供|不予处理|其[他它]处理|应诉|不掌握|现成信息|三类内部事务|四类过程性|仍不明确"
)
_APPLYING = lazy(r"公开申请|申请公开|依申请|信息公开|公开政府信息|公开信息|答复结果|办理结果|答复类型|新收的?申请")
_OF_OTHERS = lazy(r"司法|法院|法制|人民政府$|政府办|复议")


# What a draft says without naming the Regulations, in a report that is about nothing else. Of a published page it is no
# claim: such pages hold other texts, too.
_APPLYING_ALONE = lazy(
    r"申请|(?:上一?年度?|去年|20\d\d年度?)(?:结转|转结)|结转(?:至|到|入)?(?:下一?年|明年|次年|20\d\d年)|新收|未办结|答复期限"
)
# 依申请公开工作平稳有序。全年收到12件。 What is counted is named by the words before it.
_BARE = lazy(
    rf"^(?P<topic>依申请公开(?:工作|情况|方面|政府信息)*[:。])?(?:(?:20\d\d年度?|全年|本年度?|今年|年内|报告期内?|一年来|[我本](?:机关|单位|部门|街道|[局委县市区镇乡办厅院])|共计?|合计|总计|累计)[，,]?)*"
    rf"(?P<how>收到|接到|接收|新收|收件|接件|受理){N}$"
)
_BARELY = lazy(r"(?:收到|接到|接收|新收|收件|接件|受理)[\d零一二三四五六七八九十百]+[件份宗条起]")
_TOPIC = lazy("依申请公开|信息公开申请|公开申请")
_NEAR = 2  # sentences
# What is counted behind these is something else, or some of the applications.
_ASIDE = lazy(
    "信箱|来信|意见|问题|巡[察视]|督[查办]|整改|舆情|考核|评议|问卷|反馈|线索|领域|主要|为主|集中|较多|居多|股|科室"
)
_OTHER_ALONE = lazy("业务|办件|资金|经费|项目|奖|职称|执业|证|审核|备案|预算|万元|服务事项|入学|补(?!正)|贷|房|户")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose prose it is: the report's year, what a government that reports for all governs (市, 区 …), the agency's
    name, and whether it is a draft, which is a report and nothing else."""

    year: int
    area: str = ""
    agency: str = ""
    draft: bool = False

    @property
    def reviews(self) -> bool:
        """Does it decide on reviews itself, so that it speaks of others' as well?"""
        return _OF_OTHERS.search(self.agency) is not None


def read_claims(body: str, speaker: Speaker | int, kind: str = "overview") -> tuple[Claim, ...]:
    """The claims of a section, of some kind, of a report (of a year, where nothing else is known of it)."""
    who = Speaker(speaker) if isinstance(speaker, int) else speaker
    found: dict[tuple[str, int | Decimal], Claim] = {}
    for sentence in sentences(body, _spoken(draft=who.draft)):
        for claim in _claims(sentence, who, kind):
            found.setdefault((claim.what, claim.number), claim)
    for sentence in sentences(body, ABOUT):
        for item in items(clauses(sentence, who.year, who.area)):
            line = sentence.line(item.clause.start)
            claim = Claim(item.what, item.number, item.clause.quote, line, item.published, item.step)
            found.setdefault((claim.what, claim.number), claim)
    return tuple(found.values())


@cache
def _spoken(*, draft: bool) -> re.Pattern[str]:
    words = f"{_SPOKEN.pattern}|{spoken()}"
    return lazy(f"{words}|{_BARELY.pattern}") if draft else lazy(words)


_COUNTS = lazy(r"\d[件条份宗起次个项]")
_IN_TIME = lazy("按期|按时|如期|及时|期限内|工作日内")
_WITHIN = lazy(r"(?<!均在)(?<!全部在)(?<!都在)\d+个?(?:工作)?[日天](?:以|之)?内")  # 5日内答复2件
_LATE = lazy("延期|逾期(?!不补正|未)|超期|超时|延长|其余|另有")
_ANOTHER = "?"  # something else was counted last


def _claims(sentence: Sentence, who: Speaker, kind: str) -> Iterator[Claim]:
    text = REGISTERED.sub("", without_grounds(sentence.text))
    elsewhere_spoken = OTHER.search(text) and not OTHER.sub("", text).count("信息公开")
    return iter(()) if elsewhere_spoken else _Hearing(sentence, who, kind).claims()


class _Hearing:
    """A sentence heard clause by clause: what was counted last, and whose appeals are spoken of."""

    def __init__(self, sentence: Sentence, who: Speaker, kind: str) -> None:
        self._sentence, self._who = sentence, who
        self._spoken = sentence.before[-200:] + sentence.text
        self._clauses = tuple(clauses(sentence, who.year, who.area))
        self._on_applications = (
            kind == "applications" or _APPLYING.search(self._spoken) is not None or _applies_alone(sentence.text, who)
        )
        self._all_on_disclosure = kind == "appeals" or (who.draft and not who.reviews)
        self._spans = tuple(spans(sentence.text, who.year, sentence.before)) if self._on_applications else ()
        self._base: str | None = None
        self._received = False  # has it said what came?
        self._elsewhere = False  # does the clause speak of appeals on other matters?
        self._ever_elsewhere = False

    def claims(self) -> Iterator[Claim]:
        """The claims of its clauses in order, then what became of its appeals."""
        for clause in self._clauses:
            if speaks_another(clause.text, self._who.agency):
                self._base = _ANOTHER
            else:
                yield from self._of_clause(clause)
        if not self._ever_elsewhere and self._is_on_disclosure(self._sentence.text):
            told = results(self._clauses)
            for what, number, clause in (one for one in told if self._who.draft or not one[0].endswith(".unlost")):
                yield self._claim(what, number, clause.quote, clause.start)

    def _of_clause(self, clause: Clause) -> Iterator[Claim]:
        after = self._sentence.text[clause.start + len(clause.quote) :]
        self._elsewhere = is_of_other_matters(clause.text, after, before=self._elsewhere)
        self._ever_elsewhere |= self._elsewhere
        spanned = _standing_in(clause, self._spans)
        told = self._told(clause, after)
        self._received |= any(what in ("received", "accepted", "handled") for what, _ in told)
        self._base = _base(clause, [what for what, _ in told] + [one.what for one in spanned], self._base)
        yield from (self._claim(one.what, one.number, one.quote, one.at) for one in spanned)
        yield from (self._claim(what, number, clause.quote, clause.start) for what, number in told)

    def _told(self, clause: Clause, after: str) -> list[tuple[str, int]]:
        """What a clause counts, says there was none of, or was all of; ``after``: what its sentence says next."""
        subject = Subject(
            self._on_applications, not self._elsewhere and self._is_on_disclosure(clause.said + clause.text)
        )
        counted = [one for one in figures(clause, subject) if _is_own(one, clause, self._base)]
        counted = [one for one in counted if one[0] not in ("answered", "closed") or not _is_of_some(clause, after)]
        # 未发生行政复议、行政诉讼案件 is of all that an office does, and so of this too.
        none = replace(subject, appeals=subject.appeals or not (self._elsewhere or self._who.reviews))
        return [
            *together(clause, after, counted, subject),
            *nothing(clause, none),
            *(everything(clause, self._whole()) if self._on_applications else ()),
            *applicants(clause, self._base, about=self._on_applications),
            *grounds(clause, after, about=self._on_applications),
            *self._bare(clause),
        ]

    def _whole(self) -> str | None:
        """What was counted last, if all of it can be spoken of: 上年结转2件，均已办结 by itself is of those two."""
        return self._base if self._base != "carried_in" or self._received else _ANOTHER

    def _bare(self, clause: Clause) -> Iterator[tuple[str, int]]:
        """收到12件 in a draft, where the words before it speak of applications and of nothing else."""
        found = _BARE.search(clause.text) if self._who.draft and not clause.within else None
        number = read_number(found["n"]) if found else None
        if found and number is not None and (found["topic"] or _is_on_applications(self._sentence.before, clause.said)):
            yield "accepted" if found["how"] == "受理" else "received", number

    def _is_on_disclosure(self, words: str) -> bool:
        """Are appeals on disclosure spoken of: in these words, where the office has others to speak of; else around?"""
        return self._all_on_disclosure or "公开" in (words if self._who.reviews else self._spoken)

    def _claim(self, what: str, number: int, quote: str, at: int) -> Claim:
        return Claim(what, number, quote, self._sentence.line(at))


def _is_on_applications(before: str, said: str) -> bool:
    """Do the nearest words speak of applications; what stands between them and the end, of no other matter?"""
    sentences_before = [one for one in re.split("[。;!?]", before) if one][-_NEAR:]
    for words in (said, *reversed(sentences_before)):
        if OTHER.search(words) or _OTHER_ALONE.search(words) or _ASIDE.search(words):
            return False
        if _TOPIC.search(words):
            return True
        if _COUNTS.search(words):
            return False
    return False


def _applies_alone(text: str, who: Speaker) -> bool:
    """Does a draft speak of applications without naming disclosure?"""
    return who.draft and _APPLYING_ALONE.search(text) is not None and not _OTHER_ALONE.search(text)


def _standing_in(clause: Clause, told: tuple[Span, ...]) -> list[Span]:
    """The figures told by spans whose number stands in a clause."""
    return [one for one in told if clause.start <= one.at <= clause.start + len(clause.quote)]


def _base(clause: Clause, told: list[str], before: str | None) -> str | None:
    """What was counted last; something that isn't understood takes its place."""
    if told:
        last = [what for what in told if not what.startswith("all_") and "." not in what]
        return last[-1] if last else before or ("received" if any("received." in what for what in told) else None)
    counts = _COUNTS.search(clause.text) and not clause.within
    return _ANOTHER if counts and (before is None or not PART.search(clause.text)) else before


def _is_of_some(clause: Clause, after: str) -> bool:
    """Are the replies those in time alone, others being late (按期答复90件，延期答复5件)?"""
    late = _IN_TIME.search(clause.text) is not None and _LATE.search(clause.said + after) is not None
    return late or _WITHIN.search(clause.text) is not None


def _is_own(told: tuple[str, int], clause: Clause, base: str | None) -> bool:
    """Does a figure say itself that it is of applications, where something else (``base``) was counted before it?"""
    if told[0] == "settled":
        return base in ("received", "accepted", "carried_in")
    return base != _ANOTHER or told[0] not in ("closed", "answered", "carried_out") or "申请" in clause.text

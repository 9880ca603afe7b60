"""Results of appeals (复议诉讼的结果) as the prose tells them: 行政复议7件，其中维持2件，纠正5件.

Who decided (被复议机关纠正, 法院判决败诉) is part of the result; an office that decides itself (作为复议机关，办理……)
tells of others' appeals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.claims.clauses import END, Clause, N
from ingest.numerals import read_number
from ingest.patterns import lazy

_DECIDING = lazy(
    r"(?<![正尚仍]在)审理|复议机关|代理|(?<![正尚仍]在)办理|(?<!被)受理|立案"
)  # who decides on others' appeals
_DECIDED_BY = lazy(  # who decided on ours
    r"(?:被|经|由)?(?<!作为)(?<![是为系])(?:上级)?(?:行政)?(?:复议机关|(?:人民|中级)?法院)(?:依法|审理|审查|审结|一审|二审|终审|判决|裁定|裁决|作出|决定|认定|后|均|[，,](?=维持|纠正|败诉|胜诉))*"
)
_BY_REVIEWERS = lazy(r"(?<!作为)(?<![是为系])(?:行政)?复议机关(?:作出)?(?:维持|纠正)")
_RECONSIDERED = lazy(r"(?:行政)?复议(?!后|直接)")
_SUED = lazy(r"(?:行政)?诉讼|应诉")
_CHANNELS = (
    (
        "direct_litigation",
        lazy(
            rf"(?:未经(?:行政)?复议)?直接(?:起诉|提起(?=的)|提起(?:行政)?诉讼|诉讼)(?:的)?(?:行政诉讼)?(?:案件)?[共为有计]*{N}{END}"
        ),
    ),
    (
        "litigation_after_reconsideration",
        lazy(
            rf"(?:经?(?:行政)?复议)后(?:起诉|再起诉|提起(?=的)|提起(?:行政)?诉讼|诉讼)(?:的)?(?:行政诉讼)?(?:案件)?[共为有计]*{N}{END}"
        ),
    ),
)
_RESULTS = (
    (
        "upheld",
        rf"(?:结果)?(?:被|予以)?维持(?:原(?:行政)?行为|原具体行政行为|结果|决定)?(?:的)?[共为有计]*{N}{END}|{N}(?:结果)?(?:被|予以|为|是)?维持(?:原行政行为)?{END}",
    ),
    (
        "corrected",
        rf"(?:结果)?(?:被|予以)?纠[正错](?:结果|决定)?(?:的)?[共为有计]*{N}{END}|{N}(?:结果)?(?:被|予以|为|是)?纠正{END}",
    ),
    ("other", rf"其[他它]结果(?:的)?[共为有计]*{N}{END}|{N}(?:为|是)?其[他它]结果{END}"),
    (
        "pending",
        rf"(?:尚未|未|待|[正尚仍]在)(?:审结|审理|办理)(?:中|当中)?(?:的)?(?:案件)?[共为有计]*{N}{END}"
        rf"|{N}(?:案件)?(?:尚未|未|待|[正尚仍]在)(?:审结|审理|办理)(?:中|当中)?{END}",
    ),
    # 撤销 is one of several ways to correct: there are at least as many corrected.
    (
        "annulled",
        rf"(?<!申请人)(?:被|予以|判决|决定|裁定)?(?:撤销|变更|确认违法|责令(?:重新|限期|依法)?(?:履行|答复|作出答复))(?:原?(?:行政行为|行政决定|答复|决定|具体行政行为))?(?:的)?[共为有计]*{N}{END}"
        rf"|{N}(?:被|予以|判决)(?:撤销|变更|确认违法){END}",
    ),
    ("lost", rf"败诉(?:的)?(?:案件)?(?:共|为)?{N}{END}|{N}(?:案件)?(?:为|是)?败诉{END}"),
    (
        "decided",
        rf"(?<![未待])(?:已)?审结(?:的)?(?:案件)?(?:共|为)?{N}{END}|(?<!其余){N}(?:案件)?(?<!未)(?:已|均已|全部)?审结{END}",
    ),
)
# A word of each, looked for before the pattern, which takes long to compile.
_NEEDS = {"upheld": "维持", "corrected": "纠", "other": "结果", "lost": "败诉", "annulled": "", "decided": "审结"}
_PATTERNS = tuple(
    (what, lazy(pattern.replace("(?P<n>", "(?P<a>", 1).replace("(?P<n>", "(?P<b>", 1))) for what, pattern in _RESULTS
)


_KINDS_OF_SUIT = frozenset({"direct_litigation", "litigation_after_reconsideration"})
_EACH = r"(?:均|全部|都|皆)(?:已经?)?(?:被|予以|为|是|获|获得)?"
_ALL = (
    ("otherwise", lazy(rf"{_EACH}(?:结果)?维持(?:原(?:行政)?行为)?$")),
    ("lost", lazy(rf"{_EACH}(?:胜诉|驳回(?:原告)?诉讼请求)$")),
    ("pending", lazy(rf"{_EACH}(?:审结|结案)(?:完毕)?$")),
)
_OURS = r"(?:^(?:20\d\d年度?|全年|本年度?)?|公开(?:类|领域|方面)?的?)"  # of all there were, or of those on disclosure
# Of a draft alone: a suit may be mended without a judgment that it was lost.
_UNLOST = {
    "suits": lazy(
        r"(?:无|没有|未|零)(?:曾|有)?(?:发生|出现|产生)?(?:过)?(?:一(?:[件起例宗])?)?(?:政府)?(?:信息公开)?(?:方面|领域|类)?(?:行政)?(?:诉讼)?(?:的)?(?:案件)?败诉(?:的)?(?:案件|案|情况|情形|现象)?$"
        r"|败诉(?:率|案件)?(?:继续|持续|保持)?(?:为|是)?(?:零|0)(?:件|起|%)?$"
        rf"|{_OURS}(?:行政)?(?:诉讼|应诉)(?:案件)?(?:的)?胜诉率(?:均|都)?(?:继续|持续|保持)?(?:达到?|为|是|:)*100%$"
    ),
    "reconsiderations": lazy(
        rf"{_OURS}(?:行政)?复议(?:案件|决定)?(?:结果)?(?:维持率(?:均|都)?(?:达到?|为|是|:)*100%|纠错率(?:为|是)(?:零|0%?)|零纠错)$"
    ),
}
_NONE = lazy(
    r"(?:无|没有|未)(?:一(?:[件起例宗])?)?(?:案件|决定|行为)?(?:被)?(?:依法)?纠[正错](?:的)?(?:案件|情况|情形)?$"
)


def results(clauses: Iterable[Clause]) -> Iterator[tuple[str, int, Clause]]:
    """(channel.result, how many, clause) for a sentence about appeals under the Regulations.

    A result belongs to the kind of appeal that was named last; where a clause names both at once, to none. What all of
    them came to (均已审结) is said of each kind that was named since the last result.
    """
    base: str | None = None
    named: set[str] = set()
    for clause in clauses:
        text = _DECIDED_BY.sub("", clause.text)
        base = _base(text, base)
        base = base or ("reconsiderations" if base is None and _BY_REVIEWERS.search(clause.text) else base)
        for channel, pattern in _CHANNELS if "起诉" in text or "后" in text else ():
            if (found := pattern.search(text)) and (number := read_number(found["n"])) is not None:
                yield f"{channel}.total", number, clause
        if not base:
            named = set()
            continue
        named = {base} if base in _KINDS_OF_SUIT else {*named, base} - _KINDS_OF_SUIT
        told = [*_of_all(text, named), *_counted(text, base)]
        yield from ((what, number, clause) for what, number in told)
        named = set() if told else named


def _of_all(text: str, named: Iterable[str]) -> Iterator[tuple[str, int]]:
    if _NONE.search(text):
        yield from ((f"{base}.corrected", 0) for base in sorted(named))
    yield from ((f"{base}.unlost", 0) for base, pattern in _UNLOST.items() if base in named and pattern.search(text))
    if not re.search("[均全都皆]", text):
        return
    for what, pattern in _ALL:
        if pattern.search(text):
            yield from ((f"{base}.{what}", 0) for base in sorted(named) if what != "lost" or base != "reconsiderations")


def _counted(text: str, base: str) -> Iterator[tuple[str, int]]:
    for what, pattern in _PATTERNS:
        found = pattern.search(text) if _NEEDS.get(what, "") in text else None
        number = read_number(found["a"] or found["b"]) if found else None
        if number or (number == 0 and what != "lost"):
            yield f"{base}.{what}", number


def _base(text: str, before: str | None) -> str | None:
    """Whose results follow: the appeal named last; None after both at once, "" after those that the office decides."""
    if "直接起诉" in text or "直接提起" in text:
        return "direct_litigation"
    if re.search(r"复议后(?:起诉|再|提起)", text):
        return "litigation_after_reconsideration"
    if _DECIDING.search(text):
        return "" if _RECONSIDERED.search(text) or _SUED.search(text) or before == "" else before
    one, other = _RECONSIDERED.search(text), _SUED.search(text)
    if one and other:
        return None
    return "reconsiderations" if one else "suits" if other else before

"""Results of appeals (复议诉讼的结果) as the prose tells them: 行政复议7件，其中维持2件，纠正5件."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.claims.clauses import END, Clause, N
from ingest.numerals import read_number
from ingest.patterns import lazy

_DECIDING = lazy(r"审理|复议机关|代理|办理|(?<!被)受理|立案")  # who decides on others' appeals
_RECONSIDERED = lazy(r"(?:行政)?复议(?!后|直接)")
_SUED = lazy(r"(?:行政)?诉讼|应诉")
_CHANNELS = (
    (
        "direct_litigation",
        lazy(rf"未经(?:行政)?复议直接(?:起诉|提起诉讼|诉讼)(?:的)?(?:案件)?(?:共|为)?{N}{END}"),
    ),
    (
        "litigation_after_reconsideration",
        lazy(rf"(?:经?(?:行政)?复议)后(?:起诉|再起诉|提起诉讼|诉讼)(?:的)?(?:案件)?(?:共|为)?{N}{END}"),
    ),
)
_RESULTS = (
    (
        "upheld",
        rf"(?:结果)?(?:被|予以)?维持(?:原(?:行政)?行为|原具体行政行为|结果)?(?:的)?(?:共|为)?{N}{END}|{N}(?:结果)?(?:被|予以|为|是)?维持(?:原行政行为)?{END}",
    ),
    (
        "corrected",
        rf"(?:结果)?(?:被|予以)?纠正(?:结果)?(?:的)?(?:共|为)?{N}{END}|{N}(?:结果)?(?:被|予以|为|是)?纠正{END}",
    ),
    ("other", rf"其[他它]结果(?:的)?(?:共|为)?{N}{END}|{N}(?:为|是)?其[他它]结果{END}"),
    ("pending", rf"(?:尚未|未|待)审结(?:的)?(?:案件)?(?:共|为)?{N}{END}|{N}(?:案件)?(?:尚未|未|待)审结{END}"),
    (
        "decided",
        rf"(?<![未待])(?:已)?审结(?:的)?(?:案件)?(?:共|为)?{N}{END}|(?<!其余){N}(?:案件)?(?<!未)(?:已|均已|全部)?审结{END}",
    ),
)
_PATTERNS = tuple(
    (what, lazy(pattern.replace("(?P<n>", "(?P<a>", 1).replace("(?P<n>", "(?P<b>", 1))) for what, pattern in _RESULTS
)


_ALL_UPHELD = lazy(r"(?:均|全部|都)(?:被|予以|为|是)?(?:结果)?维持(?:原(?:行政)?行为)?$")


def results(clauses: Iterable[Clause]) -> Iterator[tuple[str, int, Clause]]:
    """(channel.result, how many, clause) for a sentence about appeals under the Regulations.

    A result belongs to the kind of appeal that was named last; where a clause names both at once, to none.
    """
    base: str | None = None
    for clause in clauses:
        base = _base(clause.text, base)
        for channel, pattern in _CHANNELS:
            if (found := pattern.search(clause.text)) and (number := read_number(found["n"])) is not None:
                yield f"{channel}.total", number, clause
        if not base:
            continue
        if _ALL_UPHELD.search(clause.text):
            yield f"{base}.otherwise", 0, clause
        for what, pattern in _PATTERNS:
            found = pattern.search(clause.text)
            number = read_number(found["a"] or found["b"]) if found else None
            if number is not None:
                yield f"{base}.{what}", number, clause


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

"""Who applied (申请人), as the prose tells it: 其中自然人78件、法人或其他组织17件; 均为自然人."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.claims.clauses import END, OTHER, Clause, N
from ingest.numerals import read_number
from ingest.patterns import lazy

_FIGURE = r"(?:提出|提交)?(?:的)?(?:申请)?(?:共计?|[为有计:])?"
_KINDS = (
    ("natural_person", rf"(?:自然人|公民(?:个人)?){_FIGURE}{N}{END}"),
    ("organisations", rf"法人(?:和|或者?|及|、)?其[他它]组织{_FIGURE}{N}{END}"),
    ("business", rf"商业企业{_FIGURE}{N}{END}"),
)
_PATTERNS = tuple((kind, lazy(pattern)) for kind, pattern in _KINDS)
_ALL = lazy(r"(?:均|都|全部)(?:为|是|系|由)(?:自然人|公民(?:个人)?)(?:提出|申请|提交)?(?:的)?(?:申请)?$")


def applicants(clause: Clause, base: str | None) -> Iterator[tuple[str, int]]:
    """(received.kind, how many) of what was received, if that is what was counted last (``base``)."""
    if base not in ("received", "accepted") or OTHER.search(clause.text):
        return
    for kind, pattern in _PATTERNS:
        found = pattern.search(clause.text)
        number = read_number(found["n"]) if found else None
        if number is not None:
            yield f"received.{kind}", number
    if _ALL.search(clause.text):
        yield "received.organisations", 0

"""Candidates (候选): what each place of a page says of the report's organ, year, place and dates, and the rules.

Every place that can name one of these gives candidates with its kind, its line and its exact words. The
rules, in ``front.toml`` and here, look at nothing else, so that no order of code or lines decides:

1. The title's own organ is the report's. Two titles that name different organs need another place that agrees.
2. Without one, two places that agree make certain; of several such pairs, and of single voices, the one of the higher
   rank: who fills in the form, whom the preamble announces, the line above a title and the signature, before the
   contact office, before the publisher and the prose, before the file's name. A government on the line above a title
   or under the text may be the portal's owner: alone it ranks with the publisher. A government and its office are one.
3. Where the highest rank names different organs nothing decides, and the report is refused.
4. A date is the header's, else the signature's (成文日期) or what the web page tells programs (发布日期). Of two that
   differ the first is kept, and both are told. Which place of the region table a name means, ``ingest.places`` says.
5. The fullest form of the chosen organ's name that the page prints is its name; the others are kept as evidence.

>>> found = [Candidate("organ", "title", "区住建局", 1), Candidate("organ", "signature", "二七区住房和城乡建设局", 40)]
>>> choose_organ(found).name, choose_organ(found).evidence
('二七区住房和城乡建设局', 'title:1=区住建局 signature:40')
>>> choose_organ([Candidate("organ", "preamble", name, 2) for name in ("衢州市甲局", "衢州市乙局")]).name is None
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from ingest.dates import read_date
from ingest.front.likeness import agree, fuller, same_government
from ingest.front.names import is_banner
from ingest.front.page import words

Kind = Literal["organ", "year", "place", "document_date", "published_date"]


class Candidate(NamedTuple):
    """What one place of a page says."""

    kind: Kind
    source: str  # title, cover (the line above a title), preamble, contact, signature …: the ranks of front.toml
    text: str  # the name or date as printed, folded; a year in four digits
    line: int  # 1-based; 0 for what is no line of the page (the file's name)


class Chosen(NamedTuple):
    """What the rules chose, None where nothing decides, and what speaks for and against it."""

    name: str | None = None
    voices: tuple[Candidate, ...] = ()  # those that agree with it
    against: tuple[Candidate, ...] = ()  # those that name another

    @property
    def evidence(self) -> str | None:
        """``title:1=区住建局 signature:40``: each place that agrees, with its line, and its words where they differ."""
        parts = (
            f"{one.source}{f':{one.line}' if one.line else ''}{'' if one.text == self.name else f'={_bare(one.text)}'}"
            for one in self.voices
        )
        return " ".join(dict.fromkeys(parts)) or None


def _bare(text: str) -> str:
    """Words without spaces, which part the places of the evidence."""
    return "".join(text.split())


@cache
def _ranks(kind: Kind) -> dict[str, int]:
    order: list[list[str]] = words()["ranks"][kind]
    return {source: rank for rank, sources in enumerate(order) for source in sources}


def _order(one: Candidate) -> tuple[int, int, str, str]:
    return _ranks(one.kind)[one.source], one.line, one.source, one.text


def _weight(one: Candidate) -> int:
    """The rank by which a voice counts: a government above a title or under the text may be the portal's owner."""
    banner = one.source in {"cover", "signature"} and is_banner(one.text)
    return _ranks(one.kind)["field" if banner else one.source]


class _Group(NamedTuple):
    """Voices that name one organ or year, the highest first; their rank, and in how many kinds of places they stand."""

    voices: tuple[Candidate, ...]
    rank: int
    sources: int

    @property
    def certain(self) -> bool:
        """Do two places agree, one of them a better witness than the publisher and the contact office?"""
        return self.sources > 1 and self.rank <= _ranks(self.voices[0].kind)["signature"]


def _groups(candidates: Iterable[Candidate], same: Callable[[str, str], bool]) -> list[_Group]:
    """Candidates that agree with each other; a short name that would fit several goes to the highest."""
    groups: list[list[Candidate]] = []
    for one in sorted(set(candidates), key=_order):
        if groups and one.text == groups[0][0].text:
            groups[0].append(one)
            continue
        fitting = (group for group in groups if any(same(one.text, other.text) for other in group))
        group = next(fitting, None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [_Group(tuple(group), min(map(_weight, group)), len({one.source for one in group})) for group in groups]


def _best(groups: Sequence[_Group]) -> _Group | None:
    """The group that the ranks choose, None where two are as high and as many agree with each."""
    if len(groups) == 1:
        return groups[0]
    titled = [group for group in groups if group.rank == 0]
    if len(titled) > 1:
        return _only([group for group in titled if group.sources > 1])
    return _only(_highest(titled or [group for group in groups if group.certain] or groups))


def _highest(groups: Sequence[_Group]) -> list[_Group]:
    """Those of the highest rank; of these those that most kinds of places agree with."""
    rank = min((group.rank for group in groups), default=0)
    sources = max((group.sources for group in groups if group.rank == rank), default=0)
    return [group for group in groups if (group.rank, group.sources) == (rank, sources)]


def _only(groups: Sequence[_Group]) -> _Group | None:
    return groups[0] if len(groups) == 1 else None


def _one_body(one: str, other: str) -> bool:
    return agree(one, other) or same_government(one, other)


def choose_organ(candidates: Sequence[Candidate], *, draft: bool = False) -> Chosen:
    """The report's organ by the rules above; of a ``draft``, which no portal surrounds, the line above the title
    decides where nothing else does."""
    groups = _groups(candidates, _one_body)
    best = _best(groups)
    if best is None and draft and all(group.rank for group in groups):
        best = _only([group for group in groups if any(one.source == "cover" for one in group.voices)])
    others = tuple(one for group in groups if group is not best for one in group.voices)
    return Chosen(_fullest(best), best.voices, others) if best else Chosen(None, (), others)


def _fullest(group: _Group) -> str:
    """The fullest form in which a group's places print the name of the highest."""
    name = group.voices[0].text
    for one in group.voices[1:]:
        if agree(name, one.text):
            name = fuller(name, one.text)
    return name


def choose_year(candidates: Sequence[Candidate]) -> Chosen:
    """The report's year: the title's, else as the ranks have it."""
    groups = _groups(candidates, str.__eq__)
    best = _best(groups)
    if best is None:
        return Chosen(None, (), tuple(one for group in groups for one in group.voices))
    others = tuple(one for group in groups if group is not best for one in group.voices)
    return Chosen(best.voices[0].text, best.voices, others)


def choose_date(candidates: Sequence[Candidate]) -> Chosen:
    """A date (ISO 8601): the first that the ranks and the page have, where it can be read."""
    read = [(one, when.isoformat()) for one in sorted(set(candidates), key=_order) if (when := read_date(one.text))]
    if not read:
        return Chosen()
    chosen = read[0][1]
    voices = tuple(one for one, when in read if when == chosen)
    return Chosen(chosen, voices, tuple(one for one, when in read if when != chosen))


def choose_place(candidates: Sequence[Candidate], agrees: Callable[[str], bool]) -> Chosen:
    """What speaks for the place that ``ingest.places`` told, and what for another; ``agrees``: does a name mean it?"""
    ordered = sorted(set(candidates), key=_order)
    voices = tuple(one for one in ordered if agrees(one.text))
    return Chosen(None, voices, tuple(one for one in ordered if one not in voices))

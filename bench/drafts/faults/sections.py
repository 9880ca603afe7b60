"""Faults in the six sections of the form."""

from __future__ import annotations

from random import Random

from drafts.faults.base import Fault
from drafts.page import HEADINGS, Draft


def no_section(draft: Draft, rng: Random) -> str | None:
    at = rng.choice([3, 4, 5])
    heading, _ = draft.sections.pop(at)
    if at == 3:
        draft.without.add("appeals")
    return heading[2:6]


def empty_section(draft: Draft, rng: Random) -> str | None:
    draft.sections[4] = (HEADINGS[4], rng.choice([[], ["无"], ["无。"], ["暂无。"]]))
    return "存在的主要问题"


def misnumbered(draft: Draft, rng: Random) -> str | None:
    draft.sections[4] = ("四" + HEADINGS[4][1:], draft.sections[4][1])
    draft.sections[5] = ("五" + HEADINGS[5][1:], draft.sections[5][1])
    return "四、"


def swapped(draft: Draft, rng: Random) -> str | None:
    five, six = draft.sections[4:6]
    draft.sections[4:6] = [("五" + six[0][1:], six[1]), ("六" + five[0][1:], five[1])]
    return "其他"


def too_long(draft: Draft, rng: Random) -> str | None:
    more = "、".join(f"第{n}项制度得到落实并定期开展回头看" for n in range(1, 80))
    draft.sections[0][1].append(f"{more}。")
    return "1000"


FAULTS = (
    Fault("section absent", no_section, ("draft.section_missing",)),
    Fault("section empty", empty_section, ("draft.section_empty",)),
    Fault("misnumbered", misnumbered, ("draft.section_order",)),
    Fault("swapped", swapped, ("draft.section_order",)),
    Fault("overview too long", too_long, ("draft.overview_long",)),
)

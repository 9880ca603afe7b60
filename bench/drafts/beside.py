"""Faults that only show beside other files: the list of who is expected, another draft, last year's report."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from drafts.page import Draft, right

Others = Callable[[Draft, Draft, Random], "Sent | None"]


@dataclass
class Sent:
    """The files that are sent in, the one with the fault first; and words that a finding on it must say."""

    drafts: list[Draft]
    words: str = ""


@dataclass(frozen=True)
class Beside:
    """A kind of fault, planted in a draft beside its office's report of last year."""

    name: str
    plant: Others
    checks: tuple[str, ...]


def _renamed(draft: Draft, name: str) -> Draft:
    old = draft.name
    for field in ("title", "preamble", "signed"):
        setattr(draft, field, getattr(draft, field).replace(old, name))
    draft.sections = [(head, [text.replace(old, name) for text in texts]) for head, texts in draft.sections]
    draft.name = name
    return draft


def misspelt(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    old = draft.name
    if old.endswith("人民政府"):
        return None  # a town of another name is another town
    at = rng.randint(3, len(old) - 2)
    name = rng.choice([old[:at] + rng.choice("记象莫") + old[at + 1 :], old[:at] + old[at] + old[at:]])
    return Sent([_renamed(draft, name)], old)


def other_county(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    return Sent([_renamed(draft, rng.choice(["长汀县", "平江县"]) + draft.name[3:])], "名录")


def file_name(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    names = [f"{draft.name[:3]}{kind}" for kind in ("财政局", "民政局", "水利局", "林业局")]
    draft.file = rng.choice([name for name in names if name != draft.name]) + "2025年报"
    return Sent([draft], "文件名")


def two_drafts(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    facts = draft.facts
    other = right(rng, (facts.name, facts.short, facts.us), draft.year)
    other.file = "另一稿"
    return Sent([draft, other], "另一稿")


def same_file(draft: Draft, _last: Draft, _rng: Random) -> Sent | None:
    other = deepcopy(draft)
    other.file = "副本"
    return Sent([draft, other], "副本")


def twin(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    name = draft.name[:3] + rng.choice(["司法局", "商务局", "统计局"])
    other = right(rng, (name, name[3:], draft.facts.us), draft.year)
    other.sections = deepcopy(draft.sections)
    other.file = "雷同"
    sentences = sum(text.count("。") for _, texts in draft.sections for text in texts)
    return Sent([draft, _keep(other, draft.name, name)], name) if sentences > 14 else None


def twin_tables(draft: Draft, last: Draft, rng: Random) -> Sent | None:
    """Another office's numbers under its own prose; tables that say next to nothing may be the same."""
    if int(draft.facts.item("licensing")) < 99 or draft.facts.item("penalties") < 10:
        return None
    name = draft.name[:3] + rng.choice(["司法局", "商务局", "统计局"])
    other = right(rng, (name, name[3:], draft.facts.us), draft.year)
    other.cells = dict(draft.cells)
    other.file = "同表"
    return Sent([draft, other], name)


def _keep(other: Draft, old: str, name: str) -> Draft:
    other.sections = [(head, [text.replace(old, name) for text in texts]) for head, texts in other.sections]
    return other


def resent(_draft: Draft, last: Draft, _rng: Random) -> Sent | None:
    return Sent([last], str(last.year))


def carried(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    for row in ("carried_in", "closed", "disclosed"):
        for column in ("natural_person", "total"):
            cell = ("applications", row, column)
            draft.cells[cell] = str(int(draft.facts.cells[cell]) + 3)
    return Sent([draft], "结转")


def in_force(draft: Draft, _last: Draft, rng: Random) -> Sent | None:
    cell = ("disclosure_items", "normative_documents", "in_force")
    draft.cells[cell] = str(int(draft.facts.cells[cell]) + rng.randint(2, 9))
    return Sent([draft], "现行有效")


def same_tables(draft: Draft, last: Draft, _rng: Random) -> Sent | None:
    draft.cells = dict(last.cells)
    return Sent([draft], "相同")


def same_prose(draft: Draft, last: Draft, _rng: Random) -> Sent | None:
    """Last year's sentences with this year's numbers in them: told from five long ones on."""
    now, then = str(draft.year), str(last.year)
    old = [(head, [text.replace(then, now) for text in texts]) for head, texts in last.sections]
    draft.sections, draft.preamble = old, last.preamble.replace(then, now)
    return Sent([draft], "相同")


def fees_in_yuan(draft: Draft, last: Draft, _rng: Random) -> Sent | None:
    amount = last.facts.cells["disclosure_items", "fees", "amount"]
    draft.cells["disclosure_items", "fees", "amount"] = f"{amount * 10_000 * 1.1:.2f}"
    return Sent([draft], "一万倍") if amount else None


def ten_times(draft: Draft, last: Draft, rng: Random) -> Sent | None:
    row = rng.choice(["licensing", "penalties"])
    before = last.facts.item(row)
    draft.cells["disclosure_items", row, "decisions"] = str(before * 10 + rng.randint(0, 9))
    return Sent([draft], "十倍") if before > 5 else None


BESIDE = (
    Beside("misspelt name", misspelt, ("draft.not_listed",)),
    Beside("another county", other_county, ("draft.not_listed",)),
    Beside("file of another name", file_name, ("draft.file_name",)),
    Beside("two drafts", two_drafts, ("draft.same_agency",)),
    Beside("same file twice", same_file, ("draft.same_file",)),
    Beside("twin prose", twin, ("draft.twin",)),
    Beside("twin tables", twin_tables, ("draft.twin_tables",)),
    Beside("last year's again", resent, ("draft.resent", "draft.other_year")),
    Beside("carried otherwise", carried, ("across.carried",)),
    Beside("in force otherwise", in_force, ("across.in_force",)),
    Beside("last year's prose", same_prose, ("across.duplicate", "draft.prose_same")),
    Beside("last year's tables", same_tables, ("draft.tables_same",)),
    Beside("fees in yuan", fees_in_yuan, ("draft.fees_scale", "unit.implausible", "draft.amount")),
    Beside("ten times", ten_times, ("draft.jump",)),
)

"""Faults in what the prose says of the tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from random import Random

from drafts import prose
from drafts.faults.base import Fault, Plant
from drafts.numbers import UNPROCESSED, Cells
from drafts.page import HEADINGS, Draft


def _otherwise(
    tells: Callable[[prose.Facts, Random], str], change: Callable[[prose.Facts, Random], Cells | None], about: str
) -> Plant:
    """A sentence that tells another number than the table's, in any wording that names it."""

    def plant(draft: Draft, rng: Random) -> str | None:
        cells = change(draft.facts, rng)
        if cells is None:
            return None
        other = deepcopy(draft.facts)
        other.cells = cells
        for _ in range(12):
            seed = rng.random()
            false = tells(other, Random(seed))
            if _names(draft.facts.cells, cells, false):
                _replace(draft, about, false)
                return ""
        return None

    return plant


def _names(cells: Cells, changed: Cells, text: str) -> bool:
    """Does a text name the number that was changed?"""
    [number] = [changed[cell] for cell in changed if changed[cell] != cells[cell]]
    numbers = {re.sub(",", "", found) for found in re.findall(r"\d[\d,.]*", text)}
    return bool({str(int(number)), f"{number:.2f}"} & numbers)


def _replace(draft: Draft, about: str, text: str) -> None:
    heading, paragraphs = draft.sections[0]
    at = {"items": 1, "applications": 2}[about]
    lead = paragraphs[at].split("。")[0] + "。" if paragraphs[at].startswith("（") else ""
    draft.sections[0] = (heading, [*paragraphs[:at], lead + text, *paragraphs[at + 1 :]])


def _changed(
    row: str, table: str = "applications", column: str = "total"
) -> Callable[[prose.Facts, Random], Cells | None]:
    def change(facts: prose.Facts, rng: Random) -> Cells | None:
        now = facts.cells[table, row, column]
        if table == "applications" and not facts.n("received"):
            return None
        new = now + rng.randint(601, 699)  # no other number of the text is like it
        return facts.cells | {(table, row, column): new}

    return change


def _only(tells: Callable[[prose.Facts, Random], str]) -> Callable[[prose.Facts, Random], str]:
    return lambda facts, rng: tells(facts, rng) or "。"


def none_but(draft: Draft, rng: Random) -> str | None:
    got = draft.facts.n("received")
    words = [
        "全年未收到政府信息公开申请。",
        f"{draft.year}年，没有收到公民、法人和其他组织的政府信息公开申请。",
        "本年度政府信息公开申请量为0件。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if got else None


def no_appeals_but(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    words = [
        "未发生政府信息公开行政复议、行政诉讼案件。",
        "无因政府信息公开引发的行政复议和行政诉讼。",
        "政府信息公开行政复议、行政诉讼均为零。",
        "本年度未出现因政府信息公开被申请行政复议、提起行政诉讼的情况。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if f.reviews and f.direct + f.after else None


def all_closed(draft: Draft, rng: Random) -> str | None:
    got, left = draft.facts.n("received"), draft.facts.n("carried_out")
    words = [
        f"收到政府信息公开申请{got}件，已全部办结。",
        f"全年新收政府信息公开申请{got}件，均已办结。",
        f"全年收到依申请公开{got}件，办结率100%。",
        f"共收到政府信息公开申请{got}件，全部依法办理完毕。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if left else None


def no_carry(draft: Draft, rng: Random) -> str | None:
    got, old = draft.facts.n("received"), draft.facts.n("carried_in")
    words = [f"新收政府信息公开申请{got}件，无上年结转。", f"收到信息公开申请{got}件，没有上年度结转申请。"]
    _replace(draft, "applications", rng.choice(words))
    return "" if old else None


def percentage(draft: Draft, rng: Random) -> str | None:
    got, disclosed = draft.facts.n("received"), draft.facts.n("disclosed")
    wrong = round(disclosed / got * 100 + rng.choice([8.3, 17.7]), 1) if got else 0
    words = [
        f"收到政府信息公开申请{got}件，予以公开{disclosed}件，占{wrong}%。",
        f"全年收到政府信息公开申请{got}件。其中，予以公开{disclosed}件，占比{wrong}%。",
        f"共收到政府信息公开申请{got}件；从结果看，予以公开{disclosed}件，占总数的{wrong}%。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return f"{wrong}%" if got and wrong < 100 else None


def share_of(draft: Draft, rng: Random) -> str | None:
    """A share whose whole stands in it, or only in the table."""
    f = draft.facts
    closed, disclosed = f.n("closed"), f.n("disclosed")
    wrong = round(disclosed / closed * 100 + rng.choice([10, 7.4]), 1) if closed else 0
    words = [
        f"予以公开{disclosed}件，占办结总数{closed}件的{wrong}%。",
        f"予以公开的政府信息公开申请{disclosed}件，占办结总数（{closed}件）的{wrong}%。",
        f"予以公开{disclosed}件，占办结总数的{wrong}%。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return f"{wrong}%" if closed and disclosed and wrong < 100 else None


def growth(draft: Draft, rng: Random) -> str | None:
    """Last year's number and this year's, and a change that they don't make."""
    got, last = draft.facts.n("received"), draft.facts.n("received") + rng.choice([-1, 1]) * rng.randint(9, 40)
    if got < 12 or last < 12:
        return None
    way, rate = ("增长", "增加") if got > last else ("下降", "减少"), round(abs(got - last) / last * 100 + 10, 1)
    words = [
        f"全年收到政府信息公开申请{got}件，同比{way[0]}{rate}%（上年{last}件）。",
        f"收到政府信息公开申请{got}件，比上年{last}件{way[0]}{rate}%。",
        f"{draft.year - 1}年{last}件，{draft.year}年{got}件，{way[0]}{rate}%。",
        f"收到政府信息公开申请{got}件，上年为{last}件，{way[0]}{rate}%。",
        f"收到政府信息公开申请{got}件，较上年{way[1]}{abs(got - last) + 2}件（上年{last}件）。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return ""


def answered(draft: Draft, rng: Random) -> str | None:
    """Replies that no row of the table accounts for."""
    f = draft.facts
    got, wrong = f.n("received"), f.n("closed") + f.n("carried_out") + rng.randint(3, 9)
    words = [
        f"全年收到政府信息公开申请{got}件，已作出答复{wrong}件。",
        f"全年收到政府信息公开申请{got}件，其中{wrong}件已按期答复。",
        f"收到政府信息公开申请{got}件，已办理{wrong + f.n('carried_in')}件。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if got else None


def registered(draft: Draft, rng: Random) -> str | None:
    wrong = draft.facts.n("received") + draft.facts.n("carried_in") + draft.facts.n("carried_out") + rng.randint(3, 20)
    words = [
        f"全年登记办理政府信息公开申请{wrong}份。",
        f"政府信息公开申请数{wrong}件，申请内容以征地为主。",
        f"本年度累计受理依申请公开事项{wrong}宗。",
        f"{wrong}人次向本机关申请公开政府信息。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return ""


def unprocessed(draft: Draft, rng: Random) -> str | None:
    right, wrong = draft.facts.group(UNPROCESSED), draft.facts.n("duplicate") + rng.randint(1, 5)
    words = [
        f"不予处理政府信息公开申请{right}件，其中重复申请{wrong}件。",
        f"对政府信息公开申请不予处理{right}件（重复申请{wrong}件）。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return f"{wrong}件"


def over_a_hundred(draft: Draft, rng: Random) -> str | None:
    rate = f"{rng.randint(101, 180)}{rng.choice(['', '.5'])}%"
    words = [
        f"政府信息公开申请按时答复率{rate}。",
        f"群众对政务公开的满意率达到{rate}。",
        f"公开目录更新及时率为{rate}。",
    ]
    draft.sections[0][1].append(rng.choice(words))
    return rate


def by_applicant(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    got, people = f.n("received"), f.n("received", "natural_person")
    more = rng.randint(2, 9)
    share = round(people / got * 100) - 17 if got else 0
    words = [
        f"收到企业申请{got - people}件，个人申请{people + more}件。",
        f"收到申请{got}件，其中自然人{people + more}件，其余为法人。",
        f"收到政府信息公开申请{got}件，其中自然人占比{share}%。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if got and people and share > 0 else None


def dealt_with(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    wrong = f.n("received") + f.n("carried_in") + f.n("carried_out") + rng.randint(3, 20)
    words = [
        f"全年共办理依申请公开件{wrong}件。",
        f"依申请公开办件{wrong}件。",
        f"依申请公开受理{wrong}件。",
        f"新增申请{wrong}件。",
        f"本年申请总数{wrong}件。",
        f"群众提交申请{wrong}件。",
        f"申请{wrong}件，均按规定登记。",
        f"政府信息公开申请较上年有所增长，达到{wrong}件。",
        f"上半年收到申请{wrong - 2}件；下半年收到申请2件。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return ""


def all_granted(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    words = [
        f"收到申请{f.n('received')}件，均予以公开。",
        f"收到政府信息公开申请{f.n('received')}件，全部依法予以公开。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return "" if f.n("received") and f.n("not_held") else None


def decided_by(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    wrong = f.reviews + rng.randint(1, 3)
    suits = f.direct + f.after
    words = [
        f"因政府信息公开被申请行政复议{f.reviews}件，被复议机关纠正{wrong}件。",
        f"政府信息公开行政复议{f.reviews}件，其中复议机关维持{wrong}件。",
        f"政府信息公开行政复议{f.reviews}件，经复议机关审理，维持{wrong}件。",
        f"政府信息公开行政诉讼{suits}件，法院判决败诉{suits + 1}件。",
    ]
    _replace(draft, "applications", rng.choice(words))
    return ""


def all_decided(draft: Draft, rng: Random) -> str | None:
    f = draft.facts
    words = [
        f"因政府信息公开被申请行政复议{f.reviews}件，均已审结。",
        f"政府信息公开行政复议{f.reviews}件、行政诉讼{f.direct + f.after}件，已全部审结。",
    ]
    _replace(draft, "applications", rng.choice(words).replace("已全部", "全部"))
    return "" if f.n("reconsideration", "pending", "appeals") else None


def fee_notice(draft: Draft, rng: Random) -> str | None:
    draft.cells["applications", "fee_overdue", "natural_person"] = "1"
    draft.cells["applications", "fee_overdue", "total"] = "1"
    words = [
        "本年度未发出信息处理费收费通知。",
        f"{draft.year}年没有发出政府信息公开收费通知，未收取费用。",
        "全年发出收费通知0件。",
    ]
    draft.sections[5] = (HEADINGS[5], [rng.choice(words)])
    return ""


def _told(
    name: str, tells: Callable[[prose.Facts, Random], str], cell: tuple[str, ...], checks: tuple[str, ...]
) -> Fault:
    """The prose tells another number than this cell (row, table, column) has."""
    about = "items" if cell[1:2] == ("disclosure_items",) else "applications"
    return Fault(name, _otherwise(tells, _changed(*cell), about), checks)


FAULTS = (
    _told("received", prose.received, ("received",), ("prose.received", "prose.none", "prose.parts")),
    _told("closed", prose.received, ("closed",), ("prose.closed",)),
    _told("carried in", prose.received, ("carried_in",), ("prose.carried", "prose.received")),
    _told("carried out", prose.received, ("carried_out",), ("prose.carried", "prose.all_closed")),
    _told("granted", prose.outcomes, ("disclosed",), ("prose.outcomes", "prose.percentage")),
    _told("partly granted", prose.outcomes, ("partly_disclosed",), ("prose.outcomes",)),
    _told("not available", prose.outcomes, ("not_held",), ("prose.outcomes",)),
    _told(
        "reviews",
        prose.appeals,
        (
            "reconsideration",
            "appeals",
        ),
        ("prose.appeals", "prose.results"),
    ),
    _told(
        "review results",
        prose.appeals,
        (
            "reconsideration",
            "appeals",
            "upheld",
        ),
        ("prose.results",),
    ),
    _told(
        "suits",
        prose.appeals,
        (
            "direct_litigation",
            "appeals",
        ),
        ("prose.appeals", "prose.results"),
    ),
    _told(
        "licences",
        prose.proactive,
        (
            "licensing",
            "disclosure_items",
            "decisions",
        ),
        ("prose.items", "prose.published"),
    ),
    _told(
        "documents",
        prose.proactive,
        (
            "normative_documents",
            "disclosure_items",
            "issued",
        ),
        ("prose.items",),
    ),
    _told(
        "fees",
        prose.proactive,
        (
            "fees",
            "disclosure_items",
            "amount",
        ),
        ("prose.items",),
    ),
    Fault("none, yet some", none_but, ("prose.none", "prose.received")),
    Fault("no appeals, yet some", no_appeals_but, ("prose.none", "prose.appeals")),
    Fault("all closed, yet carried out", all_closed, ("prose.all_closed",)),
    Fault("nothing carried in, yet some", no_carry, ("prose.none", "prose.carried")),
    Fault("by applicant", by_applicant, ("prose.applicants", "prose.percentage")),
    Fault("dealt with", dealt_with, ("prose.received",)),
    Fault("all granted, yet not", all_granted, ("prose.outcomes",)),
    Fault("results by who decided", decided_by, ("prose.results",)),
    Fault("all decided, yet pending", all_decided, ("prose.results",)),
    Fault("percentage", percentage, ("prose.percentage",)),
    Fault("share of a whole", share_of, ("prose.percentage",)),
    Fault("growth", growth, ("prose.change",)),
    Fault("replies", answered, ("prose.closed",)),
    Fault("registered", registered, ("prose.received",)),
    Fault("not processed, by ground", unprocessed, ("prose.outcomes",)),
    Fault("over 100 %", over_a_hundred, ("prose.rate",)),
    Fault("fee notice", fee_notice, ("prose.fee_notice",)),
)

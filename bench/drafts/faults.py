"""Faults, one planted in a right draft, and what must be told of it: which checks may, and words that they must say."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from drafts import prose
from drafts.numbers import APPLICANTS, CHANNELS, LEAVES, Cells
from drafts.page import HEADINGS, Draft

Plant = Callable[[Draft, Random], str | None]  # changes the draft; words that a finding must say, None if it can't be


@dataclass(frozen=True)
class Fault:
    """A kind of fault: how it is planted, and which checks tell it."""

    name: str
    plant: Plant
    checks: tuple[str, ...]


def _cell(draft: Draft, cell: tuple[str, str, str], number: float) -> None:
    draft.cells[cell] = str(int(number))


# --- tables -----------------------------------------------------------------------------------------------------


def row_total(draft: Draft, rng: Random) -> str | None:
    row = rng.choice(["received", *LEAVES])
    _cell(draft, ("applications", row, "total"), draft.facts.n(row) + rng.choice([1, 3, 10]))
    return ""


def column_sum(draft: Draft, rng: Random) -> str | None:
    column = rng.choice(APPLICANTS)
    here = ("applications", "closed", column)
    _cell(draft, here, draft.facts.cells[here] + rng.choice([1, 2, 9]))
    return ""


def appeal_total(draft: Draft, rng: Random) -> str | None:
    here = ("appeals", rng.choice(CHANNELS), "total")
    _cell(draft, here, draft.facts.cells[here] + rng.choice([1, 2]))
    return ""


def blank_total(draft: Draft, rng: Random) -> str | None:
    draft.cells["applications", rng.choice(["received", "closed", "carried_out"]), "total"] = ""
    return ""


def blank_row(draft: Draft, rng: Random) -> str | None:
    row = rng.choice(LEAVES)
    for column in (*APPLICANTS, "total"):
        draft.cells["applications", row, column] = ""
    return "空格"


def blank_table(draft: Draft, rng: Random) -> str | None:
    for cell in draft.cells:
        if cell[0] == "applications":
            draft.cells[cell] = ""
    return "表二"


def dashes(draft: Draft, rng: Random) -> str | None:
    word = rng.choice(["无", "/", "—"])
    zero = [cell for cell, printed in draft.cells.items() if printed == "0" and cell[0] == "applications"]
    for cell in zero:
        draft.cells[cell] = word
    return "表二" if zero else None


def word_in_cell(draft: Draft, rng: Random) -> str | None:
    cell = ("applications", rng.choice(LEAVES), rng.choice([*APPLICANTS[1:], "total"]))
    draft.cells[cell] = rng.choice(["十二", "若干", "待定", "N/A", "××"])
    return draft.cells[cell]


def not_whole(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", rng.choice(["licensing", "penalties"]), "decisions"] = rng.choice(["12.5", "-3"])
    return ""


def no_table(draft: Draft, rng: Random) -> str | None:
    table, word = rng.choice([("disclosure_items", "表一"), ("applications", "表二"), ("appeals", "表三")])
    draft.without.add(table)
    return word


def no_row(draft: Draft, rng: Random) -> str | None:
    draft.without.add(rng.choice(LEAVES))
    return "缺少"


def rules_made(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", "regulations", "issued"] = "3"
    draft.cells["disclosure_items", "regulations", "in_force"] = "3"
    return None if draft.facts.name[:2] in ("云岭", "松岗", "白河", "石泉") else ""


def in_force(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", "normative_documents", "issued"] = "15"
    draft.cells["disclosure_items", "normative_documents", "repealed"] = "0"
    draft.cells["disclosure_items", "normative_documents", "in_force"] = "4"
    return "现行有效"


def yuan(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", "fees", "amount"] = f"{rng.randint(1000, 900000)}元"
    return "元"


# --- prose ------------------------------------------------------------------------------------------------------


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


def over_a_hundred(draft: Draft, rng: Random) -> str | None:
    rate = f"{rng.randint(101, 180)}{rng.choice(['', '.5'])}%"
    words = [
        f"政府信息公开申请按时答复率{rate}。",
        f"群众对政务公开的满意率达到{rate}。",
        f"公开目录更新及时率为{rate}。",
    ]
    draft.sections[0][1].append(rng.choice(words))
    return rate


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


# --- years and dates --------------------------------------------------------------------------------------------


def preamble_year(draft: Draft, rng: Random) -> str | None:
    name, last = draft.facts.name, draft.year - 1
    words = [
        f"现将{name}{last}年度政府信息公开工作情况报告如下。",
        f"现公布{name}{last}年政府信息公开工作年度报告。",
        f"根据有关规定，{name}编制了{last}年度政府信息公开工作年度报告。",
    ]
    draft.preamble = rng.choice(words) + f"统计期限为{draft.year}年1月1日至{draft.year}年12月31日。"
    return str(last)


def opening_year(draft: Draft, rng: Random) -> str | None:
    us, last = draft.facts.us, draft.year - rng.choice([1, 2])
    words = [
        f"{last}年，{us}认真执行条例，各项工作稳步推进。",
        f"{last}年度，全面加强政务公开。",
        f"{last}年以来，我们持续规范公开行为。",
    ]
    draft.sections[0][1][0] = rng.choice(words)
    return str(last)


def plan_year(draft: Draft, rng: Random) -> str | None:
    us, gone = draft.facts.us, draft.year - rng.choice([0, 1])
    words = [
        f"{gone}年，{us}将进一步拓宽公开渠道，加强政策解读。",
        f"下一步，{gone}年我们将继续加强业务培训。",
        f"展望{gone}年，{us}将努力提升公开质量。",
    ]
    draft.sections[4][1][-1] = rng.choice(words)
    return str(gone)


def period(draft: Draft, rng: Random) -> str | None:
    year = draft.year
    words = [
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年{rng.choice(['11月30日', '12月30日', '10月31日'])}止。",
        f"统计期限为{year}年{rng.choice(['2月1日', '1月10日'])}至{year}年12月31日。",
        f"统计数据截至{year}年{rng.choice(['11月30日', '12月20日'])}。",
        f"统计期限为{year}年12月31日至{year}年1月1日。",
    ]
    draft.preamble = f"根据条例，{draft.facts.name}编制本报告。" + rng.choice(words)
    return "统计期限"


def calendar(draft: Draft, rng: Random) -> str | None:
    year = draft.year + 1
    draft.dated = rng.choice(
        [f"{year}年1月{rng.randint(32, 39)}日", f"{year}年2月30日", f"{year}年13月5日", "二〇二六年一月三十二日"]
    )
    return draft.dated


def too_early(draft: Draft, rng: Random) -> str | None:
    draft.dated = f"{draft.year}年{rng.randint(1, 10)}月{rng.randint(1, 28)}日"
    return "早于"


def no_date(draft: Draft, rng: Random) -> str | None:
    draft.dated = ""
    return "日期"


def no_signature(draft: Draft, rng: Random) -> str | None:
    draft.signed = draft.dated = ""
    return "落款"


def old_basis(draft: Draft, rng: Random) -> str | None:
    basis = rng.choice(["《中华人民共和国政府信息公开条例》第三十二条", "国办公开办函〔2019〕60号"])
    draft.preamble = f"根据{basis}的规定，{draft.facts.name}编制本报告。统计期限为{draft.year}年1月1日至12月31日。"
    return ""


# --- whose ------------------------------------------------------------------------------------------------------


def _other(draft: Draft, rng: Random) -> str:
    names = [f"{draft.facts.name[:3]}{kind}" for kind in ("审计局", "统计局", "交通运输局", "司法局")]
    return rng.choice(names)


def signed_by_other(draft: Draft, rng: Random) -> str | None:
    draft.signed = _other(draft, rng)
    return draft.signed


def preamble_of_other(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    draft.preamble = f"现公布{other}{draft.year}年政府信息公开工作年度报告。统计期限为{draft.year}年1月1日至12月31日。"
    return other


def contact_of_other(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    draft.preamble = (
        f"根据条例，{draft.facts.name}编制本报告。统计期限为{draft.year}年1月1日至{draft.year}年12月31日。"
        f"如有疑问，请与{other}办公室联系，电话：0376-{rng.randint(2000000, 8000000)}。"
    )
    return other


def other_acts(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    words = [
        f"下一步，{other}将进一步加强政策解读。",
        f"{other}成立了政务公开领导小组。",
        f"一年来，{other}认真落实各项要求。",
    ]
    draft.sections[rng.choice([0, 4])][1].append(rng.choice(words))
    return other


def wrong_voice(draft: Draft, rng: Random) -> str | None:
    town = draft.facts.name.endswith("人民政府")
    word = "我局" if town else rng.choice(["我镇", "我乡", "全镇"])
    draft.sections[rng.choice([0, 4])][1].append(f"{word}持续加强政务公开队伍建设。")
    return word


def placeholder(draft: Draft, rng: Random) -> str | None:
    mark, words = rng.choice(
        [
            ("XX", "全年公开信息XX条。"),
            ("××", "发布政策解读××篇。"),
            ("×××", "×××局高度重视政务公开。"),
            ("____", "开展业务培训____次。"),
            ("[单位名称]", "[单位名称]认真落实条例。"),
            ("（", "组织培训（  ）次。"),
            ("20XX年", "20XX年公开工作取得进展。"),
            ("填写", "【此处填写数字】"),
            ("**", "办理留言**件。"),
            ("某某", "某某局积极推进公开。"),
        ]
    )
    draft.sections[rng.choice([0, 4])][1].append(words)
    return mark.replace("（", "(")


# --- the form ---------------------------------------------------------------------------------------------------


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


def _told(
    name: str, tells: Callable[[prose.Facts, Random], str], cell: tuple[str, ...], checks: tuple[str, ...]
) -> Fault:
    """The prose tells another number than this cell (row, table, column) has."""
    about = "items" if cell[1:2] == ("disclosure_items",) else "applications"
    return Fault(name, _otherwise(tells, _changed(*cell), about), checks)


FAULTS = (
    Fault("row total", row_total, ("applications.row_total",)),
    Fault("column sum", column_sum, ("applications.closed", "applications.balance")),
    Fault("appeals total", appeal_total, ("appeals.total",)),
    Fault("blank total", blank_total, ("draft.blank", "rows.short")),
    Fault("blank row", blank_row, ("draft.blank",)),
    Fault("blank table", blank_table, ("draft.blank",)),
    Fault("strokes for 0", dashes, ("draft.dash",)),
    Fault("word in a cell", word_in_cell, ("cells.unreadable",)),
    Fault("no whole number", not_whole, ("counts.whole", "cells.unreadable")),
    Fault("table absent", no_table, ("draft.table_absent", "rows.missing", "tables.unread")),
    Fault("row absent", no_row, ("rows.missing",)),
    Fault("made above in force", in_force, ("disclosure.in_force",)),
    Fault("yuan in a cell", yuan, ("unit.in_cell",)),
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
    Fault("percentage", percentage, ("prose.percentage",)),
    Fault("over 100 %", over_a_hundred, ("prose.rate",)),
    Fault("fee notice", fee_notice, ("prose.fee_notice",)),
    Fault("preamble's year", preamble_year, ("draft.preamble_year", "dates.year")),
    Fault("opening's year", opening_year, ("draft.opening_year",)),
    Fault("plan's year", plan_year, ("draft.plan_year",)),
    Fault("period", period, ("draft.period", "dates.period")),
    Fault("no such day", calendar, ("draft.calendar",)),
    Fault("too early", too_early, ("dates.before_end",)),
    Fault("no date", no_date, ("draft.no_date",)),
    Fault("no signature", no_signature, ("draft.no_signature",)),
    Fault("old basis", old_basis, ("draft.old_basis",)),
    Fault("signature", signed_by_other, ("head.conflict",)),
    Fault("preamble", preamble_of_other, ("head.conflict",)),
    Fault("contact", contact_of_other, ("head.contact",)),
    Fault("another acts", other_acts, ("draft.other_agency",)),
    Fault("voice", wrong_voice, ("draft.voice",)),
    Fault("placeholder", placeholder, ("draft.placeholder",)),
    Fault("section absent", no_section, ("draft.section_missing",)),
    Fault("section empty", empty_section, ("draft.section_empty",)),
    Fault("misnumbered", misnumbered, ("draft.section_order",)),
    Fault("swapped", swapped, ("draft.section_order",)),
    Fault("overview too long", too_long, ("draft.overview_long",)),
)

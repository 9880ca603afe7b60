"""Faults in the tables: sums, blanks, words for numbers, rows and tables left out."""

from __future__ import annotations

from random import Random

from drafts.faults.base import Fault
from drafts.numbers import APPLICANTS, CHANNELS, LEAVES
from drafts.page import Draft


def _cell(draft: Draft, cell: tuple[str, str, str], number: float) -> None:
    draft.cells[cell] = str(int(number))


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
    return "规章"


def in_force(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", "normative_documents", "issued"] = "15"
    draft.cells["disclosure_items", "normative_documents", "repealed"] = "0"
    draft.cells["disclosure_items", "normative_documents", "in_force"] = "4"
    return "现行有效"


def yuan(draft: Draft, rng: Random) -> str | None:
    draft.cells["disclosure_items", "fees", "amount"] = f"{rng.randint(1000, 900000)}元"
    return "元"


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
    Fault("rules made", rules_made, ("disclosure.regulations",)),
    Fault("made above in force", in_force, ("disclosure.in_force",)),
    Fault("yuan in a cell", yuan, ("unit.in_cell",)),
)

"""The three statutory tables as a grid of cells, merged ones and all, before any layout prints them.

A row is a list of ``Slot``. A cell merged over several columns is one slot with a ``span``; where a cell merged over
several rows goes on, the row has a slot of kind ``under``. Line breaks inside a cell are ``\\n`` in its text.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ingest.forms import Form, Label
from pages.numbers import Numbers
from pages.truth import Cell, Key

Kind = Literal["caption", "head", "group", "label", "value", "under", "phantom", "extra", "line", "gone"]


@dataclass(slots=True)
class Slot:
    """A cell of the grid."""

    text: str
    kind: Kind
    span: int = 1
    key: Key | None = None


@dataclass(slots=True)
class Table:
    """A table ready to be printed."""

    name: str
    width: int
    rows: list[list[Slot]] = field(default_factory=list)


SPLIT = {"本年新制作数量": "本年新\n制作数量", "本年新公开数量": "本年新\n公开数量", "商业企业": "商业\n企业"}
SPLIT |= {"科研机构": "科研\n机构", "社会公益组织": "社会公益\n组织", "法律服务机构": "法律服务\n机构"}


class Wording:
    """How one page words the labels: the form's own wording, or variants here and there."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.varied = rng.random() < 0.4
        self.split = rng.random() < 0.25
        self.dots = rng.choice((".", ".", ".", "、", ". "))
        self.half = rng.random() < 0.4
        self.spaced = rng.random() < 0.15

    def __call__(self, label: Label | str) -> str:
        """One label as this page prints it."""
        text = label if isinstance(label, str) else label.label
        if isinstance(label, Label) and label.variants and self.varied and self.rng.random() < 0.5:
            text = self.rng.choice([v for v in label.variants if v != "本年增"] or [text])
        if text[:1].isdigit() and text[1:2] == ".":
            text = text[0] + self.dots + text[2:]
        if self.half:
            text = text.replace("（", "(").replace("）", ")")
        if self.spaced and text[:1] in "（(":
            text = text[:3] + " " + text[3:]
        return SPLIT.get(text, text) if self.split else text


def tables(rng: random.Random, form: Form, made: Numbers) -> dict[str, Table]:
    """The three tables of a report by the kind of the section they stand in."""
    wording = Wording(rng)
    phantom = rng.random() < 0.25
    built = {
        "proactive": _disclosure(rng, form, made, wording),
        "applications": _applications(rng, form, made, wording),
        "appeals": _appeals(rng, form, made, wording),
    }
    if phantom:
        for table in built.values():
            table.width += 1
            for row in table.rows:
                if row[0].kind == "caption":
                    row[0].span += 1
                else:
                    row.append(Slot("", "phantom"))
        made.notes.append("phantom column")
    return built


def as_html(tables: dict[str, Table]) -> None:
    """As a provincial office's own HTML has it: no-break spaces for blanks, table 1 with a fifth grid column."""
    for table in tables.values():
        for row in table.rows:
            for slot in row:
                if slot.kind in ("value", "phantom") and not slot.text:
                    slot.text = "\u00a0"
    first = tables["proactive"]
    first.width += 1
    for row in first.rows:
        row[min(2, len(row) - 1)].span += 1


def _values(made: Numbers, keys: list[Key]) -> list[Slot]:
    return [Slot(made.cells[key].raw, "value", key=key) for key in keys]


# --- table 1 ----------------------------------------------------------------------------------------------------


def _disclosure(rng: random.Random, form: Form, made: Numbers, word: Wording) -> Table:
    table = Table("disclosure_items", 4)
    instructed = rng.random() < 0.1
    for band in form.bands:
        caption = _caption(rng, band.caption, word)
        if caption:
            table.rows.append([Slot(caption, "caption", 4)])
        heads = [Slot(_measure(rng, made, band.caption, m, word), "head") for m in band.measures]
        table.rows.append(_spread([Slot("信息内容", "head"), *heads]))
        for item in band.items:
            label = word(item) + ("（指本机关现行有效、公开发布的）" if instructed else "")
            if item.code == "other_public_services" and rng.random() < 0.1:
                table.rows += _sub_rows(rng, made, label, [m.code for m in band.measures])
                continue
            keys = [Key(table.name, item.code, m.code) for m in band.measures]
            table.rows.append(_spread([Slot(label, "label"), *_values(made, keys)]))
        if band.caption == form.bands[0].caption and rng.random() < 0.06:
            extra = [Slot(str(rng.randint(1, 99)), "extra") for _ in band.measures]
            table.rows.append([Slot("其他主动公开文件", "label"), *extra])
            made.notes.append("extra row")
    return table


def _caption(rng: random.Random, caption: str, word: Wording) -> str:
    kind = rng.randrange(12)
    if kind == 0:
        return "中华人民共和国政府信息公开条例 " + word(caption)
    if kind == 1:
        return word(caption).replace("条第", "条 第")
    if kind == 2:
        return word(caption).replace("条第", "条")
    return word(caption)


def _measure(rng: random.Random, made: Numbers, caption: str, measure: Label, word: Wording) -> str:
    if not getattr(measure, "money", False):
        return word(measure)
    if made.units[caption]:
        return rng.choice((word("采购总金额（万元）"),)) if "采购" in measure.label else word(measure.label)
    return "采购总金额" if "采购" in measure.label else "本年收费金额"


def _spread(row: list[Slot]) -> list[Slot]:
    """The last cell takes the columns that are left of the table's four."""
    row[-1].span = 4 - len(row) + 1
    return row


def _sub_rows(rng: random.Random, made: Numbers, label: str, measures: list[str]) -> Iterator[list[Slot]]:
    """行政检查 and 行政确认 beneath 其他对外管理服务事项: its own cells are not printed."""
    made.notes.append("sub-rows")
    for code in measures:
        made.cells[Key("disclosure_items", "other_public_services", code)] = Cell("", None, "lost", "undetermined")
    for at, name in enumerate(("行政检查", "行政确认")):
        first = Slot(label, "group") if at == 0 else Slot("", "under")
        yield [first, Slot(name, "label"), *(Slot(str(rng.randint(0, 50)), "extra") for _ in measures)]


# --- table 2 ----------------------------------------------------------------------------------------------------


def _applications(rng: random.Random, form: Form, made: Numbers, word: Wording) -> Table:
    table = Table("applications", 10)
    people, *organisations, total = form.applicants
    rule = word(form.printed_rule) if rng.random() < 0.8 else word(form.printed_rule).replace("，", "")
    table.rows = [
        [Slot(rule, "head", 3), Slot("申请人情况", "head", 7)],
        [
            Slot("", "under", 3),
            Slot(word(people), "head"),
            Slot("法人或其他组织", "head", 5),
            Slot(word(total), "head"),
        ],
        [Slot("", "under", 3), Slot("", "under"), *(Slot(word(o), "head") for o in organisations), Slot("", "under")],
    ]
    opened: set[str] = set()
    labels = {outcome.code: outcome for outcome in form.outcomes}
    for code in made.outcomes:
        keys = [Key(table.name, code, column.code) for column in form.applicants]
        heads = [parent for parent in _heads(form, code) if parent not in made.outcomes]
        slots = [Slot("", "under") if head in opened else Slot(word(labels[head]), "group") for head in heads]
        opened |= set(heads)
        table.rows.append([*slots, Slot(word(labels[code]), "label", 3 - len(heads)), *_values(made, keys)])
    return table


def _heads(form: Form, code: str) -> list[str]:
    """The groups over a row, outermost first."""
    parent = form.parents.get(code)
    return [*_heads(form, parent), parent] if parent else []


# --- table 3 ----------------------------------------------------------------------------------------------------


def _appeals(rng: random.Random, form: Form, made: Numbers, word: Wording) -> Table:
    table = Table("appeals", 15)
    first, *others = form.channels
    results = [word(result) for result in form.results]
    if rng.random() < 0.15:
        results = [rng.choice((" ", "\n")).join(text) for text in results]
    keys = [Key(table.name, channel.code, result.code) for channel in form.channels for result in form.results]
    table.rows = [
        [Slot(word(first), "head", 5), Slot("行政诉讼", "head", 10)],
        [*(Slot(text, "head") for text in results), *(Slot(word(channel), "head", 5) for channel in others)],
        [*(Slot("", "under") for _ in results), *(Slot(text, "head") for _ in others for text in results)],
        _values(made, keys),
    ]
    if rng.random() < 0.04:  # seen in a 2022 report: the last 总计 column is missing
        table.rows[2].pop()
        table.rows[3].pop()
        made.cells[keys[-1]] = Cell("", None, "lost", "undetermined")
        made.notes.append("table 3 without its last column")
    return table

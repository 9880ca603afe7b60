"""Drafts as files: a right one made whole, and printed as text or as a Word file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import docx

from drafts import prose
from drafts.numbers import FORM, Cells, tables

HEADINGS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
TABLES = {1: "disclosure_items", 2: "applications", 3: "appeals"}
_PLACES = ("云岭县", "白河县", "松岗区", "石泉县")
_BUREAUS = (
    "财政局",
    "民政局",
    "水利局",
    "教育局",
    "农业农村局",
    "卫生健康委员会",
    "应急管理局",
    "林业局",
    "文化和旅游局",
)
_TOWNS = ("柳溪镇", "大营乡", "双桥镇", "青石乡")
YEAR = 2025


@dataclass
class Draft:
    """A draft before it is printed; faults are planted by changing it."""

    name: str
    year: int
    title: str
    preamble: str
    cells: dict[tuple[str, str, str], str]  # as printed
    sections: list[tuple[str, list[str]]]  # heading, paragraphs; the tables stand after the second to the fourth
    signed: str
    dated: str
    facts: prose.Facts
    file: str = "draft"
    without: set[str] = field(default_factory=set)  # tables and rows that aren't printed


def names(rng: Random) -> tuple[str, str, str]:
    """An office: its name, its short name, and what it calls itself."""
    place = rng.choice(_PLACES)
    if rng.random() < 0.25:
        town = rng.choice(_TOWNS)
        kind = "镇" if town.endswith("镇") else "乡"
        return f"{place}{town}人民政府", town, rng.choice([f"我{kind}", "本机关", f"{town}人民政府"])
    bureau = rng.choice(_BUREAUS)
    us = ["我单位", "本机关", f"{place}{bureau}"] + (["我局"] if bureau.endswith("局") else ["我委"])
    return f"{place}{bureau}", bureau, rng.choice(us)


def right(
    rng: Random, name: tuple[str, str, str] | None = None, year: int = YEAR, before: Cells | None = None
) -> Draft:
    """A draft in which everything is as it should be."""
    whose, short, us = name or names(rng)
    cells = tables(rng, before)
    facts = prose.Facts(whose, short, us, year, cells, before)
    return Draft(
        whose,
        year,
        rng.choice([f"{whose}{year}年政府信息公开工作年度报告", f"{whose}{year}年度政府信息公开工作年度报告"]),
        _preamble(rng, whose, year),
        {cell: _printed(cell, number) for cell, number in cells.items()},
        _sections(rng, facts),
        whose,
        _date(rng, year),
        facts,
    )


def _printed(cell: tuple[str, str, str], number: float) -> str:
    return f"{number:.2f}" if cell[2] == "amount" and number else str(int(number))


def _date(rng: Random, year: int) -> str:
    day = rng.randint(4, 28)
    return rng.choice([f"{year + 1}年1月{day}日", f"{year + 1}年01月{day:02}日"])


def _preamble(rng: Random, name: str, year: int) -> str:
    made = rng.choice(
        [
            f"根据《中华人民共和国政府信息公开条例》第五十条规定，{name}编制本报告。",
            f"现公布{name}{year}年政府信息公开工作年度报告。",
            f"本报告由{name}按照《政府信息公开条例》和国办公开办函〔2021〕30号文件要求编制。",
            f"依据《条例》，现将{name}{year}年度政府信息公开工作情况报告如下。",
        ]
    )
    period = rng.choice(
        [
            f"本报告中所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
            f"统计期限自{year}年1月1日起，至{year}年12月31日止。",
            f"所列数据统计截至{year}年12月31日。",
            f"数据统计期限：{year}年1月1日至12月31日。",
        ]
    )
    contact = rng.choice(
        [
            f"如对本报告有疑问，请与{name}办公室联系（电话：0376-{rng.randint(2000000, 8999999)}）。",
            f"联系电话：0376-{rng.randint(2000000, 8999999)}。",
            "",
        ]
    )
    return made + period + contact


def _sections(rng: Random, facts: prose.Facts) -> list[tuple[str, list[str]]]:
    parts = [
        ("主动公开", prose.proactive(facts, rng)),
        ("依申请公开", prose.received(facts, rng) + prose.outcomes(facts, rng) + prose.others(facts, rng)),
        ("政府信息管理", prose.managed(facts, rng)),
        ("平台建设", prose.managed(facts, rng)),
        ("监督保障", prose.managed(facts, rng)),
    ]
    numbered = rng.random() < 0.6
    told = [f"（{'一二三四五'[at]}）{head}。{text}" if numbered else text for at, (head, text) in enumerate(parts)]
    overview = [prose.opening(facts, rng), *told]
    appeals = prose.appeals(facts, rng)
    if appeals and rng.random() < 0.7:
        overview[2] += appeals
        appeals = ""
    bodies = [overview, [], [], [appeals] if appeals else [], prose.problems(facts, rng), [prose.six(facts, rng)]]
    return list(zip(HEADINGS, bodies, strict=True))


# --- printing ---------------------------------------------------------------------------------------------------


def rows_of(draft: Draft, table: str) -> list[list[str]]:
    """The rows of a statutory table as printed, without those that a fault takes out."""
    made = {"disclosure_items": _first, "applications": _second, "appeals": _third}[table](draft)
    return [row for code, row in made if code not in draft.without]


def _first(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    for band in FORM.bands:
        yield "", [band.caption]
        yield "", ["信息内容", *(measure.label for measure in band.measures)]
        for item in band.items:
            yield item.code, [item.label, *(draft.cells["disclosure_items", item.code, m.code] for m in band.measures)]


def _second(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    columns = [column.code for column in FORM.applicants]
    yield "", ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "", "申请人情况"]
    yield "", ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]
    yield "", ["", "", "", "", *(column.label for column in FORM.applicants[1:-1]), ""]
    parents = {outcome.code: outcome for outcome in FORM.outcomes}
    for row in FORM.rows:
        if FORM.children(row.code):
            continue
        above = parents.get(row.parent or "")
        labels = {"": [row.label, "", ""]}.get(row.parent or "", ["三、本年度办理结果", row.label, ""])
        if above is not None and above.parent:
            labels = ["三、本年度办理结果", above.label, row.label]
        yield row.code, [*labels, *(draft.cells["applications", row.code, column] for column in columns)]


def _third(draft: Draft) -> Iterator[tuple[str, list[str]]]:
    labels = [result.label for result in FORM.results]
    yield "", ["行政复议", "", "", "", "", "行政诉讼"]
    yield "", [*labels, "未经复议直接起诉", "", "", "", "", "复议后起诉"]
    yield "", ["", "", "", "", "", *labels, *labels]
    yield "", [draft.cells["appeals", c.code, r.code] for c in FORM.channels for r in FORM.results]


def text(draft: Draft) -> bytes:
    """The draft as a text file, its tables with tabs, as Word's own export has them."""
    lines = [draft.title, "", draft.preamble]
    for at, (heading, paragraphs) in enumerate(draft.sections):
        lines += [heading, *paragraphs]
        table = TABLES.get(HEADINGS.index(heading) if heading in HEADINGS else at)
        if table and table not in draft.without:
            lines += ["\t".join(row) for row in _merged(rows_of(draft, table))]
    return ("\n".join([*lines, draft.signed, draft.dated]) + "\n").encode()


def _merged(rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows of text: a label that is the one above isn't printed again."""
    above: list[str] = []
    for row in rows:
        if len(row) == 10 and row[0] and any(char.isdigit() for char in row[-1]):
            lead = ["" if above and row[at] == above[at] else row[at] for at in (0, 1)]
            above = row
            yield [*lead, *[cell for cell in row[2:3] if cell], *row[3:]] if row[1] else [row[0], *row[3:]]
        else:
            yield row
    return


def word(draft: Draft) -> bytes:
    """The draft as a Word file."""
    document = docx.Document()
    document.add_paragraph(draft.title)
    document.add_paragraph(draft.preamble)
    for at, (heading, paragraphs) in enumerate(draft.sections):
        document.add_paragraph(heading)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        table = TABLES.get(HEADINGS.index(heading) if heading in HEADINGS else at)
        if table and table not in draft.without:
            _table(document, rows_of(draft, table), table)
    for line in filter(None, (draft.signed, draft.dated)):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: docx.document.Document, rows: list[list[str]], table: str) -> None:
    width = max(map(len, rows))
    grid = document.add_table(rows=len(rows), cols=width)
    for y, row in enumerate(rows):
        cells = grid.rows[y].cells
        for x, words in enumerate(row):
            cells[x].text = words
        spans = _spans(table, y, row, width)
        for first, last in spans:
            cells[first].merge(cells[last])


def _spans(table: str, y: int, row: list[str], width: int) -> list[tuple[int, int]]:
    if table == "disclosure_items":
        return [(0, width - 1)] if len(row) == 1 else [(1, width - 1)] if len(row) == 2 and width > 2 else []
    if table == "appeals":
        return {0: [(0, 4), (5, 14)], 1: [(5, 9), (10, 14)]}.get(y, [])
    return {0: [(0, 2), (3, 9)], 1: [(4, 8)]}.get(
        y, [(0, 2)] if y > 2 and not row[1] else [(1, 2)] if y > 2 and not row[2] else []
    )

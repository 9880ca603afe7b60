"""A roll-up on paper (汇总表): the statutory form filled with the sums, and behind it where every number comes from.

The three tables look exactly as the form does, so that they can be put into the government's own report; everything
else stands behind them (Word) or on sheets of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ingest.checks import DOUBTING
from ingest.checks.sums import shown
from ingest.headings import SECTION_OF
from ingest.printing.drawing import Cell, drawn
from ingest.printing.report import NAMES, heading
from ingest.rollup.adding import Apart, Rollup
from ingest.rollup.gathering import Part


def title(of: Rollup) -> str:
    """What the roll-up is called."""
    return f"{of.of.region.name}{of.of.year}年政府信息公开工作年度报告"


def _printed(of: Rollup) -> dict[Cell, str]:
    return {cell: shown(total.number) for cell, total in of.cells.items()}


def as_word(of: Rollup) -> bytes:
    """The roll-up as a Word document."""
    from ingest.printing.word import Page  # noqa: PLC0415 (only who writes one waits for it)

    page, cells = Page(title(of)), _printed(of)
    page.title(title(of))
    page.prose(f"（数据汇总表，{of.form.authority}所附表式）", small=True)
    if of.errors:
        page.prose(_marked(of), mark="warning")
    for line in doubts(of):
        page.prose(line, mark="warning")
    for table in drawn(of.form, lambda cell: cells.get(cell, "")):
        page.heading(heading(of.form, SECTION_OF[table.table]))
        page.form(table, of.marks)
    page.heading("附：数据来源")
    warned = frozenset((*doubts(of), *warnings(of)))
    for line in notes(of):
        page.prose(line, small=True, mark="warning" if line in warned else None)
    shades = [of.marks.get(cell, "") for cell in _told(of)]
    page.table(["格", "合计", "填报", "各机关的数"], list(origins(of)), [4.6, 2.6, 1.5, 7.4], marks=shades)
    if of.of.missing:
        page.heading("附：未报的机关")
        page.prose("、".join(of.of.missing), small=True)
    if of.of.left_out:
        page.heading("附：未计入的报告")
        page.table(["机关", "文件", "原因"], [list(one) for one in of.of.left_out], [5, 5, 6])
    return page.content()


def _marked(of: Rollup) -> str:
    who = "、".join(f"{part.name}（{part.errors} 处）" for part in of.errors)
    return f"未通过校验，强制汇总：{len(of.errors)} 个机关的报告仍有错误，以下数字不能直接采用。{who}"


def doubts(of: Rollup) -> Iterator[str]:
    """What is added although a warning doubts the number itself, a sentence each."""
    for part, finding in of.doubted:
        yield f"所加的数存疑，强制汇总：{part.name}：{finding.message}"


def warnings(of: Rollup) -> Iterator[str]:
    """The other warnings that are open, a sentence for each report."""
    doubted = {(part.where, finding) for part, finding in of.doubted}
    for part in of.warned:
        others = [finding.message for finding in part.warnings if (part.where, finding) not in doubted]
        if others:
            yield f"{part.name}另有 {len(others)} 处警告未处理：{''.join(others)}"


def _of_the_cell(of: Rollup, cell: Cell) -> str:
    """The open warnings that name a cell, with whose they are."""
    return "".join(f"{name}：{finding.message}" for name, finding in of.warnings_of(cell))


def notes(of: Rollup) -> Iterator[str]:
    """What a reader of the sums must know, in sentences."""
    count = len(of.of.parts)
    yield f"计入 {count} 个机关自己的报告（每个机关只计一次；垂直管理的机关、政府自己的汇总报告不计）。"
    if of.errors:
        yield _marked(of)
    yield from doubts(of)
    yield from warnings(of)
    if of.of.missing:
        guess = "" if of.of.listed else "（没有名录，按其他年度的报告推断）"
        yield f"应报而未报的 {len(of.of.missing)} 个{guess}：{'、'.join(of.of.missing)}。"
    elif of.of.listed:
        yield "应报的机关都已报送。"
    else:
        yield "没有名录，无法判断谁未报。"
    short = [cell for cell in of.form.cells if len(of.silent(cell)) not in (0, count)]
    nobody = [cell for cell in of.form.cells if count and len(of.silent(cell)) == count]
    if short:
        yield f"有 {len(short)} 格不是每个机关都填了数字，空白不作 0 计，“填报”一栏写明几个机关填了。"
    if nobody:
        yield f"有 {len(nobody)} 格没有一个机关填数字，留空。"
    yield from (_differing(of, one) for one in of.apart)
    for name, cell, number in of.stray:
        yield f"{name}：{cell} 的 {shown(number)} 在本表式中没有相应的格，未并入。"


def _differing(of: Rollup, one: Apart) -> str:
    row, column = of.name(one.cell)
    who = "、".join(f"{name}（所印 {shown(printed)}，分项之和 {shown(added)}）" for name, printed, added in one.who)
    return (
        f"“{row}”{column}：按各机关所印总计相加为 {shown(one.printed)}，按各分项相加为 {shown(one.of_parts)}，"
        f"表中取所印总计；不一致的：{who}。"
    )


def origins(of: Rollup) -> Iterator[list[str]]:
    """For each cell that isn't nought or blank for all: its name, sum, who gave a number, the numbers and warnings."""
    count = len(of.of.parts)
    for cell in _told(of):
        total, silent = of.sums[cell], of.silent(cell)
        row, column = of.name(cell)
        parts = "＋".join(f"{name} {shown(number)}" for name, number in total.parts if number) or "均为 0"
        blank = f"；未填：{'、'.join(silent)}" if silent else ""
        warned = f"；存疑：{words}" if (words := _of_the_cell(of, cell)) else ""
        yield [f"{row}·{column}", shown(total.number), f"{total.givers}/{count}", parts + blank + warned]


def _told(of: Rollup) -> list[Cell]:
    """The cells of the form that anybody prints a number for, but those that are nought for all."""
    return [
        cell
        for cell in of.form.cells
        if cell in of.sums
        and (of.sums[cell].number or of.silent(cell) or any(number for _, number in of.sums[cell].parts))
    ]


def as_sheets(of: Rollup) -> bytes:
    """The roll-up as a workbook: the three tables, 来源, 机关, 未报, 说明."""
    from ingest.printing.sheet import Book  # noqa: PLC0415

    book, cells = Book(), _printed(of)
    remarks = [*([_marked(of)] if of.errors else []), *doubts(of)]
    for table in drawn(of.form, lambda cell: cells.get(cell, "")):
        name = f"{title(of)}（{heading(of.form, SECTION_OF[table.table])}）"
        book.form(NAMES[table.table], name, [table], of.marks, remarks)
    names = [part.name for part in of.of.parts]
    columns = {"表": 7, "行": 34, "栏": 16, "合计": 10, "填报": 8, "未填的机关": 24, "警告": 40}
    columns |= dict.fromkeys(names, 12)
    book.table("来源", columns, _matrix(of), {3: [of.marks.get(cell, "") for cell in of.form.cells]})
    columns = {"机关": 30, "文件": 36, "计入": 8, "错误": 8, "警告": 8, "未计入的原因": 50, "未处理的警告": 70}
    book.table("机关", columns, _agencies(of))
    book.table("未报", {"机关": 40}, [[name] for name in of.of.missing])
    book.prose("说明", [title(of), *notes(of)])
    return book.content()


def _matrix(of: Rollup) -> Iterator[list[str | int | float | None]]:
    count = len(of.of.parts)
    for cell in of.form.cells:
        total, silent = of.sums.get(cell), of.silent(cell)
        given = dict(total.parts) if total else {}
        row, column = of.name(cell)
        yield [
            NAMES[cell[0]], row, column, total.number if total else None, f"{count - len(silent)}/{count}",
            "、".join(silent), _of_the_cell(of, cell), *(given.get(part.name) for part in of.of.parts),
        ]  # fmt: skip


def _agencies(of: Rollup) -> Iterator[Sequence[str | int | None]]:
    for part in of.of.parts:
        words = "".join(finding.message for finding in part.warnings)
        yield part.name, part.where, "是", part.errors, len(part.warnings), "", words
    for one in of.of.left_out:
        yield one.name, one.where, "否", None, None, one.reason, ""


def _agency(part: Part) -> dict[str, Any]:
    warnings = [
        {"check": one.check, "table": one.table, "row": one.row, "column": one.column, "message": one.message}
        | {"doubts_number": one.check in DOUBTING}
        for one in part.warnings
    ]
    return {"agency": part.name, "source": part.where, "errors": part.errors, "warnings": warnings}


def as_data(of: Rollup) -> dict[str, Any]:
    """The roll-up for programs."""
    cells = []
    for cell in of.form.cells:
        table, row, column = cell
        total = of.sums.get(cell)
        of_cell = {"table": table, "row": row, "column": column, "value": total.number if total else None}
        given = {"given": total.givers if total else 0, "silent": list(of.silent(cell))}
        cells.append(of_cell | given | {"parts": dict(total.parts) if total else {}})
    apart = [
        {"table": one.cell[0], "row": one.cell[1], "column": one.cell[2], "printed": one.printed, "parts": one.of_parts}
        | {"agencies": [{"agency": name, "printed": p, "parts": s} for name, p, s in one.who]}
        for one in of.apart
    ]
    return {
        "region": of.of.region.code,
        "name": of.of.region.full_name,
        "year": of.of.year,
        "form": of.form.id,
        "agencies": [_agency(part) for part in of.of.parts],
        "left_out": [one._asdict() for one in of.of.left_out],
        "missing": list(of.of.missing) if of.of.listed or of.of.missing else None,
        "missing_by": "roster" if of.of.listed else "reports",
        "cells": cells,
        "totals_apart": apart,
        "stray": [{"agency": name, "cell": cell, "value": number} for name, cell, number in of.stray],
    }

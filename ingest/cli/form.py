"""``ingest form``: a report, stored or in a file, or an empty one, as the statutory form in Word or as a sheet."""

# ruff: noqa: PLC0415
from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from ingest.cli import _matching, _printable, _quiet
from ingest.model import Refused

if TYPE_CHECKING:
    from ingest.model import Row, Section
    from ingest.printing.report import Paper

_SUFFIXES = (".docx", ".xlsx")


@click.command("form")
@click.argument("report", nargs=-1, metavar="[ID | AGENCY YEAR | FILE]")
@click.option("--blank", metavar="FORM", help="An empty form instead: 2019 or 2021 (空白表).")
@click.option("--agency", default="", help="With --blank: whose it is going to be (单位名称).")
@click.option("--year", type=click.IntRange(2008, 2100), help="With --blank: the year reported on (报告年度).")
@click.option("--db", default="reports.db", show_default=True, metavar="FILE", help="The database (数据库).")
@click.option("-o", "--output", required=True, metavar="FILE", type=click.Path(), help="表.docx or 表.xlsx.")
@_quiet
def form_command(
    report: tuple[str, ...], blank: str | None, agency: str, year: int | None, db: str, output: str
) -> None:
    """Write a report as the statutory form (法定格式): one that is stored, one in a file, or an empty one.

    Every cell is written as it was printed and is read back as it was. Prose stands under its headings (Word only).

    \b
    Example:
      ingest form 衢州市示例局 2021 -o 表.docx
      ingest form --blank 2021 --agency 光山县示例局 --year 2025 -o 空白表.docx
    """
    from ingest.printing import report as paper
    from ingest.printing import save

    if PurePath(output).suffix.lower() not in _SUFFIXES:
        raise click.UsageError("-o wants a .docx or .xlsx file (须为 .docx 或 .xlsx).")
    if bool(report) == bool(blank):
        raise click.UsageError("Give a report, or --blank (请给出报告，或用 --blank).")
    made = _blank(blank, agency, year) if blank else _filled(report, db)
    save(paper.as_word(made) if output.lower().endswith(".docx") else paper.as_sheets(made), output)
    click.echo(f"{made.title} → {_printable(output)}")


def _blank(form: str, agency: str, year: int | None) -> Paper:
    from ingest.forms import forms
    from ingest.printing.report import Paper

    if form not in forms():
        raise click.UsageError(f"There is no form {form}: {', '.join(forms())} (没有这种表式).")
    whose, when = agency or "＿＿＿＿＿＿", str(year) if year else "＿＿＿＿"
    signature = (whose, f"{year + 1 if year else '＿＿＿＿'}年＿＿月＿＿日")
    return Paper(forms()[form], f"{whose}{when}年政府信息公开工作年度报告", signature=signature)


def _filled(what: Sequence[str], db: str) -> Paper:
    if len(what) == 1 and Path(what[0]).is_file():
        return _of_file(what[0])
    from ingest.store import look
    from ingest.store.held import held

    with closing(look(db)) as connection:
        found = list(_matching(connection, tuple(what)))
        if not found:
            raise Refused("没有这份报告 (no such report)")
        if len(found) > 1:
            ids = "、".join(str(report_id) for report_id, _, _ in found)
            raise Refused(f"有几份报告（编号 {ids}），请用编号 (several reports, use an id)")
        [one] = held(connection, [found[0][0]])
    return _paper(one.agency, one.year, one.title, one.form, one.rows, one.sections)


def _of_file(path: str) -> Paper:
    from ingest.containers import read_source
    from ingest.parse import parse

    report = parse(read_source(path))
    name = report.agency.printed or report.agency.name
    return _paper(name, report.year, report.head.title, report.form, report.rows, report.sections)


def _paper(
    agency: str, year: int, title: str | None, form: str | None, rows: Sequence[Row], sections: Sequence[Section]
) -> Paper:
    from ingest.forms import forms
    from ingest.printing.report import Paper

    if form not in forms():
        raise Refused("这份报告没有法定表格 (the report has no statutory tables)")
    whole = title if title and agency in title and str(year) in title else f"{agency}{year}年政府信息公开工作年度报告"
    return Paper(forms()[form], whole, rows, sections)

"""The form and its years (表式的适用年份): each statutory form was in use for certain years' reports."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import FORMS, Case
from ingest.forms import Form, forms
from ingest.forms.statistics import StatisticsForm, statistics_forms
from ingest.model import Check, Finding

CHECKS = (
    Check(
        "form.years",
        "表式与年度不符",
        "2014 年统计表用于 2014 至 2018 年度报告；2019 年表式用于 2019、2020 年度报告；"
        "2021 年表式用于 2021 年度及以后的报告",
        f"国办发〔2014〕32号，{FORMS}",
        "warning",
        "表式＝2021；年度＝2021",
        "表式＝2021；年度＝2020",
        "表式按所印的栏目名称判断，与标题和年度无关；没有法定表格的报告不作判断。",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """A report on a form that wasn't yet, or no longer, in use for its year."""
    known: dict[str, Form | StatisticsForm] = {**statistics_forms(), **forms()}
    form, year = known.get(case.report.form or ""), case.report.year
    if form is None or form.first_year <= year <= (form.last_year or year):
        return
    span = f"{form.first_year} 年度及以后" if form.last_year is None else f"{form.first_year}至{form.last_year} 年度"
    message = f"{year} 年度报告用了{form.id}年表式（{form.authority}），该表式用于{span}的报告。"
    yield Finding(CHECKS[0].id, message, stated=form.id)

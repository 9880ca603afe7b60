"""How a finding speaks to people (发现的说法): where it stands, what is printed, what it should be.

>>> limit("<=11"), limit(">=1234"), limit("7")
(('应不大于', '11'), ('应不小于', '1234'), ('应为', '7'))
>>> amount("452300"), amount("25.1"), amount("152790元"), amount("不详")
('452,300 万元', '25.1 万元', '152790元', '不详')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ingest.forms import Form, forms, serving
from ingest.forms.statistics import statistics_forms
from ingest.located import in_prose, place_of
from ingest.model import Finding, Report
from ingest.patterns import lazy

MARKS = {"error": "误", "warning": "疑", "note": "注"}
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示"}
TABLES = {
    "disclosure_items": "表一（主动公开）",
    "applications": "表二（依申请公开）",
    "appeals": "表三（复议诉讼）",
    "statistics": "统计表",
    None: "全篇",
}
VERDICTS = {"dismissed": "已复核：不成立", "confirmed": "已复核：属实"}
_LIMITS = {"<=": "应不大于", ">=": "应不小于", ">": "应大于", "<": "应小于"}
_DATED_LIMITS = {"<=": "应不晚于", ">=": "应不早于", ">": "应晚于", "<": "应早于"}
_LIMIT = lazy(r"(<=|>=|<|>)(.*)", re.DOTALL)
_DATE = lazy(r"\d{4}-\d\d-\d\d")
_NUMBER = lazy(r"-?\d+(?:\.\d+)?", re.ASCII)
_QUOTED = 24  # characters of a quotation that stand beside the message and not only in it
_ROW = 20


def latest() -> Form:
    """The form whose words serve where a report has none."""
    return serving(None)


def form_of(report: Report) -> Form:
    """The form in whose words a report is spoken of."""
    return serving(report.form)


def short(label: str) -> str:
    """A row's label without its explanations: （二）部分公开（…） → （二）部分公开."""
    head, _, own = label.rpartition(" ")
    plain = own[:1] + own[1:].partition("（")[0]
    return f"{head} {plain}".strip() if len(plain) <= _ROW else f"{head} {plain[:18]}…".strip()


def row_label(finding: Finding, form: Form) -> str:
    """The label of a finding's row, without the form's explanations in brackets."""
    if finding.table == "statistics" and finding.row:
        return next(iter(statistics_forms().values())).full_label(finding.row)
    return short(form.row_name(finding.table, finding.row)) if finding.row else ""


def column_label(finding: Finding, form: Form) -> str:
    """The label of a finding's column; for a column of another form its code."""
    return form.column_name(finding.table, finding.column) if finding.column else ""


def place(finding: Finding, report: Report) -> str:
    """Where a finding stands, in the words of the form: （七）总计 · 自然人."""
    form = form_of(report)
    return " · ".join(part for part in (row_label(finding, form), column_label(finding, form)) if part)


def where(finding: Finding, report: Report) -> str:
    """Where a finding stands in its file: 第3页 表二 第7行, or 第 12 行; "" where it stands nowhere."""
    words = place_of(report.places, finding.line) or (f"第 {finding.line} 行" if finding.line else "")
    return in_prose(words) if speaks_of_prose(finding) else words


def speaks_of_prose(finding: Finding) -> bool:
    """Does a finding stand in the prose, even where it names the table that the prose is held against?"""
    return finding.check.startswith("prose.")


def stated(finding: Finding) -> str | None:
    """What is printed, as people write it; None where the message alone quotes it."""
    if finding.stated is None or (finding.expected is None and len(finding.stated) > _QUOTED):
        return None
    return _written(finding, finding.stated)


def expected(finding: Finding) -> tuple[str, str] | None:
    """应为, 应不大于 … and what; None where nothing else is due."""
    if finding.expected is None:
        return None
    word, value = limit(finding.expected)
    if finding.check == "across.children":  # a sum of those that are known: the government's may be larger
        word = _LIMITS[">="]
    in_prose = finding.check.startswith("prose.") and finding.table  # nobody can tell which of the two is wrong
    return ("表中" if in_prose and word == "应为" else word), _written(finding, value)


def parts(finding: Finding) -> Iterator[tuple[str, str]]:
    """印作 5, 应为 7: what to set beside the place."""
    if (printed := stated(finding)) is not None:
        yield ("正文" if finding.check.startswith("prose.") else "印作"), printed
    if (due := expected(finding)) is not None:
        yield due


def sentence(finding: Finding) -> str:
    """印作 5，应不大于 4."""
    return "，".join(" ".join(part) for part in parts(finding))


def limit(value: str) -> tuple[str, str]:
    """``<=11`` as people write it: 应不大于 and 11; a date isn't larger but later."""
    found = _LIMIT.fullmatch(value)
    if found is None:
        return "应为", value
    words = _DATED_LIMITS if _DATE.fullmatch(found[2]) else _LIMITS
    return words[found[1]], found[2]


def amount(value: str) -> str:
    """A sum in 万元 with its unit and its thousands; what is no bare number stays as it is printed."""
    if not _NUMBER.fullmatch(value):
        return value
    whole, _, rest = value.partition(".")
    return f"{int(whole):,}{'.' if rest else ''}{rest} 万元"


def _written(finding: Finding, value: str) -> str:
    return amount(value) if _is_money(finding) else value


def _is_money(finding: Finding) -> bool:
    """Is this about a sum of money whose unit is known?"""
    measures = chain.from_iterable(form.measures for form in forms().values())
    money = {measure.code for measure in measures if measure.money}
    return finding.table == "disclosure_items" and finding.column in money and not finding.check.startswith("unit.")

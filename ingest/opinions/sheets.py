"""A check as a workbook (电子表格): 汇总, a row a draft; 发现, a row a finding; 未报, who is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.checks import checks
from ingest.drafts import VERDICTS as STATES
from ingest.drafts import Draft, Run
from ingest.opinions import words
from ingest.pipeline.checking import Told
from ingest.pipeline.own import WORKING_PAPER
from ingest.printing.sheet import Book, Value

_SUMMARY = {
    "机关": 30, "结论": 10, "误": 6, "疑": 6, "注": 6, "空白格": 8, "年度": 7, "文件": 36, "相符": 7, "不符": 7,
    "无法判断": 9, "同一机关的其他文件": 30, "拒收原因": 60,
}  # fmt: skip
_FINDINGS = {
    "机关": 20, "性质": 6, "位置": 14, "表": 12, "行": 26, "栏": 13, "印作": 10, "应为": 13, "说明": 52,
    "文件": 28, "年度": 7, "原文行": 8, "校验": 30, "公式": 50, "依据": 36, "复核": 16, "备注": 24, "编号": 19,
}  # fmt: skip
_PRINTED = {"汇总": 8, "发现": 9}  # columns that go on paper
_STATE_SHADES = {"ready": "", "confirm": "note", "mend": "warning", "unchecked": "error"}


def as_sheets(run: Run) -> bytes:
    """The workbook of a whole run, in the order of the list, those who aren't in last."""
    book = Book()
    book.mark(WORKING_PAPER)
    drafts = run.drafts
    states = [_STATE_SHADES[draft.state] for draft in drafts] + ["note"] * len(run.missing)
    book.table(
        "汇总",
        _SUMMARY,
        [*map(_summary, drafts), *([one.name, "未报"] for one in run.missing)],
        {1: states},
        _PRINTED["汇总"],
    )
    found = [(draft, told) for draft in drafts for told in draft.told]
    book.table(
        "发现",
        _FINDINGS,
        (list(_row(*one)) for one in found),
        {1: [told.severity for _, told in found]},
        _PRINTED["发现"],
    )
    missing: list[list[Value]] = [[one.name] for one in run.missing]
    book.table(
        "未报", {"机关": 40}, missing if run.asked.roster else [["（没有名录，无法判断谁未报：--roster 名录.csv）"]]
    )
    return book.content()


def _summary(draft: Draft) -> list[Value]:
    report, sums, counts = draft.report, draft.result.sums or {}, draft.counts
    row: list[Value] = [
        draft.agency,
        STATES[draft.state],
        *(counts[severity] if report else None for severity in words.MARKS),
    ]
    row += [draft.blanks if report else None, report.year if report else None, draft.path]
    row += [sums.get(name) for name in ("held", "contradicted", "open")]
    return [*row, "、".join(draft.others), draft.result.refused]


def _row(draft: Draft, told: Told) -> Iterator[Value]:
    report, finding = draft.report, told.finding
    assert report is not None  # noqa: S101 (for the type checker: a finding has a report)
    form, check, verdict = words.form_of(report), checks()[finding.check], told.verdict
    due = words.expected(finding)
    yield from (draft.agency, words.MARKS[told.severity], words.where(finding, report), words.TABLES[finding.table])
    yield from (words.row_label(finding, form), words.column_label(finding, form), finding.stated, _due(due))
    yield from (finding.message, draft.path, report.year, finding.line, check.title, check.formula, check.basis)
    yield from (words.VERDICTS[verdict.verdict] if verdict else "", verdict.note if verdict else "", f"#{told.key}")


def _due(due: Sequence[str] | None) -> str:
    if due is None:
        return ""
    word, value = due
    return value if word == "应为" else f"{word} {value}"

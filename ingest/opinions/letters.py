"""校验意见: one letter a department, ready to be sent: the verdict, what must be mended, where, and on what ground."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ingest.checks import checks
from ingest.drafts import VERDICTS as STATES
from ingest.drafts import Draft, Run
from ingest.model import Refused, Report
from ingest.opinions import words
from ingest.patterns import lazy
from ingest.pipeline.checking import Told
from ingest.pipeline.own import WORKING_PAPER
from ingest.printing import save
from ingest.printing.word import Page

_TITLE = "政府信息公开工作年度报告校验意见"
_HEAD = ("序号", "性质", "位置", "行·栏", "说明")
_WIDTHS = (1.2, 1.2, 2.8, 3.6, 8.2)
_NOT_IN_NAMES = lazy(r'[\x00-\x1f/\\:*?"<>|]+')
_LEGEND = (
    "误：所印数字自相矛盾或无法识别，公布前必须改；疑：很可能有误，请核对；注：供参考。"
    "校验只指出疑点，不改动任何数字；空白不作 0。"
)


def letter(draft: Draft) -> bytes:
    """The opinion on one draft, as a Word document."""
    page = Page(_TITLE)
    page.mark(WORKING_PAPER)
    _write(page, draft, title=_TITLE)
    return page.content()


def letters(run: Run) -> bytes:
    """All opinions of a run in one document, the summary first; who has nothing to mend stands in the summary alone."""
    page = Page(_TITLE)
    page.mark(WORKING_PAPER)
    page.title(f"{_TITLE}（汇总）")
    rows = [
        [
            draft.agency or draft.path,
            STATES[draft.state],
            *_counts(draft),
            _blanks(draft),
        ]
        for draft in run.drafts
    ]
    rows += [[one.name, "未报", "", "", "", ""] for one in run.missing]
    page.table(("机关", "结论", "误", "疑", "注", "空白格"), rows, (8, 2.6, 1.4, 1.4, 1.4, 1.8))
    page.prose(_LEGEND, small=True)
    for draft in filter(_has_something_to_say, run.drafts):
        page.turn()
        _write(page, draft, title=draft.agency or draft.path)
    return page.content()


def split(run: Run, folder: str) -> list[str]:
    """A letter for each draft in a folder; the names of the files. Raises ``Refused`` where that can't be written."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"无法建立文件夹 {folder} (the folder can't be made: {error.strerror})") from error
    written: list[str] = []
    for draft in run.drafts:
        name = _named(draft, written)
        save(letter(draft), str(Path(folder) / name))
        written.append(name)
    return written


def _has_something_to_say(draft: Draft) -> bool:
    return bool(draft.report is None or draft.told or draft.others)


def _named(draft: Draft, taken: Iterable[str]) -> str:
    """光山县样例局_校验意见.docx; a second one of the same agency has a number."""
    whose = _NOT_IN_NAMES.sub("_", draft.agency or Path(draft.path).stem).strip(". ")[:80] or "草稿"
    names = (f"{whose}_校验意见{f'_{n}' if n > 1 else ''}.docx" for n in range(1, 10_000))
    known = {name.lower() for name in taken}
    return next(name for name in names if name.lower() not in known)


def _counts(draft: Draft) -> list[str]:
    return [str(count) if draft.report else "" for count in draft.counts.values()]


def _blanks(draft: Draft) -> str:
    return str(draft.blanks) if draft.report else ""


def _write(page: Page, draft: Draft, *, title: str) -> None:
    page.title(title)
    report = draft.report
    page.prose(f"机关：{draft.agency or '（未能读出）'}", small=True)
    page.prose(f"文件：{Path(draft.path).name}{f'　年度：{report.year}' if report else ''}", small=True)
    page.prose(f"结论：{STATES[draft.state]}", small=True, mark="bold")
    if report is None:
        page.prose(f"文件无法校验：{draft.result.refused}")
        return
    counts = "，".join(f"{words.SEVERITIES[one]} {count} 处" for one, count in draft.counts.items())
    page.prose(f"{counts}；表格中空白或未印的格 {draft.blanks} 处。", small=True)
    if draft.others:
        page.prose(f"同一机关另有文件：{'、'.join(draft.others)}，请确认以哪一份为准。", small=True)
    if not draft.told:
        page.prose("未发现问题。")
        return
    rows = [_row(at, told, report) for at, told in enumerate(draft.told, start=1)]
    page.table(_HEAD, rows, _WIDTHS, marks=[told.severity if told.counts else "" for told in draft.told])
    page.prose(_LEGEND, small=True)


def _row(at: int, told: Told, report: Report) -> Sequence[str]:
    finding = told.finding
    said = words.sentence(finding)
    basis = checks()[finding.check].basis
    verdict = f"\n{words.VERDICTS[told.verdict.verdict]}：{told.verdict.note}" if told.verdict else ""
    lines = "\n".join(filter(None, (finding.message, f"（{said}）" if said else "", f"依据：{basis}" if basis else "")))
    table, line = _table(told), words.where(finding, report)
    places = (line, f"（对照{table}）" if table else "") if words.speaks_of_prose(finding) else (table, line)
    where = "\n".join(filter(None, places))
    return str(at), words.MARKS[told.severity], where, words.place(finding, report), lines + verdict


def _table(told: Told) -> str:
    return words.TABLES[told.finding.table] if told.finding.table else ""

"""The statistics table before 2019 (统计表): its sums, its parts of wholes, and what the prose says of them.

Nothing printed on the form says what adds up: its labels do (收到申请数 stands over the ways of applying). So a sum is
only asked for where every part is printed as a number; no blank is taken for a zero. A row that a province inserted
under a sum is counted with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ingest.checks.case import Case
from ingest.checks.sums import Number, shown
from ingest.claims import Claim
from ingest.claims.published import WHAT, published
from ingest.forms.statistics import Limit, Parts, StatisticsForm, statistics_forms
from ingest.model import Check, Finding, Row, Section
from ingest.patterns import lazy

_BASIS = "国办发〔2014〕32号所附统计表的指标名称（表上没有印出勾稽关系）"

CHECKS = (
    Check(
        "statistics.sum",
        "统计表的合计与分项不符",
        "收到申请数＝当面＋传真＋网络＋信函；申请办结数＝按时＋延期；申请答复数＝各项答复；不同意公开答复数＝各项理由；"
        "行政复议、行政诉讼数量＝维持＋纠错＋其他；工作人员数＝专职＋兼职",
        _BASIS,
        "error",
        "表式＝2014；年度＝2016；统计·收到申请数＝5；统计·当面申请数＝2；统计·网络申请数＝3",
        "表式＝2014；年度＝2016；统计·收到申请数＝6；统计·当面申请数＝2；统计·网络申请数＝3",
        "分项有空白、未印或读不出的不判；各地在分项之间增列的行（如电子邮件申请数），无论计入哪几行都不符才报。",
    ),
    Check(
        "statistics.part",
        "统计表的其中项大于总数",
        "主动公开规范性文件数≤主动公开政府信息数；主要负责同志参加的次数≤总次数",
        _BASIS,
        "error",
        "表式＝2014；年度＝2016；统计·主动公开政府信息数＝5；统计·主动公开规范性文件数＝5",
        "表式＝2014；年度＝2016；统计·主动公开政府信息数＝5；统计·主动公开规范性文件数＝6",
        "两项都印有数字才判。",
    ),
    Check(
        "statistics.prose",
        "正文与统计表不符",
        "正文所说收到的申请数＝统计表收到申请数；主动公开信息条数，行政复议、行政诉讼件数同",
        _BASIS,
        "warning",
        "表式＝2014；年度＝2016；正文＝本年度收到政府信息公开申请5件。；统计·收到申请数＝5；统计·当面申请数＝5",
        "表式＝2014；年度＝2016；正文＝本年度收到政府信息公开申请6件。；统计·收到申请数＝5；统计·当面申请数＝5",
        "只看收到申请、主动公开、行政复议、行政诉讼的数；答复与办结的说法含义不一，不判。"
        "主动公开只看本机关全年的总数，说明渠道、类别、所属单位的不判。",
    ),
)
_SAID = {
    "received": "applications_received",
    "reconsiderations": "reconsiderations",
    "suits": "lawsuits",
    WHAT: "disclosed_information",
}
_OF_ALL = lazy(
    r"(?:20\d\d年度?|全年|本年度?|年内|[我本][局委办院厅县区市镇乡]|本单位|本机关|共计?|总计|合计|[,、 ])*主动公开.*"
)
_MOST_INSERTED = 6  # rows under a sum that are tried in every way


def find(case: Case) -> Iterator[Finding]:
    """Everything that the statistics table contradicts: itself, or the prose beside it."""
    rows = {row.code: row for row in case.report.rows if row.table == "statistics"}
    form = statistics_forms().get(case.report.form or "")
    if not rows or form is None:
        return  # of a local form nobody knows what adds up
    numbers = {code: row.number("value") for code, row in rows.items()}
    for sum_ in form.sums:
        yield from _sum(sum_, numbers, rows, form, _inserted(case, sum_, rows))
    for limit in form.limits:
        yield from _limit(limit, numbers, rows, form)
    yield from _prose(case, numbers, rows, form)


def _sum(
    sum_: Parts,
    numbers: Mapping[str, Number | None],
    rows: Mapping[str, Row],
    form: StatisticsForm,
    more: Sequence[int],
) -> Iterator[Finding]:
    total = numbers.get(sum_.total)
    parts = [number for code in sum_.parts if (number := numbers.get(code)) is not None]
    if total is None or len(parts) < len(sum_.parts) or total - sum(parts) in _sums_of(more):
        return
    told = " ＋ ".join(shown(number) for number in (*parts, *more))
    row, label = rows[sum_.total], form.full_label(sum_.total)
    message = f"{label} {shown(total)} ≠ 分项之和 {told}＝{shown(sum(parts) + sum(more))}（第{row.line}行）。"
    yield _finding("statistics.sum", message, row, shown(sum(parts) + sum(more)))


def _sums_of(numbers: Sequence[int]) -> set[int]:
    """What some of these numbers add up to, none of them too."""
    found = {0}
    for number in numbers[:_MOST_INSERTED]:
        found |= {number + other for other in found}
    return found


def _inserted(case: Case, sum_: Parts, rows: Mapping[str, Row]) -> list[int]:
    """The numbers of rows that the page inserts under a sum, as their findings quote them."""
    among = _among(sum_, rows)
    found = []
    for finding in case.report.findings:
        if finding.check == "rows.unmatched" and finding.table == "statistics":
            words = (finding.stated or "").split(" ")
            is_part = (finding.line or 0) in among or any(label in words[0] for label in sum_.local)
            found += [int(words[-1])] if is_part and words[-1].isdecimal() else []
    return found


def _among(sum_: Parts, rows: Mapping[str, Row]) -> range:
    """The lines from a sum's row to the next one that is no part of it."""
    lines = [rows[code].line for code in (sum_.total, *sum_.parts) if code in rows]
    if not lines:
        return range(0)
    below = min((row.line for row in rows.values() if row.line > max(lines)), default=max(lines) + _MOST_INSERTED)
    return range(min(lines) + 1, below)


def _limit(
    limit: Limit, numbers: Mapping[str, Number | None], rows: Mapping[str, Row], form: StatisticsForm
) -> Iterator[Finding]:
    part, total = numbers.get(limit.part), numbers.get(limit.total)
    if part is None or total is None or part <= total:
        return
    row = rows[limit.part]
    names = form.full_label(limit.part), form.full_label(limit.total)
    message = f"{names[0]} {shown(part)} 大于 {names[1]} {shown(total)}（第{row.line}行）。"
    yield _finding("statistics.part", message, row, f"<={shown(total)}")


def _prose(
    case: Case, numbers: Mapping[str, Number | None], rows: Mapping[str, Row], form: StatisticsForm
) -> Iterator[Finding]:
    for section, claim in _claims(case):
        code = _SAID.get(claim.what, "")
        number = numbers.get(code)
        if number is None or claim.number == number:
            continue
        line = case.line(section, claim.line)
        label, unit = form.full_label(code), form.units[code]
        message = f"正文“{claim.quote}”说{claim.number}{unit}，统计表{label}却是 {shown(number)}（正文第{line}行）。"
        yield Finding("statistics.prose", message, line, "statistics", code, None, str(claim.number), shown(number))


def _claims(case: Case) -> Iterator[tuple[Section, Claim]]:
    """What the prose says that the table counts; of what was published only the organ's own sum of the year."""
    yield from case.claims
    for section in case.report.sections:
        said = published(section.body, case.report.year)
        yield from ((section, claim) for claim in said if _OF_ALL.fullmatch(claim.quote))


def _finding(check: str, message: str, row: Row, expected: str) -> Finding:
    return Finding(check, message, row.line, "statistics", row.code, "value", row.values[0].raw, expected)

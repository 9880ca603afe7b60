"""规章 (rules): only the State Council's organs and governments down to cities with districts make them."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.checks.sums import shown
from ingest.model import Agency, Check, Finding
from ingest.patterns import lazy

CHECKS = (
    Check(
        "disclosure.regulations",
        "无规章制定权的机关填有规章",
        "制定规章的只有国务院部门和省、自治区、直辖市、设区的市、自治州人民政府；"
        "其他机关本年制发、现行有效的规章应为 0",
        "立法法（2023）第九十一条、第九十三条；政府信息公开条例第二十条第（一）项",
        "warning",
        "机关＝衢州市人民政府；规章·本年制发件数＝1",
        "机关＝郑州市二七区示例局；规章·本年制发件数＝1",
        "机关级别不能确定、名称也不是县区乡镇的不作判断；政府的办公厅（室）代政府填报，视同政府；只看制作（制发）和现行有效，"
        "不看“公开”的数量，公开上级规章不算错。",
    ),
)
_MADE = ("made", "issued", "in_force")
# A place of the county's level or below, whichever it is.
_BELOW = lazy(r"[\u4e00-\u9fff]{2,}?(?:自治县|县|(?<!自治)(?<!特别行政)区|旗|镇|乡|街道)(?=[\u4e00-\u9fff]{2})")
_GOVERNMENT = lazy(r"人民政府(?:办公厅|办公室)?$")


def find(case: Case) -> Iterator[Finding]:
    """Rules that an organ says it made although it can't."""
    row = case.report.row("disclosure_items", "regulations")
    if row is None or may_make_rules(case.report.agency) is not False:
        return
    labels = {measure.code: measure.label for measure in case.form.measures}
    for column, value in zip(row.columns, row.values, strict=True):
        if column in _MADE and value.number:
            message = (
                f"“规章”{labels.get(column, column)}为 {shown(value.number)}，{case.report.agency.name}没有规章制定权，"
                f"疑将规范性文件填作规章（第{row.line}行）。"
            )
            yield Finding(CHECKS[0].id, message, row.line, row.table, row.code, column, value.raw, "0")


def may_make_rules(agency: Agency) -> bool | None:
    """Can this organ make 规章? None where its level isn't known.

    >>> may_make_rules(Agency("衢州市人民政府", "330800", "prefectural"))
    True
    >>> may_make_rules(Agency("衢州市示例局", "330800", "prefectural")), may_make_rules(Agency("示例局"))
    (False, None)
    >>> may_make_rules(Agency("示例县示例局")), may_make_rules(Agency("示例自治区人民政府"))
    (False, None)
    """
    if agency.level is None:
        return False if _BELOW.match(agency.name) else None
    if agency.level == "national":
        return True
    return agency.level in ("provincial", "prefectural") and _GOVERNMENT.search(agency.name) is not None

"""现行有效件数 (in force): what was made this year and not repealed is among what is in force."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.checks.sums import shown
from ingest.model import Check, Finding

CHECKS = (
    Check(
        "disclosure.in_force",
        "制发多于现行有效",
        "本年制发件数 － 本年废止件数 ≤ 现行有效件数",
        "算术（本年制发而未废止的都现行有效）",
        "note",
        "行政规范性文件·本年制发件数＝5；行政规范性文件·本年废止件数＝2；行政规范性文件·现行有效件数＝3",
        "行政规范性文件·本年制发件数＝5；行政规范性文件·现行有效件数＝3",
        "三格都印出才判断；有效期当年届满的可能不算废止。",
    ),
)


def find(case: Case) -> Iterator[Finding]:
    """Rows in which more was made than is in force."""
    for row in case.report.rows:
        if row.table != "disclosure_items" or "in_force" not in row.columns:
            continue
        issued, repealed, standing = (row.number(column) for column in ("issued", "repealed", "in_force"))
        if issued is None or repealed is None or standing is None or issued - repealed <= standing:
            continue
        message = (
            f"“{case.form.full_label(row.code)}”本年制发 {shown(issued)}、废止 {shown(repealed)}，"
            f"现行有效却只有 {shown(standing)}（第{row.line}行）。"
        )
        stated = row.values[row.columns.index("in_force")].raw
        yield Finding(
            CHECKS[0].id, message, row.line, row.table, row.code, "in_force", stated, f">={shown(issued - repealed)}"
        )

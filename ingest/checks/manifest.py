"""What a manifest (清单) says of a file's agency and year, against what the report says: told, never taken over.

A date of publication that is none is told too.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.dates import read_date
from ingest.model import Agency, Check, Finding, Origin
from ingest.places import resolve

CHECKS = (
    Check(
        "head.manifest",
        "机关或年度与清单不一",
        "清单（manifest）所写的机关、年度与报告自己的相同",
        "清单只用来核对，报告写什么就录什么",
        "warning",
        "清单写示例市示例局、2021 年，报告是示例市示例局 2021 年的",
        "清单写 2021 年，报告是 2020 年的",
        "机关写法不同而所指相同的（简称、带不带上级地名）不算不一。",
    ),
)


def otherwise(origin: Origin | None, agency: Agency, year: int | None) -> Iterator[Finding]:
    """Where a manifest says otherwise than the report."""
    if origin is None:
        return
    if origin.year is not None and origin.year != year:
        message = f"清单写的是 {origin.year} 年的报告，报告自己写的是 {year} 年。"
        yield Finding("head.manifest", message, stated=str(year), expected=str(origin.year))
    if origin.agency and not _is_same(origin.agency, agency):
        message = f"清单写的机关是“{origin.agency[:60]}”，报告自己写的是“{agency.printed or agency.name}”。"
        yield Finding("head.manifest", message, stated=agency.printed or agency.name, expected=origin.agency[:60])
    if origin.published and read_date(origin.published) is None:
        message = f"清单写的发布日期“{origin.published[:60]}”不是日期，未采用。"
        yield Finding("head.manifest", message, expected=origin.published[:60])


def _is_same(said: str, agency: Agency) -> bool:
    names = {agency.name, agency.printed} - {""}
    return resolve(said).key == agency.key or any(said.endswith(name) or name.endswith(said) for name in names)

"""Unified social credit code (统一社会信用代码): its check digit, and the place in it against the agency's.

The code is often the first part of the 索引号 (``11330800002618197P/2021-119427``). Its digits 3–8 are the region in
which the organ was registered, perhaps long ago: a conflict is shown, never resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from ingest.checks.case import Case
from ingest.model import Check, Finding, Report
from ingest.places import Region, regions

CHECKS = (
    Check(
        "credit_code.check_digit",
        "统一社会信用代码校验位不符",
        "第 18 位校验码按 GB 32100 由前 17 位算出",
        "GB 32100-2015《法人和其他组织统一社会信用代码编码规则》",
        "warning",
        "索引号＝11330800002618197P/2021-00001",
        "索引号＝11330800002618198P/2021-00001",
        "只看索引号的第一段恰为 18 位、形如机关或事业单位代码（11、12……开头，第 3、4 位是省份代码）的；"
        "其余索引号不是信用代码。",
    ),
    Check(
        "credit_code.region",
        "统一社会信用代码的登记地与机关所在地不符",
        "第 3 至 8 位（登记地区划代码）与机关的行政区划相同，或为其上下级",
        "GB 32100-2015；GB/T 2260",
        "note",
        "机关＝衢州市示例局；索引号＝11330800002618197P/2021-00001",
        "机关＝郑州市二七区示例局；索引号＝11330800002618197P/2021-00001",
        "登记地可能是历史区划；同名、上下级的区划不算不符。区划表里没有的代码不作判断。",
    ),
)
_CODE = re.compile(r"(1[1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Za-z])")
_PROVINCES = frozenset({*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)})


def find(case: Case) -> Iterator[Finding]:
    """What a report's credit code says against itself and against the agency's place."""
    code = _code(case.report)
    if code is None:
        return
    if not uscc.is_valid(code):
        digit = uscc.calc_check_digit(code)
        message = f"统一社会信用代码 {code} 的校验位不符：末位应为 {digit}，或其中某位有误。"
        yield Finding("credit_code.check_digit", message, case.where(code), stated=code, expected=f"{code[:-1]}{digit}")
        return
    agency, here, there = case.report.agency, case.report.agency.region_code, regions().get(code[2:8])
    if here and there and not _agrees(here, there):
        name = regions()[here].full_name if here in regions() else here
        message = f"统一社会信用代码 {code} 登记在{there.full_name}（{there.code}），{agency.name}在{name}（{here}）。"
        yield Finding("credit_code.region", message, case.where(code), stated=there.code, expected=here)


def _code(report: Report) -> str | None:
    """The agency's credit code, or what the 索引号 begins with, if it can be one."""
    found = _CODE.match(report.agency.credit_code or report.head.index_number or "")
    return found[1] if found and int(found[1][2:4]) in _PROVINCES else None


def _agrees(here: str, there: Region) -> bool:
    """Are these one place (perhaps under an older code), or is one above the other?"""
    own = regions().get(here)
    if own is None or own.name == there.name:
        return True
    return own.code in _above(there) or there.code in _above(own)


def _above(region: Region) -> set[str]:
    codes = {region.code}
    parent = regions().get(region.parent_code or "")
    while parent is not None:
        codes.add(parent.code)
        parent = regions().get(parent.parent_code or "")
    return codes

"""Unified social credit code (统一社会信用代码): its check digit, and the place in it against the agency's.

The code is often the first part of the 索引号 (``11330800002618197P/2021-119427``). Its digits 3–8 are the region in
which the organ was registered, perhaps long ago: a conflict is shown, never resolved.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.model import Check, Finding, Report
from ingest.patterns import lazy
from ingest.places import Region, outward, regions

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
        "登记地可能是历史区划：改过代码的、同省同名的、上下级的、开发区所在市内的不算不符；索引号常用网站主办单位的代码。"
        "区划表里没有的代码不作判断。机关的地区以名称为准，不随信用代码改。",
    ),
)
_CODE = lazy(r"(1[1-9]\d{6}[0-9A-HJ-NPQRTUWXY]{10})(?![0-9A-Za-z])")
_PROVINCES = frozenset({*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)})


def find(case: Case) -> Iterator[Finding]:
    """What a report's credit code says against itself and against the agency's place."""
    code = _code(case.report)
    if code is None:
        return
    from stdnum.cn import uscc  # noqa: PLC0415 (it loads TLS; few reports have a code)

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
    """Are these one place (perhaps under an older code), or is one above the other?

    A zone (开发区) lies in counties of the place above it; one name twice in a province is one place before and after
    a change of codes; the country's organs are registered in the capital.
    """
    own = regions().get(here)
    if own is None or own.level == "national" or there.level == "national":
        return True
    zone = not here.isdigit() and own.parent_code in outward(there.code)
    renumbered = own.name == there.name and here[:2] == there.code[:2]
    return zone or renumbered or here in outward(there.code) or there.code in outward(here)

"""Place (地区): what could not be told of where an agency is, and what its name says that was no more, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ingest.checks.case import Case
from ingest.model import Agency, Check, Finding
from ingest.places.known import known_end
from ingest.places.reading import without_its_people
from ingest.places.table import NATIONAL, Named, alike, full_name, names, names_of, successor

CHECKS = (
    Check(
        "place.undecided",
        "地区无法确定",
        "机关名称、信用代码、文前、网址、版尾、联系方式或所在文件夹只指向一个地区",
        "GB/T 2260《中华人民共和国行政区划代码》",
        "note",
        "机关＝长春市朝阳区示例局",
        "机关＝朝阳区示例局",
        "不是报告的错误：读者知道是哪里，只是报告没有写明。只说无法确定，不说哪个更像；区划表里没有的地方"
        "（如未列入的开发区）也是如此。正文里说别人时提到的地方（申请人、学习考察、链接）不算，各处互相矛盾的也不取。",
    ),
    Check(
        "place.same_name",
        "同名机关无从区分",
        "同一年度、同一名称而地区未定的报告只有一份",
        "GB/T 2260《中华人民共和国行政区划代码》",
        "note",
        "库中只有一份城关镇人民政府 2021 年的报告",
        "库中有两份城关镇人民政府 2021 年的报告，都没有写明是哪个县的",
        "不是报告的错误。各份并列，谁也不替换谁，直到地区查明或人工归并（ingest agency settle）；索引号、网址或正文表明"
        "是同一文件的，后来的仍是先前的更正。",
    ),
    Check(
        "place.abolished",
        "地区已撤销或改名",
        "机关所在地区在报告年度仍以所印名称存在",
        "GB/T 2260《中华人民共和国行政区划代码》历年版本",
        "note",
        "年度＝2021；机关＝三明市沙县区示例局",
        "年度＝2021；机关＝沙县示例局",
        "不一定是报告的错误：名称可能晚一年改，或沿用旧称；地区照所印的代码记，不改。",
    ),
    Check(
        "place.not_yet",
        "地区当时尚未设立",
        "机关名称中的地区在编写报告时（报告年度的次年）已经设立或已用此名",
        "GB/T 2260《中华人民共和国行政区划代码》历年版本",
        "note",
        "年度＝2022；机关＝白杨市示例局",
        "年度＝2021；机关＝白杨市示例局",
        "不一定是报告的错误：年度可能印错，也可能是网站后来换了名称；地区照所印的名称记，不改。",
    ),
)
_SHOWN = 6  # candidates


def find(case: Case) -> Iterator[Finding]:
    """An agency without a place, with the places that it may have; one whose place was no more."""
    agency = case.report.agency
    if agency.region_code is None and agency.level != "national":
        name = agency.printed or agency.name
        yield Finding("place.undecided", _undecided(name, agency), case.where(name), stated=name)
    elif agency.region_code is not None:
        yield from _abolished(case)
        yield from _not_yet(case)


def _abolished(case: Case) -> Iterator[Finding]:
    agency, year = case.report.agency, case.report.year
    printed = agency.printed or agency.name
    of_code = names_of(agency.region_code or "") if agency.region_code != NATIONAL else ()
    of_name = _borne(agency.region_code or "", printed) or of_code
    last = max((named.last_year or year for named in of_name), default=year)
    if last < year:
        place = max(of_name, key=lambda named: named.last_year or 0).name
        message = f"“{place}”在 {last} 年之后的区划中已不存在，报告却是 {year} 年度的。"
        yield Finding("place.abolished", message, case.where(printed), stated=place, expected=f"<={last}")


def _not_yet(case: Case) -> Iterator[Finding]:
    agency, year = case.report.agency, case.report.year
    printed = agency.printed or agency.name
    place = printed[: known_end(printed)].rstrip("）)")
    every = next((found for at in range(len(place) - 2) if (found := _by_name().get(place[at:]))), ())
    of_name = [named for named in every if named.code in alike(agency.region_code or "")] or every
    first = min((named.first_year or 0 for named in of_name), default=0)
    if first > year + 1:
        message = f"“{of_name[0].name}”在 {first} 年才设立或用此名，报告却是 {year} 年度的。"
        yield Finding("place.not_yet", message, case.where(printed), stated=of_name[0].name, expected=f">={first}")


@cache
def _by_name() -> dict[str, tuple[Named, ...]]:
    found: dict[str, list[Named]] = {}
    for named in names():
        found.setdefault(named.name, []).append(named)
    return {name: tuple(of_name) for name, of_name in found.items()}


def _borne(code: str, printed: str) -> list[Named]:
    """The names of a place that its agency prints, whole or short (北川县 for 北川羌族自治县), under its own code and,
    if short, under the one that it has now."""
    own = [named for named in names_of(code) if named.name in printed or _is_short_in(named, printed)]
    return own + [named for named in names_of(successor(code)) if own and _is_short_in(named, printed)]


def _is_short_in(named: Named, printed: str) -> bool:
    return any(written in printed for written in without_its_people(named.name))


def _undecided(name: str, agency: Agency) -> str:
    if not agency.candidates:
        return f"“{name}”属于哪个地区无法确定，地区留空。"
    places = [full_name(code) for code in agency.candidates]
    more = f"等{len(places)}处" if len(places) > _SHOWN else ""
    return f"“{name}”可能属于{'、'.join(places[:_SHOWN])}{more}，报告没有说明，或各处所说不一，地区留空。"

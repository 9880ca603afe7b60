"""A government and its organs (上下级): its sums can't be less than what those below it print, cell by cell.

Which reports count as below, each once, is said here alone; ``ingest rollup`` adds up the same ones. Notes, never
errors: organs report late, and what a government counts may differ from what an organ does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ingest.checks.across import Cell
from ingest.checks.sums import Number, exact_sum, shown
from ingest.forms import serving
from ingest.model import Check, Finding, Row, Table
from ingest.patterns import lazy
from ingest.places import alike, inward, of_the_line, outward, successor

_LIMITS = (
    "所属机关指同一地区（含乡镇街道）各机关自己的报告，垂直管理的（税务、海关、气象等）、政府本级的和整个系统的不计；"
    "下辖市县区只在标题写明“全市”“全省”等时计入：有本级政府汇总的取汇总，没有的取各机关之和，一地有几份汇总的不计。"
)
CHECKS = (
    Check(
        "across.children",
        "政府汇总数小于所属机关之和",
        "政府汇总报告三张表的每一格 ≥ 同一行政区划、同一年度各机关自己的报告该格之和",
        "政府信息公开条例第四十九条（本级政府年度报告汇总所属机关）",
        "note",
        "下级·本年新收·总计＝4；本年新收·总计＝5；机关＝衢州市人民政府",
        "下级·本年新收·总计＝6；本年新收·总计＝5；机关＝衢州市人民政府",
        f"{_LIMITS}入库时只比较本年新收、办结两个总计，ingest check 逐格比较。所属机关不全，故相符不等于无误。",
    ),
    Check(
        "across.children_above",
        "政府汇总数大于所属机关之和",
        "政府汇总报告三张表的每一格 ＝ 同一行政区划、同一年度各机关自己的报告该格之和（须加 --children）",
        "政府信息公开条例第四十九条（本级政府年度报告汇总所属机关）",
        "note",
        "（所属机关都已报齐，每一格都等于各机关之和）",
        "（所属机关都已报齐，本年新收总计 9，各机关之和只有 7）",
        f"{_LIMITS}缺报的机关、政府办公室未单独报告的数，都会使汇总数大于所列之和。",
    ),
)

TOTALS: tuple[Cell, ...] = (("applications", "received", "total"), ("applications", "closed", "total"))
_WHOLE = lazy("全[省市县区州盟旗]")
_NAMED = 5  # agencies that a sentence names


class Below(NamedTuple):
    """A report that may be part of a government's: an organ's own, or that of a government below."""

    place: str
    scope: str
    function: str | None
    function_class: str | None
    cells: Mapping[Cell, Number]  # the numbers that it prints
    name: str = ""


class Total(NamedTuple):
    """What the organs of a place print in one cell: their sum, and who has how much."""

    number: Number
    parts: tuple[tuple[str, Number], ...]

    @property
    def givers(self) -> int:
        """How many of them print a number."""
        return len(self.parts)


def covered(place: str, title: str | None) -> frozenset[str]:
    """The places that a government's report speaks for: its own, and if its title says 全市 those below.

    >>> len(covered("330800", "2021年政府信息公开工作年度报告")), "330802" in covered("330800", "2021年全市年度报告")
    (1, True)
    """
    return inward(place) if title and _WHOLE.search(title) else alike(place)


def organs(place: str, title: str | None, others: Iterable[Below]) -> list[Below]:
    """The reports that a government's can't be less than the sum of.

    A place below whose government reports for all of it counts by that report and by no other in it; one with several
    such reports not at all. A government's own report (本级) isn't counted beside its office's.
    """
    home, places = alike(place), covered(place, title)
    found = [one for one in others if one.place in places]
    whole = Counter(successor(one.place) for one in found if speaks_for_its_place(one) and one.place not in home)
    return [one for one in found if why_not(one, home, whole) is None]


def of_a_zone(place: str, function_class: str | None) -> bool:
    """Does a zone's committee stand under the place that the zone lies in, having no code of its own?

    >>> of_a_zone("330800", "zone_committee"), of_a_zone("4101Z1", "zone_committee"), of_a_zone("330800", "government")
    (True, False, False)
    """
    return function_class == "zone_committee" and "Z" not in place


def speaks_for_its_place(one: Below) -> bool:
    """Is this a report for all of its place, and not for a zone in it?"""
    return one.scope == "aggregate" and not of_a_zone(one.place, one.function_class)


def _why_not_whole(one: Below, home: frozenset[str], *, fits: bool) -> str | None:
    if not speaks_for_its_place(one):
        return "开发区的汇总报告，只是该地的一部分"
    if one.place in home:
        return "政府的汇总报告"
    return None if fits else "一地有几份汇总"


def why_not(one: Below, home: frozenset[str], whole: Mapping[str, int]) -> str | None:
    """Why a report isn't counted, None where it is. ``whole``: how many aggregates each place below has."""
    at = successor(one.place)
    over = {successor(code) for code in outward(one.place) - home} & whole.keys()
    if one.scope == "aggregate":
        return _why_not_whole(one, home, fits=over == {at} and whole[at] == 1)
    if over:
        return "已在该地政府的汇总报告中"
    if one.function_class == "government":
        return "政府本级的报告，与办公室重复"
    if (one.function or "").endswith("系统"):
        return "整个系统的报告，与其中各机关重复"
    return "垂直管理的机关" if of_the_line(one.function or "") else None


def totals(counted: Iterable[Below]) -> dict[Cell, Total]:
    """What the reports that count print, cell by cell."""
    parts: dict[Cell, list[tuple[str, Number]]] = defaultdict(list)
    for one in counted:
        for cell, number in one.cells.items():
            parts[cell].append((one.name, number))
    return {cell: Total(exact_sum(number for _, number in found), tuple(found)) for cell, found in parts.items()}


def numbers(rows: Iterable[Row]) -> dict[Cell, Number]:
    """The numbers of some rows by their cells; money without a unit is left out, as it can't be added."""
    return {
        (row.table, row.code, column): value.number
        for row in rows
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None and not (column == "amount" and value.unit is None and value.number)
    }


def below(
    now: Mapping[Cell, Number],
    lines: Mapping[tuple[Table, str], int],
    form: str | None,
    sums: Mapping[Cell, Total],
    *,
    both_ways: bool = False,
) -> Iterator[Finding]:
    """Where a government's numbers fall short of its organs'; ``both_ways``: and where they exceed them."""
    of = serving(form)
    for cell, here in now.items():
        total = sums.get(cell)
        if total is None or here == total.number or (here > total.number and not both_ways):
            continue
        short = here < total.number
        table, row, column = cell
        name = f"“{of.row_name(table, row)}”{of.column_name(table, column)}"
        message = f"{name} {shown(here)}，{_apart(here, total, short=short)}。"
        check = "across.children" if short else "across.children_above"
        line = lines.get(cell[:2])
        yield Finding(check, message, line, *cell, shown(here), shown(total.number))


def _apart(here: Number, total: Total, *, short: bool) -> str:
    """小于所属 3 个机关之和 15（…），相差 6，恰为某局的数."""
    gap = abs(exact_sum((total.number, -here)))
    named = sorted(((name, number) for name, number in total.parts if name and number), key=lambda part: -part[1])
    who = "、".join(f"{name} {shown(number)}" for name, number in named[:_NAMED])
    more = f" 等 {len(named)} 个" if len(named) > _NAMED else ""
    words = f"{'小于' if short else '大于'}所属 {total.givers} 个机关之和 {shown(total.number)}"
    words += f"（{who}{more}）" if who else ""
    suspects = [name for name, number in named if number == gap] if short and here else []
    return words + f"，相差 {shown(gap)}" + (f"，恰为{suspects[0]}的数" if len(suspects) == 1 else "")

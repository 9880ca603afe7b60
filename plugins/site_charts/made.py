"""The charts of the pages of agencies, places and comparisons, as something that can be taken along.

``/-/chart/beside_peers?agency=7`` (or ``region=410100``), ``/-/chart/side_by_side?kind=agency&who=…&measure=公开率``,
``/-/chart/over_forms?agency=7&scope=own&measure=received``.
"""

import json
from dataclasses import dataclass
from urllib.parse import urlencode

import agency_page
import earlier_forms
import peers
import region_page
import series
from datasette import NotFound
from site_safety.errors import refusal


@dataclass(frozen=True, slots=True)
class Made:
    """A chart with its rows, and the parameters that lead to it again."""

    title: str
    description: str
    spec: dict
    columns: tuple
    rows: tuple
    used: tuple

    def address(self, ending=""):
        """What stands behind ``/-/chart/``."""
        return f"{ending}?{urlencode(self.used)}"


_LINE = "，含垂直管理的（税务、海关、气象等）"  # among a place's organs, though seldom in its government's aggregate
_NAME = {
    "agency": "SELECT name FROM agencies WHERE id = :given",
    "region": "SELECT full_name FROM regions WHERE code = :given",
}


def _whose(connection, args):
    """(agency or region, its key, its name) of a request."""
    kinds = [kind for kind in _NAME if (args.get(kind) or "").strip()]
    if len(kinds) != 1:
        raise refusal(400, "请写明机关或地方，只写一个：agency=编号 或 region=代码。")
    (kind,) = kinds
    key = args.get(kind).strip()
    row = connection.execute(_NAME[kind], {"given": key}).fetchone()
    if row is None:
        raise NotFound("没有这个机关或地方 (no such agency or place)")
    return kind, key, row[0]


def _lines(spec, who):
    """The numbers that a chart of lines draws, in long rows."""
    return tuple((row[who], row["年份"], row["值"]) for row in spec["data"]["values"] if row["值"] is not None)


def _by_name(spec, name):
    """The same with a name for 本机关 and 本地, which mean somebody only on their own page.

    >>> drawn = {"data": {"values": [{"谁": "本地"}, {"谁": "全国中位数"}]}}
    >>> told = _by_name({**drawn, "encoding": {"color": {"sort": ["本地"], "legend": {"values": ["本地"]}}}}, "甲县")
    >>> [row["谁"] for row in told["data"]["values"]], told["encoding"]["color"]
    (['甲县', '全国中位数'], {'sort': ['甲县'], 'legend': {'values': ['甲县']}})
    """
    for row in spec["data"]["values"]:
        row["谁"] = name if row["谁"] in peers.OWN.values() else row["谁"]
    colour = spec["encoding"]["color"]
    for names in (colour["sort"], colour["legend"]["values"]):
        names[:] = [name if one in peers.OWN.values() else one for one in names]
    return spec


def _drawn(measure):
    return f"{measure.name}{'' if measure.base else '（件）'}"


def beside_peers(connection, args):
    """The years of one agency or place beside the medians of its peers."""
    kind, key, name = _whose(connection, args)
    asked = (args.get("measure") or "").strip()
    measures = [one for one in peers.DRAWN if asked in ("", one.name)]
    if not measures:
        raise refusal(400, f"measure 应为{'、'.join(one.name for one in peers.DRAWN)}之一。")
    look, key = (peers.of_agency, int(key)) if kind == "agency" else (peers.of_place, key)
    told = look(connection, key, measures)
    if not told or not told["specification"]:
        raise refusal(404, "没有可画的数字 (nothing to draw)")
    spec, alike = _by_name(json.loads(told["specification"]), name), "机关" if kind == "agency" else "地方"
    said = (
        f"中位数是同类{alike}的（职能类别、层级相同）"
        if kind == "agency"
        else f"中位数是同级地方的；各地的数都是所辖机关自己报告之和{_LINE}"
    )
    return Made(
        f"{name}：历年{_drawn(told['drawn'])}，与中位数比",
        f"{said}。比率只在分母不少于 30 件的之间比，不足的不画。",
        spec, ("谁", "年份", told["drawn"].name), _lines(spec, "谁"), ((kind, key), ("measure", told["drawn"].name)),
    )  # fmt: skip


def side_by_side(connection, args):
    """The years of several agencies or places side by side."""
    kind, typed = peers.asked(args)
    name = (args.get("measure") or "").strip() or peers.MEASURES[2].name
    measure = next((one for one in peers.MEASURES if one.name == name), None)
    if measure is None:
        raise refusal(400, f"measure 应为{'、'.join(one.name for one in peers.MEASURES)}之一。")
    found, *_ = peers.found(connection, kind, typed)
    spec = peers.chart(found, measure)
    if spec is None:
        raise refusal(404, "没有可画的数字 (nothing to draw)")
    what = "各机关自己的报告" if kind == "agency" else f"所辖各机关自己报告之和{_LINE}，不含政府汇总"
    return Made(
        f"{'、'.join(one['name'] for one in found)}：历年{_drawn(measure)}",
        f"{what}。{'分母不足 30 件的不画。' if measure.base else ''}",
        spec, ("谁", "年份", measure.name), _lines(spec, "谁"),
        (("kind", kind), *(("who", str(one["id"])) for one in found), ("measure", measure.name)),
    )  # fmt: skip


def over_forms(connection, args):
    """A measure of an agency, or of the organs at a place, over the forms of all years."""
    kind, key, name = _whose(connection, args)
    scope = (args.get("scope") or "").strip() or "own"
    measure = (args.get("measure") or "").strip() or series.DRAWN[0]
    page = agency_page if kind == "agency" else region_page
    rows = [row for row in page.series_of(connection, key) if (row["scope"], row["measure"]) == (scope, measure)]
    if not any(row["value"] is not None for row in rows):
        raise refusal(404, "没有可画的数字 (nothing to draw)")
    spec = series.chart(rows, series.breaks_of(connection))
    told = {"region own": f"直属机关的报告之和{_LINE}。", "agency own": ""}
    said = told.get(f"{kind} {scope}", "政府汇总报告。")
    return Made(
        f"{name}：历年{rows[0]['label']}（{rows[0]['unit']}）",
        f"{said}跨表式的系列，{earlier_forms.FIRST} 年前为统计表；虚线处口径有变，两边不能直接比较。",
        spec, ("年份", rows[0]["label"]), tuple((row["year"], row["value"]) for row in rows),
        ((kind, key), ("scope", scope), ("measure", measure)),
    )  # fmt: skip


# What each takes, as plugins/asked.py has it: parameter → its kind, None for what is looked at here.
_ONE = {"agency": "one agency", "region": "region"}
TAKEN = {
    "beside_peers": {**_ONE, "measure": None},
    "side_by_side": dict.fromkeys(("kind", "who", "measure")),
    "over_forms": {**_ONE, "scope": "scope", "measure": None},
}
MADE = {"beside_peers": beside_peers, "side_by_side": side_by_side, "over_forms": over_forms}

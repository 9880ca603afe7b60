"""Places: a name's place is right or undecided, never a near one."""

from __future__ import annotations

import pytest

from ingest.places import resolve


@pytest.mark.parametrize(
    ("name", "region", "level", "function"),
    [
        ("郑州市二七区示例局", "410103", "county", "示例局"),
        ("二七区示例局", "410103", "county", "示例局"),
        ("新郑市政务服务和大数据管理局", "410184", "county", "政务服务和大数据管理局"),
        ("新郑市民政局", "410184", "county", "民政局"),
        ("郑州市市场监督管理局", "410100", "prefectural", "市场监督管理局"),
        ("郑州市城市管理局", "410100", "prefectural", "城市管理局"),
        ("郑州市社区矫正管理局", "410100", "prefectural", "社区矫正管理局"),
        ("衢州市行政区划管理处", "330800", "prefectural", "行政区划管理处"),
        ("浙江省示例厅", "330000", "provincial", "示例厅"),
    ],
)
def test_a_place_and_its_organ(name: str, region: str, level: str, function: str) -> None:
    agency = resolve(name)
    assert (agency.region_code, agency.level, agency.function) == (region, level, function)


@pytest.mark.parametrize(
    "name",
    ["郑州市中原区示例局", "河南省中牟县示例局", "宁夏回族自治区中卫市示例局", "河南省新乡市示例局", "某某县示例局"],
)
def test_a_place_that_the_table_does_not_hold_is_undecided(name: str) -> None:
    agency = resolve(name)
    assert (agency.region_code, agency.level) == (None, None)


@pytest.mark.parametrize("name", ["新郑市场监督管理局", "二七区块链管理局", "二七区域协作办公室"])
def test_a_place_does_not_end_inside_another_word(name: str) -> None:
    assert resolve(name).region_code is None


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("新郑市示例镇人民政府", "township"),
        ("新郑市新村镇人民政府", "township"),
        ("衢州市示例街道办事处", "township"),
        ("二七区示例街道", "township"),
        ("某某县示例乡便民服务中心", "township"),
        ("郑州市住房和城乡建设局", "prefectural"),
        ("衢州市城镇污水处理中心", "prefectural"),
        ("衢州市乡村振兴局", "prefectural"),
        ("衢州市乡镇企业局", "prefectural"),
    ],
)
def test_only_the_last_part_makes_a_township(name: str, level: str) -> None:
    assert resolve(name).level == level


def test_a_township_below_an_unknown_county_has_no_place() -> None:
    agency = resolve("洛阳市栾川县示例镇人民政府")
    assert (agency.region_code, agency.level) == (None, "township")


def test_a_school_in_a_town_is_not_the_citys() -> None:
    assert resolve("衢州市示例镇中心小学").region_code is None

"""Names of organs: one form for every way of writing one, never one form for two."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

import ingest.places
from ingest.places import canonical, class_of, classes, in_turn, resolve
from ingest.places.functions import shortens

DATA = tomllib.loads((Path(ingest.places.__file__).parent / "functions.toml").read_text("utf-8"))
LIST = Path(__file__).parent / "function_classes.txt"
WRITTEN: dict[str, str] = DATA["written"]


@pytest.mark.parametrize(("short", "full"), WRITTEN.items())
def test_a_way_of_writing_is_its_full_name(short: str, full: str) -> None:
    assert canonical(short) == canonical(full) and full not in WRITTEN
    for place in ("郑州市二七区", "宜兴市", "衢州市柯城区", "浙江省", "中宁县", "内蒙古自治区呼伦贝尔市", "新郑市"):
        assert resolve(place + short, 2021).key == resolve(place + full, 2021).key, place


def test_no_two_organs_of_one_place_become_one() -> None:
    """Every pair of full names: two that are one in the table's eyes are written as one, or borne in turn."""
    full = sorted(set(WRITTEN.values()) | {name for turn in DATA["turns"] for name in turn["names"]})
    for one, other in combinations(full, 2):
        if canonical(one) == canonical(other):
            assert WRITTEN.get(one, one).replace("和", "") == WRITTEN.get(other, other).replace("和", ""), (one, other)


def test_no_two_organs_are_short_for_each_other() -> None:
    full = sorted({canonical(name) for name in WRITTEN.values()})
    pairs = {pair for pair in combinations(full, 2) if shortens(*pair) and not in_turn(*pair)}
    assert pairs == set()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("教育局", "教育考试管理局"),
        ("农业局", "农业机械管理局"),
        ("司法局", "司法行政强制隔离戒毒管理局"),
        ("水利局", "水利工程管理局"),
        ("卫生局", "卫生监督局"),
        ("民政局", "民族宗教事务局"),
        ("文化局", "文化和旅游局"),
        ("市场监督管理局", "市场发展服务局"),
        ("财政局", "财政监督检查局"),
    ],
)
def test_a_name_is_not_short_for_one_that_says_more(one: str, other: str) -> None:
    assert not shortens(canonical(one), canonical(other)) and canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("商务局（粮食局）", "商务局"),
        ("教育局（教体局）", "教育局"),
        ("住房和城乡建设局（住建局）", "住建局"),
        ("水利局（原水务局）", "水利局"),
        ("人民政府（本级）", "人民政府"),
        ("人民政府（办公室）", "人民政府办公室"),
        ("生态环境局（示例分局）", "生态环境局示例分局"),
        ("公安局(交通警察支队)", "公安局交通警察支队"),
    ],
)
def test_brackets_that_only_repeat_are_nothing(name: str, same: str) -> None:
    assert canonical(name) == canonical(same)


@pytest.mark.parametrize(
    "name",
    [
        "生态环境局（示例分局）",
        "公安局（交通警察支队）",
        "公安局（出入境管理局）",
        "市场监督管理局（高新区）",
        "自然资源局（经开区分局）",
        "税务局（第一税务所）",
        "城市管理局（示例大队）",
        "教育系统",
    ],
)
def test_a_branch_or_another_body_is_not_the_organ(name: str) -> None:
    assert canonical(name) != canonical(name.partition("（")[0].replace("系统", "局"))


CLASSES = [
    (name, None if code == "-" else code)
    for code, _, names in (line.partition(": ") for line in LIST.read_text("utf-8").splitlines() if line[:1] != "#")
    for name in names.split()
]


def test_the_list_by_hand_holds_every_class() -> None:
    assert len(CLASSES) >= 300 and {code for _, code in CLASSES} >= {one.code for one in classes()[:-1]}


@pytest.mark.parametrize(("name", "code"), CLASSES)
def test_an_organs_class_is_the_one_by_hand(name: str, code: str | None) -> None:
    assert class_of(name) == code

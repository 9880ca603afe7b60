"""For whom a report speaks, read from whole pages: titles that say 全市 in all their shapes."""

from __future__ import annotations

import pytest
from test_undecided import page
from truth import source

from ingest.parse import parse


def read(title: str, signed: str = "") -> tuple[str, str | None, str]:
    text = page("X", 2022).replace("X2022年政府信息公开工作年度报告", title, 1) + (
        f"\n{signed}\n2023年1月20日\n" if signed else ""
    )
    report = parse(source(text, "x.txt"))
    return report.agency.name, report.agency.region_code, report.head.scope


@pytest.mark.parametrize(
    "title",
    [
        "平顶山市人民政府2022年全市政府信息公开工作年度报告",
        "2022年平顶山市政府信息公开工作年度报告（全市）",
        "平顶山市2022年全市政府信息公开工作年度报告",
        "平顶山市人民政府2022年政府信息公开工作年度报告（全市汇总）",
        "平顶山市全市2022年政府信息公开工作年度报告",
        "2022年度平顶山市全市政府信息公开工作年度报告",
        "平顶山市人民政府（全市）2022年政府信息公开工作年度报告",
        "平顶山市人民政府关于2022年全市政府信息公开工作的年度报告",
        "平顶山市2022年政府信息公开工作年度报告",
    ],
)
def test_a_whole_citys_report_is_its_governments(title: str) -> None:
    assert read(title) == ("平顶山市人民政府", "410400", "aggregate")


@pytest.mark.parametrize(
    ("title", "signed", "name"),
    [
        ("平顶山市人民政府办公室2022年全市政府信息公开工作年度报告", "", "平顶山市人民政府办公室"),
        ("2022年全市政府信息公开工作年度报告", "平顶山市人民政府办公室", "平顶山市人民政府办公室"),
        ("2022年全市政府信息公开工作年度报告", "平顶山市人民政府", "平顶山市人民政府"),
        ("中宁县2022年全县政府信息公开工作年度报告", "", "中宁县人民政府"),
        ("内蒙古自治区2022年全区政府信息公开工作年度报告", "", "内蒙古自治区人民政府"),
        ("苏州市吴中区2022年全区政府信息公开工作年度报告", "", "苏州市吴中区人民政府"),
        ("阿坝藏族羌族自治州2022年全州政府信息公开工作年度报告", "", "阿坝藏族羌族自治州人民政府"),
        ("准格尔旗人民政府2022年全旗政府信息公开工作年度报告", "", "准格尔旗人民政府"),
        ("锡林郭勒盟2022年全盟政府信息公开工作年度报告", "", "锡林郭勒盟行政公署"),
    ],
)
def test_other_places_say_it_in_their_own_words(title: str, signed: str, name: str) -> None:
    agency, _, scope = read(title, signed)
    assert (agency, scope) == (name, "aggregate")


@pytest.mark.parametrize(
    "title",
    [
        "平顶山市人民政府（本级）2022年政府信息公开工作年度报告",
        "平顶山市人民政府2022年政府信息公开工作年度报告（市本级）",
        "平顶山市人民政府办公室2022年政府信息公开工作年度报告",
        "平顶山市教育局2022年政府信息公开工作年度报告",
    ],
)
def test_what_speaks_for_itself_is_its_own(title: str) -> None:
    assert read(title)[2] == "own"

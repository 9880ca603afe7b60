"""Faults and right words of drafts as offices write them, each beside an otherwise right draft."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from random import Random

import docx
import pytest
from click.testing import CliRunner

from ingest.cli import main
from ingest.containers import source_of
from ingest.model import Finding
from ingest.parse import parse

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from drafts import page


def told(draft: page.Draft, check: str, *, word: bool = False) -> list[Finding]:
    """The findings of one check on a draft."""
    name, content = ("draft.docx", page.word(draft)) if word else ("draft.txt", page.text(draft))
    return [one for one in parse(source_of(name, content), draft=True).findings if one.check == check]


def office(name: str, short: str, us: str) -> page.Draft:
    """A right draft of an office, always the same."""
    return page.right(Random(7), (name, short, us))


@pytest.fixture
def bureau() -> page.Draft:
    """A bureau's right draft."""
    return office("云岭县水利局", "水利局", "我局")


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("推进X项重点任务。", "X"),
        ("开展活动N次。", "N"),
        ("公开信息……条。", "……"),
        ("共发布解读（   ）篇。", "（   ）"),
        ("某局认真组织学习。", "某"),
        ("举办发布会___场。", "___"),
    ],
)
def test_placeholders(bureau: page.Draft, words: str, printed: str) -> None:
    bureau.sections[0][1].append(words)
    [found] = told(bureau, "draft.placeholder")
    assert printed in found.message


@pytest.mark.parametrize("words", ["处罚某企业违法排污案1件。", "N95口罩。", "等等……我局均已公开。"])
def test_what_only_looks_like_one(bureau: page.Draft, words: str) -> None:
    bureau.sections[0][1].append(words)
    assert told(bureau, "draft.placeholder") == []


@pytest.mark.parametrize(
    "words",
    [
        "共发放问卷200份，收回160份，回收率为90%。",
        "发现问题40个，已整改30个，整改率85%。",
        "公开及时率为百分之一百二十。",
        "满意率达到105%。",
    ],
)
def test_rates(bureau: page.Draft, words: str) -> None:
    bureau.sections[0][1].append(words)
    assert told(bureau, "prose.percentage") or told(bureau, "prose.rate")


@pytest.mark.parametrize(
    "words",
    ["共发放问卷200份，收回160份，回收率为80%。", "发现问题40个，已整改30个，满意率85%。", "增长百分之一百二十。"],
)
def test_rates_that_fit(bureau: page.Draft, words: str) -> None:
    bureau.sections[0][1].append(words)
    assert not told(bureau, "prose.percentage") + told(bureau, "prose.rate")


@pytest.mark.parametrize("other", ["云岭县文化和旅游局", "云岭县发展和改革委员会", "云岭县住房和城乡建设局"])
def test_another_that_acts_may_have_an_and_in_its_name(bureau: page.Draft, other: str) -> None:
    bureau.sections[4][1].append(f"今后，{other}将继续加大公开力度。")
    [found] = told(bureau, "draft.other_agency")
    assert other in found.message


def test_a_preamble_that_sums_up_another_year(bureau: page.Draft) -> None:
    bureau.preamble = "云岭县水利局对2024年度政府信息公开工作进行全面总结，形成本报告。"
    assert told(bureau, "draft.preamble_year")


def test_a_draft_of_december_is_made_too_early(bureau: page.Draft) -> None:
    bureau.dated = "2025年12月20日"
    assert told(bureau, "dates.before_end")


def test_an_office_that_sums_up_is_no_other_office(bureau: page.Draft) -> None:
    bureau.preamble = "遵照上级通知精神，云岭县水利局认真总结全年工作，形成本报告。统计期限为2025年1月1日至12月31日。"
    assert told(bureau, "head.conflict") == []


def test_a_street_called_after_a_gate_keeps_its_name() -> None:
    street = office("安吉县城关街道办事处", "城关街道办事处", "本街道")
    street.title = "安吉县城关街道办事处\n2025年政府信息公开工作年度报告"
    assert told(street, "head.conflict") == []


@pytest.mark.parametrize("word", [False, True])
def test_a_town_whose_name_stands_over_its_title_is_no_portal(word: bool) -> None:
    town = office("云岭县柳溪镇人民政府", "柳溪镇", "我镇")
    town.title = "云岭县柳溪镇人民政府\n2025年政府信息公开工作年度报告"
    town.preamble = "现将云岭县水利局2025年政府信息公开工作年度报告公布如下。统计期限为2025年1月1日至12月31日。"
    [found] = told(town, "head.conflict", word=word)
    assert "报告的机关读作“云岭县柳溪镇人民政府”" in found.message and "云岭县水利局" in found.message


def test_another_signature_under_a_name_over_the_title(bureau: page.Draft) -> None:
    bureau.title = "云岭县水利局\n2025年政府信息公开工作年度报告"
    bureau.preamble = "统计期限为2025年1月1日至12月31日。"
    bureau.signed = "云岭县农业农村局"
    [found] = told(bureau, "head.conflict")
    assert found.stated == "云岭县农业农村局" and found.expected == "云岭县水利局"


@pytest.mark.parametrize("printed", ["*", "**", "见附件", "待核实"])
@pytest.mark.parametrize(
    "cell", [("disclosure_items", "licensing", "decisions"), ("appeals", "reconsideration", "upheld")]
)
def test_what_is_no_number_is_told_with_its_cell(bureau: page.Draft, cell: tuple[str, str, str], printed: str) -> None:
    bureau.cells[cell] = printed
    [found] = told(bureau, "cells.unreadable")
    assert (found.table, found.row, found.column, found.stated) == (*cell, printed)


@pytest.mark.parametrize("word", [False, True])
def test_a_blank_third_table_is_blank_and_not_absent(bureau: page.Draft, word: bool) -> None:
    for cell in bureau.cells:
        if cell[0] == "appeals":
            bureau.cells[cell] = ""
    assert told(bureau, "draft.table_absent", word=word) == []
    [found] = told(bureau, "draft.blank", word=word)
    assert found.table == "appeals"


def test_no_problem_is_no_answer_to_section_five(bureau: page.Draft) -> None:
    bureau.sections[4] = (bureau.sections[4][0], ["没有问题。"])
    assert told(bureau, "draft.section_empty")


def test_a_title_of_last_year_over_a_report_of_this_one_is_told_once(bureau: page.Draft, tmp_path: Path) -> None:
    bureau.title = "云岭县水利局2024年政府信息公开工作年度报告"
    bureau.preamble = "云岭县水利局编制本报告。统计期限为2025年1月1日至2025年12月31日。"
    bureau.dated = "2026年1月20日"
    draft = tmp_path / "a.docx"
    draft.write_bytes(page.word(bureau))
    given = ["check", str(draft), "--draft", "--year", "2025", "--deadline", "01-28", "--format", "json"]
    [said] = [json.loads(line) for line in CliRunner().invoke(main, given).output.splitlines() if '"findings"' in line]
    checks = [one["check"] for one in said["findings"]]
    assert [one for one in checks if one.startswith(("draft.", "dates."))] == ["draft.other_year"]


def test_parts_that_are_put_together_and_fall_short(bureau: page.Draft) -> None:
    bureau.sections[0][1].append("网站发布30条、公众号发布15条，合计60条。")
    assert told(bureau, "draft.parts")


@pytest.mark.parametrize(
    "words, sums",
    [
        ("收到申请9件，其中自然人6件、企业3件，网络提交7件、信函2件。", []),
        ("收到申请9件，其中网络申请7件，信函申请2件，自然人申请6件，法人申请3件，均按时答复。", []),
        ("发布信息80条，其中政策30条、解读50条，网站64条、公众号16条。", []),
        ("办理申请9件，其中自然人6件、企业3件，予以公开7件、部分公开2件。", []),
        ("收到申请9件，其中自然人6件、企业4件，网络提交7件、信函2件。", [("9", "10")]),
        ("收到申请9件，其中自然人6件、企业3件，网络提交7件、信函3件。", [("9", "10")]),
        ("收到申请9件，其中网络7件、信函2件，自然人5件、企业3件。", [("9", "8")]),
        ("发布信息80条，其中网站64条、公众号19条。", [("80", "83")]),
    ],
)
def test_a_whole_that_is_divided_twice(bureau: page.Draft, words: str, sums: list[tuple[str, str]]) -> None:
    bureau.sections[0][1].append(words)
    assert [(one.stated, one.expected) for one in told(bureau, "draft.parts")] == sums


@pytest.mark.parametrize(
    "said, is_told",
    [
        ("统计期限为2025年1月1日至2025年12月31日。", False),
        ("2025年，制度健全。", False),
        ("全年制度健全。", False),
        ("制度健全，2024年的问题已整改。", True),
        ("制度健全。", True),
    ],
)
def test_nobody_misses_a_period_where_the_year_is_said(bureau: page.Draft, said: str, is_told: bool) -> None:
    bureau.preamble = ""
    for _, lines in bureau.sections:
        lines.clear()
    bureau.sections[0][1].append(said)
    assert bool(told(bureau, "draft.no_period")) == is_told


def test_a_missing_table_is_told_once(bureau: page.Draft) -> None:
    bureau.without = {"appeals"}
    for word in (False, True):
        [found] = told(bureau, "draft.table_absent", word=word)
        assert found.table == "appeals" and not told(bureau, "rows.missing", word=word)


@pytest.mark.parametrize("fee", ["0", "0.00", "0.5"])
def test_show_prints_a_sum_as_it_is_and_misses_nothing_of_a_heading(
    bureau: page.Draft, fee: str, tmp_path: Path
) -> None:
    bureau.cells["disclosure_items", "fees", "amount"] = fee
    (tmp_path / "a.docx").write_bytes(page.word(bureau))
    lines = CliRunner().invoke(main, ["show", str(tmp_path / "a.docx")]).stdout.splitlines()
    [fees] = [line for line in lines if line.startswith("行政事业性收费")]
    assert fees.split()[1] == {"0": "0万元", "0.00": "0万元", "0.5": "0.5万元"}[fee]
    [heading] = [line for line in lines if line.startswith("（六）其他处理")]
    assert heading.strip() == "（六）其他处理" and not any(line.rstrip().endswith("缺") for line in lines)


def test_a_finding_of_the_prose_is_said_to_stand_there(bureau: page.Draft, tmp_path: Path) -> None:
    bureau.sections[0][1].append("作出行政许可决定99991件。")
    (tmp_path / "a.docx").write_bytes(page.word(bureau))
    given = ["check", str(tmp_path / "a.docx"), "--draft", "--year", "2025"]
    lines = CliRunner().invoke(main, given).stdout.splitlines()
    [line] = [line for line in lines if "正文 99991" in line]
    assert re.search(r"疑  正文第\d+段 +表一 行政许可", line)
    CliRunner().invoke(main, [*given, "-o", str(tmp_path / "意见.docx")])
    cells = [cell.text for table in docx.Document(str(tmp_path / "意见.docx")).tables for cell in table._cells]
    assert any(re.fullmatch(r"正文第\d+段\n（对照表一（主动公开））", cell) for cell in cells)


def test_an_office_among_those_of_the_county_is_itself(bureau: page.Draft) -> None:
    bureau.sections[0][1].append("全县共收到申请1206件，其中水利局收到104件。")
    assert told(bureau, "draft.other_agency") == []


@pytest.mark.parametrize(
    "words",
    ["审计局还建立了公开台账。", "此外，云岭县统计局也制定了公开制度。", "在白河县委、县政府的领导下，工作有序推进。"],
)
def test_another_that_acts_besides_or_leads_from_another_county(bureau: page.Draft, words: str) -> None:
    bureau.sections[0][1].append(words)
    assert len(told(bureau, "draft.other_agency")) == 1


@pytest.mark.parametrize(
    "words",
    [
        "在县委、县政府的坚强领导下，有序推进。",
        "在云岭县委、县政府领导下，有序推进。",
        "在县委县政府领导下，有序推进。",
        "在省水利厅、示例市水利局的指导下，稳步推进。",
        "在社区党委的支持下，设立公开栏。",
        "赴白河县水利局考察学习2次。",
        "县统计局已将数据反馈。",
    ],
)
def test_who_leads_an_office_of_the_county(bureau: page.Draft, words: str) -> None:
    bureau.sections[0][1].append(words)
    assert told(bureau, "draft.other_agency") == []

"""Two years of one agency: every cell, and what became of the sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import facts
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from ingest.cli import main
from ingest.forms import forms
from ingest.model import Section
from ingest.printing.report import Paper, as_word

NAME = "衢州市样例局"
KEPT = "我局坚持以公开为常态、不公开为例外。"


def report(path: Path, year: int, prose: str, cells: dict[str, str]) -> str:
    made = facts.zeros(year)
    for key, raw in cells.items():
        made = facts.with_cell(made, key, raw)
    sections = tuple(
        Section(section.code, f"{'一二三四五六'[at]}、{section.label}", prose if not at else "", 1)
        for at, section in enumerate(forms()["2021"].sections)
    )
    path.write_bytes(as_word(Paper(forms()["2021"], f"{NAME}{year}年政府信息公开工作年度报告", made.rows, sections)))
    return str(path)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("diff")
    then = f"{KEPT}全年公开信息301条。组织培训四次，覆盖全部科室人员。编印了办事指南并放在大厅。"
    now = f"{KEPT}全年公开信息455条。组织培训两次，覆盖全部科室和乡镇人员。开通了智能问答。"
    db = str(folder / "reports.db")
    files = [
        report(
            folder / "a.docx",
            2023,
            then,
            {"本年新收·自然人": "8", "本年新收·总计": "8", "行政处罚·本年处理决定数量": "—"},
        ),
        report(
            folder / "b.docx",
            2024,
            now,
            {"本年新收·自然人": "12", "本年新收·总计": "12", "行政许可·本年处理决定数量": "5"},
        ),
    ]
    assert CliRunner().invoke(main, ["add", *files, "--db", db]).exit_code == 0
    return db


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments])
    assert result.exit_code == code, result.output
    return result


def compared(database: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(NAME, "2023", "2024", "--db", database, "--json").stdout)
    return found


@pytest.mark.parametrize(
    "row, column, expected",
    [
        ("received", "natural_person", (8, 12, 4, 1.5)),
        ("received", "business", (0, 0, 0, None)),
        ("licensing", "decisions", (0, 5, 5, None)),
        ("penalties", "decisions", (None, 0, None, None)),
    ],
)
def test_a_cell_then_and_now(database: str, row: str, column: str, expected: tuple[object, ...]) -> None:
    made = compared(database)
    [one] = [one for one in made["cells"] if (one["row"], one["column"]) == (row, column)]
    assert (one["then"], one["now"], one["difference"], one["ratio"]) == expected
    assert (one["printed"] or ["", ""])[0] == ("—" if row == "penalties" else "")


def test_every_cell_of_the_form_is_there(database: str) -> None:
    given = {(one["table"], one["row"], one["column"]) for one in compared(database)["cells"]}
    assert given >= set(forms()["2021"].cells)


def test_sentences_kept_changed_gone_and_new(database: str) -> None:
    told = compared(database)["sentences"]
    fates = {one["now"] or one["then"]: one["fate"] for one in told if one["section"] == "一、总体情况"}
    assert fates == {
        KEPT: "same",
        "全年公开信息455条。": "numbers",
        "组织培训两次，覆盖全部科室和乡镇人员。": "changed",
        "开通了智能问答。": "new",
        "编印了办事指南并放在大厅。": "gone",
    }


def test_for_eyes_and_as_a_sheet(database: str, tmp_path: Path) -> None:
    words = run(NAME, "2023", "2024", "--db", database).stdout
    assert "+4" in words and "1.50" in words and "？—" in words
    assert "一字未改 1 句" in words and "其余" in words
    assert len(run(NAME, "2023", "2024", "--db", database, "--all").stdout) > len(words)
    out = tmp_path / "对照.xlsx"
    run(NAME, "2023", "2024", "--db", database, "-o", str(out))
    book = load_workbook(out)
    rows = {tuple(row[1:3]): row[3:] for row in book["逐格"].iter_rows(values_only=True)}
    assert rows["一、本年新收政府信息公开申请数量", "自然人"] == (8, 12, 4, 1.5)
    assert ("只换了数字", "一、总体情况", "全年公开信息301条。", "全年公开信息455条。") in set(
        book["正文"].iter_rows(values_only=True)
    )


def test_a_year_or_an_agency_that_is_not_there(database: str) -> None:
    assert "没有这个机关 2020 年度的报告" in run(NAME, "2020", "2024", "--db", database, code=1).stderr
    assert "没有这个机关" in run("无此局", "2023", "2024", "--db", database, code=1).stderr
    assert run(NAME, "2023", "2024", "--db", database, "-o", "a.docx", code=2)


def test_sentences_stand_under_their_own_heading(tmp_path: Path) -> None:
    db = str(tmp_path / "reports.db")
    files = []
    for year, day in ((2023, "2024年1月9日"), (2024, "2025年1月16日")):
        prose = (
            f"{NAME}{year}年政府信息公开工作年度报告",
            f"本报告由{NAME}编制，供公众查阅。",
            f"统计期限为{year}年1月1日至{year}年12月31日。",
            "一、总体情况",
            "制度健全。",
        )
        prose += ("六、其他需要报告的事项", f"{year}年收取检索费用一笔。", NAME, day)
        files.append(tmp_path / f"{year}.txt")
        files[-1].write_text("\n".join(prose), "utf-8")
    assert CliRunner().invoke(main, ["add", *map(str, files), "--db", db]).exit_code == 0
    told = json.loads(run(NAME, "2023", "2024", "--db", db, "--json").stdout)["sentences"]
    where = {one["now"]: (one["section"], one["fate"]) for one in told}
    assert where[f"本报告由{NAME}编制，供公众查阅。"] == ("（标题前）", "same")
    assert where["2024年收取检索费用一笔。"] == ("六、其他需要报告的事项", "numbers")
    assert where[NAME] == ("落款", "same") and where["2025年1月16日"] == ("落款", "numbers")
    assert where["制度健全。"] == ("一、总体情况", "same")

"""Roll-ups: what is added, what isn't, what is said of it; and a government's draft against its organs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import docx
import facts
import pytest
from click.testing import CliRunner, Result

from ingest.checks import checks
from ingest.cli import main
from ingest.containers import source_of
from ingest.forms import forms
from ingest.model import Report, Row, Value
from ingest.parse import parse
from ingest.printing.report import Paper, as_word

PLACE, YEAR = "光山县", 2025
FORM = forms()["2021"]


def report(name: str, numbers: dict[str, str], year: int = YEAR) -> bytes:
    """A draft in Word: zeros, but for some cells (一、…·总计 by short names, as in tests/facts)."""
    made: Report = facts.zeros(year)
    for key, raw in numbers.items():
        made = facts.with_cell(made, key, raw or "—")
    rows = tuple(_with_unit(row) for row in made.rows)
    return as_word(Paper(FORM, f"{name}{year}年政府信息公开工作年度报告", rows))


def _with_unit(row: Row) -> Row:
    values = tuple(
        Value(value.raw, value.number, "万元") if column == "amount" and value.number is not None else value
        for column, value in zip(row.columns, row.values, strict=True)
    )
    return Row(row.table, row.code, row.columns, values, row.line)


def applications(people: int, firms: int = 0) -> dict[str, str]:
    """An agency that received so many requests and granted all."""
    found = {}
    for row in ("本年新收", "予以公开", "办理结果总计"):
        found |= {f"{row}·自然人": str(people), f"{row}·商业企业": str(firms), f"{row}·总计": str(people + firms)}
    return found


def folder(path: Path, **drafts: bytes) -> str:
    path.mkdir(exist_ok=True)
    for name, content in drafts.items():
        (path / f"{name}.docx").write_bytes(content)
    return str(path)


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result


def rolled(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run("rollup", *arguments, "--region", PLACE, "--year", str(YEAR), "--json").stdout
    )
    return found


def cell(made: dict[str, Any], table: str, row: str, column: str) -> dict[str, Any]:
    [found] = [one for one in made["cells"] if (one["table"], one["row"], one["column"]) == (table, row, column)]
    return dict(found)


def three(path: Path) -> str:
    return folder(
        path,
        a=report("光山县样例局", applications(7, 2) | {"行政事业性收费·本年收费金额（单位：万元）": "22.94"}),
        b=report("光山县举例局", applications(4) | {"行政事业性收费·本年收费金额（单位：万元）": "64.38"}),
        c=report("光山县例样镇人民政府", applications(1) | {"行政事业性收费·本年收费金额（单位：万元）": "13.61"}),
    )


def test_sums_of_departments_and_towns_exact_to_the_digit(tmp_path: Path) -> None:
    made = rolled(three(tmp_path / "d"))
    received = cell(made, "applications", "received", "natural_person")
    assert (received["value"], received["given"], received["silent"]) == (12, 3, [])
    assert received["parts"] == {"光山县样例局": 7, "光山县举例局": 4, "光山县例样镇人民政府": 1}
    assert cell(made, "disclosure_items", "fees", "amount")["value"] == 100.93
    assert cell(made, "appeals", "reconsideration", "total")["value"] == 0


def test_a_blank_is_not_added_as_nought_and_is_counted(tmp_path: Path) -> None:
    where = three(tmp_path / "d")
    folder(tmp_path / "d", d=report("光山县设例局", {"行政许可·本年处理决定数量": ""}))
    one = cell(rolled(where), "disclosure_items", "licensing", "decisions")
    assert (one["given"], one["silent"]) == (3, ["光山县设例局"])
    out = tmp_path / "汇总.docx"
    said = run("rollup", where, "--region", PLACE, "--year", "2025", "-o", str(out)).stdout
    assert "有 1 格不是每个机关都填了数字" in said


def test_a_cell_that_nobody_fills_stays_blank(tmp_path: Path) -> None:
    where = folder(tmp_path / "d", a=report("光山县样例局", {"行政许可·本年处理决定数量": ""}))
    assert cell(rolled(where), "disclosure_items", "licensing", "decisions")["value"] is None


def test_what_does_not_count_is_left_out_with_its_reason(tmp_path: Path) -> None:
    where = three(tmp_path / "d")
    folder(
        tmp_path / "d",
        e=report("光山县人民政府", applications(50)),
        f=report("国家税务总局光山县税务局", applications(9)),
        g=report("商城县举例局", applications(9)),
        h=report("光山县拟设局", applications(9), 2024),
    )
    (tmp_path / "d" / "坏.docx").write_bytes(b"PK\x03\x04 nothing [Content_Types].xml word/")
    made = rolled(where)
    assert cell(made, "applications", "received", "total")["value"] == 14
    reasons = {one["name"]: one["reason"] for one in made["left_out"]}
    assert reasons["光山县人民政府"] == "政府的汇总报告"
    assert "垂直管理" in reasons["国家税务总局光山县税务局"]
    assert reasons["商城县举例局"] == "不属于本地区"
    assert reasons["光山县拟设局"] == "是 2024 年度的报告"
    assert any(reason.startswith("无法读取") for reason in reasons.values())


def test_errors_stop_it_unless_forced_and_then_it_says_so(tmp_path: Path) -> None:
    where = three(tmp_path / "d")
    folder(tmp_path / "d", d=report("光山县设例局", applications(5) | {"办理结果总计·总计": "6"}))
    out = str(tmp_path / "汇总.docx")
    refused = run("rollup", where, "--region", PLACE, "--year", "2025", "-o", out, code=1)
    assert "光山县设例局" in refused.stderr and "错误" in refused.stderr and not Path(out).exists()
    run("rollup", where, "--region", PLACE, "--year", "2025", "-o", out, "--force")
    document = source_of("汇总.docx", Path(out).read_bytes())
    assert "未通过校验，强制汇总" in document.text
    assert "按各机关所印总计相加为 20，按各分项相加为 19" in document.text
    assert "光山县设例局（所印 6，分项之和 5）" in document.text


def doubtful(path: Path) -> str:
    """Three organs, and a fourth that entered yuan for 万元."""
    where = three(path)
    folder(path, d=report("光山县设例局", {"行政事业性收费·本年收费金额（单位：万元）": "3182456"}))
    return where


def test_a_number_that_a_warning_doubts_is_not_added_without_a_word(tmp_path: Path) -> None:
    where, out = doubtful(tmp_path / "d"), tmp_path / "汇总.docx"
    refused = run("rollup", where, "--region", PLACE, "--year", "2025", "-o", str(out), code=1)
    assert "光山县设例局" in refused.stderr and "疑将元填作万元" in refused.stderr and not out.exists()
    said = run("rollup", where, "--region", PLACE, "--year", "2025", "-o", str(out), "--force").stdout
    assert "所加的数存疑，强制汇总：光山县设例局" in said
    document = source_of(out.name, out.read_bytes()).text
    assert "所加的数存疑，强制汇总：光山县设例局" in document and "存疑：光山县设例局：" in document
    red = [run_ for one in docx.Document(str(out)).paragraphs for run_ in one.runs if run_.font.color.rgb is not None]
    assert [one.text[:8] for one in red][:2] == ["所加的数存疑，强"] * 2 and red[2].text.startswith("光山县样例局另有")
    [cell_of] = [one for one in docx.Document(str(out)).tables[-1].rows if "存疑" in one.cells[3].text]
    assert cell_of.cells[1].text == "3182556.93" and 'w:fill="F8D7DA"' in cell_of.cells[0]._tc.xml


def test_a_doubt_of_the_database_counts_until_it_is_dismissed(tmp_path: Path) -> None:
    db, arguments = str(tmp_path / "reports.db"), ["--region", PLACE, "--year", "2025"]
    run("add", doubtful(tmp_path / "d"), "--db", db)
    refused = run("rollup", "--db", db, *arguments, code=1)
    assert "光山县设例局" in refused.stderr and "万元" in refused.stderr
    [found] = [one for one in review_keys(db) if one[0] == "unit.implausible"]
    run("review", found[1], "--dismiss", "--note", "确为万元", "--db", db)
    assert "存疑" not in run("rollup", "--db", db, *arguments).stdout


def test_sums_of_the_database_say_how_many_of_their_numbers_are_doubted(tmp_path: Path) -> None:
    db = str(tmp_path / "reports.db")
    run("add", doubtful(tmp_path / "d"), "--db", db)
    fees = "SELECT sum(with_value), sum(doubted) FROM disclosure_totals JOIN measures m ON m.id = measure_id"

    def asked(condition: str) -> tuple[int, int]:
        with closing(sqlite3.connect(db)) as connection:
            found: tuple[int, int] = connection.execute(f"{fees} WHERE {condition}").fetchone()
            return found

    assert asked("m.unit = '万元'") == (4, 1) and asked("m.unit <> '万元'")[1] == 0
    with closing(sqlite3.connect(db)) as connection:
        doubted = connection.execute("SELECT row_code, value, check_id FROM doubted_numbers").fetchall()
    assert doubted == [("fees", 3182456.0, "unit.implausible")]
    [key] = [key for check, key in review_keys(db) if check == "unit.implausible"]
    run("review", key, "--dismiss", "--db", db)
    assert asked("m.unit = '万元'") == (4, 0)
    run("review", key, "--withdraw", "--db", db)
    assert asked("m.unit = '万元'") == (4, 1)


def review_keys(db: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute("SELECT check_id, key FROM findings").fetchall()


def test_every_open_warning_is_named_with_its_words(tmp_path: Path) -> None:
    where, out = three(tmp_path / "d"), tmp_path / "汇总.xlsx"
    made = rolled(where)
    [words] = [one["warnings"] for one in made["agencies"] if one["agency"] == "光山县例样镇人民政府"]
    assert {"draft.section_empty"} <= {one["check"] for one in words} and not any(one["doubts_number"] for one in words)
    line = f"光山县例样镇人民政府另有 {len(words)} 处警告未处理：{''.join(one['message'] for one in words)}"
    assert line in run("rollup", where, "--region", PLACE, "--year", "2025", "-o", str(out)).stdout
    from openpyxl import load_workbook

    book = load_workbook(out)
    assert line in [row[0] for row in book["说明"].iter_rows(values_only=True)]
    agencies = {row[0]: row for row in book["机关"].iter_rows(values_only=True)}
    assert (
        agencies["光山县例样镇人民政府"][4] == len(words) and words[0]["message"] in agencies["光山县例样镇人民政府"][6]
    )


def test_a_forced_workbook_is_marked_on_every_sheet_of_the_form(tmp_path: Path) -> None:
    where, out = three(tmp_path / "d"), tmp_path / "汇总.xlsx"
    folder(tmp_path / "d", d=report("光山县设例局", applications(5) | {"办理结果总计·总计": "6"}))
    run("rollup", where, "--region", PLACE, "--year", "2025", "-o", str(out), "--force")
    from openpyxl import load_workbook

    book = load_workbook(out)
    for name in ("表一", "表二", "表三"):
        cells = [one for row in book[name].iter_rows() for one in row if "未通过校验，强制汇总" in str(one.value)]
        assert book[name].sheet_properties.pageSetUpPr.fitToPage and book[name].page_setup.fitToHeight in (None, 1)
        assert len(cells) == 1 and cells[0].fill.start_color.rgb == "FFF8D7DA" and cells[0].row < 5


def test_two_reports_of_one_agency_are_never_added(tmp_path: Path) -> None:
    where = three(tmp_path / "d")
    folder(tmp_path / "d", a2=report("光山县样例局", applications(8)))
    refused = run("rollup", where, "--region", PLACE, "--year", "2025", "--force", code=1)
    assert "a.docx" in refused.stderr and "a2.docx" in refused.stderr


def test_the_database_gives_what_the_drafts_give_and_drafts_come_first(tmp_path: Path) -> None:
    where, db = three(tmp_path / "d"), str(tmp_path / "reports.db")
    run("add", where, "--db", db)
    stored, drafted = rolled("--db", db), rolled(where)
    assert stored["cells"] == drafted["cells"] or {
        (one["row"], one["column"]): one["value"] for one in stored["cells"]
    } == {(one["row"], one["column"]): one["value"] for one in drafted["cells"]}
    newer = folder(tmp_path / "n", a=report("光山县样例局", applications(17)))
    both = rolled(newer, "--db", db)
    assert cell(both, "applications", "received", "total")["value"] == 17 + 4 + 1


def test_who_is_not_in_is_listed(tmp_path: Path) -> None:
    roster = tmp_path / "名录.csv"
    names = ["光山县人民政府", "光山县样例局", "光山县假定局", "光山县举例局", "光山县例样镇人民政府"]
    roster.write_text("机关,地区\n" + "".join(f"{name},光山县\n" for name in names), "utf-8")
    made = rolled(three(tmp_path / "d"), "--roster", str(roster))
    assert made["missing"] == ["光山县假定局"]
    assert rolled(three(tmp_path / "d"))["missing"] is None


def test_without_a_list_nobody_says_that_all_are_in(tmp_path: Path) -> None:
    db, where = str(tmp_path / "reports.db"), three(tmp_path / "d")
    folder(tmp_path / "d", old=report("光山县拟设局", {}, 2024), older=report("光山县拟设局", {}, 2026))
    run("add", where, "--db", db)
    said = run("rollup", "--region", PLACE, "--year", "2025", "--db", db).stdout
    assert "应报而未报的 1 个（没有名录，按其他年度的报告推断）：光山县拟设局" in said
    run("remove", "光山县拟设局", "2024", "--db", db)
    run("remove", "光山县拟设局", "2026", "--db", db)
    assert "没有名录，无法判断谁未报" in run("rollup", "--region", PLACE, "--year", "2025", "--db", db).stdout
    names = tmp_path / "名录.csv"
    names.write_text("机关,地区,年份\n光山县样例局,光山县,2025\n光山县假定局,光山县,2025\n", "utf-8")
    run("expect", str(names), "--db", db)
    listed = rolled("--db", db)
    assert (listed["missing"], listed["missing_by"]) == (["光山县假定局"], "roster")


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_the_three_tables_are_the_statutory_form(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"汇总.{suffix}"
    run("rollup", three(tmp_path / "d"), "--region", PLACE, "--year", "2025", "-o", str(out))
    if suffix == "docx":
        read = parse(source_of(out.name, out.read_bytes()))
        assert read.findings == () and read.form == "2021"
        assert read.row("applications", "received").number("total") == 14  # type: ignore[union-attr]
        assert read.row("disclosure_items", "fees").number("amount") == 100.93  # type: ignore[union-attr]
    else:
        from openpyxl import load_workbook

        book = load_workbook(out)
        assert book.sheetnames == ["表一", "表二", "表三", "来源", "机关", "未报", "说明"]
        rows = {tuple(row[:3]): row for row in book["来源"].iter_rows(values_only=True)}
        row = rows["表二", "一、本年新收政府信息公开申请数量", "自然人"]
        assert row[3:] == (12, "3/3", "", "", 7, 4, 1)


@pytest.mark.parametrize(
    "arguments, code, words",
    [
        (["--region", "无此县", "--year", "2025"], 1, "没有名为"),
        (["--region", "鼓楼区", "--year", "2025"], 1, "请写全称"),
        (["--region", PLACE, "--year", "2019"], 1, "没有可汇总的报告"),
        (["--region", PLACE, "--year", "2025", "-o", "a.pdf"], 2, ".xlsx"),
        (["--region", PLACE, "--year", "2025", "-o", "nowhere/a.docx"], 1, "无法写入"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    result = run("rollup", three(tmp_path / "d"), *arguments, code=code)
    assert words in result.stderr
    assert code == 2 or result.stderr.count("\n") == 1


# --- a government's draft against its organs ---------------------------------------------------------------------


def told(*arguments: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    lines = CliRunner().invoke(main, ["check", *arguments, "--format", "json"]).stdout.splitlines()
    found = [one for line in lines for one in json.loads(line).get("findings", [])]
    return {
        (one["table"], one["row"], one["column"]): one for one in found if one["check"].startswith("across.children")
    }


def test_a_government_is_held_against_its_organs_in_every_cell(tmp_path: Path) -> None:
    whole = folder(
        tmp_path / "w",
        w=report("光山县人民政府", applications(11, 2) | {"行政事业性收费·本年收费金额（单位：万元）": "100.93"}),
    )
    found = told(whole, three(tmp_path / "d"))
    assert {place[1:] for place in found} == {
        (row, column) for row in ("received", "disclosed", "closed") for column in ("natural_person", "total")
    }
    one = found["applications", "received", "natural_person"]
    assert (one["stated"], one["expected"], one["check"]) == ("11", "12", "across.children")
    assert "所属 3 个机关之和 12（光山县样例局 7、光山县举例局 4、光山县例样镇人民政府 1）" in one["message"]
    assert "相差 1，恰为光山县例样镇人民政府的数" in one["message"]


def test_children_tells_what_is_above_only_when_asked(tmp_path: Path) -> None:
    whole = folder(tmp_path / "w", w=report("光山县人民政府", applications(13, 2)))
    organs = three(tmp_path / "d")
    asked = told(whole, organs, "--children")
    above = asked["applications", "received", "natural_person"]
    assert (above["check"], above["stated"], above["expected"]) == ("across.children_above", "13", "12")
    assert ("applications", "received", "natural_person") not in told(whole, organs)
    assert ("disclosure_items", "fees", "amount") in told(whole, organs)


def test_children_from_the_database(tmp_path: Path) -> None:
    db = str(tmp_path / "reports.db")
    run("add", three(tmp_path / "d"), "--db", db)
    whole = folder(tmp_path / "w", w=report("光山县人民政府", applications(11, 2)))
    found = told(whole, "--db", db)
    assert found["applications", "closed", "total"]["expected"] == "14"
    assert found["disclosure_items", "fees", "amount"]["expected"] == "100.93"


# --- the county of examples/, as the README walks through it -------------------------------------------------------

COUNTY = Path(__file__).parent.parent / "examples" / "county"


def readme_commands() -> list[list[str]]:
    """The four commands of the README's English part, in their order."""
    text = (COUNTY.parent.parent / "README.md").read_text("utf-8").partition("## 中文")[0]
    lines = [line.strip() for line in text.splitlines() if ".venv/bin/ingest" in line and "examples/county" in line]
    return [line.removeprefix(".venv/bin/ingest ").split() for line in lines]


def test_the_page_on_the_desk_has_the_same_commands() -> None:
    desk = (COUNTY.parent.parent / "docs" / "desk.md").read_text("utf-8")
    assert all(f"    .venv/bin/ingest {' '.join(command)}\n" in desk for command in readme_commands())


def test_the_county_runs_as_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(COUNTY.parent)
    monkeypatch.chdir(tmp_path)
    said = [CliRunner().invoke(main, command) for command in readme_commands()]
    assert len(said) == 4 and all(one.exit_code in (0, 1) and not one.stderr for one in said), [s.output for s in said]
    summary = [line.split()[:2] for line in said[0].stdout.splitlines()[1:6]]
    assert summary == [
        ["光山县示例局", "可发布"], ["光山县举例局", "请修改"], ["光山县例样委员会", "可发布"],
        ["光山县范例镇人民政府", "请修改" if "draft.blank" in checks() else "可发布"], ["光山县设例局", "未报"],
    ]  # fmt: skip
    assert len(list((tmp_path / "校验意见").iterdir())) == 4 and (tmp_path / "校验.xlsx").exists()
    read = parse(source_of("汇总.docx", (tmp_path / "汇总.docx").read_bytes()))
    assert read.agency.name == "光山县人民政府" and read.row("applications", "closed") is not None
    assert "恰为光山县例样委员会的数" in "".join(said[3].stdout.split())

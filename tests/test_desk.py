"""What the clerk gets: the summary, workbooks and letters, verdicts beside drafts, one-line refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from test_checking import page

from ingest.cli import main
from ingest.cli.findings import wrapped
from ingest.cli.watching import watch
from ingest.containers import source_of
from ingest.drafts import read_roster
from ingest.model import Refused
from ingest.opinions import words

NAMES = ["光山县样例局", "光山县举例局", "光山县设例局", "光山县拟设局"]


def run(*arguments: str, code: int | None = 0, env: dict[str, str] | None = None) -> Result:
    result = CliRunner(env=env).invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code is None or result.exit_code == code, result.output
    return result


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    """Three drafts, one wrong and one unreadable; and a list on which another stands that isn't in."""
    folder = tmp_path / "草稿"
    folder.mkdir()
    (folder / "b.txt").write_text(page(2025, agency=NAMES[1], wrong="21"), "utf-8")
    (folder / "a.txt").write_text(page(2025, agency=NAMES[0]), "utf-8")
    (folder / "z.txt").write_text("会议通知\n各单位：\n", "utf-8")
    (tmp_path / "名录.csv").write_text("机关,地区\n" + "".join(f"{name},光山县\n" for name in NAMES[:3]), "utf-8")
    return folder


def check(drafts: Path, *more: str, code: int | None = 1) -> Result:
    given = ("--draft", "--year", "2025", "--roster", str(drafts.parent / "名录.csv"))
    return run("check", str(drafts), *given, *more, code=code)


def test_the_summary_comes_first_in_the_lists_order_and_who_is_missing_last(drafts: Path) -> None:
    lines = check(drafts).stdout.splitlines()
    named = [line.split()[0] for line in lines[1:5]]
    assert named == [NAMES[0], NAMES[1], "（未能读出）", NAMES[2]]
    assert "无法校验" in lines[3]
    assert lines[0].split() == ["机关", "结论", "误", "疑", "注", "空白", "文件"]
    assert "请修改" in lines[2] and lines[4].split()[1] == "未报"
    assert lines.index(next(line for line in lines if line.startswith(str(drafts / "a.txt")))) > 4


def test_findings_stand_in_reading_order(drafts: Path) -> None:
    told = [json.loads(line) for line in check(drafts, "--format", "json").stdout.splitlines()]
    lines = [f["line"] for one in told for f in one.get("findings", []) if one.get("agency") == NAMES[1] and f["line"]]
    assert lines == sorted(lines) and len(lines) > 1
    assert [one["verdict"] for one in told[:-1]] == ["请修改", "请修改", "无法校验"] or told[0]["verdict"] == "可发布"
    assert told[-1]["summary"]["missing"] == [NAMES[2]]


def test_the_suffix_says_the_format_and_the_sheets_are_three(drafts: Path, tmp_path: Path) -> None:
    out = tmp_path / "校验.xlsx"
    check(drafts, "-o", str(out))
    book = load_workbook(out)
    assert book.sheetnames == ["汇总", "发现", "未报"]
    rows = list(book["汇总"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [NAMES[0], NAMES[1], None, NAMES[2]] or rows[3][0] == ""
    assert rows[-1][1] == "未报" and rows[3][1] == "无法校验"
    assert [row[0] for row in book["未报"].iter_rows(values_only=True)] == ["机关", NAMES[2]]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
    first = [row[0] for row in book["发现"].iter_rows(min_row=2, values_only=True)]
    assert first == sorted(first, key=NAMES.index)


def test_letters_in_one_document_and_one_a_department(drafts: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "意见.docx", tmp_path / "发送"
    check(drafts, "-o", str(out), "--split", str(folder))
    text = source_of(out.name, out.read_bytes()).text
    assert f"{NAMES[1]}\t请修改" in text and f"{NAMES[2]}\t未报" in text
    assert f"机关：{NAMES[1]}" in text
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["z_校验意见.docx", f"{NAMES[0]}_校验意见.docx", f"{NAMES[1]}_校验意见.docx"]
    )
    letter = source_of("a.docx", (folder / f"{NAMES[1]}_校验意见.docx").read_bytes()).text
    assert "结论：请修改" in letter and "印作 1，应为 21" in letter and NAMES[0] not in letter
    assert "无法校验" in source_of("a.docx", (folder / "z_校验意见.docx").read_bytes()).text


def test_who_has_nothing_to_mend_stands_in_the_summary_alone(drafts: Path, tmp_path: Path) -> None:
    right = (Path(__file__).parent / "cases" / "clerk" / "50-right.txt").read_text("utf-8")
    (drafts / "c.txt").write_text(right.replace("示例县示例委员会", NAMES[2]).replace("示例县", "光山县"), "utf-8")
    check(drafts, "-o", str(tmp_path / "意见.docx"))
    text = source_of("a.docx", (tmp_path / "意见.docx").read_bytes()).text
    assert f"{NAMES[2]}\t可发布" in text and f"机关：{NAMES[2]}" not in text and f"机关：{NAMES[1]}" in text


def test_the_desks_own_papers_in_the_folder_are_no_drafts(drafts: Path) -> None:
    (drafts / "z.txt").unlink()
    for name in ("校验.xlsx", "校验.docx"):
        check(drafts, "-o", str(drafts / name), "--split", str(drafts / "校验意见"))
    named = [line.split()[0] for line in check(drafts).stdout.splitlines()[1:4]]
    assert named == NAMES[:3]
    assert len(list((drafts / "校验意见").iterdir())) == 2
    (drafts / "b.docx").write_bytes(b"no document")
    assert "b.docx" in check(drafts).stdout


def test_two_drafts_of_one_agency_have_two_letters(drafts: Path, tmp_path: Path) -> None:
    (drafts / "a2.txt").write_text(page(2025, agency=NAMES[0], wrong="3"), "utf-8")
    check(drafts, "--split", str(tmp_path / "发送"))
    assert (tmp_path / "发送" / f"{NAMES[0]}_校验意见_2.docx").exists()


@pytest.mark.parametrize(
    "arguments, code, said",
    [
        (["-o", "无此文件夹/a.xlsx"], 1, "没有文件夹"),
        (["-o", "."], 1, "文件夹"),
        (["-o", "a.pdf"], 2, ".pdf"),
        (["--format", "xlsx"], 2, "-o"),
        (["--format", "xlsx", "-o", "a.docx"], 2, "不一致"),
    ],
)
def test_a_wrong_place_is_one_line_and_nothing_is_read(
    drafts: Path, arguments: list[str], code: int, said: str
) -> None:
    result = check(drafts, *arguments, code=code)
    assert said in result.stderr.splitlines()[-1]
    assert "会议通知" not in result.output and "未识别" not in result.output
    assert code == 2 or result.stderr.count("\n") == 1


# --- verdicts ---------------------------------------------------------------------------------------------------


def found(result: Result) -> list[dict[str, Any]]:
    return [one for line in result.stdout.splitlines() for one in json.loads(line).get("findings", [])]


def test_a_verdict_on_a_draft_stands_beside_it_and_holds_when_it_is_added(drafts: Path, tmp_path: Path) -> None:
    errors = [one for one in found(check(drafts, "--format", "json")) if one["severity"] == "error"]
    for one in errors:
        run("review", one["key"], "--dismiss", "--note", "已核实", "--drafts", str(drafts), "--year", "2025")
    assert (drafts / "verdicts.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    again = [one for one in found(check(drafts, "--format", "json")) if one["severity"] == "error"]
    assert errors and [(one["verdict"], one["note"]) for one in again] == [("dismissed", "已核实")] * len(errors)
    db = str(tmp_path / "reports.db")
    added = run("add", str(drafts), "--db", db, code=1)  # the notice is refused
    assert "z.txt" in added.stderr and "verdicts" not in added.stderr
    later = found(run("check", str(drafts / "b.txt"), "--db", db, "--format", "json", code=None))
    assert {one["verdict"] for one in later if one["severity"] == "error"} == {"dismissed"}
    (drafts / "verdicts.csv").unlink()
    kept = found(run("check", str(drafts / "b.txt"), "--db", db, "--format", "json", code=None))
    assert {one["note"] for one in kept if one["severity"] == "error"} == {"已核实"}


def test_a_verdict_on_a_draft_is_withdrawn(drafts: Path) -> None:
    key = next(one["key"] for one in found(check(drafts, "--format", "json")) if one["severity"] == "error")
    run("review", key, "--confirm", "--drafts", str(drafts), "--year", "2025")
    run("review", key[:8], "--withdraw", "--drafts", str(drafts))
    assert all("verdict" not in one for one in found(check(drafts, "--format", "json")))
    assert "没有这条发现" in run("review", "0123456789", "--dismiss", "--drafts", str(drafts), code=1).stderr


def test_a_file_that_holds_no_verdicts_is_named(drafts: Path) -> None:
    (drafts / "verdicts.csv").write_text("甲,乙\n1,2\n", "utf-8")
    assert "不是复核意见的文件" in check(drafts, code=1).stderr


# --- terminals, watching, words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("env, coloured", [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colours_only_where_they_are_wanted(drafts: Path, env: dict[str, str], coloured: bool) -> None:
    given = {"TERM": "xterm", "NO_COLOR": "", **env}
    result = CliRunner(env=given).invoke(main, ["check", str(drafts)], color=True)
    assert ("\x1b[" in result.stdout) == coloured


def test_watching_checks_again_only_when_a_file_has_changed(drafts: Path, capsys: Any) -> None:
    done: list[int] = []

    def looks() -> Any:
        yield
        (drafts / "a.txt").write_text(page(2025, agency=NAMES[0], wrong="3"), "utf-8")
        yield
        yield
        (drafts / "z.txt").unlink()
        yield

    watch([str(drafts)], lambda: done.append(len(done)), looks())
    assert done == [0, 1, 2]
    told = [line.split(maxsplit=2)[2] for line in capsys.readouterr().out.splitlines() if line.startswith("——")]
    assert told == ["改动 a.txt", "删除 z.txt"]


def test_files_that_come_go_and_change_at_once_are_told_apart(tmp_path: Path, capsys: Any) -> None:
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text("一", "utf-8")

    def looks() -> Any:
        (tmp_path / "甲.txt").write_text("一二", "utf-8")
        (tmp_path / "乙.txt").rename(tmp_path / "丙.txt")
        yield
        for name in ("甲.txt", "丙.txt"):
            (tmp_path / name).unlink()
        yield

    watch([str(tmp_path)], lambda: None, looks())
    told = [line.split(maxsplit=2)[2] for line in capsys.readouterr().out.splitlines() if line.startswith("——")]
    assert told == ["改动 甲.txt；新增 丙.txt；删除 乙.txt", "删除 丙.txt、甲.txt"]


def test_watching_ends_as_any_command_that_is_interrupted(drafts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.cli.watching.time.sleep", interrupted)
    result = CliRunner().invoke(main, ["check", str(drafts), "--watch"])
    assert result.exit_code == 130 and "已中断" in result.stderr


def test_lines_are_never_cut_in_a_number_or_a_name() -> None:
    text = "各分项之和 12,345.67＋8 ＝ 12,353.67，另一份是：04.docx、16.docx"
    for room in range(14, 60):
        whole = " ".join(wrapped(text, room))
        for word in ("12,345.67", "12,353.67", "04.docx", "16.docx"):
            assert word in whole
    assert list(wrapped("123456789012", 5)) == ["12345", "67890", "12"]


@pytest.mark.parametrize(
    "value, said",
    [
        ("<=11", ("应不大于", "11")),
        (">=7", ("应不小于", "7")),
        ("<=2026-01-31", ("应不晚于", "2026-01-31")),
        (">2025-12-31", ("应晚于", "2025-12-31")),
        ("7", ("应为", "7")),
    ],
)
def test_limits_are_written_as_people_write_them(value: str, said: tuple[str, str]) -> None:
    assert words.limit(value) == said


@pytest.mark.parametrize("value, said", [("452300", "452,300 万元"), ("1234.5", "1,234.5 万元"), ("8万元", "8万元")])
def test_money_has_its_thousands_and_its_unit(value: str, said: str) -> None:
    assert words.amount(value) == said


_LISTS = {
    "under a title": "光山县名录\n填表：张三\n序号,单位名称,备注\n1,光山县财政局,\n2,光山县公安局,\n合计,2,\n",
    "semicolons": "序号;报送单位\n1;光山县财政局\n2;光山县公安局\n",
    "tabs": "机关\t备注\n光山县财政局\tx\n光山县公安局\ty\n",
    "names alone": "光山县财政局\n光山县公安局\n光山县财政局\n",
    "place apart": "部门名称,地区\n财政局,光山县\n公安局,光山县\n",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("text", _LISTS.values(), ids=_LISTS)
def test_lists_as_offices_keep_them(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "名录.csv"
    path.write_text(text, encoding)
    assert [one.name for one in read_roster(str(path), 2025)] == ["光山县财政局", "光山县公安局"]


@pytest.mark.parametrize("text", ["姓名,电话\n张三,123\n", "", "光山县财政局,张三\n光山县公安局,李四\n"])
def test_what_is_no_list_is_refused_by_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "电话.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(Refused, match=r"电话\.csv"):
        read_roster(str(path), 2025)


def test_a_file_that_cannot_be_read_is_its_agency_s_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "07 光山县财政局（终稿）.docx").write_bytes(b"")
    (tmp_path / "名录.txt").write_text("光山县公安局\n光山县财政局\n", "utf-8")
    given = [str(tmp_path / "07 光山县财政局（终稿）.docx"), "--draft", "--roster", str(tmp_path / "名录.txt")]
    said = CliRunner().invoke(main, ["check", *given]).output
    rows = [line.split()[:2] for line in said.splitlines() if line.startswith("光山县")]
    assert rows == [["光山县财政局", "无法校验"], ["光山县公安局", "未报"]]

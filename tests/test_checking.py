"""``ingest check`` and ``ingest review``: what a clerk is told, and what people say of it."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import generate
import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database, Migrations

from ingest.checks import checks
from ingest.cli import main
from ingest.store import connect, schema

AGENCY = "衢州市示例局"


def page(
    year: int = 2021, *, wrong: str = "", cell: str = "0", carried: str = "0", prose: str = "", agency: str = AGENCY
) -> str:
    """A small report in good order: zeros, one application that was disclosed."""
    rows = {"received": 1, "disclosed": 1, "closed": 1}
    form = generate.forms()["2021"]
    lines = [
        f"{agency}{year}年政府信息公开工作年度报告",
        "一、总体情况",
        f"统计期限{year}年1月1日至{year}年12月31日。",
        prose,
    ]
    lines += ["三、收到和处理政府信息公开申请情况", "\t自然人\t法人或其他组织\t\t\t\t\t总计"]
    lines += ["\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t"]
    for row in form.rows:
        if row.code != "other_handling":
            number = rows.get(row.code, 0)
            cells = [number, 0, 0, 0, 0, 0, number]
            if row.code == "carried_in":
                cells = [carried, 0, 0, 0, 0, 0, carried]
            lines.append("\t".join([row.label, *map(str, cells)]))
    text = "\n".join(lines).replace("（一）予以公开\t1\t0", f"（一）予以公开\t1\t{cell}") + "\n"
    return text.replace("（一）予以公开\t1", f"（一）予以公开\t{wrong}") if wrong else text


def run(*arguments: str, code: int | None = None) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code is None or result.exit_code == code, result.output
    return result


def draft(folder: Path, name: str = "a.txt", **given: Any) -> str:
    (folder / name).write_text(page(**given), "utf-8")
    return str(folder / name)


def found(result: Result) -> list[dict[str, Any]]:
    return [finding for line in result.stdout.splitlines() for finding in json.loads(line).get("findings", [])]


def test_a_report_in_order_passes(tmp_path: Path) -> None:
    result = run("check", draft(tmp_path), "--strict", "--format", "json")
    assert [f["check"] for f in found(result)] == ["rows.missing", "rows.missing"]  # it has neither table 1 nor 3
    assert run("check", draft(tmp_path)).exit_code == 0
    assert result.exit_code == 1  # strictly, a missing table is a fault


def test_an_error_is_told_with_row_column_both_numbers_and_line(tmp_path: Path) -> None:
    result = run("check", draft(tmp_path, wrong="21"), code=1)
    words = "".join(result.stdout.split())  # lines break where the terminal ends
    assert "误第10行（一）予以公开·总计印作1应为21" in words
    assert "自然人一栏：第三项（七）1≠各项办理结果之和21" in words
    assert "若“（一）予以公开”自然人一栏为1（印作21，疑多印一位），则2处不符全部相符" in words
    assert "共1份，有错误的1份，无法读取的0份；错误2" in words


def test_colours_are_for_terminals_only(tmp_path: Path) -> None:
    path = draft(tmp_path, wrong="2")
    assert "\x1b[" not in run("check", path).stdout
    assert "\x1b[31m" in CliRunner().invoke(main, ["check", path], color=True).stdout


def test_a_refused_file_is_named_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("通知：今天放假。", "utf-8")
    result = run("check", str(tmp_path / "b.txt"), draft(tmp_path), code=1)
    assert f"ingest: {tmp_path / 'b.txt'}: 未识别出年度报告" in result.stderr
    assert "a.txt" in result.stdout and "无法读取的 1 份" in result.stdout


def test_many_files_are_checked_in_their_order(tmp_path: Path) -> None:
    paths = [draft(tmp_path, f"{n:02}.txt", agency=f"衢州市第{n}示例局") for n in range(40)]
    lines = [json.loads(line) for line in run("check", str(tmp_path), "--format", "json", code=0).stdout.splitlines()]
    assert [line["file"] for line in lines[:-1]] == paths
    assert lines[-1]["summary"]["files"] == 40


def test_drafts_of_one_agency_are_compared_year_by_year(tmp_path: Path) -> None:
    paths = [draft(tmp_path, "a.txt", year=2022, carried="2"), draft(tmp_path, "b.txt", year=2021)]
    told = [f for f in found(run("check", *paths, "--format", "json")) if f["check"] == "across.carried"]
    assert [(f["column"], f["stated"], f["expected"], f["severity"]) for f in told] == [
        ("natural_person", "2", "0", "note"),
        ("total", "2", "0", "note"),
    ]


def test_a_database_is_read_and_not_written(tmp_path: Path) -> None:
    db = str(tmp_path / "reports.db")
    run("add", draft(tmp_path, "old.txt", year=2021), "--db", db, code=0)
    before = Path(db).read_bytes()
    result = run("check", draft(tmp_path, year=2022, carried="2"), "--db", db, "--format", "json")
    assert "across.carried" in {f["check"] for f in found(result)}
    assert Path(db).read_bytes() == before
    assert "across.carried" not in {
        f["check"] for f in found(run("check", str(tmp_path / "a.txt"), "--format", "json"))
    }


def test_no_database_is_made(tmp_path: Path) -> None:
    result = run("check", draft(tmp_path), "--db", str(tmp_path / "none.db"), code=1)
    assert "数据库不存在" in result.stderr
    assert not (tmp_path / "none.db").exists()


def test_the_spreadsheet_holds_every_finding_as_text(tmp_path: Path) -> None:
    path, out = draft(tmp_path, cell='=HYPERLINK("http://x")'), tmp_path / "findings.xlsx"
    run("check", path, "--format", "xlsx", "-o", str(out), code=1)
    with zipfile.ZipFile(out) as book:
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "（一）予以公开" in strings and "商业企业" in strings and "单元格无法识别" in strings
    assert any(text.startswith("=HYPERLINK") for text in strings)
    assert "<f>" not in sheet and "hyperlink" not in sheet


def test_the_spreadsheet_says_in_words_where_a_finding_stands_in_a_file_without_lines(tmp_path: Path) -> None:
    names = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    heads = "".join(f"<td>{name}</td>" for name in names)
    row = f"<td>一、本年新收政府信息公开申请数量</td>{'<td>3</td>' * 6}<td>17</td>"
    page = tmp_path / "draft.html"
    page.write_text(
        f"<h1>{AGENCY}2021年政府信息公开工作年度报告</h1><p>本报告所列数据的统计期限为2021年1月1日至12月31日。</p><p>三、收到和处理政府信息公开申请情况</p>"
        f"<table><tr><td></td>{heads}</tr><tr>{row}</tr></table>"
    )
    out = tmp_path / "findings.xlsx"
    run("check", str(page), "--format", "xlsx", "-o", str(out), code=1)
    with zipfile.ZipFile(out) as book:
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
    assert "位置" in strings
    assert "表二 第2行" in strings


def test_a_spreadsheet_needs_a_file(tmp_path: Path) -> None:
    assert "-o" in run("check", draft(tmp_path), "--format", "xlsx", code=2).stderr


def test_output_goes_to_a_file_without_colours(tmp_path: Path) -> None:
    run("check", draft(tmp_path, wrong="2"), "-o", str(tmp_path / "out.txt"), code=1)
    text = (tmp_path / "out.txt").read_text("utf-8")
    assert "（一）予以公开 · 总计" in text and "\x1b" not in text


def test_what_steers_a_terminal_is_spelled_out(tmp_path: Path) -> None:
    output = run("check", draft(tmp_path, "\x1b[2J7.txt")).stdout
    assert "\x1b" not in output and "\\x1b[2J7" in output


def test_a_draft_is_its_agencys_however_it_writes_its_name(tmp_path: Path) -> None:
    db = str(tmp_path / "reports.db")
    name = "郑州市二七区住房和城乡建设局"
    before = draft(tmp_path, "1.txt")
    for path, agency in ((before, name), (draft(tmp_path, "2.txt"), "郑州市二七区住建局")):
        text = Path(path).read_text("utf-8").replace(AGENCY, agency)
        Path(path).write_text(text if path == before else text.replace("2021", "2022"), "utf-8")
    run("add", before, "--db", db, code=0)
    with sqlite3.connect(db) as connection:
        connection.execute(
            "UPDATE applications SET total = 5 WHERE outcome_id = (SELECT id FROM outcomes WHERE code = 'carried_out')"
        )
    told = found(run("check", str(tmp_path / "2.txt"), "--db", db, "--format", "json"))
    assert [f["expected"] for f in told if f["check"] == "across.carried"] == ["5"]


# --- review ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def db(tmp_path: Path) -> str:
    run("add", draft(tmp_path, wrong="2"), "--db", str(tmp_path / "reports.db"), code=0)
    return str(tmp_path / "reports.db")


def keys(db: str, check: str = "applications.row_total") -> list[str]:
    with sqlite3.connect(db) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM findings WHERE check_id = ?", [check])]


def verdicts(db: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(db) as connection:
        return connection.execute(
            "SELECT check_id, verdict, note FROM findings_reviewed WHERE verdict <> ''"
        ).fetchall()


def test_a_verdict_is_shown_and_a_dismissed_error_counts_no_more(db: str, tmp_path: Path) -> None:
    [key] = keys(db)
    run("review", key[:8], "--dismiss", "--note", "原表如此", "--db", db, code=0)
    assert verdicts(db) == [("applications.row_total", "dismissed", "原表如此")]
    result = run("check", str(tmp_path / "a.txt"), "--db", db, code=1)
    assert "已复核：不成立：原表如此" in result.stdout and "错误 1" in result.stdout
    [other] = keys(db, "applications.closed")
    run("review", other, "--dismiss", "--db", db, code=0)
    assert run("check", str(tmp_path / "a.txt"), "--db", db).exit_code == 0


def test_a_verdict_outlives_rereading_replacing_and_removing(db: str, tmp_path: Path) -> None:
    [key] = keys(db)
    run("review", key, "--confirm", "--db", db, code=0)
    run("reparse", "--db", db, code=0)
    assert verdicts(db) == [("applications.row_total", "confirmed", "")]
    run("add", draft(tmp_path, "b.txt", wrong="2", prose="另有一段文字，行号因此不同。\n又一段。"), "--db", db, code=0)
    assert verdicts(db) == [("applications.row_total", "confirmed", "")]
    run("remove", AGENCY, "2021", "--db", db, code=0)
    assert verdicts(db) == []
    run("add", str(tmp_path / "b.txt"), "--db", db, code=0)
    assert verdicts(db) == [("applications.row_total", "confirmed", "")]


def test_other_numbers_are_another_finding(db: str, tmp_path: Path) -> None:
    run("review", keys(db)[0], "--dismiss", "--db", db, code=0)
    run("add", draft(tmp_path, "b.txt", wrong="3"), "--db", db, code=0)
    assert verdicts(db) == []


def test_a_verdict_can_be_changed_and_withdrawn(db: str) -> None:
    [key] = keys(db)
    run("review", key, "--dismiss", "--db", db, code=0)
    run("review", key, "--confirm", "--note", "已联系更正", "--db", db, code=0)
    assert verdicts(db) == [("applications.row_total", "confirmed", "已联系更正")]
    run("review", key, "--withdraw", "--db", db, code=0)
    assert verdicts(db) == []
    assert "没有复核意见" in run("review", key, "--withdraw", "--db", db, code=1).stderr


def test_a_finding_is_also_named_by_its_id(db: str) -> None:
    with sqlite3.connect(db) as connection:
        (number,) = connection.execute("SELECT min(id) FROM findings").fetchone()
    run("review", str(number), "--dismiss", "--db", db, code=0)
    assert len(verdicts(db)) == 1


def test_what_is_no_finding_is_refused(db: str, tmp_path: Path) -> None:
    assert "没有这条发现" in run("review", "0123456789abcdef", "--dismiss", "--db", db, code=1).stderr
    assert "没有这条发现" in run("review", "%%%%%%%", "--dismiss", "--db", db, code=1).stderr
    assert run("review", keys(db)[0], "--db", db).exit_code == 2
    assert "数据库不存在" in run("review", "1", "--dismiss", "--db", str(tmp_path / "none.db"), code=1).stderr


# --- migration ------------------------------------------------------------------------------------------------------


def test_a_database_of_the_first_version_is_migrated_in_place(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrations = Migrations(schema.MIGRATION_SET)
    migrations(name="0001_tables")(lambda database: schema.MIGRATIONS["0001_tables"](database.conn))
    migrations.apply(Database(old))
    old.executescript("""
        INSERT INTO checks VALUES ('applications.row_total', '旧名', '', '', 'error');
        INSERT INTO agencies (id, name) VALUES (1, '示例局');
        INSERT INTO sources VALUES (1, 'x', 'a.txt', 'text/plain', 'utf-8', 0, x'', '2026', '0', NULL, NULL);
        INSERT INTO reports (id, agency_id, year, scope, completeness, source_id)
        VALUES (1, 1, 2021, 'own', 'partial', 1);
        INSERT INTO sections VALUES (1, 1, 1, 'overview', NULL, '本机关围绕中心工作扎实推进政务公开各项任务。', 1);
        INSERT INTO findings VALUES
        (7, 1, 'applications.row_total', 'error', 'applications', 'closed', 'total', '1', '2', '…', 3);
    """)
    old.close()
    db = connect(str(path))
    [(finding_id, key)] = db.execute("SELECT id, key FROM findings").fetchall()
    assert finding_id == 7 and re.fullmatch(r"[0-9a-f]{16}", key)
    assert db.execute("SELECT length(marks) FROM prose_marks").fetchall() == [(4,)]
    assert db.execute("SELECT title, limits FROM checks WHERE id = 'applications.row_total'").fetchone() == (
        checks()["applications.row_total"].title,
        checks()["applications.row_total"].limits,
    )
    new = connect(str(tmp_path / "new.db"))
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE '%fts%' ORDER BY name"
    )
    assert db.execute(query).fetchall() == new.execute(query).fetchall()
    db.close()
    new.close()


def test_verdicts_by_the_agencys_name_are_known_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrations = Migrations(schema.MIGRATION_SET)
    for name in ("0001_tables", "0002_reviews"):
        migrations(name=name)(lambda database, name=name: schema.MIGRATIONS[name](database.conn))
    migrations.apply(Database(old))
    old.executescript("""
        INSERT INTO checks (id, title, formula, basis, severity) VALUES ('applications.row_total', '', '', '', 'error');
        INSERT INTO agencies (id, name) VALUES (1, '二七区住建局');
        INSERT INTO sources VALUES (1, 'x', 'a.txt', 'text/plain', 'utf-8', 0, x'', '2026', '0', NULL, NULL);
        INSERT INTO reports (id, agency_id, year, scope, completeness, source_id)
        VALUES (1, 1, 2021, 'own', 'partial', 1);
        INSERT INTO findings VALUES
        (7, 1, 'applications.row_total', 'error', 'applications', 'closed', 'total', '1', '2', '…', 3, 'abcdefabcdef');
        INSERT INTO reviews VALUES ('abcdefabcdef', 'dismissed', '', '2026', '二七区住建局', 2021, 'own',
        'applications.row_total', 'applications', 'closed', 'total', '1', '2', '…');
    """)
    old.close()
    db = connect(str(path))
    [(key,)] = db.execute("SELECT key FROM findings_reviewed WHERE verdict = 'dismissed'").fetchall()
    assert key != "abcdefabcdef"
    assert db.execute("SELECT agency_key FROM reports").fetchall() == [("410103:住房城乡建设局",)]
    db.close()


def test_a_database_that_waits_for_its_migration_is_not_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    connect(str(path)).close()
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0002_reviews'")
    result = run("check", draft(tmp_path), "--db", str(path), code=1)
    assert "ingest reparse" in result.stderr

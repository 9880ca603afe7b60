"""The database: a report whole or not at all, and a file that isn't ours left alone."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import generate
import pytest
from conftest import sound

from ingest.forms import forms
from ingest.model import Finding, Head, Refused, Report, Row, Source, Value
from ingest.places import regions
from ingest.store import Packed, Rereading, StoreError, Writer, connect, pack, schema, search, stats, views

pytestmark = pytest.mark.usefixtures("anew")  # how databases are made is what is tested

BLANK = Value("")


def source(text: str, name: str = "a.txt") -> Source:
    content = text.encode()
    return Source(name, content, hashlib.sha256(content).hexdigest(), "text/plain", "utf-8", text)


def packed(
    number: int, content: str | None = None, change: Callable[[Report], Report] = lambda report: report
) -> Packed:
    it = generate.invent(number)
    return pack(source(content or generate.text(it, "tsv")), change(generate.report(it)))


def rows(writer: Writer, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return writer.connection.execute(sql, values).fetchall()


def hits(writer: Writer, words: str) -> list[int]:
    phrase = '"' + " ".join(words) + '"'
    return [row[0] for row in rows(writer, "SELECT rowid FROM sections_fts WHERE sections_fts MATCH ?", phrase)]


def dump(writer: Writer) -> list[str]:
    volatile = re.compile(r"'\d{4}-\d\d-\d\dT[^']*'")
    return [volatile.sub("T", line) for line in writer.connection.iterdump() if "sections_fts" not in line]


# --- schema ---------------------------------------------------------------------------------------------------------


def test_new_database_is_marked_and_in_wal_mode(writer: Writer) -> None:
    assert rows(writer, "PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    assert rows(writer, "PRAGMA journal_mode") == [("wal",)]
    assert rows(writer, "PRAGMA foreign_keys") == [(1,)]


def test_database_whose_making_was_cut_short_gets_its_log_later(path: Path) -> None:
    connect(str(path)).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    connect(str(path)).close()
    assert sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_every_code_of_every_form_is_there(writer: Writer) -> None:
    for form in forms().values():
        assert {o.code for o in form.rows} <= {code for (code,) in rows(writer, "SELECT code FROM outcomes")}
        for band in form.bands:
            assert {i.code for i in band.items} <= {code for (code,) in rows(writer, "SELECT code FROM item_kinds")}
            assert {m.code for m in band.measures} <= {code for (code,) in rows(writer, "SELECT code FROM measures")}
    assert len(rows(writer, "SELECT * FROM regions")) == len(regions())


def test_measure_of_two_forms_belongs_to_neither(writer: Writer) -> None:
    owners = dict(rows(writer, "SELECT code, form_id FROM measures"))
    assert (owners["made"], owners["issued"]) == ("2019", "2021")
    assert owners["decisions"] is None and owners["amount"] is None


def test_opening_again_writes_nothing(path: Path) -> None:
    connect(str(path)).close()
    before = path.read_bytes()
    connect(str(path)).close()
    assert path.read_bytes() == before


def test_code_keeps_its_id_and_gets_its_new_label(path: Path) -> None:
    db = connect(str(path))
    (before,) = db.execute("SELECT id FROM outcomes WHERE code = 'closed'").fetchone()
    db.execute("UPDATE outcomes SET label = '旧' WHERE code = 'closed'")
    db.close()
    db = connect(str(path))
    assert db.execute("SELECT id, label FROM outcomes WHERE code = 'closed'").fetchone() == (before, "（七）总计")
    db.close()


def test_changed_view_is_made_anew(path: Path) -> None:
    db = connect(str(path))
    db.execute("DROP VIEW coverage")
    db.execute("CREATE VIEW coverage AS SELECT 1")
    db.close()
    db = connect(str(path))
    assert "status" in [column[0] for column in db.execute("SELECT * FROM coverage").description]
    db.close()


NEED_MORE = {
    "yearly_by_region",
    "findings_by_region",
    "findings_reviewed",
    "agency_suggestions",
    "shared_credit_codes",
    "doubted_numbers",
    "coverage_by_region",
    "reconciliation",
    "revisions",
    "copied_prose",
}  # views that are empty for one report of an invented place, without a finding or a correction


def test_every_view_is_described_and_answers(writer: Writer) -> None:
    writer.write(packed(1))
    writer.commit()
    assert {view.name for view in views()} >= {
        "applications_long",
        "appeals_long",
        "disclosure_long",
        "yearly_by_region",
        "coverage",
    }
    for view in views():
        assert view.description.endswith("。")
        assert rows(writer, f"SELECT * FROM {view.name}") or view.name in NEED_MORE


def refused(path: Path | str) -> str:
    with pytest.raises(StoreError) as error:
        connect(str(path))
    return str(error.value)


def test_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "other.db"
    db = sqlite3.connect(foreign)
    db.execute("CREATE TABLE a (b)")
    db.close()
    before = foreign.read_bytes()
    assert refused(foreign) == "是其他程序的数据库，未作改动 (a database of another program, left as it was)"
    assert foreign.read_bytes() == before
    sound(foreign)


def test_empty_database_with_another_mark_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "other.db"
    db = sqlite3.connect(foreign)
    db.execute("PRAGMA application_id = 7")
    db.close()
    assert "其他程序" in refused(foreign)


def test_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("这不是数据库" * 999)
    assert refused(tmp_path / "a.db") == "不是 SQLite 数据库 (not an SQLite database)"
    assert refused(tmp_path) == "数据库路径是文件夹 (the database path is a folder)"
    assert "没有" in refused(tmp_path / "no" / "a.db") or "不存在" in refused(tmp_path / "no" / "a.db")


def test_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()
    connect(str(path)).close()


def test_newer_schema_is_refused(path: Path) -> None:
    db = connect(str(path))
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ingest', '9999_later', '')")
    db.close()
    before = path.read_bytes()
    assert (
        refused(path) == "数据库由更新的版本建立，请先升级本程序 (made by a newer version, upgrade this program first)"
    )
    assert path.read_bytes() == before


def test_locked_database_is_said_to_be(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect(str(path)).close()
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert refused(path) == "数据库正被其他程序占用，请稍后再试 (the database is locked by another program)"
    other.rollback()
    other.close()


def test_lock_in_the_middle_is_said_and_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    writer = Writer(connect(str(path)))
    writer.write(packed(1))
    writer.commit()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="占用"):
        writer.write(packed(2))
    other.rollback()
    other.close()
    assert writer.write(packed(2)).status == "added"
    writer.commit()
    writer.connection.close()


@pytest.mark.parametrize("folder", [False, True])
def test_read_only_database_is_said_to_be(folder: bool) -> None:
    place = Path(tempfile.mkdtemp())  # pytest's own folder is closed to other users
    path = place / "reports.db"
    connect(str(path)).close()
    path.chmod(0o444)
    place.chmod(0o555 if folder else 0o777)
    was = os.geteuid()
    if was == 0:
        os.seteuid(65534)
    try:
        said = refused(path)
    finally:
        os.seteuid(was)
        place.chmod(0o755)
    assert said.startswith(("数据库不可写", "无法打开数据库"))
    sound(path)
    shutil.rmtree(place)


def test_interrupted_creation_leaves_an_empty_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_refresh_views", interrupt)
        with pytest.raises(KeyboardInterrupt):
            connect(str(path))
    db = sqlite3.connect(path)
    assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    db.close()
    connect(str(path)).close()


# --- writing --------------------------------------------------------------------------------------------------------


def test_report_is_written_whole(writer: Writer) -> None:
    it = generate.invent(1)
    written = writer.write(packed(1))
    writer.commit()
    assert written == ("added", 1)
    columns = ", ".join(label.code for label in it.form.applicants)
    found = rows(writer, f"SELECT o.code, {columns} FROM applications JOIN outcomes o ON o.id = outcome_id")
    assert {row[0]: row[1:] for row in found} == it.applications
    found = rows(
        writer,
        "SELECT c.code, upheld, corrected, other, pending, total FROM appeals JOIN channels c ON c.id = channel_id",
    )
    assert {row[0]: row[1:] for row in found} == it.appeals
    found = rows(writer, "SELECT item, measure, value FROM disclosure_long")
    assert {row[:2]: row[2] for row in found} == it.items
    assert rows(writer, "SELECT title, form_id, scope, signed_date FROM reports") == [
        (it.title, it.form.id, "own", f"{it.year + 1}-01-20")
    ]
    assert [row[0] for row in rows(writer, "SELECT kind FROM sections ORDER BY position")] == [
        s.code for s in it.form.sections
    ]


def test_source_is_kept_to_the_byte(writer: Writer) -> None:
    writer.write(packed(1, "原文\r\n"))
    writer.commit()
    ((content, size),) = rows(writer, "SELECT content, size FROM sources")
    assert zlib.decompress(content) == "原文\r\n".encode() and size == 8


def test_every_character_can_be_found(writer: Writer) -> None:
    writer.write(packed(1))
    writer.commit()
    assert hits(writer, "政府信息公开条例") == [1]
    assert hits(writer, "信息处理费") == [6]
    assert hits(writer, "没有这样的话") == []


def test_same_file_twice_adds_nothing(writer: Writer) -> None:
    writer.write(packed(1))
    writer.commit()
    before = dump(writer)
    assert writer.write(packed(1)) == ("unchanged", 1)
    writer.commit()
    assert dump(writer) == before


def test_corrected_report_replaces_the_old_one(writer: Writer) -> None:
    writer.write(packed(1, "旧"))
    writer.write(packed(2))
    writer.commit()

    def change(report: Report) -> Report:
        return replace(report, sections=(replace(report.sections[0], body="更正说明"),), rows=report.rows[:3])

    assert writer.write(packed(1, "新", change)) == ("replaced", 1)
    writer.commit()
    assert hits(writer, "更正说明") and not rows(writer, "SELECT 1 FROM applications WHERE report_id = 1")
    assert rows(writer, "SELECT count(*) FROM sections WHERE report_id = 1") == [(1,)]
    assert rows(writer, "SELECT id, replaced_by FROM sources") == [(1, 3), (2, None), (3, None)]
    assert rows(writer, "SELECT source_id FROM reports ORDER BY id") == [(3,), (2,)]
    assert rows(writer, "SELECT closed FROM report_stats WHERE report_id = 1") == [(None,)]


def test_replaced_and_again_within_one_transaction(writer: Writer) -> None:
    for n in range(4):
        writer.write(packed(1, str(n)))
    writer.write(packed(2))
    writer.commit()
    assert rows(writer, "SELECT count(*) FROM sections") == [(12,)]
    assert len(hits(writer, "政府信息公开条例")) == 2


def test_statistics_of_a_report_written_twice_in_a_transaction_count_it_once(writer: Writer) -> None:
    writer.write(packed(1, "one"))
    writer.write(packed(1, "two"))
    writer.commit()
    together = rows(writer, "SELECT * FROM report_stats")
    writer.write(packed(1, "three"))
    writer.commit()
    assert together == rows(writer, "SELECT * FROM report_stats")


def test_replaced_file_given_again_changes_nothing(writer: Writer) -> None:
    writer.write(packed(1, "旧"))
    writer.write(packed(1, "新"))
    assert writer.write(packed(1, "旧")) == ("unchanged", None)
    writer.commit()
    assert rows(writer, "SELECT source_id FROM reports") == [(2,)]


def test_own_and_aggregate_stand_side_by_side(writer: Writer) -> None:
    def aggregate(report: Report) -> Report:
        return replace(report, head=replace(report.head, scope="aggregate"))

    writer.write(packed(1))
    assert writer.write(packed(1, "汇总", aggregate)).status == "added"
    writer.commit()
    assert len(rows(writer, "SELECT DISTINCT scope FROM yearly_by_region")) in (0, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda r: replace(r, rows=(*r.rows, r.rows[-1])),  # the same row twice
        lambda r: replace(r, rows=(*r.rows, Row("applications", "unheard_of", ("total",), (BLANK,), 1))),
        lambda r: replace(r, rows=(Row("appeals", "reconsideration", ("total",), (Value("1.5", 1.5),), 1),)),
        lambda r: replace(r, head=Head(title="\ud800")),
        lambda r: replace(r, form="1999"),
    ],
)
def test_report_that_cannot_be_written_leaves_no_trace(writer: Writer, change: Callable[[Report], Report]) -> None:
    writer.write(packed(1))
    with pytest.raises(Refused, match=r"内部错误，未写入 \(internal error"):
        writer.write(packed(2, None, change))
    writer.write(packed(3))
    writer.commit()
    assert rows(writer, "SELECT year FROM reports") == [(2020,), (2022,)]
    assert rows(writer, "SELECT count(*) FROM sources") == [(2,)]
    assert rows(writer, "SELECT count(*) FROM sections") == [(12,)]


def test_number_too_large_to_keep_is_refused() -> None:
    row = Row("appeals", "reconsideration", ("total",), (Value("9" * 20, int("9" * 20)),), 7)
    with pytest.raises(Refused, match="第 7 行的数字过大"):
        packed(1, None, lambda report: replace(report, rows=(row,)))


def test_column_that_the_form_lacks_is_not_dropped_in_silence() -> None:
    row = Row("appeals", "reconsideration", ("weather",), (BLANK,), 7)
    with pytest.raises(ValueError, match="weather"):
        packed(1, None, lambda report: replace(report, rows=(row,)))


def test_blank_cell_is_null_and_keeps_its_row(writer: Writer) -> None:
    row = Row("disclosure_items", "licensing", ("decisions",), (BLANK,), 7)
    writer.write(packed(1, None, lambda report: replace(report, rows=(row,))))
    writer.commit()
    assert rows(writer, "SELECT value, unit, raw, line FROM disclosure_items") == [(None, None, "", 7)]


def test_rollback_leaves_nothing(writer: Writer) -> None:
    writer.write(packed(1))
    writer.rollback()
    writer.write(packed(2))
    writer.commit()
    assert rows(writer, "SELECT year FROM reports") == [(2021,)]
    assert rows(writer, "SELECT count(*) FROM agencies") == [(1,)]


def test_finding_has_its_severity_from_its_check(writer: Writer) -> None:
    finding = Finding("cells.unreadable", "第 3 行的“若干”无法识别。", 3, "applications", "closed", "total", "若干")
    writer.write(packed(1, None, lambda report: replace(report, findings=(finding,))))
    writer.commit()
    assert rows(writer, "SELECT severity, stated, line FROM findings") == [("error", "若干", 3)]
    assert rows(writer, "SELECT errors, warnings FROM report_stats") == [(1, 0)]


# --- statistics -----------------------------------------------------------------------------------------------------


def statistics(writer: Writer, number: int, change: Callable[[Report], Report]) -> dict[str, Any]:
    writer.write(packed(number, None, change))
    writer.commit()
    writer.connection.row_factory = sqlite3.Row
    return dict(writer.connection.execute("SELECT * FROM report_stats").fetchone())


def total(it: generate.Invented, *codes: str) -> int:
    return sum(it.applications[code][-1] for code in codes)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 104])
def test_statistics_are_the_sums_of_the_form(writer: Writer, number: int) -> None:
    it, form = generate.invent(number), generate.invent(number).form
    found = statistics(writer, number, lambda report: report)
    for code in ("received", "carried_in", "closed", "disclosed", "partly_disclosed", "carried_out"):
        assert found[code] == total(it, code)
    for head in ("refused", "not_available", "not_processed"):
        assert found[head] == total(it, *form.children(head))
    assert found["other_handling"] == total(it, *(form.children("other_handling") or ["other_handling"]))
    suits = it.appeals["direct_litigation"][-1] + it.appeals["litigation_after_reconsideration"][-1]
    corrected = sum(cells[1] for cells in it.appeals.values())
    assert (found["reconsiderations"], found["suits"]) == (it.appeals["reconsideration"][-1], suits)
    assert found["corrected"] == corrected
    closed = total(it, "closed")  # nobody asked: no rate
    opened = total(it, "disclosed", "partly_disclosed")
    assert found["disclosure_rate"] == (pytest.approx(opened / closed) if closed else None)
    assert found["refusal_rate"] == (pytest.approx(found["refused"] / closed) if closed else None)
    assert (found["errors"], found["warnings"], found["completeness"]) == (0, 0, "complete")


def without(table: str, code: str, blank: bool) -> Callable[[Report], Report]:
    """A report with a row missing, or printed and blank."""

    def change(report: Report) -> Report:
        kept = [
            replace(row, values=tuple(BLANK for _ in row.values)) if (row.table, row.code) == (table, code) else row
            for row in report.rows
            if blank or (row.table, row.code) != (table, code)
        ]
        return replace(report, rows=tuple(kept))

    return change


@pytest.mark.parametrize("blank", [False, True])
@pytest.mark.parametrize(
    ("table", "code", "unknown"),
    [
        ("applications", "state_secret", {"refused", "refusal_rate"}),
        ("applications", "duplicate", {"not_processed"}),
        ("applications", "fee_overdue", {"other_handling"}),
        ("applications", "closed", {"closed", "disclosure_rate", "refusal_rate"}),
        ("appeals", "direct_litigation", {"suits", "corrected", "correction_rate", "decided"}),
        ("appeals", "reconsideration", {"reconsiderations", "corrected", "correction_rate", "decided"}),
    ],
)
def test_sum_with_an_unknown_part_is_null(
    writer: Writer, table: str, code: str, unknown: set[str], blank: bool
) -> None:
    found = statistics(writer, 3, without(table, code, blank))
    numbers = list(found)[list(found).index("received") :]
    assert {name for name in numbers if found[name] is None} == unknown


def test_rate_over_zero_is_null(writer: Writer) -> None:
    zero = Row("applications", "closed", ("total",), (Value("0", 0),), 1)
    found = statistics(writer, 1, lambda report: replace(report, rows=(zero,)))
    assert (found["closed"], found["disclosure_rate"]) == (0, None)


def test_other_handling_printed_as_one_row_in_the_later_form(writer: Writer) -> None:
    row = Row("applications", "other_handling", ("total",), (Value("5", 5),), 1)
    assert statistics(writer, 3, lambda report: replace(report, rows=(row,)))["other_handling"] == 5


def test_places_come_from_the_regions(writer: Writer) -> None:
    found = statistics(writer, 5, lambda report: report)
    assert (found["province"], found["city"], found["county"]) == ("河南省", "郑州市", "二七区")
    assert rows(writer, "SELECT region FROM yearly_by_region")[0][0]


def test_region_sums_count_a_report_once(writer: Writer) -> None:
    for number in (5, 10, 15):  # three districts, one year, all in 河南省
        writer.write(packed(number))
    writer.commit()
    sums = dict(rows(writer, "SELECT region, received FROM yearly_by_region WHERE scope = 'own'"))
    received = [total(generate.invent(number), "received") for number in (5, 10, 15)]
    assert sums["河南省"] == sums["中华人民共和国"] == sum(received)
    assert sums["二七区"] == received[0]


def test_members_come_from_the_forms() -> None:
    assert ("2021", "other_handling", "fee_overdue") in stats.members()
    assert ("2019", "other_handling", "fee_overdue") not in stats.members()


def test_coverage_tells_found_partial_and_missing(writer: Writer) -> None:
    writer.write(packed(0))
    writer.write(packed(2, None, lambda report: replace(report, completeness="partial")))
    writer.write(packed(8))  # another agency, 2022
    writer.commit()
    found = rows(writer, "SELECT agency_id, year, status, within FROM coverage ORDER BY agency_id, year")
    first = [(1, 2019, "found", 1), (1, 2020, "missing", 1), (1, 2021, "partial", 1), (1, 2022, "unknown", 0)]
    assert found[:4] == first
    assert found[4:] == [(2, 2019, "unknown", 0), (2, 2021, "unknown", 0), (2, 2022, "found", 1)]


# --- removing -------------------------------------------------------------------------------------------------------


def test_removed_report_is_gone_and_its_source_stays(writer: Writer) -> None:
    writer.write(packed(1))
    writer.write(packed(5))
    writer.commit()
    writer.remove(1)
    writer.commit()
    assert rows(writer, "SELECT id FROM reports") == [(2,)]
    assert rows(writer, "SELECT id FROM agencies") == [(2,)]
    assert rows(writer, "SELECT count(*), count(removed_at) FROM sources") == [(2, 1)]
    assert len(hits(writer, "政府信息公开条例")) == 1


def test_removed_file_added_again_brings_its_report_back(writer: Writer) -> None:
    writer.write(packed(1))
    writer.commit()
    before = dump(writer)
    writer.remove(1)
    writer.commit()
    assert writer.write(packed(1)).status == "added"
    writer.commit()
    assert dump(writer) == before


def test_removal_marks_the_replaced_files_too(writer: Writer) -> None:
    writer.write(packed(1, "旧"))
    writer.write(packed(1, "新"))
    writer.remove(1)
    writer.commit()
    assert rows(writer, "SELECT count(*), count(removed_at) FROM sources") == [(2, 2)]


# --- reading again --------------------------------------------------------------------------------------------------


def reread(writer: Writer, read: Callable[[str], Packed]) -> list[tuple[str, int | None]]:
    """Read every source again; ``read`` is today's parser, given the file's name."""
    again = Rereading(writer)
    results = {}
    for stored in again.sources():
        assert (
            hashlib.sha256(stored.bytes()).hexdigest()
            == rows(writer, "SELECT sha256 FROM sources WHERE id = ?", stored.id)[0][0]
        )
        try:
            written = again.write(stored.id, read(stored.name))
        except Refused:
            again.refused(stored.id)
            continue
        if written:
            results[stored.id] = written
    results |= dict(again.end())
    writer.commit()
    return [tuple(results[source_id]) for source_id in sorted(results)]


def named(name: str, number: int, change: Callable[[Report], Report] = lambda report: report) -> Packed:
    it = generate.invent(number)
    return pack(source(name, name), change(generate.report(it)))


def other_title(report: Report) -> Report:
    return replace(report, head=replace(report.head, title="另一个标题"))


def test_rereading_the_same_writes_nothing(writer: Writer) -> None:
    for n in range(3):
        writer.write(named(str(n), n))
    writer.commit()
    before, changes = dump(writer), writer.connection.total_changes
    assert reread(writer, lambda name: named(name, int(name))) == [("unchanged", n) for n in (1, 2, 3)]
    assert dump(writer) == before
    assert writer.connection.total_changes == changes


def test_rereading_changes_what_reads_otherwise(writer: Writer) -> None:
    for n in range(3):
        writer.write(named(str(n), n))
    writer.commit()
    results = reread(writer, lambda name: named(name, int(name), other_title if name == "1" else lambda report: report))
    assert results == [("unchanged", 1), ("replaced", 2), ("unchanged", 3)]
    assert rows(writer, "SELECT count(*) FROM reports WHERE title = '另一个标题'") == [(1,)]


def test_rereading_keeps_the_id_where_the_agency_was_misread(writer: Writer) -> None:
    writer.write(named("a", 1))
    writer.commit()
    assert reread(writer, lambda name: named(name, 11)) == [("replaced", 1)]
    assert rows(writer, "SELECT name FROM agencies") == [(generate.invent(11).agency,)]


def test_rereading_leaves_the_later_of_two_claims(writer: Writer) -> None:
    writer.write(named("a", 1))
    writer.write(named("b", 2))
    writer.write(named("c", 3))
    writer.commit()
    results = reread(writer, lambda name: named(name, 2))
    assert results == [("replaced", None), ("replaced", None), ("replaced", 3)] or results[-1] == ("replaced", 3)
    assert rows(writer, "SELECT id, source_id FROM reports") == [(3, 3)]
    assert rows(writer, "SELECT count(*) FROM sources WHERE replaced_by IS NOT NULL") == [(2,)]


def test_rereading_lets_two_reports_change_places(writer: Writer) -> None:
    writer.write(named("1", 1))
    writer.write(named("2", 2))
    writer.commit()
    assert reread(writer, lambda name: named(name, 3 - int(name))) == [("replaced", 1), ("replaced", 2)]
    assert rows(writer, "SELECT id, year, source_id FROM reports ORDER BY id") == [(1, 2021, 1), (2, 2020, 2)]


def test_rereading_leaves_a_replaced_file_replaced(writer: Writer) -> None:
    writer.write(named("旧", 1))
    writer.write(named("新", 1))
    writer.commit()
    assert reread(writer, lambda name: named(name, 1)) == [("unchanged", None), ("unchanged", 1)]
    assert rows(writer, "SELECT source_id FROM reports") == [(2,)]


def test_rereading_brings_back_what_was_replaced_by_mistake(writer: Writer) -> None:
    writer.write(named("1", 1))
    writer.write(named("2", 1))
    writer.commit()
    assert reread(writer, lambda name: named(name, int(name))) == [("added", 2), ("replaced", 1)]
    assert rows(writer, "SELECT source_id, year FROM reports ORDER BY id") == [(2, 2021), (1, 2020)]
    assert rows(writer, "SELECT replaced_by FROM sources") == [(None,), (None,)]


def test_rereading_passes_removed_files_by(writer: Writer) -> None:
    writer.write(named("1", 1))
    writer.write(named("2", 2))
    writer.remove(1)
    writer.commit()
    assert reread(writer, lambda name: named(name, int(name))) == [("unchanged", 2)]


def test_rereading_keeps_the_reading_of_a_file_that_is_refused_today(writer: Writer) -> None:
    writer.write(named("1", 1))
    writer.commit()

    def refuse(_: str) -> Packed:
        raise Refused("不是报告 (not a report)")

    assert reread(writer, refuse) == []
    assert rows(writer, "SELECT id FROM reports") == [(1,)]


def test_flush_in_the_middle_changes_nothing_of_the_outcome(writer: Writer) -> None:
    for n in range(5):
        writer.write(named(str(n), n))
        writer.flush()
    writer.commit()
    assert rows(writer, "SELECT count(*) FROM report_stats") == [(5,)]
    assert len(hits(writer, "政府信息公开条例")) == 5


# --- search ---------------------------------------------------------------------------------------------------------


def test_reindex_gives_the_same_index(writer: Writer) -> None:
    for n in range(3):
        writer.write(packed(n))
    writer.commit()
    before = hits(writer, "信息")
    search.reindex(writer.connection)
    assert hits(writer, "信息") == before != []


@pytest.mark.parametrize("view", ["series", "applications_long", "disclosure_long", "panel"])
def test_first_rows_of_a_view_of_numbers_wait_for_no_others(view: str, synthetic_dir: Path) -> None:
    """Counted in steps of SQLite's machine, which no other work on the machine changes."""
    with closing(sqlite3.connect(synthetic_dir / "reports.db")) as db:
        steps = [0]
        db.set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 10)
        db.execute(f"SELECT * FROM {view} LIMIT 1").fetchall()
        first, steps[0] = steps[0], 0
        assert len(db.execute(f"SELECT * FROM {view}").fetchall()) > 40
        assert first * 4 < steps[0]

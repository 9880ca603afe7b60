"""Summary tables: always what the tables say, whoever wrote, and an older database gets them in place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import many
import pytest
from click.testing import CliRunner
from test_store import packed

from ingest.cli import main
from ingest.store import Writer, connect, dictionary, matching, review, schema, summaries
from ingest.store.roster import load

ABOVE = """
    WITH RECURSIVE above(code, place) AS (
        SELECT code, code FROM regions
        UNION ALL SELECT a.code, n.parent_code FROM above a JOIN regions n ON n.code = a.place
        WHERE n.parent_code IS NOT NULL
    )
"""
# The same sums said in another way: from the reports, without groups of groups.
TRUTH = {
    "report_totals": """
        SELECT s.year, s.province, s.region_code, s.level, s.scope, s.form_id, s.completeness, count(*),
            sum(s.received), sum(s.closed), sum(errors), sum(warnings), sum(NOT errors AND NOT warnings),
            sum((SELECT count(*) FROM sections x WHERE x.report_id = s.report_id))
        FROM report_stats s GROUP BY 1, 2, 3, 4, 5, 6, 7
    """,
    "application_totals": """
        SELECT s.year, s.province, s.level, s.scope, outcome_id, count(*), count(total), sum(natural_person),
            sum(total), sum(iif(s.closed IS NULL, NULL, total)), sum(iif(total IS NULL, NULL, s.closed)),
            count(natural_person), count(business), count(research_institution), count(social_organization),
            count(legal_service), count(other_organization),
            report_id NOT IN (SELECT report_id FROM reports_left_out) AS counted
        FROM applications a JOIN report_stats s USING (report_id) GROUP BY 1, 2, 3, 4, 5, counted
    """,
    "appeal_totals": """
        SELECT s.year, s.province, s.level, s.scope, channel_id, count(*), count(total), sum(a.corrected), sum(total),
            count(upheld), count(a.corrected), count(other), count(pending)
        FROM appeals a JOIN report_stats s USING (report_id) GROUP BY 1, 2, 3, 4, 5
    """,
    "disclosure_totals": """
        SELECT s.year, s.province, s.level, s.scope, item_kind_id, measure_id, unit, count(*), count(value),
            round(sum(value), 6), report_id NOT IN (SELECT report_id FROM reports_left_out) AS counted,
            sum(value IS NOT NULL AND EXISTS (SELECT 1 FROM findings f LEFT JOIN reviews v USING (key)
                WHERE f.report_id = d.report_id AND f.check_id IN ('counts.implausible', 'unit.implausible')
                AND f.row_code = (SELECT code FROM item_kinds k WHERE k.id = d.item_kind_id)
                AND f.column_name = (SELECT code FROM measures m WHERE m.id = d.measure_id)
                AND v.verdict IS NOT 'dismissed'))
        FROM disclosure_items d JOIN report_stats s USING (report_id) GROUP BY 1, 2, 3, 4, 5, 6, 7, counted
    """,
    "finding_totals": """
        SELECT s.year, s.province, s.level, s.scope, check_id, severity, count(DISTINCT report_id), count(*)
        FROM findings f JOIN report_stats s USING (report_id) GROUP BY 1, 2, 3, 4, 5, 6
    """,
    "region_coverage": f"""
        {ABOVE} SELECT year, place, sum(best = 1), sum(best = 2), sum(best = 3), sum(best = 4), sum(roster),
            sum(on_time), sum(late)
        FROM (SELECT year, region_code, min(instr('fpmu', substr(status, 1, 1))) AS best,
            max(expected_by = 'roster') AS roster, coalesce(max(timeliness = 'on time'), 0) AS on_time,
            coalesce(max(timeliness = 'late'), 0) AS late
            FROM coverage GROUP BY year, region_code, coalesce(agency_id, agency)) JOIN above ON code = region_code
        GROUP BY year, place
    """,
    "region_findings": f"""
        {ABOVE} SELECT year, place, scope, count(*), sum(e > 0), sum(w > 0), sum(NOT e AND NOT w), sum(e), sum(w)
        FROM (
            SELECT s.*,
                count(*) FILTER (WHERE f.severity = 'error' AND v.verdict IS NOT 'dismissed') AS e,
                count(*) FILTER (WHERE f.severity = 'warning' AND v.verdict IS NOT 'dismissed') AS w
            FROM report_stats s LEFT JOIN findings f USING (report_id) LEFT JOIN reviews v USING (key)
            GROUP BY s.report_id
        )
        JOIN above ON code = region_code GROUP BY year, place, scope
    """,
}
KEPT = {
    "report_totals": "year, province, region_code, level, scope, form_id, completeness, reports, received, closed,"
    " errors, warnings, clean, sections",
    "application_totals": "year, province, level, scope, outcome_id, reports, with_total, natural_person, total,"
    " share_numerator, share_denominator,"
    " with_natural_person, with_business, with_research_institution, with_social_organization, with_legal_service,"
    " with_other_organization, added",
    "appeal_totals": "year, province, level, scope, channel_id, reports, with_total, corrected, total,"
    " with_upheld, with_corrected, with_other, with_pending",
    "disclosure_totals": "year, province, level, scope, item_kind_id, measure_id, unit, reports, with_value, value,"
    " added, doubted",
    "finding_totals": "year, province, level, scope, check_id, severity, reports, findings",
    "region_coverage": "year, region_code, found, partial, missing, unknown, by_roster, on_time, late",
    "region_findings": "year, region_code, scope, reports, with_errors, with_warnings, clean, errors, warnings",
}


def right(db: sqlite3.Connection) -> None:
    """Every summary agrees with the tables, and every kept count with a count."""
    assert not summaries.stale(db)
    for table, sql in TRUTH.items():
        kept, true = (sorted(db.execute(q).fetchall(), key=repr) for q in (f"SELECT {KEPT[table]} FROM {table}", sql))
        assert kept == true, table
    for table, count in db.execute("SELECT table_name, row_count FROM table_counts").fetchall():
        assert (count,) == db.execute(f"SELECT count(*) FROM {table}").fetchone(), table


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    writer = Writer(connect(str(tmp_path / "reports.db")))
    yield writer
    writer.connection.close()


FINDINGS = (
    (
        "rows.short",
        "warning",
        "applications",
        "received",
        None,
        None,
        None,
        "一行的数字少于栏数（第 9 行）",
        9,
        None,
        "a",
    ),
    ("cells.unreadable", "error", "appeals", None, None, "十", None, "单元格无法识别（第 8 行）", 8, None, "b"),
)


def _findings(number: int) -> tuple[tuple[Any, ...], ...]:
    return tuple((*finding[:-1], f"{number:05}{finding[-1]}") for finding in FINDINGS[: number % 3])


def _fill(writer: Writer, numbers: range, *, last: bool = True) -> None:
    for number in numbers:
        writer.write(packed(number)._replace(findings=_findings(number)))
    (writer.commit if last else writer.commit_part)()


def test_summaries_are_the_sums_of_the_tables(writer: Writer) -> None:
    _fill(writer, range(60))
    right(writer.connection)
    for table in TRUTH:
        assert writer.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0, table


def _replace(writer: Writer) -> None:
    it = packed(3, "other bytes", lambda report: replace(report, rows=report.rows[:12]))
    assert writer.write(it).status == "replaced"


def _remove(writer: Writer) -> None:
    for (report,) in writer.connection.execute("SELECT id FROM reports WHERE id % 3 = 0").fetchall():
        writer.remove(report)


def _move(writer: Writer) -> None:
    """An agency that today's table of regions places elsewhere takes its older reports along."""
    it = packed(61)
    (name,) = writer.connection.execute("SELECT name FROM agencies WHERE region_code IS NOT NULL").fetchone()
    writer.write(it._replace(agency=(name, None, None, None, None)))


def _undo(writer: Writer) -> None:
    with pytest.raises(RuntimeError), writer.whole():
        writer.write(packed(62))
        raise RuntimeError


def _dismiss(writer: Writer) -> None:
    """What somebody says of a finding; an error of one report, a warning of several."""
    for key, severity in writer.connection.execute(
        "SELECT key, severity FROM findings WHERE report_id % 4 = 1"
    ).fetchall():
        review(writer.connection, matching(writer.connection, key)[0], "dismissed", severity)


def _expect(writer: Writer) -> None:
    """A list of who is expected: of one who has reported, and of one who never has."""
    (name,) = writer.connection.execute("SELECT name FROM agencies WHERE region_code IS NOT NULL").fetchone()
    load(writer.connection, "a.csv", f"机关,年份\n{name},2010-\n衢州市教育局,2011-2012\n")
    right(writer.connection)
    load(writer.connection, "a.csv", "机关,年份\n衢州市教育局,2013\n")


@pytest.mark.parametrize(
    "change", [_replace, _remove, _move, _undo, _dismiss, _expect], ids=lambda change: change.__name__.strip("_")
)
def test_summaries_follow_every_change(change: Callable[[Writer], None], writer: Writer) -> None:
    _fill(writer, range(30))
    change(writer)
    writer.commit()
    right(writer.connection)


def test_only_the_groups_that_changed_are_made_anew(writer: Writer) -> None:
    _fill(writer, range(40))
    before = set(writer.connection.execute("SELECT rowid, year, province FROM report_totals"))
    (report, year, province) = writer.connection.execute(
        "SELECT report_id, year, province FROM report_stats"
    ).fetchone()
    writer.remove(report)
    writer.commit()
    after = set(writer.connection.execute("SELECT rowid, year, province FROM report_totals"))
    changed = {row[1:] for row in before ^ after}
    # Next year's report has lost the one that its findings rest on, so its group is made anew, too.
    assert (year, province) in changed and changed <= {(year, province), (year + 1, province)}
    assert len({row[1:] for row in before}) > 5


def test_interrupted_add_is_made_good_when_the_database_is_opened_next(writer: Writer, tmp_path: Path) -> None:
    _fill(writer, range(10), last=False)
    assert summaries.stale(writer.connection)
    connect(str(tmp_path / "reports.db")).close()
    right(writer.connection)


def test_nothing_changed_writes_nothing(writer: Writer, tmp_path: Path) -> None:
    _fill(writer, range(10))
    writer.commit()
    before = writer.connection.total_changes
    writer.commit()
    assert writer.connection.total_changes == before
    assert not writer.connection.in_transaction


def test_every_command_leaves_the_summaries_right(tmp_path: Path) -> None:
    root, db = Path(__file__).parent.parent, str(tmp_path / "reports.db")
    for command in (["add", str(root / "examples")], ["remove", "1"], ["reparse"], ["add", str(root / "examples")]):
        assert CliRunner().invoke(main, [*command, "--db", db]).exit_code == 0
        connection = sqlite3.connect(db)
        right(connection)
        connection.close()


def _before_summaries(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with reports in it, as a version without summaries would make it."""
    without = (
        "0004_summaries",
        "0005_shares",
        "0009_regions",
        "0010_rates",
        "0010_zones",
        "0014_added",
        "0015_doubted",
        "0016_results",
        "0017_places",
    )
    older = {name: run for name, run in schema.MIGRATIONS.items() if name not in without}
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", older)
        patch.setattr(summaries, "refresh", lambda connection: False)
        patch.setattr(summaries, "regions_changed", lambda connection: None)
        patch.setattr(schema, "_refresh_views", lambda connection: False)
        patch.setattr(dictionary, "fill", lambda *_, **__: False)
        writer = Writer(connect(str(path)))
        for number in range(20):
            writer.write(packed(number))
        writer.commit()
        writer.connection.close()


@pytest.mark.usefixtures("anew")
def test_older_database_is_migrated_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "reports.db"
    _before_summaries(old, monkeypatch)
    shutil.copy(old, tmp_path / "copy.db")
    connection = connect(str(old))
    right(connection)
    assert connection.execute("SELECT count(*) FROM reports").fetchone() == (20,)
    assert _rows(tmp_path / "copy.db", "SELECT * FROM applications") == _rows(old, "SELECT * FROM applications")
    connection.close()


def _rows(path: Path, sql: str) -> list[Any]:
    with sqlite3.connect(path) as db:
        return db.execute(sql).fetchall()


def test_places_that_come_to_lie_elsewhere_take_their_sums_along(tmp_path: Path) -> None:
    """The sums of a place with all below it follow the table of regions, too."""
    many.build(tmp_path / "reports.db", reports=40, characters=60)
    connection = connect(str(tmp_path / "reports.db"))
    (code,) = connection.execute("SELECT region_code FROM report_totals WHERE level = 'county' LIMIT 1").fetchone()
    for parent in ("450000", "460000"):
        connection.execute("UPDATE regions SET parent_code = ? WHERE code = ?", [parent, code])
        summaries.regions_changed(connection)
        summaries.refresh(connection)
        below = "SELECT sum(reports) FROM yearly_by_region WHERE region_code = ?"
        assert connection.execute(below, [parent]).fetchone() == connection.execute(below, [code]).fetchone() != (None,)
        connection.commit()
    assert connection.execute(below, ["450000"]).fetchone() == (None,)
    connection.close()

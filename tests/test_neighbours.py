"""Reports side by side: what is said of them rests on what stands in the database, not on the order it came in."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import facts
import pytest
from conftest import new_database
from fuzzing import examples
from hypothesis import given
from hypothesis import strategies as st
from truth import source

from ingest.model import Report, Section
from ingest.pipeline import Input, Interrupts, add, reread
from ingest.store import Packed, Writer, connect, matching, pack, review
from ingest.store.identity import Identity
from ingest.store.rows import REPORT_COLUMNS

CITY, BUREAU, OFFICE = "衢州市人民政府", "衢州市示例局", "衢州市示例办公室"
TOPICS = "开放机制、清单管理、热线回应、政策吹风、意见征集、数据治理、窗口服务、目录更新、专栏维护、结果反馈、业务培训"
COPIED = "".join(f"围绕{topic}持续深入推进各项任务落地见效。" for topic in TOPICS.split("、"))


def packed(agency: str, year: int, numbers: dict[str, str], prose: str = "", mark: str = "") -> Packed:
    """A report of zeros but for some cells, under a source of its own."""
    given = {"年度": str(year), "表式": "2019" if year < 2021 else "2021", "机关": agency} | numbers
    report: Report = facts.made(given)
    if prose:
        report = replace(report, sections=(Section("overview", "一、总体情况", prose, 1),))
    return pack(source(f"{agency}{year}{numbers}{prose}{mark}"), report)


def said(db: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """What is said of reports side by side: (agency, year, check, row, column, stated, expected)."""
    return db.execute(
        "SELECT g.name, r.year, check_id, row_code, column_name, stated, expected FROM findings f"
        " JOIN reports r ON r.id = f.report_id JOIN agencies g ON g.id = r.agency_id"
        " WHERE check_id LIKE 'across.%' ORDER BY 1, 2, 3, 4, 5"
    ).fetchall()


@pytest.fixture
def writer(tmp_path: Path) -> Any:
    connection = connect(str(tmp_path / "reports.db"))
    yield Writer(connection)
    connection.close()


def put(writer: Writer, *reports: Packed) -> list[tuple[Any, ...]]:
    for report in reports:
        writer.write(report)
    writer.commit()
    return said(writer.connection)


def test_carried_in_is_compared_with_the_year_before_in_each_column(writer: Writer) -> None:
    before = packed(BUREAU, 2021, {"结转下年度·自然人": "3", "结转下年度·总计": "3"})
    now = packed(BUREAU, 2022, {"上年结转·自然人": "2", "上年结转·总计": "3"})
    assert put(writer, before, now) == [(BUREAU, 2022, "across.carried", "carried_in", "natural_person", "2", "3")]


def test_the_earlier_year_may_come_later(writer: Writer) -> None:
    before = packed(BUREAU, 2021, {"结转下年度·自然人": "3"})
    now = packed(BUREAU, 2022, {"上年结转·自然人": "2"})
    assert put(writer, now) == []
    assert len(put(writer, before)) == 1


def test_taking_the_earlier_report_out_withdraws_what_rested_on_it(writer: Writer) -> None:
    put(writer, packed(BUREAU, 2021, {"结转下年度·自然人": "3"}), packed(BUREAU, 2022, {"上年结转·自然人": "2"}))
    [(report_id,)] = writer.connection.execute("SELECT id FROM reports WHERE year = 2021").fetchall()
    writer.remove(report_id)
    writer.commit()
    assert said(writer.connection) == []


def test_a_corrected_earlier_report_withdraws_it_too(writer: Writer) -> None:
    put(writer, packed(BUREAU, 2021, {"结转下年度·自然人": "3"}), packed(BUREAU, 2022, {"上年结转·自然人": "2"}))
    assert put(writer, packed(BUREAU, 2021, {"结转下年度·自然人": "2"})) == []


def test_a_blank_says_nothing_about_the_year_before(writer: Writer) -> None:
    before = packed(BUREAU, 2021, {"结转下年度·自然人": "3"})
    assert put(writer, before, packed(BUREAU, 2022, {"上年结转·自然人": ""})) == []


def test_in_force_goes_on_from_2022(writer: Writer) -> None:
    in_force, issued, repealed = (f"行政规范性文件·{what}件数" for what in ("现行有效", "本年制发", "本年废止"))
    first = packed(BUREAU, 2021, {in_force: "10"})
    second = packed(BUREAU, 2022, {in_force: "12", issued: "3", repealed: "2"})
    assert put(writer, first, second) == [
        (BUREAU, 2022, "across.in_force", "normative_documents", "in_force", "12", "11")
    ]


def test_a_government_below_the_sum_of_its_organs(writer: Writer) -> None:
    organs = [packed(name, 2022, {"本年新收·总计": "4"}) for name in (BUREAU, OFFICE)]
    city = packed(CITY, 2022, {"本年新收·总计": "7"})
    assert put(writer, organs[0], city) == []
    assert put(writer, organs[1]) == [(CITY, 2022, "across.children", "received", "total", "7", "8")]
    [(report_id,)] = writer.connection.execute(
        "SELECT r.id FROM reports r JOIN agencies g ON g.id = r.agency_id WHERE g.name = ?", [OFFICE]
    ).fetchall()
    writer.remove(report_id)
    writer.commit()
    assert said(writer.connection) == []


def test_prose_copied_from_the_year_before_is_told(writer: Writer) -> None:
    new = COPIED.replace("持续深入推进", "另行部署并稳妥实施").replace("落地见效", "按期交付使用")
    reports = [packed(BUREAU, 2021, {}, COPIED), packed(BUREAU, 2022, {}, COPIED), packed(BUREAU, 2023, {}, new)]
    assert [(year, check) for _, year, check, *_ in put(writer, *reports)] == [(2022, "across.duplicate")]


def test_comparing_again_changes_nothing(writer: Writer, tmp_path: Path) -> None:
    put(writer, packed(BUREAU, 2021, {"结转下年度·自然人": "3"}), packed(BUREAU, 2022, {"上年结转·自然人": "2"}))
    before = list(writer.connection.iterdump())
    writer.begin()
    writer.touch_all()
    writer.commit()
    assert list(writer.connection.iterdump()) == before


# --- any order ------------------------------------------------------------------------------------------------------

POOL = [
    packed(BUREAU, 2021, {"结转下年度·自然人": "3", "本年新收·总计": "4"}, COPIED),
    packed(BUREAU, 2021, {"结转下年度·自然人": "2"}, COPIED, "corrected"),
    packed(BUREAU, 2022, {"上年结转·自然人": "2", "本年新收·总计": "5"}, COPIED),
    packed(BUREAU, 2022, {"上年结转·自然人": "3", "结转下年度·总计": "1"}, "", "corrected"),
    packed(BUREAU, 2023, {"上年结转·总计": "0", "规章·现行有效件数": "2"}, COPIED),
    packed(OFFICE, 2022, {"本年新收·总计": "6"}),
    packed(CITY, 2022, {"本年新收·总计": "5", "办理结果总计·总计": "1"}),
    packed(CITY, 2022, {"本年新收·总计": "9"}, "", "corrected"),
    packed(CITY, 2021, {"本年新收·总计": "1"}),
]
STEPS = st.lists(
    st.tuples(st.sampled_from(("add", "add", "add", "remove")), st.integers(0, len(POOL) - 1), st.booleans()),
    max_size=14,
)


class Model:
    """What must stand after some steps: the last file added for each agency, year and scope, unless taken out."""

    def __init__(self) -> None:
        self.standing: dict[Any, Packed] = {}
        self.known: dict[Any, set[str]] = {}

    def step(self, what: str, report: Packed) -> None:
        known = self.known.setdefault(report.key, set())
        if what == "remove":
            self.standing.pop(report.key, None)
            known.clear()
        elif report.sha256 not in known:  # a file that was accepted before changes nothing, be it replaced since
            known.add(report.sha256)
            self.standing[report.key] = report


def apply(db: sqlite3.Connection, steps: list[tuple[str, int, bool]]) -> Model:
    writer, model = Writer(db), Model()
    for what, number, commit in steps:
        report = POOL[number]
        if what == "add":
            writer.write(report)
        else:
            writer.commit()
            of = "FROM reports r JOIN agencies g ON g.id = agency_id WHERE name = ? AND year = ? AND scope = ?"
            for (report_id,) in db.execute(f"SELECT r.id {of}", report.key).fetchall():
                writer.remove(report_id)
        model.step(what, report)
        if commit:
            writer.commit()
    writer.commit()
    return model


def content(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Everything in the database but surrogate ids, times and the history of files and corrections."""
    found = {}
    for table in ("reports", "sections", "disclosure_items", "applications", "appeals", "findings", "prose_marks"):
        columns = [row[1] for row in db.execute(f"PRAGMA table_xinfo({table})")]
        columns = [c for c in columns if c not in ("id", "report_id", "agency_id", "source_id", "revision")]
        names = ", ".join(f"t.{column}" for column in columns)
        of = f"{table} t JOIN reports r ON r.id = t.{'id' if table == 'reports' else 'report_id'}"
        query = f"SELECT g.name, r.year, r.scope, {names} FROM {of} JOIN agencies g ON g.id = r.agency_id"
        found[table] = sorted(map(repr, db.execute(query)))
    stats = [name for _, name, *_ in db.execute("PRAGMA table_info(report_stats)") if name[-3:] != "_id"]
    found["stats"] = sorted(map(repr, db.execute(f"SELECT {', '.join(stats)} FROM report_stats")))
    found["agencies"] = sorted(map(repr, db.execute("SELECT name, region_code, level, function FROM agencies")))
    words = "SELECT count(*) FROM sections_fts WHERE sections_fts MATCH '\"推 进\"'"
    found["index"] = [repr(db.execute(words).fetchone())]
    return found


@pytest.mark.fuzz
@examples(15)
@given(STEPS)
@pytest.mark.slow
def test_any_order_of_adding_and_removing_gives_the_same_database(steps: list[tuple[str, int, bool]]) -> None:
    _gives_the_same_database(steps)


@pytest.mark.long
@examples(60)
@given(STEPS)
@pytest.mark.slow
def test_any_of_many_orders_of_adding_and_removing_gives_the_same_database(steps: list[tuple[str, int, bool]]) -> None:
    _gives_the_same_database(steps)


def _gives_the_same_database(steps: list[tuple[str, int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        db = new_database(f"{folder}/a.db")
        model = apply(db, steps)
        other = new_database(f"{folder}/b.db")
        writer = Writer(other)
        for key in sorted(model.standing):
            writer.write(model.standing[key])
        writer.commit()
        assert content(db) == content(other)
        db.close()
        other.close()


@pytest.mark.fuzz
@examples(25)
@given(st.permutations([0, 2, 4, 5, 6, 8]), st.booleans())
@pytest.mark.slow
def test_every_permutation_of_one_set_of_reports_gives_the_same_findings(order: list[int], commit: bool) -> None:
    with TemporaryDirectory() as folder:
        db = new_database(f"{folder}/a.db")
        apply(db, [("add", number, commit) for number in order])
        assert {(agency, year, check) for agency, year, check, *_ in said(db)} == {
            (CITY, 2021, "across.children"),
            (CITY, 2022, "across.children"),
            (BUREAU, 2022, "across.carried"),
            (BUREAU, 2022, "across.duplicate"),
            (BUREAU, 2023, "across.duplicate"),
            (BUREAU, 2023, "across.in_force"),
        }
        db.close()


def test_rereading_compares_everything_again(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    db = connect(str(tmp_path / "a.db"))
    with Interrupts() as interrupts:
        list(add(db, [Input(str(path)) for path in sorted((root / "examples").glob("*.txt"))], interrupts))
        before = content(db)
        db.execute("DELETE FROM findings WHERE check_id LIKE 'across.%'")
        db.execute(
            "INSERT INTO findings (report_id, check_id, severity, message)"
            " SELECT min(id), 'across.carried', 'note', '旧' FROM reports"
        )
        events = reread(db, interrupts)
    assert {event.status for event in events} == {"unchanged"}
    assert content(db) == before
    db.close()


# --- agencies that become one, or two -------------------------------------------------------------------------------

TOURISM, CULTURE = "衢州市旅游局", "衢州市文化和旅游局"


def test_merging_compares_the_years_and_splitting_withdraws_it(writer: Writer) -> None:
    identity = Identity(writer.connection)
    before = packed(TOURISM, 2021, {"结转下年度·自然人": "3"})
    assert put(writer, before, packed(CULTURE, 2022, {"上年结转·自然人": "2"})) == []
    identity.merge(identity.find(TOURISM), identity.find(CULTURE))
    assert said(writer.connection) == [(CULTURE, 2022, "across.carried", "carried_in", "natural_person", "2", "3")]
    identity.split(identity.find(CULTURE), TOURISM)
    assert said(writer.connection) == []


def test_parting_one_way_of_printing_withdraws_what_rested_on_it(writer: Writer) -> None:
    identity = Identity(writer.connection)
    before = packed("衢州市商务局（粮食局）", 2021, {"结转下年度·自然人": "3"})
    assert len(put(writer, before, packed("衢州市商务局", 2022, {"上年结转·自然人": "2"}))) == 1
    identity.split(identity.find("衢州市商务局"), "衢州市商务局（粮食局）")
    assert said(writer.connection) == []


def test_one_agency_by_its_credit_code_is_compared_with_itself(writer: Writer) -> None:
    code = "11330802002618000T"

    def stating(name: str, year: int, cell: str, number: str) -> Packed:
        one = packed(name, year, {cell: number})
        report = dict(zip(REPORT_COLUMNS, one.report, strict=True)) | {"stated_credit_code": code}
        return one._replace(report=tuple(report.values()))

    put(writer, stating("衢州市环境保护局", 2017, "结转下年度·自然人", "3"))
    now = put(writer, stating("衢州市生态环境局", 2018, "上年结转·自然人", "2"))
    assert [row[:3] for row in now] == [("衢州市生态环境局", 2018, "across.carried")]


def test_a_report_without_a_place_is_where_its_agency_is(writer: Writer) -> None:
    identity = Identity(writer.connection)
    organ = packed("市示例局", 2022, {"本年新收·总计": "4"})
    assert organ.agency[1] is None
    assert put(writer, packed(CITY, 2022, {"本年新收·总计": "3"}), packed(BUREAU, 2021, {}), organ) == []
    identity.alias("市示例局", identity.find(BUREAU))
    assert [row[:3] for row in said(writer.connection)] == [(CITY, 2022, "across.children")]


def test_verdicts_outlast_merging_splitting_and_another_way_of_writing(writer: Writer) -> None:
    identity, db = Identity(writer.connection), writer.connection
    put(writer, packed("衢州市住建局", 2021, {}), packed("衢州市住建局", 2022, {"上年结转·自然人": "2"}))
    put(writer, packed("示例县住建局", 2023, {"结转下年度·自然人": "1"}), packed("示例县住建局", 2024, {}))

    def verdicts() -> list[tuple[Any, ...]]:
        query = "SELECT year, verdict FROM findings_reviewed WHERE check_id = 'across.carried' ORDER BY year"
        return db.execute(query).fetchall()

    for key in [key for (key,) in db.execute("SELECT key FROM findings WHERE check_id = 'across.carried'")]:
        [finding] = matching(db, key)
        review(db, finding, "dismissed", "")
    assert verdicts() == [(2022, "dismissed"), (2024, "dismissed")]
    identity.alias("示例县住建局", identity.find("衢州市住建局"))
    assert verdicts() == [(2022, "dismissed"), (2024, "dismissed")]
    put(writer, packed("衢州市住房和城乡建设局", 2022, {"上年结转·自然人": "2"}))  # a correction, the name in full
    put(writer, packed("衢州市住房和城乡建设局", 2024, {}))
    assert verdicts() == [(2022, "dismissed"), (2024, "dismissed")]
    assert {key for (key,) in db.execute("SELECT DISTINCT agency_key FROM reports WHERE year IN (2022, 2024)")} == {
        "330800:住房城乡建设局"
    }


# --- places ---------------------------------------------------------------------------------------------------------


def test_a_government_and_its_organs_are_compared_under_the_place_of_their_year(writer: Writer) -> None:
    """富阳市 became 富阳区 in 2015; later reports under the new name change nothing of the earlier year."""
    old = [packed("富阳市人民政府", 2013, {"本年新收·总计": "3"}), packed("富阳市教育局", 2013, {"本年新收·总计": "4"})]
    told = [("富阳市人民政府", 2013, "across.children")]
    assert [row[:3] for row in put(writer, *old)] == told
    late = packed("富阳区民政局", 2013, {"本年新收·总计": "1"})  # written after the change, under the new name
    assert [row[:3] + row[5:] for row in put(writer, late)] == [(*told[0], "3", "5")]
    put(writer, packed("富阳区教育局", 2020, {}), packed("富阳区人民政府", 2020, {}))
    assert [row[1:3] + row[5:] for row in said(writer.connection)] == [(2013, "across.children", "3", "5")]


def test_a_title_that_speaks_of_the_whole_city_is_held_against_what_lies_below(writer: Writer) -> None:
    below = [
        packed("衢州市柯城区人民政府", 2022, {"本年新收·总计": "4"}),
        packed("衢州市柯城区教育局", 2022, {"本年新收·总计": "3"}),  # in the district's
        packed("衢州市衢江区教育局", 2022, {"本年新收·总计": "2"}),
        packed(BUREAU, 2022, {"本年新收·总计": "1"}),
    ]
    own = packed(CITY, 2022, {"本年新收·总计": "6"})
    assert put(writer, *below, own) == []
    title = "衢州市人民政府2022年全市政府信息公开工作年度报告"
    whole = packed(CITY, 2022, {"本年新收·总计": "6", "标题": title})
    assert put(writer, whole) == [(CITY, 2022, "across.children", "received", "total", "6", "7")]
    assert put(writer, packed("衢州市柯城区人民政府", 2022, {"本年新收·总计": "3"})) == []
    office = _aggregate("衢州市衢江区人民政府办公室")
    assert put(writer, office) == [(CITY, 2022, "across.children", "received", "total", "6", "13")]
    # Of two reports for the whole of one place neither counts.
    assert put(writer, packed("衢州市衢江区人民政府", 2022, {"本年新收·总计": "9"})) == []


def _aggregate(name: str) -> Packed:
    """An office's report for all of its government."""
    one = packed(name, 2022, {"本年新收·总计": "9"})
    return one._replace(report=tuple("aggregate" if value == "own" else value for value in one.report))


@pytest.mark.parametrize("name", ["国家税务总局衢州市税务局", "衢州市气象局", "衢州市烟草专卖局"])
def test_organs_of_the_states_own_line_are_not_their_places(name: str, writer: Writer) -> None:
    organ = packed(name, 2022, {"本年新收·总计": "4"})
    assert organ.value("place_code") == "330800"
    assert put(writer, organ, packed(CITY, 2022, {"本年新收·总计": "3"})) == []


def test_a_key_is_sixteen_digits(writer: Writer) -> None:
    put(writer, packed(BUREAU, 2021, {"结转下年度·自然人": "3"}), packed(BUREAU, 2022, {"上年结转·自然人": "2"}))
    [(key,)] = writer.connection.execute("SELECT key FROM findings WHERE check_id LIKE 'across%'").fetchall()
    assert re.fullmatch(r"[0-9a-f]{16}", key)

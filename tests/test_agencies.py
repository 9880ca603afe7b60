"""Agencies: one for every way of writing it, never one for two, and a person's word outlasts everything."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import generate
import pytest
from click.testing import CliRunner, Result
from fuzzing import TIMES
from test_store import rows, source

from ingest.cli import main
from ingest.model import Report
from ingest.places import Signs, resolve
from ingest.store import Packed, Rereading, StoreError, Writer, connect, pack, schema
from ingest.store import rows as rows_module
from ingest.store.identity import Identity

OURS, OTHER = "11410103005268000K", "11330802002618000T"  # the form of a credit code; nobody's


def read(name: str, year: int, signs: Signs, **head: Any) -> Report:
    """A report as reading would find it, of an agency and year of one's choice."""
    report = generate.report(generate.invent(year % 5))
    agency = resolve(name, year, signs)
    return replace(report, agency=agency, year=year, head=replace(report.head, agency=name, **head))


def packed(name: str, year: int, *, code: str | None = None, header: str = "", **head: Any) -> Packed:
    signs = Signs(code, (header,) if header else ())
    return pack(source(f"{name} {year} {code} {header} {head}", f"{name}-{year}.txt"), read(name, year, signs, **head))


def add(writer: Writer, *reports: Packed) -> None:
    for one in reports:
        writer.write(one)
    writer.commit()


def agencies(writer: Writer) -> dict[str, set[int]]:
    """Every agency's name with the years of its reports."""
    found: dict[str, set[int]] = {}
    query = "SELECT a.name, r.year FROM agencies a LEFT JOIN reports r ON r.agency_id = a.id"
    for name, year in rows(writer, query):
        found.setdefault(name, set()).update([year] if year else [])
    return found


# --- variants -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ("郑州市二七区住房和城乡建设局", "二七区住建局", "河南省郑州市二七区住房城乡建设局"),
        ("瀍河回族区商务局", "洛阳市瀍河区商务局"),
        ("衢州市商务局", "浙江省衢州市商务局（衢州市粮食局）"),
        ("衢州市教育局", "衢州市教育局机关", "衢州市教育局办公室"),
        ("新郑市示例镇人民政府", "新郑市示例镇", "新郑市示例镇人民政府办公室"),
        ("湖北省襄樊市商务局", "襄阳市商务局"),
        ("富阳市商务局", "杭州市富阳区商务局"),
        ("衢州市示例经济开发区管委会", "衢州市示例经济开发区管理委员会"),
    ],
)
def test_ways_of_writing_one_agency_make_one(writer: Writer, names: tuple[str, ...]) -> None:
    add(writer, *(packed(name, 2009 + 6 * n) for n, name in enumerate(names)))
    ((name, years),) = agencies(writer).items()
    assert len(years) == len(names) and name == names[-1]  # as the latest report has it


@pytest.mark.parametrize(
    "names",
    [
        ("衢州市商务局", "衢州市柯城区商务局"),
        ("衢州市人民政府", "衢州市人民政府办公室"),
        ("衢州市农业局", "衢州市林业局"),
        ("衢州市政务服务中心", "衢州市政务服务局"),
        ("衢州市示例镇人民政府", "新郑市示例镇人民政府"),
        ("郑州市二七区环境保护局", "郑州市二七区生态环境局"),
        ("衢州市档案局", "衢州市档案馆"),
        ("衢州市教育局", "衢州市教育系统"),
        ("衢州市爱国卫生运动委员会", "衢州市爱国卫生运动委员会办公室"),
    ],
)
def test_names_that_only_look_alike_stay_apart(writer: Writer, names: tuple[str, ...]) -> None:
    add(writer, *(packed(name, 2020) for name in names))
    assert agencies(writer) == {name: {2020} for name in names}


def test_a_name_without_its_place_gets_it_from_the_header(writer: Writer) -> None:
    add(writer, packed("区住建局", 2020, header="郑州市二七区人民政府"), packed("二七区住房和城乡建设局", 2021))
    assert agencies(writer) == {"二七区住房和城乡建设局": {2020, 2021}}
    query = "SELECT agency_name, place_code, place_evidence FROM reports ORDER BY year"
    assert rows(writer, query) == [("区住建局", "410103", "header"), ("二七区住房和城乡建设局", "410103", "name")]


def test_places_of_one_name_are_told_apart(writer: Writer) -> None:
    add(
        writer,
        packed("朝阳区商务局", 2020, header="长春市朝阳区人民政府"),
        packed("朝阳区商务局", 2020, header="北京市朝阳区人民政府"),
        packed("朝阳区商务局", 2020),
    )
    assert agencies(writer) == {"长春市朝阳区商务局": {2020}, "北京市朝阳区商务局": {2020}, "朝阳区商务局": {2020}}
    assert rows(writer, "SELECT region_code FROM agencies ORDER BY 1") == [(None,), ("110105",), ("220104",)]


def test_undecided_reports_with_other_credit_codes_are_not_one(writer: Writer) -> None:
    add(writer, packed("教育局", 2020, code=OURS), packed("教育局", 2020, code=OTHER))
    assert len(agencies(writer)) == 2


def test_the_place_is_that_of_the_reports_year(writer: Writer) -> None:
    add(writer, packed("富阳市商务局", 2010), packed("富阳区商务局", 2020))
    stats = rows(writer, "SELECT year, region_code, county FROM report_stats ORDER BY year")
    assert stats == [(2010, "330183", "富阳市"), (2020, "330111", "富阳区")]
    assert rows(writer, "SELECT region_code FROM agencies") == [("330111",)]


# --- credit codes ---------------------------------------------------------------------------------------------------


def test_a_credit_code_makes_one_of_two_names_in_turn(writer: Writer) -> None:
    add(writer, packed("二七区环境保护局", 2017, code=OURS), packed("二七区生态环境局", 2020, code=OURS))
    ((agency_id, code),) = rows(writer, "SELECT id, credit_code FROM agencies")
    assert code == OURS
    assert rows(writer, "SELECT source FROM agency_aliases ORDER BY source") == [("credit_code",), ("name",)]
    assert rows(writer, "SELECT action, agency_id FROM agency_log") == [("credit_code", agency_id)]


def test_a_portals_credit_code_makes_nobody_one(writer: Writer) -> None:
    names = ["二七区教育局", "二七区民政局", "二七区商务局"]
    add(writer, *(packed(name, 2019 + n, code=OURS) for n, name in enumerate(names)))
    assert agencies(writer) == {name: {2019 + n} for n, name in enumerate(names)}
    assert rows(writer, "SELECT DISTINCT credit_code FROM agencies") == [(None,)]
    assert len(rows(writer, "SELECT * FROM agency_suggestions WHERE reason = 'credit_code'")) == 3


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_two_with_a_credit_code_and_a_year_in_common_stay_two(writer: Writer, order: tuple[int, ...]) -> None:
    reports = [
        packed("二七区环境保护局", 2018, code=OURS),
        packed("二七区生态环境局", 2020, code=OURS),
        packed("二七区生态环境局", 2018, code=OURS),
    ]
    for at in order:
        add(writer, reports[at])
    assert agencies(writer) == {"二七区环境保护局": {2018}, "二七区生态环境局": {2018, 2020}}


# --- a person's word ------------------------------------------------------------------------------------------------


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["agency", *arguments, "--db", str(path)])


def test_merge_and_split_undo_each_other(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市旅游局", 2018), packed("衢州市文化和旅游局", 2020))
    before = agencies(writer), rows(writer, "SELECT id, name, region_code FROM agencies ORDER BY id")
    assert run(path, "merge", "衢州市旅游局", "衢州市文化和旅游局").exit_code == 0
    assert agencies(writer) == {"衢州市文化和旅游局": {2018, 2020}}
    assert rows(writer, "SELECT DISTINCT agency_id FROM report_stats") == rows(writer, "SELECT id FROM agencies")
    assert run(path, "split", "衢州市文化和旅游局", "衢州市旅游局").exit_code == 0
    assert (agencies(writer), rows(writer, "SELECT id, name, region_code FROM agencies ORDER BY id")) == before
    assert [action for (action,) in rows(writer, "SELECT action FROM agency_log ORDER BY id")] == ["merge", "split"]


def test_merging_agencies_with_reports_for_one_year_is_refused(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市旅游局", 2018), packed("衢州市文化局", 2018))
    result = run(path, "merge", "衢州市旅游局", "衢州市文化局")
    assert result.exit_code == 1 and "2018年" in result.stderr
    assert len(agencies(writer)) == 2


def test_a_merge_outlasts_adding_again_removing_and_rereading(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市旅游局", 2018), packed("衢州市文化和旅游局", 2020))
    run(path, "merge", "衢州市旅游局", "衢州市文化和旅游局")
    add(writer, packed("衢州市旅游局", 2017))
    assert agencies(writer) == {"衢州市文化和旅游局": {2017, 2018, 2020}}
    for (report_id,) in rows(writer, "SELECT id FROM reports"):
        writer.remove(report_id)
    writer.commit()
    assert agencies(writer) == {"衢州市文化和旅游局": set()}  # it stays, for a person spoke of it
    add(writer, packed("衢州市旅游局", 2018))
    assert agencies(writer) == {"衢州市文化和旅游局": {2018}}


def test_ids_are_stable_on_rereading(writer: Writer) -> None:
    names = ["衢州市旅游局", "二七区住建局", "二七区住房和城乡建设局", "朝阳区商务局"]
    reports = {f"{name}-{2018 + n}.txt": packed(name, 2018 + n) for n, name in enumerate(names)}
    add(writer, *reports.values())
    before = rows(writer, "SELECT * FROM agencies"), rows(writer, "SELECT id, agency_id, year FROM reports")
    again = Rereading(writer)
    statuses = [again.write(stored.id, reports[stored.name]).status for stored in again.sources()]
    assert list(again.end()) == [] and set(statuses) == {"unchanged"}
    writer.commit()
    assert (rows(writer, "SELECT * FROM agencies"), rows(writer, "SELECT id, agency_id, year FROM reports")) == before


def test_an_alias_gives_a_name_without_a_place_its_agency(path: Path, writer: Writer) -> None:
    add(writer, packed("二七区住房和城乡建设局", 2021), packed("区住建局", 2020))
    assert len(agencies(writer)) == 2
    assert run(path, "alias", "区住建局", "二七区住房和城乡建设局").exit_code == 0
    add(writer, packed("区住建局", 2019))
    assert agencies(writer) == {"二七区住房和城乡建设局": {2019, 2020, 2021}}
    assert rows(writer, "SELECT DISTINCT region_code FROM report_stats") == [("410103",)]
    assert run(path, "split", "二七区住房和城乡建设局", "区住建局").exit_code == 0
    marked = {name.partition("〔")[0]: years for name, years in agencies(writer).items()}
    assert marked["二七区住房和城乡建设局"] == {2021} and len(agencies(writer)) == 3  # nothing tells whose the two are


def test_an_alias_for_what_is_still_to_come(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市商务局", 2020))
    run(path, "alias", "衢州市商务粮食局", "衢州市商务局")
    add(writer, packed("衢州市商务粮食局", 2021))
    assert agencies(writer) == {"衢州市商务局": {2020, 2021}}
    assert run(path, "alias", "衢州市商务粮食局", "衢州市商务局").exit_code == 1
    assert run(path, "split", "衢州市商务局", "衢州市商务粮食局").exit_code == 0
    assert agencies(writer) == {"衢州市商务局": {2020}, "衢州市商务粮食局": {2021}}


def test_one_way_of_printing_can_be_parted_from_the_others(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市商务局", 2020), packed("衢州市商务局（粮食局）", 2021))
    assert run(path, "split", "衢州市商务局（粮食局）", "衢州市商务局").exit_code == 0
    add(writer, packed("衢州市商务局", 2019))
    assert sorted(map(sorted, agencies(writer).values())) == [[2019, 2020], [2021]]


def test_what_a_person_parted_no_credit_code_makes_one_again(path: Path, writer: Writer) -> None:
    add(writer, packed("二七区环境保护局", 2017, code=OURS), packed("二七区生态环境局", 2020, code=OURS))
    assert run(path, "split", "二七区生态环境局", "二七区环境保护局").exit_code == 0
    add(writer, packed("二七区环境保护局", 2016, code=OURS))
    assert agencies(writer) == {"二七区环境保护局": {2016, 2017}, "二七区生态环境局": {2020}}


def test_unknown_and_ambiguous_agencies_are_said_to_be(path: Path, writer: Writer) -> None:
    add(writer, packed("教育局", 2020, code=OURS), packed("教育局", 2020, code=OTHER))
    assert "没有这个机关" in run(path, "show", "某某局").stderr
    assert "有多个机关" in run(path, "show", "教育局").stderr
    with pytest.raises(StoreError):
        Identity(writer.connection).split(1, "某某局")


def test_list_and_show(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市教育局", 2020), packed("二七区教育局", 2021), packed("朝阳区教育局", 2021))
    assert "共 1 个机关" in run(path, "list", "--region", "郑州市").stdout
    assert "朝阳区教育局" in run(path, "list", "--undecided").stdout
    assert '"function_class": "教育"' in run(path, "list", "--region", "330800", "--json").stdout
    shown = run(path, "show", "衢州市教育局").stdout
    assert "浙江省衢州市" in shown and "330800:教育局" in shown
    assert run(path, "list", "--suggest").stdout.startswith("共 0 对")


# --- many -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_any_order_gives_the_same_agencies(tmp_path: Path) -> None:
    names = [
        *(
            "二七区环境保护局",
            "二七区生态环境局",
            "二七区住建局",
            "二七区住房和城乡建设局",
            "区住建局",
            "教育局",
            "朝阳区商务局",
        ),
        *("富阳市教育局", "富阳区教育局", "巢湖市商务局", "衢州市商务局", "衢州市商务局（粮食局）", "衢州市商务系统"),
    ]
    chance = random.Random(5)
    reports = [
        packed(name, chance.choice((2008, 2010, 2013)) + n % 7, code=chance.choice((OURS, OTHER, None)))
        for n, name in enumerate(names * 3)
    ]
    keys = {(one.value("agency_key"), *one.key[1:]) for one in reports}
    reports = [next(one for one in reports if (one.value("agency_key"), *one.key[1:]) == key) for key in sorted(keys)]
    seen = set()
    for order in range(6):
        db = connect(str(tmp_path / f"{order}.db"))
        writer = Writer(db)
        chance.shuffle(reports)
        for n, one in enumerate(reports):
            writer.write(one)
            if n % 7 == order:
                writer.commit()
        writer.commit()
        query = "SELECT a.name, a.region_code, a.credit_code, r.agency_name, r.year FROM agencies a JOIN reports r"
        seen.add(tuple(sorted(rows(writer, f"{query} ON r.agency_id = a.id"), key=repr)))
        db.close()
    assert len(seen) == 1


@pytest.mark.slow
@pytest.mark.fuzz
@pytest.mark.parametrize("count", [400, pytest.param(2000, marks=pytest.mark.long)])
def test_thousands_of_agencies_are_as_many(count: int, path: Path) -> None:
    many = min(10_000, count * TIMES)
    names = generate.agencies(many)
    assert len(set(names)) == many
    keys = {name: resolve(name, 2020).key for name in names}
    assert len(set(keys.values())) == many
    base = packed(names[0], 2020)
    chance = random.Random(7)
    reports = []
    for n, name in enumerate(names):
        for year in (2020, 2021)[: 1 + n % 2]:
            reports.append(_slight(base, name, year))
    db = connect(str(path))
    writer = Writer(db)
    chance.shuffle(reports)
    for one in reports:
        writer.write(one)
    writer.commit()
    assert rows(writer, "SELECT count(*), count(region_code), count(function_class) FROM agencies") == [(many,) * 3]
    assert rows(writer, "SELECT count(*) FROM reports") == [(many * 3 // 2,)]
    wrong = "SELECT count(*) FROM reports r JOIN agencies a ON a.id = r.agency_id WHERE a.name <> r.agency_name"
    assert rows(writer, wrong) == [(0,)]
    before = rows(writer, "SELECT id, name, region_code FROM agencies ORDER BY id")
    for one in reports[:count]:  # adding again and correcting changes no agency
        writer.write(one)
        writer.write(one._replace(source=(f"{one.sha256}b", *one.source[1:])))
    writer.commit()
    assert rows(writer, "SELECT id, name, region_code FROM agencies ORDER BY id") == before
    db.close()


def _slight(base: Packed, name: str, year: int) -> Packed:
    """A report of an agency without tables, so that ten thousand take seconds."""
    agency = resolve(name, year)
    said = dict(zip(rows_module.REPORT_COLUMNS, base.report, strict=True))
    said |= {"year": year, "agency_name": name, "agency_key": agency.key, "place_code": agency.region_code}
    return base._replace(
        source=(f"{name}{year}", f"{name}.txt", *base.source[2:]),
        agency=(agency.name, agency.region_code, agency.level, agency.function, agency.function_class),
        report=tuple(said.values()),
        sections=(), disclosure_items=(), applications=(), appeals=(), findings=(),
    )  # fmt: skip


# --- migration ------------------------------------------------------------------------------------------------------


def test_a_database_from_before_gets_aliases_for_its_agencies(path: Path) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    schema.MIGRATIONS["0001_tables"](db)
    db.execute("CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set, name, applied_at)")
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('ingest', '0001_tables', '')")
    for code, above, level in (
        ("100000", None, "national"),
        ("330000", "100000", "provincial"),
        ("330800", "330000", "prefectural"),
    ):
        db.execute("INSERT INTO regions VALUES (?, 'x', 'x', ?, ?, NULL, NULL)", (code, above, level))
    row = (7, "衢州市教育局", "330800", "prefectural", "教育局")
    db.execute("INSERT INTO agencies (id, name, region_code, level, function) VALUES (?, ?, ?, ?, ?)", row)
    db.execute("COMMIT")
    db.close()
    db = connect(str(path))
    assert db.execute("SELECT key, agency_id, source FROM agency_aliases").fetchall() == [("330800:教育局", 7, "name")]
    assert db.execute("SELECT function_class FROM agencies").fetchall() == [("education",)]
    writer = Writer(db)
    add(writer, packed("衢州市教育局", 2020))
    assert rows(writer, "SELECT agency_id FROM reports") == [(7,)]
    db.close()

"""Scope, coverage, timeliness and sums by place: nothing counted twice, nobody called late without a date."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import generate
import pytest
import truth
from click.testing import CliRunner, Result
from test_agencies import add, packed, read
from test_store import rows, source

from ingest.cli import main
from ingest.model import Report, Value
from ingest.places import Signs
from ingest.store import Packed, Writer, pack

# --- scope ----------------------------------------------------------------------------------------------------------


def page(agency: str, preamble: str = "", title: str = "") -> Report:
    """A report as printed, read."""
    it = replace(generate.invent(3), agency=agency)
    text = generate.text(it, "tsv").replace(it.title, title or it.title, 1)
    return truth.read(text.replace("现将有关情况报告如下。", f"现将有关情况报告如下。\n{preamble}", 1))


@pytest.mark.parametrize(
    ("agency", "preamble", "title", "scope"),
    [
        ("衢州市人民政府", "", "", "aggregate"),
        ("衢州市柯城区人民政府", "本报告由区政府办公室综合各街道、各部门报告编制。", "", "aggregate"),
        ("衢州市人民政府", "", "衢州市人民政府（本级）2022年政府信息公开工作年度报告", "own"),
        ("衢州市人民政府", "本报告的数据仅包括市政府本级。", "", "own"),
        ("衢州市人民政府办公室", "", "", "own"),
        ("衢州市人民政府办公室", "本报告由市政府办公室汇总各县（市、区）、各部门报告编制。", "", "aggregate"),
        ("衢州市人民政府办公室", "我办汇总各部门的工作信息，编发简报。", "", "own"),
        ("衢州市商务局", "本报告综合各部门报告编制。", "", "own"),
        ("新郑市示例镇人民政府", "本报告综合各部门报告编制。", "", "own"),
    ],
)
def test_scope_is_told_by_title_and_preamble(agency: str, preamble: str, title: str, scope: str) -> None:
    assert page(agency, preamble, title).head.scope == scope


# --- the place as the page tells it ---------------------------------------------------------------------------------


def test_a_shared_name_is_placed_by_the_page() -> None:
    report = page("朝阳区示例局", "")
    assert report.agency.region_code is None
    (finding,) = [f for f in report.findings if f.check == "place.undecided"]
    assert "北京市朝阳区、吉林省长春市朝阳区" in finding.message and finding.stated == "朝阳区示例局"
    assert page("朝阳区示例局", "地址：长春市朝阳区示例路1号。").agency.region_code == "220104"


def test_a_credit_code_of_another_place_is_shown_not_followed() -> None:
    text = "索引号：11330800002618197P/2021-119427\n" + generate.text(
        replace(generate.invent(1), agency="郑州市二七区示例局"), "tsv"
    )
    report = truth.read(text)
    assert report.agency.region_code == "410103"
    assert [f.check for f in report.findings if f.check.startswith(("place.", "credit"))] == ["credit_code.region"]


# --- coverage -------------------------------------------------------------------------------------------------------


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--db", str(path)])


def coverage(path: Path, *arguments: str) -> list[dict[str, Any]]:
    result = run(path, "coverage", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_without_a_roster_other_years_are_the_expectation(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市教育局", 2019), packed("衢州市教育局", 2021), packed("二七区教育局", 2020))
    found = {(row["agency"], row["year"]): row["status"] for row in coverage(path)}
    assert found["衢州市教育局", 2019] == "found" and found["衢州市教育局", 2020] == "missing"
    assert {row["agency"] for row in coverage(path, "--region", "郑州市")} == {"二七区教育局"}
    assert [row["agency"] for row in coverage(path, "--year", "2020", "--status", "missing")] == ["衢州市教育局"]


def test_a_roster_says_who_was_expected(path: Path, writer: Writer, tmp_path: Path) -> None:
    add(writer, packed("二七区住建局", 2020), packed("二七区教育局", 2018), packed("衢州市教育局", 2020))
    roster = tmp_path / "名录.csv"
    roster.write_text(
        "机关,地区,年份\n住房和城乡建设局,郑州市二七区,2019-2021\n郑州市二七区教育局,,2020\n某某县教育局,,2020\n",
        "utf-8",
    )
    result = run(path, "expect", str(roster))
    assert "应报告机关 3 个" in result.stdout and "某某县教育局" in result.stderr
    found = {(row["agency"], row["year"]): (row["status"], row["expected_by"]) for row in coverage(path)}
    assert found["二七区住建局", 2019] == found["二七区住建局", 2021] == ("missing", "roster")
    assert found["二七区住建局", 2020] == ("found", "roster")
    assert found["二七区教育局", 2020] == ("missing", "roster") and found["二七区教育局", 2018][1] == "reports"
    assert ("二七区教育局", 2019) not in found
    assert found["某某县教育局", 2020] == ("missing", "roster")
    assert found["衢州市教育局", 2018] == ("unknown", "reports")
    roster.write_text("机关名称,起始年,截止年\n衢州市教育局,2020,\n衢州市民政局,2019,2020\n", "gb18030")
    assert run(path, "expect", str(roster)).exit_code == 0
    listed = rows(writer, "SELECT name, first_year, last_year FROM roster")
    assert listed == [("衢州市教育局", 2020, None), ("衢州市民政局", 2019, 2020)]
    roster.write_text("机关名称,起始年份,结束年份\n衢州市教育局,2018,2019\n", "utf-8")
    assert run(path, "expect", str(roster)).exit_code == 0
    assert rows(writer, "SELECT name, first_year, last_year FROM roster") == [("衢州市教育局", 2018, 2019)]


@pytest.mark.parametrize(
    "text",
    [
        "机关\n",
        "单价\n1\n",
        "机关,年份\n衢州市教育局,二〇二〇\n",
        "机关,年份\n甲局,2021-2019\n",
        "机关,起报年\n甲局,2019\n",
    ],
)
def test_what_is_no_roster_is_refused_whole(path: Path, writer: Writer, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_text(text, "utf-8")
    result = run(path, "expect", str(tmp_path / "a.csv"))
    assert result.exit_code == 1 and "名录" in result.stderr
    assert rows(writer, "SELECT count(*) FROM roster") == [(0,)]


@pytest.mark.parametrize(
    ("agency", "year", "document", "published", "timeliness", "days"),
    [
        ("衢州市教育局", 2020, date(2021, 1, 31), None, "dated in time", None),
        ("衢州市教育局", 2020, date(2021, 1, 31), date(2021, 1, 31), "on time", 0),
        ("衢州市教育局", 2020, date(2021, 2, 2), date(2021, 1, 31), "on time", 0),
        ("衢州市教育局", 2020, date(2021, 2, 2), None, "late", 2),
        ("衢州市教育局", 2020, date(2021, 2, 2), date(2021, 2, 9), "late", 2),
        ("衢州市教育局", 2020, date(2021, 1, 20), date(2023, 5, 1), "published after", None),
        ("衢州市教育局", 2020, None, None, "unknown", None),
        ("衢州市教育局", 2018, date(2019, 3, 30), None, "dated in time", None),
        ("衢州市教育局", 2018, None, date(2019, 3, 31), "on time", 0),
        ("衢州市人民政府", 2020, None, date(2021, 3, 31), "on time", 0),
        ("衢州市人民政府", 2020, None, date(2021, 4, 1), "late", 1),
        ("新郑市示例镇人民政府", 2020, date(2021, 9, 1), None, "no statutory date", None),
    ],
)
def test_timeliness_follows_article_49(
    path: Path, writer: Writer, agency: str, year: int, document: date, published: date, timeliness: str, days: int
) -> None:
    scope = "aggregate" if agency.endswith("市人民政府") else "own"
    add(writer, packed(agency, year, document_date=document, published_date=published, scope=scope))
    (row,) = coverage(path, "--year", str(year))
    assert (row["timeliness"], row["days_late"]) == (timeliness, days)
    assert len(coverage(path, "--late")) == (timeliness == "late")


def test_a_date_of_making_in_time_proves_nothing_and_is_said_so(path: Path, writer: Writer) -> None:
    add(writer, packed("衢州市教育局", 2020, document_date=date(2021, 1, 31), published_date=None))
    assert "成文日期在期限内，公布日期不明" in run(path, "coverage").stdout
    ((on_time, dated),) = rows(writer, "SELECT on_time, dated_in_time FROM coverage_by_region WHERE region = '衢州市'")
    assert (on_time, dated) == (0, 1)


# --- one definition of coverage -------------------------------------------------------------------------------------

BY_STATUS = ("found", "partial", "missing", "unknown")
LABELS = dict(zip(BY_STATUS, ("已收录", "不完整", "未收录", "尚不可知"), strict=True))


@pytest.fixture
def patchy(path: Path, writer: Writer) -> Path:
    """Two places; a year that nobody can tell, a year with a gap, an agency with two reports in one year."""
    add(
        writer,
        *(packed("衢州市教育局", year) for year in (2019, 2021, 2022)),
        *(packed("衢州市民政局", year) for year in (2020, 2021)),
        *(packed("衢州市人民政府", 2021, scope=scope) for scope in ("own", "aggregate")),
        packed("郑州市教育局", 2022),
    )
    return path


def _told(site: Any, year: int, province: str = "") -> dict[str, int | None]:
    """What the question, so the dashboard's chart, says of a year."""
    found = site.json(f"/reports/coverage_by_year.json?_shape=array&province={province}")
    return {row["状态"]: row["机关数"] for row in found if row["年份"] == year}


def test_view_question_dashboard_and_command_tell_one_coverage(patchy: Path, writer: Writer, tmp_path: Path) -> None:
    from conftest import Site, _configured

    site = Site(_configured(tmp_path))
    for year, province in product((2019, 2020, 2021, 2022), ("", "浙江省", "河南省")):
        sql = "SELECT DISTINCT agency_id, status FROM coverage WHERE year = ? AND ? IN ('', province)"
        stored = [status for _, status in rows(writer, sql, year, province)]
        counts: dict[str, int | None] = {name: stored.count(name) for name in BY_STATUS}
        if not counts["missing"] and counts["unknown"]:
            counts["missing"] = None
        told = _told(site, year, province)
        assert told == {LABELS[name]: count for name, count in counts.items()}, (year, province)
        listed = site.json(f"/reports/not_reported.json?_shape=array&year={year}&province={province}")
        assert len(listed) == (counts["missing"] or 0) + (counts["unknown"] or 0), (year, province)
        assert not listed or told["未收录"] != 0, (year, province)
        region = province or "中华人民共和国"
        ((*view,),) = rows(
            writer,
            "SELECT found, partial, missing, unknown FROM coverage_by_region WHERE year = ? AND region_full_name = ?",
            *(year, region),
        )
        assert view == list(counts.values()), (year, province)
        command = run(patchy, "coverage", "--year", str(year), *(["--region", province] if province else [])).stdout
        missing = "不可知" if counts["missing"] is None else counts["missing"]
        assert f"未收录 {missing}，尚不可知 {counts['unknown']}" in command, (year, province)


def test_a_year_that_no_roster_tells_is_not_known_and_with_one_it_is(
    patchy: Path, writer: Writer, tmp_path: Path
) -> None:
    sql = "SELECT missing, unknown, share_found FROM coverage_by_region WHERE year = 2022 AND region = '衢州市'"
    assert rows(writer, sql) == [(None, 2, None)]
    (tmp_path / "a.csv").write_text("机关,年份\n衢州市教育局,2019-\n衢州市民政局,2019-\n衢州市人民政府,2021\n", "utf-8")
    assert run(patchy, "expect", str(tmp_path / "a.csv")).exit_code == 0
    assert rows(writer, sql) == [(1, 0, 0.5)]


# --- sums by place --------------------------------------------------------------------------------------------------


def of(agency: str, received: int, scope: str = "own", year: int = 2020) -> Packed:
    """A report whose 新收 total is this number."""
    report = read(agency, year, Signs(), scope=scope)
    changed = [
        replace(row, values=(*row.values[:-1], Value(str(received), received))) if row.code == "received" else row
        for row in report.rows
    ]
    return pack(source(f"{agency} {received} {scope} {year}"), replace(report, rows=tuple(changed)))


def test_sums_by_place_count_nothing_twice(writer: Writer) -> None:
    add(
        writer,
        *(
            of("衢州市教育局", 1),
            of("衢州市柯城区教育局", 2),
            of("衢州市柯城区示例镇人民政府", 4),
            of("杭州市教育局", 8),
        ),
        of("衢州市人民政府", 100, "aggregate"),
        of("衢州市柯城区人民政府", 30, "aggregate"),
        of("杭州市西湖区人民政府", 1000, "aggregate"),
        of("郑州市二七区人民政府", 5000, "aggregate"),
    )
    query = "SELECT region, received, aggregated_from FROM yearly_by_region WHERE scope = ?"
    own = {region: received for region, received, _ in rows(writer, query, "own")}
    assert own == {"柯城区": 6, "衢州市": 7, "杭州市": 8, "浙江省": 15, "中华人民共和国": 15}
    found = {region: (received, where) for region, received, where in rows(writer, query, "aggregate")}
    assert found["柯城区"] == (30, "itself") and found["衢州市"] == (100, "itself")
    assert found["杭州市"] == (1000, "below") and found["浙江省"] == (1100, "below")
    assert found["中华人民共和国"] == (6100, "below")


def test_two_aggregates_of_one_place_and_year_are_not_added(writer: Writer) -> None:
    add(writer, of("衢州市人民政府", 10, "aggregate"), of("衢州市人民政府办公室", 20, "aggregate"))
    said = rows(writer, "SELECT reports, received, left_out, aggregated_from FROM yearly_by_region")
    assert set(said) == {(0, None, 2, None)}  # of the city, its province and the country
    assert rows(writer, "SELECT reports, received, left_out FROM yearly_by_level") == [(0, None, 2)]
    assert rows(writer, "SELECT reason FROM reports_left_out") == [("several",)] * 2
    assert len(rows(writer, "SELECT * FROM reconciliation")) == 2


def test_tables_1_and_2_count_a_government_beside_its_office_once(writer: Writer) -> None:
    add(writer, of("衢州市人民政府", 10), of("衢州市人民政府办公室", 14), of("衢州市教育局", 3))
    assert rows(writer, "SELECT reason FROM reports_left_out") == [("beside_office",)]
    received = "SELECT added, sum(total) FROM application_totals WHERE outcome_id = 1 GROUP BY added ORDER BY added"
    assert rows(writer, "SELECT code FROM outcomes WHERE id = 1") == [("received",)]
    assert rows(writer, received) == [(0, 10), (1, 17)]
    items = "SELECT added, sum(reports) FROM disclosure_totals GROUP BY item_kind_id, measure_id, added"
    assert set(rows(writer, items)) == {(0, 1), (1, 2)}


def test_a_zone_in_a_county_is_a_part_of_it(writer: Writer) -> None:
    add(writer, of("中宁县人民政府", 10, "aggregate"), of("中宁县示例工业园区管委会", 4, "aggregate"))
    assert rows(writer, "SELECT reason FROM reports_left_out") == [("part",)]
    levels = "SELECT received, left_out FROM yearly_by_level WHERE scope = 'aggregate'"
    assert rows(writer, levels) == [(10, 1)]
    query = "SELECT received, aggregated_from FROM yearly_by_region WHERE region_code = '640521'"
    assert rows(writer, query) == [(10, "itself")]
    assert rows(writer, "SELECT received, departments FROM reconciliation ORDER BY 1") == [(4, 0), (10, 0)]


def test_an_aggregate_is_set_beside_its_departments(writer: Writer) -> None:
    add(
        writer,
        of("衢州市人民政府", 10, "aggregate"),
        *(of("衢州市教育局", 7), of("衢州市民政局", 5), of("衢州市商务局", 9, year=2019), of("衢州市柯城区教育局", 50)),
    )
    columns = "received, departments, expected, departments_received, difference, short_of"
    assert rows(writer, f"SELECT {columns} FROM reconciliation") == [(10, 2, 3, 12, -2, 2)]


def test_functions_and_levels_compare_own_reports(writer: Writer) -> None:
    add(
        writer,
        of("衢州市教育局", 1),
        of("二七区教体局", 2),
        of("衢州市民政局", 4),
        of("衢州市人民政府", 9, "aggregate"),
    )
    query = "SELECT function_class, level, received FROM yearly_by_function ORDER BY 1, 2"
    assert rows(writer, query) == [
        ("civil_affairs", "prefectural", 4),
        ("education", "county", 2),
        ("education", "prefectural", 1),
    ]
    levels = rows(writer, "SELECT level, scope, received FROM yearly_by_level ORDER BY 1, 2")
    assert levels == [("county", "own", 2), ("prefectural", "aggregate", 9), ("prefectural", "own", 5)]


def test_a_rank_needs_thirty_reports(synthetic_site: Any) -> None:
    ranked = synthetic_site.json("/reports/places_ranked.json?_shape=array&level=prefectural")
    assert ranked and {row["名次"] for row in ranked} == {None}

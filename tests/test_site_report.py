"""A report's page: the source beside the tables, the whole report as one file."""

from __future__ import annotations

import csv
import html
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def test_source_stands_beside_the_tables_line_by_line(site: Any) -> None:
    for report, source in site.rows("SELECT id, source_id FROM reports"):
        page = site.get(f"/reports/reports/{report}").text
        lines = re.findall(r'<li id="L\d+">.*?<code>(.*?)</code></li>', page, re.S)
        assert [html.unescape(line) for line in lines] == site.get(f"/-/source/{source}.txt").text.split("\n")


def test_row_leads_to_its_line_and_the_line_back_to_its_row(site: Any) -> None:
    ((report, line),) = site.rows(
        "SELECT report_id, line FROM applications JOIN outcomes ON id = outcome_id WHERE code = 'carried_out' LIMIT 1"
    )
    page = site.get(f"/reports/reports/{report}").text
    assert re.search(rf'<tr id="applications-carried_out".*?href="#L{line}"', page, re.S)
    assert f'<li id="L{line}"><a href="#applications-carried_out" class="back"' in page


def test_long_source_has_its_own_page_only(synthetic_dir: Path, tmp_path: Path) -> None:
    import shutil
    import sqlite3

    from conftest import Site

    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    with sqlite3.connect(folder / "reports.db") as db:
        db.execute("UPDATE sources SET size = 400001 WHERE id = (SELECT source_id FROM reports WHERE id = 2)")
    page = Site(folder).get("/reports/reports/2").text
    assert 'class="beside"' not in page and "/-/source/" in page and 'href="#L' not in page


def test_report_as_json_holds_every_cell_finding_and_word(site: Any) -> None:
    for report, title in site.rows("SELECT id, title FROM reports"):
        whole = site.json(f"/-/report/{report}.json")
        assert whole["report"]["title"] == title
        assert whole["url"].endswith(f"/reports/reports/{report}")
        for part in ("applications", "appeals", "disclosure_items", "findings", "sections"):
            (count,) = site.rows(f"SELECT count(*) FROM {part} WHERE report_id = {report}")[0]
            assert len(whole[part]) == count, (report, part)
        stored = dict(
            site.rows(
                f"SELECT code, total FROM applications JOIN outcomes ON id = outcome_id WHERE report_id = {report}"
            )
        )
        assert {row["outcome"]: row["total"] for row in whole["applications"]} == stored
        assert "".join(s["body"] for s in whole["sections"]) == "".join(
            body for (body,) in site.rows(f"SELECT body FROM sections WHERE report_id = {report} ORDER BY position")
        )


def test_report_as_csv_has_a_line_a_cell_and_opens_in_a_spreadsheet(site: Any) -> None:

    for (report,) in site.rows("SELECT id FROM reports WHERE form_id IS NOT NULL"):
        answer = site.get(f"/-/report/{report}.csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(answer.text.removeprefix("\ufeff").splitlines()))
        (cells,) = site.rows(
            f"SELECT (SELECT count(*) FROM applications_long WHERE report_id = {report})"
            f" + (SELECT count(*) FROM appeals_long WHERE report_id = {report})"
            f" + (SELECT count(*) FROM disclosure_items WHERE report_id = {report})"
        )[0]
        assert len(rows) == cells
        printed = {(row["行代码"], row["栏代码"]): row["数值"] for row in rows if row["表"] == "依申请公开"}
        for code, applicant, value in site.rows(
            f"SELECT outcome, applicant, value FROM applications_long WHERE report_id = {report}"
        ):
            assert printed[code, applicant] == ("" if value is None else str(value))


def test_report_without_tables_is_a_file_too_and_an_unknown_one_is_none(site: Any) -> None:
    ((report,),) = site.rows("SELECT id FROM reports WHERE form_id IS NULL")
    assert site.get(f"/-/report/{report}.csv").status_code == 200
    for path in ("/-/report/999999.csv", "/-/report/999999.json"):
        assert site.get(path).status_code == 404


def test_number_of_a_table_leads_to_its_line(site: Any) -> None:
    query = (
        "SELECT t.report_id, o.code, t.total, t.line FROM applications t JOIN outcomes o ON o.id = t.outcome_id"
        " WHERE t.total IS NOT NULL ORDER BY t.report_id, o.position LIMIT 1"
    )
    ((report, code, total, line),) = site.rows(query)
    page = site.get(f"/reports/reports/{report}").text
    assert re.search(
        rf'<td id="applications-{code}-total" class="number[^"]*"[^>]*><a href="#L{line}">{total}</a>', page
    )
    assert f'id="L{line}"' in page and "/static/cells.js" in page


def test_citation_names_version_and_day_of_access(site: Any) -> None:
    text = site.get("/reports/reports/1").text
    cited = re.search(r"<p><strong>引用</strong>(.*?)</p>", text, re.S)
    assert cited and "第 1 版" in cited[1] and "SHA-256" in cited[1] and '访问日期 <time class="today">' in cited[1]


def test_citation_names_agency_title_and_a_stable_address(site: Any) -> None:
    ((report, agency, title),) = site.rows(
        "SELECT r.id, a.name, r.title FROM reports r JOIN agencies a ON a.id = agency_id LIMIT 1"
    )
    cited = re.search(r"<p><strong>引用</strong>(.*?)</p>", site.get(f"/reports/reports/{report}").text, re.S)
    assert (
        cited and agency in cited[1] and title in cited[1] and f"http://localhost/reports/reports/{report}" in cited[1]
    )


DASHES = (
    "<html><body><h1>示例县气象局2022年政府信息公开工作年度报告</h1><p>统计期限2022年1月1日至2022年12月31日。</p>"
    "<p>二、主动公开政府信息情况</p><table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
    "<tr><td>规章<td>0<td>0<td>0</table>"
    "<p>三、收到和处理政府信息公开申请情况</p><table><tr><td><td>自然人<td>商业企业<td>科研机构<td>社会公益组织<td>法律服务机构"
    "<td>其他<td>总计<tr><td>一、本年新收政府信息公开申请数量<td>3<td>—<td><td>若干<td>0<td>2件<td>5</table>"
    "<p>四、政府信息公开行政复议、行政诉讼情况</p><table><tr><td>行政复议<td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计"
    "<tr><td>行政复议<td>/<td>1<td><td>0<td>1</table></body></html>"
)


def test_blank_dash_and_unreadable_are_three_things_on_the_page(synthetic_dir: Path, tmp_path: Path) -> None:
    import shutil

    from conftest import Site

    from ingest.pipeline import Interrupts, add, inputs
    from ingest.store import connect

    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    (folder / "reports.db").unlink()
    (tmp_path / "a.html").write_text(DASHES, "utf-8")
    connection = connect(str(folder / "reports.db"))
    with Interrupts() as interrupts:
        assert [event.status for event in add(connection, inputs([str(tmp_path / "a.html")]), interrupts)] == ["added"]
    connection.close()
    site = Site(folder)
    page = site.get("/reports/reports/1").text

    def shown(cell: str) -> str:
        found = re.search(rf'<td id="{cell}"[^>]*>(?:<a href="[^"]*#L[^>]*>)?(.*?)(?:<a|</a>|</td>)', page, re.S)
        assert found
        return found[1].strip()

    row = "applications-received-"
    assert [shown(row + c) for c in ("natural_person", "business", "research_institution")] == ["3", "—", ""]
    assert [shown(row + c) for c in ("social_organization", "legal_service", "other_organization")] == [
        "若干",
        "0",
        "2",
    ]
    assert 'title="原文：2件"' in page
    assert shown("appeals-reconsideration-upheld") == "/" and shown("appeals-reconsideration-other") == ""
    kept = site.json("/-/report/1.json")["printed_cells"]
    assert [
        (cell["row_code"], cell["column_name"], cell["raw"]) for cell in kept if cell["table_name"] == "appeals"
    ] == [("reconsideration", "upheld", "/")]


def test_findings_of_one_cause_stand_once_and_unfold(synthetic_dir: Path, tmp_path: Path) -> None:
    import shutil

    from conftest import Site

    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    with closing(sqlite3.connect(folder / "reports.db")) as db:
        ((report,),) = db.execute("SELECT min(id) FROM reports WHERE form_id = '2021'").fetchall()
        db.execute("DELETE FROM findings WHERE report_id = ?", [report])
        rows = [
            (report, f"“第{n}行”一行应有7栏，印有6个数，位置不能确定（第 {40 + n} 行）。", f"key-{n}")
            for n in range(20)
        ]
        rows.append((report, "“四、结转下年度继续办理”一行应有7栏，没有印出。", "key-x"))
        db.executemany(
            "INSERT INTO findings (report_id, check_id, severity, table_name, message, key)"
            " VALUES (?, 'invented.places', 'warning', 'applications', ?, ?)",
            rows,
        )
        db.commit()
    page = Site(folder).get(f"/reports/reports/{report}").text
    listed = page[page.index('id="findings"') :]
    assert listed.count("<details><summary>") == 1
    assert "20 处：一行应有7栏，印有6个数，位置不能确定。</summary>" in listed
    assert listed.count('<li id="finding-') == 21 and "“第7行”一行应有7栏" in listed

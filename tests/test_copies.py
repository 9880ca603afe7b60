"""Copied prose: what is found, what doesn't count, that the order of coming doesn't matter, and what pages show."""

from __future__ import annotations

import random
import re
import sqlite3
from contextlib import closing
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Site, _configured

from ingest.cli import main
from ingest.store.copies import texts

ADJECTIVES = ["及时", "稳妥", "持续", "深入", "扎实", "有序", "全面", "逐步", "主动", "规范", "统一", "分类"]
VERBS = ["推进", "完善", "梳理", "优化", "加强", "落实", "拓展", "健全", "细化", "巩固", "提升", "整合"]
THINGS = [
    "乡镇窗口",
    "村务栏目",
    "政务新媒体",
    "听证流程",
    "档案移交",
    "热线答复",
    "惠民清单",
    "招考信息",
    "水利台账",
    "审计通报",
    "校园安全",
    "河道整治",
]


def prose(seed: int, sentences: int = 14) -> str:
    """Invented prose that no other seed has."""
    chance = random.Random(seed)
    words = (ADJECTIVES, VERBS, THINGS, ADJECTIVES, VERBS, THINGS)
    made = ("".join(chance.choice(some) for some in words) for _ in range(sentences))
    return "。".join(made) + "。"


def page(agency: str, year: int, *bodies: str) -> str:
    """A report without tables, a section a body."""
    heads = ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
    parts = [f"{agency}{year}年政府信息公开工作年度报告", ""]
    for head, body in zip(heads, bodies, strict=False):
        parts += [head, body, ""]
    return "\n".join([*parts, f"{agency}", f"{year + 1}年1月20日"])


def added(db: Path, *pages: str, folder: Path) -> None:
    for number, text in enumerate(pages):
        file = folder / f"{db.stem}-{number}-{abs(hash(text))}.txt"
        file.write_text(text, "utf-8")
        result = CliRunner().invoke(main, ["add", str(file), "--db", str(db)])
        assert result.exit_code == 0, result.output


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(db)) as connection:
        return connection.execute(sql).fetchall()


FOUND = """
    SELECT kind, agency, year, heading, other_agency, other_year, other_heading, common, characters, other_characters
    FROM copied_prose ORDER BY 2, 3, 4, 1
"""
SUMS = """
    SELECT a.name, r.year, c.characters, from_earlier_year, from_other_agency, copied
    FROM report_copies c JOIN reports r ON r.id = c.report_id JOIN agencies a ON a.id = r.agency_id ORDER BY 1, 2
"""
PAIRS = """
    SELECT a.name, r.year, b.name, o.year, c.kind, c.sections, c.common FROM copied_reports c
    JOIN reports r ON r.id = c.report_id JOIN agencies a ON a.id = r.agency_id
    JOIN reports o ON o.id = c.other_report_id JOIN agencies b ON b.id = o.agency_id ORDER BY 1, 2, 3, 4
"""
A, B, C = "金水区水利局", "二七区水利局", "管城回族区水利局"
SHARED = prose(1)
ALL = (
    page(A, 2021, SHARED + "全年培训12次。", prose(2)),
    page(A, 2022, SHARED + "全年培训15次。", prose(3)),
    page(B, 2022, prose(4), SHARED),
    page(C, 2020, prose(5), prose(6)),
)


def test_copies_of_an_earlier_year_and_of_another_agency(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    added(db, *ALL, folder=tmp_path)
    n = len(texts.compared(SHARED))
    first, last = "一、总体情况", "五、存在的主要问题及改进情况"
    # 培训次: captions' length, so it isn't compared; the nearest year is 2022, the same for both.
    assert rows(db, FOUND) == [
        ("other_agency", B, 2022, last, A, 2022, first, n, n, n),
        ("earlier_year", A, 2022, first, A, 2021, first, n, n, n),
        ("other_agency", A, 2022, first, B, 2022, last, n, n, n),
    ]
    found = {(agency, year): numbers for agency, year, *numbers in rows(db, SUMS)}
    assert found[A, 2022] == [n + len(texts.compared(prose(3))), n, n, n]
    assert found[B, 2022][1:] == [0, n, n] and found[C, 2020][1:] == [0, 0, 0]
    assert (A, 2022, B, 2022, "other_agency", 1, n) in rows(db, PAIRS)


@pytest.mark.slow
def test_outcome_does_not_depend_on_the_order_of_coming(tmp_path: Path) -> None:
    outcomes = set()
    for number, order in enumerate(list(permutations(ALL))[::5]):
        db = tmp_path / f"o{number}.db"
        added(db, *order, folder=tmp_path)
        outcomes.add((tuple(rows(db, FOUND)), tuple(rows(db, SUMS)), tuple(rows(db, PAIRS))))
    assert len(outcomes) == 1


def test_what_is_removed_or_corrected_leaves_no_trace(tmp_path: Path) -> None:
    db = tmp_path / "r.db"
    added(db, *ALL, folder=tmp_path)
    added(db, page(B, 2022, prose(4), prose(7)), folder=tmp_path)  # a corrected report, now in its own words
    assert [row[0] for row in rows(db, FOUND)] == ["earlier_year"]
    ((earlier,),) = rows(db, "SELECT id FROM reports WHERE year = 2021")
    assert CliRunner().invoke(main, ["remove", str(earlier), "--db", str(db)]).exit_code == 0
    added(db, page(C, 2019, prose(8), prose(9)), folder=tmp_path)
    assert rows(db, FOUND) == [] and rows(db, PAIRS) == []
    marks = "SELECT count(*) FROM section_bands WHERE section_id NOT IN (SELECT id FROM sections)"
    assert rows(db, marks) == [(0,)]
    assert rows(db, "SELECT count(*) FROM copies_due") == [(0,)]


def test_reading_again_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    added(db, *ALL, folder=tmp_path)
    before = [rows(db, sql) for sql in (FOUND, SUMS, PAIRS)]
    assert CliRunner().invoke(main, ["reparse", "--db", str(db)]).exit_code == 0
    assert [rows(db, sql) for sql in (FOUND, SUMS, PAIRS)] == before


def test_database_of_before_is_compared_when_it_is_written_to(tmp_path: Path) -> None:
    db = tmp_path / "old.db"
    added(db, *ALL, folder=tmp_path)
    expected = [rows(db, sql) for sql in (FOUND, SUMS, PAIRS)]
    with closing(sqlite3.connect(db)) as old:
        for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            old.execute(f"DROP VIEW {name}")
        for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_copies'"):
            old.execute(f"DROP TRIGGER {name}")
        tables = (
            "copied_sections copied_reports report_copies section_texts section_bands section_texts_gone copies_due"
        )
        for name in f"{tables} copies_method".split():
            old.execute(f"DROP TABLE {name}")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = '0013_copies'")
        old.commit()
    assert CliRunner().invoke(main, ["add", "--db", str(db), str(next(tmp_path.glob("old-0-*.txt")))]).exit_code == 0
    assert [rows(db, sql) for sql in (FOUND, SUMS, PAIRS)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条的规定，结合本局实际，特编制本报告。",
        "本报告由总体情况、主动公开政府信息情况、收到和处理申请情况、复议诉讼情况、存在问题、其他事项六部分组成。",
        "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "如对本报告有任何疑问，请与本局办公室联系，电话0371-12345678。",
        "按照《政府信息公开信息处理费管理办法》，本年度没有收取信息处理费。",
        "本年度没有其他需要报告的事项。",
        "（一）主动公开情况",
    ],
)
def test_standard_wordings_do_not_count(body: str) -> None:
    assert texts.compared(body) == ""


@pytest.mark.parametrize(
    "body", ["一是公开内容不够及时，群众关心的征地补偿信息更新偏慢。", "召开专题会议研究整改措施，逐条销号。"]
)
def test_what_an_agency_says_itself_counts(body: str) -> None:
    assert texts.compared(body) == re.sub(r"[^\u4e00-\u9fff]", "", body)


def test_pages_show_who_has_whose_sections(tmp_path: Path) -> None:
    folder = _configured(tmp_path)
    db = folder / "reports.db"
    added(db, *ALL, folder=tmp_path)
    site = Site(folder)
    ids = {(name, year): one for one, name, year in rows(
        db, "SELECT r.id, a.name, r.year FROM reports r JOIN agencies a ON a.id = r.agency_id"
    )}  # fmt: skip
    text = site.get("/-/copies").text
    assert f"/-/copies/reports/{ids[B, 2022]}/{ids[A, 2022]}" in text and "同年" in text and C not in text
    earlier = site.json("/-/copies.json?kind=earlier_year")["pairs"]
    assert [(one["report_id"], one["other_report_id"]) for one in earlier] == [(ids[A, 2022], ids[A, 2021])]
    assert site.json(f"/-/copies.json?agency={C}")["pairs"] == []
    assert len(site.json("/-/copies.json?place=郑州市")["pairs"]) == 2
    assert site.get("/-/copies?place=没有这地方").status_code == 404
    pair = site.get(f"/-/copies/reports/{ids[A, 2022]}/{ids[A, 2021]}").text
    assert "<del>5</del>" in pair and "<ins>2</ins>" in pair and "原文第" in pair
    report = site.get(f"/reports/reports/{ids[A, 2022]}").text
    assert "与其他机关的报告几乎相同" in report and "与本机关往年的几乎相同" in report
    assert "没有与其他机关或往年几乎相同的节" in site.get(f"/reports/reports/{ids[C, 2020]}").text
    for path in ("/-/copies/1/999999", "/-/copies/reports/1/1"):
        assert site.get(path).status_code == 404
    odd = site.get("/-/copies?kind=%00&page=99999999999&report=1e9&agency=%00").text
    assert "雷同的正文" in odd

"""Undecided isn't identical: a name that several organs may bear joins nobody's reports, and replaces none."""

from __future__ import annotations

import csv
import io
import itertools
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ingest.cli import main
from ingest.store import connect, joining

TOPICS = ("乡村道路", "小学食堂", "饮水工程", "危旧房屋", "集贸市场", "河道清淤", "文化广场", "养老照料", "林木采伐")
WAYS = (
    "逐月公布",
    "上墙公示",
    "召开座谈",
    "印发手册",
    "入户讲解",
    "开设专栏",
    "设立信箱",
    "安排专人",
    "列出清单",
    "登记造册",
)


CONTACT = "如对本报告有疑问，请与党政办公室联系（地址：示例路1号，电话：{}）。\n"


def prose(seed: int) -> str:
    """Twelve sentences of words that no other seed puts together so."""
    chance = random.Random(seed)
    said = ("、".join(chance.sample(TOPICS, 3)) + "、".join(chance.sample(WAYS, 3)) for _ in range(12))
    return "".join(f"{words}。" for words in said)


def page(agency: str, year: int = 2022, seed: int = 0, before: str = "", after: str = "", received: int = 1) -> str:
    return (
        f"{before}{agency}{year}年政府信息公开工作年度报告\n{after}本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"
        f"一、总体情况\n{prose(seed)}\n二、主动公开政府信息情况\n无。\n三、收到和处理政府信息公开申请情况\n"
        f"本年新收政府信息公开申请 {received} 件。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n"
        f"五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
    )


class Base:
    """A database and the files that go into it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = folder / "reports.db"

    def file(self, name: str, text: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return str(path)

    def run(self, *arguments: str) -> Result:
        result = CliRunner().invoke(main, [*arguments, "--db", str(self.db)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def rows(self, sql: str, given: Any = ()) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.db)) as db:
            return db.execute(sql, given).fetchall()

    def agencies(self) -> list[list[int]]:
        """The years of each agency's reports."""
        found = self.rows("SELECT agency_id, year FROM reports ORDER BY agency_id, year")
        return sorted([year for _, year in of] for _, of in itertools.groupby(found, lambda row: row[0]))


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


@pytest.mark.parametrize(
    "name", ["河口镇人民政府", "鼓楼区卫生健康局", "县水利局", "教育局", "城东街道办事处", "新区管理委员会"]
)
@pytest.mark.parametrize("years", [(2022, 2022, 2022), (2020, 2021, 2022)])
def test_nothing_but_the_name_joins_nobody(base: Base, name: str, years: tuple[int, ...]) -> None:
    files = [base.file(f"{n}.txt", page(name, year, n)) for n, year in enumerate(years)]
    assert base.run("add", *files).exit_code == 0
    assert base.agencies() == sorted([year] for year in years)
    base.run("add", *reversed(files))
    assert base.agencies() == sorted([year] for year in years)
    base.run("reparse")
    assert base.agencies() == sorted([year] for year in years)


def test_all_of_one_name_and_year_are_named_until_one_gets_a_place(base: Base) -> None:
    files = [base.file(f"{n}.txt", page("河口镇人民政府", 2022, n)) for n in range(3)]
    base.run("add", *files)
    said = base.rows("SELECT DISTINCT message FROM findings WHERE check_id = 'place.same_name'")
    assert len(said) == 1 and all(f"{n}.txt" in said[0][0] for n in range(3))
    assert base.rows("SELECT count(*) FROM findings WHERE check_id = 'place.same_name'") == [(3,)]
    for number in ("1", "2"):
        base.run("remove", number)
    assert base.rows("SELECT count(*) FROM findings WHERE check_id = 'place.same_name'") == [(0,)]
    assert base.rows("SELECT name FROM agencies") == [("河口镇人民政府",)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (page("河口镇人民政府", seed=1), page("河口镇人民政府", seed=1, received=2)),
        (
            page("河口镇人民政府", 2022, 1, "索引号：015XX123-3/2023-00017\n"),
            page("河口镇人民政府", 2022, 2, "索引号：015XX123-3/2023-00017\n"),
        ),
        (page("河口镇人民政府", seed=1), page("河口镇人民政府", 2022, 1, "榆中县人民政府\n")),
    ],
    ids=["prose", "index number", "one of them says where"],
)
def test_what_is_plainly_the_same_document_is_a_correction(
    base: Base, first: str, second: str, order: tuple[int, int]
) -> None:
    files = [base.file("a.txt", first), base.file("b.txt", second)]
    for n in order:
        base.run("add", files[n])
    assert base.rows("SELECT count(*) FROM reports") == [(1,)] == base.rows("SELECT count(*) FROM agencies")
    base.run("reparse")
    assert base.rows("SELECT s.name FROM reports r JOIN sources s ON s.id = r.source_id") == [(files[order[1]],)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("索引号：015XX123-3/2023-00017\n", "索引号：015XX123-3/2023-00018\n"),
        (CONTACT.format("0931-7512345"), CONTACT.format("0932-7512345")),
    ],
)
def test_the_same_prose_under_other_particulars_is_not_the_same_document(base: Base, one: str, other: str) -> None:
    for n, before in enumerate((one, other)):
        base.run(
            "add",
            base.file(
                f"{n}.txt",
                page(
                    "河口镇人民政府",
                    2022,
                    1,
                    before=before if "索引" in before else "",
                    after="" if "索引" in before else before,
                ),
            ),
        )
    assert base.agencies() == [[2022], [2022]]


def test_one_telephone_is_one_office_unless_a_year_is_there_twice(base: Base) -> None:
    said = CONTACT.format("0931-7512345")
    files = [base.file(f"{year}.txt", page("河口镇人民政府", year, year, after=said)) for year in (2020, 2021, 2022)]
    base.run("add", *files)
    assert base.agencies() == [[2020, 2021, 2022]]
    base.run("add", base.file("again.txt", page("河口镇人民政府", 2022, 1, after=said)))
    assert base.agencies() == [[2020], [2021], [2022], [2022]]
    (report_id,) = base.rows(
        "SELECT r.id FROM reports r JOIN sources s ON s.id = r.source_id WHERE name LIKE '%again%'"
    )[0]
    base.run("remove", str(report_id))
    assert base.agencies() == [[2020, 2021, 2022]]


@pytest.mark.parametrize(("folder", "code"), [("甘肃省/兰州市/榆中县", "620123"), ("榆中县", "620123"), ("下载", None)])
def test_the_folder_tells_the_place_where_nothing_else_does(base: Base, folder: str, code: str | None) -> None:
    base.run("add", base.file(f"{folder}/1.txt", page("河口镇人民政府")))
    [(region, evidence)] = base.rows("SELECT place_code, place_evidence FROM reports")
    assert (region, evidence) == (code, "folder" if code else None)


def test_the_list_of_the_undecided_is_filled_in_and_settled(base: Base) -> None:
    base.run("add", *(base.file(f"{n}.txt", page("河口镇人民政府", 2022, n)) for n in range(4)))
    base.run("add", base.file("2021.txt", page("榆中县河口镇人民政府", 2021, 9)))
    rows = list(csv.DictReader(io.StringIO(base.run("agency", "list", "--undecided", "--csv").stdout)))
    assert len(rows) == 4
    for row, (place, into) in zip(
        rows, [("620123", ""), ("某某县", ""), ("", "榆中县河口镇人民政府"), ("", "")], strict=True
    ):
        row |= {"地区": place, "归入": into}
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    result = base.run("agency", "settle", base.file("待定.csv", out.getvalue()))
    assert (result.exit_code, "已归属 1 份，未能归属 2 份" in result.stdout) == (1, True)
    assert "第 3 行" in result.stderr and "不是一个地区" in result.stderr
    assert "第 4 行" in result.stderr and "2022年" in result.stderr
    assert base.agencies() == [[2021, 2022], [2022], [2022], [2022]]
    base.run("reparse")
    assert base.agencies() == [[2021, 2022], [2022], [2022], [2022]]
    assert base.run("agency", "list", "--undecided", "--csv").stdout.count("\n") == 4


def test_a_database_from_before_has_its_undecided_told_apart(base: Base) -> None:
    """There one name was one agency; what a person gave to an agency stays there."""
    base.run("add", *(base.file(f"{year}.txt", page("河口镇人民政府", year, year)) for year in (2020, 2021, 2022)))
    base.run("add", base.file("a.txt", page("榆中县示例局", 2020, 7)), base.file("b.txt", page("县示例局", 2021, 8)))
    with closing(connect(str(base.db))) as db:
        (town,), (bureau,) = (
            db.execute("SELECT min(agency_id) FROM reports WHERE agency_name = ?", [name]).fetchone()
            for name in ("河口镇人民政府", "榆中县示例局")
        )
        db.execute("DELETE FROM agency_aliases WHERE instr(key, '#') > 0")
        for name, key, agency, source in (
            ("河口镇人民政府", "?:河口镇", town, "name"),
            ("县示例局", "?:县示例局", bureau, "alias"),
        ):
            db.execute(
                "INSERT INTO agency_aliases (key, name, agency_id, source) VALUES (?, ?, ?, ?)",
                (key, name, agency, source),
            )
            db.execute("UPDATE reports SET agency_key = ?, agency_id = ? WHERE agency_name = ?", (key, agency, name))
        db.execute("BEGIN")
        joining.apart(db)
        db.execute("COMMIT")
    assert base.agencies() == [[2020], [2020, 2021], [2021], [2022]]
    base.run("reparse")
    assert base.agencies() == [[2020], [2020, 2021], [2021], [2022]]
    base.run("add", base.file("c.txt", page("县示例局", 2022, 9)))
    assert base.agencies() == [[2020], [2020, 2021, 2022], [2021], [2022]]


def test_the_list_names_the_agencies_of_known_place_that_are_called_so(base: Base) -> None:
    pages = [("城关镇人民政府", 2021), ("镇安县城关镇人民政府", 2020), ("旬阳市城关镇人民政府", 2020)]
    files = [base.file(f"{n}.txt", page(name, year, n)) for n, (name, year) in enumerate(pages)]
    assert base.run("add", *files).exit_code == 0
    listed = base.run("agency", "list", "--undecided", "--csv").stdout.splitlines()
    assert [set(line.rpartition(",")[2].split("；")) for line in listed[1:]] == [
        {"镇安县城关镇人民政府", "旬阳市城关镇人民政府"}
    ]

"""A second report of an agency and year: a correction when it comes later, no silent replacement within one run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.cli import main

BODY = (
    "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。\n一、总体情况\n{}\n二、主动公开政府信息情况\n无。\n"
    "三、收到和处理政府信息公开申请情况\n无。\n四、政府信息公开行政复议、行政诉讼情况\n无。\n"
)
TITLE = "衢州市示例局2021年政府信息公开工作年度报告\n"


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    for name, said in (("a.txt", "甲稿。"), ("b.txt", "乙稿。")):
        (tmp_path / name).write_text(TITLE + BODY.format(said), "utf-8")
    return tmp_path


def add(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["add", "--db", str(folder / "x.db"), *arguments])


def said(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "x.db")) as db:
        return [body for (body,) in db.execute("SELECT body FROM sections WHERE kind = 'overview' ORDER BY 1")]


def test_the_second_of_one_run_is_refused_and_both_are_named(drafts: Path) -> None:
    result = add(drafts, str(drafts / "a.txt"), str(drafts / "b.txt"))
    assert result.exit_code == 1
    assert f"{drafts / 'b.txt'}: 与同时收录的“{drafts / 'a.txt'}”都是衢州市示例局 2021 年的报告" in result.stderr
    assert said(drafts) == ["甲稿。"]
    with closing(sqlite3.connect(drafts / "x.db")) as db:
        assert db.execute("SELECT count(*) FROM sources").fetchone() == (1,)


def test_replace_lets_the_later_one_stand(drafts: Path) -> None:
    result = add(drafts, "--replace", str(drafts / "a.txt"), str(drafts / "b.txt"))
    assert (result.exit_code, said(drafts)) == (0, ["乙稿。"])


def test_a_file_of_a_later_run_is_a_correction(drafts: Path) -> None:
    add(drafts, str(drafts / "a.txt"))
    result = add(drafts, str(drafts / "b.txt"))
    assert (result.exit_code, said(drafts)) == (0, ["乙稿。"])


@pytest.mark.parametrize("first", ["a.txt", "b.txt"])
def test_a_file_that_is_known_already_counts_as_one_of_the_run(drafts: Path, first: str) -> None:
    add(drafts, str(drafts / first))
    result = add(drafts, str(drafts / "a.txt"), str(drafts / "b.txt"))
    assert result.exit_code == 1
    assert "a.txt" in result.stderr and "b.txt" in result.stderr


def test_both_files_of_a_correction_given_again_change_nothing(drafts: Path) -> None:
    add(drafts, str(drafts / "a.txt"))
    add(drafts, str(drafts / "b.txt"))
    result = add(drafts, str(drafts / "a.txt"), str(drafts / "b.txt"))
    assert (result.exit_code, said(drafts)) == (0, ["乙稿。"])


def test_a_second_year_or_agency_is_no_second_report(drafts: Path) -> None:
    (drafts / "b.txt").write_text((TITLE + BODY).replace("2021", "2020").format("乙稿。"), "utf-8")
    (drafts / "c.txt").write_text(TITLE.replace("示例局", "商务局") + BODY.format("丙稿。"), "utf-8")
    result = add(drafts, *(str(drafts / f"{name}.txt") for name in "abc"))
    assert (result.exit_code, len(said(drafts))) == (0, 3)

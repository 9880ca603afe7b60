"""A form of another time: one more TOML file, and its tables are read; those of today's forms as before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TOY = """
extends = "2019"
id = "toy"
title = "试验格式"
authority = "无"
first_year = 2009
last_year = 2010
telling = ["新闻媒体"]

[[sums]]
check = "applications.row_total"
table = "applications"
over = "columns"
left = ["total"]
right = ["natural_person", "media"]

[[sums]]
check = "applications.balance"
table = "applications"
over = "rows"
left = ["received"]
right = ["closed"]

[applications]
columns = [
  { code = "natural_person", label = "自然人" },
  { code = "media", label = "新闻媒体" },
  { code = "total", label = "总计" },
]
"""
READ = """
import json, sys
from pathlib import Path
from ingest.forms import sources
known = sources._files
if sys.argv[1]:
    sources._files = lambda: sorted([*known(), Path(sys.argv[1])], key=lambda path: path.name)
from ingest.grids import read_grids
from ingest.model import Cell, Document, Grid
from ingest.text import fold
found = {}
for name, rows in json.loads(sys.argv[2]).items():
    cells = tuple(Cell(t, a + 1, a, b) for a, row in enumerate(rows) for b, t in enumerate(row))
    lines = tuple("\\t".join(row) for row in rows)
    tables = read_grids(Document(lines, tuple(map(fold, lines)), blocks=(Grid(cells, "rows"),)), None)
    rows = [] if tables is None else tables.rows
    found[name] = [tables and tables.form, {r.code: dict(zip(r.columns, [v.number for v in r.values])) for r in rows}]
print(json.dumps(found))
"""
TOY_PAGE = [
    ["新闻媒体", "自然人", "总计"],
    ["一、本年新收政府信息公开申请数量", "3", "4"],  # a blank is dropped: 3 ＋ 4 is no total, 3 ＝ 3 isn't printed
    ["（一）予以公开", "2", "5", "7"],
    ["（七）总计", "4", "4"],
]
PAGE = [
    ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    ["一、本年新收政府信息公开申请数量", "3", "4", "0", "0", "0", "0", "7"],
    ["申请人逾期未按收费通知要求缴纳费用", "1", "0", "0", "0", "0", "0", "1"],
]


def read(toy: Path | None) -> dict[str, list[object]]:
    pages = {"today": PAGE} | ({"toy": TOY_PAGE} if toy else {})
    arguments = [sys.executable, "-c", READ, str(toy or ""), json.dumps(pages)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_a_form_is_one_more_file_and_today_s_are_read_as_before(tmp_path: Path) -> None:
    toy = tmp_path / "toy.toml"
    toy.write_text(TOY, "utf-8")
    found = read(toy)
    assert found["today"] == read(None)["today"]
    form, rows = found["toy"]
    assert form == "toy"
    assert rows["disclosed"] == {"natural_person": 5, "media": 2, "total": 7}  # type: ignore[index]
    assert rows["closed"]["total"] in (4, None) and rows["received"]["media"] in (3, None)  # type: ignore[index]

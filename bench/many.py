"""A large invented database for measuring the site: ``python bench/many.py PATH [REPORTS]``.

It goes through the real writer, so statistics, index and summaries are what ``ingest add`` makes; only the reading of
pages is left out. Places below the province, organs, numbers and prose are invented; the seed is fixed.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import _paths  # noqa: F401

from ingest.checks import checks
from ingest.checks.across import marks
from ingest.forms import Form, forms
from ingest.model import Section
from ingest.store import Packed, Writer, connect
from ingest.store.rows import REPORT_COLUMNS, SOURCE_COLUMNS

REPORTS = 100_000
YEARS = range(2018, 2026)
_CODES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
_NAMES = (
    "北京市 天津市 河北省 山西省 内蒙古自治区 辽宁省 吉林省 黑龙江省 上海市 江苏省 浙江省 安徽省 福建省 江西省 山东省"
    " 河南省 湖北省 湖南省 广东省 广西壮族自治区 海南省 重庆市 四川省 贵州省 云南省 西藏自治区 陕西省 甘肃省 青海省"
    " 宁夏回族自治区 新疆维吾尔自治区"
)
PROVINCES = dict(zip(_CODES.split(), _NAMES.split(), strict=True))
CITIES, COUNTIES = 11, 9  # of a province, of a city
FUNCTIONS = ("示例局", "示例委员会", "示例中心", "教育示例局", "财政示例局", "公安示例局")
_WORDS = (
    "政府信息公开 主动公开 依申请公开 行政复议 行政诉讼 数字化 培训 制度 条例 监督保障 平台建设 解读材料 基层 档案 群众"
    " 规范性文件 行政许可 行政处罚 营商环境 重点领域 政策问答 存在问题 改进情况 公开指南 目录 栏目 信息发布 审核"
)
WORDS = _WORDS.split()
WITHIN = sorted(check for check in checks() if not check.startswith("across."))[:5]  # the writer makes the others
KINDS = ("overview", "proactive", "applications", "appeals", "problems", "other")


def build(path: Path, reports: int = REPORTS, characters: int = 2200) -> None:
    """Write a database of that many reports of about that many characters to a path."""
    if not path.exists():
        path.write_bytes(_begun())
    db = connect(str(path))
    writer = Writer(db)
    for number, packed in enumerate(_reports(reports, characters)):
        writer.write(packed)
        if number % 1000 == 999:
            writer.commit_part()
    writer.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


@cache
def _begun() -> bytes:
    """A database with the places and without reports."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "begun.db"
        with closing(connect(str(path))) as db:
            _regions(db)
            db.commit()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


def _regions(db: sqlite3.Connection) -> None:
    rows = [("100000", "中华人民共和国", "中华人民共和国", None, "national")]
    for code, name in PROVINCES.items():
        rows.append((f"{code}0000", name, name, "100000", "provincial"))
    for province, city, county in _places():
        name = PROVINCES[province]
        if county:
            own = f"示例{city}市示例{city}-{county}县"
            rows.append((f"{province}{city:02}{county:02}", own, name + own, f"{province}{city:02}00", "county"))
        else:
            own = f"示例{city}市"
            rows.append((f"{province}{city:02}00", own, name + own, f"{province}0000", "prefectural"))
    db.executemany(
        "INSERT OR IGNORE INTO regions (code, name, full_name, parent_code, level) VALUES (?, ?, ?, ?, ?)", rows
    )


def _places() -> Iterator[tuple[str, int, int]]:
    for province in PROVINCES:
        for city in range(1, CITIES + 1):
            for county in range(COUNTIES + 1):
                yield province, city, county


def _agencies() -> Iterator[tuple[Any, ...]]:
    for function in FUNCTIONS:
        for province, city, county in _places():
            code = f"{province}{city:02}{county:02}"
            name = f"{PROVINCES[province]}示例{city}市{f'示例{county}县' if county else ''}{function}"
            yield name, code, "county" if county else "prefectural", function, None


def _reports(reports: int, characters: int) -> Iterator[Packed]:
    pool, state = _pool()
    chance = random.Random()
    chance.setstate(state)
    for agency in _agencies():
        carried = 0
        for year in YEARS:
            if reports <= 0:
                return
            if chance.random() < 0.1:
                continue
            reports -= 1
            scope = "aggregate" if agency[3] == FUNCTIONS[1] and agency[2] == "prefectural" else "own"
            packed, carried = _report(chance, pool, agency, year, scope, carried, characters)
            yield packed


@cache
def _pool() -> tuple[list[str], Any]:
    """Clauses of invented prose: the field's words among characters whose frequencies fall as in a language. And how
    the dice go on."""
    chance = random.Random(20190515)
    common = [chr(0x4E00 + chance.randrange(0x4000)) for _ in range(2500)]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(common))))
    clauses = []
    for _ in range(20_000):
        filler = "".join(chance.choices(common, cum_weights=weights, k=chance.randint(4, 16)))
        clauses.append(chance.choice(WORDS) + filler + chance.choice("，，，；。"))
    return clauses, chance.getstate()


def _prose(chance: random.Random, pool: list[str], characters: int) -> str:
    return "".join(chance.choices(pool, k=max(1, characters // 15)))


def _report(
    chance: random.Random,
    pool: list[str],
    agency: tuple[Any, ...],
    year: int,
    scope: str,
    carried: int,
    characters: int,
) -> tuple[Packed, int]:
    form = None if year < 2019 else forms()["2019" if year < 2021 else "2021"]
    title = f"{agency[0]}{year}年政府信息公开工作年度报告"
    sections = tuple(
        (kind, f"{'一二三四五六'[n]}、{WORDS[n]}", _prose(chance, pool, characters // len(KINDS)), 10 * n + 3)
        for n, kind in enumerate(KINDS)
    )
    applications, out = _applications(chance, form, carried) if form else ((), 0)
    head = {"year": year, "form_id": form and form.id, "completeness": "complete" if form else "narrative"}
    head |= {"agency_name": agency[0], "agency_key": f"{agency[1]}/{agency[3]}", "place_code": agency[1]}
    head |= {"title": title, "publisher": agency[0], "document_date": f"{year + 1}-01-20", "scope": scope}
    head |= {"index_number": f"11{chance.randrange(10**9):09}/{year + 1}-00001", "disclosure_method": "主动公开"}
    text = "\n".join([title, *(f"{s[1]}\n{s[2]}" for s in sections)]).encode()
    digest = hashlib.sha256(text + str(chance.random()).encode()).hexdigest()
    source = {
        "sha256": digest,
        "name": f"pages/{agency[0]}-{year}.txt",
        "media_type": "text/plain",
        "encoding": "utf-8",
    }
    source |= {"size": len(text), "content": zlib.compress(text, 1), "container": "text", "recognised": 0}
    packed = Packed(
        tuple(source.get(column) for column in SOURCE_COLUMNS),
        agency,
        tuple(head.get(column) for column in REPORT_COLUMNS),
        sections,
        _items(chance, form) if form else (),
        applications,
        _appeals(chance, form) if form else (),
        _findings(chance, digest) if form else (),
        marks(tuple(Section(*section) for section in sections)),
    )
    return packed, out


def _items(chance: random.Random, form: Form) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (item.code, measure.code, (n := chance.randrange(60)), "万元" if measure.money and n % 3 else None, str(n), 20)
        for band in form.bands
        for item in band.items
        for measure in band.measures
    )


def _applications(chance: random.Random, form: Form, carried: int) -> tuple[tuple[tuple[Any, ...], ...], int]:
    received, out = chance.randint(5, 80), chance.randint(0, 4)
    totals = {"received": received, "carried_in": carried, "closed": received + carried - out, "carried_out": out}
    left = totals["closed"]
    for code in chance.sample(form.leaves, 6):
        totals[code] = chance.randint(0, left)
        left -= totals[code]
    totals["disclosed"] = totals.get("disclosed", 0) + left
    rows = []
    for n, row in enumerate(form.rows):
        if row.code == "other_handling" and form.children("other_handling"):
            continue
        total = totals.get(row.code, 0)
        people = chance.randint(0, total)
        rows.append((row.code, people, total - people, 0, 0, None if total == 0 else 0, 0, total, 40 + n))
    return tuple(rows), out


def _appeals(chance: random.Random, form: Form) -> tuple[tuple[Any, ...], ...]:
    rows = []
    for n, channel in enumerate(form.channels):
        cells = [chance.choice((0, 0, 0, 1, 2)) for _ in range(4)]
        rows.append((channel.code, *cells, sum(cells), 80 + n))
    return tuple(rows)


def _findings(chance: random.Random, digest: str) -> tuple[tuple[Any, ...], ...]:
    if chance.random() < 0.8:
        return ()
    check, severity = chance.choice(WITHIN), chance.choice(("error", "error", "warning", "note"))
    return (
        (
            check,
            severity,
            "applications",
            "received",
            "total",
            "13",
            "14",
            "各栏合计 14 ≠ 总计 13（第 41 行）",
            41,
            None,
            digest,
        ),
    )


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else REPORTS)

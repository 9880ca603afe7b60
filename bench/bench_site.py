"""How fast the site answers (make bench-site): ``datasette .`` as shipped, on a large invented database.

    python bench/bench_site.py [--db FILE | --reports 100000] [--write docs/performance.md]

Each address is asked for a few times over HTTP, one after the other, so that every answer is made anew;
the table has the first answer (nothing cached), the median and the slowest. ``--write`` puts it into the page.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import _paths  # noqa: F401
from conftest import ROOT, _configured, served

START, END = "<!-- measured -->", "<!-- /measured -->"


class Asked(NamedTuple):
    """An address, what it is, and how long it may take."""

    what: str
    path: str
    limit: float


class Took(NamedTuple):
    """Seconds of the first answer, the median and the slowest, and the size in bytes."""

    first: float
    median: float
    slowest: float
    size: int


def asked(report: int, agency: int) -> list[Asked]:
    """What is measured; the report and the agency stand in the middle of the database."""
    import yaml

    queries = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]["queries"]
    words = ("信", "公开", "数字化", "政府信息公开", "档案 培训")
    return [
        Asked("首页 home", "/", 0.2),
        Asked("一份报告 report page", f"/reports/reports/{report}", 0.1),
        Asked("原文 source", f"/-/source/{report}", 0.1),
        Asked("机关 agency", f"/reports/agencies/{agency}", 0.2),
        Asked("数据库 database page", "/reports", 0.2),
        *(
            Asked(f"看板 dashboard {name}", f"/-/dashboards/{name}", 1.0)
            for name in ("country", "province", "appeals", "grounds", "quality", "coverage")
        ),
        Asked("各地 places", "/-/places", 1.0),
        Asked("地方 place", "/reports/regions/410100", 1.0),
        Asked("全站检索 site search “公开”", f"/-/search?q={quote('公开')}", 0.3),
        Asked("全站检索 site search “档案”", f"/-/search?q={quote('档案')}", 0.3),
        *(
            Asked(f"全站检索 site search “档案” {more}", f"/-/search?q={quote('档案')}&{quote(more, safe='=&')}", 0.3)
            for more in ("year=2021", "province=河南省", "kind=problems", "year=2021&province=河南省&kind=problems")
        ),
        Asked("全站检索 site search “数字化”", f"/-/search?q={quote('数字化')}", 0.3),
        Asked("报告概览，分面 report_stats with facets", "/reports/report_stats", 1.0),
        Asked("筛选，分面 filtered, with facets", f"/reports/report_stats?year=2023&province={quote('河南省')}", 1.0),
        Asked("表二 applications", "/reports/applications", 1.0),
        *(
            Asked(f"视图 view {name}", f"/reports/{name}", 2.0)
            for name in (
                "applications_long",
                "yearly_by_region",
                "coverage",
                "coverage_by_region",
                "findings_by_region",
            )
        ),
        *(Asked(f"检索 search “{word}”", f"/reports/search_prose?q={quote(word)}", 0.3) for word in words),
        *(Asked(f"搜索框 search box “{word}”", f"/reports/sections?_search={quote(word)}", 0.3) for word in words[1:3]),
        *(Asked(f"问题 query {name}", f"/reports/{name}", 1.0) for name in queries if name != "search_prose"),
        Asked("JSON 一页 a page of JSON", "/reports/report_stats.json?_size=max&_nofacet=1", 1.0),
        Asked("数据字典 dictionary", "/-/dictionary.json", 1.0),
    ]


@contextmanager
def serving(db: Path) -> Iterator[str]:
    """``datasette .`` on a copy of the site's folder with this database in it."""
    with tempfile.TemporaryDirectory() as folder:
        (_configured(Path(folder)) / "reports.db").symlink_to(db.absolute())
        with served(Path(folder)) as url:
            yield url


def fetch(address: str) -> tuple[float, int]:
    """Seconds and bytes of one answer."""
    began = time.perf_counter()
    with urllib.request.urlopen(address, timeout=600) as answer:
        size = 0
        while part := answer.read(1 << 20):
            size += len(part)
    return time.perf_counter() - began, size


def measure(address: str, times: int) -> Took:
    """One address, asked several times."""
    more = "&" if "?" in address else "?"  # an address of its own each time, or a kept answer would be measured
    found = [fetch(f"{address}{more}_={time.time_ns()}") for _ in range(times)]
    seconds = [one[0] for one in found]
    return Took(seconds[0], statistics.median(seconds), max(seconds[1:]), found[0][1])


def _line(what: str, took: Took, limit: float) -> str:
    kept = "" if took.median < limit else " **超过**"
    return (
        f"| {what} | {took.first * 1000:,.0f} | {took.median * 1000:,.0f} | {took.slowest * 1000:,.0f} |"
        f" {took.size / 1000:,.0f} | {limit * 1000:,.0f}{kept} |"
    )


def _facets(url: str, connection: sqlite3.Connection) -> list[str]:
    """Every facet that a reader can ask of a table: how long the slowest takes, and whether it was given up."""
    lines = []
    for table in ("report_stats", "agencies", "findings", "applications", "appeals", "disclosure_items", "sources"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "content"]
        slowest, name, given_up = 0.0, "", []
        for column in columns:
            began = time.perf_counter()
            address = f"{url}/reports/{table}.json?_size=0&_nocount=1&_facet={column}"
            with urllib.request.urlopen(address, timeout=60) as answer:
                told = json.load(answer)
            seconds = time.perf_counter() - began
            given_up += [column for one in told.get("facets_timed_out", []) if one == column]
            if seconds > slowest:
                slowest, name = seconds, column
        lines.append(f"| {table} | {len(columns)} | {name} | {slowest * 1000:,.0f} | {', '.join(given_up) or '—'} |")
    return lines


def _exports(url: str, connection: sqlite3.Connection) -> list[str]:
    lines = []
    for table in ("report_stats", "applications", "disclosure_long"):
        took, size = fetch(f"{url}/reports/{table}.csv?_stream=on")
        (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        lines.append(f"| {table} | {rows:,} | {size / 1e6:,.1f} | {took:,.1f} |")
    return lines


def report(db: Path, times: int) -> str:
    """The measured part of the page."""
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    reports, middle = connection.execute("SELECT count(*), max(id) / 2 FROM reports").fetchone()
    (agency,) = connection.execute("SELECT agency_id FROM reports WHERE id >= ? LIMIT 1", [middle]).fetchone()
    out = [
        f"{reports:,} 份报告 reports · {db.stat().st_size / 1e9:.1f} GB · {os.cpu_count()} 个处理器 processors · load"
        f" {os.getloadavg()[0]:.1f} · Python {sys.version.split()[0]} · SQLite {sqlite3.sqlite_version}",
        "",
        "| 页面 page | 初次 first, ms | 中位 median, ms | 最慢 slowest, ms | KB | 上限 limit, ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    with serving(db) as url:
        fetch(f"{url}/-/versions.json")
        for one in asked(middle, agency):
            out.append(_line(one.what, measure(url + one.path, times), one.limit))
            print(out[-1], flush=True)
        out += [
            "",
            "| 分面 facets of | 列 columns | 最慢的列 slowest | ms | 超时 timed out |",
            "|---|---:|---|---:|---|",
        ]
        out += _facets(url, connection)
        out += ["", "| 整表导出 export | 行 rows | MB | s |", "|---|---:|---:|---:|", *_exports(url, connection)]
    connection.close()
    return "\n".join(out)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--db", type=Path, help="a database to measure; without it one is made and thrown away")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--write", type=Path, help="put the numbers into this page")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder) / "reports.db"
        if given.db is None:
            import country

            country.build(db, given.reports)
        told = report(db, given.times)
    print(told)
    if given.write:
        page = given.write.read_text("utf-8")
        before, after = page.split(START)[0], page.split(END)[1]
        given.write.write_text(f"{before}{START}\n{told}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()

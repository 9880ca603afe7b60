"""Is a database fit to be published (make publish-check)? ``python deploy/publish_check.py [reports.db]``.

The file is sound, its summaries agree with its tables, licence and sources are stated, every page of the site opens on
it, and every export has each row once. One line a check; exit status 1 if one fails. Nothing is written.
"""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette

ROOT = Path(__file__).parent.parent
SMALL = 200_000  # rows of a table whose export is read in full
_SUMS = (
    ("report_totals", "sum(reports)", "reports", "count(*)"),
    ("report_totals", "sum(received)", "report_stats", "sum(received)"),
    ("application_totals", "sum(reports)", "applications", "count(*)"),
    ("application_totals", "sum(total)", "applications", "sum(total)"),
    ("appeal_totals", "sum(total)", "appeals", "sum(total)"),
    ("disclosure_totals", "sum(reports)", "disclosure_items", "count(*)"),
    ("finding_totals", "sum(findings)", "findings", "count(*)"),
)

Found = Iterator[str]  # what is wrong, in a sentence each


def sound(db: sqlite3.Connection) -> Found:
    """数据库文件完好 (the file is sound)"""
    yield from (str(row[0]) for row in db.execute("PRAGMA quick_check") if row[0] != "ok")
    yield from (f"{row[0]}: a key points nowhere" for row in db.execute("PRAGMA foreign_key_check"))


def summaries(db: sqlite3.Connection) -> Found:
    """汇总表与各表一致 (summaries agree with the tables)"""
    if db.execute("SELECT 1 FROM summaries_stale").fetchone():
        yield "summaries are stale: run ingest add or ingest reparse once"
    for table, kept, of, true in _SUMS:
        a, b = (db.execute(f"SELECT {what} FROM {name}").fetchone()[0] for name, what in ((table, kept), (of, true)))
        if (a or 0) != (b or 0):
            yield f"{table}: {kept} = {a}, but {of}: {true} = {b}"
    for table, kept in db.execute("SELECT table_name, row_count FROM table_counts").fetchall():
        if table.endswith("_long"):
            continue
        (count,) = db.execute(f"SELECT count(*) FROM {table}").fetchone()
        if count != kept:
            yield f"table_counts: {table} {kept}, but there are {count}"


def complete(db: sqlite3.Connection) -> Found:
    """有报告，每份都有原文和概览 (reports, each with its source and overview)"""
    (reports,) = db.execute("SELECT count(*) FROM reports").fetchone()
    if not reports:
        yield "there are no reports"
    (stats,) = db.execute("SELECT count(*) FROM report_stats").fetchone()
    if stats != reports:
        yield f"{reports} reports, but {stats} rows of report_stats"
    indexed = db.execute("SELECT count(*) FROM sections_fts_docsize").fetchone()
    if indexed != db.execute("SELECT count(*) FROM sections").fetchone():
        yield "the full-text index doesn't hold every section"


def stated(_: sqlite3.Connection) -> Found:
    """许可和来源已写明 (licence and sources are stated)"""
    told = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))
    yield from (f"metadata.yml: no {key}" for key in ("title", "license", "source") if not told.get(key))


CHECKS: tuple[Callable[[sqlite3.Connection], Found], ...] = (sound, complete, summaries, stated)


async def pages(db: sqlite3.Connection, folder: Path) -> list[str]:
    """每个页面都能打开 (every page opens)"""
    site = Datasette(config_dir=folder)
    told = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
    shown = [name for name, table in told["tables"].items() if not table.get("hidden")]
    first, last = db.execute("SELECT min(id), max(id) FROM reports").fetchone()
    paths = ["/", "/reports", "/robots.txt", "/sitemap.xml", "/-/dictionary.json", "/-/openapi.json"]
    paths += [f"/reports/{name}" for name in [*shown, *told["queries"]]]
    paths += [f"/reports/reports/{first}", f"/reports/reports/{last}", f"/-/source/report/{last}"]
    wrong = []
    if (answer := await site.client.get("/reports.json")).status_code == 503:
        return [answer.json()["error"]]
    for path in paths:
        answer = await site.client.get(path)
        if answer.status_code not in (200, 302):
            wrong.append(f"{path}: {answer.status_code}")
    return wrong + [one for name in shown for one in await _export(site, db, name)]


async def _export(site: Any, db: sqlite3.Connection, name: str) -> list[str]:
    try:
        (count,) = db.execute(f"SELECT count(*) FROM {name}").fetchone()
    except sqlite3.OperationalError as error:
        return [f"{name}: {error}"]
    if count > SMALL:
        return []
    answer = await site.client.get(f"/reports/{name}.csv?_stream=on&_exact=on")
    rows = list(csv.reader(io.StringIO(answer.text)))[1:]
    if len(rows) == count == len({tuple(row) for row in rows}):
        return []
    return [f"{name}.csv: {len(rows)} rows, {len({tuple(row) for row in rows})} of them different, of {count}"]


def _site(path: Path, folder: Path) -> Path:
    for name in ("metadata.yml", "settings.json", "plugins", "templates", "static"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "reports.db").symlink_to(path.absolute())
    return folder


def main(path: Path) -> int:
    """Print a line for each check; how many failed."""
    if not path.exists():
        print(f"失败 no such file: {path}")
        return 1
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    failed = 0
    results = [(check.__doc__, list(check(db))) for check in CHECKS]
    with tempfile.TemporaryDirectory() as folder:
        results.append((pages.__doc__, asyncio.run(pages(db, _site(path, Path(folder))))))
    for what, wrong in results:
        print(f"{'失败 FAILED' if wrong else '通过 ok'}  {what}")
        for one in wrong[:20]:
            print(f"    {one}")
        failed += bool(wrong)
    db.close()
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1] if len(sys.argv) > 1 else "reports.db")) else 0)

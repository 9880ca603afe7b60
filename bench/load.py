"""The site under load (make load): requests a second, slowest hundredth, errors, at 100,000 reports; wrk on loopback.

    python bench/load.py [--db FILE] [--seconds 10] [--connections 4]

``datasette .`` runs with the project's own settings. Each kind of page is asked for by ``wrk`` for some seconds over a
few connections, reports at random. Then the same again while somebody sends SQL that never ends: it must be cut at
its limit, and the others must go on. Without ``--db`` a database of 100,000 invented reports is made first.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import _paths  # noqa: F401
import many
from conftest import _configured, served

REPORTS = 100_000
WORDS = ("规范性文件", "档案", "数字化", "营商环境", "公开")
SQL = "select year, province, count(*), sum(received), sum(closed) from report_stats group by year, province"
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
PAGES = {
    "front page": "/",
    "facets": "/reports/report_stats",
    "facets, one province": "/reports/report_stats?province=" + quote("河南省"),
    "a report": "/reports/reports/{report}",
    "dashboard": "/-/dashboards/country",
    "site search": "/-/search?q={word}",
    "search in the prose": "/reports/search_prose?q={word}",
    "aggregate query (SQL, JSON)": f"/reports.json?sql={quote(SQL)}&_shape=array",
    "canned query": "/reports/applications_by_year.json?_shape=array",
    "JSON of a table": "/reports/report_stats.json?_shape=array&_size=100&year=2021&_facet_size=0",
    "JSON of a report's rows": "/reports/applications.json?_shape=array&report_id={report}",
}
LUA = """
local pages, count = {{ {pages} }}, 0
request = function()
  count = count + 1
  local path = string.gsub(pages[count % #pages + 1], "{{report}}", math.random(1, {reports}))
  return wrk.format("GET", path)
end
"""


class Load(NamedTuple):
    """What wrk saw."""

    per_second: float
    median: str
    slowest: str  # all but a hundredth were faster
    errors: int


def load(url: str, path: str, seconds: int, connections: int, folder: Path) -> Load:
    """One kind of page for some seconds."""
    paths = [path.replace("{word}", quote(word)) for word in WORDS]
    script = folder / "wrk.lua"
    script.write_text(LUA.format(pages=", ".join(f'"{one}"' for one in paths), reports=REPORTS - 1000))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", script, url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    errors = [re.search(r"Non-2xx or 3xx responses: (\d+)", told)]
    errors += [re.search(rf"Socket errors:.*{kind} (\d+)", told) for kind in ("connect", "read", "write", "timeout")]
    found = [
        re.search(pattern, told, re.M)
        for pattern in (r"^Requests/sec:\s+(\S+)", r"^\s+50%\s+(\S+)", r"^\s+99%\s+(\S+)")
    ]
    per_second, median, slowest = (one[1] if one else "0" for one in found)
    return Load(float(per_second), median, slowest, sum(int(one[1]) for one in errors if one))


@contextmanager
def endless(url: str, told: list[tuple[int, float]]) -> Iterator[None]:
    """Somebody asks one thing after another that never ends: what each got, and when."""
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            began = time.monotonic()
            try:
                with urllib.request.urlopen(f"{url}/reports.json?sql={quote(ENDLESS)}", timeout=60) as answer:
                    status = answer.status
            except urllib.error.HTTPError as error:
                status = error.code
            told.append((status, time.monotonic() - began))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()


def measure(db: Path, seconds: int, connections: int) -> None:
    """Print a line a kind of page."""
    with tempfile.TemporaryDirectory() as name:
        folder = _configured(Path(name))
        (folder / "reports.db").symlink_to(db.resolve())
        with served(folder) as url:
            print("| page | requests/s | median | p99 | errors | beside endless SQL: requests/s | p99 | errors |")
            print("|---|--:|--:|--:|--:|--:|--:|--:|", flush=True)
            cut: list[tuple[int, float]] = []
            for page, path in PAGES.items():
                load(url, path, 2, connections, folder)  # what is read first is read from the disk
                alone = load(url, path, seconds, connections, folder)
                with endless(url, cut):
                    beside = load(url, path, seconds, connections, folder)
                line = f"| {page} | {alone.per_second:.0f} | {alone.median} | {alone.slowest} | {alone.errors}"
                print(f"{line} | {beside.per_second:.0f} | {beside.slowest} | {beside.errors} |", flush=True)
    statuses = sorted({status for status, _ in cut})
    times = [seconds for _, seconds in cut]
    print(f"\nendless SQL: {len(cut)} times cut with status {statuses} after {min(times):.1f} to {max(times):.1f} s")


def large(folder: Path) -> Path:
    """A database of invented reports."""
    many.build(folder / "large.db", REPORTS)
    return folder / "large.db"


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--db", type=Path, help="a database of 100,000 reports")
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=4)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed (Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        measure(given.db or large(Path(folder)), given.seconds, given.connections)


if __name__ == "__main__":
    main()

"""The site under load (make load): requests a second, slowest hundredth, errors, at 100,000 reports; wrk on loopback.

    python bench/load.py [--db FILE | --reports 100000] [--seconds 10] [--connections 4]

``datasette .`` runs with the project's own settings. Each kind of page is asked for by ``wrk`` for some seconds over a
few connections, reports, words and choices at random: first every time by an address that nobody has asked for (made
anew, as before answers were kept), then by the same few hundred addresses (kept), then made anew while somebody sends
SQL that never ends: it must be cut at its limit, and the others must go on. Then what the first one to ask gets after
a commit. Without ``--db`` a database is made by ``ingest add`` first.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import sqlite3
import statistics
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
import country
from conftest import _configured, served

WORDS = ("规范性文件", "档案", "数字化", "养老服务", "公开", "义务教育 培训", "门户网站", "说理")
CHOSEN = {
    "year": ("2019", "2021", "2023"),
    "province": ("河南省", "浙江省", "宁夏回族自治区"),
    "kind": ("problems", "other"),
}
SQL = "select year, province, count(*), sum(received), sum(closed) from report_stats group by year, province"
ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
PAGES = {
    "front page": "/",
    "facets": "/reports/report_stats",
    "facets, one province": "/reports/report_stats?province={province}",
    "a report": "/reports/reports/{report}",
    "an agency": "/reports/agencies/{agency}",
    "dashboard": "/-/dashboards/country",
    "site search": "/-/search?q={word}",
    "site search, a year": "/-/search?q={word}&year={year}",
    "site search, a province": "/-/search?q={word}&province={province}",
    "site search, a kind": "/-/search?q={word}&kind={kind}",
    "site search, all three": "/-/search?q={word}&year={year}&province={province}&kind={kind}",
    "search in the prose": "/reports/search_prose?q={word}",
    "aggregate query (SQL, JSON)": f"/reports.json?sql={quote(SQL)}&_shape=array",
    "canned query": "/reports/applications_by_year.json?_shape=array",
    "canned query, a page": "/reports/refusal_grounds",
    "JSON of a table": "/reports/report_stats.json?_shape=array&_size=100&year={year}",
    "JSON of a report's rows": "/reports/applications.json?_shape=array&report_id={report}",
}
ADDRESSES = 300  # of a kind, of which each is asked for
# Every address by turns; a number of its own makes an address that nobody has asked for.
LUA = """
local pages, count, began = {pages}, 0, os.time()
request = function()
  count = count + 1
  local path = pages[count % #pages + 1]
  if {anew} then
    path = path .. (string.find(path, "?", 1, true) and "&" or "?") .. "_=" .. began .. "." .. count
  end
  return wrk.format("GET", path)
end
"""


class Load(NamedTuple):
    """What wrk saw."""

    per_second: float
    median: str
    slowest: str  # all but a hundredth were faster
    errors: int


def addresses(path: str, db: sqlite3.Connection) -> list[str]:
    """Addresses of a kind, for reports, agencies, words and choices at random."""
    chance = random.Random(path)
    numbers = {
        name: db.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        for name, table in (("report", "reports"), ("agency", "agencies"))
    }
    found = []
    for _ in range(ADDRESSES):
        given = {name: str(chance.randint(1, most)) for name, most in numbers.items()}
        given |= {name: quote(chance.choice(values)) for name, values in CHOSEN.items()}
        found.append(path.format(word=quote(chance.choice(WORDS)), **given))
    return list(dict.fromkeys(found))


def load(url: str, paths: list[str], seconds: int, connections: int, folder: Path, *, anew: bool) -> Load:
    """One kind of page for some seconds."""
    script = folder / "wrk.lua"
    pages = "{" + ", ".join(json.dumps(path) for path in paths) + "}"
    script.write_text(LUA.replace("{pages}", pages).replace("{anew}", "true" if anew else "false"))
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
    with tempfile.TemporaryDirectory() as name, sqlite3.connect(db) as connection:
        folder = _configured(Path(name))
        (folder / "reports.db").symlink_to(db.resolve())
        with served(folder) as url:
            print("| page | made anew: requests/s | median | p99 | kept: requests/s | median | p99 |", end="")
            print(" errors | made anew beside endless SQL: requests/s | p99 | errors |")
            print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|", flush=True)
            cut: list[tuple[int, float]] = []
            for page, path in PAGES.items():
                paths = addresses(path, connection)
                load(url, paths, 2, connections, folder, anew=True)  # what is read first is read from the disk
                anew = load(url, paths, seconds, connections, folder, anew=True)
                kept = load(url, paths, seconds, connections, folder, anew=False)
                with endless(url, cut):
                    beside = load(url, paths, seconds, connections, folder, anew=True)
                line = f"| {page} | {anew.per_second:.0f} | {anew.median} | {anew.slowest} | {kept.per_second:.0f}"
                line += f" | {kept.median} | {kept.slowest} | {anew.errors + kept.errors}"
                print(f"{line} | {beside.per_second:.0f} | {beside.slowest} | {beside.errors} |", flush=True)
            print(f"\nthe front page after a commit: {_after_commits(url, connection):.2f} s (median of five)")
    statuses = sorted({status for status, _ in cut})
    times = [seconds for _, seconds in cut]
    print(f"endless SQL: {len(cut)} times answered {statuses} after {min(times):.1f} to {max(times):.1f} s")


def _after_commits(url: str, connection: sqlite3.Connection) -> float:
    """Seconds of the first answer after a commit; a title gets longer and is what it was in the end."""
    (title,) = connection.execute("SELECT title FROM reports WHERE id = 1").fetchone()
    took = []
    for longer in (" ", "  ", "   ", "    ", ""):
        connection.execute("UPDATE reports SET title = ? WHERE id = 1", [f"{title}{longer}"])
        connection.commit()
        began = time.perf_counter()
        urllib.request.urlopen(url, timeout=60).read()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--db", type=Path, help="a database to measure; without it one is made and thrown away")
    parser.add_argument("--reports", type=int, default=country.REPORTS)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=4)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is needed (Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        if given.db is None:
            country.build(Path(folder) / "large.db", given.reports)
        measure(given.db or Path(folder) / "large.db", given.seconds, given.connections)


if __name__ == "__main__":
    main()

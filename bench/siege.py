"""The site under siege (make siege): what hostile requests cost it, seen from outside.

    python bench/siege.py --db FILE

``datasette .`` runs as ``make serve`` runs it. For each hostile request: its status, the size of its answer, and the
peak of the memory of the server and its workers above their idle; once alone, then fifty at once. Then how long a
report, a search, a table and a ready question take while fifty queries of two seconds each are in flight.
"""

from __future__ import annotations

import argparse
import http.client
import re
import shutil
import statistics
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import _paths  # noqa: F401
import psutil
from conftest import _configured, served

MB = 1_000_000
SPIN = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) "
HOSTILE = {
    "a tokenizer's address": "select hex(fts3_tokenizer('porter'))",
    "a blob of 100 MB": "select zeroblob(100000000)",
    "a text of 100 MB": "select printf('%.*c', 100000000, 'x')",
    "a text of 4 MB": "select printf('%.*c', 4000000, 'x')",
    "a thousand texts of 1 MB": MANY + "select printf('%.*c', 1000000, 'x') from n",
    "a hundred columns of 4 MB": MANY + "select " + ", ".join(["printf('%.*c', 4000000, i)"] * 100) + " from n",
    "a sum of all prose": "select group_concat(body) from sections",
    "all prose, sorted": "select body from sections order by random()",
    "the sources": "select * from sources",
    "JSON of all prose": "select json_group_array(body) from sections",
    "a table of a million rows": MANY + "select a.i, b.i from n a, n b order by a.i * b.i % 7",
    "no end": SPIN,
    "one call without end": "select instr(printf('%.*c', 4900000, 'a'), printf('%.*c', 2400000, 'a') || 'b')",
    "a pattern without end": "select count(*) from sections where body like '%a%b%c%d%e%f%g%'",
    "replacing": "select length(replace(printf('%.*c', 2000000, 'a'), 'a', 'aa'))",
    "two hundred columns": MANY + "select " + ", ".join(f"i+{n}" for n in range(190)) + " from n",
}
ADDRESSES = {
    "a thousand sections": "/reports/sections.json?_size=1000",
    "a thousand sources": "/reports/sources.json?_size=1000",
    "a thousand rows drawn": "/reports/report_stats?_size=1000",
    "many facets": "/reports/report_stats?" + "&".join(["_facet=year"] * 50),
    "a filter over all prose": "/reports/sections?body__like=%25a%25b%25c%25d%25",
    "a search of a thousand words": "/-/search?q=" + "+".join([quote("公")] * 1000),
    "prose as CSV": "/reports/sections.csv?_stream=on",
    "SQL as CSV": "/reports.csv?sql=" + quote(MANY + "select printf('%.*c', 100000, 'x') from n"),
}


class Memory:
    """The peak of the memory of a process and its children, looked at all the time."""

    def __init__(self, pid: int) -> None:
        self.process = psutil.Process(pid)
        self.peak = 0
        self.on = True
        threading.Thread(target=self._look, daemon=True).start()

    def now(self) -> int:
        """Bytes at this moment: what each process has for itself."""
        found = 0
        for one in [self.process, *self.process.children(recursive=True)]:
            try:
                found += one.memory_full_info().uss
            except psutil.Error:
                continue
        return found

    def _look(self) -> None:
        while self.on:
            self.peak = max(self.peak, self.now())
            time.sleep(0.02)


def fetch(address: str) -> tuple[int, int, float]:
    """(status, bytes, seconds) of one GET."""
    began = time.perf_counter()
    size = 0
    try:
        with urllib.request.urlopen(address, timeout=120) as answer:
            status = answer.status
            while part := answer.read(1 << 16):
                size += len(part)
    except urllib.error.HTTPError as error:
        status, size = error.code, len(error.read())
    except (OSError, http.client.HTTPException):
        status = 0  # broken off, or no answer
    return status, size, time.perf_counter() - began


def hostile(root: str) -> Iterator[tuple[str, str]]:
    """Names and addresses of hostile requests."""
    for name, sql in HOSTILE.items():
        yield name, f"{root}/reports.json?_shape=array&sql={quote(sql)}"
    for name, address in ADDRESSES.items():
        yield name, root + address


def _apart(address: str, many: int) -> list[str]:
    """An address of its own for each, or all but the first would get the answer that was kept."""
    return [f"{address}{'&' if '?' in address else '?'}_={time.time_ns()}.{number}" for number in range(many)]


def memory(root: str, pid: int, at_once: Sequence[int], wanted: str) -> None:
    """What each hostile request costs."""
    seen = Memory(pid)
    idle = seen.now()
    print(f"idle: {idle / MB:.0f} MB")
    for many in at_once:
        asked = f"request, {many} at once"
        print(f"{asked:38} {'status':>16} {'bytes':>10} {'seconds':>8} {'MB above idle':>14}")
        for name, address in hostile(root):
            if not re.search(wanted, name):
                continue
            seen.peak = 0
            with ThreadPoolExecutor(many) as pool:
                told = list(pool.map(fetch, _apart(address, many)))
            time.sleep(0.1)
            counts = Counter(status for status, _, _ in told)
            statuses = " ".join(f"{status}×{counts[status]}" for status in sorted(counts))
            size, seconds = max(t[1] for t in told), max(t[2] for t in told)
            print(f"{name:38} {statuses:>16} {size:>10} {seconds:>8.1f} {(seen.peak - idle) / MB:>14.0f}", flush=True)
    seen.on = False


@contextmanager
def besieged(root: str, address: str, many: int = 50) -> Iterator[None]:
    """A while in which so many of one request are in flight all the time."""
    on = True

    def again() -> None:
        while on:
            if fetch(root + address)[0] == 503:
                time.sleep(1)  # and not the five seconds that it is told

    threads = [threading.Thread(target=again, daemon=True) for _ in range(many)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    try:
        yield
    finally:
        on = False
        for thread in threads:
            thread.join(60)


PAGES = {
    "a report": "/reports/reports/{n}",
    "a search": "/-/search?q=" + quote("档案"),
    "a table": "/reports/report_stats?_size=20&_offset={n}",
    "a ready question": "/reports/applications_by_year.json?_shape=array&province=",
}


def waiting(root: str) -> None:
    """How long readers wait while others ask for much."""
    sieges = {"nobody": None, "50 × two seconds of SQL": f"/reports.json?sql={quote(SPIN)}"}
    sieges["50 × a filter over all prose"] = ADDRESSES["a filter over all prose"]
    sieges["50 × a thousand rows drawn"] = ADDRESSES["a thousand rows drawn"]
    for name, address in sieges.items():
        print(f"\nbesides: {name}")
        with besieged(root, address) if address else _nothing():
            for page, path in PAGES.items():
                # An address of its own each time, or an answer that was kept would be measured.
                addresses = [path.format(n=n) for n in range(1, 21)]
                told = [fetch(f"{root}{one}{'&' if '?' in one else '?'}x={time.time_ns()}") for one in addresses]
                took = sorted(seconds for _, _, seconds in told)
                refused = Counter(status for status, *_ in told if status != 200)
                print(
                    f"  {page:20} median {statistics.median(took) * 1000:6.0f} ms, slowest {took[-1] * 1000:6.0f} ms"
                    f"{f', refused: {dict(refused)}' if refused else ''}",
                    flush=True,
                )


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def _listening(port: int) -> int:
    """The process that answers at a port."""
    there = psutil.net_connections("tcp4")
    return next(one.pid for one in there if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.pid)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, required=True)
    parser.add_argument("--requests", default="", help="a pattern of the names of those to send")
    parser.add_argument("--only", choices=["memory", "waiting"])
    parser.add_argument("--at-once", type=int, nargs="*", default=[1, 50])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = _configured(Path(name))
        shutil.copy(given.db, folder / "reports.db")
        with served(folder) as root:
            port = int(root.rpartition(":")[2])
            pid = _listening(port)
            if given.only != "waiting":
                memory(root, pid, given.at_once, given.requests)
            if given.only != "memory":
                waiting(root)


if __name__ == "__main__":
    main()

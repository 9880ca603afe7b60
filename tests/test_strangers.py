"""Nothing that a stranger sends brings the site down (陌生人): SQL, memory, waiting, oddities (docs/security.md)."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import re
import shutil
import signal
import sqlite3
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import strangers
import yaml
from conftest import ROOT, Site, _configured, raw, served
from fuzzing import TIMES
from parts import sampled

sys.path.insert(0, str(ROOT / "plugins"))
guard = importlib.import_module("site_safety.guard")
lanes = importlib.import_module("site_safety.lanes")
pool = importlib.import_module("site_safety.pool")
answers = importlib.import_module("site_safety.answers")

SPIN = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
MANY = "with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) "


def ask(site: Site, sql: str, kind: str = ".json", **given: str) -> Any:
    return site.get(f"/reports{kind}", params={"sql": sql, **given})


def get(address: str, timeout: float = 60) -> tuple[int, bytes, dict[str, str]]:
    try:
        with urllib.request.urlopen(address, timeout=timeout) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


# --- SQL runs on an allow-list ----------------------------------------------------------------------------------------

FUNCTIONS = sqlite3.connect(":memory:").execute("SELECT DISTINCT name, narg FROM pragma_function_list").fetchall()
MODULES = [name for (name,) in sqlite3.connect(":memory:").execute("SELECT name FROM pragma_module_list")]
PRAGMAS = [name for (name,) in sqlite3.connect(":memory:").execute("SELECT name FROM pragma_pragma_list")]
OPERATORS = {"->", "->>"}


@pytest.fixture(scope="module")
def hardened(site: Site) -> Iterator[sqlite3.Connection]:
    """A connection as the site's own."""
    path = site.folder / "reports.db"
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    guard.harden(connection, path)
    yield connection
    connection.close()


def test_every_function_is_on_the_list_or_refused(hardened: sqlite3.Connection) -> None:
    may = guard.allowed().functions
    for name, count in FUNCTIONS:
        if name in may or name in OPERATORS:
            continue
        call = f"{name}({', '.join(['1'] * max(count, 0))})"
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized to use function|wrong number|misuse"):
            hardened.execute(f"SELECT {call}")
        refused = sqlite3.SQLITE_DENY
        assert guard.Authorizer(guard.Tables("x"))(sqlite3.SQLITE_FUNCTION, None, name, None, None) == refused, name


@pytest.mark.parametrize("name", sorted({*MODULES, *(f"pragma_{name}" for name in PRAGMAS), "dbstat", "sqlite_stmt"}))
def test_every_module_is_on_the_list_or_refused(name: str, hardened: sqlite3.Connection) -> None:
    if name in guard.allowed().modules:
        return
    for sql in (f"SELECT * FROM {name}", f"SELECT count(*) FROM {name}", f"SELECT 1 FROM {name} LIMIT 0"):
        with pytest.raises(
            sqlite3.DatabaseError, match=r"prohibited|not authorized|no such table|no query solution|constructor"
        ):
            hardened.execute(sql).fetchall()


@pytest.mark.parametrize("name", PRAGMAS)
def test_every_pragma_is_on_the_list_or_refused(name: str, hardened: sqlite3.Connection) -> None:
    allowed = guard.allowed().pragmas
    if name not in allowed:
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            hardened.execute(f"PRAGMA {name}")
    if not allowed.get(name):
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            hardened.execute(f"PRAGMA {name} = 1")


def test_every_name_on_the_list_has_a_reason() -> None:
    told = (ROOT / "plugins" / "site_safety" / "allowed.toml").read_text("utf-8")
    assert told.count("reason = ") == told.count("names = ") > 10
    names = re.findall(r'"([^"]+)"', re.sub(r"reason = .*", "", told))
    assert len(names) == len(set(names)) + len(guard.allowed().functions & guard.allowed().modules)


@pytest.mark.parametrize(
    "sql,what",
    [
        ("select hex(fts3_tokenizer('porter'))", "fts3_tokenizer"),
        ("select fts3_tokenizer('simple', x'4141414141414141')", "fts3_tokenizer"),
        ("select * from fts3tokenize where input = 'abc'", "fts3tokenize"),
        ("select name, file from pragma_database_list", "pragma_database_list"),
        ("select sql from sqlite_stmt", "sqlite_stmt"),
        ("select sum(pgsize) from dbstat", "dbstat"),
        ("select zeroblob(60000000)", "zeroblob"),
        ("select randomblob(60000000)", "randomblob"),
        ("select load_extension('x')", "load_extension"),
        ("select sqlite_log(1, 'x')", "sqlite_log"),
        ("with x as (select 1) delete from reports", "reports"),
        ("with x as (select 1) insert into reports (year) values (1)", "reports"),
        ("select x from (select fts3_tokenizer('simple') as x)", "fts3_tokenizer"),
        ("select 1 where exists (select 1 from fts3tokenize where input = 'x')", "fts3tokenize"),
    ],
)
@pytest.mark.parametrize("kind", [".json", ".csv", ""])
def test_refusal_says_what_is_refused(sql: str, what: str, kind: str, site: Site) -> None:
    answer = ask(site, sql, kind)
    assert answer.status_code == 400 and what in answer.text


@pytest.mark.parametrize("clause", ["hex(fts3_tokenizer('porter')) = 'x'", "1 in (select 1 from pragma_database_list)"])
@pytest.mark.parametrize("page", ["/reports/findings", "/reports/findings.json", "/reports/findings.csv"])
def test_where_is_no_way_round(page: str, clause: str, site: Site) -> None:
    assert site.get(page, params={"_where": clause}).status_code == 400


def test_what_readers_ask_for_is_allowed(site: Site) -> None:
    for sql in (
        "select name from sqlite_master",
        "select name, type from pragma_table_info('reports')",
        "select key, value from json_each('[1, 2]')",
        "select year, count(*), group_concat(distinct scope), rank() over (order by year) from reports group by year",
        "select count(*) from sections_fts where sections_fts match chinese_match('公开')",
        "select chinese_snippet('主动公开', '公开'), strftime('%Y', 'now'), round(1.25, 1), '{\"a\": 1}' ->> 'a'",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 9) select sum(i) from n",
        "explain query plan select * from reports",
    ):
        assert ask(site, sql, _shape="array").json(), sql


def test_every_function_of_the_plugins_is_there_in_the_workers(site: Site) -> None:
    names = re.findall(r'create_function\("(\w+)"', "".join(p.read_text() for p in (ROOT / "plugins").glob("*.py")))
    assert set(names) <= guard.allowed().functions
    listed = ask(site, "select name from pragma_function_list", _shape="arrayfirst").json()
    assert set(names) <= set(listed)


@pytest.mark.skipif(not hasattr(sqlite3.Connection, "setconfig"), reason="sqlite3 has setconfig from Python 3.12 on")
def test_switches_are_set(hardened: Any) -> None:
    assert hardened.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)  # type: ignore[attr-defined, unused-ignore]
    assert not hardened.getconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER)  # type: ignore[attr-defined, unused-ignore]


# --- memory is bounded ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "select printf('%.*c', 4100000, 'x')",
        "select replace(printf('%.*c', 700000, 'x'), 'x', char(1))",
        MANY + "select printf('%.*c', 1000000, 'x') from n",
        MANY + "select " + ", ".join(["printf('%.*c', 1000000, i)"] * 100) + " from n",
        "select " + ", ".join(["'" + "公" * 15 + "'"] * 190) + " from (" + MANY + "select i from n)",
    ],
)
def test_answer_has_a_limit(sql: str, site: Site) -> None:
    for kind in (".json", ""):
        answer = ask(site, sql[:19_000], kind, _shape="array" if kind else "")
        assert answer.status_code in (200, 400) and len(answer.content) < 5_000_000
    assert ask(site, "select 1", _shape="arrayfirst").json() == [1]


def test_list_has_a_limit_but_for_a_row_that_is_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LIST", 1000)
    assert site.get("/reports/sections.json?_size=1").status_code == 200
    answer = site.get("/reports/sections.json?_size=100")
    assert answer.status_code == 400 and "结果超过" in answer.json()["error"]


def test_long_csv_streams_but_no_long_row(site: Site) -> None:
    rows = MANY.replace("100000", "12") + "select i, printf('%.*c', {}, 'x') from n"
    answer = ask(site, rows.format(1_000_000), ".csv")
    assert answer.status_code == 200 and len(answer.text.splitlines()) == 13 and len(answer.content) > 12_000_000
    assert ask(site, rows.format(4_500_000), ".csv").status_code == 400


def test_body_has_a_limit(url: str) -> None:
    head = b"POST /-/mcp HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
    assert raw(url, head % (answers.BODY + 1) + b" ").split(b" ", 2)[1] == b"413"
    chunked = head.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked")
    assert raw(url, chunked + b"1\r\n \r\n0\r\n\r\n").split(b" ", 2)[1] == b"411"


def test_parameters_and_facets_have_a_limit(site: Site) -> None:
    assert site.get("/reports/report_stats?" + "&".join(["_facet=year"] * 9)).status_code == 400
    assert site.get("/reports/report_stats?" + "&".join(f"year={n}" for n in range(101))).status_code == 400


# --- nobody waits for anybody's SQL -----------------------------------------------------------------------------------


@pytest.mark.long
def test_pages_are_answered_while_the_queue_is_full(url: str) -> None:
    """However fast the machine is: the pages come before the first of the queries is through."""
    asked = f"{url}/reports.json?_shape=array&sql={quote(SPIN)}"
    with ThreadPoolExecutor(40) as crowd:
        flights = [crowd.submit(get, f"{asked}&n={n}") for n in range(40)]
        busy = next(flight.result() for flight in as_completed(flights) if flight.result()[0] == 503)
        assert busy[2]["retry-after"] == "5" and json.loads(busy[1])["ok"] is False
        for path in (
            "/reports/reports/1",
            "/-/search?q=%E5%85%AC%E5%BC%80",
            "/reports/findings",
            "/reports/top_received",
        ):
            waiting = sum(not flight.done() for flight in flights)
            assert get(url + path)[0] == 200, path
            assert waiting > 0, path
        statuses = [flight.result()[0] for flight in flights]
    assert set(statuses) <= {400, 503} and statuses.count(400) >= pool.WORKERS


def test_query_that_never_looks_at_the_clock_is_ended(site: Site) -> None:
    sql = "select instr(printf('%.*c', 4900000, 'a'), printf('%.*c', 2400000, 'a') || 'b')"
    answer = ask(site, sql)
    assert answer.status_code == 400 and "已中止" in answer.json()["error"]
    assert ask(site, "select 2", _shape="arrayfirst").json() == [2]


def test_worker_that_dies_is_replaced(site: Site) -> None:
    assert ask(site, "select 1", _shape="arrayfirst").json() == [1]
    line = lanes.of(site.datasette).sql
    for process in line.processes:
        if process.child is not None:
            process.child.kill()
            process.child.wait()
    assert ask(site, "select 2", _shape="arrayfirst").json() == [2]


def test_worker_that_is_stopped_is_ended_and_replaced(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by SIGSTOP: neither its clock nor its alarm runs."""
    assert ask(site, "select 1", _shape="arrayfirst").json() == [1]
    line = lanes.of(site.datasette).sql
    monkeypatch.setattr(pool, "SILENCE", 0.2)
    stopped = [
        process.child for process in line.processes if process.child is not None and process.child.poll() is None
    ]
    for child in stopped:
        os.kill(child.pid, signal.SIGSTOP)
    for _ in stopped:
        answer = ask(site, "select 3", _timelimit="50")
        assert answer.status_code == 400 and "已中止" in answer.json()["error"]
    monkeypatch.undo()
    assert ask(site, "select 4", _shape="arrayfirst").json() == [4]


def test_home_does_not_wait_for_pictures(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty at once, each of which takes a while to draw."""
    pictures, drawn = sys.modules["site_pictures.pages"], []

    async def slow(_: bytes) -> bytes:
        await asyncio.sleep(0.05)
        drawn.append(1)
        return b"picture"

    monkeypatch.setattr(pictures, "_run", slow)
    monkeypatch.setattr(pictures, "_kept", type(pictures._kept)())

    async def ask_all() -> tuple[int, int, list[int]]:
        asked = [f"/-/build.png?rows=year&show=received&least={number}" for number in range(60)]
        flights = [asyncio.create_task(site.datasette.client.get(path)) for path in asked]
        await asyncio.sleep(0.1)
        home = await site.datasette.client.get("/?_=pictures")
        before = len(drawn)
        return home.status_code, before, [(await flight).status_code for flight in flights]

    home, before, statuses = site._loop.run_until_complete(ask_all())
    assert home == 200 and before < 40
    assert set(statuses) <= {200, 404}


def test_reader_who_leaves_gives_the_worker_back(site: Site) -> None:
    from site_safety.streams import strangers_rows

    async def leave() -> None:
        db = site.datasette.get_database("reports")
        async with strangers_rows(site.datasette, db, MANY + "select i from n", {}) as stream:
            assert await stream.batch()

    for _ in range(5):
        site._loop.run_until_complete(leave())
    assert ask(site, "select 1 as a", ".csv").text == "a\r\n1\r\n"


def test_answers_of_workers_are_those_of_the_library(site: Site) -> None:
    sql = "select 1, -1.5, null, '甲\"', x'ff00', x'e794b2', 9223372036854775807, 1e308 * 10,"
    sql += " 'a' as a, 'b' as a, '' as \"\"\"\""
    row = sqlite3.connect(":memory:").execute(sql).fetchone()
    found = site._loop.run_until_complete(_in_lane(site, sql))
    assert tuple(found.rows[0]) == row
    assert [name for name, *_ in found.description][-3:] == ["a", "a", '"'] and found.rows[0]["a"] == "a"


async def _in_lane(site: Site, sql: str) -> Any:
    line = lanes.of(site.datasette).sql
    async with line.worker() as process:
        return await pool.ask(line, process, site.datasette.get_database("reports"), sql, {}, 2000, 10)


# --- odd requests -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "FOO", "POST", "get", "CONNECT"])
@pytest.mark.parametrize("path", sampled(["/reports", "/", "/-/mcp/x", "/-/mcp", "/nowhere", "/static/site.css"], 2))
def test_odd_methods_are_refused(method: str, path: str, url: str) -> None:
    answer = raw(url, f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    status = int(answer.split(b" ", 2)[1])
    assert 400 <= status < 500 or status == 501, answer[:200]


@pytest.mark.parametrize(
    "target",
    [
        r"/\example.test/", r"/\\example.test/", r"//example.test/", r"///example.test//", r"/\/example.test/",
        "/%5Cexample.test/", "/%5C%5Cexample.test/", "/%2F/example.test/", "/.//example.test/", "/%09/example.test/",
        "//example.test/%2e%2e/", "/reports//example.test/", r"/reports/\example.test/", "//user@example.test/",
        "http://example.test/x/", "/:memory://example.test", r"/-/static/\example.test/",
    ],
)  # fmt: skip
def test_no_redirect_leads_away(target: str, url: str) -> None:
    answer = raw(url, f"GET {target} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n".encode())
    assert int(answer.split(b" ", 2)[1]) < 500
    for location in re.findall(rb"(?i)^location: *(.*?)\r$", answer, re.MULTILINE):
        told = urlsplit(location.decode("latin-1").replace("\\", "/"))
        assert told.netloc in ("", "a.test") and not location.startswith((b"//", b"/\\")), location


@pytest.mark.parametrize(
    "host", ["evil.test/x", "a b", "a\tb", "<script>", "a.test:99999999", "a@b", "公开", "a,b", ""]
)
def test_malformed_hosts_are_refused(host: str, url: str) -> None:
    answer = raw(url, f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ", 2)[1] == b"400" and (len(host) < 6 or host.encode() not in answer)


def test_a_cookie_of_bytes_is_refused(url: str) -> None:
    answer = raw(url, b"GET /reports HTTP/1.1\r\nHost: a.test\r\nCookie: ds=\xff\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"400"


@pytest.mark.parametrize("row", ["reports/1,2", "agencies/1,2", "regions/410000,1"])
def test_a_row_of_two_keys_where_there_is_one_is_none(row: str, site: Site) -> None:
    assert site.get(f"/reports/{row}").status_code == 404
    assert site.get(f"/reports/{row.partition(',')[0]}").status_code == 200


def test_answers_vary_by_host_or_name_the_configured_one(site: Site, synthetic_dir: Path, tmp_path: Path) -> None:
    for path in ("/", "/reports/reports.json", "/reports/reports/1", "/sitemap.xml", "/reports/forms.csv", "/nowhere"):
        assert "Host" in site.get(path).headers["vary"], path
    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    metadata = yaml.safe_load((folder / "metadata.yml").read_text("utf-8"))
    metadata["plugins"] = {**(metadata.get("plugins") or {}), "site": {"address": "https://reports.example.org"}}
    (folder / "metadata.yml").write_text(yaml.safe_dump(metadata, allow_unicode=True), "utf-8")
    answer = Site(folder).get("/sitemap.xml", headers={"host": "evil.test"})
    assert "https://reports.example.org/sitemap-0.xml" in answer.text and "evil.test" not in answer.text
    assert "Host" not in answer.headers.get("vary", "")


def test_unexpected_error_shows_nothing_and_is_logged(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(site.datasette, "render_template", broken)
    for path in ("/-/search?q=x&n=1", "/?n=1", "/reports/reports/1?n=1"):  # addresses of which no answer is kept
        answer = site.get(path)
        assert answer.status_code == 500 and "secret" not in answer.text and "Traceback" not in answer.text
    assert [record.name for record in caplog.records if "secret" in str(record.exc_info)] == ["reports.site"] * 3


def test_no_answer_tells_where_the_files_lie(site: Site) -> None:
    for path in ("/-/databases.json", "/-/databases", "/-/threads.json", "/-/versions.json", "/-/plugins.json?all=1",
                 "/-/metadata.json", "/-/settings.json", "/reports.json"):  # fmt: skip
        assert str(site.folder) not in site.get(path).text, path


def test_no_sql_reaches_datasettes_own_databases(tmp_path: Path) -> None:
    empty = Site(_configured(tmp_path))
    for path in ("/_memory.json?sql=select+1", "/_internal.json?sql=select+1", "/_memory?sql=select+1"):
        assert empty.get(path).status_code == 403, path
    assert empty.get("/-/versions.json").status_code == 200


@pytest.mark.fuzz
@pytest.mark.parametrize("seed", [20, *(pytest.param(seed, marks=pytest.mark.long) for seed in (21, 22))])
def test_no_address_is_an_error_of_the_server(seed: int, site: Site) -> None:
    found = [strangers.wrong(site, address) for address in islice(strangers.addresses(seed), 150 * TIMES)]
    assert not list(filter(None, found))


@pytest.mark.parametrize("times", [1, pytest.param(3, marks=pytest.mark.long)])
def test_server_stays_up_through_it_all(times: int, synthetic_dir: Path, tmp_path: Path) -> None:
    """What used to end the server, one after another and side by side, against a server of its own."""
    folder = shutil.copytree(synthetic_dir, tmp_path / "site")
    hostile = [
        "select fts3_tokenizer('simple', x'4141414141414141')", "select * from fts3tokenize where input = 'abc'",
        "select zeroblob(100000000)",
        "select group_concat(printf('%.*c', 1000000, 'x')) from (" + MANY + "select i from n)",
        "select json_group_array(body) from sections, sections", SPIN,
    ]  # fmt: skip
    with served(folder) as url, ThreadPoolExecutor(12) as crowd:
        told = list(crowd.map(lambda sql: get(f"{url}/reports.json?sql={quote(sql)}")[0], hostile * times))
        assert set(told) <= {400, 503}
        assert get(f"{url}/reports/reports/1")[0] == 200
        assert get(f"{url}/reports.json?_shape=arrayfirst&sql=select+7")[1] == b"[7]"

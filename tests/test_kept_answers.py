"""Answers are made once and kept: by their whole address, for one state of the data, within a bound."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Site, _configured

Headers = list[tuple[bytes, bytes]]


@pytest.fixture
def own(synthetic_dir: Path, tmp_path: Path) -> Site:
    """A site whose database may be written to."""
    _configured(tmp_path)
    with (
        closing(sqlite3.connect(synthetic_dir / "reports.db")) as source,
        closing(sqlite3.connect(tmp_path / "reports.db")) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
    return Site(tmp_path)


def _write(folder: Path, title: str) -> None:
    with closing(sqlite3.connect(folder / "reports.db")) as writer:
        writer.execute("UPDATE reports SET title = ? WHERE id = 1", [title])
        writer.commit()


class App:
    """An application that counts what it is asked, in front of which the plugin's keeper stands."""

    def __init__(self, own: Site, headers: Headers | None = None, parts: int = 1, status: int = 200) -> None:
        from datasette.plugins import pm

        self.plugin = pm.get_plugin("conditional.py")
        self.keeper = self.plugin._Conditional(self, own.datasette)
        self.headers, self.parts, self.status, self.made = headers or [], parts, status, 0
        self.slow: Callable[[], Awaitable[Any]] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.made += 1
        number = self.made
        if self.slow:
            await self.slow()
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        for part in range(self.parts):
            body = f"answer {number}.".encode()
            await send({"type": "http.response.body", "body": body, "more_body": part + 1 < self.parts})

    async def ask(self, path: str = "/a", send: Any = None, **scope: Any) -> bytes:
        """The body that a GET of this address gets."""
        got: list[bytes] = []

        async def take(event: dict[str, Any]) -> None:
            got.append(event.get("body", b""))

        raw, _, query = path.partition("?")
        scope = {"headers": [(b"host", b"one")], "scheme": "http", "method": "GET", "type": "http"} | scope
        await self.keeper(
            {"path": raw.replace("%2F", "/"), "raw_path": raw.encode(), "query_string": query.encode(), **scope},
            None,
            send or take,
        )
        return b"".join(got)

    def answers(self, *paths: str, **scope: Any) -> list[bytes]:
        """Several one after the other."""

        async def ask_all() -> list[bytes]:
            return [await self.ask(path, **scope) for path in paths]

        return asyncio.run(ask_all())


def test_a_page_is_made_once_while_the_data_stay(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [
        "/",
        "/reports/reports/1",
        "/reports/report_stats?_facet=year",
        "/reports/refusal_grounds.json",
        "/-/search",
    ]
    own.get("/reports")  # the first reader makes the write-ahead log's file
    first = {path: own.get(path) for path in paths}
    database = own.datasette.get_database("reports")
    for name in ("execute", "execute_fn"):
        monkeypatch.setattr(database, name, None)
    for path, answer in first.items():
        again = own.get(path)
        assert (again.status_code, again.content, again.headers) == (200, answer.content, answer.headers), path


def test_a_commit_drops_what_was_kept(own: Site) -> None:
    for title in ("改一", "改二"):
        _write(own.folder, title)
        assert title in own.get("/reports/reports/1").text
        assert title in str(own.json("/reports/reports/1.json?_shape=array"))
        assert title in own.get("/reports/reports/1").text


def test_addresses_hosts_schemes_and_formats_are_not_mixed(own: Site) -> None:
    app = App(own)
    told = app.answers("/a", "/a.json", "/a?x=1", "/a?x=2", "/a/b", "/a%2Fb", "/a")
    told += app.answers("/a", headers=[(b"host", b"two")]) + app.answers("/a", scheme="https")
    assert told == [f"answer {n}.".encode() for n in (1, 2, 3, 4, 5, 6, 1, 7, 8)]
    assert app.answers("/a", method="HEAD") == [b"answer 9."]


PERSONAL: list[Headers] = [
    [(b"set-cookie", b"a=1")],
    [(b"Vary", b"Accept-Language")],
    [(b"vary", b"Cookie, Accept")],
    [(b"vary", b"*")],
    [(b"cache-control", b"private, max-age=9")],
    [(b"cache-control", b"no-store")],
]


@pytest.mark.parametrize("headers", PERSONAL)
def test_what_may_be_somebodys_own_is_not_kept(headers: Headers, own: Site) -> None:
    assert App(own, headers).answers("/a", "/a") == [b"answer 1.", b"answer 2."]


@pytest.mark.parametrize("name", [b"Cookie", b"cookie", b"Authorization"])
def test_what_is_asked_with_a_cookie_is_neither_kept_nor_answered_from_what_is(name: bytes, own: Site) -> None:
    app = App(own)
    headers = [(b"host", b"one"), (name, b"ds_actor=1")]
    assert app.answers("/a", headers=headers) + app.answers("/a") + app.answers("/a", headers=headers) == [
        b"answer 1.",
        b"answer 2.",
        b"answer 3.",
    ]


@pytest.mark.parametrize("status", [302, 400, 404, 500, 503])
def test_errors_are_not_kept(status: int, own: Site) -> None:
    assert App(own, status=status).answers("/a", "/a") == [b"answer 1.", b"answer 2."]


def test_what_was_broken_off_at_its_limit_is_not_kept(own: Site) -> None:
    from datasette.database import QueryInterrupted

    own.get("/")  # Datasette begins with its first request
    app = App(own)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    async def broken_off() -> None:
        with pytest.raises(QueryInterrupted):
            await own.datasette.get_database("reports").execute(endless, custom_time_limit=5, log_sql_errors=False)

    app.slow = broken_off
    assert app.answers("/a", "/a") == [b"answer 1.", b"answer 2."]
    app.slow = None
    assert app.answers("/a", "/a") == [b"answer 3.", b"answer 3."]


def test_vary_by_host_is_kept_since_hosts_are_apart(own: Site) -> None:
    assert App(own, [(b"vary", b"Host, Cookie")]).answers("/a", "/a") == [b"answer 1.", b"answer 1."]


def test_memory_is_bounded_and_the_longest_unasked_goes_first(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(own)
    monkeypatch.setattr(app.plugin, "KEPT", 1500)
    told = app.answers("/first", *[path for n in range(40) for path in (f"/page/{n}", "/first")])
    assert set(told[::2]) == {b"answer 1."}  # asked for all the time: stays
    assert app.keeper.answers.size <= 1500 and 2 < len(app.keeper.answers.kept) < 20
    assert app.keeper.answers.size == sum(app.plugin._size(*item) for item in app.keeper.answers.kept.items())
    assert app.answers("/page/0") == [b"answer 42."]


def test_an_answer_longer_than_the_bound_passes_whole_and_is_not_kept(
    own: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(own, parts=5)
    assert app.answers("/a", "/a") == [b"answer 1." * 5] * 2
    monkeypatch.setattr(app.plugin, "LONGEST", 20)
    assert app.answers("/b", "/b") == [b"answer 2." * 5, b"answer 3." * 5]


def test_many_who_ask_at_once_wait_for_one_answer(own: Site) -> None:
    app = App(own)
    app.slow = lambda: asyncio.sleep(0.05)

    async def crowd() -> list[bytes]:
        return await asyncio.gather(*(app.ask() for _ in range(20)))

    assert set(asyncio.run(crowd())) == {b"answer 1."}


def test_nobody_waits_for_a_slow_connection(own: Site) -> None:
    app = App(own)

    async def stalled(event: dict[str, Any]) -> None:
        await asyncio.sleep(3600)

    async def meanwhile() -> bytes:
        first = asyncio.create_task(app.ask(send=stalled))
        await asyncio.sleep(0.05)
        told = await asyncio.wait_for(app.ask(), 5)
        first.cancel()
        return told

    assert asyncio.run(meanwhile()) == b"answer 1."


def test_one_who_fails_leaves_nobody_waiting(own: Site) -> None:
    app = App(own)

    async def fail() -> None:
        await asyncio.sleep(0.05)
        if app.made == 1:
            raise RuntimeError("broken")

    app.slow = fail

    async def both() -> list[Any]:
        return await asyncio.wait_for(asyncio.gather(app.ask(), app.ask(), return_exceptions=True), 5)

    broken, told = asyncio.run(both())
    assert isinstance(broken, RuntimeError) and told == b"answer 2."


def test_what_was_made_while_the_data_changed_is_given_to_nobody_else(own: Site) -> None:
    app = App(own)

    async def write() -> None:
        if app.made == 1:
            _write(own.folder, "其间")
            await app.ask("/other")  # somebody sees the new state before the old answer is ready

    app.slow = write
    assert app.answers("/a", "/a", "/a") == [b"answer 1.", b"answer 3.", b"answer 3."]


def test_a_locked_database_means_no_tag_and_no_trouble(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(own)
    monkeypatch.setattr(app.keeper.state, "connections", [_Locked()])
    assert app.answers("/a", "/a") == [b"answer 1.", b"answer 2."]


class _Locked:
    def execute(self, sql: str) -> None:
        raise sqlite3.OperationalError("database is locked")

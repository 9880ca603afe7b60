"""The interface for programs: OpenAPI that is true, answers that needn't be asked twice, the whole file, MCP."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Site, _configured

pytestmark = pytest.mark.xdist_group("api")  # what the file makes is made once

TYPES = {"integer": int, "number": (int, float), "string": str, "null": type(None), "object": dict}


@pytest.fixture(scope="module")
def described(site: Site) -> dict[str, Any]:
    told: dict[str, Any] = site.json("/-/openapi.json")
    return told


@pytest.mark.slow
@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)])
def test_openapi_is_valid(step: int, described: dict[str, Any]) -> None:
    """All of it, or every eighth address."""
    validator = pytest.importorskip("openapi_spec_validator")
    paths = dict(list(described["paths"].items())[::step])
    assert len(paths) > 5
    validator.validate({**described, "paths": paths})


def test_openapi_describes_every_question_and_table(described: dict[str, Any]) -> None:
    import yaml

    told = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
    shown = {name for name, table in told["tables"].items() if not table.get("hidden")}
    pages = {path for path, one in described["paths"].items() if one["get"]["tags"] == ["pages"]}
    assert pages == {f"/-/{name}.json" for name in ("build", "copies", "search", "places", "functions", "dashboards")}
    assert set(described["paths"]) - pages == {f"/reports/{name}.json" for name in shown | set(told["queries"])}
    question = described["paths"]["/reports/refusal_grounds.json"]["get"]
    assert [parameter["name"] for parameter in question["parameters"]] == ["_shape", "place", "year"]
    assert question["summary"] == "不公开的理由"
    table = described["paths"]["/reports/report_stats.json"]["get"]
    column = table["responses"]["200"]["content"]["application/json"]["schema"]["items"]["properties"]["received"]
    assert column == {"type": ["integer", "null"], "description": "本年新收（received）：单位件"}
    ids = [path["get"]["operationId"] for path in described["paths"].values()]
    assert len(ids) == len(set(ids))


def test_every_endpoint_answers_as_described(described: dict[str, Any], synthetic_site: Site) -> None:
    for path, told in described["paths"].items():
        if told["get"]["tags"] == ["pages"]:
            assert synthetic_site.get(path).status_code == 200, path
            continue
        rows = synthetic_site.json(f"{path}?_shape=array")
        schema = told["get"]["responses"]["200"]["content"]["application/json"]["schema"]["items"]
        for row in rows[:20]:
            assert set(schema.get("required", [])) <= set(row) <= set(schema["properties"]), path
            for column, value in row.items():
                kinds = schema["properties"][column]["type"]
                kinds = [kinds] if isinstance(kinds, str) else kinds
                assert any(isinstance(value, TYPES[kind]) for kind in kinds), (path, column, value)


# --- asking only for what is new ---------------------------------------------------------------------------------


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


ASKED = ["/", "/reports/report_stats.json?year=2021", "/reports/reports/2", "/reports/reports.csv?_stream=on"]


@pytest.mark.parametrize("path", ASKED)
def test_unchanged_answer_is_not_sent_again(path: str, own: Site) -> None:
    first = own.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    again = own.get(path, headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert own.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_tag_changes_with_every_commit(own: Site) -> None:
    tags = [own.get("/").headers["etag"]]
    with closing(sqlite3.connect(own.folder / "reports.db")) as writer:
        for number in range(5):
            writer.execute("UPDATE reports SET title = ? WHERE id = 1", [f"改 {number}"])
            writer.commit()
            tags.append(own.get("/").headers["etag"])
    assert len(set(tags)) == 6


def test_tag_is_of_the_files_that_the_answer_is_made_of(own: Site) -> None:
    """Metadata are read at the start: what changes before the first request isn't in the answer; a template is."""
    before = Site(own.folder)
    with (own.folder / "metadata.yml").open("a", encoding="utf-8") as metadata:
        metadata.write("\n# another\n")
    assert before.get("/reports").headers["etag"] != Site(own.folder).get("/reports").headers["etag"]
    tag = before.get("/reports").headers["etag"]
    with (own.folder / "templates" / "_footer.html").open("a", encoding="utf-8") as template:
        template.write("<p>另一句</p>")
    answer = before.get("/reports", headers={"if-none-match": tag})
    assert answer.status_code == 200 and "另一句" in answer.text


def test_tags_of_two_addresses_differ(own: Site) -> None:
    assert len({own.get(path).headers["etag"] for path in ASKED}) == len(ASKED)


def test_errors_static_files_and_personal_answers_have_no_tag(own: Site) -> None:
    assert "etag" not in own.get("/reports/nothing").headers
    assert "W/" not in own.get("/static/site.css").headers.get("etag", "")
    tag = own.get("/").headers["etag"]
    assert own.get("/", headers={"cookie": "ds_actor=1", "if-none-match": tag}).status_code == 200


def test_nothing_is_asked_of_the_database_for_an_unchanged_page(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = own.get("/").headers["etag"]
    db = own.datasette.get_database("reports")
    monkeypatch.setattr(db, "execute_fn", None)
    monkeypatch.setattr(db, "execute", None)
    assert own.get("/", headers={"if-none-match": tag}).status_code == 304


# --- the whole file ----------------------------------------------------------------------------------------------


def test_downloaded_database_is_whole_and_of_one_state(
    own: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(own.folder / "reports.db")) as writer:  # in the write-ahead log, not in the file
        writer.execute("UPDATE reports SET title = '最新' WHERE id = 1")
        writer.commit()
        answer = own.get("/reports.db")
        assert answer.headers["content-disposition"] == 'attachment; filename="reports.db"'
        (tmp_path / "got.db").write_bytes(answer.content)
        with closing(sqlite3.connect(tmp_path / "got.db")) as got:
            assert got.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert got.execute("SELECT title FROM reports WHERE id = 1").fetchone() == ("最新",)
            assert got.execute("SELECT count(*) FROM applications").fetchall() == own.rows(
                "SELECT count(*) FROM applications"
            )
        writer.execute("UPDATE reports SET title = '更新' WHERE id = 1")
        writer.commit()
    again = own.get("/reports.db")  # one copy at most every so often, which says how old it is
    assert (again.content, again.headers["etag"]) == (answer.content, answer.headers["etag"])
    assert again.headers["last-modified"] == answer.headers["last-modified"] and int(again.headers["age"]) < 60
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 61)
    newer = own.get("/reports.db")
    assert "更新".encode() in newer.content and newer.headers["etag"] != answer.headers["etag"]
    kept = Path(tempfile.gettempdir()).glob(f"{newer.headers['etag'][1:-3]}/*.db")
    assert [path.name for path in kept] == ["2.db"]  # the old one is gone


def test_download_can_be_taken_up_again(own: Site) -> None:
    whole = own.get("/reports.db")
    tag, size = whole.headers["etag"], len(whole.content)
    rest = own.get("/reports.db", headers={"range": f"bytes={size - 1000}-", "if-range": tag})
    assert (rest.status_code, rest.content) == (206, whole.content[-1000:])
    assert rest.headers["content-range"] == f"bytes {size - 1000}-{size - 1}/{size}"
    assert own.get("/reports.db", headers={"range": "bytes=5-9", "if-range": '"another"'}).content == whole.content
    assert own.get("/reports.db", headers={"range": f"bytes={size}-"}).status_code == 416
    assert own.get("/reports.db", headers={"if-none-match": tag}).status_code == 304


def test_download_without_room_for_a_copy_says_so(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette.plugins import pm

    def full(self: Any, path: str) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(pm.get_plugin("download.py")._Copy, "_make", full)
    answer = own.get("/reports.db")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    monkeypatch.undo()
    assert own.get("/reports.db").status_code == 200


def test_download_can_be_switched_off(own: Site) -> None:
    settings = json.loads((own.folder / "settings.json").read_text("utf-8")) | {"allow_download": False}
    (own.folder / "settings.json").write_text(json.dumps(settings))
    assert Site(own.folder).get("/reports.db").status_code == 403


# --- MCP ---------------------------------------------------------------------------------------------------------


class _Client:
    """What a machine says to /-/mcp: one message a request, within a session."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/-/mcp"
        self.headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}

    def call(self, method: str, **params: Any) -> Any:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return self._post(message)["result"]

    def tell(self, method: str) -> None:
        self._post({"jsonrpc": "2.0", "method": method})

    def _post(self, message: dict[str, Any]) -> Any:
        request = urllib.request.Request(self.url, json.dumps(message).encode(), self.headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            told = answer.read().decode()
            if answer.headers["mcp-session-id"]:
                self.headers["mcp-session-id"] = answer.headers["mcp-session-id"]
        data = re.search(r"^data: (.*)$", told, re.MULTILINE)
        return json.loads(data[1] if data else told or "null")


def test_mcp_lists_its_tools_and_answers_a_query(url: str, site: Site) -> None:
    pytest.importorskip("datasette_mcp", reason="the extra `mcp` isn't installed")
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    client = _Client(url)
    told = client.call("initialize", **hello)
    client.headers["mcp-protocol-version"] = told["protocolVersion"]
    client.tell("notifications/initialized")
    tools = {tool["name"] for tool in client.call("tools/list")["tools"]}
    assert "execute_sql" in tools
    asked = {"database": "reports", "sql": "select count(*) as n from reports"}
    told = json.dumps(client.call("tools/call", name="execute_sql", arguments=asked))
    assert str(site.rows("SELECT count(*) FROM reports")[0][0]) in told

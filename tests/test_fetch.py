"""Fetching: politely, resumably, never into one's own network; against a server on loopback that misbehaves."""

from __future__ import annotations

import csv
import gzip
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import httpcore
import pytest
from click.testing import CliRunner

from ingest.cli import main
from ingest.fetch import MANIFEST, Entry, Fetcher, Politeness, manifest
from ingest.fetch.addresses import is_public
from ingest.fetch.attachments import attachments
from ingest.fetch.transport import AGENT, Client
from ingest.model import Refused
from ingest.source import read_bytes

QUICK = Politeness(delay=0.0, tries=3, backoff=0.01, jobs=3)
PAGE = "<html><title>示例局2021年政府信息公开工作年度报告</title><p>依申请公开 自然人 总计 行政复议</p></html>".encode()


class Server(BaseHTTPRequestHandler):
    """Answers by path; counts and times what it was asked."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()
    times: ClassVar[list[tuple[str, float]]] = []
    agents: ClassVar[set[str]] = set()
    robots: ClassVar[tuple[int, bytes]] = (404, b"")

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        Server.asked[self.path] += 1
        Server.times.append((self.path, time.monotonic()))
        Server.agents.add(self.headers["User-Agent"])
        answer: Callable[[Server], None] | None = ANSWERS.get(path)
        if path == "/robots.txt":
            self.say(Server.robots[1], "text/plain", status=Server.robots[0])
        elif answer is None:
            self.say(b"nothing here", "text/html", status=404)
        else:
            answer(self)

    def say(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


def second_time(then: Callable[[Server], None], first: Callable[[Server], None]) -> Callable[[Server], None]:
    return lambda server: (then if Server.asked[server.path] > 1 else first)(server)


def drop(server: Server) -> None:
    server.say(PAGE[:20], Content_Length=str(len(PAGE)))
    server.close_connection = True


def endless(server: Server) -> None:
    server.send_response(200)
    server.send_header("Content-Type", "text/html")
    server.end_headers()
    server.close_connection = True
    try:
        while True:
            server.wfile.write(b"0" * 65536)
    except OSError:
        pass


def drip(server: Server) -> None:
    server.send_response(200)
    server.end_headers()
    server.close_connection = True
    try:
        for _ in range(200):
            server.wfile.write(b"0")
            time.sleep(0.02)
    except OSError:
        pass


def to(target: str) -> Callable[[Server], None]:
    return lambda server: server.say(b"", status=302, Location=target)


def ok(server: Server) -> None:
    server.say(PAGE)


def attached(server: Server) -> None:
    links = (
        '<a href="files/2021年年报.docx">附件1</a><a href="/down.jsp?id=3">申请表.pdf</a>'
        '<a href="mailto:a@b.example">信箱</a><script>"<a href=x.pdf>no</a>"</script><a href="/other.html">其他</a>'
    )
    server.say(f"<html><p>年度报告见附件</p>{links}</html>".encode())


ANSWERS: dict[str, Callable[[Server], None]] = {
    "/a.html": ok,
    "/b.html": ok,
    "/c.html": ok,
    "/busy.html": second_time(ok, lambda server: server.say(b"", status=503, Retry_After="0")),
    "/always-busy.html": lambda server: server.say(b"", status=503),
    "/cut.html": second_time(ok, drop),
    "/endless.html": endless,
    "/drip.html": drip,
    "/bomb.html": lambda server: server.say(gzip.compress(b"0" * 9_000_000), Content_Encoding="gzip"),
    "/loop.html": to("/loop.html"),
    "/to-file.html": to("file:///etc/passwd"),
    "/to-a.html": to("/a.html"),
    "/film": lambda server: server.say(b"0000", "video/mp4"),
    "/empty.html": lambda server: server.say(b""),
    "/attached.html": attached,
    "/files/2021%E5%B9%B4%E5%B9%B4%E6%8A%A5.docx": lambda server: server.say(b"PK\x03\x04word/", "application/zip"),
    "/down.jsp": lambda server: server.say(b"%PDF-1.7", "application/octet-stream"),
    "/named.jsp": lambda server: server.say(
        b"PK\x03\x04", "application/octet-stream", Content_Disposition='attachment; filename="../../../etc/x.docx"'
    ),
    "/to-private.html": to("http://inside.example/a.html"),
}  # fmt: skip


@pytest.fixture
def site() -> Iterator[str]:
    Server.asked, Server.times, Server.agents, Server.robots = Counter(), [], set(), (404, b"")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetched(
    folder: Path, *urls: str, politeness: Politeness = QUICK, again: bool = False, **limits: Any
) -> list[Entry]:
    with Client(private=True, **limits) as client:
        found = Fetcher(folder, client, politeness).run([Entry(url=url) for url in urls], again=again)
        return list(found)


def test_bytes_come_as_they_are_and_the_manifest_says_from_where(site: str, tmp_path: Path) -> None:
    wanted = Entry(url=f"{site}/a.html", agency="示例市示例局", year="2021", published="2022-01-20")
    with Client(private=True) as client:
        (done,) = Fetcher(tmp_path, client, QUICK).run([wanted])
    assert (tmp_path / done.file).read_bytes() == PAGE
    (row,) = csv.DictReader((tmp_path / MANIFEST).open(encoding="utf-8"))
    assert row["url"] == wanted.url and row["file"] == done.file and row["status"] == "ok"
    assert (row["agency"], row["year"], row["published"]) == ("示例市示例局", "2021", "2022-01-20")
    assert row["fetched"].endswith("Z") and len(row["sha256"]) == 64
    assert Server.agents == {AGENT}


@pytest.mark.parametrize("path", ["/busy.html", "/cut.html", "/to-a.html"])
def test_what_fails_for_the_moment_is_asked_again(site: str, tmp_path: Path, path: str) -> None:
    (done,) = fetched(tmp_path, site + path)
    assert done.status == "ok" and (tmp_path / done.file).read_bytes() == PAGE


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/always-busy.html", "failed", "503"),
        ("/drip.html", "failed", "秒"),
        ("/endless.html", "refused", "超过"),
        ("/bomb.html", "refused", "超过"),
        ("/loop.html", "refused", "重定向"),
        ("/to-file.html", "refused", "http"),
        ("/film", "refused", "video/mp4"),
        ("/empty.html", "refused", "空"),
        ("/nowhere.html", "refused", "404"),
    ],
)
def test_what_does_not_come_is_said_and_leaves_no_file(
    site: str, tmp_path: Path, path: str, status: str, word: str
) -> None:
    (done,) = fetched(tmp_path, site + path, most=1_000_000, seconds=0.3)
    assert done.status == status and word in done.note
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == [MANIFEST]


@pytest.mark.parametrize("url", ["ftp://a.example/x", "file:///etc/passwd", "http://u:p@127.0.0.1/", "http://", "x y"])
def test_what_is_no_address_of_the_web_is_refused(tmp_path: Path, url: str) -> None:
    (done,) = fetched(tmp_path, url)
    assert done.status == "refused"


def test_robots_txt_is_heeded(site: str, tmp_path: Path) -> None:
    Server.robots = (200, b"User-agent: *\nDisallow: /a\n\nUser-agent: gov-disclosure-reports\nDisallow: /b\n")
    done = {Path(entry.url).name: entry.status for entry in fetched(tmp_path, f"{site}/a.html", f"{site}/b.html")}
    assert done == {"a.html": "ok", "b.html": "refused"}  # the group that names it counts, not the one for all
    assert Server.asked["/b.html"] == 0 and Server.asked["/robots.txt"] == 1


def test_a_site_whose_robots_txt_fails_is_left_alone(site: str, tmp_path: Path) -> None:
    Server.robots = (500, b"")
    (done,) = fetched(tmp_path, f"{site}/a.html")
    assert done.status == "failed" and "robots" in done.note and Server.asked["/a.html"] == 0


def test_a_host_is_given_the_pause_that_it_asks_for(site: str, tmp_path: Path) -> None:
    Server.robots = (200, b"User-agent: *\nCrawl-delay: 0.4\n")
    fetched(tmp_path, *(f"{site}/{name}.html" for name in "abc"))
    times = [when for path, when in Server.times if path != "/robots.txt"]
    assert all(after - before >= 0.4 for before, after in pairwise(times))


def test_a_page_brings_its_attachments(site: str, tmp_path: Path) -> None:
    done = fetched(tmp_path, f"{site}/attached.html")
    assert [(Path(entry.file).suffix, entry.status) for entry in done] == [
        (".docx", "ok"),
        (".pdf", "ok"),
        (".html", "page"),
    ]
    assert {entry.page for entry in done} == {f"{site}/attached.html", ""}


def test_a_page_with_the_tables_in_it_needs_no_attachment() -> None:
    page = "<p>依申请公开 自然人 总计 行政复议</p><a href='申请表.docx'>附件</a>"
    assert attachments(page, "http://a.example/x.html") == []
    assert attachments("<base href='/f/'><a href='a.pdf'>", "http://a.example/x.html") == ["http://a.example/f/a.pdf"]


def test_a_file_never_lands_outside_its_folder(site: str, tmp_path: Path) -> None:
    folder = tmp_path / "to"
    (done,) = fetched(folder, f"{site}/named.jsp")
    assert (folder / done.file).resolve().is_relative_to(folder) and done.file.endswith(".docx")


# --- stopped and gone on --------------------------------------------------------------------------------------------


def test_what_is_there_is_not_asked_for_again(site: str, tmp_path: Path) -> None:
    urls = [f"{site}/a.html", f"{site}/nowhere.html", f"{site}/always-busy.html"]
    fetched(tmp_path, *urls)
    before = Counter(Server.asked)
    assert [entry.url for entry in fetched(tmp_path, *urls)] == [f"{site}/always-busy.html"]
    assert Server.asked["/a.html"] == before["/a.html"] == 1
    assert Server.asked["/nowhere.html"] == before["/nowhere.html"]
    assert len(fetched(tmp_path, *urls, again=True)) == 2


def test_a_row_that_a_kill_cut_off_is_fetched_again(site: str, tmp_path: Path) -> None:
    fetched(tmp_path, f"{site}/a.html")
    fetched(tmp_path, f"{site}/b.html")
    path = tmp_path / MANIFEST
    path.write_bytes(path.read_bytes()[:-70])
    assert [entry.url for entry in fetched(tmp_path, f"{site}/a.html", f"{site}/b.html")] == [f"{site}/b.html"]
    assert [entry.status for entry in manifest.read(path)] == ["ok", "ok"]


def test_a_file_that_was_deleted_comes_again(site: str, tmp_path: Path) -> None:
    (done,) = fetched(tmp_path, f"{site}/a.html")
    (tmp_path / done.file).unlink()
    assert len(fetched(tmp_path, f"{site}/a.html")) == 1


def test_stopping_the_iterator_stops_the_fetch(site: str, tmp_path: Path) -> None:
    with Client(private=True) as client:
        slow = Politeness(delay=30.0)
        run = Fetcher(tmp_path, client, slow).run([Entry(url=f"{site}/{name}.html") for name in "abc"])
        began = time.monotonic()
        assert next(run).status == "ok"
        run.close()
    assert time.monotonic() - began < 20 and Server.asked["/b.html"] == 0


# --- one's own network ----------------------------------------------------------------------------------------------

PRIVATE = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1",
           "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "224.0.0.1", "240.0.0.1", "x"]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0", "2130706433", "0x7f.1"])
def test_a_list_never_leads_to_this_machine(site: str, tmp_path: Path, host: str) -> None:
    port = site.rpartition(":")[2]
    with Client() as client:
        (done,) = Fetcher(tmp_path, client, QUICK).run([Entry(url=f"http://{host}:{port}/a.html")])
    assert done.status in ("refused", "failed") and not Server.asked


def test_neither_by_a_redirect_nor_by_a_name_that_changes(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer of the name server is public and the second not: the connection goes to the first."""
    answers = {"outside.example": iter(["203.0.114.9"] * 20), "inside.example": iter(["10.0.0.9"] * 20)}
    reached: list[str] = []

    def named(host: str, port: Any, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers[host]), port))]

    connect = httpcore.SyncBackend.connect_tcp

    def connected(self: Any, host: str, port: int, *rest: Any, **named: Any) -> Any:
        reached.append(host)
        with monkeypatch.context() as undone:
            undone.setattr(socket, "getaddrinfo", real)
            return connect(self, "127.0.0.1", int(site.rpartition(":")[2]), *rest, **named)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", named)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connected)
    with Client() as client:
        urls = [Entry(url=f"http://outside.example/{name}.html") for name in ("a", "to-private")]
        done = {Path(entry.url).stem: entry for entry in Fetcher(tmp_path, client, QUICK).run(urls)}
    assert done["a"].status == "ok" and set(reached) == {"203.0.114.9"}
    assert done["to-private"].status == "refused" and "10.0.0.9" in done["to-private"].note


# --- lists and the command ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"url,year\nhttp://a.example/1,2021\n",
        "\ufeffurl\nhttp://a.example/1\n".encode(),
        "网址,机关\nhttp://a.example/1,示例局\n".encode("gb18030"),
        b"http://a.example/1\n\n",
    ],
)
def test_lists_as_people_have_them(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "urls.csv").write_bytes(content)
    assert [entry.url for entry in manifest.read(tmp_path / "urls.csv")] == ["http://a.example/1"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\xff"])
def test_what_is_no_list_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "urls.csv").write_bytes(content)
    with pytest.raises(Refused):
        manifest.read(tmp_path / "urls.csv")


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["fetch", *arguments])


def test_the_command_says_what_came_and_what_did_not(site: str, tmp_path: Path) -> None:
    (tmp_path / "urls.csv").write_text(f"url\n{site}/a.html\n{site}/nowhere.html\n", "utf-8")
    arguments = [str(tmp_path / "urls.csv"), "--to", str(tmp_path / "to"), "--delay", "0", "--allow-private"]
    result = run(*arguments)
    assert result.exit_code == 1
    assert f"{site}/nowhere.html: HTTP 404" in result.output and "已下载 1" in result.output
    assert "此前已有 2" in run(*arguments).output


def test_the_command_refuses_private_addresses_by_itself(site: str, tmp_path: Path) -> None:
    (tmp_path / "urls.csv").write_text(f"{site}/a.html\n", "utf-8")
    result = run(str(tmp_path / "urls.csv"), "--to", str(tmp_path / "to"))
    assert result.exit_code == 1 and "--allow-private" in result.output


def test_troubles_of_the_command_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("http://a.example/\n")
    for arguments in (["none.csv", "--to", str(tmp_path)], [str(tmp_path / "file"), "--to", str(tmp_path / "file")]):
        result = run(*arguments)
        assert result.exit_code == 1 and len(result.output.splitlines()) == 1, result.output


def test_an_address_can_be_added_without_an_extra(site: str) -> None:
    assert read_bytes(f"{site}/a.html") == PAGE
    with pytest.raises(Refused, match="404"):
        read_bytes(f"{site}/nowhere.html")

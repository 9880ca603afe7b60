"""What several tests share: a configuration directory for Datasette with a database in it."""

from __future__ import annotations

import asyncio
import functools
import gc
import importlib
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import IO, Any, ClassVar
from urllib.parse import urlsplit

import jinja2
import pytest
import yaml
from filelock import FileLock

pytest_plugins = ["budget"]
ROOT = Path(__file__).parent.parent
# The tests start hundreds of processes, each of which would compile everything anew if nothing compiled were kept.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
yaml.SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # every Datasette reads metadata.yml: 16 ms, not 120
# httpx looks for it at each request to a site of this process, through every folder of packages: a millisecond.
sys.modules.setdefault("sniffio", None)  # type: ignore[arg-type]
_GROUP = "xdist_group"
CONFIGURATION = ("metadata.yml", "settings.json", "plugins", "templates", "static")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Thousands of tests are made and none goes: what could be freed is not looked for, then or later among them."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """What a file makes for its tests is made once: those that use it go to one process."""
    for item in items:
        fixtures = item._fixtureinfo.name2fixturedefs.values() if hasattr(item, "_fixtureinfo") else ()
        if any(one.scope == "module" for known in fixtures for one in known) and not item.get_closest_marker(_GROUP):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    yield
    # xdist hands tests out by what stands behind the @ of their names. It writes that where pytest 9.2 reads no more.
    for item in items if config.getoption("loadgroup", False) else ():
        group = item.get_closest_marker(_GROUP)
        if group and not item.nodeid.endswith(f"@{group.args[0]}"):
            item._id = type(item._id).parse(f"{item.nodeid}@{group.args[0]}")  # type: ignore[attr-defined]


def _configured(folder: Path) -> Path:
    """The files that ``datasette .`` finds by itself in the project's root, in another folder."""
    for name in CONFIGURATION:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A file that is slow to make, made by whichever process of this run needs it first; a copy of one's own."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made = shared / "made" / name
    made.parent.mkdir(exist_ok=True)
    with FileLock(f"{made}.lock"):
        if not made.exists():
            unfinished = made.with_name(f"unfinished-{name}")
            make(unfinished)
            assert not Path(f"{unfinished}-wal").exists()  # all of it is in the file
            unfinished.rename(made)
    return Path(shutil.copy(made, factory.mktemp("copy") / name))


def new_database(path: str | Path) -> Any:
    """A connection to a new database, as ``ingest.store.connect`` makes it."""
    Path(path).write_bytes(importlib.import_module("empty").database())
    return importlib.import_module("ingest.store").connect(str(path))


@pytest.fixture(scope="session", autouse=True)
def _made_before() -> Iterator[None]:
    """New databases are copies of an empty one (see ``empty``)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.store.schema._prepare", importlib.import_module("empty").prepared)
        yield


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Databases of this test are made from nothing."""
    monkeypatch.setattr("ingest.store.schema._prepare", importlib.import_module("empty").anew)


@pytest.fixture(scope="session")
def synthetic_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with an invented database: many years, gaps, errors, an aggregate, a hostile report."""
    folder = _configured(tmp_path_factory.mktemp("synthetic"))
    once(tmp_path_factory, "synthetic.db", importlib.import_module("synthetic").build).rename(folder / "reports.db")
    return folder


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the example reports, as ``make examples`` makes it."""
    folder = _configured(tmp_path_factory.mktemp("site"))
    once(tmp_path_factory, "examples.db", _examples).rename(folder / "reports.db")
    return folder


def _examples(path: Path) -> None:
    testing, cli = importlib.import_module("click.testing"), importlib.import_module("ingest.cli")
    result = testing.CliRunner().invoke(
        cli.main, ["add", *map(str, sorted((ROOT / "examples").glob("*.txt"))), "--db", str(path)]
    )
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="session", autouse=True)
def _recognised() -> Iterator[None]:
    """Pictures that were recognised before aren't again (see ``remembering``)."""
    if not importlib.import_module("ingest.containers.scans").is_installed():
        yield
        return
    sheet = importlib.import_module("ingest.containers.scans.sheet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet, "_engine", importlib.import_module("remembering").remembering(sheet._engine))
        yield


@pytest.fixture
def recognising(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is remembered: the pictures of this test are recognised."""
    monkeypatch.setattr("remembering.FOLDER", tmp_path)


class Compiled(jinja2.BytecodeCache):
    """Templates that were compiled for another site of this process: all of them take a second."""

    kept: ClassVar[dict[tuple[str, str], Any]] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name: wherever a template lies, its text (the checksum) makes it what it is."""
        return name

    def load_bytecode(self, bucket: Any) -> None:
        bucket.code = self.kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Any) -> None:
        self.kept[bucket.key, bucket.checksum] = bucket.code


@functools.cache
def _compiled(text: str, name: str) -> CodeType:
    return compile(text, name, "exec", dont_inherit=True)


def _compile(text: str, path: str, *_: Any, **__: Any) -> CodeType:
    """In place of ``compile`` for a site's plugins, wherever they lie: all of them take a tenth of a second."""
    return _compiled(text, Path(path).name)


class Site:
    """Datasette on a configuration directory, asked without a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        app = importlib.import_module("datasette.app")
        importlib.import_module("datasette.handle_exception").rich = None  # prints half a second of every refusal
        importlib.import_module("datasette.utils").compile = _compile  # type: ignore[attr-defined]
        self.datasette = app.Datasette(config_dir=folder)
        # Datasette 1.0 calls it _jinja_env (see docs/datasette.md)
        (getattr(self.datasette, "jinja_env", None) or self.datasette._jinja_env).bytecode_cache = Compiled()
        self._loop = asyncio.new_event_loop()
        self._asked: tuple[int, sqlite3.Connection] | None = None

    def get(self, path: str, **options: Any) -> Any:
        """One GET; the answer as httpx gives it."""
        return self._loop.run_until_complete(self.datasette.client.get(path, **options))

    def json(self, path: str) -> Any:
        """One GET that must succeed, read as JSON."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The database asked directly, past Datasette."""
        path = self.folder / "reports.db"
        if self._asked is None or self._asked[0] != path.stat().st_ino:  # to open it is to read a hundred views
            self._asked = path.stat().st_ino, sqlite3.connect(path)
        return self._asked[1].execute(sql).fetchall()


@pytest.fixture(scope="session")
def synthetic_site(synthetic_dir: Path) -> Site:
    return Site(synthetic_dir)


@pytest.fixture(scope="session")
def site(site_dir: Path) -> Site:
    return Site(site_dir)


@pytest.fixture(scope="session")
def url(site_dir: Path) -> Iterator[str]:
    """The address of ``datasette .`` run in the site's folder, as the Makefile does."""
    with served(site_dir) as address:
        yield address


@pytest.fixture(scope="session")
def synthetic_url(synthetic_dir: Path) -> Iterator[str]:
    """The same with the invented database: gaps, errors, an aggregate, a hostile report."""
    with served(synthetic_dir) as address:
        yield address


def raw(url: str, text: bytes) -> bytes:
    """What the server says to these very bytes; they must ask it to close the connection."""
    told = urlsplit(url)
    with socket.create_connection((told.hostname or "", told.port or 80), timeout=60) as line:
        line.sendall(text)
        return b"".join(iter(lambda: line.recv(1 << 16), b""))


def sound(path: str | Path) -> None:
    """Everything that must hold of a database after everything."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sections_fts'").fetchone():
        db.execute("INSERT INTO sections_fts(sections_fts) VALUES ('integrity-check')")
        db.rollback()
        assert (
            db.execute("SELECT count(*) FROM reports").fetchone()
            == db.execute("SELECT count(*) FROM report_stats").fetchone()
        )
        indexed = db.execute("SELECT id FROM sections_fts_docsize ORDER BY id").fetchall()
        assert indexed == db.execute("SELECT id FROM sections ORDER BY id").fetchall()
    db.close()


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A database's file, which must be sound when the test is over."""
    yield tmp_path / "reports.db"
    if (tmp_path / "reports.db").exists():
        sound(tmp_path / "reports.db")


@pytest.fixture
def writer(path: Path) -> Iterator[Any]:
    """A writer into it, when it is new and empty."""
    connection = new_database(path)
    yield importlib.import_module("ingest.store").Writer(connection)
    connection.close()


@contextmanager
def served(folder: Path, start: Callable[[int, IO[bytes]], Any] | None = None) -> Iterator[str]:
    """``datasette .`` in a folder, on a port of its own, until the block ends; ``start`` starts it in another way."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    prepared = importlib.import_module("prepared")
    with tempfile.NamedTemporaryFile() as complaints:
        server = start(port, complaints.file) if start else prepared.Server(folder, port, complaints)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server, complaints)
            yield address
        finally:
            server.terminate()
            server.wait(10)


def _wait(address: str, server: Any, complaints: IO[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            complaints.seek(0)
            pytest.fail(complaints.read().decode())
        try:
            urllib.request.urlopen(f"{address}/-/versions.json", timeout=5)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("datasette didn't start in 30 seconds")

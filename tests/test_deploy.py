"""Running a server: nothing fails while reports are added, what is published was checked, files name what exists."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sqlite3
import threading
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import prepared
import pytest
from conftest import ROOT, Compiled, _configured
from datasette.app import Datasette

spec = importlib.util.spec_from_file_location("publish_check", ROOT / "deploy" / "publish_check.py")
assert spec and spec.loader
publish_check: Any = importlib.util.module_from_spec(spec)
spec.loader.exec_module(publish_check)


@pytest.mark.slow
def test_nothing_fails_while_reports_are_added(tmp_path: Path) -> None:
    from bench_site import serving

    def add(*files: Path) -> None:
        assert prepared.ingest("add", "--db", tmp_path / "reports.db", *files, cwd=ROOT).returncode == 0

    examples = sorted((ROOT / "examples").glob("*.txt"))
    add(examples[0])
    failed, asked, done = [], 0, threading.Event()
    with serving(tmp_path / "reports.db") as url:

        def ask() -> None:
            nonlocal asked
            while not done.is_set():
                for path in (
                    "/",
                    "/reports/reports.json",
                    "/reports/report_stats.csv?_stream=on",
                    "/reports/data_quality",
                ):
                    done.wait(0.02)
                    try:
                        urllib.request.urlopen(url + path, timeout=30).close()
                        asked += 1
                    except OSError as error:
                        failed.append((path, error))

        reader = threading.Thread(target=ask)
        reader.start()
        for some in (examples[1:3], examples[3:]):
            add(*some)
        done.set()
        reader.join()
        with urllib.request.urlopen(f"{url}/reports/reports.csv?_stream=on", timeout=30) as answer:
            assert len(answer.read().decode().splitlines()) == len(examples) + 1  # without a restart
    assert not failed and asked >= 8


@pytest.fixture
def database(site_dir: Path, tmp_path: Path) -> Path:
    with (
        closing(sqlite3.connect(site_dir / "reports.db")) as source,
        closing(sqlite3.connect(tmp_path / "reports.db")) as target,
    ):
        source.backup(target)
    return tmp_path / "reports.db"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site that is checked takes its templates as another one has compiled them."""

    def site(**given: Any) -> Any:
        made = Datasette(**given)
        made.jinja_env.bytecode_cache = Compiled()
        return made

    monkeypatch.setattr(publish_check, "Datasette", site)


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.usefixtures("compiled")
def test_sound_database_may_be_published(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert publish_check.main(database) == 0
    assert capsys.readouterr().out.count("通过 ok") == 5


@pytest.mark.parametrize(
    "damage,complaint",
    [
        ("UPDATE report_totals SET received = received + 1", "report_totals: sum(received)"),
        ("UPDATE table_counts SET row_count = 3 WHERE table_name = 'applications'", "table_counts: applications 3"),
        ("INSERT INTO summaries_stale VALUES (2020, '')", "summaries are stale"),
        ("DELETE FROM report_stats WHERE report_id = 1", "rows of report_stats"),
        ("DELETE FROM sections WHERE id = 1", "full-text index"),
        ("UPDATE reports SET agency_id = 999 WHERE id = 1", "a key points nowhere"),
    ],
)
def test_fault_of_a_database_is_told(damage: str, complaint: str, database: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute(damage)
        db.commit()
    with closing(sqlite3.connect(database)) as db:
        told = [one for check in publish_check.CHECKS for one in check(db)]
    assert any(complaint in one for one in told)


@pytest.mark.slow
@pytest.mark.usefixtures("compiled")
def test_database_with_faults_may_not(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE report_totals SET received = received + 1")
        db.execute("DROP VIEW coverage")
        db.commit()
    assert publish_check.main(database) == 2
    said = capsys.readouterr().out
    assert "report_totals: sum(received)" in said and "没有 coverage）" in said


def test_licence_and_source_are_shown_on_every_page(site: Any) -> None:
    for path in ("/", "/reports", "/reports/report_stats"):
        page = site.get(path).text
        assert "MIT" in page and "政府信息公开条例" in page, path
    assert site.json("/-/dictionary.json")["license"]


def test_docker_copies_what_there_is_and_the_site_needs() -> None:
    docker = (ROOT / "Dockerfile").read_text("utf-8")
    copied = [name for line in re.findall(r"^COPY (.*) \S+$", docker, re.MULTILINE) for name in line.split()]
    assert all((ROOT / name).exists() for name in copied)
    assert {"metadata.yml", "settings.json", "plugins", "templates", "static", "ingest"} <= set(copied)
    kept = re.findall(r"^!(.*)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    assert set(copied) == set(kept)
    assert "--require-hashes" in docker and "USER reader" in docker
    assert not re.search(r"FROM \S+\.\S+/", docker)  # no registry's host


def test_site_starts_on_the_empty_database_of_a_new_volume(tmp_path: Path) -> None:
    from conftest import Site

    from ingest.store import connect

    connect(str(tmp_path / "empty.db")).close()
    (_configured(tmp_path) / "reports.db").symlink_to(tmp_path / "empty.db")
    (tmp_path / "site").mkdir()
    for name in ("metadata.yml", "settings.json", "plugins", "templates", "static", "reports.db"):
        shutil.move(tmp_path / name, tmp_path / "site" / name)
    site = Site(tmp_path / "site")
    assert [site.get(path).status_code for path in ("/", "/reports", "/reports/report_stats", "/sitemap-0.xml")] == [
        200
    ] * 4


def test_units_run_what_exists() -> None:
    for unit in (ROOT / "deploy").glob("*.service"):
        for command in re.findall(r"^Exec\w+=-?(\S+) (.*)$", unit.read_text("utf-8"), re.MULTILINE):
            for word in " ".join(command).split():
                if word.startswith("deploy/"):
                    assert (ROOT / word).exists(), (unit.name, word)
    timer = (ROOT / "deploy" / "reports-ingest.timer").read_text("utf-8")
    assert "OnCalendar=" in timer

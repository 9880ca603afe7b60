"""Databases of earlier versions (升级): brought up to date in place, in one transaction, and nothing of them lost.

``old/0001.db.gz`` was made by ``ingest add`` when 0001_tables was the only migration: seven invented reports, one
corrected by a later file (with a sum that doesn't hold), one removed. It stays as it is; a later schema that is worth
keeping puts another file beside it.
"""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Site, _configured, sound
from content import Content

from ingest.pipeline import Interrupts, add, inputs, reread
from ingest.store import StoreError, connect, schema

pytestmark = pytest.mark.usefixtures("anew")  # how databases are made is what is tested

OLD = sorted((Path(__file__).parent / "old").glob("*.db.gz"))


@pytest.fixture(params=OLD, ids=lambda path: path.name)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "reports.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_old_database_says_after_migration_what_it_said_before(old: Path) -> None:
    before = Content(old)
    connect(str(old)).close()
    sound(old)
    after = Content(old)
    assert before.tables.keys() <= after.tables.keys()
    kept = set(after.reports())
    for key, parts in before.reports().items():
        assert key in kept
        for table, rows in parts.items():
            columns = set(before.tables[table])
            found = after.reports()[key][table]
            assert _narrowed(rows, columns) == _narrowed(found, columns), table
    with closing(sqlite3.connect(old)) as db:
        applied = {name for (name,) in db.execute("SELECT name FROM _sqlite_migrations")}
    assert applied == schema.MIGRATIONS.keys()


def _narrowed(rows: object, columns: set[str]) -> list[str]:
    """Rows in the old schema's columns; what refers to another table is compared there."""
    return sorted(repr([pair for pair in row if pair[0] in columns and not pair[0].endswith("_id")]) for row in rows)  # type: ignore[attr-defined]


def test_the_site_says_of_an_old_database_what_to_do(old: Path) -> None:
    site = Site(_configured(old.parent))
    for path in ("/", "/reports/applications_by_year.json", "/reports.json?sql=select+1", "/-/build"):
        answer = site.get(path)
        assert answer.status_code == 503 and "ingest reparse" in answer.text, path
    connect(str(old)).close()
    assert site.get("/").status_code == site.get("/reports/applications_by_year.json").status_code == 200


def test_sources_come_through_to_the_byte(old: Path) -> None:
    query = "SELECT id, sha256, name, content, replaced_by, removed_at, added_at FROM sources ORDER BY id"
    with closing(sqlite3.connect(old)) as db:
        before = db.execute(query).fetchall()
    with closing(connect(str(old))) as db:
        assert db.execute(query).fetchall() == before
        assert len(before) == 8 and sum(row[4] is not None for row in before) == 1


def test_old_database_read_again_equals_a_new_one(old: Path, tmp_path: Path) -> None:
    with closing(connect(str(old))) as db, Interrupts() as interrupts:
        reread(db, interrupts)
        stored = db.execute("SELECT name, content FROM sources WHERE removed_at IS NULL ORDER BY id").fetchall()
    pages = [tmp_path / Path(name).name for name, _ in stored]
    for page, (_, content) in zip(pages, stored, strict=True):
        page.write_bytes(zlib.decompress(content))
    new = tmp_path / "new.db"
    with closing(connect(str(new))) as db, Interrupts() as interrupts:
        events = list(add(db, inputs(map(str, pages)), interrupts, replace=True))
        db.execute("UPDATE sources SET name = 'pages/' || replace(name, ?, '')", [f"{tmp_path}/"])
    sound(old)
    assert [event.status for event in events] == ["added"] * 6 + ["replaced"]
    ours, theirs = Content(old).reports(), Content(new).reports()
    assert ours == theirs and len(ours) == 6


def test_migration_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (id INTEGER)")
        connection.execute("UPDATE reports SET title = 'half'")
        connection.execute("SELECT * FROM no_such_table")

    before = Content(old).all()
    names = _tables(old)
    monkeypatch.setitem(schema.MIGRATIONS, "9999_broken", broken)
    with pytest.raises(StoreError):
        connect(str(old))
    assert Content(old).all() == before and _tables(old) == names
    sound(old)


def test_migration_killed_in_the_middle_leaves_the_file_as_it_was(old: Path) -> None:
    before, names = Content(old).all(), _tables(old)
    script = (
        "import os, signal, sys\nfrom ingest.store import connect, schema\n"
        "def kill(db):\n    db.execute('UPDATE reports SET title = NULL')\n    os.kill(os.getpid(), signal.SIGKILL)\n"
        "schema.MIGRATIONS['9999_killed'] = kill\nconnect(sys.argv[1])"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parent.parent)}
    assert subprocess.run([sys.executable, "-c", script, str(old)], env=environment, check=False).returncode == -9
    assert Content(old).all() == before and _tables(old) == names
    sound(old)


def _tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT type, name FROM sqlite_master ORDER BY 1, 2").fetchall()

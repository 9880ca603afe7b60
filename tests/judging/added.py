"""``ingest add`` of a case's files, all in one call, into an empty database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import empty
from click.testing import CliRunner

from ingest.cli import main


class Added:
    """The database, and what was said of the files."""

    def __init__(self, files: list[Path], folder: Path) -> None:
        self.path = folder / "reports.db"
        self.path.write_bytes(empty.database())
        self._asked: sqlite3.Connection | None = None
        self.status, self.said = self.run("add", *map(str, files))

    def run(self, command: str, *arguments: str) -> tuple[int, str]:
        """A command on the database: its status, and its standard error."""
        told = CliRunner().invoke(main, [command, "--db", str(self.path), *arguments])
        assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
        return told.exit_code, told.stderr

    def rows(self, sql: str, given: Any = ()) -> list[dict[str, Any]]:
        """Rows by the names of their columns."""
        if self._asked is None:  # one for all that is asked: to open it is to read a hundred views
            self._asked = sqlite3.connect(self.path)
            self._asked.row_factory = sqlite3.Row
        return [dict(row) for row in self._asked.execute(sql, given)]

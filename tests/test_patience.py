"""The limit of the site's own SQL counts the processor, so that others who ask make no error of it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "plugins"))
patience: Any = __import__("site_safety.patience", fromlist=["patience"])
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT count(*) FROM n"


class _Clocks:
    """Clocks that go on at every look, the processor's slower."""

    def __init__(self, processor: float, clock: float) -> None:
        self._passing, self._now = {"processor": processor, "clock": clock}, {"processor": 0.0, "clock": 0.0}

    def _look(self, which: str) -> float:
        self._now[which] += self._passing[which]
        return self._now[which]

    def thread_time(self) -> float:
        return self._look("processor")

    def monotonic(self) -> float:
        return self._look("clock")


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(":memory:")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("processor", "clock", "ends"),
    [(0.0001, 0.004, False), (0.1, 0.1, True), (0.0, 1.0, True)],
    ids=["a loaded machine", "too much work", "no work at all"],
)
def test_what_is_counted_is_the_processor(
    processor: float, clock: float, ends: bool, connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some 400 looks: twice the limit by the clock is no reason to end, five times is."""
    monkeypatch.setattr(patience, "time", _Clocks(processor, clock))
    with patience.limited(connection, 1000):
        if ends:
            with pytest.raises(sqlite3.OperationalError, match="interrupted"):
                connection.execute(LONG).fetchone()
        else:
            assert connection.execute(LONG).fetchone() == (50000,)


def test_the_limit_ends_with_its_block(connection: sqlite3.Connection) -> None:
    with patience.limited(connection, 0), pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(LONG).fetchone()
    assert connection.execute(LONG).fetchone() == (50000,)

"""Nothing long runs on the event loop, for there every reader waits for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import many
import pytest
import yaml
from conftest import ROOT, Site, _configured, new_database
from parts import sampled

_TOLD = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
_TABLES = [name for name, table in _TOLD["tables"].items() if not table.get("hidden")]
PAGES = [
    *("/", "/reports", "/reports/reports/7", "/-/source/7", "/reports/agencies/3", "/reports/regions/110000"),
    *("/-/search?q=公开", "/-/search?q=公开&year=2021", "/-/places", "/-/functions", "/-/dashboards"),
    *("/-/dictionary.json", "/-/openapi.json", "/sitemap.xml", "/sitemap-0.xml", "/reports.db"),
    *("/reports?sql=select+*+from+report_stats", "/reports/report_stats?_facet=year&_facet=province"),
    *(f"/-/dashboards/{name}" for name in ("country", "province", "appeals", "grounds", "quality", "coverage")),
    *sampled((f"/reports/{name}" for name in _TOLD["queries"]), 2),
    *sampled((f"/reports/{name}?_size=max" for name in _TABLES), 5),
    *sampled(f"/reports/{name}{more}" for name in _TABLES for more in (".json?_size=max", ".csv?_stream=on")),
]
BOUND = 0.25  # seconds of the processor; 0.05 is what is aimed at, on a machine that does nothing else


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """More rows than the longest page shows."""
    folder = _configured(tmp_path_factory.mktemp("large"))
    many.build(folder / "reports.db", reports=1100, characters=120)
    site = Site(folder)
    site.get("/")
    return site


class Turns:
    """How long the longest turn on the event loop took, in seconds of the processor: a busy machine changes little."""

    def __init__(self) -> None:
        self.longest = 0.0


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    """Looks at every callback that an event loop runs."""
    seen, run = Turns(), asyncio.Handle._run

    def timed(handle: Any) -> None:
        began = time.thread_time()
        run(handle)
        seen.longest = max(seen.longest, time.thread_time() - began)

    monkeypatch.setattr(asyncio.Handle, "_run", timed)
    yield seen


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_the_loop(page: str, large: Site, turns: Turns) -> None:
    assert large.get(page).status_code in (200, 302, 404)
    assert turns.longest < BOUND


def test_a_sitemap_of_fifty_thousand_is_made_beside_the_loop(tmp_path: Path, turns: Turns) -> None:
    with closing(new_database(_configured(tmp_path) / "reports.db")) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        for (trigger,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reports'"
        ).fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        numbers = "WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 59999)"
        db.execute(
            f"{numbers} INSERT INTO reports (id, agency_id, year, scope, completeness, source_id)"
            " SELECT i, i, 2021, 'own', 'complete', i FROM n"
        )
        db.commit()
    site = Site(tmp_path)
    assert site.get("/sitemap.xml").status_code == 200
    turns.longest = 0
    assert site.get("/sitemap-0.xml").text.count("<url>") == 49_999 + 2
    assert turns.longest < BOUND

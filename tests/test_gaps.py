"""What Datasette lacks, seen on Datasette alone: the day one of these fails, a module of ``plugins/gaps`` can go."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import many
import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "plugins"))
import gaps

# In a process of its own, without our plugins.
ALONE = """
import asyncio, json, sys
from urllib.parse import quote
import jinja2
from datasette.app import SETTINGS, Datasette

LONG = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500) select i from n"
seen = {"copies": 0, "turns": 0}
site = Datasette([sys.argv[1]])

async def keys(url):
    while url:
        page = (await site.client.get(url)).json()
        for row in page["rows"]:
            yield row["report_id"]
        url = (page.get("next_url") or "").removeprefix("http://localhost")

async def turns():
    while True:
        seen["turns"] += 1
        await asyncio.sleep(0)

async def drawn(template, *args, **kwargs):
    before = seen["turns"]
    text = await draw(template, *args, **kwargs)
    seen["while drawn"] = seen["turns"] - before
    return text

def copied(*args, **kwargs):
    seen["copies"] += 1
    return copy(*args, **kwargs)

async def main():
    global draw, copy
    table = "/reports/report_stats.json?_shape=objects&_size=100&_sort_desc=year"
    seen["keys"] = [key async for key in keys(table)]
    answer = await site.client.get(f"/reports.csv?sql={quote(LONG)}")
    seen["lines"], seen["status"] = len(answer.text.split()), answer.status_code
    seen["origin"], seen["settings"] = answer.headers.get("access-control-allow-origin"), [one.name for one in SETTINGS]
    copy, Datasette._metadata_recursive_update = Datasette._metadata_recursive_update, copied
    seen["tables"] = len((await site.client.get("/reports.json")).json()["tables"])
    draw, jinja2.Template.render_async = jinja2.Template.render_async, drawn
    others = asyncio.create_task(turns())
    await site.client.get("/reports/report_stats?_size=max")
    others.cancel()
    print(json.dumps(seen))

asyncio.run(main())
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was seen of Datasette without plugins, over 300 reports whose years are much the same."""
    path = tmp_path_factory.mktemp("alone") / "reports.db"
    many.build(path, reports=300, characters=30)
    command = [sys.executable, "-c", ALONE, str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, cwd="/").stdout) | {"rows": 300}


def test_alone_loses_rows(alone: Any) -> None:
    assert len(alone["keys"]) > 200
    assert len(set(alone["keys"])) < alone["rows"]


def test_alone_cuts_a_csv(alone: Any) -> None:
    assert alone["status"] == 200
    assert alone["lines"] == 1 + 1000  # of 1,500


def test_alone_copies_the_metadata(alone: Any) -> None:
    assert alone["copies"] > alone["tables"]


def test_alone_draws_a_page_in_one_go(alone: Any) -> None:
    assert alone["turns"] > 0
    assert alone["while drawn"] == 0


def test_alone_is_not_read_elsewhere(alone: Any) -> None:
    assert alone["origin"] is None
    assert "cors" not in alone["settings"]


def test_every_piece_is_in_the_table_with_its_test() -> None:
    modules = {path.stem for path in Path(gaps.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == set(gaps.MODULES)
    for name in gaps.MODULES:
        (line,) = (line for line in str(gaps.__doc__).splitlines() if line.startswith(f"| ``{name}``"))
        assert f"test_{line.split('``')[-2]}" in globals()

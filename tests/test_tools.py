"""What `make quick` runs, and what `make check-generated` sees."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import generated
import pytest
import touched


@pytest.mark.parametrize(
    ("changed", "among", "not_among"),
    [
        ("ingest/text.py", {"test_reading", "test_cases", "test_front", "test_store"}, {"test_docs", "test_browser"}),
        ("ingest/dates.py", {"test_front", "test_checks"}, {"test_site_compare"}),
        ("ingest/checks/dates.py", {"test_checks", "test_cases"}, {"test_docs"}),  # found by its place in the folder
        ("ingest/checks/drafts/years.py", {"test_drafts", "test_draft_accuracy"}, {"test_docs"}),  # or in one below it
        ("ingest/cli/coverage.py", {"test_coverage", "test_cli"}, {"test_reading", "test_site"}),
        ("ingest/forms/2021.toml", {"test_reading", "test_checks"}, {"test_site_compare"}),
        ("plugins/home.py", {"test_site_home", "test_browser"}, {"test_reading", "test_front", "test_source"}),
        ("templates/index.html", {"test_site_home"}, {"test_reading"}),
        ("docs/api.md", {"test_docs"}, {"test_reading", "test_site_home"}),
        ("tests/generate.py", {"test_store", "test_pipeline"}, {"test_reading"}),
        ("tests/cases/tables/unit_yi.json", {"test_cases"}, {"test_reading"}),
        ("tests/test_front.py", {"test_front"}, {"test_reading"}),
        ("tests/conftest.py", {"test_reading", "test_site_home", "test_docs"}, set()),
        ("LICENSE", set(), {"test_reading", "test_site_home"}),
    ],
)
def test_a_change_touches_the_tests_that_lead_to_it(changed: str, among: set[str], not_among: set[str]) -> None:
    found = {Path(name).stem for name in touched.touched([changed])}
    assert among <= found
    assert not not_among & found


def test_a_file_that_is_not_what_its_generator_makes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (generated.ROOT / "LICENSE").read_text("utf-8")
    monkeypatch.setitem(generated.FILES, "LICENSE", lambda: text)
    assert list(generated.differing("LICENSE", text)) == []
    told = list(generated.differing("LICENSE", text.replace("Permission", "Leave", 1)))
    assert any(line.startswith("-Permission") for line in told) and any(line.startswith("+Leave") for line in told)


def test_nothing_makes_a_file_that_is_written_by_hand() -> None:
    command = [sys.executable, str(generated.ROOT / "tools" / "generated.py"), "--check", "LICENSE"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2 and "nothing makes LICENSE" in run.stderr


@pytest.mark.xdist_group("together")
def test_tests_that_share_something_go_to_one_process(request: pytest.FixtureRequest) -> None:
    """pytest-xdist parts tests by what stands behind their names; without it all that is shared is made twice."""
    if not request.config.getoption("loadgroup", False):
        pytest.skip("no process of pytest-xdist")
    assert request.node.nodeid.endswith("@together")

"""A small ``make torture``: the same disturbances, a few of each."""

from __future__ import annotations

import os
from pathlib import Path

import hostile
import pytest
import torture

from ingest.pipeline import limits

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> torture.Stage:
    return torture.Stage(tmp_path_factory.mktemp("torture"), 16, corrections=2)


@pytest.mark.xdist_group("torture")
@pytest.mark.parametrize("kills", [1, pytest.param(2, marks=pytest.mark.long)])
def test_writer_killed_at_any_moment_loses_nothing(kills: int, stage: torture.Stage) -> None:
    assert torture.kill(stage, kills).startswith("kill -9 ")


@pytest.mark.long
@pytest.mark.xdist_group("torture")
def test_no_room_is_said_and_loses_nothing(stage: torture.Stage) -> None:
    told = torture.full(stage, 1)
    assert "disk" in told and "1 times" in told


@pytest.mark.xdist_group("torture")
def test_file_system_gone_read_only_loses_nothing(stage: torture.Stage) -> None:
    if os.name != "posix" or not torture.may_mount():
        pytest.skip("mounting a file system needs root on Linux")
    assert torture.read_only(stage, 1).startswith(("file system gone read-only 1 times", "not tried"))


@pytest.mark.long
def test_writers_rereading_and_visitors_at_once(tmp_path: Path) -> None:
    assert torture.crowd(torture.Stage(tmp_path, 16, corrections=0), 1, pause=0.1).startswith("two adds, ")


@pytest.mark.parametrize("part", [pytest.param(1, marks=pytest.mark.long), 6])
def test_hostile_files_are_read_or_refused_in_time_and_the_batch_goes_on(part: int, tmp_path: Path) -> None:
    assert limits.SECONDS == 2 and limits.MEMORY == 500_000_000
    count = len(hostile.KINDS) // part  # one of each, or of a sixth of them
    assert torture.fuzz(tmp_path, count).startswith(f"{count} hostile files: ")

"""A part of an invented world, counted again by other means: no difference (see ``bench/world_accuracy.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import world_accuracy


@pytest.mark.slow
def test_an_independent_count_finds_the_same(tmp_path: Path) -> None:
    found = world_accuracy.run(11, tmp_path, share=0.2)
    assert found.differences == []
    assert found.counts["compared"] > 5000 and found.counts["removals"] > 0

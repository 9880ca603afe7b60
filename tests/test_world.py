"""A part of an invented world, counted again by other means: no difference (see ``bench/world_accuracy.py``)."""

from __future__ import annotations

from pathlib import Path

import pytest
import world_accuracy


@pytest.mark.slow
@pytest.mark.parametrize("share, compared", [(0.04, 800), pytest.param(0.2, 5000, marks=pytest.mark.long)])
def test_an_independent_count_finds_the_same(share: float, compared: int, tmp_path: Path) -> None:
    found = world_accuracy.run(11, tmp_path, share=share)
    assert found.differences == []
    assert found.counts["compared"] > compared and found.counts["removals"] > 0

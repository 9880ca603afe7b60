"""Puts the project and its tests' helpers (invented pages, sites) on the path of a script; import it first."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
for folder in (ROOT / "tests", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(1, str(folder))

"""Registers what ``gaps`` holds: the pieces that put Datasette right, in one place (see its table)."""

import sys
from pathlib import Path

from datasette.plugins import pm

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package

import gaps

gaps.register(pm)

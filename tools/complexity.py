"""How involved functions are (圈复杂度), as radon counts it: branches, loops, boolean operators (``make lint``).

``LIMIT`` holds for every function and method under ``FOLDERS``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent
FOLDERS = ("ingest", "plugins")
LIMIT = 15


def measured(root: Path = ROOT) -> Iterator[tuple[str, int]]:
    """(path:function, its complexity) of every function and method."""
    for file in sorted(file for folder in FOLDERS for file in (root / folder).rglob("*.py")):
        for block in cc_visit(file.read_text("utf-8")):
            if block.letter != "C":
                yield f"{file.relative_to(root)}:{block.fullname}", block.complexity


def main() -> None:
    """Say what is too involved; the exit status is 1 if anything is."""
    told = [f"{name}: {complexity}, at most {LIMIT}" for name, complexity in measured() if complexity > LIMIT]
    print(*told or [f"no function is more involved than {LIMIT}"], sep="\n")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()

"""How involved functions are (圈复杂度), as radon counts it: branches, loops, boolean operators (``make lint``).

``LIMITS`` holds for everything under a path, the longest path that fits. ``complexity.toml`` names those that are past
theirs, each with its number, which may only fall: one that is within its limit must leave the list, none may join it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent
LIMITS = {"ingest": 15, "plugins": 15}


def limit_of(path: str) -> int:
    """The limit for a file, its path counted from the root of the repository.

    >>> limit_of("ingest/values.py")
    15
    """
    return LIMITS[max((prefix for prefix in LIMITS if path.startswith(prefix + "/")), key=len)]


def measured(root: Path = ROOT) -> Iterator[tuple[str, int, int]]:
    """(path:function, its complexity, its limit) of every function and method."""
    for prefix in sorted({limit.partition("/")[0] for limit in LIMITS}):
        for file in sorted((root / prefix).rglob("*.py")):
            path = str(file.relative_to(root))
            for block in cc_visit(file.read_text("utf-8")):
                if block.letter != "C":
                    yield f"{path}:{block.fullname}", block.complexity, limit_of(path)


def complaints(found: Iterator[tuple[str, int, int]], known: dict[str, int]) -> Iterator[str]:
    """What doesn't hold, in words.

    >>> list(complaints(iter([("a.py:f", 16, 15), ("a.py:g", 3, 15)]), {"a.py:g": 20}))
    ['a.py:f: 16, at most 15', 'a.py:g: within its limit, leaves the list']
    """
    past: dict[str, tuple[int, int]] = {}
    for name, complexity, limit in found:  # of two functions of one name, the one that is more involved
        if complexity > max(limit, past.get(name, (0, 0))[0]):
            past[name] = complexity, limit
    for name, (complexity, limit) in past.items():
        if complexity > known.get(name, limit):
            yield f"{name}: {complexity}, at most {known.get(name, limit)}"
    yield from (f"{name}: within its limit, leaves the list" for name in known if name not in past)


def main() -> None:
    """Say what is too involved; the exit status is 1 if anything is."""
    known = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    told = list(complaints(measured(), known))
    print(*told or ["no function is more involved than its limit"], sep="\n")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()

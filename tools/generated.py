"""Files that are made from others: written anew, or compared with what stands in the repository.

    python tools/generated.py [--check] [FILE ...]     # all of them, if none is named

A new one is a function that returns its text, an entry in ``FILES``, and a target of the Makefile.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import checks_page  # noqa: E402 (the project's root is on the path now)
import metadata  # noqa: E402
import regions  # noqa: E402
import statutory_forms  # noqa: E402

FILES: dict[str, Callable[[], str]] = {
    "metadata.yml": lambda: metadata.as_yaml((ROOT / "metadata.yml").read_text("utf-8")),
    "static/forms.json": statutory_forms.as_json,
    "docs/checks.md": checks_page.page,
    "ingest/places/regions.csv": regions.regions_csv,
    "ingest/places/signs.csv": regions.signs_csv,
}
# What a file is made from is not always at hand.
AT_HAND: dict[str, Callable[[], bool]] = {
    "ingest/places/regions.csv": regions.at_hand,
    "ingest/places/signs.csv": regions.at_hand,
}
DIFFERENCES = 20  # lines shown


def main() -> None:
    """Write or compare; the status of a comparison is 1 if something differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*", metavar="FILE", help=", ".join(FILES))
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file isn't what is made")
    given = parser.parse_args()
    if unknown := set(given.files) - FILES.keys():
        parser.error(f"nothing makes {', '.join(sorted(unknown))}")
    stale = 0
    for name in given.files or FILES:
        if not AT_HAND.get(name, lambda: True)():
            print(f"{name}: left alone, its sources aren't fetched (make regions)")
            stale += name in given.files
        elif not given.check:
            (ROOT / name).write_text(FILES[name](), "utf-8")
        elif differences := list(islice(differing(name, FILES[name]()), DIFFERENCES)):
            stale += 1
            print(f"{name} isn't what its generator makes:", *differences, sep="\n")
    sys.exit(bool(stale))


def differing(name: str, made: str) -> Iterator[str]:
    """The lines in which a file differs from what is made, as a unified diff."""
    there = (ROOT / name).read_text("utf-8") if (ROOT / name).exists() else ""
    return difflib.unified_diff(there.splitlines(), made.splitlines(), "in the repository", "made", lineterm="", n=1)


if __name__ == "__main__":
    main()

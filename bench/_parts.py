"""Parts of a page of docs/ that different scripts write, each between its own marks."""

from __future__ import annotations

from pathlib import Path


def write_part(path: Path, name: str, script: str, part: str) -> None:
    """Put a part into its place, or at the end of the page if it has none yet."""
    begin, end = f"<!-- {name}: written by {script} -->", f"<!-- /{name} -->"
    before, found, rest = path.read_text("utf-8").partition(begin)
    after = rest.partition(end)[2] if found else ""
    path.write_text(f"{before.rstrip()}\n\n{begin}\n{part.strip()}\n{end}\n{after.lstrip()}", "utf-8")

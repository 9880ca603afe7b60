"""Documents for people (成文): the statutory form and what goes with it, as Word documents and sheets.

``drawing`` says how the three tables of a form look, whatever they are written with; ``word`` and ``sheet`` write.
Nothing here decides anything: what is printed comes from the caller.
"""

from __future__ import annotations

from pathlib import Path

from ingest.model import Refused


def save(content: bytes, path: str) -> None:
    """Write a whole file; raises ``Refused`` where that can't be done."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise Refused(f"无法写入 (cannot be written: {error.strerror})") from error

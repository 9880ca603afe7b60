"""ingest/cli/locale/zh/LC_MESSAGES/ingest.mo: what click says, in Chinese, from ``[click]`` of ingest/cli/chinese.toml.

The format of GNU gettext's compiled catalogues, which Python's gettext reads: two tables of lengths and offsets, sorted
by the English, then the strings.
"""

from __future__ import annotations

import struct
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "ingest" / "cli" / "chinese.toml"
TARGET = ROOT / "ingest" / "cli" / "locale" / "zh" / "LC_MESSAGES" / "ingest.mo"
_MAGIC, _HEADER = 0x950412DE, 28  # bytes before the tables


def compiled() -> bytes:
    """The catalogue's bytes."""
    said = tomllib.loads(SOURCE.read_text("utf-8"))["click"]
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **said}.items())
    pairs = [(english.encode(), chinese.encode()) for english, chinese in entries]
    strings = b""
    tables: tuple[list[int], list[int]] = ([], [])
    start = _HEADER + 16 * len(pairs)
    for side, table in enumerate(tables):
        for pair in pairs:
            table += [len(pair[side]), start + len(strings)]
            strings += pair[side] + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEADER, _HEADER + 8 * len(pairs), 0, 0)
    return header + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + strings


if __name__ == "__main__":
    TARGET.write_bytes(compiled())

"""Making items: a paper is invented and written, and the converters at hand have the file."""

from __future__ import annotations

from collections.abc import Iterable

from . import converters, writers
from .invent import invent
from .items import Item
from .word import HIDDEN


def make(writer: str, seed: int, *, only: Iterable[str] = ()) -> Item:
    """Write a paper and let the converters at hand (or some of them) have it."""
    paper = invent(seed)
    written = writers.WRITERS[writer](paper)
    truth = (written.paper or paper).truth() | {"writer": writer, "says": list(written.says)}
    item = Item(writer, seed, written.suffix, written.content, truth)
    wanted = set(only)
    failed = []
    tools = {} if writer.endswith(writers.SCAN) else converters.for_suffix(written.suffix)  # pictures have no text
    for name, tool in tools.items():
        if wanted and name not in wanted:
            continue
        text = _converted(tool, written.content, writers.encoding(writer))
        if text is None:
            failed.append(name)
        else:
            item.texts[name] = text
    item.failed = tuple(failed)
    return item


def _converted(tool: converters.Converter, content: bytes, encoding: str) -> str | None:
    """What a converter makes of a file; None where it fails, or prints deleted and hidden numbers as if they held."""
    try:
        text = tool.convert(content, encoding)
    except Exception:  # whatever a converter raises, it made no text
        return None
    return None if HIDDEN in text else text

"""Items: one paper by one writer, what every converter makes of it; written to folders, frozen into archives.

A folder or archive holds ``WRITER/SEED/``: ``original.SUFFIX``, ``truth.json`` and ``CONVERTER.txt``.
"""

from __future__ import annotations

import io
import json
import lzma
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .judge import Verdict, judge

NATIVE = "native"  # the file itself, without a converter


@dataclass(slots=True)
class Item:
    """One file with its truth, and the texts that converters made of it."""

    writer: str
    seed: int
    suffix: str
    original: bytes
    truth: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    failed: tuple[str, ...] = ()  # converters that raised an error, or showed what the file hides

    def verdicts(self) -> Iterator[tuple[str, Verdict]]:
        """How the file itself is read, and each text."""
        if self.original:
            yield NATIVE, judge(f"{self.seed}{self.suffix}", self.original, self.truth)
        for name, text in self.texts.items():
            yield name, judge(f"{self.seed}.txt", text.encode("utf-8", "replace"), self.truth, text=text)


def files(item: Item) -> Iterator[tuple[str, bytes]]:
    """What stands in an item's folder."""
    folder = f"{plain_name(item.writer)}/{item.seed}"
    if item.original:
        yield f"{folder}/original{item.suffix}", item.original
    truth = item.truth | {"suffix": item.suffix, "texts": {plain_name(name): name for name in item.texts}}
    yield f"{folder}/truth.json", json.dumps(truth, ensure_ascii=False, indent=1).encode()
    for name, text in item.texts.items():
        yield f"{folder}/{plain_name(name)}.txt", text.encode("utf-8", "replace")


def plain_name(name: str) -> str:
    """A name that every file system takes."""
    return name.replace(" → ", "-to-").replace(", ", "-").replace(" ", "-")


def write(item: Item, folder: Path) -> None:
    """An item's files into a folder."""
    for name, content in files(item):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def freeze(items: Iterable[Item], path: Path) -> None:
    """Items into one archive (.tar.xz), the same bytes for the same items."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for item in items:
            for name, content in files(item):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME))


def thaw(path: Path) -> list[Item]:
    """The items of an archive."""
    folders: dict[str, dict[str, bytes]] = {}
    with tarfile.open(path, "r:xz") as archive:
        for member in archive:
            folder, _, name = member.name.rpartition("/")
            file = archive.extractfile(member)
            folders.setdefault(folder, {})[name] = file.read() if file else b""
    return [_thawed(content) for content in folders.values()]


def _thawed(content: dict[str, bytes]) -> Item:
    truth = json.loads(content["truth.json"])
    suffix = truth["suffix"]
    texts = {name: content[f"{plain}.txt"].decode() for plain, name in truth["texts"].items()}
    return Item(truth["writer"], truth["seed"], suffix, content.get(f"original{suffix}", b""), truth, texts)

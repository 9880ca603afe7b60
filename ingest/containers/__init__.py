"""Containers (文件格式): bytes of any kind of file → a Document, and the Source that keeps both.

To add a kind of file, put a module beside this one; it is found by its place in the folder, and its name is what
``sources.container`` says. (What several of them share stands in folders.) It has

``SUFFIXES``
    The names by which a folder is searched for such files, with their media types: ``{".docx": "application/…"}``.
``claims(name, content) -> bool``
    Is this file of that kind? By what it holds first, by its name where that can't tell. Quick and without a library:
    it is asked of every file.
``read(name, content) -> Document``
    The blocks in reading order, put down in a ``ingest.transcript.Transcript``; raises ``Refused`` with one sentence
    (Chinese, English in brackets) for what can't be read whole: broken, encrypted, empty.
``SECONDS``
    Optional: the processor time that one file may take, where the usual limit (``pipeline.limits``) isn't enough.
``MEMORY``
    Optional: the bytes of address space that it may take, likewise.

A table is a ``Grid`` with honest ``places`` (see the model). No container knows what a row or a column means, and none
reads numbers: that is done in one place for all. Text that a reader doesn't see (hidden, deleted, comments, scripts)
stays out; text that he sees stays in, in the order in which he reads it. Nothing is ever fetched or run. A library
that is slow to load or an extra is imported inside ``read``; without the extra, ``Refused`` names the command that
installs it.

The text container is asked last and takes what nobody else claims; what is no text it refuses by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import PurePath
from pkgutil import iter_modules
from typing import Protocol, cast

from ingest.containers import text
from ingest.model import Document, Source
from ingest.source import read_bytes

_LONG = 60.0  # seconds of the processor


class Container(Protocol):
    """What a module of this folder has."""

    __name__: str
    SUFFIXES: Mapping[str, str]

    def claims(self, name: str, content: bytes) -> bool:
        """Is this file of this kind?"""

    def read(self, name: str, content: bytes) -> Document:
        """The file's blocks and transcript; raises ``Refused``."""


@cache
def containers() -> dict[str, Container]:
    """Every container by its name, in the order in which they are asked: by name, and text last."""
    names = sorted(module.name for module in iter_modules(__path__) if module.name != "text" and not module.ispkg)
    found = {name: cast(Container, import_module(f"{__name__}.{name}")) for name in names}
    return found | {"text": cast(Container, text)}


@cache
def suffixes() -> dict[str, str]:
    """The suffixes of files that are looked for in folders, with their media types."""
    return {suffix: kind for container in containers().values() for suffix, kind in container.SUFFIXES.items()}


@cache
def slow_suffixes() -> tuple[str, ...]:
    """The suffixes of files that may take a minute to read."""
    slow = (one for one in containers().values() if getattr(one, "SECONDS", 0.0) >= _LONG)
    return tuple(suffix for one in slow for suffix in one.SUFFIXES)


def container_of(name: str, content: bytes) -> Container:
    """The container that takes a file."""
    return next(container for container in containers().values() if container.claims(name, content))


def needs_of(name: str, content: bytes) -> tuple[float | None, int | None]:
    """The processor time and the memory that a file's container asks for; None for the usual."""
    container = container_of(name, content)
    return getattr(container, "SECONDS", None), getattr(container, "MEMORY", None)


def source_of(name: str, content: bytes) -> Source:
    """Bytes of any kind as a Source with its Document; raises ``Refused`` for what can't be read."""
    container = container_of(name, content)
    document = container.read(name, content)
    media_type = container.SUFFIXES.get(PurePath(name).suffix.lower(), next(iter(container.SUFFIXES.values())))
    sha256 = hashlib.sha256(content).hexdigest()
    kind = container.__name__.rpartition(".")[2]
    return Source(name, content, sha256, media_type, document.encoding, "\n".join(document.lines), kind, document)


def read_source(path: str) -> Source:
    """The file (``-``: standard input) as a Source; raises ``Refused``."""
    return source_of(path, read_bytes(path))

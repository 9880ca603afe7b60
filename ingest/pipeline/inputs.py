"""Inputs (输入): what was named on the command line, files, folders or URLs → files in a fixed order, each once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest import containers, remote
from ingest.model import Refused


class Input(NamedTuple):
    """A file to read, or a folder that can't be searched with the reason."""

    path: str
    refused: str | None = None


def inputs(paths: Iterable[str]) -> Iterator[Input]:
    """The files named, and those of known suffixes in the folders named; one that comes up again is left out."""
    seen: set[str] = set()
    for path in paths:
        for found in _expanded(path):
            real = found.path if found.path == "-" or remote.is_url(found.path) else os.path.realpath(found.path)
            if real not in seen:
                seen.add(real)
                yield found


def _expanded(path: str) -> Iterator[Input]:
    if path == "-" or not (remote.is_url(path) or os.path.isdir(path)):  # noqa: PTH112 (one with a NUL is refused later)
        yield Input(path)
        return
    empty = True
    for found in _remote(path) if remote.is_url(path) else _searched(path):
        empty = False
        yield found
    if empty:
        known = " ".join(containers.suffixes())
        yield Input(path, f"文件夹中没有可读取的文件 (no files to read in this folder: {known})")


def _remote(url: str) -> Iterator[Input]:
    try:
        yield from (Input(found) for found in remote.files(url, _is_known))
    except Refused as refused:
        yield Input(url, str(refused))


def _is_known(name: str) -> bool:
    return Path(name).suffix.lower() in containers.suffixes()


def _searched(folder: str) -> Iterator[Input]:
    """The files of a folder and its folders, by name; hidden ones and links to folders are passed by."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Input(folder, f"无法打开文件夹 (the folder can't be opened: {error.strerror})")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _searched(entry.path)
        elif _is_known(entry.name) and not entry.is_dir():
            yield Input(entry.path)

"""Inputs (输入): what was named on the command line, files, folders or URLs → files in a fixed order, each once."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest import containers, remote
from ingest.model import Refused


class Input(NamedTuple):
    """A file to read, or a folder that can't be searched with the reason."""

    path: str
    refused: str | None = None


# What saved pages and desktops leave beside reports; no report is ever one of these.
_OF_PAGES = ".css .js .map .ico .svg .gif .woff .woff2 .ttf .eot"
_OF_DESKTOPS = ".ini .lnk .url .tmp .part .crdownload .db .db-journal .db-wal .db-shm"
_NO_REPORTS = frozenset((*_OF_PAGES.split(), *_OF_DESKTOPS.split()))
_NO_REPORT_NAMES = frozenset(("manifest.csv", "thumbs.db", "desktop.ini"))
_OF_A_PAGE = re.compile(r"(.+)(?:_files|\.files)$", re.IGNORECASE)  # the folder beside a saved page


def inputs(paths: Iterable[str], passed: list[str] | None = None) -> Iterator[Input]:
    """The files named, and those in the folders named; one that comes up again is left out.

    In a folder a file that no container reads is refused by name. What is known to be none of the reports (the
    pictures and scripts of a saved page) isn't given; its paths go to ``passed``.
    """
    seen: set[str] = set()
    passed = [] if passed is None else passed
    for path in paths:
        for found in _expanded(path, passed):
            real = _real(found.path)
            if real not in seen:
                seen.add(real)
                yield found


def _expanded(path: str, passed: list[str]) -> Iterator[Input]:
    if path == "-" or not (remote.is_url(path) or os.path.isdir(path)):  # noqa: PTH112 (one with a NUL is refused later)
        yield Input(path)
        return
    empty = True
    for found in _remote(path) if remote.is_url(path) else _searched(path, passed):
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


def _real(path: str) -> str:
    """What tells one file from another, whatever the names that lead to it."""
    if path == "-" or remote.is_url(path):
        return path
    try:
        return os.path.realpath(path)
    except OSError:  # the current folder is gone; whether the file can be read is seen when it is read
        return path


def _searched(folder: str, passed: list[str]) -> Iterator[Input]:
    """The files of a folder and its folders, by name; hidden ones and links to folders are passed by."""
    opened = [_entries(folder, passed)]  # and not a call for each: folders may lie deeper than calls can
    while opened:
        found = next(opened[-1], None)
        if found is None:
            opened.pop()
        elif isinstance(found, Input):
            yield found
        else:
            opened.append(_entries(found, passed))


def _entries(folder: str, passed: list[str]) -> Iterator[Input | str]:
    """The files of a folder, and the paths of its folders, by name."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Input(folder, f"无法打开文件夹 (the folder can't be opened: {error.strerror})")
        return
    names = {entry.name.lower() for entry in entries}
    for entry in entries:
        if not entry.name.startswith("."):
            yield from _entry(entry, names, passed)


def _entry(entry: os.DirEntry[str], names: Container[str], passed: list[str]) -> Iterator[Input | str]:
    try:
        folder, links = entry.is_dir(follow_symlinks=False), entry.is_dir()
    except OSError as error:  # a link that leads to itself, a disk that doesn't answer
        yield Input(entry.path, f"无法读取 (can't be read: {error.strerror})")
        return
    if folder and _is_of_a_page(entry.name, names):
        passed += sorted(os.path.join(at, name) for at, _, found in os.walk(entry.path) for name in found)  # noqa: PTH118
    elif folder:
        yield entry.path
    elif not links:
        yield from _file(entry, passed)


def _is_of_a_page(folder: str, names: Container[str]) -> bool:
    """Does a folder hold the pictures and scripts of a page that is saved beside it?"""
    found = _OF_A_PAGE.fullmatch(folder)
    return found is not None and any(f"{found[1].lower()}{suffix}" in names for suffix in (".html", ".htm", ".xhtml"))


def _file(entry: os.DirEntry[str], passed: list[str]) -> Iterator[Input]:
    name, suffix = entry.name.lower(), Path(entry.name).suffix.lower()
    if name in _NO_REPORT_NAMES or suffix in _NO_REPORTS or name.startswith("~$"):
        passed.append(entry.path)
    elif _is_known(entry.name):
        yield Input(entry.path)
    elif entry.is_file():
        yield Input(entry.path, f"不能读取这种文件（{suffix or '无后缀'}） (no reader for this kind of file)")

"""Inputs (输入): what was named on the command line, files, folders, archives, URLs → files in order, each once."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from ingest import containers, remote
from ingest.model import Origin, Refused
from ingest.patterns import lazy
from ingest.pipeline import archives
from ingest.pipeline.own import is_own

if TYPE_CHECKING:
    from ingest.fetch.manifest import Entry


class Input(NamedTuple):
    """A file to read, or a folder that can't be searched with the reason."""

    path: str  # what it is called: its path, or that of its archive with its own name behind it
    refused: str | None = None
    archive: str = ""  # the file that holds it, where it is a member
    inside: tuple[int, ...] = ()  # and its place there
    origin: Origin | None = None  # where it came from, if a manifest says so


# What saved pages and desktops leave beside reports; no report is ever one of these.
_OF_PAGES = ".css .js .map .ico .svg .gif .woff .woff2 .ttf .eot"
_OF_DESKTOPS = ".ini .lnk .url .tmp .part .crdownload .db .db-journal .db-wal .db-shm"
_NO_REPORTS = frozenset((*_OF_PAGES.split(), *_OF_DESKTOPS.split()))
_MANIFEST = "manifest.csv"  # of a folder that ingest fetch made
_NO_REPORT_NAMES = frozenset((_MANIFEST, "verdicts.csv", "thumbs.db", "desktop.ini"))
_ROSTER = lazy(r"(?:.*名录.*|.*名单.*|roster)\.(?:csv|xlsx?|et|ods)")  # who is to hand in, kept beside the drafts
_OF_A_PAGE = lazy(r"(.+)(?:_files|\.files)$", re.IGNORECASE)  # the folder beside a saved page


def inputs(paths: Iterable[str], passed: list[str] | None = None) -> Iterator[Input]:
    """The files named, and those in the folders named; one that comes up again is left out.

    In a folder a file that no container reads is refused by name. What is known to be none of the reports (the
    pictures and scripts of a saved page) isn't given; its paths go to ``passed``.
    """
    seen: set[str] = set()
    passed = [] if passed is None else passed
    for path in paths:
        for found in _expanded(path, passed):
            real = f"{_real(found.archive or found.path)}{found.inside or ''}"
            if real not in seen:
                seen.add(real)
                yield found


def _expanded(path: str, passed: list[str]) -> Iterator[Input]:
    is_folder = path != "-" and os.path.isdir(path)  # noqa: PTH112 (one with a NUL is refused later)
    if not (remote.is_url(path) or is_folder or archives.is_archive(path)):
        yield Input(path)
        return
    empty = True
    inner = _searched(path, passed) if is_folder else _members(path, passed)
    for found in _remote(path) if remote.is_url(path) else inner:
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


# --- folders --------------------------------------------------------------------------------------------------------


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
        kind = "hidden" if entry.name.startswith(".") else _kind(entry)
        if isinstance(kind, Input):
            yield kind
        elif kind == "folder" and _is_of_a_page(entry.name, names):
            passed += sorted(os.path.join(at, name) for at, _, found in os.walk(entry.path) for name in found)  # noqa: PTH118
        elif kind == "folder":
            yield entry.path
        elif kind == "file":
            yield from _file(entry.path, passed)


def _kind(entry: os.DirEntry[str]) -> str | Input:
    """What an entry of a folder is: a folder, a link to one, a file, or an input that can't be read with the reason."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "link" if entry.is_dir() else "file"  # or a pipe, a dangling link: reading it says what it is
    except OSError as error:  # a link that leads to itself, a disk that doesn't answer
        return Input(entry.path, f"无法读取 (can't be read: {error.strerror})")


def _is_of_a_page(folder: str, names: Container[str]) -> bool:
    """Does a folder hold the pictures and scripts of a page that is saved beside it?"""
    found = _OF_A_PAGE.fullmatch(folder)
    return found is not None and any(f"{found[1].lower()}{suffix}" in names for suffix in (".html", ".htm", ".xhtml"))


def _file(path: str, passed: list[str]) -> Iterator[Input]:
    """A file of a folder: to be read, to be looked into, passed by, or named as one of a kind that isn't read."""
    if archives.is_archive(path):
        yield from _members(path, passed)
    elif _is_beside(path) or is_own(path):
        passed.append(path)
    else:
        yield Input(path) if _is_known(path) else Input(path, _unknown(path))


def _is_beside(path: str) -> bool:
    """Is this what a saved page, a fetch or a desktop leaves beside documents?"""
    name, suffix = PurePath(path).name.lower(), PurePath(path).suffix.lower()
    if _ROSTER.fullmatch(name):
        return True
    return name in _NO_REPORT_NAMES or suffix in _NO_REPORTS or name.startswith("~$")


def _unknown(path: str) -> str:
    suffix = PurePath(path).suffix.lower()
    if suffix == ".ofd":
        return "OFD 版式文件，请另存为 PDF 或 Word (an OFD file: save it as PDF or Word)"
    if suffix in (".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz"):
        return f"压缩文件（{suffix}），请先解压 (an archive of another kind than .zip: unpack it first)"
    return f"不能读取这种文件（{suffix or '无后缀'}） (no reader for this kind of file)"


def _members(path: str, passed: list[str]) -> Iterator[Input]:
    """The files of an archive, as those of a folder."""
    found = list(archives.members(path))
    names = {member.name.lower() for member in found}
    for member in found:
        if member.refused is not None:
            yield Input(member.name, member.refused)
        elif _is_beside(member.name) or _lies_beside_a_page(member.name, names):
            passed.append(member.name)
        elif _is_known(member.name):
            yield Input(member.name, archive=path, inside=member.inside)
        else:
            yield Input(member.name, _unknown(member.name))


def _lies_beside_a_page(name: str, names: Container[str]) -> bool:
    """Is a member in the folder of a page that is saved beside it, or among what a Mac adds to archives?"""
    parts = name.lower().split("/")
    if "__macosx" in parts or parts[-1].startswith("."):
        return True
    for number, part in enumerate(parts[:-1]):
        found = _OF_A_PAGE.fullmatch(part)
        before = "/".join([*parts[:number], found[1]]) if found else None
        if before and any(f"{before}{suffix}" in names for suffix in (".html", ".htm", ".xhtml")):
            return True
    return False


# --- where they came from -------------------------------------------------------------------------------------------


def gathered(
    paths: Sequence[str],
    passed: list[str] | None = None,
    manifest: str | None = None,
    unfound: list[str] | None = None,
) -> list[Input]:
    """The inputs of some paths, with what a manifest says of them: the one given, or that at the top of a folder.

    ``passed`` is told the files that are no reports, ``unfound`` those of a given manifest that no path leads to.
    """
    passed = [] if passed is None else passed
    found = list(inputs(paths, passed))
    tops = (str(Path(path) / _MANIFEST) for path in paths if path != "-" and not remote.is_url(path))
    for one in [manifest] if manifest is not None else filter(_is_file, tops):
        found = list(_with_origins(found, one, passed, unfound if manifest is not None and unfound is not None else []))
    return found


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _with_origins(found: Iterable[Input], manifest: str, passed: list[str], unfound: list[str]) -> Iterator[Input]:
    """Inputs with what a manifest says of them; a page that only carried an attachment is passed by."""
    from ingest.fetch import manifest as listing  # noqa: PLC0415 (only who has a manifest waits for it)

    folder = Path(manifest).parent
    known = {os.path.realpath(folder / entry.file): entry for entry in listing.read(manifest) if entry.file}
    used: set[str] = set()
    for one in found:
        file, archive = _real(one.path), _real(one.archive) if one.archive else ""
        used |= {file, archive}
        entry = known.get(file) or (known[archive].of_archive() if archive in known else None)
        if file == os.path.realpath(manifest):
            continue
        if entry is None:
            yield one
        elif entry.status == "page":
            passed.append(one.path)
        else:
            yield one._replace(origin=_origin(entry))
    unfound += [entry.file for file, entry in known.items() if file not in used and entry.status in ("", "ok")]


def _origin(entry: Entry) -> Origin:
    year = int(entry.year) if re.fullmatch(r"[12]\d{3}", entry.year, re.ASCII) else None
    return Origin(entry.url or None, entry.fetched or None, entry.published or None, entry.agency or None, year)

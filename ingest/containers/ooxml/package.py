"""Packages (包): a zip of XML parts that refer to one another, read within limits; no entity, no link is followed."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from urllib.parse import unquote

from lxml import etree

from ingest.model import Refused
from ingest.source import broken_package

_MOST = 60_000_000  # bytes of one part, unpacked; a report's text has some 100 kB
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    LookupError,
)  # fmt: skip


def local(element: etree._Element) -> str:
    """An element's name without its namespace: transitional and strict documents differ in nothing else."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element under a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def children(element: etree._Element | None, *path: str) -> list[etree._Element]:
    """What stands in the first element under a path of local names; nothing where there is none."""
    found = child(element, *path)
    return [] if found is None else list(found)


class Package:
    """The parts of one file."""

    def __init__(self, content: bytes) -> None:
        """Open a zip; raises ``Refused`` where it is none that can be read."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise Refused(broken_package()) from None
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._known: dict[str, list[tuple[str, str, str]]] = {}

    def main(self, usual: str) -> str:
        """The path of the part that everything begins with."""
        return next(iter(self.targets("", "officeDocument")), usual)

    def targets(self, path: str, kind: str) -> list[str]:
        """The parts of a kind that a part refers to, in the order of its list."""
        return [target for found, _, target in self._relations(path) if found == kind]

    def identified(self, path: str) -> list[tuple[str, str]]:
        """All parts that a part refers to, by the names under which it speaks of them."""
        return [(identity, target) for _, identity, target in self._relations(path)]

    def related(self, path: str, kind: str) -> etree._Element | None:
        """The one part of a kind that a part refers to."""
        return next((self.part(target) for target in self.targets(path, kind)), None)

    def part(self, path: str) -> etree._Element | None:
        """A part's root element; None where there is no such part."""
        content = self.content(path)
        return None if content is None else _parsed(content)

    def content(self, path: str) -> bytes | None:
        """A part's bytes; None where there is no such part."""
        name = self._names.get(path.lower().lstrip("/"))
        if name is None:
            return None
        try:
            with self._zip.open(name) as part:
                content = part.read(_MOST + 1)
        except _BROKEN as error:
            word = "encrypted" if "encrypted" in str(error) else "broken"
            raise Refused(f"文件已损坏或有密码：{name} (a part of the file is {word}: {name})") from None
        if len(content) > _MOST:
            raise Refused(f"文件内容过大，展开后超过 {_MOST // 10**6} MB (too large when unpacked)")
        return content

    def _relations(self, path: str) -> list[tuple[str, str, str]]:
        """What a part refers to within the file: kind, name and path; read once."""
        if path not in self._known:
            self._known[path] = self._read_relations(path)
        return self._known[path]

    def _read_relations(self, path: str) -> list[tuple[str, str, str]]:
        folder, name = posixpath.split(path)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for one in root if root is not None else ():
            kind, target = attribute(one, "Type"), attribute(one, "Target")
            if kind and target and attribute(one, "TargetMode") != "External":
                whole = unquote(target) if target.startswith("/") else posixpath.join(folder, unquote(target))
                found.append(
                    (kind.rpartition("/")[2], attribute(one, "Id") or "", posixpath.normpath(whole).lstrip("/"))
                )
        return found


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(f"文件内容已损坏 (broken XML: {str(error)[:100]})") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("文件含有 DTD，不予读取 (a DTD: refused)")
    return root

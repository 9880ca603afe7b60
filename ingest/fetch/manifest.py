"""Manifests (清单): beside the files, a CSV that says where each came from.

Columns: ``file`` (path below the manifest's folder), ``url``, ``published`` (发布日期, ISO 8601), ``fetched`` (UTC),
``agency``, ``year``; the last two are a check, never a source. ``ingest fetch`` writes ``status`` (``ok``, ``refused``,
``failed``), ``note``, ``page`` (the address of the page that links an attachment) and ``sha256`` besides. Rows are only
ever appended, so a fetch that was killed goes on where it was: the last row for an address counts.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from threading import Lock

from ingest.model import Refused

COLUMNS = ("file", "url", "published", "fetched", "agency", "year", "status", "note", "page", "sha256")
_HEADERS = {  # what people call the columns in lists of their own
    "网址": "url", "链接": "url", "地址": "url", "文件": "file", "文件名": "file", "发布日期": "published",
    "发布时间": "published", "published_at": "published", "fetched_at": "fetched", "下载时间": "fetched",
    "机关": "agency", "单位": "agency", "发布机构": "agency", "年度": "year", "年份": "year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a manifest, everything as printed there; "" where it says nothing."""

    file: str = ""
    url: str = ""
    published: str = ""
    fetched: str = ""
    agency: str = ""
    year: str = ""
    status: str = ""
    note: str = ""
    page: str = ""
    sha256: str = ""

    def of_archive(self) -> Entry:
        """What it says of each member of the archive that it names: where that came from, not whose it is."""
        return Entry(url=self.url, published=self.published, fetched=self.fetched, status=self.status)


def read(path: str | Path) -> list[Entry]:
    """The rows of a manifest or of a list of addresses (with a header, or an address a line).

    Raises ``Refused`` where it can't be read or has neither a header nor addresses.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"清单无法读取 (the list can't be read: {error.strerror})") from None
    rows = [row for row in csv.reader(io.StringIO(_text(content), newline="")) if any(cell.strip() for cell in row)]
    if not rows:
        raise Refused("清单为空 (the list is empty)")
    names = [_HEADERS.get(cell.strip().lower(), cell.strip().lower()) for cell in rows[0]]
    if "url" in names or "file" in names:
        return [_entry(dict(zip(names, row, strict=False))) for row in rows[1:]]
    if all("://" in row[0] for row in rows):
        return [Entry(url=row[0].strip()) for row in rows]
    raise Refused("清单应有 url 或 file 列 (the list needs a column url or file)")


def _text(content: bytes) -> str:
    """Excel on a Chinese Windows saves CSV in GBK; everything else is UTF-8."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("清单的文字编码无法识别，请存为 UTF-8 (unknown encoding: save the list as UTF-8)")


_KNOWN = frozenset(field.name for field in fields(Entry))


def _entry(cells: dict[str, str]) -> Entry:
    return Entry(**{name: cell.strip() for name, cell in cells.items() if name in _KNOWN})


class Log:
    """A manifest that is written as files come in: one row appended and on disk for each, from any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._last = {entry.url: entry for entry in self._mended()}

    def last(self, url: str) -> Entry | None:
        """What the manifest says of an address, from this run or an earlier one."""
        return self._last.get(url)

    def entries(self) -> Iterable[Entry]:
        """The last word on each address."""
        return list(self._last.values())

    def append(self, entry: Entry) -> None:
        """One row more, safe on disk when this returns."""
        with self._lock:
            is_new = not self._path.exists() or self._path.stat().st_size == 0
            with self._path.open("a", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                if is_new:
                    writer.writerow(COLUMNS)
                writer.writerow([_one_line(getattr(entry, name)) for name in COLUMNS])
                file.flush()
                os.fsync(file.fileno())
            self._last[entry.url] = entry

    def _mended(self) -> Iterator[Entry]:
        """The rows of before; what a kill left of a last row is cut off."""
        if not self._path.exists():
            return
        content = self._path.read_bytes()
        if not content.endswith(b"\n"):
            content = content[: content.rfind(b"\n") + 1]
            os.truncate(self._path, len(content))
        if content.strip():
            yield from read(self._path)


def _one_line(text: str) -> str:
    return " ".join(text.split())

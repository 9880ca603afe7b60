"""The site: how it answers an address (``.http``), and where a report is found on it (``.txt``).

An ``.http`` holds a method and an address, which goes out byte for byte to a server of the examples. Whatever is
expected, it never answers with an error of the server.

``status``                   any of these
``answer_bytes_at_most``     the length of the body
``server_memory_mb_below``   the most that the server, or a process of its, has ever held
``says``, ``says_not``       texts of the page
``labels_are_chinese``       every label of a field holds a Chinese word
``stays_on_the_site``        it leads nowhere else, also to a browser that reads a backslash as a slash
``tells_no_folder``          no path of a folder, nor the database's file
``one_of``                   each a set of these words, of which one holds as a whole

A ``.txt`` is added alone to an empty database. Beside ``cells``, ``agency`` and ``report`` of ``judging.pages``:

``region_code``                of the agency
``stated_stands_in_its_cell``  what a finding says a cell states is what the cell prints, wherever it names one
``search_finds_it``            each word, typed into any of the three boxes of the search, leads to the report
``prose_is_kept_as_printed``   every section's text stands in the file
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from conftest import Site, _configured, raw

from judging import pages
from judging.pages import Stored

HERE = "http://a.test"
_ASK = "{} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n"
_LABELS = re.compile(r"<label\b[^>]*>(.*?)</label>", re.DOTALL)
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Answer:
    """What a server says to the bytes of a case, and how much memory it has ever held."""

    def __init__(self, asked: str, server: str) -> None:
        answer = raw(server, _ASK.format(asked).encode())
        head, _, self.body = answer.partition(b"\r\n\r\n")
        first, *fields = head.decode("latin-1").split("\r\n")
        self.asked, self.status = asked.partition(" ")[2], int(first.split()[1])
        self.headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
        self.text = unescape(self.body.decode("utf-8", "replace"))
        self.memory = max(map(_peak, _processes(urlsplit(server).port or 80)), default=0)


def _processes(port: int) -> list[Path]:
    """The folders in /proc of who listens on a port, and of its children; none on other systems."""
    listening = re.findall(rf":{port:04X} 00000000:0000 0A (?:\S+ +){{5}}(\d+)", _read(Path("/proc/net/tcp")).decode())
    sockets = {f"socket:[{inode}]" for inode in listening}
    found = [path.parent.parent for path in Path("/proc").glob("[0-9]*/fd/*") if sockets and _leads_to(path) in sockets]
    children = [(path / f"task/{path.name}/children") for path in found]
    return found + [Path("/proc", pid) for path in children for pid in _read(path).decode().split()]


def _leads_to(path: Path) -> str:
    try:
        return str(path.readlink())
    except OSError:  # it is over, or another's
        return ""


def _peak(process: Path) -> int:
    told = re.search(rb"VmHWM:\s*(\d+) kB", _read(process / "status"))
    return int(told[1]) * 1024 if told else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it is over
        return b""


class Shown(Stored):
    """A report in a database of its own, and the site of it."""

    def __init__(self, files: list[Path], folder: Path) -> None:
        super().__init__(files, folder)
        self.file = files[0].read_text("utf-8")
        self.site = Site(_configured(folder))

    def found_by(self, word: str) -> dict[str, bool]:
        """Box → whether it leads to the report."""
        hits = self.site.get("/-/search", params={"q": word}).text
        box = self.site.get("/reports/sections.json", params={"_search": word, "_shape": "array"}).json()
        query = self.site.get("/reports/search_prose.json", params={"q": word, "_shape": "array"}).json()
        return {"search": 'href="/reports/reports/1#' in hits, "sections": bool(box), "search_prose": bool(query)}


def made(files: list[Path], folder: Path, _: dict[str, Any], server: str) -> Answer | Shown:
    """The answer to the address in a file, or the report in it."""
    if files[0].suffix == ".http":
        return Answer(files[0].read_text("utf-8").strip(), server)
    return Shown(files, folder)


# --- an answer --------------------------------------------------------------------------------------------------------


def _leads_away(answer: Answer) -> list[str]:
    target = answer.headers.get("location", "").replace("\\", "/")
    away = urlsplit(urljoin(HERE + answer.asked.replace("\\", "/"), target)).netloc not in ("", urlsplit(HERE).netloc)
    return [f"leads to {target}"] if target and away else []


def _labels(answer: Answer) -> list[str]:
    labels = [re.sub("<[^>]*>", "", label).strip() for label in _LABELS.findall(answer.text)]
    return [f"label {label!r}" for label in labels if not _CHINESE.search(label)] if labels else ["no label"]


def _one_of(answer: Answer, choices: list[dict[str, Any]]) -> list[str]:
    told = [judge(answer, choice) for choice in choices]
    return [] if [] in told else [f"none holds: {told}"]


_ANSWER: dict[str, Callable[[Answer, Any], list[str]]] = {
    "status": lambda answer, of: [] if answer.status in of else [f"{answer.status}"],
    "answer_bytes_at_most": lambda answer, most: [] if len(answer.body) <= most else [f"{len(answer.body)} bytes"],
    "server_memory_mb_below": lambda answer, mb: [] if answer.memory < mb * 1e6 else [f"{answer.memory} bytes"],
    "says": lambda answer, texts: [f"doesn't say {text}" for text in texts if text not in answer.text],
    "says_not": lambda answer, texts: [f"says {text}" for text in texts if text in answer.text],
    "labels_are_chinese": lambda answer, _: _labels(answer),
    "stays_on_the_site": lambda answer, _: _leads_away(answer),
    "tells_no_folder": lambda answer, _: re.findall(r"\S*(?:/tmp|/home|/root|reports\.db)\S*", answer.text)[:3],
    "one_of": _one_of,
}

# --- a report ---------------------------------------------------------------------------------------------------------


def _stated(found: Shown) -> list[str]:
    printed = {(row.rpartition(".")[0], row.rpartition(".")[2]): cells for row, cells in found.printed.items()}
    told = []
    for finding in found.findings:
        cells = printed.get((finding["table_name"], finding["row_code"]), {})
        if finding["stated"] is not None and finding["column_name"] in cells:
            cell = cells[finding["column_name"]]
            if cell is None or finding["stated"] != f"{cell:g}":
                told.append(f"{finding['row_code']}.{finding['column_name']} is {cell}, stated {finding['stated']}")
    return told


def _searched(found: Shown, words: list[str]) -> list[str]:
    told = {word: [box for box, leads in found.found_by(word).items() if not leads] for word in words}
    return [f"{word} isn't found by {', '.join(boxes)}" for word, boxes in told.items() if boxes]


def _changed(found: Shown) -> list[str]:
    lines = [line.strip() for section in found.sections for line in (section["body"] or "").splitlines()]
    return [f"{line!r} isn't in the file" for line in lines if line and line not in found.file]


_REPORT: dict[str, Callable[[Shown, Any], list[str]]] = {
    **{word: pages.WORDS[word] for word in ("cells", "agency", "report")},
    "region_code": lambda found, code: [] if (found.place or {})["region_code"] == code else [f"{found.place}"],
    "stated_stands_in_its_cell": lambda found, _: _stated(found),
    "search_finds_it": _searched,
    "prose_is_kept_as_printed": lambda found, _: _changed(found),
}
WORDS = _ANSWER.keys() | _REPORT.keys()


def judge(found: Answer | Shown, expect: dict[str, Any]) -> list[str]:
    """What doesn't hold of an answer, or of a report."""
    known: dict[str, Callable[[Any, Any], list[str]]] = _REPORT if isinstance(found, Shown) else _ANSWER
    if strange := expect.keys() - known.keys():
        return [f"nobody judges {', '.join(sorted(strange))} of such a file"]
    if isinstance(found, Shown) and found.report is None:
        return [f"refused: {found.said!r}"]
    if isinstance(found, Answer) and found.status >= 500:
        return [f"an error of the server: {found.asked!r} {found.status}"]
    return [f"{word}: {failure}" for word, value in expect.items() for failure in known[word](found, value)]

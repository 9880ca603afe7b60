"""All writers by name: HTML styles, Word, sheets, PDF printed from some of them, and scans of such prints.

>>> "portal" in names(), "portal → Chromium PDF" in names()
(True, True)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from . import browser, converters, pages, scans, sheets, styles, word
from .pages import Written
from .paper import Paper

_PRINTED = (
    "plain",
    "word-pasted",
    "portal",
    "layout-tables",
    "cut",
    "all-in-one",
    "wps-export",
    "last-year",
    "phantom-columns",
)
_BY_OFFICE = ("docx", "docx runs, cut", "docx numbered")
_SAVED_AS = (
    ("docx", "doc"),
    ("docx runs, cut", "odt"),
    ("docx", "rtf"),
    ("xlsx one sheet", "xls"),
    ("xlsx three sheets", "ods"),
)
_SCANNED = ("plain", "portal")
_CHROMIUM, _OFFICE, _SAVED, SCAN = " → Chromium PDF", " → LibreOffice PDF", " → LibreOffice ", " → scan"

SLOW = (SCAN, f"{_SAVED}doc", f"{_SAVED}odt", f"{_SAVED}rtf")  # to read


def _page(name: str) -> Callable[[Paper], Written]:
    return lambda paper: pages.write(paper, name)


def _by_chromium(name: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        page = pages.write(paper, name)
        return Written(browser.pdf(page.content, styles.STYLES[name].encoding), ".pdf", page.says, page.paper)

    return write


def _by_office(name: str, target: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        maker = word.write if name in word.STYLES else sheets.write
        made = maker(paper, name)
        return Written(converters.office(made.content, made.suffix, target), f".{target}", made.says, made.paper)

    return write


def _by_scanner(name: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        printed = _by_chromium(name)(paper)
        return Written(scans.scan(printed.content, paper.seed), ".pdf", printed.says, printed.paper)

    return write


def _writers() -> Mapping[str, Callable[[Paper], Written]]:
    out: dict[str, Callable[[Paper], Written]] = {name: _page(name) for name in styles.STYLES}
    out |= {name: lambda paper, name=name: word.write(paper, name) for name in word.STYLES}  # type: ignore[misc]
    out |= {name: lambda paper, name=name: sheets.write(paper, name) for name in sheets.STYLES}  # type: ignore[misc]
    out |= {name + _CHROMIUM: _by_chromium(name) for name in _PRINTED}
    out |= {name + _OFFICE: _by_office(name, "pdf") for name in _BY_OFFICE}
    out |= {f"{name}{_SAVED}{target}": _by_office(name, target) for name, target in _SAVED_AS}
    return out | {name + SCAN: _by_scanner(name) for name in _SCANNED}


WRITERS = _writers()


def names() -> list[str]:
    """The writers that can write here: those that print or save as something else need Chromium or LibreOffice."""
    without = [] if browser.program() else [_CHROMIUM, SCAN]
    without += [] if shutil.which("soffice") else [_SAVED]
    return [name for name in WRITERS if not any(mark in name for mark in without)]


def encoding(name: str) -> str:
    """How the bytes of an HTML writer decode (a converter is told, as by a server's header)."""
    return styles.STYLES[name].encoding if name in styles.STYLES else "utf-8"

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
_SCANNED = ("plain", "portal")
_CHROMIUM, _OFFICE, SCAN = " → Chromium PDF", " → LibreOffice PDF", " → scan"


def _page(name: str) -> Callable[[Paper], Written]:
    return lambda paper: pages.write(paper, name)


def _by_chromium(name: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        page = pages.write(paper, name)
        return Written(browser.pdf(page.content, styles.STYLES[name].encoding), ".pdf", page.says)

    return write


def _by_office(name: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        document = word.write(paper, name)
        return Written(converters.office(document.content, ".docx", "pdf"), ".pdf", document.says)

    return write


def _by_scanner(name: str) -> Callable[[Paper], Written]:
    def write(paper: Paper) -> Written:
        printed = _by_chromium(name)(paper)
        return Written(scans.scan(printed.content, paper.seed), ".pdf", printed.says)

    return write


def _writers() -> Mapping[str, Callable[[Paper], Written]]:
    out: dict[str, Callable[[Paper], Written]] = {name: _page(name) for name in styles.STYLES}
    out |= {name: lambda paper, name=name: word.write(paper, name) for name in word.STYLES}  # type: ignore[misc]
    out |= {name: lambda paper, name=name: sheets.write(paper, name) for name in sheets.STYLES}  # type: ignore[misc]
    out |= {name + _CHROMIUM: _by_chromium(name) for name in _PRINTED}
    out |= {name + _OFFICE: _by_office(name) for name in _BY_OFFICE}
    return out | {name + SCAN: _by_scanner(name) for name in _SCANNED}


WRITERS = _writers()


def names() -> list[str]:
    """The writers that can write here: those that print need Chromium or LibreOffice."""
    chromium, office = browser.program(), shutil.which("soffice")
    without = [mark for mark, here in ((_CHROMIUM, chromium), (SCAN, chromium), (_OFFICE, office)) if not here]
    return [name for name in WRITERS if not name.endswith(tuple(without))] if without else list(WRITERS)


def encoding(name: str) -> str:
    """How the bytes of an HTML writer decode (a converter is told, as by a server's header)."""
    return styles.STYLES[name].encoding if name in styles.STYLES else "utf-8"

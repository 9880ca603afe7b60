"""All writers by name: HTML styles, Word, sheets, and PDF printed from some of them.

>>> "portal" in names(), "portal → Chromium PDF" in names()
(True, True)
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from . import browser, converters, pages, sheets, styles, word
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
_CHROMIUM, _OFFICE = " → Chromium PDF", " → LibreOffice PDF"


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


def _writers() -> Mapping[str, Callable[[Paper], Written]]:
    out: dict[str, Callable[[Paper], Written]] = {name: _page(name) for name in styles.STYLES}
    out |= {name: lambda paper, name=name: word.write(paper, name) for name in word.STYLES}  # type: ignore[misc]
    out |= {name: lambda paper, name=name: sheets.write(paper, name) for name in sheets.STYLES}  # type: ignore[misc]
    out |= {name + _CHROMIUM: _by_chromium(name) for name in _PRINTED}
    return out | {name + _OFFICE: _by_office(name) for name in _BY_OFFICE}


WRITERS = _writers()


def names() -> list[str]:
    """The writers that can write here: those that print need Chromium or LibreOffice."""
    without = [mark for mark, here in ((_CHROMIUM, browser.program()), (_OFFICE, shutil.which("soffice"))) if not here]
    return [name for name in WRITERS if not name.endswith(tuple(without))] if without else list(WRITERS)


def encoding(name: str) -> str:
    """How the bytes of an HTML writer decode (a converter is told, as by a server's header)."""
    return styles.STYLES[name].encoding if name in styles.STYLES else "utf-8"

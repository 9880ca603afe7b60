"""One headless Chromium for all pages: its innerText, what a person copies out of it, its print to PDF.

Pages are laid before it from memory; it fetches nothing.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from typing import Any

_FLAGS = ["--no-sandbox", "--disable-gpu"]
_COPY = "() => { getSelection().selectAllChildren(document.body); return getSelection().toString(); }"


def program() -> str | None:
    """Chromium's path."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


@cache
def _context() -> Any:
    from playwright.sync_api import sync_playwright

    driver = sync_playwright().start()
    chromium = driver.chromium.launch(executable_path=program(), args=_FLAGS)
    context = chromium.new_context()
    context.route("**/*", lambda route: route.abort())
    atexit.register(driver.stop)
    atexit.register(chromium.close)  # first: what is registered last is called first
    return context


def _page(content: bytes, encoding: str) -> Any:
    page = _context().new_page()
    page.set_content(content.decode(encoding), wait_until="domcontentloaded")
    return page


def inner_text(content: bytes, encoding: str) -> str:
    """``document.body.innerText``."""
    page = _page(content, encoding)
    try:
        return str(page.evaluate("document.body.innerText"))
    finally:
        page.close()


def copied(content: bytes, encoding: str) -> str:
    """Everything selected and copied."""
    page = _page(content, encoding)
    try:
        return str(page.evaluate(_COPY))
    finally:
        page.close()


def pdf(content: bytes, encoding: str) -> bytes:
    """The page printed to PDF, A4."""
    page = _page(content, encoding)
    try:
        return bytes(page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm")))
    finally:
        page.close()

"""Invented heads of reports, with their truth: titles, banners, headers, preambles, contacts, signatures, sections.

``make(seed)`` is one page; the seeds walk through every county, prefecture and province of the region table. Written
from what pages look like (banners, buttons, tables of fields, clauses of contact), not from what the reader looks for.
``measure`` (``python bench/heads/measure.py``) reads them and counts what comes out wrong.
"""

from __future__ import annotations

from heads.make import Page, make
from heads.others import OTHERS, other

__all__ = ["OTHERS", "Page", "make", "other"]

"""Invented reports printed in every layout of the catalogue, with known truth; all from a seed.

``make(seed, layout)`` is the same page in every run. A page is made in this order, each step in a module of its own:
numbers whose sums hold (``numbers``), the tables as grids with merged cells (``grid``), the layout's lines (``tabs``,
``paragraphs``, ``pipes``, …), what can be known from them (``determined``), front matter (``front``) and prose.

>>> make(7, "L3").text == make(7, "L3").text
True
"""

from __future__ import annotations

from pages.make import LAYOUTS, make, make_altered
from pages.truth import Cell, Key, Page

__all__ = ["LAYOUTS", "Cell", "Key", "Page", "make", "make_altered"]

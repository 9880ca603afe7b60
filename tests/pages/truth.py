"""What an invented page says: each statutory cell as the page prints it, and who could know where it belongs.

Three things are told apart for every cell (``Cell.state``): the page prints something there (``printed``, or
``unreadable`` where the print is no number: a bare 增), it prints a blank, or it doesn't print the cell at all
(``lost``: the line was dropped, the row was split).

``Cell.place`` says whether a careful reader who has nothing but the page knows the cell with certainty:

- ``determined``: the layout itself tells. Blank cells keep their places, or the row has as many numbers as columns.
- ``by_sums``: blanks were squeezed out, but of all placements in printed order only one value for this cell agrees
  with the form's sums (``pages.sums`` decides, on the cautious side).
- ``undetermined``: several placements are left (or the layout drops cells silently). NULL with a finding is right;
  a number is right only if it is the true one, and is counted apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

State = Literal["printed", "blank", "lost", "unreadable"]
Place = Literal["determined", "by_sums", "undetermined"]
Number = int | float


class Key(NamedTuple):
    """A cell's address in the database."""

    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One statutory cell as a page prints it."""

    raw: str
    number: Number | None
    state: State
    place: Place = "determined"


@dataclass(slots=True)
class Said:
    """What a page says of its report; several titles or dates where the page itself leaves the choice."""

    agencies: tuple[str, ...]
    year: int
    form: str | None
    titles: tuple[str | None, ...] = (None,)
    index_number: str | None = None
    document_dates: tuple[date | None, ...] = (None,)


@dataclass(frozen=True, slots=True)
class Page:
    """A printed report with its truth; ``layout`` names the catalogue's layout, ``notes`` what else was done."""

    seed: int
    layout: str
    text: str
    cells: dict[Key, Cell]
    said: Said
    notes: tuple[str, ...] = field(default=())

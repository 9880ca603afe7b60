"""Series over the forms (跨表式的系列): measures whose cells mean the same before and since 2019, and their breaks.

>>> told = series()
>>> next(one for one in told.measures if one.code == "disclosed").statistics
('disclosed', 'already_public')
>>> [one.year for one in told.breaks]
[2019, 2021, 2024]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.forms import Form
from ingest.forms.sources import entries
from ingest.forms.statistics import StatisticsForm

Cell = tuple[str, str, str]  # table, row, column


@dataclass(frozen=True, slots=True)
class Break:
    """A year from which a number means something else."""

    code: str
    year: int  # the first report year after it
    title: str
    note: str
    basis: str


@dataclass(frozen=True, slots=True)
class SeriesMeasure:
    """A number that every form prints in cells of its own: their sum."""

    code: str
    label: str
    statistics: tuple[str, ...]  # indicators of the forms before 2019
    later: tuple[Cell, ...]
    breaks: tuple[str, ...] = ()
    note: str | None = None
    unit: str = "件"

    def cells_of(self, form: Form | StatisticsForm) -> Iterator[Cell]:
        """The cells of a form that it is the sum of."""
        if isinstance(form, StatisticsForm):
            yield from (("statistics", code, "value") for code in self.statistics if code in form.labels)
        else:
            printed = set(form.cells)
            yield from (cell for cell in self.later if cell in printed)


@dataclass(frozen=True, slots=True)
class Series:
    """All of them."""

    breaks: tuple[Break, ...]
    measures: tuple[SeriesMeasure, ...]


@cache
def series() -> Series:
    """The measures and breaks that series.toml states."""
    entry = entries()["series.toml"]
    return Series(
        tuple(Break(**one) for one in entry["breaks"]),
        tuple(
            SeriesMeasure(
                one["code"],
                one["label"],
                tuple(one["statistics"]),
                tuple((table, row, column) for table, row, column in map(str.split, one["later"])),
                tuple(one.get("breaks", ())),
                one.get("note"),
            )
            for one in entry["measures"]
        ),
    )

"""Statistics forms (统计表): one number an indicator, as annual reports printed them before the tables of 2019.

>>> form = statistics_forms()["2014"]
>>> len(form.indicators), form.labels["applications_received"], form.units["fees_collected"]
(58, '收到申请数', '万元')
>>> form.blocks["litigation_corrected"]
'lawsuits'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from ingest.forms.sources import entries


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the form. ``code`` is None for a heading, which carries no number."""

    code: str | None
    label: str
    variants: tuple[str, ...] = ()
    unit: str | None = None
    number: str = ""  # 一、 （二） 3.
    parent: str | None = None  # the label of the row above it in the form's order of things
    verified: bool = True  # the row was seen in a source of its own

    @property
    def printed(self) -> tuple[str, ...]:
        """The form's own label, then its variants."""
        return (self.label, *self.variants)

    @property
    def money(self) -> bool:
        """Is it an amount, kept in 万元?"""
        return self.unit == "万元"


@dataclass(frozen=True, slots=True)
class Parts:
    """A row that is the sum of others; ``local``: labels of inserted rows that it counts where they are printed."""

    total: str
    parts: tuple[str, ...]
    local: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A row that is no larger than another (其中)."""

    part: str
    total: str


@dataclass(frozen=True, eq=False)
class StatisticsForm:
    """One statistics form; ``columns``: what a header names (serial, unit, value …) → its wordings."""

    id: str
    title: str
    authority: str
    first_year: int
    last_year: int
    telling: tuple[str, ...]
    telling_rows: int  # so many of them tell the form
    foot: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    plain: tuple[str, ...]  # what changes nothing beside them
    around: tuple[str, ...]  # what changes nothing in a label
    rows: tuple[Indicator, ...]  # headings included, in the form's order
    sums: tuple[Parts, ...]
    limits: tuple[Limit, ...]
    local: tuple[str, ...]  # labels of rows that are inserted, and of no indicator

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """The rows that carry a number."""
        return tuple(row for row in self.rows if row.code)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Code → the form's own label."""
        return {row.code: row.label for row in self.indicators if row.code}

    @cached_property
    def units(self) -> dict[str, str | None]:
        """Code → what its number counts."""
        return {row.code: row.unit for row in self.indicators if row.code}

    @cached_property
    def blocks(self) -> dict[str, str]:
        """Code → the indicator that it stands under, where that is one."""
        codes = {row.label: row.code for row in self.rows}
        parents = {row.code: codes.get(row.parent or "") for row in self.rows if row.code}
        return {code: parent for code, parent in parents.items() if code and parent}

    def full_label(self, code: str) -> str:
        """A row as one would name it: under its block where two rows are worded alike."""
        label = self.labels.get(code, code)
        alike = [row for row in self.indicators if row.label == label]
        block = self.blocks.get(code)
        return f"{self.labels[block]} {label}" if block and len(alike) > 1 else label


@cache
def statistics_forms() -> dict[str, StatisticsForm]:
    """Every statistics form by its id, the earliest first."""
    made = [_form(entry) for entry in entries().values() if entry.get("kind") == "statistics"]
    return {form.id: form for form in sorted(made, key=lambda form: form.first_year)}


def latest() -> StatisticsForm:
    """The last one, whose rows hold those of the others too."""
    return next(reversed(statistics_forms().values()))


def _form(entry: Mapping[str, Any]) -> StatisticsForm:
    local: list[Mapping[str, str]] = entry["local"]
    rows = tuple(
        Indicator(**{"code": None, **row, "variants": tuple(row.get("variants", ()))}) for row in entry["rows"]
    )
    sums = tuple(
        Parts(
            one["total"],
            tuple(one["parts"]),
            tuple(row["label"] for row in local if row.get("part_of") == one["total"]),
        )
        for one in entry["sums"]
    )
    return StatisticsForm(
        id=entry["id"],
        title=entry["title"],
        authority=entry["authority"],
        first_year=entry["first_year"],
        last_year=entry["last_year"],
        telling=tuple(entry["telling"]),
        telling_rows=entry["telling_rows"],
        foot=tuple(entry["foot"]),
        columns={kind: tuple(words) for kind, words in entry["columns"].items()},
        plain=tuple(entry["beside"]["headers"]),
        around=tuple(entry["beside"]["labels"]),
        rows=rows,
        sums=sums,
        limits=tuple(Limit(one["part"], one["total"]) for one in entry["limits"]),
        local=tuple(row["label"] for row in local),
    )

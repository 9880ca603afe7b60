"""The statutory forms (法定格式), read from the TOML files beside this module: labels, codes, columns, sums.

One file a form; ``extends`` takes over from another form what the file doesn't say itself. The look-up tables
of the database, the matcher's vocabulary, the aligner's and the checks' sums are all filled from here.

>>> forms()["2021"].authority
'国办公开办函〔2021〕30号'
>>> len(forms()["2019"].leaves), len(forms()["2021"].leaves)
(19, 21)
>>> [column.label for column in forms()["2019"].applicants][-1]
'总计'
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from ingest.forms.sources import entries
from ingest.model import Table


class FormError(ValueError):
    """A form definition contradicts itself; the sentence names the file and the entry."""


@dataclass(frozen=True, slots=True)
class Label:
    """A code of the database and every way its label is printed (the first is the form's own)."""

    code: str
    label: str
    variants: tuple[str, ...] = ()
    name: str = ""  # a short label for charts
    group: str | None = None

    @property
    def printed(self) -> tuple[str, ...]:
        """The form's own label, then its variants."""
        return (self.label, *self.variants)


@dataclass(frozen=True, slots=True)
class Heading(Label):
    """A section of the form; ``keywords`` tell its kind under another heading.

    ``pattern`` is what headings of that kind look like that have too many wordings to list, marks and spaces left out.
    """

    keywords: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Measure(Label):
    """A column of table 1. ``unit`` is what the number counts; money is kept in 万元."""

    unit: str | None = None
    money: bool = False
    signed: bool = False  # only 本年增/减 may be negative


@dataclass(frozen=True, slots=True)
class Band:
    """A part of table 1 under one caption: its measures across, its items down."""

    caption: str
    article: str
    measures: tuple[Measure, ...]
    items: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Outcome(Label):
    """A row of table 2. Heads carry no cells; a leaf is what the total counts."""

    kind: str = ""  # inflow, disposition, closed, outflow; head
    parent: str | None = None
    position: int = 0
    article: str | None = None
    ordinal: str = ""  # what the form's printed rule calls the row: 第一项 …


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ left = Σ right, over rows (in every column) or over columns (in every row)."""

    check: str
    table: Table
    over: str  # "rows" or "columns"
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Form:
    """One statutory form. What follows from its fields is worked out once."""

    id: str
    title: str
    authority: str
    first_year: int
    last_year: int | None
    telling: tuple[str, ...]
    sections: tuple[Heading, ...]
    measures: tuple[Measure, ...]
    bands: tuple[Band, ...]
    outcomes: tuple[Outcome, ...]  # heads included, in the form's order
    applicants: tuple[Label, ...]  # the seven columns of table 2
    channels: tuple[Label, ...]
    results: tuple[Label, ...]  # the five columns of each channel of table 3
    sums: tuple[Sum, ...]
    around: dict[str, tuple[str, ...]]  # table → words printed in it that are neither row nor column
    printed_rule: str

    @cached_property
    def rows(self) -> tuple[Outcome, ...]:
        """The rows of table 2 that carry cells."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind != "head")

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The codes that （七）总计 counts: dispositions without sub-rows of their own."""
        return _leaves(self.outcomes)

    def full_label(self, code: str) -> str:
        """A row of table 2, or an item of table 1, as one would name it: under its head, if it has one."""
        return self._full_labels.get(code, code)

    def row_name(self, table: Table | None, code: str) -> str:
        """What a row of any table is called; a code of another form is its own name."""
        channels = {channel.code: channel.label for channel in self.channels} if table == "appeals" else {}
        return channels.get(code) or self.full_label(code)

    def column_name(self, table: Table | None, code: str) -> str:
        """What a column of any table is called; a code of another form is its own name."""
        labels = self.results if table == "appeals" else (*self.applicants, *self.measures)
        return next((label.label for label in labels if label.code == code), code)

    @cached_property
    def cells(self) -> tuple[tuple[Table, str, str], ...]:
        """Every cell that the printed form has room for, in its order: table, row, column."""
        items = [("disclosure_items", i.code, m.code) for band in self.bands for i in band.items for m in band.measures]
        rows = [outcome.code for outcome in self.rows if not self.children(outcome.code)]
        counts = [("applications", row, column.code) for row in rows for column in self.applicants]
        suits = [("appeals", channel.code, result.code) for channel in self.channels for result in self.results]
        return (*items, *counts, *suits)  # type: ignore[arg-type]

    def children(self, code: str) -> tuple[str, ...]:
        """The codes of the rows under a row or head."""
        return self._children.get(code, ())

    def sums_over(self, table: Table, printed: Collection[str]) -> tuple[Sum, ...]:
        """The sums of a table. A head that is printed as a row of its own, without its rows, stands for them."""
        wholes = [head for head in self._children if head in printed and not set(self.children(head)) & set(printed)]
        sums = tuple(total for total in self.sums if total.table == table)
        return tuple(self._under(total, wholes) for total in sums) if wholes else sums

    def _under(self, total: Sum, heads: Sequence[str]) -> Sum:
        def side(codes: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(next((h for h in heads if self.parents.get(c) == h), c) for c in codes))

        return replace(total, left=side(total.left), right=side(total.right))

    @cached_property
    def parents(self) -> dict[str, str]:
        """The row or head over each row of table 2 that has one."""
        return {outcome.code: outcome.parent for outcome in self.outcomes if outcome.parent}

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        heads = set(self.parents.values())
        return {head: tuple(code for code, parent in self.parents.items() if parent == head) for head in heads}

    @cached_property
    def _full_labels(self) -> dict[str, str]:
        labels = {outcome.code: outcome.label for outcome in self.outcomes}
        named = {item.code: item.label for band in self.bands for item in band.items}
        for code, label in labels.items():
            head = self.parents.get(code, "")
            named[code] = f"{labels[head]} {label}" if head in self.parents else label
        return named


def _leaves(outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    parents = {outcome.parent for outcome in outcomes}
    return tuple(o.code for o in outcomes if o.kind == "disposition" and o.code not in parents)


@cache
def forms() -> dict[str, Form]:
    """Every form with the three tables by its id, the earliest first (``statistics.py`` has the forms before)."""
    by_id = {entry["id"]: (name, entry) for name, entry in entries().items() if "kind" not in entry}
    made = {form_id: _form(name, _extended(entry, by_id)) for form_id, (name, entry) in by_id.items()}
    return dict(sorted(made.items(), key=lambda item: item[1].first_year))


def latest() -> Form:
    """The form that is used today; its columns of tables 2 and 3 are those of the database."""
    return next(reversed(forms().values()))


def in_force(year: int) -> Form | None:
    """The form that the reports of a year follow; None before there was one with the three tables.

    >>> in_force(2018), in_force(2020).id, in_force(2024).id
    (None, '2019', '2021')
    """
    return next((form for form in reversed(forms().values()) if form.first_year <= year), None)


def serving(form_id: str | None) -> Form:
    """The form whose tables serve a report: its own; the latest where it has none, or none that is known.

    >>> serving("2019").id, serving(None).id == serving("2014").id == list(forms())[-1]
    ('2019', True)
    """
    return forms().get(form_id or "") or latest()


def _extended(entry: dict[str, Any], by_id: dict[str, tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    if "extends" not in entry:
        return entry
    base = _extended(by_id[entry["extends"]][1], by_id)
    merged = {key: value for key, value in base.items() if key != "last_year"} | entry
    applications = dict(base["applications"]) | entry.get("applications", {})
    rows = {row["code"]: row for row in base["applications"]["rows"]}
    rows |= {row["code"]: row for row in entry.get("applications", {}).get("rows", [])}
    applications["rows"] = list(rows.values())
    return merged | {"applications": applications}


def _label(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"variants": tuple(entry.get("variants", ()))}


def _form(name: str, entry: dict[str, Any]) -> Form:
    measures = {m["code"]: Measure(**_label(m)) for m in entry["measures"]}
    applications = entry["applications"]
    outcomes = tuple(sorted((Outcome(**_label(row)) for row in applications["rows"]), key=lambda o: o.position))
    form = Form(
        id=entry["id"],
        title=entry["title"],
        authority=entry["authority"],
        first_year=entry["first_year"],
        last_year=entry.get("last_year"),
        telling=tuple(entry["telling"]),
        sections=tuple(
            Heading(
                s["kind"], s["label"], tuple(s["variants"]), keywords=tuple(s["keywords"]), pattern=s.get("pattern", "")
            )
            for s in entry["sections"]
        ),
        measures=tuple(measures.values()),
        bands=tuple(_band(name, band, measures) for band in entry["disclosure"]),
        outcomes=outcomes,
        applicants=tuple(Label(**_label(column)) for column in applications["columns"]),
        channels=tuple(Label(**_label(channel)) for channel in entry["appeals"]["channels"]),
        results=tuple(Label(**_label(column)) for column in entry["appeals"]["columns"]),
        sums=tuple(_sum(s, _leaves(outcomes)) for s in entry["sums"]),
        around={name: tuple(entry[name]["around"]) for name in ("applications", "appeals")},
        printed_rule=applications["printed_rule"],
    )
    _validate(name, form)
    return form


def _band(name: str, entry: dict[str, Any], measures: dict[str, Measure]) -> Band:
    unknown = [code for code in entry["measures"] if code not in measures]
    if unknown:
        raise FormError(f"{name}: {entry['caption']}: no measure {unknown[0]!r}")
    items = tuple(Label(**_label(row)) for row in entry["rows"])
    return Band(entry["caption"], entry["article"], tuple(measures[code] for code in entry["measures"]), items)


def _sum(entry: dict[str, Any], leaves: tuple[str, ...]) -> Sum:
    def side(codes: list[str]) -> tuple[str, ...]:
        return leaves if codes == ["LEAVES"] else tuple(codes)

    return Sum(entry["check"], entry["table"], entry["over"], side(entry["left"]), side(entry["right"]))


def _validate(name: str, form: Form) -> None:
    codes = {
        "applications": {"rows": {o.code for o in form.rows}, "columns": {c.code for c in form.applicants}},
        "appeals": {"rows": {c.code for c in form.channels}, "columns": {c.code for c in form.results}},
    }
    for total in form.sums:
        unknown = {*total.left, *total.right} - codes[total.table][total.over]
        if unknown:
            raise FormError(f"{name}: {total.check}: no {total.over[:-1]} {sorted(unknown)[0]!r}")
    for outcome in form.outcomes:
        if outcome.parent and outcome.parent not in {o.code for o in form.outcomes}:
            raise FormError(f"{name}: {outcome.code}: no parent {outcome.parent!r}")

"""The panel (面板数据): a report a row, every cell of the three statutory tables a column of its own.

The columns follow from the forms: of a cell that several forms have there is one column. From them come the view
``panel``, the words of the data dictionary, and the names that Stata takes.

>>> [cell.name for cell in cells()][:2], len({cell.stata for cell in cells()}) == len(cells())
(['disclosure_regulations_made', 'disclosure_regulations_disclosed'], True)
>>> cell = next(cell for cell in cells() if cell.name == "applications_received_natural_person")
>>> cell.label, cell.stata, cell.forms
('表二 本年新收政府信息公开申请数量 自然人', 'app_received_np', ('2019', '2021'))
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.forms import Form, Label, forms
from ingest.model import Table
from ingest.patterns import lazy

_ORDINAL = lazy(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])")
_SHORT = {
    "natural_person": "np",
    "business": "bu",
    "research_institution": "ri",
    "social_organization": "so",
    "legal_service": "ls",
    "other_organization": "oo",
}


class Cell(NamedTuple):
    """A cell of the statutory tables, as a column."""

    name: str
    table: Table
    row: str
    column: str
    label: str  # table, row and column as the latest form prints them
    unit: str
    forms: tuple[str, ...]  # the forms that have it
    stata: str  # Stata allows 32 characters, less three for its labels

    @property
    def type(self) -> str:
        """Its type in the database: table 1 has money too."""
        return "REAL" if self.table == "disclosure_items" else "INTEGER"

    @property
    def english(self) -> str:
        """Its codes as words."""
        return f"{self.row} – {self.column}".replace("_", " ")


@cache
def cells() -> tuple[Cell, ...]:
    """Every cell of every form, in the order of the tables."""
    known = tuple(forms().values())
    return (*_items(known), *_applications(known), *_appeals(known))


def _merged(lists: list[list[tuple[str, Label]]]) -> dict[str, Label]:
    return {code: label for each in lists for code, label in each}


def _items(known: tuple[Form, ...]) -> Iterator[Cell]:
    found: dict[tuple[str, str], tuple[Label, Any, list[str]]] = {}
    for form in known:
        for band in form.bands:
            for item in band.items:
                for measure in band.measures:
                    uses = found.get((item.code, measure.code), (None, None, []))[2]
                    found[item.code, measure.code] = (item, measure, [*uses, form.id])
    for (row, column), (item, measure, uses) in found.items():
        label = f"表一 {item.label} {measure.label}"
        stata = f"dis_{row[:12]}_{column[:12]}"
        unit = measure.unit or "件"
        yield Cell(f"disclosure_{row}_{column}", "disclosure_items", row, column, label, unit, tuple(uses), stata)


def _applications(known: tuple[Form, ...]) -> Iterator[Cell]:
    rows = {outcome.code: outcome for form in known for outcome in form.rows}
    columns = _merged([[(label.code, label) for label in form.applicants] for form in known])
    for row in sorted(rows.values(), key=lambda outcome: outcome.position):
        uses = tuple(form.id for form in known if ("applications", row.code, "total") in form.cells)
        for code, column in columns.items():
            label = f"表二 {_ORDINAL.sub('', row.label)} {column.label}"
            stata = f"app_{row.code[:19]}_{_SHORT.get(code, code)}"
            yield Cell(f"applications_{row.code}_{code}", "applications", row.code, code, label, "件", uses, stata)


def _appeals(known: tuple[Form, ...]) -> Iterator[Cell]:
    rows = _merged([[(label.code, label) for label in form.channels] for form in known])
    columns = _merged([[(label.code, label) for label in form.results] for form in known])
    for row, channel in rows.items():
        for code, column in columns.items():
            label = f"表三 {channel.label} {column.label}"
            uses = tuple(form.id for form in known if ("appeals", row, code) in form.cells)
            yield Cell(f"appeals_{row}_{code}", "appeals", row, code, label, "件", uses, f"apl_{row[:15]}_{code}")


# --- the view -----------------------------------------------------------------------------------------------------


@cache
def sql() -> dict[str, str]:
    """What stands for ``:panel_cells`` and ``:panel_rows`` in the file of the view.

    A row of tables 2 and 3 is joined once for all its cells. SQLite joins 64 tables at most, so cells of table 1 are
    looked up one by one.
    """
    joins, columns = [], []
    for cell in cells():
        if cell.table == "disclosure_items":
            columns.append(f"CAST(({_item(cell)}) AS REAL) AS {cell.name}")
            continue
        columns.append(f"{_alias(cell)}.{cell.column} AS {cell.name}")
        if (join := _join(cell)) not in joins:
            joins.append(join)
    return {":panel_cells": ",\n    ".join(columns), ":panel_rows": "\n".join(joins)}


def _alias(cell: Cell) -> str:
    return f"{'a' if cell.table == 'applications' else 'c'}_{cell.row}"


def _join(cell: Cell) -> str:
    alias = _alias(cell)
    key, look_up = ("outcome_id", "outcomes") if cell.table == "applications" else ("channel_id", "channels")
    wanted = f"(SELECT id FROM {look_up} WHERE code = '{cell.row}')"
    return f"LEFT JOIN {cell.table} {alias} ON {alias}.report_id = r.id AND {alias}.{key} = {wanted}"


def _item(cell: Cell) -> str:
    return (
        "SELECT d.value FROM disclosure_items d WHERE d.report_id = r.id"
        f" AND d.item_kind_id = (SELECT id FROM item_kinds WHERE code = '{cell.row}')"
        f" AND d.measure_id = (SELECT id FROM measures WHERE code = '{cell.column}')"
    )


@cache
def words() -> dict[str, dict[str, Any]]:
    """What the data dictionary says of the columns that are cells."""
    return {
        cell.name: {
            "term": cell.label,
            "english": cell.english,
            "unit": cell.unit,
            "type": cell.type,
            **({} if (note := _of(cell)) is None else {"note": note}),
        }
        for cell in cells()
    }


def _of(cell: Cell) -> str | None:
    if len(cell.forms) == len(forms()):
        return None
    return f"{'、'.join(cell.forms)} 年表式有此格"

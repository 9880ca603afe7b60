"""Tables made by hand, and what a writer does with their cells before a reader sees them: ``Grid``s without places.

A writer has one habit for blanks, one order of columns and one way to lose the merged cells. The truth stays.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pages import numbers
from pages.truth import Key

from ingest.forms import Form, forms
from ingest.grids import read_grids
from ingest.model import Cell, Document, Grid, Places, Tables
from ingest.text import fold

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
CODES = tuple(column.code for column in next(iter(forms().values())).applicants)
FOREIGN = ("上年件数", "占比", "事业单位", "2022年", "备注", "网上申请")

Printed = Sequence[Sequence[str]]


def grid(rows: Printed, places: Places, line: int = 1, *, shifted: bool = False) -> Grid:
    """Rows of texts as a grid that knows no columns, the first on a line."""
    cells = [Cell(text, line + at, at, column) for at, row in enumerate(rows) for column, text in enumerate(row)]
    return Grid(tuple(cells), places, shifted)


def document(*tables: Printed, places: Places = "rows", shifted: bool = False) -> Document:
    """Tables, each a grid of its own, an empty line between two."""
    lines: list[str] = []
    blocks: list[Grid] = []
    for rows in tables:
        blocks.append(grid(rows, places, len(lines) + 1, shifted=shifted))
        lines += ["\t".join(row) for row in rows] + [""]
    return Document(tuple(lines), tuple(map(fold, lines)), blocks=tuple(blocks))


def read(*tables: Printed, places: Places = "rows", shifted: bool = False, year: int | None = 2023) -> Tables:
    """What is read of tables that stand in a document of their own."""
    found = read_grids(document(*tables, places=places, shifted=shifted), year)
    assert found is not None
    return found


def numbers_of(found: Tables, name: str) -> list[float | None]:
    """The numbers of a row, ``applications.received``; [] where it isn't read."""
    table, code = name.split(".")
    return [v.number for row in found.rows if (row.table, row.code) == (table, code) for v in row.values]


def told(found: Tables, check: str) -> list[str]:
    """What the findings of a check say."""
    return [finding.message for finding in found.findings if finding.check == check]


# --- a writer's habits ----------------------------------------------------------------------------------------------

Row = tuple[list[str], int, list[str]]  # labels (those of groups first), how deep the row's own stands, its values
Habit = Callable[[random.Random, Row, int, int], list[str]]  # (…, row, its number, the table's width) → its cells


def _kept(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [*row[0], *row[2]]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _residue(_rng: random.Random, row: Row, _at: int, width: int) -> list[str]:
    return _padded([*row[0], *row[2]], width)


def _moved(_rng: random.Random, row: Row, _at: int, width: int) -> list[str]:
    return _padded([*row[0], *filter(None, row[2])], width)


def _dropped(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [*row[0], *filter(None, row[2])]


def _uneven(rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [*row[0], *[""] * rng.randint(0, 4), *row[2]]


def _spaced(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [*row[0], "", *row[2]]


def _closed(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [*row[0], *row[2], ""]


def _glued(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    return [cell for cell in (*row[0], "".join(row[2])) if cell]


def _one_lost(rng: random.Random, row: Row, at: int, _width: int) -> list[str]:
    cells = [*row[0], *row[2]]
    if at == 1:
        cells.pop(len(row[0]) + rng.randrange(len(row[2])))
    return cells


def _numbered(_rng: random.Random, row: Row, at: int, _width: int) -> list[str]:
    return [*row[0], *([str(at + 1)] if row[0] else []), *row[2]]


def _in_columns(_rng: random.Random, row: Row, _at: int, _width: int) -> list[str]:
    labels, depth, values = row
    before = _padded([*[""] * (depth - len(labels) + 1), *labels], 3) if labels else []
    return [*before, *values]


HABITS: dict[str, tuple[Habit, Places]] = {
    "kept": (_kept, "rows"),
    "kept with residue": (_residue, "rows"),
    "kept behind a blank": (_spaced, "rows"),
    "moved to the end": (_moved, "rows"),
    "dropped": (_dropped, "rows"),
    "uneven blanks before": (_uneven, "rows"),
    "glued": (_glued, "rows"),
    "one cell lost": (_one_lost, "rows"),
    "numbered": (_numbered, "rows"),
    "label columns kept": (_in_columns, "rows"),
    "stream, kept": (_kept, "stream"),
    "stream with residue": (_residue, "stream"),
    "stream, closed": (_closed, "stream"),
    "stream, dropped": (_dropped, "stream"),
}
ORDERS = ("the form's", "shuffled", "total first", "total second", "one missing", "one more", "one replaced")


@dataclass(slots=True)
class Made:
    """A document, and what its cells are: (table, row, column) → the printed number, None for a blank."""

    document: Document
    truth: dict[tuple[str, str, str], float | None] = field(default_factory=dict)


def make(seed: int, habit: str, order: str, *, filled: bool = False) -> Made:
    """Three tables of a seed, as a writer of this habit prints them, their columns in this order.

    ``filled``: every blank is a 0.
    """
    rng = random.Random(f"{seed} {habit} {order}")
    form = forms()[rng.choice(tuple(forms()))]
    made = numbers.invent(rng, form, None)
    if filled:
        made.cells = {key: cell if cell.raw else replace(cell, raw="0", number=0) for key, cell in made.cells.items()}
    printed = [_disclosure(form, made), _applications(rng, form, made, order), _appeals(rng, form, made, order)]
    write, places = HABITS[habit]
    tables = []
    truth: dict[tuple[str, str, str], float | None] = {}
    for parts, keys in printed:
        rows: list[list[str]] = []
        at = 0
        for header, body in parts:
            width = max(len(row[0]) + len(row[2]) for row in body) + 1
            rows += [list(row) for row in header]
            for row in body:
                rows.append(write(rng, row, at, width))
                at += 1
        tables.append(rows)
        truth |= {tuple(key): made.cells[key].number for key in keys}  # type: ignore[misc]
    return Made(document(*tables, places=places, shifted=habit == "moved to the end"), truth)


Parts = list[tuple[list[list[str]], list[Row]]]  # headers, each with the rows below it


def _raw(made: numbers.Numbers, keys: Sequence[Key]) -> list[str]:
    return [made.cells[key].raw for key in keys]


def _disclosure(form: Form, made: numbers.Numbers) -> tuple[Parts, list[Key]]:
    parts: Parts = []
    keys: list[Key] = []
    for band in form.bands:
        body: list[Row] = []
        for item in band.items:
            own = [Key("disclosure_items", item.code, measure.code) for measure in band.measures]
            keys += own
            body.append(([item.label], 0, _raw(made, own)))
        parts.append(([[band.caption], ["信息内容", *(measure.label for measure in band.measures)]], body))
    return parts, keys


def _order(rng: random.Random, codes: Sequence[str], order: str) -> list[str]:
    found = list(codes)
    if order == "shuffled":
        rng.shuffle(found)
    elif order == "total first":
        found = [found[-1], *found[:-1]]
    elif order == "total second":
        found = [found[0], found[-1], *found[1:-1]]
    elif order == "one missing":
        found.pop(rng.randrange(len(found) - 1))
    elif order == "one more":
        found.insert(rng.randrange(len(found) + 1), rng.choice(FOREIGN))
    elif order == "one replaced":
        found[rng.randrange(len(found) - 1)] = rng.choice(FOREIGN)
    return found


def _applications(rng: random.Random, form: Form, made: numbers.Numbers, order: str) -> tuple[Parts, list[Key]]:
    labels = dict(zip(CODES, COLUMNS, strict=True))
    columns = _order(rng, CODES, order)
    header = [[labels.get(code, code) for code in columns]]
    inner = [code for code in columns if code in CODES[1:-1]]
    if order in ORDERS[:4] and columns.index(inner[-1]) - columns.index(inner[0]) == len(inner) - 1:
        at = columns.index(inner[0])
        upper = [labels[code] for code in columns if code not in inner]
        upper.insert(at, "法人或其他组织")
        header = [[form.printed_rule, "申请人情况"], upper, [labels[code] for code in inner]]
    body: list[Row] = []
    keys: list[Key] = []
    opened: set[str] = set()
    for code in made.outcomes:
        heads = [head for head in _heads(form, code) if head not in made.outcomes]
        texts = [outcome.label for outcome in form.outcomes if outcome.code in {*heads, code} - opened]
        opened |= set(heads)
        own = [Key("applications", code, column) for column in columns if column in CODES]
        keys += own
        cells = {key.column: made.cells[key].raw for key in own}
        body.append((texts, len(heads), [cells.get(column, str(rng.randint(1, 99))) for column in columns]))
    return [(header, body)], keys


def _heads(form: Form, code: str) -> list[str]:
    parent = form.parents.get(code)
    return [*_heads(form, parent), parent] if parent else []


def _appeals(rng: random.Random, form: Form, made: numbers.Numbers, order: str) -> tuple[Parts, list[Key]]:
    results = {result.code: result.label for result in form.results}
    own = _order(rng, tuple(results), "shuffled" if order == "shuffled" else "")
    channels = {channel.code: channel.label for channel in form.channels}
    first, *suits = channels
    names = [results[code] for code in own]
    if order in ("total first", "one more"):  # the suits stand before the reviews
        codes = [*suits, first]
        header = [["行政诉讼", channels[first]], [*(channels[suit] for suit in suits), *names], names * 2]
    else:
        codes = [first, *suits]
        header = [[channels[first], "行政诉讼"], [*names, *(channels[suit] for suit in suits)], names * 2]
    keys = [Key("appeals", channel, code) for channel in codes for code in own]
    return [(header, [([], 0, _raw(made, keys))])], keys


def faults(made: Made) -> list[tuple[tuple[str, str, str], float | None, float | None]]:
    """The cells that are read as another number than the printed one, or as one where none is: (cell, both)."""
    found = read_grids(made.document, 2023)
    assert found is not None
    got = {
        (row.table, row.code, column): value.number
        for row in found.rows
        for column, value in zip(row.columns, row.values, strict=True)
        if value.number is not None
    }
    return [
        (cell, made.truth.get(cell), number)  # type: ignore[arg-type]
        for cell, number in got.items()
        if made.truth.get(cell) is None or abs(number - (made.truth[cell] or 0)) > 1e-9  # type: ignore[operator]
    ]

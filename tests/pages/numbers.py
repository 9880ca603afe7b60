"""Numbers that could stand in a report: every sum of the form holds, most cells are nothing, some are long.

``invent`` gives every statutory cell as printed. What a style leaves blank was 0 (or is a part that only its total
tells), so that the sums still hold when a blank counts nothing.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from ingest.forms import Form, Measure
from pages.truth import Cell, Key, Number

STYLES = ("printed", "printed", "printed", "blank", "blank", "mixed", "totals", "empty rows", "no subtotals")
BLANK = Cell("", None, "blank")


@dataclass(slots=True)
class Numbers:
    """The cells of a report, and which of table 2's rows are printed."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ()
    units: dict[str, str] = field(default_factory=dict)  # band's caption → how its money header states a unit
    notes: list[str] = field(default_factory=list)


def invent(rng: random.Random, form: Form, style: str | None = None) -> Numbers:
    """All three tables of a report."""
    made = Numbers()
    one_row = bool(form.children("other_handling")) and rng.random() < 0.1
    if one_row:
        made.notes.append("（六） in one row")
    style = style or rng.choice(STYLES)
    made.notes.append(f"zeros: {style}")
    rows = _applications(rng, form, one_row)
    made.outcomes = tuple(row.code for row in form.rows if row.code in rows)
    columns = [column.code for column in form.applicants]
    for code, numbers in rows.items():
        printed = _styled(rng, numbers, style, code)
        made.cells |= {Key("applications", code, c): p for c, p in zip(columns, printed, strict=True)}
    for channel in form.channels:
        parts = [rng.choice((0, 0, 0, 0, 1, 2, rng.randint(1, 40))) for _ in range(4)]
        if rng.random() < 0.5:
            parts = [0, 0, 0, 0]
        printed = _styled(rng, [*parts, sum(parts)], style, "closed")
        results = [result.code for result in form.results]
        made.cells |= {Key("appeals", channel.code, c): p for c, p in zip(results, printed, strict=True)}
    _disclosure(rng, form, made, style)
    return made


# --- table 2 ----------------------------------------------------------------------------------------------------


def leaves(form: Form, one_row: bool) -> list[str]:
    """The rows that （七）总计 counts on this page."""
    if not one_row:
        return list(form.leaves)
    inner = form.children("other_handling")
    return [*(code for code in form.leaves if code not in inner), "other_handling"]


def _applications(rng: random.Random, form: Form, one_row: bool) -> dict[str, list[int]]:
    width = len(form.applicants) - 1
    rows = {code: [0] * width for code in leaves(form, one_row)}
    left = rng.choice((0, 0, 0, 1, 2, 5, 12, rng.randint(20, 90), rng.randint(100, 3000)))
    weights = [6, 2, 1, 1, 1, 1]
    while left:
        amount = rng.randint(1, left)
        code = rng.choice(["disclosed", "partly_disclosed", "not_held", *rows])
        rows[code][rng.choices(range(width), weights)[0]] += amount
        left -= amount
    closed = [sum(row[n] for row in rows.values()) for n in range(width)]
    out = [rng.choice((0, 0, 0, 0, 1, 3, 12)) if any(closed) else 0 for _ in range(width)]
    before = [rng.choice((0, 0, 0, min(closed[n] + out[n], rng.randint(1, 15)))) for n in range(width)]
    received = [closed[n] + out[n] - before[n] for n in range(width)]
    rows = {"received": received, "carried_in": before, **rows, "closed": closed, "carried_out": out}
    return {code: [*numbers, sum(numbers)] for code, numbers in rows.items()}


def _styled(rng: random.Random, numbers: list[int], style: str, code: str) -> list[Cell]:
    blank = {
        "printed": lambda n, at: False,
        "blank": lambda n, at: n == 0,
        "mixed": lambda n, at: n == 0 and rng.random() < 0.5,
        "totals": lambda n, at: at < len(numbers) - 1,
        "empty rows": lambda n, at: not any(numbers) and code not in ("received", "closed"),
        "no subtotals": lambda n, at: (
            at == len(numbers) - 1 and code not in ("received", "carried_in", "closed", "carried_out")
        ),
    }[style]
    return [BLANK if blank(n, at) else Cell(str(n), n, "printed") for at, n in enumerate(numbers)]


def plant_error(rng: random.Random, made: Numbers) -> Key | None:
    """A source's own mistake: one printed total is off. It must survive as printed."""
    totals = [key for key, cell in made.cells.items() if key.column == "total" and cell.number is not None]
    if not totals:
        return None
    key = rng.choice(totals)
    number = int(made.cells[key].number or 0) + rng.choice((1, 1, 2, 10))
    made.cells[key] = Cell(str(number), number, "printed")
    made.notes.append(f"source error at {key.table}.{key.row}")
    return key


# --- table 1 ----------------------------------------------------------------------------------------------------


def _disclosure(rng: random.Random, form: Form, made: Numbers, style: str) -> None:
    for band in form.bands:
        stated = rng.choice(("万元", "万元", ""))
        if any(measure.money for measure in band.measures):
            made.units[band.caption] = stated
        for item in band.items:
            for measure in band.measures:
                cell = _item_cell(rng, measure, stated)
                if cell.number == 0 and style in ("blank", "mixed") and rng.random() < 0.7:
                    cell = BLANK
                made.cells[Key("disclosure_items", item.code, measure.code)] = cell


def _item_cell(rng: random.Random, measure: Measure, stated: str) -> Cell:
    if rng.random() < 0.45:
        return Cell("0", 0, "printed")
    if measure.money:
        return _money(rng, stated)
    number = rng.choice((1, 2, 3, 7, rng.randint(4, 60), rng.randint(100, 9999), rng.randint(10_000, 400_000)))
    if measure.signed:
        return _change(rng, min(number, 300))
    raw = str(number)
    if rng.random() < 0.04:
        raw += rng.choice(("件", "项", "（其中修订1件）"))
    return Cell(raw, number, "printed")


def _change(rng: random.Random, n: int) -> Cell:
    kinds: list[tuple[str, Number | None]] = [
        (str(n), n),
        (str(n), n),
        (f"-{n}", -n),
        (f"+{n}", n),
        (f"增{n}", n),
        (f"减{n}", -n),
        (f"增加{n}", n),
        ("增", None),
        ("0/0", None),
    ]
    raw, number = rng.choice(kinds)
    return Cell(raw, number, "printed" if number is not None else "unreadable")


def _money(rng: random.Random, stated: str) -> Cell:
    wan = round(rng.choice((rng.uniform(0, 1), rng.uniform(1, 900), rng.uniform(900, 30_000))), rng.choice((2, 4)))
    kind = rng.randrange(5)
    if kind == 0:
        yuan = rng.randint(1000, 9_000_000)
        return Cell(f"{yuan}元", yuan / 10_000, "printed")
    if kind == 1:
        return Cell(f"{wan}{rng.choice(('万元', '万'))}", wan, "printed")
    if kind == 2 and not stated:
        whole = rng.randint(100, 90_000)
        return Cell(str(whole), whole, "printed")
    return Cell(f"{wan}", wan, "printed")

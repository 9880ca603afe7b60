"""The numbers of invented reports: sums that hold as the form says, then what clerks do to them.

Rows and columns of table 2 and 3 are made so that every sum of the form holds; in a third of the papers one or two
cells are changed afterwards. Zeros are printed, left blank or struck out (``/``, ``-``, ``—``, 无), by habits that
hold for a paper, for a row, or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from .paper import APPLICANTS, CHANNELS, HEADS, OUTCOMES, OVERDUE, RESULTS, Form, Key, Printed, wordings

_DASHES = ("/", "-", "—", "无")
_SIZES = (1, 1, 1, 4, 4, 30, 400, 3000)  # applications of one applicant kind, at most


def applications(random: Random, form: Form, six_in_one: bool) -> dict[Key, int]:
    """Table 2 with sums that hold."""
    leaves = [code for _, code, depth in OUTCOMES if depth and code not in (*HEADS, "closed")]
    leaves = [code for code in leaves if code not in (OVERDUE if six_in_one or form == "2019" else ("other_handling",))]
    size = random.choice(_SIZES)
    cells: dict[Key, int] = {}
    for column in APPLICANTS[:-1]:
        most = size * 2 if column == "natural_person" else max(1, size // 4)
        received, carried_in = (
            (random.randint(0, most), random.randint(0, most // 6)) if random.random() < 0.6 else (0, 0)
        )
        carried_out = random.randint(0, (received + carried_in) // 5)
        closed = received + carried_in - carried_out
        spread = dict.fromkeys(leaves, 0)
        favoured = random.sample(leaves, k=min(len(leaves), 6))
        for part in _parts(random, closed, len(favoured)):
            spread[favoured.pop()] = part
        rows = {"received": received, "carried_in": carried_in, **spread, "closed": closed, "carried_out": carried_out}
        cells |= {Key("applications", row, column): number for row, number in rows.items()}
    rows_made = {key.row for key in cells}
    for row in rows_made:
        total = sum(number for key, number in cells.items() if key.row == row)
        cells[Key("applications", row, "total")] = total
    return cells


def _parts(random: Random, whole: int, count: int) -> list[int]:
    cuts = sorted(random.randint(0, whole) for _ in range(count - 1))
    return [after - before for before, after in zip([0, *cuts], [*cuts, whole], strict=True)]


def appeals(random: Random) -> dict[Key, int]:
    """Table 3 with sums that hold."""
    most = random.choice((0, 0, 3, 12, 150))
    cells = {}
    for channel in CHANNELS:
        numbers = [random.randint(0, most) if random.random() < 0.5 else 0 for _ in RESULTS[:-1]]
        for result, number in zip(RESULTS, [*numbers, sum(numbers)], strict=True):
            cells[Key("appeals", channel, result)] = number
    return cells


def spoil(random: Random, cells: dict[Key, int]) -> int:
    """Change one or two cells that are part of sums; how many were changed."""
    keys = random.sample(sorted(cells), k=random.choice((1, 1, 2)))
    for key in keys:
        cells[key] = max(0, cells[key] + random.choice((-1, 1, 2, 10))) or 1
    return len(keys)


def disclosure(random: Random, form: Form, amount_has_unit: bool) -> dict[Key, Printed]:
    """Table 1 as printed."""
    cells = {}
    for group in wordings()["disclosure"][form]["groups"]:
        for row in group["rows"]:
            for column in group["columns"]:
                key = Key("disclosure_items", row, column)
                cells[key] = _item(random, column, amount_has_unit)
    return cells


def _item(random: Random, column: str, amount_has_unit: bool) -> Printed:
    if random.random() < 0.3:
        return Printed("0", 0)
    if column == "amount":
        return _money(random, amount_has_unit)
    if column == "items_change":
        return _change(random)
    number = random.choice((random.randint(1, 9), random.randint(10, 400), random.randint(400, 90_000)))
    return Printed(str(number), number)


def _money(random: Random, amount_has_unit: bool) -> Printed:
    number = round(random.uniform(0.01, 9000), random.choice((0, 1, 2, 4, 6)))
    plain = f"{number:.6f}".rstrip("0").rstrip(".")
    number = float(plain)
    if not amount_has_unit or random.random() < 0.7:
        return Printed(plain, number)
    if random.random() < 0.5:
        return Printed(f"{plain}万元", number)
    yuan = round(number * 10_000)
    return Printed(f"{yuan}元", yuan / 10_000)


def _change(random: Random) -> Printed:
    number = random.randint(1, 60)
    text, sign = random.choice((("{}", 1), ("+{}", 1), ("-{}", -1), ("增{}", 1), ("减{}", -1), ("-{}", -1)))
    return Printed(text.format(number), sign * number)


# --- habits of printing -------------------------------------------------------------------------------------------


def printed(random: Random, cells: dict[Key, int]) -> tuple[dict[Key, Printed], str]:
    """Numbers as a paper's clerk prints them, and the habit's name."""
    habit = random.choice(("zeros", "zeros", "zeros", "blanks", "dashes", "rows", "here and there", "totals alone"))
    dash = random.choice(_DASHES)
    empty_rows = {key.row for key in cells if not any(cells[other] for other in cells if other.row == key.row)}
    out = {}
    for key, number in sorted(cells.items()):
        blank = number == 0 and (
            habit in ("blanks", "dashes")
            or (habit == "rows" and key.row in empty_rows)
            or (habit == "here and there" and random.random() < 0.3)
        )
        if habit == "totals alone" and key.column == "total" and key.row not in ("received", "carried_in", "closed"):
            blank = True  # the sub-rows' totals are left out, as some offices do
        out[key] = Printed(dash if blank and habit == "dashes" else "", None) if blank else Printed(str(number), number)
    return out, habit if habit != "dashes" else f"dashes {dash}"


def styled(random: Random, cells: dict[Key, Printed]) -> tuple[dict[Key, Printed], str]:
    """Digits in a paper's own dress: plain, with thousands' commas, full-width, or with 件 in table 1."""
    dress = random.choice(("plain", "plain", "plain", "plain", "commas", "wide", "件"))
    return {key: Printed(_dressed(dress, key, cell), cell.number) for key, cell in cells.items()}, dress


def _dressed(dress: str, key: Key, cell: Printed) -> str:
    if cell.number is None or not cell.text.isdecimal():
        return cell.text
    if dress == "commas":
        return f"{int(cell.text):,}"
    if dress == "wide":
        return cell.text.translate(_WIDE)
    counted = key.table == "disclosure_items" and key.column in _COUNTED
    return f"{cell.text}件" if dress == "件" and counted else cell.text


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_COUNTED = ("made", "disclosed", "disclosed_total", "decisions", "issued", "repealed", "in_force")


def by_row(cells: Iterable[Key]) -> dict[str, list[Key]]:
    """Keys by their row."""
    rows: dict[str, list[Key]] = {}
    for key in cells:
        rows.setdefault(key.row, []).append(key)
    return rows

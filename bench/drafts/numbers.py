"""Tables that add up, as an office might have them in a year."""

from __future__ import annotations

from random import Random

from ingest.forms import forms

FORM = forms()["2021"]
APPLICANTS = [column.code for column in FORM.applicants][:-1]
LEAVES = list(FORM.leaves)
CHANNELS = [channel.code for channel in FORM.channels]
RESULTS = [result.code for result in FORM.results][:-1]
Cells = dict[tuple[str, str, str], float]
REFUSED, UNAVAILABLE = FORM.children("refused"), FORM.children("not_available")
UNPROCESSED, OTHERS = FORM.children("not_processed"), FORM.children("other_handling")


def tables(rng: Random, before: Cells | None = None) -> Cells:
    """Every cell of the three tables; ``before``: last year's, whose ends this year's begin with."""
    return first(rng, before) | second(rng, before) | third(rng)


def first(rng: Random, before: Cells | None = None) -> Cells:
    """Table 1: what an office issued, decided and took."""
    made, ended = rng.choice([0, 0, 1, 2, 3, 5, 8]), rng.choice([0, 0, 0, 1, 2])
    old = before["disclosure_items", "normative_documents", "in_force"] if before else rng.randint(10, 90)
    ended = min(ended, int(old))
    item = "disclosure_items"
    cells: Cells = {(item, "regulations", measure): 0 for measure in ("issued", "repealed", "in_force")}
    cells |= {
        (item, "normative_documents", "issued"): made,
        (item, "normative_documents", "repealed"): ended,
        (item, "normative_documents", "in_force"): old + made - ended,
    }
    for row, most in (("licensing", 3000), ("penalties", 400), ("coercion", 60)):
        last = before[item, row, "decisions"] if before else None
        cells[item, row, "decisions"] = _near(rng, last) if last is not None else rng.randint(0, most)
    last_fees = before[item, "fees", "amount"] if before else None
    cells[item, "fees", "amount"] = round(rng.uniform(0.5, 1.9) * (last_fees or rng.choice([0, 8.5, 40, 120.25])), 2)
    return cells


def _near(rng: Random, last: float) -> int:
    return int(last * rng.uniform(0.6, 1.6))


def second(rng: Random, before: Cells | None = None) -> Cells:
    """Table 2: some applications, spread over applicants and outcomes."""
    size = rng.choice([0, 1, 6, 30, 90, 160])
    table, cells = "applications", {}
    weights = [rng.choice([1, 4]) if row not in ("fee_overdue",) else 0 for row in LEAVES]
    kinds = rng.choice([1, 2, 3])
    for column in APPLICANTS:
        share = 0.8 if column == APPLICANTS[0] else 0.15 if column == APPLICANTS[1] else 0.02
        count = round(size * share * rng.uniform(0.5, 1.5)) if kinds > APPLICANTS.index(column) else 0
        carried_in = int(before[table, "carried_out", column]) if before else rng.choice([0, 0, 1]) if count else 0
        carried_out = min(count + carried_in, rng.choice([0, 0, 1, 2])) if count else 0
        closed = count + carried_in - carried_out
        outcomes = dict.fromkeys(LEAVES, 0)
        for row in rng.choices(LEAVES, weights, k=closed):
            outcomes[row] += 1
        rows = {"received": count, "carried_in": carried_in, "closed": closed, "carried_out": carried_out} | outcomes
        cells |= {(table, row, column): float(number) for row, number in rows.items()}
    for row in ("received", "carried_in", "closed", "carried_out", *LEAVES):
        cells[table, row, "total"] = sum(cells[table, row, column] for column in APPLICANTS)
    return cells


def third(rng: Random) -> Cells:
    """Table 3: reviews and suits."""
    cells: Cells = {}
    most = rng.choice([0, 0, 2, 4])
    for channel in CHANNELS:
        for result in RESULTS:
            cells["appeals", channel, result] = rng.randint(0, most)
        cells["appeals", channel, "total"] = sum(cells["appeals", channel, result] for result in RESULTS)
    return cells

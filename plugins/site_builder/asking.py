"""What the database answers to a choice (作答): a row a place, function … and year, with what each number rests on.

One statement, written from the choice's own words, never from a reader's: values are bound. A number is the sum over
the reports that print it, ``n`` says of how many of ``reports``; a rate is the sum of numerators over the sum of
denominators of those reports that print both, NULL where that is zero.
"""

import json
from dataclasses import dataclass, replace

from places_named import ALIKE
from site_safety import patience

from site_builder.choice import LEVELS, PLACES, ROWS

FEW = 30  # cases: a rate of fewer is marked
LITTLE = 10  # reports: a sum over fewer is marked where it is drawn
MOST = 50_000  # rows of an answer that is taken away
_UNDER = (
    f"s.region_code IN (WITH RECURSIVE under(code) AS ({ALIKE.format('place')} UNION SELECT n.code FROM regions n"
    " JOIN under ON n.parent_code = under.code) SELECT code FROM under)"
)
_PLACE = (
    "up(member, code) AS (SELECT code, code FROM regions UNION ALL SELECT up.member, n.parent_code FROM up"
    " JOIN regions n ON n.code = up.code WHERE n.parent_code IS NOT NULL),"
    " place AS MATERIALIZED (SELECT up.member, n.code FROM up JOIN regions n ON n.code = up.code"
    " WHERE n.level = :row_level)"
)
_ONCE = (
    "s.report_id NOT IN (SELECT report_id FROM reports_left_out)"  # what no sum may hold beside others (docs/places.md)
)
_WHOLE = "EXISTS (SELECT 1 FROM regions o WHERE o.code = s.region_code AND o.level = s.level)"  # a place's, no zone's
_KEYS = {"year": "s.year", "level": "s.level", "agency": "s.agency_id", "function": "g.function_class"}
_NAMES = {
    "province": ("n.full_name", "LEFT JOIN regions n ON n.code = r.key"),
    "prefecture": ("n.full_name", "LEFT JOIN regions n ON n.code = r.key"),
    "county": ("n.full_name", "LEFT JOIN regions n ON n.code = r.key"),
    "function": ("coalesce(k.label, '未归类')", "LEFT JOIN function_classes k ON k.code = r.key"),
    "agency": ("a.name", "LEFT JOIN agencies a ON a.id = r.key"),
    "year": ("r.key", ""),
    "level": ("r.key", ""),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a row: its value, on how many reports it rests, and of a rate what it is made of."""

    value: float | None
    n: int
    numerator: int | None = None
    denominator: int | None = None

    @property
    def is_few(self):
        return self.denominator is not None and self.denominator < FEW


@dataclass(frozen=True, slots=True)
class Line:
    """One row of an answer."""

    key: object
    name: str
    year: int
    reports: int
    report_id: int | None
    cells: tuple


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, with what was left out of it."""

    lines: tuple
    found: int  # rows in all, of which ``lines`` are a page
    below: int  # rows of fewer cases than were asked for
    placed: int  # reports that the rows rest on
    matched: int  # reports that the filters let through
    left_out: int  # of these, reports that would be counted twice
    earlier: int  # of these, reports on the form before 2019, whose numbers no indicator takes
    doubted: int  # numbers that an open warning doubts, of those that are shown
    sql: str


def ask(connection, choice, milliseconds, limit=None, skip=0):
    """The answer to a choice; ``limit`` rows of it from ``skip`` on, or all.

    Raises sqlite3.OperationalError ("interrupted") where it takes too long.
    """
    if choice.first is None:
        return Answer((), 0, 0, 0, 0, 0, 0, 0, "")
    sql, counts = statement(choice), _counts(choice)
    values = _values(choice)
    with patience.limited(connection, milliseconds):
        rows = connection.execute(f"{sql} LIMIT :limit OFFSET :skip", {**values, "limit": limit or -1, "skip": skip})
        rows = [tuple(row) for row in rows]
        matched, left_out, earlier = connection.execute(counts, values).fetchone()
        (doubted,) = connection.execute(_doubted(choice), {**values, "cells": _cells(choice)}).fetchone()
    found, below, placed = rows[0][:3] if rows else (0, 0, 0)
    lines = tuple(_line(choice, row[3:]) for row in rows)
    return Answer(lines, found, below, placed, matched, left_out, earlier, doubted, sql)


def latest(connection, choice, first):
    """The latest year since ``first`` in which some report that a choice lets through has a number of what it shows."""
    (found,) = connection.execute(_latest(choice), _values(replace(choice, first=first))).fetchone()
    return found


def _latest(choice):
    there = " OR ".join(f"({one.value}){f' + ({one.of})' if one.is_rate else ''} IS NOT NULL" for one in choice.show)
    return f"SELECT max(s.year) FROM {_from(choice)} WHERE {' AND '.join(_conditions(choice))} AND ({there})"


def _values(choice):
    given = {"first": choice.first, "last": choice.last, "scope": choice.scope, "least": choice.least}
    given |= {"place": choice.place, "function": choice.function, "level": choice.level, "form": choice.form}
    return {**given, "row_level": PLACES.get(choice.rows, "")}


def _line(choice, row):
    key, name, year, reports, report_id, *cells = row
    shown, at = [], 0
    for one in choice.show:
        if one.is_rate:
            numerator, denominator, n = cells[at : at + 3]
            value = numerator / denominator if denominator else None
            shown.append(Cell(value, n, numerator, denominator))
        else:
            value, n = cells[at : at + 2]
            value = round(value, 6) if isinstance(value, float) else value
            whole = isinstance(value, float) and value.is_integer()
            shown.append(Cell(int(value) if whole else value, n))
        at += 3 if one.is_rate else 2
    name = LEVELS.get(name, "未定") if choice.rows == "level" else str(name)
    return Line(key, name, year, reports, report_id if reports == 1 else None, tuple(shown))


def statement(choice):
    """The SQL of a choice, without its limit."""
    name, join = _NAMES[choice.rows]
    outer = ", ".join(f"r.{column}" for column in _all_named(choice))
    least = " WHERE " + _least(choice) if choice.least else ""
    return (
        f"WITH RECURSIVE {_base(choice)}"
        f" SELECT count(*) OVER (), (SELECT count(*) FROM base) - count(*) OVER (), (SELECT sum(reports) FROM base),"
        f" r.key, {name}, r.year, r.reports, r.report_id, {outer}"
        f" FROM base r {join}{least} ORDER BY {_order(choice, name)}"
    )


def _base(choice):
    """The sums; those of places are made of the sums of what lies in them, so that each report is looked at once."""
    place = choice.rows in PLACES
    cells = ", ".join(column for at, one in enumerate(choice.show) for column in _columns(at, one))
    sums = (
        f"{'part' if place else 'base'} AS MATERIALIZED (SELECT {_KEYS.get(choice.rows, 's.region_code')} AS key,"
        f" s.year AS year, count(*) AS reports, min(s.report_id) AS report_id, {cells} FROM {_from(choice)}"
        f" WHERE {' AND '.join(_conditions(choice))} GROUP BY 1, 2)"
    )
    if not place:
        return sums
    added = ", ".join(f"sum(p.{column}) AS {column}" for column in _all_named(choice))
    own = "" if choice.scope == "own" else " AND place.code = p.key"
    return (
        f"{_PLACE}, {sums}, base AS MATERIALIZED (SELECT place.code AS key, p.year AS year, sum(p.reports) AS reports,"
        f" min(p.report_id) AS report_id, {added} FROM part p JOIN place ON place.member = p.key{own} GROUP BY 1, 2)"
    )


def _from(choice):
    joins = {join.alias: join.sql for one in choice.show for join in one.joins}
    agencies = ["JOIN agencies g ON g.id = s.agency_id"] if choice.rows == "function" else []
    return " ".join(["report_stats s", *agencies, *joins.values()])


def _all_named(choice):
    return [column for at, one in enumerate(choice.show) for column in _named(at, one)]


def _filters(choice):
    """What the reader asks of a report."""
    yield "s.year BETWEEN :first AND :last"
    yield "s.scope = :scope"
    if choice.place:
        yield _UNDER
    if choice.function:
        yield "s.agency_id IN (SELECT id FROM agencies WHERE function_class = :function)"
    if choice.level:
        yield "s.level = :level"
    if choice.form:
        yield "s.form_id = :form"
    if choice.clean:
        yield "s.errors = 0"


def _once(choice):
    """What keeps a sum from holding anything twice; agencies' own lines are no sums."""
    if choice.rows == "agency":
        return
    yield _ONCE
    if choice.scope == "aggregate":
        yield _WHOLE
        if choice.rows in PLACES:
            yield "s.level = :row_level"


def _conditions(choice):
    return [*_filters(choice), *_once(choice)]


def _counts(choice):
    once = " AND ".join(_once(choice)) or "1"
    told = f"count(*), coalesce(sum(NOT ({once})), 0), coalesce(sum(s.form_id IS '2014'), 0)"
    return f"SELECT {told} FROM report_stats s WHERE {' AND '.join(_filters(choice))}"


def _doubted(choice):
    """How many of the numbers that are added an open warning doubts."""
    return (
        "SELECT count(DISTINCT n.report_id || n.row_code || n.column_name) FROM doubted_numbers n"
        " JOIN report_stats s ON s.report_id = n.report_id"
        " WHERE n.value IS NOT NULL AND n.row_code || '.' || n.column_name IN (SELECT value FROM json_each(:cells))"
        f" AND {' AND '.join(_conditions(choice))}"
    )


def _cells(choice):
    """The cells behind the indicators, as ROW.COLUMN (received is received.total); a rate is in no single cell."""
    return json.dumps([one.code.partition(".")[2] or f"{one.code}.total" for one in choice.show])


def _columns(at, one):
    """The columns of an indicator among the sums."""
    if not one.is_rate:
        return f"sum({one.value}) AS v{at}", f"count({one.value}) AS n{at}"
    both = f"FILTER (WHERE ({one.value}) + ({one.of}) IS NOT NULL)"
    return (
        f"sum({one.value}) {both} AS v{at}",
        f"sum({one.of}) {both} AS d{at}",
        f"count(({one.value}) + ({one.of})) AS n{at}",
    )


def _named(at, one):
    return (f"v{at}", f"d{at}", f"n{at}") if one.is_rate else (f"v{at}", f"n{at}")


def _least(choice):
    return f"coalesce(r.{'d0' if choice.show[0].is_rate else 'v0'}, 0) >= :least"


def _value(choice, code):
    at, one = next((at, one) for at, one in enumerate(choice.show) if one.code == code)
    return f"1.0 * r.v{at} / nullif(r.d{at}, 0)" if one.is_rate else f"r.v{at}"


def _order(choice, name):
    """By what was chosen; else years as they come, many years by name, everything else by its first number."""
    way = "DESC" if choice.down else "ASC"
    sort = choice.sort
    if not sort:
        if choice.rows == "year":
            return "r.key"
        if choice.by_year:
            return "r.key IS NULL, r.key, r.year"
        sort = choice.show[0].code
    if sort in ("name", "year", "reports"):
        column = {"name": name, "year": "r.year", "reports": "r.reports"}[sort]
        return f"{column} {way}, r.key, r.year"
    value = _value(choice, sort)
    return f"{value} IS NULL, {value} {way}, r.key, r.year"


def heading(choice):
    """What the first column holds."""
    return ROWS[choice.rows]

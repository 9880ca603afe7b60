"""The sentence that answers a question (答句), above its table: ``answer`` beside the question's SQL in metadata.yml.

It is a template of Jinja over the rows of the answer. ``first`` is the first row, ``rows`` are those shown, ``all``
how many there are, ``whole`` whether all are shown, ``where`` the province or place that was asked for, ``given`` the
parameters. ``|n`` writes a count, ``|share`` a share; where one is blank, the sentence isn't said, and the next of
the list is tried. The last resort is how many rows there are.

>>> rows = [{"年份": 2022, "新收": 1234, "率": None}, {"年份": 2023, "新收": None, "率": 0.5}]
>>> sentence(["{{ latest('新收').年份 }} 年 {{ latest('新收').新收|n }} 件"], rows, {}, 2)
'2022 年 1,234 件'
>>> sentence(["办结率 {{ first.率|share }}", "{{ rows|length }} 年"], rows, {}, 2), sentence([], rows, {}, 2)
('2 年', '共 2 行。')
>>> sentence(["{{ most('年份', '新收') }}"], [], {}, 0)
'没有符合条件的数字。'
"""

import re
from functools import cache

from datasette import hookimpl
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")  # no space between two Chinese characters
_QUOTE = re.compile(r"[“”]")
_NAMED = 3  # of several that are equal


def _nested(text):
    """A quotation within another has the other kind of marks.

    >>> _nested("理由是“危及“三安全””，另有“甲”")
    '理由是“危及‘三安全’”，另有“甲”'
    """
    depth = 0

    def marked(found):
        nonlocal depth
        opening = found[0] == "“"
        depth += opening
        mark = found[0] if depth < 2 else "‘" if opening else "’"
        depth -= not opening
        return mark

    return _QUOTE.sub(marked, text)


class UnsaidError(Exception):
    """A number that a sentence needs is blank."""


def _needed(value):
    if value is None:
        raise UnsaidError
    return value


def _count(value):
    return f"{_needed(value):,}"


def _share(value):
    return f"{_needed(value):.1%}"


@cache
def _environment():
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True)
    made.filters |= {"n": _count, "share": _share, "needed": _needed}
    return made


class _Rows:
    """What a sentence may ask of the rows of an answer."""

    def __init__(self, rows):
        self.rows = rows

    def latest(self, column, **wanted):
        """The row of the latest year that has a number in a column."""
        found = [row for row in self.of(**wanted) if row[column] is not None]
        return max(found, key=lambda row: row["年份"]) if found else _needed(None)

    def of(self, **wanted):
        """The rows with these values."""
        return [row for row in self.rows if all(row[name] == value for name, value in wanted.items())]

    def of_latest(self, column):
        """All rows of the latest year in which a column has a number."""
        return self.of(年份=self.latest(column)["年份"])

    def ranked(self):
        """The rows that have a rank."""
        return [row for row in self.rows if row["名次"] is not None] or _needed(None)

    def most(self, name, column, rows=None):
        """Who has the largest number of a column: one name, or several where they are equal."""
        return self._at(max, name, column, rows)

    def least(self, name, column, rows=None):
        """The same of the smallest."""
        return self._at(min, name, column, rows)

    def _at(self, end, name, column, rows):
        there = [row for row in (self.rows if rows is None else rows) if row[column] is not None]
        if not there:
            raise UnsaidError
        value = end(row[column] for row in there)
        names = [str(row[name]) for row in there if row[column] == value]
        return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 个" if len(names) > _NAMED else "")

    def added(self, column, rows=None):
        """The sum of a column; blank where it has no number."""
        numbers = [row[column] for row in (self.rows if rows is None else rows) if row[column] is not None]
        return sum(numbers) if numbers else None

    def names(self, column):
        """The different values of a column."""
        return list(dict.fromkeys(row[column] for row in self.rows if row[column] is not None))


_ASKED = ("latest", "of", "of_latest", "ranked", "most", "least", "added", "names")


def sentence(templates, rows, given, count):
    """The first of some templates that can be said of an answer; ``count``: its rows in all, None where unknown."""
    if not rows:
        return "没有符合条件的数字。"
    asked = _Rows(rows)
    told = {name: getattr(asked, name) for name in _ASKED}
    told |= {
        "rows": rows,
        "first": rows[0],
        "last": rows[-1],
        "all": count,
        "whole": count == len(rows),
        "given": given,
    }
    told["where"] = f"{given.get('province') or given.get('place') or ''} "
    for template in templates:
        try:
            text = " ".join(_environment().from_string(template).render(told).split())
            return _nested(_BETWEEN.sub("", text))
        except (UnsaidError, UndefinedError):
            continue
    return f"共 {count:,} 行。" if count is not None else ""


@hookimpl
def extra_template_vars(template):
    if template != "query.html":
        return {}

    def answer(metadata, columns, rows, given, count):
        """The sentence of a question's page."""
        told = (metadata or {}).get("answer") or []
        templates = [told] if isinstance(told, str) else told
        shown = [dict(zip(columns or (), tuple(row), strict=True)) for row in rows or ()]
        return sentence(templates, shown, dict(given or {}), count)

    return {"answer_sentence": answer}

"""Fields of the questions (问题的参数): lists where there are few choices, lists that are asked as one types elsewhere.

A year, a province, a level or a scope is chosen from what there is; the empty choice says what it stands for. A place
and an agency are typed, and suggested by ``static/suggest.js``. Shares are shown as percentages, counts with their
thousands apart, codes as what they stand for; files keep all of them as they are.

>>> shown("公开率", 0.12345), shown("新收申请", 1234567), shown("年份", 2021), shown("口径", "own")
('12.3%', '1,234,567', None, '本机关')
"""

import re
import sys
from pathlib import Path

from datasette import hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import charts
import places_named

_FIXED = {
    "scope": [("own", "各机关自己的报告"), ("aggregate", "政府汇总报告")],
    "level": [
        ("national", "国家"),
        ("provincial", "省级"),
        ("prefectural", "市级"),
        ("county", "县级"),
        ("township", "乡镇街道"),
    ],
}
_CODES = {
    "口径": {"own": "本机关", "aggregate": "政府汇总"}
}  # of the data below a chart; answers have theirs by chinese.py
SUGGESTED = {"place": "place", "region": "place", "agency": "agency"}
_SHARE = re.compile(r"(率|比例)$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What is a number and counts nothing: keys and years.
_PLAIN = re.compile(r"年份|^(汇总)?报告$|行$|编号|表式|代码|最早|最近|期限|日期|(^|_)(id|year|line|code|position)$")


def shown(column, value):
    """A number or a code of a question as a reader reads it; None where it stays as it is."""
    if isinstance(value, str):
        return _CODES.get(column, {}).get(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not _CHINESE.search(column):
        return None
    if _SHARE.search(column):
        return f"{value:.1%}" if 0 <= value <= 1 else None
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 1000 and not _PLAIN.search(column) else None


def counted(columns, rows):
    """The places of the columns that hold counts and shares, which stand under one another by their last digits.

    >>> counted(["机关", "年份", "新收申请", "办结"], [("甲局", 2021, 3, None), ("乙局", 2022, None, None)])
    {2}
    """
    places = range(len(columns or ()))
    found = {at: [row[at] for row in rows or () if row[at] is not None] for at in places}
    return {
        at
        for at, values in found.items()
        if values and not _PLAIN.search(columns[at]) and all(isinstance(one, int | float) for one in values)
    }


_SHORT = 10  # characters that stand on one line; what is longer has room for some


def widths(columns, rows):
    """Which columns of an answer hold what is never broken, and which hold words that take several lines.

    >>> widths(["报告", "机关", "日期"], [(5, "广西壮族自治区贵港市覃塘区卫生健康委员会", "2024-01-31")])
    ['short', 'words', 'short']
    """

    def kind(at):
        longest = max((len(str(row[at])) for row in rows or () if row[at] is not None), default=0)
        return "short" if longest <= _SHORT else "words"

    return [kind(at) for at in range(len(columns or ()))]


def counted_cells(rows):
    """The same of a table's rows as Datasette draws them: the names of those columns."""
    rows = [{cell["column"]: cell["value_type"] for cell in row} for row in rows or ()]
    names = [name for name in (rows[0] if rows else ()) if not _PLAIN.search(name)]
    kinds = {name: {row.get(name) for row in rows} for name in names}
    return {name for name, found in kinds.items() if found & {"int", "float"} and found <= {"int", "float", "none"}}


# trylast: links and marks of few cases come first.
@hookimpl(trylast=True)
def render_cell(value, column, table, database):
    return shown(column, value) if database == "reports" and table is None else None


@hookimpl
def extra_template_vars(template, datasette, database):
    if template != "query.html" or database != "reports":
        return {"columns_of_numbers": counted, "cells_of_numbers": counted_cells, "as_read": shown}

    async def choices_of(name):
        """The choices of a parameter as (value, what it is called); None where it is typed."""
        if name in _FIXED:
            return _FIXED[name]
        sql = {"year": charts.YEARS, "province": places_named.PROVINCES}.get(name)
        if sql is None:
            return None
        rows = (await datasette.get_database(database).execute(sql)).rows
        return [(str(row[0]), f"{row[0]} 年" if name == "year" else row[0]) for row in rows]

    return {"choices_of": choices_of, "suggested": SUGGESTED, "columns_of_numbers": counted, "widths_of": widths}

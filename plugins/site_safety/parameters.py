"""What may stand in an address (地址里的参数): what Datasette or a page would stumble over is told to the reader.

Datasette 0.65 takes some parameters for numbers or JSON without looking. Here each is looked at first; and there are
not more of them than any page has a use for, as each filter, facet or sort costs a question to the database.
"""

import json
import re
import urllib.parse

from datasette import NotFound

from site_safety.errors import refusal

MOST = 100  # parameters
FACETS = 8
SQL = 20_000  # characters
VALUE = 2_000  # characters of anything else: a page repeats it in every link
_DIGITS = re.compile(r"[0-9]{1,9}")
_COMMENT = re.compile(r"\s+|--[^\n]*(?:\n|$)|/\*.*?(?:\*/|$)", re.DOTALL)
_LONGEST = 18  # digits of a number that SQLite holds
_HEAD = 1_000  # characters of comments before a statement
_NUMBERS = {"_ttl", "_timelimit", "_facet_size"}
_WORDS = {"max"}  # instead of a number
_SWITCHED = {"on", "off", "true", "false", "1", "0"}
_FACET = re.compile(r"_facet(_(array|date))?")


def check(query):
    """Refuse a query string with parameters that can't be meant.

    >>> check("year=2021&_size=max&_facet=year")
    >>> check("_ttl=²")
    Traceback (most recent call last):
    datasette.utils.asgi.Base400: _ttl=²：应为数字 (a number is wanted)
    """
    asked = urllib.parse.parse_qsl(query, keep_blank_values=True)
    if len(asked) > MOST:
        raise refusal(400, f"参数超过 {MOST} 个 (more than {MOST} parameters)")
    facets = 0
    for name, value in asked:
        facets += name.startswith("_facet") and name not in _NUMBERS
        for wrong in _CHECKS:
            if said := wrong(name, value):
                raise refusal(400, f"{_short(name)}={_short(value)}：{said}")
    if facets > FACETS:
        raise refusal(400, f"分面超过 {FACETS} 个 (more than {FACETS} facets)")


def single_key(keys):
    """The key of a row's page, as its address has it; a second one behind a comma, which Datasette ignores, is none.

    >>> single_key("350400")
    '350400'
    """
    if "," in keys:
        raise NotFound("没有这一行 (no such row)")
    return keys


def check_next(value, *, view):
    """Refuse a ``_next`` that isn't one of a view, whose pages are numbered by rows."""
    if view and not _DIGITS.fullmatch(value):
        raise refusal(400, f"_next={_short(value)}：应为数字 (a number is wanted)")


def _short(text):
    return text if len(text) <= 60 else text[:60] + "…"


def _number(name, value):
    if name in _NUMBERS and value not in _WORDS and value != "" and not _DIGITS.fullmatch(value):
        return "应为数字 (a number is wanted)"
    return None


def _facet(name, value):
    if not name.startswith("_facet") or name in _NUMBERS:
        return None
    if not _FACET.fullmatch(name):
        return "没有这种分面 (no such kind of facet)"
    told = _object(value) if value.startswith("{") else {"simple": value}
    if not told or not isinstance(told.get("column", told.get("simple")), str):
        return "应为列名 (the name of a column is wanted)"
    return None


def _through(name, value):
    if name != "_through":
        return None
    told = _object(value)
    if (
        not told
        or any(not isinstance(told.get(key), str) for key in ("table", "column"))
        or not isinstance(told.get("value"), str | int | float)
    ):
        return '应为 {"table": …, "column": …, "value": …}'
    return None


def _object(text):
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _sql(name, value):
    if name not in ("sql", "_where"):
        return None
    if len(value) > SQL:
        return f"SQL 超过 {SQL} 个字符 (more than {SQL} characters)"
    if head(value) > _HEAD:
        return f"语句之前的注释超过 {_HEAD} 个字符 (more than {_HEAD} characters of comments before the statement)"
    return None


def head(sql):
    """Characters of white space and comments before a statement: Datasette's look at them takes their square.

    >>> head("  /* a */ -- b\\n select 1"), head("select 1"), head("/*")
    (16, 0, 2)
    """
    at = 0
    while found := _COMMENT.match(sql, at):
        at = found.end()
    return at


def _digits(name, value):
    # Datasette makes a number of whatever str.isdigit calls one: "²", or five thousand nines.
    if "__" in name and value.isdigit() and not (value.isascii() and len(value) <= _LONGEST):
        return "不是数据库能比的数 (not a number that a database compares)"
    return None


def _switch(name, value):
    if name == "_json_infinity" and value.lower() not in _SWITCHED:
        return "应为 on 或 off (on or off is wanted)"
    return None


def _token(name, value):
    return None if name != "token" or value.isascii() else "应为字母和数字 (letters and digits are wanted)"


def _long(name, value):
    if name in ("sql", "_where") or len(name) + len(value) <= VALUE:
        return None
    return f"超过 {VALUE} 个字符 (more than {VALUE} characters)"


_CHECKS = (_long, _number, _digits, _switch, _token, _facet, _through, _sql)

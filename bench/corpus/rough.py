"""What hands and portals do to a page's source after an editor wrote it; none changes what a reader sees."""

from __future__ import annotations

import re
from random import Random

_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_NUMBER = re.compile(r"(?<=>)\d+(?=<)")


def left_as_it_is(html: str, random: Random) -> str:
    """Nothing."""
    return html


def unclosed(html: str, random: Random) -> str:
    """Tags in capitals, attributes without quotes, cells and rows that nobody closes: HTML allows it."""
    html = re.sub(r"</(?:td|tr|tbody|p)>", "", html)
    html = re.sub(r"<(/?)(table|td|tr|th|p)\b", lambda tag: f"<{tag[1]}{tag[2].upper()}", html)
    return re.sub(r'\b(row|col)span="(\d+)"', r"\1SPAN=\2", html)


def with_hidden_rows(html: str, random: Random) -> str:
    """Rows of an older draft stay in the tables, hidden."""

    def twice(row: re.Match[str]) -> str:
        if random.random() < 0.8 or not _NUMBER.search(row[0]) or "rowspan" in row[0]:
            return row[0]
        older = _NUMBER.sub(lambda number: str(int(number[0]) + 7), row[0])
        return older.replace("<tr>", '<tr style="display: none;">', 1) + "\n" + row[0]

    return _ROW.sub(twice, html)


def with_comments(html: str, random: Random) -> str:
    """Numbers in comments, and digits of one number in two elements."""

    def number(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) > 1 and random.random() < 0.6:
            return f"<span>{digits[:1]}</span><span>{digits[1:]}</span>"
        return f"<!--{random.randint(1, 99)}-->{digits}" if random.random() < 0.2 else digits

    return _NUMBER.sub(number, html)


def with_odd_spaces(html: str, random: Random) -> str:
    """Zero-width and other spaces around numbers, in blanks too."""
    spaces = ("&ensp;", "&#8203;", "&nbsp;", "\u3000", "\u2003", "\ufeff", "&thinsp;", "&zwnj;")
    html = _NUMBER.sub(lambda match: f"{random.choice(spaces)}{match[0]}{random.choice(spaces)}", html)
    return re.sub(r"(?<=<td>)(?=</td>)", lambda _: random.choice(spaces), html)


def with_value_tables(html: str, random: Random) -> str:
    """Some numbers stand in a table of one cell in their cell."""

    def number(match: re.Match[str]) -> str:
        return f"<table><tr><td>{match[0]}</td></tr></table>" if random.random() < 0.15 else match[0]

    return _NUMBER.sub(number, html)

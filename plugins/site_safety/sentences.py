"""What SQLite and Datasette say of a request, in Chinese (出错的话): for the reader, with their own words behind it.

>>> chinese("no such column: 年份"), chinese("something else")
('没有这一列：年份 (no such column: 年份)', 'something else')
>>> chinese('near "form": syntax error')
'语法有误，在“form”附近 (near "form": syntax error)'
>>> chinese("<p>SQL query took too long. The time limit is controlled by the ...</p>")
'查询超出时间的上限，已中止 (SQL query took too long)'
"""

import re

_SAID = tuple(
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"no such column: (.+)", "没有这一列：{0}"),
        (r"no such table: (.+)", "没有这张表：{0}"),
        (r"no such function: (.+)", "没有这个函数：{0}"),
        (r"ambiguous column name: (.+)", "列名不明确，请写明是哪张表的：{0}"),
        (r'near "(.*)": syntax error', "语法有误，在“{0}”附近"),
        (r'unrecognized token: "(.*)"', "无法识别“{0}”"),
        (r"incomplete input", "SQL 不完整"),
        (r"string or blob too big", "一格太大"),
        (r"wrong number of arguments to function (.+)", "函数 {0} 的参数个数不对"),
        (r"misuse of (?:aggregate|window) function (.+)", "聚合函数用错了地方：{0}"),
        (r"misuse of aggregate: (.+)", "聚合函数用错了地方：{0}"),
        (r"malformed JSON", "不是 JSON"),
        (r"too many (.+)", "太多：{0}"),
        (r"You did not supply a value for binding (?:parameter )?:?(\w+).*", "没有给出参数 {0}"),
        (r"Statement must be a SELECT", "只能用 SELECT 查询"),
        (r"Cannot (?:use )?_?sort(?:_desc)?(?: table)? by (.+)", "不能按 {0} 排序"),
        (r"(?:Table|Query|Database|Record|Row) not found.*", "没有这一页"),
    )
)
_LONG = re.compile(r"\s*<p>\s*SQL query took too long")


def chinese(message):
    """A sentence of theirs with ours before it; what isn't known stands as it is."""
    if _LONG.match(message):
        return "查询超出时间的上限，已中止 (SQL query took too long)"
    for pattern, told in _SAID:
        if found := pattern.fullmatch(message):
            return f"{told.format(*found.groups())} ({message})"
    return message

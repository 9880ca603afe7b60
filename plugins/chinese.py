"""Datasette's own pages in Chinese (中文界面): names of columns, codes, relations, and the sentence above a table.

The words stand in metadata.yml, where a column's description begins with its Chinese term and explains its codes.
"""

import re

from datasette import hookimpl
from markupsafe import Markup

_CODE = re.compile(r"([a-z_]+) ([\u4e00-\u9fff]+)")
_RELATIONS = {
    "=": "等于",
    "!=": "不等于",
    "contains": "含有",
    "ends with": "结尾是",
    "starts with": "开头是",
    ">": "大于",
    "≥": "不小于",
    "<": "小于",
    "≤": "不大于",
    "like": "像（like）",
    "not like": "不像（not like）",
    "glob": "像（glob）",
    "in": "是其中之一",
    "not in": "不在其中",
    "array contains": "列表含有",
    "array does not contain": "列表不含",
    "date": "日期是",
    "is null": "为空",
    "is not null": "不为空",
    "is blank": "空白",
    "is not blank": "不空白",
}
_PHRASES = (
    (r"^where ", "条件："),
    (r"\bsearch matches\b", "检索"),
    (r"\bsorted by (\S+) descending", r"按 \1 倒序"),
    (r"\bsorted by (\S+)", r"按 \1 排序"),
    (r"(, |\band )", "，"),
    (r"\bis not null\b", "不为空"),
    (r"\bis null\b", "为空"),
    (r"\bis not blank\b", "不空白"),
    (r"\bis blank\b", "空白"),
    (r"\bcontains\b", "含有"),
    (r"\bstarts with\b", "开头是"),
    (r"\bends with\b", "结尾是"),
)


def term(description):
    """The Chinese term that a description in metadata.yml begins with.

    >>> term("索引号（index number）：编号")
    '索引号'
    """
    return re.split("[（：，。；]", description or "")[0]


def codes(description):
    """What the codes of a column mean, as its description says.

    >>> codes("口径（scope）：own 本机关，aggregate 政府汇总；两种不可相加")
    {'own': '本机关', 'aggregate': '政府汇总'}
    """
    return dict(_CODE.findall((description or "").partition("：")[2]))


def sentence(english):
    """The sentence over a table that says which rows these are; what stands between quotes stays as it is.

    >>> sentence('where province = "and is null" and year > 2019 sorted by report_id descending')
    '条件：province = "and is null" ，year > 2019 按 report_id 倒序'
    """
    parts = re.split(r'("[^"]*")', english or "")
    for pattern, chinese in _PHRASES:
        parts[::2] = [re.sub(pattern, chinese, part) for part in parts[::2]]
    return "".join(parts)


# Headings of the questions whose cells are codes.
_CODED = {"口径": "scope", "层级": "level", "完整程度": "completeness", "性质": "severity", "结论": "verdict"}


@hookimpl
def render_cell(value, column, table, database, datasette):
    """A code in words, itself on hover; in tables and answers, never in files."""
    if database != "reports" or not isinstance(value, str) or (table is None and column not in _CODED):
        return None
    described = datasette.metadata("tables", database=database) or {}
    name = _CODED.get(column, column)
    tables = [described.get(table) or {}] if table else described.values()
    told = next((codes(_columns(one)[name]) for one in tables if name in _columns(one)), {})
    return Markup('<span title="{}">{}</span>').format(value, told[value]) if value in told else None


def _columns(metadata):
    return (metadata or {}).get("columns") or {}


@hookimpl
def extra_template_vars(datasette):
    described = datasette.metadata("tables", database="reports") or {}
    everything = {column: text for table in described.values() for column, text in _columns(table).items()}

    def column_zh(metadata, column):
        name = term(_columns(metadata).get(column))
        return f"{name}（{column}）" if name else column

    def under_zh(metadata, column):
        return Markup(' <span class="under">{}</span>').format(term(_columns(metadata).get(column)))

    def code_zh(column, value):
        return codes(everything.get(column)).get(value, value) if value not in (None, "") else "（空）"

    return {
        "term_zh": lambda metadata, column: term(_columns(metadata).get(column)) or column,
        "column_zh": column_zh,
        "under_zh": under_zh,
        "code_zh": code_zh,
        "lookup_zh": lambda relation: _RELATIONS.get(relation, relation),
        "described_zh": sentence,
        "table_titles": {name: table.get("title") for name, table in described.items()},
    }

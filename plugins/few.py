"""Shares of few cases (件少): marked wherever a table or an answer shows one, for it is no measure to rank by.

A share of fewer than FEW cases stands beside its mark: one case of one disclosed is 100 %, and says nothing. What it is
a share of is looked for in the same row; where that isn't shown, nothing can be said.

>>> denominator("disclosure_rate", {"disclosure_rate": 1.0, "closed": 2})
2
>>> denominator("纠正率", {"纠正率": 0.5, "案件总数": 40}), denominator("收录比例", {"收录比例": 0.5})
(40, None)
"""

import re

from datasette import hookimpl
from markupsafe import Markup

FEW = 30
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# A share → the columns of its denominator, added up; the first way that the row has.
_OF = {
    "disclosure_rate": (("disclosure_denominator",), ("closed",)),
    "refusal_rate": (("refusal_denominator",), ("closed",)),
    "correction_rate": (("correction_denominator",), ("reconsiderations", "suits")),
    "公开率": (("公开率分母",), ("办结件数",), ("办结",)),
    "部门公开率": (("公开率分母",),),
    "不予公开率": (("不予公开率分母",),),
    "纠正率": (("案件总数",), ("分母",)),
    "占办结比例": (("分母",), ("办结总数",)),
}


def denominator(column, row):
    """How many cases a share is of; None where the row doesn't say."""
    names = row.keys()
    for parts in _OF.get(column, ()):
        if all(part in names and row[part] is not None for part in parts):
            return sum(row[part] for part in parts)
    return None


@hookimpl
def render_cell(row, value, column, database):
    if database != "reports" or column not in _OF or value is None or isinstance(value, dict):
        return None
    cases = denominator(column, row)
    if cases is None or cases >= FEW:
        return None
    told = f"{value:.1%}" if _CHINESE.search(column) and 0 <= value <= 1 else value  # codes keep their numbers
    return Markup('{} <small class="few" title="分母不足 {} 件">件少</small>').format(told, FEW)

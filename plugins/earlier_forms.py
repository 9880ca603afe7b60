"""Reports before 2019 (2019 年前的表式): where an answer's numbers leave them out, it says so.

Until 2018 agencies printed another table (政府信息公开情况统计表), with rows and columns of its own. The numbers of
report_stats and the sums made of them are those of the three tables since; what means the same in both stands in the
view ``series``. A blank of those years is no blank of the report.
"""

from datasette import hookimpl

FIRST = 2019  # the first year of the three tables
SAID = (
    "2019 年前的报告用另一种表式（政府信息公开情况统计表），其中的数不计在内：那些年份的空格不是报告没有印；"
    "与今日含义相同的，见跨表式的系列（series）。"
)
_COUNTED = {
    *("新收申请", "办结", "予以公开", "不予公开", "结转下年", "公开率", "行政复议", "行政诉讼"),
    *("部门合计新收", "部门合计办结"),
}


def said(columns, rows):
    """The sentence, of an answer that has years before 2019 and no number of them; else empty.

    >>> said(["年份", "新收申请"], [(2016, None), (2021, 3)]) == SAID, said(["年份", "新收申请"], [(2021, None)])
    (True, '')
    >>> said(["年份", "报告数"], [{"年份": 2016, "报告数": 3}])
    ''
    """
    counted = [name for name in columns or () if name in _COUNTED]
    if "年份" not in (columns or ()) or not counted:
        return ""
    early = [row for row in (_named(columns, row) for row in rows or ()) if _is_early(row["年份"])]
    return SAID if early and all(row[name] is None for row in early for name in counted) else ""


def _named(columns, row):
    return row if isinstance(row, dict) else dict(zip(columns, row, strict=True))


def _is_early(year):
    return isinstance(year, int) and year < FIRST


@hookimpl
def extra_template_vars():
    return {"earlier_forms": said, "earlier_forms_said": SAID, "first_of_the_tables": FIRST}

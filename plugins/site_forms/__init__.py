"""The forms' own words (表式): what a measure of table 1 is called in a row.

``measures.label`` joins what the forms print over a column (采购总金额／本年收费金额); a reader is shown the words of
the row that the number stands in, from ``static/forms.json``.
"""

import json
from functools import cache
from pathlib import Path

_FORMS = Path(__file__).parents[2] / "static" / "forms.json"


@cache
def _printed():
    """(row, column) → form → label."""
    found = {}
    for form, told in json.loads(_FORMS.read_text("utf-8")).items():
        for band in told["disclosure_items"]:
            for row in band["rows"]:
                for column in band["columns"]:
                    found.setdefault((row["code"], column["code"]), {})[form] = column["label"]
    return found


def measure_label(row, column, otherwise, form=None):
    """What a form calls a column in a row of table 1; without a form, what the forms share there.

    ``otherwise`` is the answer for a cell that no form has.

    >>> measure_label("fees", "amount", ""), measure_label("procurement", "amount", "")
    ('本年收费金额（单位：万元）', '采购总金额')
    >>> measure_label("penalties", "decisions", "", "2021"), measure_label("penalties", "decisions", "")
    ('本年处理决定数量', '处理决定数量')
    >>> measure_label("fees", "made", "制作")
    '制作'
    """
    uses = _printed().get((row, column), {})
    if form in uses:
        return uses[form]
    labels = sorted(dict.fromkeys(uses.values()), key=len)
    kept = [label for at, label in enumerate(labels) if not any(shorter in label for shorter in labels[:at])]
    return "／".join(kept) or otherwise

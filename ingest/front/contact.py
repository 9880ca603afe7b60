"""What the preamble says (前言): the statistics period, and whom to ask (联系方式).

>>> read_contact("如有疑问,请与示例局办公室联系(电话:0570-1234567)。")
{'contact_office': '示例局办公室', 'contact_phone': '0570-1234567'}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from ingest.dates import read_period
from ingest.front.names import glue
from ingest.front.page import words

_PERIOD_LEAD = re.compile(
    r"统计(?:数据)?的?(?:时间|期限|时限|期间|数据|时段)?|所列数据|数据(?:的)?(?:统计)?(?:期限|时限)|期限|时限"
)
_CONTACT = re.compile(
    r"(?:请 ?(?:直接 ?)?(?:与|向|联系|咨询)|(?:联系|咨询)(?:单位|部门|机构|科室) ?:)"
    r" ?(?P<office>[^,。;:()、\s][^,。;:()、\n]{0,38}?[^,。;:()、\s]) ?(?:\([^()\n]{0,300}\) ?)?"
    r"(?:联系|咨询|反映|反馈|[,。;:(])"
)
_ASK = re.compile("请|联系|咨询")
_MOST = 2000  # places to look at; the longest report known has some tens
_PHONE = re.compile(r"\+?\(?\d[\d\-() 、,/转]{5,40}")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}", re.ASCII)
_POSTCODE = re.compile(r"\d{6}(?!\d)")
_FAR = 600  # characters; how far the particulars may stand from the office


def read_statistics_period(text: str) -> tuple[date, date] | None:
    """The statistics period: the span of dates that a sentence about the report's figures names."""
    for lead in islice(_PERIOD_LEAD.finditer(text), _MOST):
        period = read_period(text[lead.end() : lead.end() + 60].partition("\n")[0])
        if period:
            return period
    return None


def read_contact(text: str) -> dict[str, Any]:
    """The contact clause: the office and its particulars, each where it can be read."""
    asks = (_CONTACT.match(text, ask.start()) for ask in islice(_ASK.finditer(text), _MOST))
    clause = next((found for found in asks if found), None)
    if not clause:
        return {}
    end = text.find("\n", clause.start())
    passage = text[clause.start() : end if end >= 0 else len(text)][:_FAR]
    return {"contact_office": glue(clause["office"])} | dict(_particulars(passage))


@cache
def _labels() -> dict[str, re.Pattern[str]]:
    return {
        column: re.compile(rf"(?:{'|'.join(map(re.escape, labels))}) ?(?:为|是)? ?:? ?")
        for column, labels in words()["contact"].items()
    }


def _particulars(passage: str) -> Iterator[tuple[str, str]]:
    for column, pattern in _labels().items():
        label = pattern.search(passage)
        value = _particular(column, passage[label.end() :]) if label else None
        if value:
            yield column, value


def _particular(column: str, text: str) -> str | None:
    patterns = {"contact_phone": _PHONE, "contact_fax": _PHONE, "contact_email": _EMAIL, "contact_postcode": _POSTCODE}
    if column in patterns:
        found = patterns[column].match(text)
        value = found[0].rstrip(" 、,/(转-") if found else ""
        return value[:-1] if value.endswith(")") and "(" not in value else value or None
    return re.split(r"[,;。]|\) ?[。,;]|\)$|(?:邮政编码|邮编|联系电话|电话|传真)", text)[0].strip(" 、") or None

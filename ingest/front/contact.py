"""What the preamble says (前言): the statistics period, the organ that made the report, whom to ask (联系方式).

>>> read_contact("如有疑问,请与示例局办公室联系(电话:0570-1234567)。")
{'contact_office': '示例局办公室', 'contact_phone': '0570-1234567'}
>>> read_makers("根据条例要求,现公布衢州市示例局2020年政府信息公开工作年度报告。")
(['衢州市示例局'], 2020)
>>> read_makers("与2019年政府信息公开工作年度报告相比,本报告由衢州市示例局编制。")
(['衢州市示例局'], None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from ingest.dates import read_period
from ingest.front.names import glue, organ, without_office
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
_WHO = r"(?P<who>[^,。;:、()\n]{0,40}?)"
_REPORT = r" ?(?:的)? ?(?:本(?:年度)?报告|《|(?P<year>20\d\d) ?年(?:度)?)"
# A maker's phrase stands before the report's year: 现公布…2020年. A mere mention (与2019年…相比) says nothing.
_PUBLISHED = re.compile(
    rf"(?:现(?:予)?(?:将|公布|发布|公开|编制)|编制(?:并(?:公布|发布))?了?|公布|发布|撰写|形成)《? ?{_WHO}{_REPORT}"
    r"(?=[^,。;:\n]{0,8}(?:信息公开|政务公开|政府信息)[^,。;:\n]{0,16}(?:报告|年报)(?!相比))"
)
_MADE_BY = re.compile(rf"由 ?{_WHO} ?(?:负责|组织)?(?:编制|编写|汇编|撰写|起草)")
_MAKES = re.compile(
    rf"(?:^|(?<=[,。;\n])) ?{_WHO} ?(?:负责|组织|认真|依法)?(?:编制|编写|汇编|撰写)(?:了|完成|并公布|并发布)?{_REPORT}"
)
_OURS = re.compile(r"^(?:本|我|该|现|由)")


def read_statistics_period(text: str) -> tuple[date, date] | None:
    """The statistics period: the span of dates that a sentence about the report's figures names."""
    for lead in islice(_PERIOD_LEAD.finditer(text), _MOST):
        period = read_period(text[lead.end() : lead.end() + 60].partition("\n")[0])
        if period:
            return period
    return None


def read_makers(preamble: str) -> tuple[list[str], int | None]:
    """The organs that a preamble names as the report's makers, and the year it names as the report's."""
    named, years = [], []
    for pattern in (_PUBLISHED, _MADE_BY, _MAKES):
        for found in pattern.finditer(preamble):
            groups = found.groupdict()
            years += [int(groups["year"])] if groups.get("year") else []
            name = None if _OURS.match(found["who"]) else organ(without_office(glue(found["who"])))
            named += [name] if name else []
    return named, years[0] if years else None


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

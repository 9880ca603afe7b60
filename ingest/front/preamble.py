"""Who made the report, and of which year (编制机关), as the preamble says it.

>>> read_makers("根据条例要求,现公布衢州市示例局2020年政府信息公开工作年度报告。")
(['衢州市示例局'], 2020)
>>> read_makers("与2019年政府信息公开工作年度报告相比,本报告由衢州市示例局编制。")
(['衢州市示例局'], None)
"""

from __future__ import annotations

import re

from ingest.front.names import glue, organ, without_office

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

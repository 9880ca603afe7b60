"""The lines under a report (落款): who signs, and when; and what of its last section is prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.checks.case import Case
from ingest.front.likeness import agree, same_government
from ingest.front.names import is_banner, organ
from ingest.model import Check, Finding
from ingest.patterns import lazy
from ingest.text import fold, simplified

CHECKS = (
    Check(
        "draft.no_signature",
        "草稿没有落款",
        "文末有编制机关的署名",
        "党政机关公文格式（GB/T 9704）；年度报告按公文制发",
        "note",
        "（文末一行是机关名称，其下是日期）",
        "（“六、其他需要报告的事项”之后再没有内容）",
        "网页页脚里的主办单位不算。",
    ),
    Check(
        "draft.no_date",
        "草稿没有成文日期",
        "文末或文首有成文日期",
        "党政机关公文格式（GB/T 9704）；年度报告按公文制发",
        "note",
        "（落款下有“2026年1月12日”）",
        "（落款只有机关名称）",
        "写了而历法上没有的日期另报。",
    ),
)
_DATE = lazy(
    r"(?:20\d\d|二[〇○零OoO0][〇○零一二三四五六七八九0-9]{2})\s*年\s*[\d一二三四五六七八九十元正]{1,3}\s*月"
    r"\s*(?:[\d一二三四五六七八九十]{1,4}\s*[日号]?)?|20\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}"
)
_TAIL, _SHORT = 8, 40
_ORGAN = lazy(r"(?:局|委|委员会|政府|厅|办|办公室|中心|办事处|院|所|站|队|会|社|署|部|公司|学校|大学)(?:\([^()]*\))?$")


class Closing(NamedTuple):
    """The lines at a report's end that are no prose: who signs, and the date, as printed."""

    signed: str | None
    dated: str | None
    lines: frozenset[int]  # 1-based
    own: bool = False  # does one of them name the agency?


def closing(case: Case) -> Closing:
    """What stands under the last section of a report."""
    last = max((section.line for section in case.report.sections if section.heading), default=0)
    tail = [
        (n, simplified(fold(line)).strip(" |\t")) for n, line in enumerate(case.lines, 1) if n > last and line.strip()
    ]
    return _read(tail[-_TAIL:], case.report.agency.printed or case.report.agency.name)


def _read(tail: Sequence[tuple[int, str]], agency: str) -> Closing:
    signed: str | None = None
    dated: str | None = None
    lines: set[int] = set()
    own = False
    for number, line in tail:
        date = _DATE.search(line)
        name = line.replace(" ", "")
        if date and len(line) <= _SHORT:
            rest = (line[: date.start()] + line[date.end() :]).replace(" ", "").strip("（）()")
            if not rest or _signs(rest, agency):
                dated, signed = date[0], rest or signed
                lines.add(number)
                own |= agree(rest, agency)
        elif len(name) <= _SHORT and _signs(name, agency):
            signed = name
            lines.add(number)
            own |= agree(name, agency)
    return Closing(signed, dated, frozenset(lines), own)


def _signs(name: str, agency: str) -> bool:
    """Is a line an organ's name and nothing else?"""
    bare = re.sub(r"^(?:编制|发布|填报)?(?:单位|机关)[::]", "", name)
    bare = re.sub(r"\((?:盖章|公章|印章|章)\)$", "", bare)
    if not 2 <= len(bare) <= _SHORT or re.search(r"[，。,;;:?!]", bare):
        return False
    return agree(bare, agency) or bare == agency or (_ORGAN.search(bare) is not None and organ(bare) is not None)


def find(case: Case) -> Iterator[Finding]:
    """No signature, no date."""
    head, end = case.report.head, closing(case)
    last = len(case.lines) or None
    if not (end.signed or head.signed_by):
        yield Finding("draft.no_signature", "文末没有落款：缺少编制机关的署名。", last)
    if not (end.dated or head.signed_date or head.document_date or head.published_date):
        yield Finding("draft.no_date", "没有成文日期：落款处和文首都没有印日期。", last)
    yield from _of_government(case, end)


def _of_government(case: Case, end: Closing) -> Iterator[Finding]:
    """A government under an organ's draft, or a county's under a town's: no portal's footer stands under a draft.

    ``head.conflict`` leaves governments over dates in digits in peace, since it is asked of pages, too.
    """
    agency, signed = case.report.agency.printed or case.report.agency.name, end.signed
    bare = re.sub(r"\([^()]*\)$", "", signed or "")
    told = {one.stated for one in case.report.findings if one.check == "head.conflict"}
    if (
        is_banner(bare)
        and bare not in told
        and not end.own
        and not agree(bare, agency)
        and not same_government(bare, agency)
    ):
        message = f"报告的机关读作“{agency}”，落款却是“{bare}”，可能是套用了别处的文稿。"
        yield Finding("head.conflict", message, max(end.lines), stated=bare, expected=agency)

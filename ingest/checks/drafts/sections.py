"""The six sections of the form: all there, in order, none empty, the first not too long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.checks.case import FORMS, Case
from ingest.checks.drafts.closing import closing
from ingest.forms import in_force
from ingest.model import Check, Finding, Section
from ingest.patterns import lazy
from ingest.text import fold, simplified

_BASIS = f"政府信息公开条例第五十条；{FORMS}所附表式"

CHECKS = (
    Check(
        "draft.section_missing",
        "草稿缺少部分",
        "报告有六个部分：总体情况、主动公开、依申请公开、复议诉讼、主要问题及改进、其他事项",
        _BASIS,
        "warning",
        "（六个部分都有，标题用词略有不同）",
        "（没有“五、存在的主要问题及改进情况”）",
        "标题改写得认不出来时也报为缺少。",
    ),
    Check(
        "draft.section_empty",
        "草稿有的部分没有内容",
        "总体情况、主要问题及改进、其他事项各有内容",
        _BASIS,
        "warning",
        "（“六、其他需要报告的事项”之下写“无”）",
        "（“五、存在的主要问题及改进情况”之下只写“无”，或什么也没有）",
        "第六部分写“无”是回答，不算空；表格另有校验。",
    ),
    Check(
        "draft.section_order",
        "草稿各部分的编号或次序有误",
        "六个部分依表式的次序，编号一至六不重不漏",
        _BASIS,
        "note",
        "（一、二、三、四、五、六）",
        "（“四、”出现两次）",
        "不编号的标题只看次序。",
    ),
    Check(
        "draft.overview_long",
        "总体情况超过一千字",
        "总体情况不超过 1,000 字",
        "一些地方对年度报告篇幅的要求",
        "note",
        "（总体情况 900 字）",
        "（总体情况 1,200 字）",
        "各地要求不同，只作提示；标点计入，空格不计。",
    ),
)
_ORDER = ("overview", "proactive", "applications", "appeals", "problems", "other")
_NAMES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
_NUMERALS = "一二三四五六七八九十"
_NUMBER = lazy(r"^[#*\s]*第?(?P<n>[一二三四五六七八九十]|\d{1,2})(?:部分)?[、.,．:\s]")
_OTHER = lazy(r"其[他它].{0,8}(?:事项|情况|内容|报告)|需要?(?:报告|说明)的?(?:其[他它])?(?:事项|情况)")
_NOTHING = lazy(
    r"(?:(?:暂?无|没有|不存在)(?:突出|明显|存在)?的?(?:主要)?问题|无|暂无|没有|略|待补充|无内容|空|-+|/|—+)?[。.;,]?"
)
_LONGEST = 1000


def find(case: Case) -> Iterator[Finding]:
    """Sections missing, empty, out of order, too long."""
    if in_force(case.report.year) is None:
        return
    sections = [(kind, section) for section in case.report.sections if (kind := _kind(section))]
    kinds = {kind for kind, _ in sections}
    for number, kind in enumerate(_ORDER):
        if kind not in kinds:
            line = next((s.line for k, s in sections if _ORDER.index(k) > number), None)
            message = f"缺少第{_NUMERALS[number]}部分“{_NAMES[number]}”。"
            yield Finding("draft.section_missing", message, line)
    yield from _empty(case, sections)
    yield from _order(sections)
    yield from _long(sections)


def _kind(section: Section) -> str | None:
    """The section of the form that one is; None for what stands before them, and for any other."""
    if section.heading is None:
        return None
    if section.kind != "other":
        return section.kind if section.kind in _ORDER else None
    heading = simplified(fold(section.heading)).replace(" ", "")
    return "other" if _OTHER.search(heading) else None


def _empty(case: Case, sections: Sequence[tuple[str, Section]]) -> Iterator[Finding]:
    end = closing(case).lines
    signed = {_squeezed(case.lines[number - 1]) for number in end}
    for kind, section in sections:
        if kind not in ("overview", "problems", "other"):
            continue
        lines = [line for line in map(_squeezed, section.body.split("\n")) if line and line not in signed]
        said = "".join(lines)
        nothing = not said if kind == "other" else _NOTHING.fullmatch(said) is not None
        if nothing and not _says_inline(section):
            number = _ORDER.index(kind)
            what = f"只写了“{said}”" if said else "没有内容"
            message = f"第{_NUMERALS[number]}部分“{_NAMES[number]}”{what}（第{section.line}行）。"
            yield Finding("draft.section_empty", message, section.line)


def _says_inline(section: Section) -> bool:
    """Does the heading's own line go on with the section's text?"""
    tail = re.split(r"[:。]", simplified(fold(section.heading or "")), maxsplit=1)[1:]
    return bool(tail) and _NOTHING.fullmatch(_squeezed(tail[0])) is None


def _squeezed(line: str) -> str:
    return simplified(fold(line)).replace(" ", "").strip("|\t")


def _order(sections: Sequence[tuple[str, Section]]) -> Iterator[Finding]:
    for (kind, above), (after, below) in pairwise(sections):
        if _ORDER.index(after) < _ORDER.index(kind):
            message = f"“{above.heading}”在“{below.heading}”之前，次序与表式不同（第{below.line}行）。"
            yield Finding("draft.section_order", message, below.line)
            return
    numbered = [(n, section, kind) for kind, section in sections if (n := _number(section)) is not None]
    for (first, above, kind), (second, below, after) in pairwise(numbered):
        in_place = (first, second) == (_ORDER.index(kind) + 1, _ORDER.index(after) + 1)
        if second != first + 1 and not in_place:
            what = "编号重复" if second == first else "编号不连续"
            message = f"各部分{what}：“{above.heading}”之后是“{below.heading}”（第{below.line}行）。"
            yield Finding("draft.section_order", message, below.line)
            return


def _number(section: Section) -> int | None:
    found = _NUMBER.match(simplified(fold(section.heading or "")))
    if found is None:
        return None
    return _NUMERALS.index(found["n"]) + 1 if found["n"] in _NUMERALS else int(found["n"])


def _long(sections: Sequence[tuple[str, Section]]) -> Iterator[Finding]:
    for kind, section in sections:
        length = len(re.sub(r"\s", "", section.body))
        if kind == "overview" and length > _LONGEST:
            message = f"总体情况共 {length} 字，超过 1000 字，请精简（第{section.line}行）。"
            yield Finding("draft.overview_long", message, section.line)

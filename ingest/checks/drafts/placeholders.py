"""Placeholders (占位符): what a template leaves for its user to fill in, left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.case import Case
from ingest.model import Check, Finding
from ingest.patterns import lazy
from ingest.text import fold, simplified

CHECKS = (
    Check(
        "draft.placeholder",
        "有未填写的占位符",
        "XX、××、____、[单位名称]、（  ）等都已换成内容",
        "公文应当完整",
        "warning",
        "（依法公开信息 12 条）",
        "（依法公开信息××条；培训△△次；[单位名称]；20XX年；【此处填写数字】；（请补充）；本部分由各单位根据实际填写）",
        "网址、电话里的 x 不看；“某某”只看连用的两个字。",
    ),
)
_INSIDE = r"[^\[\]〔〕<>《》(){}，。\d]"
_EDGE = r"[A-Za-z0-9./:@_#%&=?~-]"  # of an address, a file's name, a telephone
_FILL = "单位名称|机关名称|部门名称|填写|填入|填报|此处|待填|待补|待定"
_NAMED = "单位|机关|部门|名称|全称|简称|姓名|数字|数量|年份|日期|具体|地址|电话|内容|插入|县区"
_COUNTER = "[件条份次个篇场期项家批轮人幅]"
_UNIT = "[年月日件条份次个元%号篇场期项家批轮人幅]"
_BLANK = r"[(\[〔][_\s·.…]*[)\]〕]"
_COUNTED = f"(?={_COUNTER}(?:[，。;、,)人]|$))"  # 次。, 人次, not 次要 or 个别
_MARK = "○◯●□■△▲▽▼◇◆☆★"
_OFFICE = "单位|部门|机关|科室"
_WRITE = "填写|填报|补充|撰写|编写"
_KINDS = (
    "20[Xx×]{2}年?",  # 20XX年
    "[X×]{2,}",  # XX局, ×××
    rf"(?<!{_EDGE})x{{2,}}(?!{_EDGE})",
    r"(?<=[\u4e00-\u9fff])[X×](?=[年月日件条次号份个项场篇期批家名县市区局镇乡])",  # X月X日
    rf"(?<!{_EDGE})_{{2,}}(?![A-Za-z0-9./])",  # ____件
    rf"\*{{2,}}(?={_UNIT}|[县市区镇乡局])",  # **件; **粗体** is Markdown
    rf"[\[〔<《({{]{_INSIDE}{{0,8}}(?:{_FILL}){_INSIDE}{{0,12}}[\]〕>》)}}]",  # 【此处填写数字】
    rf"\[[^\[\]\d]{{0,10}}(?:{_NAMED}|{_FILL})[^\[\]\d]{{0,10}}\]",  # [单位名称]
    rf"{_BLANK}(?={_UNIT}|[万名])|(?<=[共达为约发到件是:]){_BLANK}",  # （  ）次
    r"\{\{[^{}]*\}\}",
    rf"(?<=[\u4e00-\u9fff])N(?={_COUNTER})",  # N次
    rf"(?<=[\u4e00-\u9fff])(?:…+|[.]{{3,}})(?={_COUNTER})",  # ……条
    r"(?:^|(?<=[。;，,]))某(?=[局县市区镇乡委])",
    rf"某某|[{_MARK}]{{2,}}(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[{_MARK}]{_COUNTED}",  # △△次, □次
    rf"(?<=[\u4e00-\u9fff])(?<![一二三四五六七八九十百千年零〇])[零〇]{{2,}}{_COUNTED}",  # 〇〇次
    rf"(?<=[\u4e00-\u9fff])(?:[?]{{2,}}(?={_UNIT})|[?]{_COUNTED})",
    rf"(?<=[\u4e00-\u9fff])[—–-]{{2,}}{_COUNTED}",  # ——次
    # （请补充）
    r"\((?:请|待|需)(?:各单位|自行|据实|后续)?(?:补充|完善|核实|确认|修改|更新)(?:完整|数据|数字|内容|情况|说明)?\)",
    rf"\((?:{_OFFICE})(?:全称|名称|简称)\)",  # （单位全称）
    "(?<!有)待(?:补充数据|填写|填报)|TODO|TBD",
    "(?:^|(?<=[。;:(]))(?:(?:此处|本部分|本段|本节)待(?:补充|完善|定|核实)|待补充|待定)(?=[。;)]|$)",
    # 本部分由各单位根据实际填写: what the template says to whoever uses it
    rf"(?:^|(?<=[。;(]))(?:本部分|此部分|该部分|本段|本节|本项|此处)[^。;，,]{{0,16}}?(?:{_WRITE})(?=[。;)]|$)",
    rf"(?:^|(?<=[。;(]))请?各(?:{_OFFICE})(?:根据|结合|按照)[^。;，,]{{0,8}}?(?:{_WRITE})(?=[。;)]|$)",
    r"20\d\d年月日|20\d\d年\d{1,2}月日(?!期)|^年月日$",
)
_PLACEHOLDER = lazy("|".join(f"(?:{kind})" for kind in _KINDS), re.MULTILINE)
_BLANKS = lazy(
    r"(?:收到|受理|公开|发布|答复|办结|共|计|新收)[^。，,;]{0,10}?[ \u3000]{2,}(?=[件条份次][，。,;、]|$)"
    r"|(?:培训|开展|举办|召开|组织|制作|更新|回复|办理)[^。，,;]{0,10}?[ \u3000]{2,}(?=[件条份次场期][，。,;、])"
)


def find(case: Case) -> Iterator[Finding]:
    """Every line that has one, told once for each kind of mark on it."""
    cells = {row.line for row in case.report.rows}
    for number, line in enumerate(case.lines, start=1):
        if number in cells or line.startswith(("|", "\t")):
            continue
        folded = simplified(fold(line))
        bare = folded.replace(" ", "")
        told: set[str] = set()
        for found in _PLACEHOLDER.finditer(bare):
            if found[0] not in told and not _is_letters(bare, found):
                told.add(found[0])
                around, printed = _printed(line, bare, found)
                message = f"“{around}”中有未填写的“{printed}”（第{number}行）。"
                yield Finding("draft.placeholder", message, number, stated=printed)
        if blank := _BLANKS.search(folded):
            message = f"“{blank[0].strip()}”之后的数字没有填写（第{number}行）。"
            yield Finding("draft.placeholder", message, number, stated="")


def _is_letters(line: str, found: re.Match[str]) -> bool:
    """Roman numerals and sizes (XXII, 3×5) are no placeholders."""
    before, after = line[: found.start()][-1:], line[found.end() :][:1]
    return not found[0].strip("X") and bool(re.match("[A-Za-z]", before) or re.match("[A-Za-z]", after))


def _printed(line: str, bare: str, found: re.Match[str]) -> tuple[str, str]:
    """The words beside it, within its sentence, and itself, as the line prints them."""
    start = max(bare.rfind("。", 0, found.start()), bare.rfind(";", 0, found.start()), found.start() - 21) + 1
    end = found.end() + len(re.split("[。;]", bare[found.end() : found.end() + 16])[0])
    at = [place for place, char in enumerate(line) if fold(char).strip()]
    if len(at) != len(bare):  # a character that is folded to several, or to none
        return bare[start:end], found[0]
    return line[at[start] : at[end - 1] + 1], line[at[found.start()] : at[found.end() - 1] + 1]

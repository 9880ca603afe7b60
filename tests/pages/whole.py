"""Layouts that concern the whole page: wrappers (Lw), document viewers (Ldoc), pages without statutory cells."""

from __future__ import annotations

import random

_OLD = ("主动公开政府信息数", "其中：全文电子化的信息数", "新增的行政规范性文件数", "网站访问量", "现场接待人数")
_OLD += ("咨询电话接听数", "依申请公开信息目录数", "依申请公开信息申请总数", "当面申请数", "同意公开数", "行政复议数")
_NATIONAL = ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "制发规范性文件总数", "政府公报公开政府信息数")
_NATIONAL += (
    "政府网站公开政府信息数",
    "回应公众关注热点或重大舆情数",
    "收到申请数",
    "申请办结数",
    "行政复议数量",
    "行政诉讼数量",
)


def no_table(rng: random.Random) -> list[str]:
    """L10 prints headings alone."""
    return []


def old_form(rng: random.Random) -> list[str]:
    """L8: an old statistics form, blank or filled; nothing in it is a statutory cell."""
    filled = rng.random() < 0.5
    if rng.random() < 0.5:
        lines = ["指标名称", "| 计量单位", "| 代码", "| 本期实际", "| 本年累计", "|"]
        for number, name in enumerate(_OLD, start=1):
            value = str(rng.randint(0, 900)) if filled else ""
            lines += [name, "| 条", f"| {number:02d}", f"| {value}".strip(), "|"]
        return ["政府信息公开情况统计表", "单位名称：", *lines]
    lines = ["序号 | 统计指标 | 单位 | 统计数 |"]
    for number, name in enumerate(_NATIONAL, start=1):
        lines.append(f"{number} | {name} | 条 | {rng.randint(0, 900) if filled else ''} |")
    return ["政府信息公开情况统计表", *lines]


def wrapped(rng: random.Random, lines: list[str]) -> list[str]:
    """Lw: the page inside an outer table: pipes by the hundred, prose and the next heading on one line."""
    out: list[str] = []
    prose = ""
    for line in lines:
        if "|" in line:
            out += [prose.strip() + " |"] if prose.strip() else []
            prose = ""
            out.append(line)
        elif line.strip():
            prose += line.strip() + " "
    out += [prose.strip() + " |"] if prose.strip() else []
    for _ in range(rng.randint(1, 3)):
        out.insert(rng.choice((1, len(out))), "|" * rng.randint(200, 400))
    return out


def viewed(rng: random.Random, title: str, lines: list[str]) -> list[str]:
    """Ldoc: a document viewer's file name, and hard wraps that became spaces inside words of the prose."""
    out = []
    for line in lines:
        wraps = len(line) > 40 and not any(mark in line for mark in "|\t：")
        at = rng.randint(10, len(line) - 5) if wraps else 0
        out.append(line[:at] + " " + line[at:] if wraps and not line[at - 1 : at + 1].isascii() else line)
    return [f"{title}.docx", *out]

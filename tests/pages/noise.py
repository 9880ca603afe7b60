"""What gets into a page between the office and its reader: characters of another script, width or kind."""

from __future__ import annotations

import random

from pages import scripts

_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789()"}
_NARROW = str.maketrans("（）：，；“”", '():,;""')


_ABOVE = (
    ["当前位置：首页 > 政务公开 > 政府信息公开年报"],
    ["【字体：大 中 小】", "打印本页"],
    ["繁體", "无障碍", "长者模式"],
    ["分享到：", "微信 微博 QQ空间"],
    ["访问量：{n}"],
)
_BELOW = (
    ["上一篇：{place}示例局{earlier}年政府信息公开工作年度报告", "下一篇：没有了"],
    ["相关阅读", "{place}{earlier}年政府信息公开工作年度报告解读", "关于编制{later}年政府信息公开工作年度报告的通知"],
    ["附件：", "1.{place}{year}年度报告.docx", "扫一扫在手机打开当前页"],
    ["【打印】【关闭】"],
    ["版权所有：{place}人民政府 网站标识码：4101030001", "豫ICP备0500000{k}号-1 豫公网安备 4101030200000{k}号"],
    ["主办：{place}人民政府办公室 电话：0371-6000000{k} 访问量：{n}"],
)


def around(rng: random.Random, lines: list[str], year: int) -> list[str]:
    """What a site prints around a document: links, counters, other documents' titles."""
    if rng.random() < 0.6:
        return lines
    names = {
        "place": rng.choice(("郑州市二七区", "衢州市", "新郑市")),
        "n": rng.randint(3, 9999),
        "k": rng.randint(1, 9),
    }
    names |= {"year": year, "earlier": year - 1, "later": year + 1}
    above = [line for lines in rng.sample(_ABOVE, rng.randint(0, 2)) for line in lines]
    below = [line for lines in rng.sample(_BELOW, rng.randint(0, 3)) for line in lines]
    return [*(line.format(**names) for line in above), *lines, *(line.format(**names) for line in below)]


def _zero_width(rng: random.Random, text: str) -> str:
    pieces = list(text)
    for _ in range(12):
        at = rng.randrange(len(pieces))
        if not pieces[at].isascii():
            pieces[at] += rng.choice("\u200b\ufeff\u2060")
    return "".join(pieces)


def characters(rng: random.Random, text: str) -> tuple[str, str]:
    """The text as some site's characters have it, and the name of what was done."""
    kind = rng.choice(("",) * 14 + ("traditional", "traditional", "pinyin", "radicals", "narrow", "wide", "zero width"))
    done = {
        "traditional": scripts.traditional,
        "pinyin": scripts.pinyin,
        "radicals": scripts.radicals,
        "narrow": lambda t: t.translate(_NARROW),
        "wide": lambda t: t.translate(_WIDE),
        "zero width": lambda t: _zero_width(rng, t),
    }
    return (done[kind](text), f"characters: {kind}") if kind else (text, "")

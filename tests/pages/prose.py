"""Section headings and invented prose, with numbers in it that belong to no table."""

from __future__ import annotations

import random

from ingest.forms import Form

TOPICS = ("助企纾困", "老旧小区改造", "义务教育", "食品安全", "征地拆迁", "生态环境", "医疗保障")
SENTENCES = (
    "围绕{topic}，全年主动公开信息{n}条，回应群众关切{k}次。",
    "加强{topic}领域公开，更新栏目{k}个，发布解读材料{k}份，浏览量{n}次。",
    "完善制度机制，{topic}信息在形成之日起{k}个工作日内公开。",
    "对行政许可、行政处罚事项逐项梳理，公开结果信息{n}件。",
    "组织培训{k}场，参训{n}人次。",
)
FAULTS = ("{topic}信息公开不够及时，下一步将明确专人负责。", "解读形式较为单一，今后将多用图表和案例。")


def sentence(rng: random.Random, patterns: tuple[str, ...] = SENTENCES) -> str:
    """One invented sentence."""
    return rng.choice(patterns).format(topic=rng.choice(TOPICS), n=rng.randint(3, 999), k=rng.randint(1, 20))


def paragraphs(rng: random.Random, kind: str) -> list[str]:
    """The prose of a section."""
    if kind == "other":
        return ["无" if rng.random() < 0.4 else "本年度没有收取信息处理费。"]
    if kind == "problems":
        return [f"{mark}是{sentence(rng, FAULTS)}" for mark in "一二"]
    if kind == "overview":
        marks = rng.choice((("（一）", "（二）", "（三）"), ("1.", "2.", "3."), ("一是", "二是", "三是")))
        return [mark + sentence(rng) + sentence(rng) for mark in marks]
    return [sentence(rng)] if rng.random() < 0.15 else []


def headings(rng: random.Random, form: Form) -> dict[str, list[str]]:
    """The six headings by the kind of their section, numbered as this page numbers them."""
    style = rng.choice(("、",) * 6 + ("．", " ", "none", "split", "arabic", "offset", "hash", "dash"))
    varied = rng.random() < 0.3
    found = {}
    for at, section in enumerate(form.sections):
        words = rng.choice(section.printed) if varied else section.label
        mark = "一二三四五六七八"[at + (style == "offset")]
        found[section.code] = {
            "none": [words],
            "split": [f"{mark}、", words],
            "arabic": [f"{at + 1}、 {words}"],
            "hash": [f"# {mark}. {words}"],
            "dash": [f"{'—' if at == 0 else mark}、{words}"],
        }.get(style, [f"{mark}{'、' if style == 'offset' else style}{words}"])
    return found

"""Sentences about the tables: what a page's prose says of its own numbers, in many shapes, and what only looks like it.

``agreeing`` speaks of printed totals alone and says them rightly; ``contradicting`` says one of them wrongly;
``beside`` is about something else (another year, a part, 信访, about so many), whatever the numbers.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import NamedTuple

from pages.truth import Cell, Key

_ORGAN = ("我局", "本机关", "全局", "本单位", "")
_RECEIVED = (
    "{year}年，{organ}共收到政府信息公开申请{n}件。",
    "{year}年{organ}收到依申请公开政府信息申请{n}件，均按期办理。",
    "（三）依申请公开情况。全年共收到政府信息公开申请{n}件，答复及时规范。",
    "全年新收政府信息公开申请{n}件，办理过程全程留痕。",
    "{year}年1月1日至12月31日，{organ}共收到公民、法人和其他组织提出的政府信息公开申请{n}件。",
    "本年度收到{n}件政府信息公开申请，已全部登记。",
    "依申请公开：本年新收政府信息公开申请数量为{n}件。",
    "畅通申请渠道，规范办理流程，全年共收到信息公开申请{n}件，未发生逾期情况。",
)
_ACCEPTED = (
    "{year}年，{organ}共受理政府信息公开申请{n}件。",
    "全年受理{n}件政府信息公开申请，做到件件有回音。",
)
_CARRIED_IN = ("{year}年，收到申请若干，另有上年结转政府信息公开申请{n}件。", "依申请公开中，上年度结转{n}件。")
_CARRIED_OUT = ("依申请公开办理中，结转下年度继续办理{n}件。", "政府信息公开申请中，结转至下年度{n}件。")
_CLOSED = ("政府信息公开申请全年办结{n}件。", "依申请公开方面，本年度共办结{n}件，台账完整。")
_ANSWERED = ("全年依申请公开共答复{n}件。", "对政府信息公开申请，{year}年共答复{n}件。")
_OUTCOMES = {
    "disclosed": ("政府信息公开申请中，予以公开{n}件。", "依申请公开办理结果：其中，予以公开{n}件。"),
    "partly_disclosed": ("政府信息公开申请中，部分公开{n}件。",),
}
_RECONSIDERATION = (
    "{year}年，因政府信息公开被申请行政复议{n}件。",
    "政府信息公开行政复议案件{n}件，均积极配合。",
    "因政府信息公开工作引发的行政复议共{n}起。",
)
_SUITS = ("因政府信息公开引发行政诉讼{n}件。", "{year}年，涉及政府信息公开的行政诉讼案件{n}件。")
_NO_APPLICATION = (
    "{year}年，{organ}未收到政府信息公开申请。",
    "全年没有收到公民、法人或者其他组织的政府信息公开申请。",
    "本年度无依申请公开政府信息情况。",
    "{year}年度未收到任何形式的信息公开申请，也没有发生费用减免。",
    "{organ}{year}年未接到依申请公开政府信息的申请。",
)
_NO_DISPUTE = (
    "{year}年，未发生因政府信息公开引起的行政复议、行政诉讼。",
    "全年没有因政府信息公开被申请行政复议、提起行政诉讼的情况。",
    "本年度无政府信息公开行政复议和行政诉讼案件。",
)
_BESIDE = (
    "{before}年，共收到政府信息公开申请{n}件。",
    "上年同期收到政府信息公开申请{n}件。",
    "其中，网络申请{n}件、信函申请{k}件。",
    "通过门户网站收到政府信息公开申请{n}件。",
    "近三年累计收到政府信息公开申请{n}件。",
    "全年办理人大建议、政协提案{n}件，均已办结{n}件。",
    "受理群众信访事项{n}件，办结{k}件，12345热线答复{n}件。",
    "全年受理行政许可申请1,{thousand}件，办结{n}件。",
    "共收到政府信息公开申请近{n}件。",
    "全省共收到政府信息公开申请{n}件。",
    "作为复议机关，全年审理行政复议案件{n}件，审结{k}件。",
    "未收到要求更正政府信息的申请，也未收到逾期未答复的投诉。",
    "答复网民留言{n}条，回应关切{k}次。",
    "制发公文{n}件，其中主动公开{k}件、依申请公开{k}件、不予公开{k}件。",
    "如年内收到政府信息公开申请超过{n}件，应当专题研究。",
    "上半年收到政府信息公开申请{n}件。",
    "培训中讲解了行政复议{n}个典型案例和行政诉讼{k}个案例。",
    "计划下一年办结依申请公开{n}件。",
)


class Said(NamedTuple):
    """One sentence, and the row of which it says a number; ``number`` is None for one that speaks of none."""

    text: str
    what: str
    number: int | None


def agreeing(rng: random.Random, cells: Mapping[Key, Cell], year: int) -> list[Said]:
    """Sentences that say some printed totals rightly."""
    return [said for said in _of(rng, cells, year, None) if rng.random() < 0.7]


def contradicting(rng: random.Random, cells: Mapping[Key, Cell], year: int) -> Said | None:
    """One sentence that says a printed total wrongly."""
    found = _of(rng, cells, year, rng)
    return rng.choice(found) if found else None


def beside(rng: random.Random, year: int) -> list[Said]:
    """Sentences that say nothing about the tables."""
    given = {"year": year, "before": year - rng.randint(1, 2), "thousand": f"{rng.randint(0, 999):03}"}
    patterns = rng.sample(_BESIDE, 4)
    return [
        Said(pattern.format(n=rng.randint(2, 900), k=rng.randint(2, 60), **given), "beside", None)
        for pattern in patterns
    ]


def _of(rng: random.Random, cells: Mapping[Key, Cell], year: int, wrong: random.Random | None) -> list[Said]:
    totals = {
        key.row: int(cell.number)
        for key, cell in cells.items()
        if key.column == "total" and cell.state == "printed" and cell.number is not None
    }
    if {"direct_litigation", "litigation_after_reconsideration"} <= totals.keys():
        totals["suits"] = totals["direct_litigation"] + totals["litigation_after_reconsideration"]
    found = []
    for what, row, patterns, none in _shapes():
        if row in totals:
            said = _said(rng, what, totals[row], patterns, none, year, wrong)
            found += [said] if said and not (wrong and not _sure(what, totals)) else []
    if {"received", "carried_in"} <= totals.keys():
        right = (totals["received"], totals["received"] + totals["carried_in"])
        number = rng.choice(right) if wrong is None else sum(right) + wrong.randint(1, 30)
        found.append(_worded(rng, "accepted", number, _ACCEPTED, year))
    return found


def _shapes() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [
        ("received", "received", _RECEIVED, _NO_APPLICATION),
        ("carried_in", "carried_in", _CARRIED_IN, ()),
        ("carried_out", "carried_out", _CARRIED_OUT, ()),
        ("closed", "closed", _CLOSED, ()),
        ("answered", "closed", _ANSWERED, ()),
        *((code, code, patterns, ()) for code, patterns in _OUTCOMES.items()),
        ("reconsideration", "reconsideration", _RECONSIDERATION, ()),
        ("suits", "suits", _SUITS, ()),
    ]


def _sure(what: str, totals: Mapping[str, int]) -> bool:
    """Can a wrong figure be told from another meaning? 办结 and 答复 need the other totals printed."""
    return what not in ("closed", "answered") or {"carried_in", "carried_out"} <= totals.keys()


def _said(
    rng: random.Random,
    what: str,
    right: int,
    patterns: tuple[str, ...],
    none: tuple[str, ...],
    year: int,
    wrong: random.Random | None,
) -> Said | None:
    if wrong is None and right == 0 and none and rng.random() < 0.7:
        return _worded(rng, what, 0, none, year)
    if wrong is not None and right > 0 and none and rng.random() < 0.3:
        return _worded(rng, what, 0, none, year)
    number = right if wrong is None else 3 * right + wrong.randint(20, 60)
    return _worded(rng, what, number, patterns, year)


def _worded(rng: random.Random, what: str, number: int, patterns: tuple[str, ...], year: int) -> Said:
    shape = rng.choice(patterns)
    return Said(shape.format(year=year, organ=rng.choice(_ORGAN), n=printed(rng, number)), what, number)


def no_dispute(rng: random.Random, cells: Mapping[Key, Cell], year: int) -> list[Said]:
    """That there was no dispute, where table 3 prints zeros."""
    rows = ("reconsideration", "direct_litigation", "litigation_after_reconsideration")
    printed_zero = all((cell := cells.get(Key("appeals", row, "total"))) and cell.number == 0 for row in rows)
    return [_worded(rng, "disputes", 0, _NO_DISPUTE, year)] if printed_zero else []


def printed(rng: random.Random, number: int) -> str:
    """A number as prose prints it: digits, grouped digits, Chinese numerals."""
    if number >= 1000 and rng.random() < 0.5:
        return f"{number:,}"
    if 0 < number < 100 and rng.random() < 0.15:
        return chinese(number)
    return str(number)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones else "")

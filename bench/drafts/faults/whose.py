"""Faults in whose report it is: names of others, another voice, placeholders."""

from __future__ import annotations

from random import Random

from drafts.faults.base import Fault
from drafts.page import Draft


def _other(draft: Draft, rng: Random) -> str:
    names = [f"{draft.facts.name[:3]}{kind}" for kind in ("审计局", "统计局", "交通运输局", "司法局")]
    return rng.choice(names)


def signed_by_other(draft: Draft, rng: Random) -> str | None:
    draft.signed = _other(draft, rng)
    return draft.signed


def signed_by_government(draft: Draft, rng: Random) -> str | None:
    """The county's government, or its office, under a bureau's or a town's report."""
    draft.signed = f"{draft.facts.name[:3]}人民政府" + rng.choice(["", "办公室"])
    return draft.signed


def preamble_of_other(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    draft.preamble = f"现公布{other}{draft.year}年政府信息公开工作年度报告。统计期限为{draft.year}年1月1日至12月31日。"
    return other


def contact_of_other(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    draft.preamble = (
        f"根据条例，{draft.facts.name}编制本报告。统计期限为{draft.year}年1月1日至{draft.year}年12月31日。"
        f"如有疑问，请与{other}办公室联系，电话：0376-{rng.randint(2000000, 8000000)}。"
    )
    return other


def other_acts(draft: Draft, rng: Random) -> str | None:
    other = _other(draft, rng)
    words = [
        f"下一步，{other}将进一步加强政策解读。",
        f"{other}成立了政务公开领导小组。",
        f"一年来，{other}认真落实各项要求。",
    ]
    draft.sections[rng.choice([0, 4])][1].append(rng.choice(words))
    return other


def wrong_voice(draft: Draft, rng: Random) -> str | None:
    town = draft.facts.name.endswith("人民政府")
    word = "我局" if town else rng.choice(["我镇", "我乡", "全镇"])
    draft.sections[rng.choice([0, 4])][1].append(f"{word}持续加强政务公开队伍建设。")
    return word


def placeholder(draft: Draft, rng: Random) -> str | None:
    mark, words = rng.choice(
        [
            ("XX", "全年公开信息XX条。"),
            ("××", "发布政策解读××篇。"),
            ("×××", "×××局高度重视政务公开。"),
            ("____", "开展业务培训____次。"),
            ("[单位名称]", "[单位名称]认真落实条例。"),
            ("（", "组织培训（  ）次。"),
            ("20XX年", "20XX年公开工作取得进展。"),
            ("填写", "【此处填写数字】"),
            ("**", "办理留言**件。"),
            ("某某", "某某局积极推进公开。"),
            ("请补充", "（请补充）"),
            ("△△", "开展培训△△次。"),
            ("□", "召开例会□次。"),
            ("——", "回复留言——次。"),
            ("〔", "参加培训〔 〕人次。"),
            ("单位全称", "我单位（单位全称）落实条例。"),
            ("填写", "本部分由各单位根据实际填写。"),
            ("待补充", "待补充。"),
        ]
    )
    draft.sections[rng.choice([0, 4])][1].append(words)
    return mark


FAULTS = (
    Fault("signature", signed_by_other, ("head.conflict",)),
    Fault("signature of a government", signed_by_government, ("head.conflict",)),
    Fault("preamble", preamble_of_other, ("head.conflict",)),
    Fault("contact", contact_of_other, ("head.contact",)),
    Fault("another acts", other_acts, ("draft.other_agency",)),
    Fault("voice", wrong_voice, ("draft.voice",)),
    Fault("placeholder", placeholder, ("draft.placeholder",)),
)

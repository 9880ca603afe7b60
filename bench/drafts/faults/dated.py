"""Faults in years and dates: preamble, opening, plans, period, signature."""

from __future__ import annotations

from random import Random

from drafts.faults.base import Fault
from drafts.page import Draft


def chinese(year: int) -> str:
    """A year as official documents write it: 二〇二五."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def preamble_year(draft: Draft, rng: Random) -> str | None:
    name, last = draft.facts.name, draft.year - 1
    words = [
        f"现将{name}{last}年度政府信息公开工作情况报告如下。",
        f"现公布{name}{last}年政府信息公开工作年度报告。",
        f"根据有关规定，{name}编制了{last}年度政府信息公开工作年度报告。",
    ]
    draft.preamble = rng.choice(words) + f"统计期限为{draft.year}年1月1日至{draft.year}年12月31日。"
    return str(last)


def opening_year(draft: Draft, rng: Random) -> str | None:
    us, last = draft.facts.us, draft.year - rng.choice([1, 2])
    words = [
        f"{last}年，{us}认真执行条例，各项工作稳步推进。",
        f"{last}年度，全面加强政务公开。",
        f"{last}年以来，我们持续规范公开行为。",
        f"过去的{last}年，{us}坚持以公开为常态。",
        f"{chinese(last)}年，{us}认真执行条例。",
    ]
    draft.sections[0][1][0] = rng.choice(words)
    return str(last)


def later_year(draft: Draft, rng: Random) -> str | None:
    """A paragraph of an earlier report left in the last two sections."""
    us, gone = draft.facts.us, draft.year - rng.choice([1, 2])
    at, words = rng.choice(
        [
            (4, f"{gone}年，{us}政务公开工作存在更新不够及时的问题，已加以改进。"),
            (4, f"{gone}年，{us}在公开的深度和广度上还有差距。"),
            (5, f"{gone}年，{us}收取信息处理费0元。"),
            (5, f"{gone}年度，{us}没有需要报告的其他事项。"),
            (5, f"{us}{gone}年全年未收取信息处理费。"),
            (5, f"截至{gone}年12月31日，本机关未收取信息处理费。"),
            (5, f"按照规定，{gone}年没有收取信息处理费。"),
            (5, f"{gone}年度办理代表建议{rng.randint(2, 9)}件，均已办复。"),
            (4, f"回顾{gone}年的工作，公开的时效性还不强。"),
            (4, f"尽管{gone}年政务公开工作有所进步，但解读质量不高。"),
            (4, f"{gone}年工作中存在以下不足：解读偏少，回应偏慢。"),
        ]
    )
    draft.sections[at][1][:] = [words]
    return str(gone)


def plan_year(draft: Draft, rng: Random) -> str | None:
    us, gone = draft.facts.us, draft.year - rng.choice([0, 1])
    words = [
        f"{gone}年，{us}将进一步拓宽公开渠道，加强政策解读。",
        f"下一步，{gone}年我们将继续加强业务培训。",
        f"展望{gone}年，{us}将努力提升公开质量。",
        f"在{gone}年的工作中，我们将进一步压实责任。",
        f"在{gone}年，要进一步强化业务培训。",
        f"{chinese(gone)}年，{us}将完善公开制度。",
        f"改进措施：{gone}年，加强培训，丰富公开形式。",
        f"对以上问题，计划整改，将在{gone}年逐项解决。",
    ]
    draft.sections[4][1][-1] = rng.choice(words)
    return str(gone)


def period(draft: Draft, rng: Random) -> str | None:
    year = draft.year
    words = [
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年{rng.choice(['11月30日', '12月30日', '10月31日'])}止。",
        f"统计期限为{year}年{rng.choice(['2月1日', '1月10日'])}至{year}年12月31日。",
        f"统计数据截至{year}年{rng.choice(['11月30日', '12月20日'])}。",
        f"统计期限为{year}年12月31日至{year}年1月1日。",
    ]
    draft.preamble = f"根据条例，{draft.facts.name}编制本报告。" + rng.choice(words)
    return "统计期限"


def calendar(draft: Draft, rng: Random) -> str | None:
    year = draft.year + 1
    draft.dated = rng.choice(
        [f"{year}年1月{rng.randint(32, 39)}日", f"{year}年2月30日", f"{year}年13月5日", "二〇二六年一月三十二日"]
    )
    return draft.dated


def too_early(draft: Draft, rng: Random) -> str | None:
    draft.dated = f"{draft.year}年{rng.randint(1, 10)}月{rng.randint(1, 28)}日"
    return "早于"


def no_date(draft: Draft, rng: Random) -> str | None:
    draft.dated = ""
    return "日期"


def no_signature(draft: Draft, rng: Random) -> str | None:
    draft.signed = draft.dated = ""
    return "落款"


def old_basis(draft: Draft, rng: Random) -> str | None:
    basis = rng.choice(["《中华人民共和国政府信息公开条例》第三十二条", "国办公开办函〔2019〕60号"])
    draft.preamble = f"根据{basis}的规定，{draft.facts.name}编制本报告。统计期限为{draft.year}年1月1日至12月31日。"
    return ""


FAULTS = (
    Fault("preamble's year", preamble_year, ("draft.preamble_year", "dates.year", "head.year")),
    Fault("opening's year", opening_year, ("draft.opening_year",)),
    Fault("another year further on", later_year, ("draft.opening_year",)),
    Fault("plan's year", plan_year, ("draft.plan_year",)),
    Fault("period", period, ("draft.period", "dates.period")),
    Fault("no such day", calendar, ("dates.calendar",)),
    Fault("too early", too_early, ("dates.before_end",)),
    Fault("no date", no_date, ("draft.no_date",)),
    Fault("no signature", no_signature, ("draft.no_signature",)),
    Fault("old basis", old_basis, ("draft.old_basis",)),
)

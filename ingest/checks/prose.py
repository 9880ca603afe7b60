"""Prose against table (正文与表格): the figures that the prose names, each against the cells that its words mean.

新收 is the first row alone. 受理 may count what was carried in, 答复 may leave out what gets no reply, 办结 may be of
the year's own applications: a figure is only called wrong if none of its meanings agrees. A total that isn't printed
is no less than its printed parts. Which of the two is wrong nobody can tell, hence warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.checks.case import Case
from ingest.checks.sums import Number, shown
from ingest.claims import Claim
from ingest.model import Check, Finding, Section, Table

_BASIS = "政府信息公开条例第五十条（同一份报告的正文与表格说的是同一件事）"
_LIMITS = (
    "只读一个分句里写明的确数；其中、网上、上年、全市等部分数、他年数、他处数，以及约数（近、余）都不看。"
    "宁可漏看，不误报。"
)

CHECKS = (
    Check(
        "prose.received",
        "正文的收件数与表格不符",
        "正文“收到（新收）申请” ＝ 表二第一项总计；正文“受理” ＝ 第一项，或第一项 ＋ 第二项；"
        "正文“办理……件（含上年结转……件）” ＝ 第一项 ＋ 第二项",
        _BASIS,
        "warning",
        "正文＝2021年，共收到政府信息公开申请1,203件，其中网上申请5件。；本年新收·总计＝1203",
        "正文＝2021年，共收到政府信息公开申请十二件。；本年新收·总计＝13",
        _LIMITS,
    ),
    Check(
        "prose.none",
        "正文称没有，表格却有数字",
        "正文“未收到申请”“未发生行政复议、行政诉讼” ⇒ 表二第一项、表三各总计为 0",
        _BASIS,
        "warning",
        "正文＝本年度未收到通过信函提出的政府信息公开申请。；本年新收·总计＝3",
        "正文＝本年度未收到政府信息公开申请。；本年新收·总计＝3",
        _LIMITS,
    ),
    Check(
        "prose.carried",
        "正文的结转数与表格不符",
        "正文“上年结转” ＝ 表二第二项总计；正文“结转下年度” ＝ 表二第四项总计",
        _BASIS,
        "warning",
        "正文＝收到政府信息公开申请5件，结转下年度继续办理1件。；结转下年度·总计＝1",
        "正文＝收到政府信息公开申请5件，结转下年度继续办理1件。；结转下年度·总计＝2",
        _LIMITS,
    ),
    Check(
        "prose.closed",
        "正文的办结、答复数与表格不符",
        "正文“办结” ＝ 表二第三项（七）总计，或总计 － 上年结转；"
        "正文“答复”不少于总计扣除不予处理、其他处理和上年结转，不多于总计 ＋ 结转下年度；草稿中“答复” ＝ 总计，"
        "或总计 － 上年结转、－ 不予处理和其他处理的若干行",
        _BASIS,
        "warning",
        "正文＝收到政府信息公开申请5件，办结5件。；上年结转·总计＝1；办理结果总计·总计＝6",
        "正文＝收到政府信息公开申请5件，办结5件。；办理结果总计·总计＝4",
        _LIMITS,
    ),
    Check(
        "prose.outcomes",
        "正文的办理结果与表格不符",
        "正文“予以公开”“部分公开”“不予公开”“无法提供”“不予处理”“其他处理” ＝ 表二相应各行的总计之和",
        _BASIS,
        "warning",
        "正文＝收到政府信息公开申请5件，其中予以公开3件、不予公开2件。；予以公开·总计＝3；属于国家秘密·总计＝2",
        "正文＝收到政府信息公开申请5件，其中予以公开3件、不予公开2件。；予以公开·总计＝2；属于国家秘密·总计＝2",
        _LIMITS,
    ),
    Check(
        "prose.appeals",
        "正文的复议、诉讼数与表格不符",
        "正文“行政复议” ＝ 表三行政复议总计；正文“行政诉讼” ＝ 未经复议直接起诉与复议后起诉两个总计之和",
        _BASIS,
        "warning",
        "正文＝因政府信息公开被申请行政复议2件、行政诉讼1件。；行政复议·总计＝2；复议后起诉·总计＝1",
        "正文＝因政府信息公开被申请行政复议2件、行政诉讼1件。；行政复议·总计＝2；复议后起诉·总计＝0",
        f"{_LIMITS}司法行政机关办理、审理的案件不看。",
    ),
    Check(
        "prose.results",
        "正文的复议、诉讼结果与表格不符",
        "正文“维持”“纠正”“其他结果”“尚未审结”“审结”“未经复议直接起诉”“复议后起诉” ＝ 表三相应各格",
        _BASIS,
        "warning",
        "正文＝因政府信息公开被申请行政复议2件，其中维持2件。；行政复议·结果维持＝2；行政复议·总计＝2",
        "正文＝因政府信息公开被申请行政复议2件，其中维持1件、纠正1件。；行政复议·结果维持＝2；行政复议·总计＝2",
        f"{_LIMITS}一句里同时说复议和诉讼的结果、分不清属哪一项的不看。",
    ),
    Check(
        "prose.applicants",
        "正文的申请人分类与表格不符",
        "正文“自然人”“法人或其他组织” ＝ 表二第一项（可加第二项）相应的栏；“均为自然人” ⇒ 其他各栏为 0；"
        "申请人的人数（…名）≤ 第一项、第二项之和",
        _BASIS,
        "warning",
        "正文＝收到政府信息公开申请3件，其中自然人2件。；本年新收·自然人＝2；本年新收·商业企业＝1；本年新收·总计＝3",
        "正文＝收到政府信息公开申请3件，均为自然人。；本年新收·自然人＝2；本年新收·商业企业＝1；本年新收·总计＝3",
        _LIMITS,
    ),
    Check(
        "prose.all_closed",
        "正文称全部办结，表格却有结转",
        "正文“全部办结”“办结率100%” ⇒ 表二第四项（结转下年度）总计为 0",
        _BASIS,
        "warning",
        "正文＝收到政府信息公开申请3件，已全部办结。；本年新收·总计＝3；办理结果总计·总计＝3",
        "正文＝收到政府信息公开申请3件，已全部办结。；本年新收·总计＝3；办理结果总计·总计＝2；结转下年度·总计＝1",
        "“按时办结率100%”“按期答复”可以有未到期的结转，不看。",
    ),
)


Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a claim may mean: the sum of some cells, each other meaning of it, or anything in between."""

    check: str
    name: str
    table: Table
    codes: tuple[str, ...]
    columns: tuple[str, ...] = ("total",)
    perhaps: tuple[str, ...] = ()  # columns that some count in, too


_GROUPS = {
    "refused": "不予公开",
    "not_available": "无法提供",
    "not_processed": "不予处理",
    "other_handling": "其他处理",
}
_SUITS = ("direct_litigation", "litigation_after_reconsideration")
_MEANINGS = {
    "received": Meaning("prose.received", "第一项（本年新收）总计", "applications", ("received",)),
    "persons": Meaning("prose.applicants", "第一项、第二项总计之和", "applications", ("received", "carried_in")),
    "people": Meaning(
        "prose.applicants", "第一项、第二项自然人之和", "applications", ("received", "carried_in"), ("natural_person",)
    ),
    "accepted": Meaning("prose.received", "第一项（本年新收）总计", "applications", ("received",)),
    "handled": Meaning(
        "prose.received",
        "第一项（本年新收）与第二项（上年结转）总计之和",
        "applications",
        ("received", "carried_in"),
    ),
    "dealt": Meaning("prose.received", "第一项（本年新收）总计", "applications", ("received",)),
    "on_request": Meaning("prose.received", "第一项（本年新收）总计", "applications", ("received",)),
    "carried_in": Meaning("prose.carried", "第二项（上年结转）总计", "applications", ("carried_in",)),
    "carried_out": Meaning("prose.carried", "第四项（结转下年度）总计", "applications", ("carried_out",)),
    "all_closed": Meaning("prose.all_closed", "第四项（结转下年度）总计", "applications", ("carried_out",)),
    "closed": Meaning("prose.closed", "第三项（七）总计", "applications", ("closed",)),
    "settled": Meaning("prose.closed", "第三项（七）总计", "applications", ("closed",)),
    "answered": Meaning("prose.closed", "第三项（七）总计", "applications", ("closed",)),
    "disclosed": Meaning("prose.outcomes", "（一）予以公开总计", "applications", ("disclosed",)),
    "partly_disclosed": Meaning("prose.outcomes", "（二）部分公开总计", "applications", ("partly_disclosed",)),
    "granted": Meaning("prose.outcomes", "（一）、（二）总计之和", "applications", ("disclosed", "partly_disclosed")),
    "reconsiderations": Meaning("prose.appeals", "行政复议总计", "appeals", ("reconsideration",)),
    "suits": Meaning("prose.appeals", "行政诉讼两项总计之和", "appeals", _SUITS),
    "disputes": Meaning("prose.appeals", "行政复议、行政诉讼三项总计之和", "appeals", ("reconsideration", *_SUITS)),
}
_CHANNELS = {"reconsiderations": ("行政复议", ("reconsideration",)), "suits": ("行政诉讼", _SUITS)}
_CHANNELS |= {"direct_litigation": ("未经复议直接起诉", _SUITS[:1])}
_CHANNELS |= {"litigation_after_reconsideration": ("复议后起诉", _SUITS[1:])}
_RESULTS = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结", "total": "总计"}
_RESULTS |= {
    "annulled": "结果纠正",
    "unlost": "结果纠正",
    "decided": "已审结的",
    "otherwise": "维持以外的结果",
    "lost": "结果纠正",
}
_SEVERAL: dict[str, tuple[str, ...]] = {
    "decided": ("upheld", "corrected", "other"),
    "otherwise": ("corrected", "other", "pending"),
}
_SEVERAL |= {"lost": ("corrected",), "annulled": ("corrected",), "unlost": ("corrected",)}
_AT_MOST = (".annulled", "persons", "people")  # what is counted is no more than the cells have, and may be less
_PERHAPS = {"lost": ("other",)}
_ORGANISATIONS = ("business", "research_institution", "social_organization", "legal_service", "other_organization")
_KINDS = {"natural_person": "自然人", "organisations": "法人或其他组织五栏", "business": "商业企业"}
_KINDS |= {"research_institution": "科研机构", "social_organization": "社会公益组织", "legal_service": "法律服务机构"}


def find(case: Case) -> Iterator[Finding]:
    """Every figure of the prose that no meaning of its words brings into line with the tables."""
    if not any(case.cells.values()):
        return
    for section, claim in case.claims:
        meaning = _meaning(claim, case)
        if meaning is None:
            continue
        exact, least = _amount(case, meaning)
        if meaning.check == "prose.applicants" and _with_carried_in(case, claim, meaning, exact):
            continue
        if (
            meaning.perhaps
            and _amount(case, replace(meaning, columns=meaning.columns + meaning.perhaps))[0] == claim.number
        ):
            continue
        if _contradicted(case, claim, exact, least):
            yield _finding(case, section, claim, meaning, exact, least)


def _meaning(claim: Claim, case: Case) -> Meaning | None:
    """What a claim's words mean; None for the items of table 1, which are another check's."""
    if claim.what in _GROUPS:
        codes = case.form.children(claim.what) or (claim.what,)
        return Meaning("prose.outcomes", f"{_GROUPS[claim.what]}各项之和", "applications", codes)
    if claim.what in case.form.leaves and claim.what not in _MEANINGS:
        name = f"“{case.form.full_label(claim.what)}”总计"
        return Meaning("prose.outcomes", name, "applications", (claim.what,))
    if claim.what in ("all_disclosed", "all_refused"):
        return _others(case, claim.what.removeprefix("all_"))
    channel, _, result = claim.what.partition(".")
    if channel in _CHANNELS and result:
        name, codes = _CHANNELS[channel]
        columns: tuple[str, ...] = _SEVERAL.get(result, (result,))
        return Meaning(
            "prose.results", f"{name}{_RESULTS[result]}", "appeals", codes, columns, _PERHAPS.get(result, ())
        )
    if channel == "received" and result:
        columns = _ORGANISATIONS if result == "organisations" else (result,)
        perhaps = _ORGANISATIONS[1:] if result == "business" else ()
        name = f"第一项（本年新收）{_KINDS[result]}"
        return Meaning("prose.applicants", name, "applications", ("received",), columns, perhaps)
    return _MEANINGS.get(claim.what)


def _others(case: Case, what: str) -> Meaning:
    """Every other result than the one that all of them are said to have had; 部分公开 is near enough to 公开."""
    form = case.form
    own = set(form.children(what)) | {what} | ({"partly_disclosed"} if what == "disclosed" else set())
    codes = tuple(code for code in form.leaves if code not in own)
    name = f"{'予以公开、部分公开' if what == 'disclosed' else '不予公开'}以外各项总计之和"
    return Meaning("prose.outcomes", name, "applications", codes)


def _with_carried_in(case: Case, claim: Claim, meaning: Meaning, exact: Number | None) -> bool:
    """May the applicants be those of what was carried in, too?"""
    before, _ = _amount(case, replace(meaning, codes=("carried_in",)))
    return exact is None or before is None or claim.number == exact + before


def _amount(case: Case, meaning: Meaning) -> tuple[Number | None, Number]:
    sums = [case.amount(meaning.table, meaning.codes, column) for column in meaning.columns]
    exact = [one for one, _ in sums]
    whole = None if None in exact else sum(number for number in exact if number is not None)
    return whole, sum(least for _, least in sums)


def _contradicted(case: Case, claim: Claim, exact: Number | None, least: Number) -> bool:
    number = claim.number
    if claim.what.endswith(_AT_MOST):
        return exact is not None and number > exact
    if claim.what in _LOOSE:
        own = claim.what == "settled" and _is_less_carried_in(case, number, exact)
        return not own and _fits_none(case, number, exact, *_LOOSE[claim.what])
    if claim.what not in ("accepted", "closed", "answered"):
        return number < least if exact is None else number != exact
    # These have more than one meaning: what isn't printed may make any of them right.
    return exact is not None and _fits_no_meaning(case, claim, exact)


def _fits_no_meaning(case: Case, claim: Claim, exact: Number) -> bool:
    """Is a number none that its words may mean, with what was carried in or without?"""
    number = claim.number
    before = case.amount("applications", ("carried_in",))[0]
    if claim.what == "accepted":
        return number < exact if before is None else number not in (exact, exact + before)
    if claim.what == "closed":
        return number > exact if before is None else number not in (exact, exact - before)
    return _answered_otherwise(case, number, exact, before)


def _answered_otherwise(case: Case, number: int | Decimal, exact: Number, before: Number | None) -> bool:
    """Is a number of replies none that the table allows? What wasn't dealt with on its merits may lack one.

    In a draft, whose rows can all be told apart, each of those rows either counts or doesn't; of a published page
    anything between is let be.
    """
    form = case.form
    others = (*form.children("not_processed"), "other_handling", *form.children("other_handling"))
    rows = [case.number("applications", code, "total") for code in others if code in form.leaves]
    if case.draft and before is not None and None not in rows:
        silent = _sums_of_some(count for count in rows if count)
        return number not in {one - less for one in (exact, exact - before) for less in silent}
    after = case.amount("applications", ("carried_out",))[0]
    least = case.amount("applications", others)[0 if "other_handling" in form.leaves else 1]
    too_few = before is not None and least is not None and number < exact - before - least
    return too_few or (after is not None and number > exact + after)


def _sums_of_some(counts: Iterable[Number]) -> set[Number]:
    """Every sum that some of a few numbers make, or none of them."""
    sums: set[Number] = {0}
    for count in counts:
        sums |= {one + count for one in sums}
    return sums


# What else was counted, where an office says what it dealt with (办理), or made public on request (依申请公开5件).
_LOOSE: dict[str, tuple[tuple[str, ...], ...]] = {
    "handled": (("closed",),),
    "settled": (("received",), ("received", "carried_in")),
    "dealt": (("received", "carried_in"), ("closed",)),
    "on_request": (
        ("received", "carried_in"),
        ("closed",),
        ("disclosed",),
        ("disclosed", "partly_disclosed"),
    ),
}


def _is_less_carried_in(case: Case, number: int | Decimal, exact: Number | None) -> bool:
    """Is a number what was closed of the year's own applications?"""
    before = case.amount("applications", ("carried_in",))[0]
    return exact is not None and before is not None and number == exact - before


def _fits_none(case: Case, number: int | Decimal, exact: Number | None, *others: tuple[str, ...]) -> bool:
    """Is a number neither this one nor any other sum that may be meant? Not where one of them can't be reckoned."""
    sums = [exact, *(case.amount("applications", codes)[0] for codes in others)]
    return None not in sums and number not in sums


def _finding(
    case: Case, section: Section, claim: Claim, meaning: Meaning, exact: Number | None, least: Number
) -> Finding:
    line = case.line(section, claim.line)
    printed = shown(exact) if exact is not None else f"不少于 {shown(least)}"
    tables = {"applications": "表二", "appeals": "表三"}
    silent = claim.number == 0 and not any(c.isdigit() for c in claim.quote)
    of_all = claim.what.startswith("all_") or meaning.check in ("prose.applicants", "prose.results")
    none = silent and not of_all
    check = "prose.none" if none else meaning.check
    said = "说没有" if none else "说全部办结" if claim.what == "all_closed" else "" if silent else f"说{claim.number}件"
    where = f"{tables[meaning.table]}{meaning.name}"
    message = f"正文“{claim.quote}”{said}，{where}却是 {printed}（正文第{line}行）。"
    # What is stated stands in the prose, so no cell is named: a cell's finding states what that cell prints.
    row = meaning.codes[0] if len(meaning.codes) == 1 else None
    return Finding(check, message, line, meaning.table, row, None, str(claim.number), printed)

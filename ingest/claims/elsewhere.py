"""What a clause says of others' applications and of appeals on other matters (他机关、他事项): no figure of the tables.

>>> is_of_other_matters("因土地征收引发的行政复议12件", ""), is_of_other_matters("因信息公开引发的行政复议12件", "")
(True, False)
>>> is_of_other_matters("行政复议20件", "，其中涉及政府信息公开5件")
True
>>> is_of_other_matters("其他行政复议案件4件", ""), is_of_other_matters("1件行政复议与公开无关", "")
(True, True)
>>> speaks_another("县教育局收到申请12件", "云岭县水利局"), speaks_another("县水务局收到申请12件", "云岭县水务局")
(True, False)
>>> speaks_another("区住建局收到申请12件", "云岭区住房和城乡建设局")
False
"""

from __future__ import annotations

import re

from ingest.patterns import lazy

# Why somebody appealed, where that isn't what the office disclosed or answered.
_REASON = lazy(
    r"因(?P<why>[^，,]{2,}?)(?:引发|引起|导致|产生|提起|被|而|申请)|(?P<other>其[他它余]?(?:行政行为|领域|方面|类)|其[他它余](?:的)?(?:行政)?(?:复议|诉讼|应诉))"
)
_SEVERED = lazy("[；;]")  # behind it another count begins
_OURS = lazy("公开|答复|回复|告知|申请")
_NOT_OURS = lazy(
    r"(?:非|不涉及?|未涉及)(?:政府)?信息公开|[与和同](?:政府|依申请)?(?:信息)?公开[^，,]{0,4}(?:无关|没有关系|不相关|无涉)"
    r"|[与和同]此无关"
)
_OF_WHICH = lazy(r"(?:其中|(?<![均都])涉及?|含)[^，,。]{0,8}信息公开")
_ACTOR = lazy(
    r"^(?:[一二三四五六七八九十\d]{1,2}[、.)])?(?:其|(?P<who>[\u4e00-\u9fff]{2,16}?(?:局|委员会|委|镇|乡|街道|院|中心|大队|支队)))"
    r"(?:全年|本年度?|今年|年内|共计?|累计|新)*(?:收到|接到|受理|办结|办理|登记|新收)"
)
_OWN = lazy(r"[本我全各]|年|共|由|经|向")


def is_of_other_matters(text: str, after: str, *, before: bool = False) -> bool:
    """Does a clause count appeals that have nothing to do with disclosure; ``after``: what its sentence says next?

    ``before``: the clause before it does; so what follows does, too, until it names 公开 (其他行政复议4件，诉讼2件).
    """
    if before and "公开" not in text:
        return True
    if _NOT_OURS.search(text) or _NOT_OURS.search(_SEVERED.split(after, maxsplit=1)[0]):
        return True
    if "公开" in text:
        return False
    reason = _REASON.search(text)
    if reason and (reason["other"] or not _OURS.search(reason["why"])):
        return True
    return _OF_WHICH.search(after) is not None


def speaks_another(text: str, agency: str) -> bool:
    """Does another office act? One whose letters all stand in the agency's name, in order, is its short name."""
    found = _ACTOR.match(text)
    if found is None or not agency:
        return False
    who = found["who"]
    if who is None:
        return True
    return not _OWN.search(who) and not _is_short(re.sub(r"^[县市区州旗]", "", who), agency)


def _is_short(who: str, agency: str) -> bool:
    letters = iter(agency)
    return all(letter in letters for letter in who)

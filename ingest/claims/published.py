"""主动公开 1,203 条: how many pieces of information a report says were made public in its year (主动公开信息条数).

No table since 2019 has such a number, so no check rests on it; of a report that is prose only it is what there is.

>>> text = "2016年，全年主动公开政府信息1,203条，其中主动公开规范性文件3条。"
>>> [(claim.number, claim.quote) for claim in published(text, 2016)]
[(1203, '全年主动公开政府信息1,203条')]
>>> text = "累计主动公开信息900条，近三年主动公开信息约50条。2015年主动公开信息7条，主动公开信息80余条。"
>>> published(text, 2016)
()
>>> published("通过政府网站主动公开政府信息480条。利用微博主动公开政府信息7条。", 2016)  # parts of it
()
"""

from __future__ import annotations

import re

from ingest.claims import Claim
from ingest.patterns import lazy

WHAT = "published_information"
_SAID = lazy(
    r"主动公开(?:的|了)?(?:各类|各种|本级|全部)?(?:政府|政务)?(?:信息|公开信息)(?:公开)?(?:条数|总数|数量|数)?"
    r"(?:共计|总计|合计|共有|共|计|为|达到|达)?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,9})条"
)
_NOT_EXACT = lazy(r"累计|历年|近.年|以来|约|近\d|超过|余条|多条|以上|其中|平均|每|上一?年|去年|往年|同比|[增减]加?")
_OF_A_PART = lazy(
    r"网站|网页|门户|微博|微信|公众号|公报|[公开示]栏|报[刊纸]|媒体|电视|广播|平台|查阅|窗口|专栏|栏目|[类项]"
)
_YEAR = lazy(r"(?P<year>20\d\d)年")


def published(body: str, year: int) -> tuple[Claim, ...]:
    """What a section says of it for the report's year, exactly and of all of it."""
    found = []
    for line in body.split("\n"):
        said = None
        for clause in re.split(r"[，。；;！!？?]|,(?!\d{3})", re.sub(r"(?<=\d)[，](?=\d{3}(?!\d))", ",", line)):
            named = _YEAR.search(clause)
            said = int(named["year"]) if named else said
            match = _SAID.search(clause.replace(" ", ""))
            if match and said in (None, year) and not _is_of_a_part(clause, match):
                found.append(Claim(WHAT, int(match["number"].replace(",", "")), clause.strip(), line))
    return tuple(found)


def _is_of_a_part(clause: str, match: re.Match[str]) -> bool:
    """Does a clause speak of a part of the year's, of another time's, or of no exact number?"""
    return bool(_NOT_EXACT.search(clause) or _OF_A_PART.search(match.string[: match.start()]))

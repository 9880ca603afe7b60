"""The article (正文所在) of a site's page: the items of its flow that are the report, and those that are the site's.

No list of sites: the headings of a report's sections and the words of its tables tell where it stands. What lies
between the first and the last of these is the report. Before it, plain text is kept (title, header table, the line
with source and date), lists of links and the site's own places are not; behind it, what its own block still holds,
and the plain blocks after it (signature, date) up to the first that isn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.containers.web.flow import Flow, Item, Pairs, Table, Text
from ingest.grids.words import codes_of
from ingest.headings import heading_kind
from ingest.text import fold

_KNOWN = 3  # labels of the forms that make a table a statutory one
_LABELS_READ = 200  # cells of a table that are looked at
_HEADING = 60  # characters
_PARAGRAPH = 80  # characters that make a line prose, on a page without a sign of a report
_LINKED = 0.5  # share of a line's characters in links that makes it the site's
_LINKED_BLOCK = 0.3
_LIST = 3  # lines of links on end are a list
_LIST_HEADING = 10  # characters
_DATE = re.compile(r"[\[(（]?\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?[\])）]?")
# What a site prints around an article: never a report's own words when a line holds nothing else.
_MARKS = r"[\s\[\]()|>:：、,·《》【】]*"
_FURNITURE_WORDS = "|".join(
    (
        "打印(?:本页|此页|文章)?|关闭(?:本页|窗口|此页)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|下载(?:本文)?|TOP|top",
        "分享(?:到)?|微信|微博|新浪微博|腾讯微博|QQ空间|朋友圈|扫一扫.{0,20}|手机(?:扫码|查看|版).{0,10}|我?要?纠错",
        "字号|字体(?:大小)?|默认|超大|大|中|小|视力保护色|繁体|简体|无障碍(?:浏览|阅读)?|听全文|语音播报|登录|注册|搜索",
        "上一[篇条].{0,60}|下一[篇条].{0,60}|相关(?:链接|文章|新闻|信息|稿件|附件|阅读|文档|解读)|浏览次数?",
        "责任编辑.{0,20}|编辑[:：].{0,10}",
    )
)
_FURNITURE = re.compile(rf"{_MARKS}(?:(?:{_FURNITURE_WORDS}){_MARKS})+")
_SITE = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|技术支持|主办单位|承办单位|网站地图|Copyright|建议使用|网站声明|联系我们|您是第"
)

# Who made or serves the site, and what such a line has below it: where they are.
_SERVICE = re.compile(r"(?:技术(?:支持|保障|服务)|(?:网站)?(?:设计|建设|维护|运维|开发))(?:单位)?\s*[:：]")
_PARTICULAR = re.compile(r"\s*(?:(?:公司|联系|办公)?地址|(?:联系)?电话|邮编|传真|邮箱)\s*[:：]")


def article(flow: Flow) -> list[Item]:
    """The items of the report, in order; all plain ones where nothing tells that there is a report."""
    items = flow.items
    signs = _signs(items, flow) or [at for at, item in enumerate(items) if _is_prose(item)]
    return _around_signs(flow, signs) if signs else [item for item in items if not _is_site(item)]


def _around_signs(flow: Flow, signs: Sequence[int]) -> list[Item]:
    """The items between the signs of a report, and those before and behind that belong to it."""
    items = flow.items
    first, last = signs[0], signs[-1]
    core = _around([items[at].element for at in signs], flow.parents)
    chain = set(_chain(core, flow.parents))
    kept = set(_kept_after(flow, core, chain, last))
    lists = _lists(items)
    site = {at for at, item in enumerate(items) if _is_site(item)}.union(_of_service(items))
    found = []
    for at, item in enumerate(items):
        zone = flow.zones[item.element]
        beside = zone >= 0 and zone not in chain
        if first <= at <= last:
            keep = at in signs or not (beside or at in lists)
        else:
            keep = not (beside or at in site) and (at in kept if at > last else not _heads_list(items, at))
        if keep:
            found.append(item)
    return found


def _of_service(items: Sequence[Item]) -> Iterator[int]:
    """The particulars (地址, 电话) below a line that names who serves the site."""
    below = False
    for at, item in enumerate(items):
        words = item.words if isinstance(item, Text) else ""
        if below and _PARTICULAR.match(words):
            yield at
        else:
            below = _SERVICE.search(words) is not None


def tells(flow: Flow) -> int:
    """How many signs of a report a page shows."""
    return len(_signs(flow.items, flow))


def _signs(items: Sequence[Item], flow: Flow) -> list[int]:
    """The items that only a report has: headings of its sections, its tables."""
    return [at for at, item in enumerate(items) if _is_sign(item)]


def _is_sign(item: Item) -> bool:
    if isinstance(item, Text):
        return item.size <= _HEADING and not item.links and heading_kind(fold(item.words)) is not None
    return isinstance(item, Table) and is_statutory(item)


def is_statutory(table: Table) -> bool:
    """Does a table print labels of a statutory form?"""
    return has_labels(span.text for row in table.rows for span in row)


def has_labels(texts: Iterable[str]) -> bool:
    """Are some of the first of a table's texts labels of a statutory form?"""
    known: set[str] = set()
    for _, text in zip(range(_LABELS_READ), texts, strict=False):
        if text and not text.isascii():
            known |= codes_of(fold(text.replace("\n", "")))
            if len(known) >= _KNOWN:
                return True
    return False


def _is_prose(item: Item) -> bool:
    return isinstance(item, Text) and item.size >= _PARAGRAPH and not item.links


def _is_site(item: Item) -> bool:
    """Is this a list of links, or what a site prints on every page?"""
    if _is_link(item):
        return True
    if isinstance(item, Pairs) or not isinstance(item, Text):
        return False
    return _FURNITURE.fullmatch(item.words) is not None or (item.size <= 120 and _SITE.search(item.words) is not None)


def _is_link(item: Item) -> bool:
    """Is this a link, perhaps with its date?"""
    dates = sum(map(len, _DATE.findall(item.words))) if isinstance(item, Text) and item.links else 0
    return item.links > 0 and item.links > _LINKED * (item.size - dates)


def _heads_list(items: Sequence[Item], at: int) -> bool:
    """Is this the short heading of a list of links?"""
    item = items[at]
    return (
        isinstance(item, Text)
        and item.size <= _LIST_HEADING
        and not _is_sign(item)
        and all(_is_link(other) for other in items[at + 1 : at + 1 + _LIST])
        and at + _LIST < len(items)
    )


def _lists(items: Sequence[Item]) -> set[int]:
    """The lines that stand in lists of links."""
    found: set[int] = set()
    run: list[int] = []
    for at, item in enumerate([*items, Text("", 0, 0)]):
        if _is_link(item):
            run.append(at)
            continue
        if len(run) >= _LIST:
            found.update(run)
        run = []
    return found


def _chain(element: int, parents: Sequence[int]) -> Iterator[int]:
    """An element and those around it."""
    while element:
        yield element
        element = parents[element]
    yield 0


def _around(elements: Sequence[int], parents: Sequence[int]) -> int:
    """The innermost element that holds all of these."""
    common = elements[0]
    for element in elements[1:]:
        other = element
        while common != other:  # an element's number is higher than that of what it lies in
            if common > other:
                common = parents[common]
            else:
                other = parents[other]
    return common


def _kept_after(flow: Flow, core: int, chain: set[int], last: int) -> Iterator[int]:
    """The items behind the last sign that may belong to the report."""
    units: list[tuple[int, list[int]]] = []  # blocks behind the core, each with its items
    for at in range(last + 1, len(flow.items)):
        unit = _unit(flow.items[at].element, chain, flow.parents)
        if unit == core or core in _chain(flow.items[at].element, flow.parents):
            yield at
        elif units and units[-1][0] == unit:
            units[-1][1].append(at)
        else:
            units.append((unit, [at]))
    for _, inside in units:
        items = [flow.items[at] for at in inside]
        size, links = sum(item.size for item in items), sum(item.links for item in items)
        foreign = any(flow.zones[item.element] >= 0 and flow.zones[item.element] not in chain for item in items)
        if foreign or links > _LINKED_BLOCK * size or any(map(_is_site, items)):
            return
        yield from inside


def _unit(element: int, chain: set[int], parents: Sequence[int]) -> int:
    """The outermost element around one that doesn't hold the core."""
    while parents[element] not in chain and element:
        element = parents[element]
    return element

"""The path to a page (当前位置：首页 > X局 > 年报): the organ whose channel it stands in, asked after all else.

>>> from ingest.front.page import line_of
>>> path = "当前位置:首页 > 衢州市 > 衢州市示例局 > 年报"
>>> [one.text for one in read_path([line_of(2, path, path)])]
['衢州市示例局']
>>> list(read_path([line_of(1, "首页>衢州市人民政府>区直部门>年报", "首页>衢州市人民政府>区直部门>年报")]))
[]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.front.candidates import Candidate
from ingest.front.names import is_banner
from ingest.front.naming import only_organ
from ingest.front.page import Line
from ingest.patterns import lazy
from ingest.places import is_organ, known_end

_PATH = lazy(r"[>»›≫→]|::|\s/\s|\s-\s")
_BEGINS = lazy(r"\W{0,3}(?:(?:您|你)?(?:现在|当前|目前)?的?(?:所在)?(?:的)?位置\W|(?:网站)?首页\W)")
_SLASHES = lazy(r"/|-")
_TOWN = lazy(r"[\u4e00-\u9fff]{2,}(?:[镇乡]人民政府|苏木人民政府|街道办事处)$")
_LONGEST = 300  # characters of such a line


def read_path(lines: Sequence[Line]) -> Iterator[Candidate]:
    """The last organ in the first path that has one; a government owns the portal, and its channels are others'."""
    for line in lines:
        links = _links(line.text)
        names = (name for link in reversed(links) if (name := only_organ(link)) and _is_one(name))
        if name := next(names, None):
            yield Candidate("organ", "path", name, line.number)
            return


def _links(text: str) -> list[str]:
    """The links of a path; none for a line that is no path."""
    if not text or len(text) > _LONGEST:
        return []
    begins = _BEGINS.match(text) is not None
    if not begins and not any(mark in text for mark in ">»›"):
        return []
    links = _PATH.split(text)
    if begins and len(links) < 2:
        links = _SLASHES.split(text)
    return [link.strip() for link in links] if len(links) > 2 else []


def _is_one(name: str) -> bool:
    """Is a link an organ's name, and not a channel's (区直部门, 乡镇街道)?"""
    named = known_end(name) > 0 or is_organ(name) or _TOWN.match(name) is not None
    return named and not is_banner(name)

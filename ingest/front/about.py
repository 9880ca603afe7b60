"""Texts about reports (解读, 通知), which are none: a line like a title begins or ends with such a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ingest.front.names import glue
from ingest.front.page import Line, undecorated, words
from ingest.patterns import lazy

LONGEST = 80  # characters of a title
_SUBJECT = lazy(r"政府信息公开|政务信息公开|政务公开|政府信息|信息公开")
_CLOSES = '》)"”'


class About(NamedTuple):
    """A line that says that the text is about reports."""

    word: str  # 解读, 通知
    line: int
    sends: bool  # 关于公布…的公告, 关于做好…的通知: what it sends may stand below it


def about(lines: Sequence[Line]) -> About | None:
    """The first line like a title that says that a text is about reports (解读, 通知)."""
    return next((found for line in lines if (found := _of_line(line))), None)


def _of_line(line: Line) -> About | None:
    text = glue(undecorated(line.text)) if "报" in line.text and not too_long(line.text) else ""
    if not 0 < len(text) <= LONGEST or not _speaks_of_reports(text):
        return None
    title = words()["title"]
    every = ((word, sends) for sends, of_kind in ((False, "about"), (True, "sent")) for word in title[of_kind])
    bare = text.rstrip(_CLOSES)
    return next((About(w, line.number, sends) for w, sends in every if bare.endswith(w) or text.startswith(w)), None)


def _speaks_of_reports(text: str) -> bool:
    """Does a line name the subject, a report, and one of the words? Most lines don't."""
    report = "报告" in text or "年报" in text
    return report and _words().search(text) is not None and any(one in text for one in words()["title"]["subjects"])


def speaks_of_one(glued: str) -> bool:
    """Is a line about a report (一图读懂…, …报告（征求意见稿）)? An organ may have such a word in its name (样本局)."""
    found = _words().search(glued)
    if not found:
        return False
    subject = _SUBJECT.search(glued)
    return found.start() == 0 or _words().search(glued, subject.start() if subject else 0) is not None


@cache
def _words() -> re.Pattern[str]:
    title = words()["title"]
    return lazy("|".join(map(re.escape, [*title["about"], *title["sent"]])))


def too_long(text: str) -> bool:
    """Is a line too long for a title, whatever its spaces? Most lines are, and that is told in no time."""
    return len(text) > LONGEST and len(text) - text.count(" ") - text.count("\t") > LONGEST

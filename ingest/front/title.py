"""Titles (标题): 〔agency〕〔year〕政府信息公开工作年度报告, on one line or on up to four, broken anywhere.

Of all lines that may be a title those that say most are it: a page prints its channel's name, other years' reports
and the title itself two or three times.

>>> title_parts("示例市商务局 2020 年政府信息公开工作年度报告")
Parts(agency='示例市商务局', year=2020, told='')
>>> title_parts("2021年政府信息公开工作年度报告")[:2], title_parts("示例镇政府信息公开2019年年报")[:2]
(('', 2021), ('示例镇', 2019))
>>> title_parts("柯城区示例医院政府信息公开工作年度报告(2021年度)")[:2], title_parts("示例局202年政府信息公开年报")
(('柯城区示例医院', 2021), Parts(agency='示例局', year=None, told='202年'))
>>> title_parts("示例中学2020—2021学年信息公开年度报告")
Parts(agency='示例中学', year=2021, told='2020—2021学年')
>>> title_parts("示例市关于做好2021年政府信息公开工作年度报告编制工作的通知") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ingest.dates import read_year
from ingest.front.marks import labels
from ingest.front.names import clean, glue, is_place, is_template, is_town, is_zone, organ, unfurnished
from ingest.front.page import Line, Words, words
from ingest.places import is_known, known_end

_LONGEST = 80
_SUBJECTS = ("公", "信")  # 公开, 信息: no title is without a character of these, though spaces may stand between
_YEAR_DIGITS = r"(?:20\d\d|[二][〇○零O0]?[〇○零O0一二三四五六七八九]{2,3})"
_DASH = r"[-—~～至到]"
_SCHOOL = re.compile(rf"(?<!\d)(?P<from>20\d\d)(?:年)?{_DASH}{{1,2}}(?P<to>20\d\d)学年(?:度)?")
_RANGE = re.compile(
    rf"(?<!\d)20\d\d(?:年)?{_DASH}{{1,2}}(?:20)?\d\d年(?:度)?|(?<!\d)\d{{8}}学年(?:度)?"
    r"|(?<!\d)20\d\d(?:年度?)?[、和与及]20\d\d年(?:度)?"
)
_YEAR = re.compile(rf"(?<![\d\-/.〔\[(])(?P<year>{_YEAR_DIGITS})(?:年度|年(?!\d{{1,2}}月)|(?![\d\-/.年〕\])]))(?:度)?")
_DAMAGED = re.compile(r"(?<!\d)(?:\d{1,3}|\d{5,})年(?:度)?")  # characters were lost, or printed twice
_SUBJECT = r"(?:政府信息公开|政务信息公开|政务公开|政府信息|信息公开)"
_A_SUBJECT = re.compile(_SUBJECT)
_TAIL = re.compile(
    rf"{_SUBJECT}(?:(?:和|与|及|、|暨)?{_SUBJECT})?(?:工作)?(?:情况)?(?:的)?"
    rf"(?:(?P<year>{_YEAR_DIGITS})年度?)?(?P<paper>[工作年度报告总结情况的]{{2,12}})"
    rf"(?:[-—_:]{{0,4}}\(?(?P<after>{_YEAR_DIGITS})年?度?\)?)?(?P<suffix>\([^()]{{1,20}}\))?$"
)
_MAYBE_RANGE = re.compile(rf"{_DASH}|学年|[、和与及]20")
_DEGREE = re.compile(r"^年?度|年?度$")
_YEAR_ALONE = re.compile(rf"[-—(]{{0,2}}{_YEAR_DIGITS}年?度?\)?")
_PAPER = re.compile(r"报.*告|告.*报|年报|总结")
_CELLS = re.compile(r"[^|\t]+")
_WHOLE = re.compile(r"\(?全[省市县区州旗盟]\)?$")
_YEAR_BEFORE = re.compile(rf"(?:{_YEAR_DIGITS}\s{{0,4}}年?\s{{0,4}}度?\s{{0,4}}(?:关于)?)?\s{{0,4}}\Z")
_FILE = re.compile(r"\.(?:docx?|pdf|wps|html?|txt|xlsx?)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"[。;,!?:|<>»›]")
_BREADCRUMB = re.compile(r"[>»›]")
_EDGES = " *#\t|"
_PHRASE = "政府信息公开工作年度报告"
_MOST_LINES = 4
_ENDS_IN_YEAR = re.compile(rf"{_YEAR_DIGITS}(?:年?度?|年度?政府?)$")
_NEAR = 0.45  # titles that say as much as the best, broken or not
_BANNER = re.compile(
    r"(?:法定)?(?:主动公开|政府信息|政务|信息|公开|政府|年度?|工作|报告?|专栏|目录|平台|内容|网|指南)+"
)


class Parts(NamedTuple):
    """What a title names: the agency ("" if none), the year, and words that say more or less than one year."""

    agency: str
    year: int | None
    told: str = ""  # 202年: damaged; 2020—2021学年: a school year


class Title(NamedTuple):
    """A title of a page, and how its agency is named."""

    text: str | None = None
    line: int = 0
    organ: str | None = None  # on the title itself
    place: str | None = None  # the title names a bare place (示例区2020年…): the agency is its government
    year: int | None = None
    told: str = ""
    above: tuple[tuple[int, str, str], ...] = ()  # line, organ or place, as printed: on the lines above
    before: str = ""  # whatever stands on the line above
    is_template: bool = False
    rank: float = 0

    @property
    def whole(self) -> bool:
        """Does the title itself name an organ, or a place?"""
        return self.organ is not None or self.place is not None


def title_parts(line: str) -> Parts | None:
    """The parts of a title; None for a line that is none."""
    if len(line) > _LONGEST * 2 or not any(subject in line for subject in _SUBJECTS):
        return None
    bare = unfurnished(line.strip(_EDGES))
    found = _parse(bare)
    if len(bare) < len(line.strip(_EDGES)) and (found is None or not found.agency):
        return _parse(line) or found  # 政府信息公开 工作年度报告: no banner after all
    return found


def _parse(line: str) -> Parts | None:
    glued = _FILE.sub("", glue(line)).strip("《》\"“”'")
    if len(glued) > _LONGEST or _NO_TITLE.search(glued) or _speaks_of_one(glued):
        return None
    every = (parts for tail in _tails(glued) if (parts := _parts(glued, tail)))
    first = next(every, None)
    if first is None or not first.agency.endswith("人民"):
        return first
    # 示例镇人民政府信息公开年报: the subject begins in the name's last word. 医院政府 is nobody's name.
    return next((parts for parts in every if parts.agency == f"{first.agency}政府"), first)


def _speaks_of_one(glued: str) -> bool:
    """Is a line about a report (一图读懂…, …报告（征求意见稿）)? An organ may have such a word in its name (样本局)."""
    about = _about()
    if not about.search(glued):
        return False
    subject = _A_SUBJECT.search(glued)
    return about.match(glued) is not None or about.search(glued, subject.start() if subject else 0) is not None


@cache
def _about() -> re.Pattern[str]:
    title = words()["title"]
    return re.compile("|".join(map(re.escape, [*title["about"], *title["sent"]])))


def _tails(glued: str) -> Iterator[re.Match[str]]:
    """The ways in which a line ends like a title, from the longest."""
    start = 0
    while tail := _TAIL.search(glued, start):
        yield tail
        start = tail.start() + 1


def _parts(glued: str, tail: re.Match[str]) -> Parts | None:
    if not _PAPER.search(tail["paper"]):
        return None
    before, told, years = glued[: tail.start()], "", []
    for pattern in (_SCHOOL, _RANGE) if _MAYBE_RANGE.search(before) else ():
        found = pattern.search(before)
        if found:
            told = found[0]
            years += [found["to"]] if pattern is _SCHOOL else []
            before = before[: found.start()] + before[found.end() :]
    marks = list(_YEAR.finditer(before)) if not told else []
    years += [mark["year"] for mark in marks]
    for mark in reversed(marks):
        before = before[: mark.start()] + before[mark.end() :]
    if len({read_year(year) for year in years}) > 1:  # 2022年示例局2021年…: who knows which
        told, years = "、".join(f"{year}年" for year in years), []
    damaged = _DAMAGED.search(before) if "年" in before else None
    if damaged:
        told = told or damaged[0]
        before = before[: damaged.start()] + before[damaged.end() :]
    year = tail["year"] or tail["after"] or _in_brackets(tail["suffix"]) or (years[-1] if years else None)
    agency = _DEGREE.sub("", before.strip("-—_ "))
    agency = agency if is_known(clean(agency)) else _WHOLE.sub("", agency)  # 天全县
    return Parts(clean(agency), read_year(year) if year and not damaged else None, told)


def _in_brackets(suffix: str | None) -> str | None:
    found = _YEAR.search(suffix.strip("()")) if suffix else None
    return found["year"] if found else None


def read_titles(lines: Sequence[Line], taken: Collection[int]) -> tuple[Title, ...]:
    """The titles of a page's head that say most, the highest first; ``taken`` lines are fields and their values."""
    rows = [row for line in lines if (row := line.words()).text]
    found = [title for at in range(len(rows)) for title in _at(rows, at, taken) if title.rank > 0]
    banners = words()["agency"]["furniture"]  # a channel's name, 政府信息公开年报, is no title of a report
    found = [
        title for title in found if title.whole or title.year or title.above or glue(title.text or "") not in banners
    ]
    if not found:
        return ()
    found.sort(key=lambda title: (-title.rank, title.line, title.text or ""))
    best = found[0]
    return tuple(title for title in found if title is best or (title.rank > best.rank - _NEAR and title.whole))


def _at(rows: Sequence[Words], at: int, taken: Collection[int]) -> Iterator[Title]:
    row = rows[at]
    if row.number in taken:
        return
    above = _above(rows, at, taken)
    parts = title_parts(row.text) if "\t" not in row.text else None
    if parts:
        yield _title(parts, row, above)
        below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number not in taken else None
        if below and not parts.year and _YEAR_ALONE.fullmatch(glue(below.text)):
            joined = Words(row.number, f"{glue(row.text)}({glue(below.text).strip('()')})", row.printed + below.printed)
            yield from (_title(dated, joined, above) for dated in [title_parts(joined.text)] if dated)
    elif _BREADCRUMB.search(row.text):
        yield from _last_crumb(row)
    elif "|" in row.text or "\t" in row.text:
        yield from _of_cells(row)
    elif _breaks(row.text) or _begins_name(row.text):
        yield from _joined(rows, at, taken, above)


def _above(rows: Sequence[Words], at: int, taken: Collection[int]) -> tuple[Words, ...]:
    """The lines above one, nearest first, as long as they are no fields."""
    found: list[Words] = []
    for row in reversed(rows[max(0, at - 2) : at]):
        if row.number in taken or "\t" in row.text:
            break
        found.append(row)
    return tuple(found)


def _joined(rows: Sequence[Words], at: int, taken: Collection[int], above: tuple[Words, ...]) -> Iterator[Title]:
    """A title that breaks anywhere: the fewest lines that make one."""
    for span in range(2, _MOST_LINES + 1):
        pieces = rows[at : at + span]
        if len(pieces) < span or pieces[-1].number in taken or not all(_is_piece(piece.text) for piece in pieces[-2:]):
            return
        text = "".join(piece.text for piece in pieces)
        parts = title_parts(text)
        if parts:
            joined = Words(rows[at].number, text, "".join(piece.printed for piece in pieces))
            if parts.year or parts.told:
                title = _title(parts, joined, above)
                yield title._replace(rank=title.rank - 0.1 * span)
            return


def _is_piece(text: str) -> bool:
    """May a line be a part of a title? Not one that begins with a header's label (体裁分类 其他)."""
    first, parted, _ = text.lstrip().partition(" ")
    if parted and first in labels():
        return False
    return "\t" not in text and not _too_long(text) and len(glue(text)) <= _LONGEST


def _of_cells(row: Words) -> Iterator[Title]:
    """A whole title in one cell of a row."""
    for cell in _CELLS.finditer(row.text):
        bare = Words(row.number, cell[0].strip(), row.printed[cell.start() : cell.end()].strip())
        parts = title_parts(bare.text)
        title = _title(parts, bare, ()) if parts and parts.year else None
        if title and title.whole:
            yield title._replace(rank=title.rank - 0.3)


def _last_crumb(row: Words) -> Iterator[Title]:
    """The last link of a breadcrumb, where it is a whole title and the page prints no other."""
    start = max(mark.end() for mark in _BREADCRUMB.finditer(row.text))
    last = Words(row.number, row.text[start:], row.printed[start:])
    parts = title_parts(last.text)
    if parts and organ(parts.agency) and parts.year:
        title = _title(parts, last, ())
        yield title._replace(rank=title.rank - 2.5)


def _title(parts: Parts, row: Words, above: tuple[Words, ...]) -> Title:
    """How much a title says: 5 agency and year, 4 with the line above, 3 the year alone."""
    file = _FILE.search(row.text)  # a file's name gives way to the title itself
    printed = (row.printed[: file.start()] if file else row.printed).strip()
    less = 0.2 if file else 0
    agency, dated = parts.agency, bool(parts.year or parts.told)
    title = Title(printed, row.number, None, None, parts.year, parts.told)
    if agency and is_template(agency):
        return title._replace(is_template=True, rank=5 - less)
    name, place = _named(agency) if agency else (None, None)
    if name or place:
        rank = (5 if name else 4.5) if dated else (3.5 if name else 2)
        text, before = _from(row.text, printed, agency), above[0].text if above else ""
        over = _of_place(name or "", above[:1])
        return Title(text, row.number, name, place, parts.year, parts.told, over, before, rank=rank - less)
    if len(agency) > 4:  # words that are no name: hardly a title
        return title._replace(rank=(1 if dated else 0) - less)
    named = _organs_above(above)
    return title._replace(above=named, rank=((4 if named else 3) if dated else (3 if named else 1)) - less)


def _named(agency: str) -> tuple[str | None, str | None]:
    """The organ, or the bare place, that a title names."""
    if is_zone(agency):
        return agency, None
    if is_place(agency):
        return None, agency
    return organ(agency, named=True) or (agency if is_town(agency) else None), None


def _organs_above(above: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """The organ on the line above a title that names none; with its place where that has a line of its own."""
    if not above or _BANNER.fullmatch(glue(above[0].text)):
        return ()
    row = above[0]
    joined = _place_of(above[1:2]) + glue(row.text)
    if joined != glue(row.text) and not known_end(glue(row.text)) and organ(joined):
        return ((row.number, organ(joined) or "", above[1].printed + row.printed),)
    name = organ(row.text) or (row.text if is_town(row.text) or is_zone(row.text) else None)
    if name:
        return ((row.number, name, row.printed),)
    place = clean(row.text)
    return ((row.number, place, row.printed),) if is_known(place) else ()


def _place_of(above: tuple[Words, ...]) -> str:
    """The known place that a line is and nothing else."""
    place = clean(above[0].text) if above else ""
    return place if is_known(place) else ""


def _of_place(name: str, above: tuple[Words, ...]) -> tuple[tuple[int, str, str], ...]:
    """示例局2020年… under a line 衢州市: the organ with the place above it."""
    place = _place_of(above)
    if not name or not place or known_end(name):
        return ()
    return ((above[0].number, place + name, above[0].printed),)


def _from(text: str, printed: str, agency: str) -> str:
    """A title without the page's furniture before it (来源 衢州市…): from its agency or its year on."""
    at = _standing(text, agency[:3].replace(" ", ""))
    year = _YEAR_BEFORE.search(text, 0, at) if at is not None else None
    cut = printed[year.start() :].strip() if year else printed
    return cut.rstrip("》") if "《" not in cut else cut


def _standing(text: str, letters: str) -> int | None:
    """Where some letters first stand in a text, with no more than four spaces between them."""
    if " " not in text:
        at = text.find(letters)
        return at if at >= 0 else None
    places = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join([text[at] for at in places])
    at = bare.find(letters)
    while at >= 0:
        found = places[at : at + len(letters)]
        if all(after - before <= 5 for before, after in pairwise(found)):
            return found[0] if found else 0
        at = bare.find(letters, at + 1)
    return None


def _too_long(text: str) -> bool:
    """Is a line too long for a title, whatever its spaces? Most lines are, and that is told in no time."""
    return len(text) > _LONGEST and len(text) - text.count(" ") - text.count("\t") > _LONGEST


def _breaks(text: str) -> bool:
    """Does a line end inside a title: after its year, or in the middle of the phrase?"""
    if _too_long(text):
        return False
    glued = glue(text)
    if len(glued) > _LONGEST or _NO_TITLE.search(glued):
        return False
    if _ENDS_IN_YEAR.search(glued):
        return True
    if glued[-1:] not in _PHRASE or title_parts(text) or _BANNER.fullmatch(glued):
        return False
    least = 2 if _YEAR.search(glued) else 3  # 衢州市人民政府 ends like the phrase's first word, and is an organ
    return any(glued.endswith(_PHRASE[start:end]) for start in (0, 2, 4) for end in range(start + least, len(_PHRASE)))


def _begins_name(text: str) -> bool:
    """Does a line begin a name that the next one goes on with: a known place and some words, but no whole name?"""
    if _too_long(text):
        return False
    glued = glue(text)
    if len(glued) > _LONGEST // 2 or not known_end(glued) or _NO_TITLE.search(glued):
        return False
    return 0 < known_end(glued) < len(glued) and organ(glued) is None and not is_town(glued) and not is_zone(glued)


def begins_title(text: str) -> bool:
    """Is this the first part of a title that goes on on the next line?"""
    return _YEAR.search(text[:_LONGEST]) is not None and _breaks(text)


class About(NamedTuple):
    """A line that says that the text is about reports."""

    word: str  # 解读, 通知
    line: int
    sends: bool  # 关于公布…的公告, 关于做好…的通知: what it sends may stand below it


def about(lines: Sequence[Line]) -> About | None:
    """The first line like a title that says that a text is about reports (解读, 通知)."""
    title = words()["title"]
    for line in lines:
        if "报" not in line.text or len(line.text) > 2 * _LONGEST or _too_long(line.text):
            continue
        text = glue(line.text)
        if len(text) > _LONGEST or not any(subject in text for subject in title["subjects"]):
            continue
        if "报告" not in text and "年报" not in text:
            continue
        if not _about().search(text):
            continue
        for sends, of_kind in ((False, title["about"]), (True, title["sent"])):
            for word in of_kind:
                if text.rstrip('》)"”').endswith(word) or text.startswith(word):
                    return About(str(word), line.number, sends)
    return None

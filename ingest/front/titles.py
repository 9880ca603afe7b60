"""The titles of a page (标题): on one line or on up to four, broken anywhere.

Of all lines that may be a title those that say most are it: a page prints its channel's name, other years' reports
and the title itself two or three times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from ingest.front.about import LONGEST, too_long
from ingest.front.marks import labels
from ingest.front.names import glue, is_town, is_zone, organ
from ingest.front.naming import BANNER, Title, only_organ, title_of
from ingest.front.page import Line, Words, words
from ingest.front.passage import WRAPPED
from ingest.front.title import NO_TITLE, YEAR, YEAR_DIGITS, Parts, may_be_title, title_parts
from ingest.patterns import lazy
from ingest.places import known_end

_AROUND_YEAR = "-—()[]〔〕"
_YEAR_ALONE = lazy(rf"[-—(\[〔]{{0,2}}{YEAR_DIGITS}年?度?[)\]〕\-—]{{0,2}}")
_BESIDE = lazy(r"[^|\t:]+(?P<mark>[|\t:])[^|\t:]+")
_UNENDED = lazy(r"[\u4e00-\u9fff,《“]$(?<!报告)(?<!年报)")
_NUMBERED = lazy(
    r"(?:[①-⑳⑴-⒇㈠-㈩❶-❿]|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|\d{1,2}[.、])\s{0,4}(?=[^\d\s]|20\d\d年)"
)
_DOCUMENT = lazy(r"[\u4e00-\u9fff]{2,12}[〔\[(]20\d\d[〕\])]第?\d{1,4}号")
_SUBJECTS = ("政府信息", "政务", "信息公开")
_YEARS_HEAD = lazy(r"(?<![\d.])20?\d?$")
_YEARS_REST = lazy(r"(\d{1,3}) ?年")
_CELLS = lazy(r"[^|\t]+")
_BREADCRUMB = lazy(r"[>»›]")
_PHRASES = ("政府信息公开工作年度报告", "政府信息公开年度工作报告", "政府信息公开工作年报", "政务公开工作年度报告")
_MOST_LINES = 4
_ENDS_IN_YEAR = lazy(rf"{YEAR_DIGITS}(?:年?度?|年度?政府?)[)\]〕]?$")
_DATED = 3  # the rank of a title that names a year and nobody
_NEAR = 0.45  # titles that say as much as the best, broken or not
_LISTED = 2.5  # how much less a title says that may be of a list, or of a path: less than any other


def read_titles(lines: Sequence[Line], taken: Collection[int]) -> tuple[Title, ...]:
    """The titles of a page's head that say most, the highest first; ``taken`` lines are fields and their values."""
    rows = [row for line in lines if (row := line.words()).text]
    found = [title for at in range(len(rows)) for title in _at(rows, at, taken) if _is_one(title)]
    if not found:
        return ()
    found.sort(key=lambda title: (-title.rank, title.line, title.text or ""))
    found = _dated_first([title for title in found if not any(_ends(title, other) for other in found)])
    best = found[0]
    return tuple(title for title in found if title is best or (title.rank > best.rank - _NEAR and title.whole))


def _ends(title: Title, other: Title) -> bool:
    """Is a title only the end of another that begins on a line above it: 民政府2021年…, 12年…?"""
    near = other.line < title.line < other.line + _MOST_LINES and other.rank > title.rank - _NEAR
    if not (near and other.whole):
        return False
    text, whole = glue(title.text or ""), glue(other.text or "")
    return len(text) < len(whole) and whole.endswith(text)


def _dated_first(found: list[Title]) -> list[Title]:
    """A title without a year above one with a year that names nobody is a channel's: it stands above that one."""
    best, dated = found[0], [title for title in found if title.dated]
    if best.dated or not best.whole or not dated or dated[0].rank < _DATED:
        return found
    named = ((best.line, best.organ or best.place or "", best.text or ""),)
    return [dated[0]._replace(above=dated[0].above or named), *dated[1:]]


def _is_one(title: Title) -> bool:
    """Does it say anything? A channel's name, 政府信息公开年报, is no title of a report."""
    says = title.whole or title.year or title.above
    return title.rank > 0 and bool(says or glue(title.text or "") not in words()["agency"]["furniture"])


def _at(rows: Sequence[Words], at: int, taken: Collection[int]) -> Iterator[Title]:
    row = rows[at]
    if row.number in taken or _is_behind(rows[at - 1] if at else None, row, taken):
        return
    may_be = may_be_title(row.text)
    number = _NUMBERED.match(row.text) if may_be else None
    if number:
        yield from _in_list(_from(row, number.end()), _above(rows, at, taken), _below(rows, at + 1, taken))
    elif parts := title_parts(row.text) if may_be and "\t" not in row.text else None:
        yield from _whole(parts, rows, at, taken)
    elif beside := _beside(row) if may_be else None:
        if not _is_listed(rows, at):
            yield _of_beside(*beside, _below(rows, at + 1, taken))
    else:
        yield from _in_pieces(rows, at, taken)


def _in_pieces(rows: Sequence[Words], at: int, taken: Collection[int]) -> Iterator[Title]:
    """A title that is the last link of a path, stands in a cell, or breaks over lines."""
    row = rows[at]
    if _BREADCRUMB.search(row.text):
        yield from _last_crumb(row)
    elif "|" in row.text or "\t" in row.text:
        yield from _of_cells(row)
    elif _may_go_on(row.text, rows[at + 1 : at + 2]):
        yield from _joined(rows, at, taken, _above(rows, at, taken))


def _whole(parts: Parts, rows: Sequence[Words], at: int, taken: Collection[int]) -> Iterator[Title]:
    """A title on one line, and with the year on a line of its own below."""
    row, above = rows[at], _above(rows, at, taken)
    yield title_of(parts, row, above, _below(rows, at + 1, taken))
    if not parts.year and at + 1 < len(rows) and rows[at + 1].number not in taken:
        yield from _with_year_below(row, rows[at + 1 : at + 3], above, _below(rows, at + 2, taken))


def _from(row: Words, start: int) -> Words:
    return Words(row.number, row.text[start:], row.printed[start:])


def _in_list(row: Words, above: tuple[Words, ...], below: tuple[Words, ...]) -> Iterator[Title]:
    """A title behind a number (1. ①): perhaps of a list of others' reports, it counts where the page has no other."""
    if parts := title_parts(row.text):
        title = title_of(parts, row, above, below)
        yield title._replace(rank=title.rank - _LISTED)


def _may_go_on(text: str, below: Sequence[Words]) -> bool:
    """May a title, or a name in one, begin on a line and go on below?"""
    if too_long(text):
        return False
    year_breaks = any(_goes_on(text, row.text) for row in below)
    return year_breaks or _breaks(text) or _begins_name(text) or _is_half(text, below) or _is_dated_name(text, below)


def _is_dated_name(text: str, below: Sequence[Words]) -> bool:
    """2021年示例局 above 政府信息公开工作年度报告: a year and an organ, and the title's subject below."""
    if not below or too_long(text) or not glue(below[0].text).startswith(_SUBJECTS):
        return False
    year = YEAR.match(glue(text))
    name = glue(text)[year.end() :] if year else ""
    return bool(name) and (organ(name) is not None or known_end(name) == len(name))


def _is_behind(above: Words | None, row: Words, taken: Collection[int]) -> bool:
    """Does a line go on with a year or a sentence of the line above?"""
    return above is not None and (_goes_on(above.text, row.text) or _is_prose(above, taken))


def _is_prose(above: Words, taken: Collection[int]) -> bool:
    """Is a line a sentence that the page broke inside it: …编制了《苏州市姑苏区规划和? What is below is no title."""
    text = above.text
    return (
        above.number not in taken
        and len(text) >= WRAPPED
        and any(mark in text for mark in ",。")
        and _UNENDED.search(text) is not None
    )


def _goes_on(above: str, text: str) -> bool:
    """Does a line begin with the rest of a year that breaks over two lines: 20, 21年?"""
    if not (above[-1:].isdigit() and text[:1].isdigit()):
        return False
    first, second = _YEARS_HEAD.search(above), _YEARS_REST.match(text)
    return bool(first and second and len(first[0] + second[1]) == len("2021"))


def _with_year_below(
    row: Words, rest: Sequence[Words], above: tuple[Words, ...], below: tuple[Words, ...]
) -> Iterator[Title]:
    """A title whose year stands on a line of its own, under it or under its organ: …年度报告 / （2021年度）."""
    if len(rest) > 1 and not _YEAR_ALONE.fullmatch(glue(rest[0].text)) and only_organ(rest[0].text):
        rest, below = rest[1:], (rest[0],)
    dated = rest[0]
    year = glue(dated.text)
    if _YEAR_ALONE.fullmatch(year):
        joined = Words(row.number, f"{glue(row.text)}({year.strip(_AROUND_YEAR)})", row.printed + dated.printed)
        parts = title_parts(joined.text)
        if parts:
            yield title_of(parts, joined, above, below)


def _below(rows: Sequence[Words], at: int, taken: Collection[int]) -> tuple[Words, ...]:
    """The two lines below a title, as long as they are no fields."""
    found = rows[at : at + 2]
    return tuple(found) if found and found[0].number not in taken and "\t" not in found[0].text else ()


def _above(rows: Sequence[Words], at: int, taken: Collection[int]) -> tuple[Words, ...]:
    """The two lines above one, nearest first, as long as they are no fields; a document's number is none of them."""
    found: list[Words] = []
    for row in reversed(rows[max(0, at - 3) : at]):
        if not found and _DOCUMENT.fullmatch(glue(row.text)):
            continue
        if row.number in taken or "\t" in row.text:
            break
        found.append(row)
    return tuple(found[:2])


def _joined(rows: Sequence[Words], at: int, taken: Collection[int], above: tuple[Words, ...]) -> Iterator[Title]:
    """A title that breaks anywhere: the fewest lines that make one."""
    for span in range(2, _MOST_LINES + 1):
        pieces = rows[at : at + span]
        if len(pieces) < span or pieces[-1].number in taken or not all(_is_piece(piece.text) for piece in pieces[-2:]):
            return
        if _is_whole(pieces[-1].text, pieces[-2].text):
            return
        text = "".join(piece.text for piece in pieces)
        parts = title_parts(text)
        if parts:
            joined = Words(rows[at].number, text, "".join(piece.printed for piece in pieces))
            for title in _of_joined(
                parts, joined, above, [row for row in rows[at + span :] if row.number not in taken]
            ):
                yield title._replace(rank=title.rank - 0.1 * span)
            return


def _is_whole(text: str, above: str) -> bool:
    """Is a line a title by itself, with its organ's place, and no end of a place's name on the line above?"""
    parts = title_parts(text) if "报" in text else None
    name = glue(parts.agency) if parts else ""
    if not known_end(name) or organ(name) is None:
        return False
    broken = glue(above)
    return not any(
        known_end(broken[at:] + name) > len(broken) - at for at in range(max(0, len(broken) - 8), len(broken))
    )


def _of_joined(parts: Parts, joined: Words, above: tuple[Words, ...], rest: Sequence[Words]) -> Iterator[Title]:
    """A title of several lines, with its year in it or on the line below them."""
    if parts.year or parts.told:
        yield title_of(parts, joined, above, tuple(rest[:2]))
    elif rest:
        yield from _with_year_below(joined, rest[:2], above, tuple(rest[1:3]))


def _is_piece(text: str) -> bool:
    """May a line be a part of a title? Not one that begins with a header's label (体裁分类 其他)."""
    first, parted, _ = text.lstrip().partition(" ")
    if parted and first in labels():
        return False
    return "\t" not in text and not too_long(text) and len(glue(text)) <= LONGEST


def _beside(row: Words) -> tuple[Words, str, Words] | None:
    """An organ and a title that names only its year on one line, and the mark between: 示例局:2021年…报告."""
    found = _BESIDE.fullmatch(row.text) if not too_long(row.text) else None
    if not found:
        return None
    at = found.start("mark")
    name = Words(row.number, row.text[:at].strip(), row.printed[:at].strip())
    title = Words(row.number, row.text[at + 1 :].strip(), row.printed[at + 1 :].strip())
    parts = title_parts(title.text)
    alone = parts and parts.year and not parts.agency and not parts.behind
    return (name, found["mark"], title) if alone and only_organ(name.text) else None


def _is_listed(rows: Sequence[Words], at: int) -> bool:
    """Is the line above or below one such a line, too: a list of others' reports?"""
    return any(_beside(other) for other in (*rows[max(0, at - 1) : at], *rows[at + 1 : at + 2]))


def _of_beside(name: Words, mark: str, row: Words, below: tuple[Words, ...]) -> Title:
    """The title beside an organ; a list of links has such lines, so that it says less than one with a line above."""
    parts = title_parts(row.text)
    title = title_of(parts, row, (name,), below) if parts else Title()
    between = "：" if mark == ":" else ""
    return title._replace(text=f"{name.printed}{between}{title.text}", rank=title.rank - 0.1)


def _of_cells(row: Words) -> Iterator[Title]:
    """A whole title in one cell of a row."""
    for cell in _CELLS.finditer(row.text):
        bare = Words(row.number, cell[0].strip(), row.printed[cell.start() : cell.end()].strip())
        parts = title_parts(bare.text)
        title = title_of(parts, bare, ()) if parts and parts.year else None
        if title and title.whole:
            yield title._replace(rank=title.rank - 0.3)


def _last_crumb(row: Words) -> Iterator[Title]:
    """The last link of a breadcrumb, where it is a whole title and the page prints no other."""
    start = max(mark.end() for mark in _BREADCRUMB.finditer(row.text))
    last = _from(row, start)
    parts = title_parts(last.text)
    if parts and organ(parts.agency) and parts.year:
        title = title_of(parts, last, ())
        yield title._replace(rank=title.rank - _LISTED)


def _breaks(text: str) -> bool:
    """Does a line end inside a title: after its year, or in the middle of the phrase?"""
    if too_long(text):
        return False
    glued = glue(text)
    if len(glued) > LONGEST or NO_TITLE.search(glued):
        return False
    if _ENDS_IN_YEAR.search(glued) or _YEAR_ALONE.fullmatch(glued):
        return True
    if glued[-1:] not in "".join(_PHRASES) or title_parts(text) or BANNER.fullmatch(glued):
        return False
    return glued.endswith(_beginnings(2 if YEAR.search(glued) else 3))


def _is_half(text: str, below: Sequence[Words]) -> bool:
    """政府信息公开 above 工作年度报告: a title, though each line alone is a channel's name."""
    glued = glue(text)
    return bool(below and BANNER.fullmatch(glued) and glued + glue(below[0].text) in _PHRASES)


@cache
def _beginnings(least: int) -> tuple[str, ...]:
    """How the phrase begins, in so many characters: 衢州市人民政府 ends like its first word, and is an organ."""
    found = {
        phrase[start:end] for phrase in _PHRASES for start in (0, 2, 4) for end in range(start + least, len(phrase))
    }
    return tuple(sorted(found))


def _begins_name(text: str) -> bool:
    """Does a line begin a name that the next one goes on with: a known place and some words, but no whole name?"""
    if too_long(text):
        return False
    glued = glue(text)
    if len(glued) > LONGEST // 2 or not known_end(glued) or NO_TITLE.search(glued) or "公开" in glued:
        return False
    return 0 < known_end(glued) < len(glued) and organ(glued) is None and not is_town(glued) and not is_zone(glued)


def begins_title(text: str) -> bool:
    """Is this the first part of a title that goes on on the next line?"""
    return YEAR.search(text[:LONGEST]) is not None and _breaks(text)

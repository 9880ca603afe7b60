"""Captions of a year (年度小标题): where a page prints last year's tables too, for comparison, a line says so.

A caption is a line of parts: a number, a year in any writing, words for a table. Few such lines tell themselves by
their words alone; the others (``（2021年）``, ``上年数``) by where they stand: right above a header or a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ingest.grids.around import holds_columns
from ingest.grids.notes import BRACKET, Caption, Own, is_of_others, of_notes, sections
from ingest.grids.organs import names_another
from ingest.grids.periods import is_of_other_time
from ingest.grids.printed import Found
from ingest.grids.senses import is_apart, is_of_other_numbers, senses
from ingest.grids.words import begins_word, columns_called, is_around, is_caption, is_corner, key_of, rows_called
from ingest.grids.years import DATED, past_words, year_alone, year_at_start
from ingest.headings import section_kind
from ingest.model import Document
from ingest.patterns import lazy
from ingest.text import EDGES, fold

_LONGEST = 60  # characters
_SHORT = 40  # characters of a line that is told by its place
_BETWEEN = 3  # lines with a unit or an article's number between a caption and its header
_BARE_OF = " |\t:+=-"  # of a line that prints nothing, or a ruler
_NUMBER = (
    r"(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|\d{1,2}[、.)]|"
    r"附?(?:件|表|图|附)(?:[一二三四五六七八九十]|\d{1,2}(?:[-.]\d{1,2})?)?[:、.]?)\s*"
)  # 一、 is a section's
_THIS = "本今当报统"  # how words for the report's own time begin
_PAST = past_words()
_OWN = rf"(?:{'|'.join(sorted(senses()['years']['own'], key=len, reverse=True))})"
_YEAR = rf"\(?\s*({DATED}\s*年\s*度?|{_PAST})\s*\)?\s*:?\s*"
_TABLE = r"(?:情况|数据|数量|统计|汇总|一览|对比|对照|表|同期|同期数|如下)"
_KNOWN = (
    r"(?:收到|被|因|办理|主动公开|依申请公开|政府信息公开|信息公开|信息|行政复议|行政诉讼|提起|申请|处理|制发|废止|规章|"
    r"规范性|文件|工作|和|及|、|的)"
)
# A year alone is a piece of a header or a date: a number before it, or a word for a table behind it, is needed.
_CAPTION = lazy(
    rf"\W*(?:{_NUMBER}{_YEAR}(?:[\u4e00-\u9fff、]{{0,30}}{_TABLE})?|{_YEAR}{_KNOWN}*{_TABLE}+)"
    r"\W*(?:\([^()]{1,20}\)\W*)?"
)
_BARE = lazy(r"((?:19|20)\d\d年度)")
# Right above a table a line says whose year it is in whatever words, if it says nothing else.
_ABOVE = lazy(
    rf"\W*(?:(?:{_NUMBER}|[一二三四五六七八九十]{{1,3}}、)\s*)?"
    rf"(?:[\u4e00-\u9fff]{{0,20}}?\W{{0,2}}(?:{DATED}\s*年\s*度?|(?<=\(){DATED}(?=\))|(?<!\d){DATED}(?=:))|{_PAST}|{_OWN})"
    rf"(?:[\u4e00-\u9fff、:() ]|{DATED}){{0,25}}\W*"
)
_PROSE = lazy(
    r"[。;,!?]|报告(?!年度|期)|年报|月|\d日|期限|截[至止]|以来|(?<!比)较|较(?!期|年)|同比|环比|指南|增[长减加]"
)
_NAMED = lazy(rf"(?<!\d){DATED}(?!\d)|{_PAST}|{_OWN}")
_WHOLE_YEAR = lazy(r"(?<=年)(?:\(?1月(?:1日)?[至到—–~～-]+(?:同年)?12月(?:31日)?\)?|(?:全年|同期)(?!数|比|值))")
_CIRCLED = lazy(r"\s*[①-⒇㈠-㈩]")
_UNIT = lazy(r"\W*(?:(?:金额|计量)?单位[:：].*|附?表[一二三四五\d]{1,2})\W*")
_CELLS = lazy(r"[\t|]| {2,}")


def of_others(document: Document, found: Found, own: Own) -> list[Caption]:
    """The captions of a document that say another year, or organ, than the report's; none where its year is unknown."""
    return [caption for caption in captions(document, found, own) if caption.year != own.year] if own.year else []


def captions(document: Document, found: Found, own: Own) -> list[Caption]:
    """The captions of a document, in order; ``found``: where its headers and rows stand."""
    lines = [
        (number, _unmarked(document, number)) for number, line in enumerate(document.folded, 1) if _may_say(line, own)
    ]
    heads = {header.line for header in found.headers}
    rows = {row.line for row in found.rows}
    told = [
        (number, *said)
        for number, line in lines
        if (said := _told(line, own.year) or _told_above(document.folded, (number, line), own, heads, rows))
    ]
    headings = sections(document.folded)
    told += [(n, *said) for n in headings if (said := _in_brackets(document.folded[n - 1], own))]
    notes = list(of_notes(document.folded, headings, rows, own))
    if not told:
        return notes
    return [*_to_their_ends(told, document.folded, headings, dict(document.scopes)), *notes]


def _in_brackets(heading: str, own: Own) -> tuple[str, int | None] | None:
    """What a bracket at the end of a section's own heading says: 二、主动公开政府信息情况（上年度数据）."""
    bracket = BRACKET.search(heading.strip(EDGES))
    return (heading.strip(EDGES), None) if bracket and is_of_others(bracket[0][1:-1], own) else None


def _to_their_ends(
    told: Sequence[tuple[int, str, int | None]],
    lines: Sequence[str],
    headings: Sequence[int],
    scopes: Mapping[int, int],
) -> Iterator[Caption]:
    """Each caption to the next, or the next heading; one of a part of table 1 to the next part's.

    ``scopes``: where that ends of which a line is the own caption.
    """
    articles = [n for n, line in enumerate(lines, start=1) if _is_article(line)]
    ends = [*headings, *(number for number, _, _ in told), len(lines) + 1]
    for n, text, of in told:
        own = (*ends, *articles) if n in articles else ends
        yield Caption(n, text, of, min(scopes.get(n, ends[-1]), *(end for end in own if end > n)))


def _may_say(line: str, own: Own) -> bool:
    dated = len(line) <= _SHORT and any(mark in line for mark in "(:-") and any(char.isdigit() for char in line)
    others = len(line) <= _SHORT and (is_of_other_numbers(line) or names_another(line.strip(EDGES), own.names))
    return dated or others or any(mark in line for mark in ("年", "期", "条第"))


def _is_article(line: str) -> bool:
    """Is this the caption of a part of table 1, perhaps with a bracket behind it: 第二十条第（一）项（2022年）?"""
    text = line.strip(EDGES)
    return len(text) <= _SHORT and (is_caption(text) or is_caption(BRACKET.sub("", text)))


def _unmarked(document: Document, number: int) -> str:
    """A line without its number in a circle, which folding makes a digit before the year's."""
    mark = _CIRCLED.match(document.lines[number - 1])
    line = document.folded[number - 1].lstrip()
    return line[len(fold(mark[0]).strip()) :] if mark else line


def _told(line: str, year: int | None) -> tuple[str, int | None] | None:
    """The text and the year of a line that is a caption by its words."""
    text = line.strip(EDGES)
    if len(line) > _LONGEST or _is_label(text) or begins_word(text):
        return None
    match = _CAPTION.fullmatch(_plain(text)) or _BARE.fullmatch(text)
    return (text, _year(next(filter(None, match.groups())), year)) if match else None


def _plain(text: str) -> str:
    """A caption without what its year says already: 2022年1月—12月…, 2022年同期…."""
    return _WHOLE_YEAR.sub("", text)


def _told_above(
    lines: Sequence[str], caption: tuple[int, str], own: Own, heads: Collection[int], rows: Collection[int]
) -> tuple[str, int | None] | None:
    """The same of a line that stands right above a header, or alone above a row, and says nothing but a year."""
    number, line = caption
    text = line.strip(EDGES)
    if not text or len(text) > _SHORT or section_kind(text) or _is_piece(text) or holds_columns(text):
        return None
    said = _whose(text, own)
    below = _below(lines, number) if said else None
    if below is None or not (
        _opens(lines, number, below, heads) or (below in rows and not _is_in_header(lines, number))
    ):
        return None
    return said


def _whose(text: str, own: Own) -> tuple[str, int | None] | None:
    """The text, and the year that it names and says nothing else; no year where it says that its numbers are others."""
    year = own.year
    if is_of_other_time(text, year) or names_another(text, own.names) or _is_others_article(text, own):
        return text, None
    plain = _plain(text)
    years = {_year(words, year) for words in _NAMED.findall(plain)}
    if _is_article(text) and len(years) == 1 and not is_apart(text):
        return text, years.pop()
    alone = year_alone(text)
    if is_of_other_numbers(text) or (alone and alone != year):
        return text, alone
    return (text, years.pop()) if len(years) == 1 and not _PROSE.search(plain) and _ABOVE.fullmatch(plain) else None


def _is_others_article(text: str, own: Own) -> bool:
    """Is this the caption of a part of table 1 with a bracket that says another time, or a share, and nothing else?"""
    bracket = BRACKET.search(text) if _is_article(text) else None
    return bracket is not None and is_of_others(bracket[0][1:-1], own)


def _opens(lines: Sequence[str], number: int, below: int, heads: Collection[int]) -> bool:
    """Does a header begin below a line, or with it, where it was taken for a word of the header?"""
    text = lines[below - 1].strip(EDGES)
    begins = text.startswith("(本列数据") or is_corner(_CELLS.split(text)[0])
    return below in heads or begins or (number in heads and is_around(_CELLS.split(text)[0]))


def _below(lines: Sequence[str], number: int) -> int | None:
    """The first line below a caption that prints more than a unit or the article that a part of table 1 is of."""
    near = range(number + 1, min(len(lines), number + 4 * _BETWEEN) + 1)
    printed = [at for at in near if lines[at - 1].strip(_BARE_OF)]
    for at in printed[:_BETWEEN]:
        text = lines[at - 1].strip(EDGES)
        if not (is_caption(text) or _UNIT.fullmatch(text)):
            return at
    return None


def _is_in_header(lines: Sequence[str], number: int) -> bool:
    """May a line be the last of a header that is printed a word a line?"""
    above = next((line for line in reversed(lines[: number - 1]) if line.strip()), "").strip(EDGES)
    alone = not _CELLS.search(above)
    return alone and (is_corner(above) or _is_label(above) or _ABOVE.fullmatch(above) is not None)


def _is_piece(text: str) -> bool:
    """Is this a label, or its beginning (上一年项目数) and more than the words for a year?"""
    return _is_label(text) or (begins_word(text) and _NAMED.fullmatch(key_of(text)) is None)


def _is_label(text: str) -> bool:
    return bool(rows_called(text) or columns_called(text) or is_around(text))


def _year(words: str, own: int | None) -> int | None:
    """The year that words name; None for one before the report's that has no number."""
    written = year_at_start(words)
    if written:
        return written
    if own is None or words[0] not in "上去" + _THIS:
        return None
    return own if words[0] in _THIS else own - 1

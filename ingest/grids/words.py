"""The words of the forms (词汇) as tables print them: what a column's header, a row's label, another year may say.

>>> columns_called("本年收费金额（单位：万元）")
(Named(table='disclosure_items', code='amount'),)
>>> [row.code for row in rows_called("1.属于国家秘密（指涉密的）")], rows_called("其中：行政处罚")
(['state_secret'], [])
>>> of_other_year("2022年", 2023), of_other_year("本年制发件数", 2023), of_other_year("上年件数", 2023)
('2022年', None, '上年')
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.forms import Form, Label, forms
from ingest.grids.brackets import without
from ingest.grids.senses import keeps_sense, one_spelling, senses
from ingest.grids.years import other_year, without_gloss, wrong_gloss
from ingest.model import Table
from ingest.text import fold, label_key

LONGEST = 120  # characters; a longer text is no label
_NUMBERING = re.compile(r"\s*(?:\(?\s*([一二三四五六七八九十]{1,3})\s*[、.)，,:]|\(?\s*(\d{1,2})\s*[.、)](?!\d))\s*")
_ARTICLE = re.compile(r"(?:中华人民共和国政府信息公开条例)?第?二十条第?[一五六八九]项")
# What stands over labels, and names no column of values.
_LABEL_HEADING = re.compile(
    r"(?:统计|报告)?(?:项目|指标|名称|类别|类型|内容|事项|序号|行次|编号|栏目|情况|申请人情况|种类|办理结果)+(?:名称|项目)?"
)
CORNER = "信息内容"  # what stands before the column headers of table 1


class Named(NamedTuple):
    """A column of a form."""

    table: Table
    code: str


class RowName(NamedTuple):
    """A row of a form. Heads carry no cells of their own."""

    table: Table
    code: str
    is_head: bool = False


def key_of(text: str) -> str:
    """The normal form of a text: without what its brackets add, if that is harmless."""
    return _key_of(text) if len(text) <= LONGEST else ""


@lru_cache(maxsize=16384)
def _key_of(text: str) -> str:
    folded = one_spelling(fold(text))
    return label_key(without(folded) if "(" in folded[1:] else folded)


_KIND = 3  # rows whose labels begin alike; and characters of a label, more than which tell a kind
_END = 8  # characters of the end of a label


def number_of(text: str) -> str:
    """The number that a label carries: 一 of 一、, 2 of 2.; "" without one."""
    found = _NUMBERING.match(fold(text))
    return (found[1] or found[2]) if found else ""


def unnumbered(text: str) -> str:
    """A label without its number."""
    folded = fold(text)
    found = _NUMBERING.match(folded)
    return folded[found.end() :] if found else folded


# --- columns --------------------------------------------------------------------------------------------------------


@cache
def columns() -> dict[str, tuple[Named, ...]]:
    """Every column of every form by its normal form."""
    found: dict[str, tuple[Named, ...]] = {}
    for form in forms().values():
        for table, labels in _columns(form):
            for label in labels:
                for way in label.printed:
                    named = Named(table, label.code)
                    for key in {key_of(way), label_key(fold(way))}:
                        if named not in found.get(key, ()):
                            found[key] = (*found.get(key, ()), named)
    return found


def _columns(form: Form) -> Iterator[tuple[Table, Iterable[Label]]]:
    yield "disclosure_items", form.measures
    yield "applications", form.applicants
    yield "appeals", form.results


def columns_called(text: str) -> tuple[Named, ...]:
    """The columns that a header names, wholly and in listed words."""
    key = key_of(text)
    return columns().get(key, ()) if key else ()


def columns_within(table: Table, text: str) -> list[str]:
    """The codes of a table's columns whose words stand in a text, in the text's order; those of groups hide others.

    >>> columns_within("applications", "自然人 法人或其他组织 总计")
    ['natural_person', 'total']
    """
    found = _within(table).findall(label_key(fold(text)))
    return [named.code for word in found for named in columns().get(word, ())[:1] if named.table == table]


@cache
def _within(table: Table) -> re.Pattern[str]:
    """Every word of a table's columns or around them, the longest first."""
    known = {word for word, of in columns().items() if any(named.table == table for named in of)} | _around()
    return re.compile("|".join(map(re.escape, sorted(filter(None, known), key=len, reverse=True))))


@cache
def channels() -> dict[str, str]:
    """The groups of columns of table 3 (行政复议 …) by their normal form."""
    return {key_of(way): label.code for form in forms().values() for label in form.channels for way in label.printed}


def channels_within(text: str) -> list[str]:
    """The groups of columns of table 3 whose words stand in a text, in its order; 行政诉讼 is the first below it.

    >>> channels_within("行政诉讼（未经复议直接起诉） 行政复议")
    ['direct_litigation', 'direct_litigation', 'reconsideration']
    """
    known = channels() | {group: code for code, group in reversed(_groups_of().items())}
    pattern = "|".join(sorted(known, key=len, reverse=True))
    return [known[word] for word in re.findall(pattern, label_key(fold(text)))]


@cache
def _around() -> frozenset[str]:
    return frozenset(key_of(word) for form in forms().values() for words in form.around.values() for word in words)


def channel_of(text: str) -> str | None:
    """The group of columns that a header or caption names, alone or in other words: 行政诉讼（复议后起诉）.

    >>> channel_of("行政诉讼（复议后起诉）"), channel_of("行政复议、行政诉讼情况")
    ('litigation_after_reconsideration', None)
    """
    found = channels().get(key_of(text))
    if found or len(text) > _CAPTION:
        return found
    key = label_key(fold(text))
    within = {code for way, code in channels().items() if way in key}
    if len(within) != 1 or any(word in key for word in _groups() - {_groups_of().get(next(iter(within)))}):
        return None
    code = within.pop()
    return code if _beside_channel(code).fullmatch(label_key(unnumbered(text))) else None


@cache
def _beside_channel(code: str) -> re.Pattern[str]:
    """A channel's name with its group, a year and words for a table; 行政复议（累计） is another thing."""
    names = [way for way, of in channels().items() if of == code]
    words = [*names, _groups_of().get(code, ""), *senses()["channels"]["around"]]
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first)}|\d{{1,4}}年?)*")


@cache
def _groups_of() -> dict[str, str]:
    """The word over several groups of columns (行政诉讼), for each that stands under one."""
    return {label.code: key_of(label.group) for form in forms().values() for label in form.channels if label.group}


@cache
def _groups() -> frozenset[str]:
    return frozenset(_groups_of().values())


_CAPTION = 30  # characters
_OVER = 8  # of a word over columns; the form's rule is longer


def is_around(text: str) -> bool:
    """Is this a word of a table's header that names no column: 申请人情况, 法人或其他组织, 行政诉讼?"""
    return key_of(text) in _around()


@lru_cache(maxsize=4096)
def stands_over(text: str) -> bool:
    """Has a text a word over all columns of table 2, perhaps with more (2022年申请人情况, 申请人情况（占比）)?"""
    return any(word in key_of(text) or word in label_key(fold(text)) for word in _over())


@cache
def _over() -> frozenset[str]:
    groups = {label.group for form in forms().values() for label in form.applicants if label.group}
    words = (word for form in forms().values() for word in form.around.get("applications", ()))
    return frozenset(
        key_of(word) for word in words if len(word) <= _OVER and key_of(word)[:2] not in {g[:2] for g in groups}
    )


def is_corner(text: str) -> bool:
    """Is this what stands before the headers of table 1?"""
    return key_of(text) == CORNER


def is_label_heading(text: str) -> bool:
    """Does this stand over the labels of a table (项目, 序号)?"""
    return _LABEL_HEADING.fullmatch(key_of(text)) is not None


def table_of(texts: Iterable[str]) -> Table | None:
    """The table whose columns most of these name; a word that several tables have tells nothing."""
    votes: Counter[Table] = Counter()
    for text in dict.fromkeys(texts):
        tables = {named.table for named in columns_called(text)}
        if len(tables) == 1:
            votes[tables.pop()] += 1
        if is_corner(text):
            votes["disclosure_items"] += 1
        elif channel_of(text) is not None:
            votes["appeals"] += 1
    return votes.most_common(1)[0][0] if votes else None


def groups_of(form: Form, table: Table) -> dict[str, frozenset[str]]:
    """The words over several columns of a table, each with the columns, or the channels, below it."""
    labels = form.channels if table == "appeals" else form.applicants if table == "applications" else ()
    names = {label.group for label in labels if label.group}
    return {name: frozenset(label.code for label in labels if label.group == name) for name in names}


# --- rows -----------------------------------------------------------------------------------------------------------


@cache
def _rows() -> dict[str, tuple[RowName, ...]]:
    found: dict[str, tuple[RowName, ...]] = {}
    for form in forms().values():
        for name, label in _labels(form):
            for way in label.printed:
                for key in {key_of(way), label_key(fold(way)), key_of(unnumbered(way))}:
                    if key and name not in found.get(key, ()):
                        found[key] = (*found.get(key, ()), name)
    return found


def _labels(form: Form) -> Iterator[tuple[RowName, Label]]:
    for band in form.bands:
        yield from ((RowName("disclosure_items", item.code), item) for item in band.items)
    for outcome in form.outcomes:
        yield RowName("applications", outcome.code, outcome.kind == "head"), outcome
    for channel in form.channels:
        yield RowName("appeals", channel.code), channel


def rows_called(text: str) -> list[RowName]:
    """The rows that a label names in listed words, with or without its number."""
    key = key_of(text)
    if not key:
        return []
    found = _rows().get(key) or _rows().get(key_of(unnumbered(text)), ())
    return list(found)


@cache
def _kinds() -> frozenset[tuple[str, int]]:
    """How rows begin of which several begin so and are as long: 行政许可, 行政处罚, 行政强制."""
    found = Counter((key[:2], len(key)) for key in _rows() if len(key) > _KIND)
    return frozenset(kind for kind, count in found.items() if count >= _KIND)


def is_of_a_kind(text: str) -> bool:
    """Is this named like rows of the form and none of them, as 行政检查 is, which some pages print beneath one?"""
    key = key_of(text)
    return (key[:2], len(key)) in _kinds() and not rows_called(text)


@lru_cache(maxsize=4096)
def begins_word(text: str) -> bool:
    """May this be the beginning of a row's or a column's words?"""
    key = key_of(text)
    return bool(key) and any(way.startswith(key) for way in (*columns(), *_rows()))


@lru_cache(maxsize=4096)
def is_torn_column(table: Table, text: str) -> bool:
    """Is this a piece of a column of a table (商业), or several in one (总计商业企)? 上年总计 is one."""
    key = key_of(text)
    known = [way for way, named in columns().items() if len(way) > 1 and any(one.table == table for one in named)]
    if key in known or not key:
        return False
    whole = sum(way in key for way in _longest(known, key))
    past = other_year(text, None) is not None
    piece = len(key) > 1 and any(way.startswith(key) or way.endswith(key) for way in known)
    return whole > 1 or (not past and (whole == 1 or piece))


def _longest(known: Iterable[str], key: str) -> list[str]:
    """Those that stand in a text, but for those that stand in another of them."""
    there = [way for way in known if way in key]
    return [way for way in there if not any(way != other and way in other for other in there)]


@lru_cache(maxsize=4096)
def end_of(text: str) -> str | None:
    """The one row of table 2 of whose label a text is the end, its beginning lost.

    >>> end_of("不再处理其政府信息公开申请"), end_of("分处理的，只计这一情形，不计其他情形）")
    (None, 'partly_disclosed')
    """
    key = label_key(fold(text))
    whole = {(row.code, label_key(fold(way))) for form in forms().values() for row in form.rows for way in row.printed}
    found = {code for code, label in whole if label.endswith(key) and label != key} if len(key) >= _END else set()
    return found.pop() if len(found) == 1 else None


@cache
def ways(table: Table, code: str) -> tuple[str, ...]:
    """The normal forms of every listed wording of a row or column, without its number."""
    found = [label for form in forms().values() for label in _all(form, table) if label.code == code]
    return tuple(dict.fromkeys(key_of(unnumbered(way)) for label in found for way in label.printed))


@cache
def every_row() -> tuple[str, ...]:
    """The normal forms of every listed wording of every row, without its number."""
    labels = [label for form in forms().values() for _, label in _labels(form)]
    return tuple(dict.fromkeys(key_of(unnumbered(way)) for label in labels for way in label.printed))


def _all(form: Form, table: Table) -> Iterator[Label]:
    yield from (label for name, label in _labels(form) if name.table == table)
    yield from (label for named, labels in _columns(form) if named == table for label in labels)


@lru_cache(maxsize=16384)
def is_known(text: str) -> bool:
    """Is this, wholly, a word of the tables: a row's, a column's, what stands around them, a caption?"""
    if not text or len(text) > LONGEST:
        return False
    known = rows_called(text) or columns_called(text) or is_around(text) or is_corner(text) or channels_named(text)
    return bool(known) or is_caption(text) or is_label_heading(text)


def is_caption(text: str) -> bool:
    """Is this the caption of a part of table 1 (第二十条第（一）项)?"""
    return _ARTICLE.fullmatch(label_key(fold(text))) is not None


@lru_cache(maxsize=4096)
def channels_named(text: str) -> bool:
    """Is this the word over a part of table 3, alone?"""
    return label_key(fold(text)) in _channels()


@cache
def _channels() -> frozenset[str]:
    words = [(label, label.group) for form in forms().values() for label in form.channels]
    return frozenset(label_key(fold(way)) for label, group in words for way in (*label.printed, group or label.label))


def codes_of(text: str) -> set[str]:
    """The codes of all rows, columns and parts of tables that a text may name."""
    names = {row.code for row in rows_called(text)} | {column.code for column in columns_called(text)}
    channel = channels().get(key_of(text))
    return names | ({channel} if channel else set())


# --- years ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def of_other_year(text: str, year: int | None) -> str | None:
    """The words by which a label or header speaks of another year, if they aren't the form's own (上年结转).

    >>> of_other_year("二、上年结转政府信息公开申请数量", 2022), of_other_year("行政许可（2021年）", 2022)
    (None, '2021年')
    >>> of_other_year("二、去年结转政府信息开申请数量", 2022), of_other_year("上年新收政府信息公开申请数量", 2022)
    (None, '上年')
    """
    if wrong := wrong_gloss(text, year):
        return wrong
    words = other_year(without_gloss(text, year), year)
    own = words is not None and not any(map(str.isdigit, words)) and (_is_past_form(text) or _carries(key_of(text)))
    return None if own else words


def _is_past_form(text: str) -> bool:
    """Is this, as listed, a label or header of the form's that speaks of another year itself?"""
    return any(other_year(way, None) for way in _listed(text))


@lru_cache(maxsize=4096)
def _carries(key: str) -> bool:
    """Does it come near to a label of the form's that speaks of another year, what it says of it included?"""
    number = len(key) - len(unnumbered(key))
    return any(keeps_sense(key[number:], way) for way in _of_the_past())


@cache
def _of_the_past() -> tuple[str, ...]:
    rows = [label for form in forms().values() for label in form.outcomes]
    keys = {key_of(unnumbered(way)) for label in rows for way in label.printed}
    return tuple(sorted(key for key in keys if other_year(key, None)))


def _listed(text: str) -> list[str]:
    names = {(named.table, named.code) for called in (columns_called(text), rows_called(text)) for named in called}
    return [way for table, code in names for way in ways(table, code)]

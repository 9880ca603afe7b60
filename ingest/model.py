"""The records handed along the line: Source → Document → Report → Finding.

Every record is frozen and says on which line of its source (1-based) it stands. Nothing here reads or
decides anything; this module imports nothing of the project.

Three things are kept apart throughout (see ``Value``): a printed 0 is the number 0; a blank cell is no number
and no complaint; a cell that can't be read is no number *and* a finding that quotes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

# The three statutory tables since 2019, and the table of indicators (统计表) of the years before.
Table = Literal["disclosure_items", "applications", "appeals", "statistics"]
STATUTORY: tuple[Table, ...] = ("disclosure_items", "applications", "appeals")
Severity = Literal["error", "warning", "note"]
Scope = Literal["own", "aggregate"]
Completeness = Literal["complete", "partial", "narrative"]
Level = Literal["national", "provincial", "prefectural", "county", "township"]


class Refused(Exception):  # noqa: N818
    """A file that can't become a report; the sentence is for people (Chinese, then English in brackets)."""


class Unreachable(Refused):
    """No file's fault: what should read them all can't be used (any more). Nothing goes on after it."""


Places = Literal["exact", "rows", "stream"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of a table, where its container says that it stands."""

    text: str  # as printed, on one line; "" for a blank
    line: int  # of the transcript
    row: int  # the grid row and column of its upper left corner, from 0
    column: int
    rows: int = 1  # how many of them it covers
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, its cells in reading order, and how much of their places its container knows.

    ``exact``: the row and column of every cell. ``rows``: where a row begins and ends and the order of its cells, but
    not which are missing, so that ``column`` only counts them. ``stream``: the order alone.
    """

    cells: tuple[Cell, ...]
    places: Places
    shifted: bool = False  # may what printed its rows have moved blank cells to their ends?


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, or one line of it where the page breaks it."""

    text: str
    line: int


Block = Prose | Grid


class Pair(NamedTuple):
    """A label (索引号, 成文日期 …) and the value beside or below it, where a container tells the two apart."""

    label: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a container makes of a file: blocks in reading order, and the transcript that every ``line`` counts in.

    The transcript is the text that a reader sees, a line for each paragraph and each row of a table (its cells with a
    tab between them). For a text file it is the file.
    """

    lines: tuple[str, ...]  # the transcript as printed
    folded: tuple[str, ...]  # the same lines, characters folded
    blocks: tuple[Block, ...] = ()
    parts: tuple[str, ...] = ()  # the part of the file that each line stands in: 第3页; () where it has no parts
    pairs: tuple[Pair, ...] = ()
    scopes: tuple[tuple[int, int], ...] = ()  # lines that speak of what follows up to another line: a table's caption
    metas: tuple[tuple[str, str], ...] = ()  # name and content of what a web page says to programs (meta), unseen
    encoding: str = "utf-8"  # of the bytes, where they are text
    recognised: bool = False  # by OCR: what is read here may be a misreading
    verbatim: bool = False  # the transcript is the file itself, whose lines people see
    broken: bool = False  # numbers of its prose are broken over lines: no table that stands in prose is to be read
    unseen: bool = False  # it shows none of the forms' tables, and its source has some that its style hides
    cut: bool = False  # no line end, no tag stands behind its last words: the file may have ended too soon

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


class Origin(NamedTuple):
    """Where a file came from, as a manifest or a download says; agency and year are a check, never a source."""

    url: str | None = None
    fetched: str | None = None  # when, in ISO 8601
    published: str | None = None  # the day on which the site says that it was
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it came: its bytes, how they decode, what to call it, and what its container made of it."""

    name: str  # the path as given; "-" for standard input
    content: bytes
    sha256: str
    media_type: str
    encoding: str  # of the bytes: utf-8, utf-8-sig, gb18030, utf-16; utf-8 for what is no text
    text: str  # the transcript
    container: str = "text"  # the module of ``ingest.containers`` that read it
    document: Document | None = None  # None: a text whose lines are still to be cut
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One printed cell. ``number`` is None for a blank and for what can't be read; ``note`` tells them apart."""

    raw: str  # as printed, stripped of white space; "" for a blank
    number: int | float | None = None
    unit: str | None = None  # "万元" where a unit of money is stated
    note: Literal["", "unreadable", "annotated"] = ""


BLANK = Value("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a statutory table, as printed and as read; ``values`` stand in the order of ``columns``."""

    table: Table
    code: str  # "received" 一、本年新收政府信息公开申请数量; "regulations" 规章; "reconsideration" 行政复议
    columns: tuple[str, ...]  # "natural_person" 自然人 …; "made" 本年新制作数量 …
    values: tuple[Value, ...]
    line: int  # where the label stands

    def number(self, column: str) -> int | float | None:
        """The number in a column, None where the column is blank, unreadable or not printed."""
        for name, value in zip(self.columns, self.values, strict=True):
            if name == column:
                return value.number
        return None


@dataclass(frozen=True, slots=True)
class Tables:
    """The statutory tables of a report, read."""

    form: str | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    printed: int = 0  # rows that the page prints, whether they could be read or not
    lines: Mapping[int, str] = field(
        default_factory=dict
    )  # the lines of grids that are a table's, and where: 表二 第7行


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level section (正文) as printed, without the lines of its statutory table."""

    kind: str  # overview, proactive, applications, appeals, problems, other
    heading: str | None  # None for what stands before the first heading
    body: str
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """One check (校验) as the database, the site and docs/checks.md show it.

    The examples are facts joined by ；, each KEY＝VALUE: on a report whose every cell is 0 they let the check speak
    (``bad``) or not (``good``, the nearest innocent case), and a test runs them. One without ＝ is for readers only.
    """

    id: str
    title: str
    formula: str
    basis: str
    severity: Severity
    good: str
    bad: str
    limits: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reader must know about a report. Its severity and basis stand with its check."""

    check: str  # "applications.balance"
    message: str  # a whole Chinese sentence, in the words of the form
    line: int | None = None
    table: Table | None = None
    row: str | None = None
    column: str | None = None
    stated: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What a report says of itself before, around and after its tables. Everything is as printed but the dates."""

    agency: str | None = None
    year: int | None = None
    title: str | None = None
    index_number: str | None = None  # 索引号
    publisher: str | None = None  # 发布机构
    document_date: date | None = None  # 成文日期
    published_date: date | None = None  # 发布日期
    disclosure_method: str | None = None  # 公开方式
    category: str | None = None  # 组配分类
    document_number: str | None = None  # 文号
    period_start: date | None = None  # 统计期限
    period_end: date | None = None
    contact_office: str | None = None
    contact_address: str | None = None
    contact_postcode: str | None = None
    contact_phone: str | None = None
    contact_fax: str | None = None
    contact_email: str | None = None
    signed_by: str | None = None  # 落款
    signed_date: date | None = None
    filing_date: date | None = None  # 填报日期
    scope: Scope = "own"
    agency_evidence: str | None = None  # the places that name the agency, with their lines: title:1 signature:40
    year_evidence: str | None = None  # … and the year
    document_date_evidence: str | None = None  # … the dates
    published_date_evidence: str | None = None
    place_sources: str | None = None  # the places of the page that name its place, with their words


@dataclass(frozen=True, slots=True)
class Agency:
    """An administrative organ (行政机关) = place + function; what isn't certain is None."""

    name: str
    region_code: str | None = None  # GB/T 2260
    level: Level | None = None
    function: str | None = None
    credit_code: str | None = None  # 统一社会信用代码
    evidence: str | None = None  # what told the place: "name", "name credit_code", …
    candidates: tuple[str, ...] = ()  # the places that it may be, where nothing tells which
    key: str = ""  # the same for every way in which this agency is written
    function_class: str | None = None  # "education" 教育
    printed: str = ""  # the name as the report has it, where ``name`` has more


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report, read. ``findings`` holds what reading met and, after the checks, what they found."""

    agency: Agency
    year: int
    head: Head
    form: str | None  # None: no statutory table was found
    completeness: Completeness
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = field(default=())
    places: tuple[str, ...] = ()  # where each line stands, for people: 第3页 表二 第7行; () for a text file

    def row(self, table: Table, code: str) -> Row | None:
        """The row of a table, or None where the report doesn't print it."""
        for row in self.rows:
            if row.code == code and row.table == table:
                return row
        return None

"""Report → rows: what a reading puts into the database, as plain tuples under codes, made where it was read.

Ids are the writer's to give. The bytes of the source are compressed here, so that this work, too, is done in the
processes that read and not in the one that writes.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from ingest.agency import of_source
from ingest.checks import checks
from ingest.checks.across import marks
from ingest.checks.case import Case
from ingest.claims.published import published
from ingest.forms import latest, serving
from ingest.located import place_of
from ingest.model import Agency, Finding, Head, Origin, Refused, Report, Row, Source, Table
from ingest.places import spelled

Identified = tuple[str, int, str]  # an agency's key, year and scope

# No organ counts as many; below it every sum of a report's numbers is exact, in SQLite and in JavaScript.
LARGEST = 10**15

SOURCE_COLUMNS = (
    "sha256", "name", "media_type", "encoding", "size", "content", "container", "transcript", "locations", "recognised",
    "url", "fetched_at", "published_at", "expected_agency", "expected_year"
)  # fmt: skip
HEAD_COLUMNS = tuple(field.name for field in fields(Head) if field.name not in {"agency", "year"})
FINDING_COLUMNS = (
    "check_id", "severity", "table_name", "row_code", "column_name", "stated", "expected", "message", "line",
    "location", "key"
)  # fmt: skip
# What a report itself tells of its agency: the agency's own row follows its latest report.
AGENCY_COLUMNS = ("agency_name", "agency_key", "place_code", "place_evidence", "stated_credit_code")
REPORT_COLUMNS = ("year", "form_id", "completeness", *HEAD_COLUMNS, *AGENCY_COLUMNS)


_PLACE = {column: place for place, column in enumerate(REPORT_COLUMNS)}


class Packed(NamedTuple):
    """One source and the rows of its report, ready for the writer (and light to hand from process to process)."""

    source: tuple[Any, ...]  # in the order of SOURCE_COLUMNS
    agency: tuple[str, str | None, str | None, str | None, str | None]  # name, region, level, function, its class
    report: tuple[Any, ...]  # in the order of REPORT_COLUMNS
    sections: tuple[tuple[str, str | None, str, int], ...]  # kind, heading, body, line
    disclosure_items: tuple[tuple[Any, ...], ...]  # item, measure, value, unit, raw, line
    applications: tuple[tuple[Any, ...], ...]  # outcome, seven numbers, line
    appeals: tuple[tuple[Any, ...], ...]  # channel, five numbers, line
    findings: tuple[tuple[Any, ...], ...]  # in the order of FINDING_COLUMNS
    marks: bytes  # of the sentences
    printed_cells: tuple[tuple[Any, ...], ...] = ()  # table, row, column, raw, line
    statistics: tuple[tuple[Any, ...], ...] = ()  # indicator, value, unit, raw, line
    claims: tuple[tuple[Any, ...], ...] = ()  # position, what, number, quote, line

    @property
    def sha256(self) -> str:
        """What tells this source from every other."""
        return str(self.source[0])

    def value(self, column: str) -> Any:
        """What the report's row has in a column."""
        return self.report[_PLACE[column]]

    @property
    def key(self) -> tuple[str, int, str]:
        """Agency, year and scope: what only one report can have."""
        return self.agency[0], self.report[0], self.value("scope")

    @property
    def identity(self) -> Identified:
        """What its findings are known by."""
        return self.value("agency_key"), self.report[0], self.value("scope")


@cache
def columns_of(table: Table) -> tuple[str, ...]:
    """The columns of numbers of table 2 or 3."""
    labels = latest().applicants if table == "applications" else latest().results
    return tuple(label.code for label in labels)


def pack(source: Source, report: Report) -> Packed:
    """The rows of a report; raises ``Refused`` for a number that can't be kept exactly."""
    agency = of_source(report.agency, source.sha256)
    by_table: dict[str, list[Row]] = {"disclosure_items": [], "applications": [], "appeals": [], "statistics": []}
    for row in report.rows:
        by_table[row.table].append(row)
    return Packed(
        _source(source, report.places),
        row_of(agency),
        (
            report.year,
            report.form,
            report.completeness,
            *(_head(report.head, name) for name in HEAD_COLUMNS),
            agency.printed or agency.name,
            agency_key(agency),
            agency.region_code,
            agency.evidence,
            agency.credit_code,
        ),
        tuple((section.kind, section.heading, section.body, section.line) for section in report.sections),
        tuple(item for row in by_table["disclosure_items"] for item in _items(row)),
        tuple(_counts(row) for row in by_table["applications"]),
        tuple(_counts(row) for row in by_table["appeals"]),
        tuple(finding_row(finding, identity_of(report), report.places) for finding in report.findings),
        marks(report.sections),
        tuple(cell for row in report.rows for cell in _printed(row)),
        tuple((item[0], *item[2:]) for row in by_table["statistics"] for item in _items(row)),
        _claims(source, report),
    )


def _claims(source: Source, report: Report) -> tuple[tuple[Any, ...], ...]:
    """The figures of a report that is prose only, as its sentences say them. They are no cells and never become any."""
    if report.completeness != "narrative":
        return ()
    lines = source.document.lines if source.document is not None else source.text.split("\n")
    case = Case(report, serving(report.form), lines)
    said = [(section, claim) for section in report.sections for claim in published(section.body, report.year)]
    said += case.claims
    found = {
        (claim.what, float(claim.number), claim.quote, case.line(section, claim.line)): None for section, claim in said
    }
    return tuple((position, *claim) for position, claim in enumerate(sorted(found, key=lambda one: one[3]), start=1))


def row_of(agency: Agency) -> tuple[str, str | None, str | None, str | None, str | None]:
    """An agency as the database has it: its function in one spelling, so that it can be grouped by."""
    function = agency.function
    if function is not None and agency.level != "township":
        function = spelled(function)
    return agency.name, agency.region_code, agency.level, function, agency.function_class


def _printed(row: Row) -> Iterator[tuple[Any, ...]]:
    """The cells of a row whose printed text is more than the stored number, or stands for none."""
    for code, value in zip(row.columns, row.values, strict=True):
        if value.raw and (value.number is None or value.raw != f"{value.number}"):
            yield row.table, row.code, code, value.raw, row.line


def _source(source: Source, places: Sequence[str]) -> tuple[Any, ...]:
    # A path may hold bytes that are no text; the database keeps text.
    name = source.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    packed = zlib.compress(source.content, 6)
    is_text = source.container == "text"  # its transcript is the file
    transcript = None if is_text else zlib.compress(source.text.encode("utf-8", "replace"), 6)
    locations = zlib.compress("\n".join(places).encode(), 6) if places else None
    recognised = source.document is not None and source.document.recognised
    return (
        source.sha256,
        name,
        source.media_type,
        source.encoding,
        len(source.content),
        packed,
        source.container,
        transcript,
        locations,
        int(recognised),
        *(source.origin or Origin()),
    )


def _head(head: Head, name: str) -> str | None:
    value = getattr(head, name)
    return value.isoformat() if isinstance(value, date) else value


def _items(row: Row) -> list[tuple[Any, ...]]:
    _demand_exact(row)
    pairs = zip(row.columns, row.values, strict=True)
    return [(row.code, code, value.number, value.unit, value.raw, row.line) for code, value in pairs]


def _counts(row: Row) -> tuple[Any, ...]:
    _demand_exact(row)
    columns = columns_of(row.table)
    if row.columns == columns:  # nearly always
        return (row.code, *[value.number for value in row.values], row.line)
    printed = {code: value.number for code, value in zip(row.columns, row.values, strict=True)}
    unknown = printed.keys() - set(columns)
    if unknown:
        raise ValueError(f"{row.table} has no column {sorted(unknown)[0]!r}")
    return (row.code, *(printed.get(column) for column in columns), row.line)


def _demand_exact(row: Row) -> None:
    for value in row.values:
        if value.number is not None and not -LARGEST < value.number < LARGEST:
            raise Refused(f"第 {row.line} 行的数字过大：{value.raw[:40]} (too large a number in line {row.line})")


def agency_key(agency: Agency) -> str:
    """What tells an agency as its report has it: the same however it is written."""
    return agency.key or f"?:{agency.name}"


def identity_of(report: Report) -> Identified:
    """What its findings are known by (see ``finding_key``)."""
    return agency_key(report.agency), report.year, report.head.scope


def finding_row(finding: Finding, of: Identified, places: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """A finding in the order of FINDING_COLUMNS; ``of``: the report's; ``places``: where its lines stand for people."""
    return (
        finding.check,
        checks()[finding.check].severity,
        finding.table,
        finding.row,
        finding.column,
        finding.stated,
        finding.expected,
        finding.message,
        finding.line,
        place_of(places, finding.line),
        finding_key(finding, of),
    )


def finding_key(finding: Finding, of: Identified) -> str:
    """What tells a finding from every other, whatever its id: report, check, place, and what stands there.

    Neither its line nor its wording belongs to it: both may change while the finding stays. The report is told by the
    agency's key as its own reading has it, not by the agency that it belongs to: making two agencies one, or parting
    them, changes no finding's key.
    """
    parts = (*of, finding.check, finding.table, finding.row, finding.column, finding.stated, finding.expected)
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "replace"), digest_size=8).hexdigest()

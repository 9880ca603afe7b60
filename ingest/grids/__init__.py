"""Tables (表): grids → typed rows of the three statutory tables, with what wasn't understood.

    grids → headers and rows (walk, ordered) → columns named (header, flat) → rows named (alignment)
          → cells under columns (geometry, or placing: hypotheses, then sums) → values → findings

No step asks which container a grid comes from or which form's year it is; the forms' TOML has the words. What the page
says (header, label, unit, year) comes before the form's order; what was inferred is said; what can't be told is NULL
and a finding that quotes it.

Of a grid whose every place is known (``exact``) a value belongs to the header that it lies under. Of one with rows, or
an order, alone a row is its label and a run of cells; what its writer does with blanks is told by all rows of the table
(``hypotheses``), and where these leave several readings, by the form's sums (``solving``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from ingest.forms import Form, forms
from ingest.grids import findings as say
from ingest.grids.appeals import appeals
from ingest.grids.assumed import is_printed_again, note_headless, said, unread
from ingest.grids.captions import of_others
from ingest.grids.contradicted import contradiction
from ingest.grids.doubts import doubt_cut_off, doubt_narrow, doubt_parted
from ingest.grids.ends import found_to_the_end
from ingest.grids.labelled import labelled
from ingest.grids.notes import Caption, Own, of_doubt
from ingest.grids.orders import has_its_values
from ingest.grids.printed import Found, PrintedRow
from ingest.grids.remarks import of_headers
from ingest.grids.repeated import once
from ingest.grids.words import LONGEST, columns, key_of, rows_called
from ingest.model import Document, Finding, Row, Table, Tables
from ingest.text import label_key
from ingest.values import is_value

__all__ = ["beside_each_other", "read_grids"]

_SHORT = 4  # characters of a label that may be a column's too
_ROWS_TOLD = 3  # fewer labels than this may stand in a table of another kind
_TABLES: tuple[tuple[Table, str], ...] = (("disclosure_items", "表一"), ("applications", "表二"), ("appeals", "表三"))


def read_grids(document: Document, year: int | None, names: Sequence[str] = ()) -> Tables | None:
    """The tables that a document's grids print; None where none of them is a statutory one.

    ``names``: all names of the report's organ, as far as they are known: a note may say another's.
    """
    found = found_to_the_end(document, year)
    form, findings = _form(found)
    used = form or list(forms().values())[-1]
    note_headless(found, used, document.folded)
    doubt_parted(found, used, document.folded)
    doubt_narrow(found, used)
    doubt_cut_off(found)
    if not found.headers:
        return _without_header(document, found.refused)
    own = Own(year, tuple(names))
    others = of_others(document, found, own)
    rows: list[Row] = []
    for table, _ in _TABLES:
        printed = [row for row in found.rows if row.header.table == table]
        kept, foreign = _of_this_year(printed, others, year)
        if table == "appeals":
            read = appeals(kept, used, document, blanks=found.blanks, again=is_printed_again(found, used))
        else:
            read = labelled(table, kept, used, document, blanks=found.blanks)
        findings += [*foreign, *of_doubt(document, kept, own)]
        of_table: list[Row] = []
        for row, of_row in read:
            findings += of_row
            of_table += [row] if row else []
        rows += of_table
        findings += said([header for header in found.headers if header.table == table], of_table, foreign)
        findings += of_headers(table, [header for header in found.headers if header.table == table], kept, used)
    findings += unread(found)
    rows, twice = once(rows, [header.line for header in found.headers], used)
    lines = _lines(found)
    return Tables(
        form.id if form else None,
        tuple(rows),
        (*findings, *twice, *_not_seen(rows, used, findings)),
        len(found.rows),
        lines,
    )


def _lines(found: Found) -> dict[int, str]:
    """Where in a table each of its lines stands, for people."""
    short = dict(_TABLES)
    return {line: f"{short[table]} 第{row + 1}行" for line, (table, row) in found.lines.items()}


def beside_each_other(found: Tables, further: Tables, read: Collection[Table | None]) -> Tables:
    """The tables of one reading of a document, and of those that it doesn't have what another one has."""
    rows = [row for row in further.rows if row.table not in read]
    if not rows:
        return found
    tables = {row.table for row in rows}
    findings = [finding for finding in found.findings if finding.table not in tables]
    return Tables(
        found.form or further.form,
        (*(row for row in found.rows if row.table not in tables), *rows),
        (*findings, *(finding for finding in further.findings if finding.table in tables)),
        found.printed + len(rows),
        dict(further.lines) | dict(found.lines),
    )


def _of_this_year(
    rows: Sequence[PrintedRow], captions_of_others: Sequence[Caption], year: int | None
) -> tuple[list[PrintedRow], list[Finding]]:
    """The rows without those that the page says are another year's."""
    kept, refused = [], []
    for row in rows:
        caption = next((c for c in captions_of_others if c.line < row.line < c.until), None)
        words = caption.text if caption else contradiction(row, year)
        if words is None:
            kept.append(row)
        elif any(row.printed):
            refused.append((row, words))
    said = {words for _, words in refused}
    if not kept and len(said) == 1 and (len(refused) > 1 or not refused[0][0].text):
        first = refused[0][0]
        return kept, [say.all_contradicted(first.header.table, said.pop(), len(refused), first.line)]
    texts = [(row, row.text or " ".join(row.printed), words) for row, words in refused]
    return kept, [say.contradicted(row.header.table, text, words, row.line) for row, text, words in texts]


def _without_header(document: Document, refused: Collection[Table]) -> Tables | None:
    """Rows of the form under no header: nothing tells which number is whose."""
    told: dict[Table, int] = Counter(
        name.table for grid in document.grids for cell in grid.cells for name in rows_called(cell.text)[:1]
    )
    unread = [table for table, count in told.items() if count >= _ROWS_TOLD] or sorted(refused) or _in_words(document)
    unread = unread or (["appeals"] if has_its_values(document.folded) else [])
    if not unread:
        return None
    return Tables(None, (), tuple(say.unread(table) for table in unread), sum(told.values()))


def _in_words(document: Document) -> list[Table]:
    """The tables whose columns are named though nothing hangs together as a table; a single one may be prose, if there
    are no lines of numbers."""
    text = label_key("".join(document.folded))
    named: dict[Table, set[str]] = {}
    for word, of in columns().items():
        if len(word) >= _SHORT and word in text:
            for one in of:
                named.setdefault(one.table, set()).add(one.code)
    found = [table for table, _ in _TABLES if len(named.get(table, ())) >= _ROWS_TOLD]
    return found if len(found) > 1 or _has_rows(document.folded) else []


def _has_rows(lines: Sequence[str]) -> bool:
    """Do several lines hold several numbers each and little else, as rows of a table do?"""
    values = [[is_value(word) for word in line.replace("|", " ").split()] for line in lines if len(line) <= LONGEST]
    return sum(sum(told) >= _ROWS_TOLD and sum(told) * 2 > len(told) for told in values) >= _ROWS_TOLD


# --- the form -------------------------------------------------------------------------------------------------------


def _form(found: Found) -> tuple[Form | None, list[Finding]]:
    """The form told by the words that only one of them prints."""
    printed = {key_of(text) for text in found.texts}
    told = {form: [word for word in form.telling if key_of(word) in printed] for form in forms().values()}
    best = sorted((form for form in told if told[form]), key=lambda form: -len(told[form]))
    if len(best) < 2:
        return (best[0] if best else _by_rows(found)), []
    others = "、".join(word for form in best[1:] for word in told[form])
    if len(told[best[0]]) == len(told[best[1]]):
        return None, [Finding("form.mixed", f"表中混有两种表式的栏目，无法判断所用表式（“{others}”）。")]
    return best[0], [Finding("form.mixed", f"表中混有两种表式的栏目：以{best[0].id}年表式读取，另有“{others}”。")]


def _by_rows(found: Found) -> Form | None:
    """The form told by rows that only one of them has, where no column tells it."""
    texts = [text for text in found.texts if len(key_of(text)) > _SHORT]  # 其他 is many rows' and columns'
    codes = {name.code for text in texts for name in rows_called(text) if not name.is_head}
    own = {form: codes & {row.code for row in form.rows} for form in forms().values()}
    others = {form: set().union(*(own[other] for other in own if other is not form)) for form in own}
    telling = [form for form in own if own[form] - others[form]]
    return telling[0] if len(telling) == 1 else None


def _not_seen(rows: Sequence[Row], form: Form, findings: Sequence[Finding]) -> list[Finding]:
    """What is missing, without the tables of which it is told that they can't be read."""
    told = {finding.table for finding in findings if finding.check == "tables.unread"}
    return [finding for finding in _missing(rows, form) if finding.row or finding.table not in told]


def _missing(rows: Sequence[Row], form: Form) -> Iterator[Finding]:
    """The form's rows that the report doesn't print; a table that is missing whole is told once."""
    found = {(row.table, row.code) for row in rows}
    heads = Counter(form.parents.values())
    for table, codes in _expected(form).items():
        alone = {head for head in heads if (table, head) in found and not _any(table, form.children(head), found)}
        missing = [code for code in codes if (table, code) not in found and form.parents.get(code) not in alone]
        if len(missing) == len(codes):
            yield say.absent(table, None, "")
        else:
            for code in missing:
                yield say.absent(table, code, codes[code])


def _expected(form: Form) -> dict[Table, dict[str, str]]:
    """The rows of each table that carry cells, with their labels."""
    return {
        "disclosure_items": {item.code: item.label for band in form.bands for item in band.items},
        "applications": {row.code: form.full_label(row.code) for row in form.rows if not form.children(row.code)},
        "appeals": {channel.code: channel.label for channel in form.channels},
    }


def _any(table: Table, codes: Sequence[str], found: set[tuple[Table, str]]) -> bool:
    return any((table, code) in found for code in codes)

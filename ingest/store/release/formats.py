"""The panel as CSV, XLSX, Parquet and Stata's .dta, the same bytes for the same data.

Codes of regions are text everywhere. In .dta each kind of missing value is one of Stata's own (.b blank, .d dash …),
with its label; the other files have the table ``missing`` beside them, for they know one kind of nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ingest.store.errors import StoreError
from ingest.store.export import inert
from ingest.store.release.rows import KINDS, Column, Panel

Maker = Callable[[Panel, Path], None]
MISSING_COLUMNS = ("report_id", "column", "kind", "printed", "line")
_SHEET = 1_048_574  # rows of a sheet below its head of two
_STAMP = re.compile(rb"<timestamp>.{18}</timestamp>", re.DOTALL)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # whatever the locale
_LETTERS = 2045  # bytes of a text column in Stata


def maker(name: str) -> Maker:
    """What writes a format; raises ``StoreError`` where a component that it needs isn't installed."""
    make, modules = _MAKERS[name]
    try:
        for module in modules:
            __import__(module)
    except ImportError:
        extra = "pip install 'gov-disclosure-reports[panel]'"
        raise StoreError(f"导出 {name} 需要另行安装组件 (needs an extra: {extra})") from None
    return make


def told(value: Any) -> Any:
    """A number as one writes it: 288.0 is 288.

    >>> told(288.0), told(25.1), told("410100"), told(None)
    (288, 25.1, '410100', None)
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


def missing(panel: Panel) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of the table ``missing``; cells that the form hasn't got are left out."""
    for some in panel.chunks():
        yield [
            (entry.values[0], column, KINDS[why.kind][0], why.printed, why.line)
            for entry in some
            for column, why in entry.missing.items()
            if why.kind != "n"
        ]


def write_csv(path: Path, head: Iterable[str], chunks: Iterable[Iterable[Iterable[Any]]]) -> None:
    """A CSV that Excel takes for UTF-8, and in which no cell is a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        for rows in chunks:
            writer.writerows([inert(told(value)) for value in row] for row in rows)


def _csv(panel: Panel, folder: Path) -> None:
    names = [column.name for column in panel.columns]
    write_csv(folder / "panel.csv", names, ([entry.values for entry in some] for some in panel.chunks()))
    write_csv(folder / "missing.csv", MISSING_COLUMNS, missing(panel))
    panel.files += ["panel.csv", "missing.csv"]


def _xlsx(panel: Panel, folder: Path) -> None:
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(
        folder / "panel.xlsx", {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(
        {"title": "政府信息公开年报面板数据", "created": datetime.fromisoformat(panel.date).replace(tzinfo=UTC)}
    )
    bold, number, sheet = book.add_format({"bold": True, "text_wrap": True}), 0, None
    for some in panel.chunks():
        for entry in some:
            if sheet is None or number % _SHEET == 0:
                sheet = book.add_worksheet(f"panel{number // _SHEET + 1}")
                sheet.freeze_panes(2, 5)
                sheet.write_row(0, 0, [column.name for column in panel.columns], bold)
                sheet.write_row(1, 0, [column.label for column in panel.columns], bold)
            for place, value in enumerate(entry.values):
                if value is not None:
                    sheet.write(number % _SHEET + 2, place, told(value))
            number += 1
    book.close()
    panel.files.append("panel.xlsx")


def _parquet(panel: Panel, folder: Path) -> None:
    import pyarrow  # noqa: PLC0415
    import pyarrow.parquet  # noqa: PLC0415

    types = {"INTEGER": pyarrow.int64(), "REAL": pyarrow.float64()}
    fields = [pyarrow.field(c.name, _arrow(c, types, pyarrow), metadata={"label": c.label}) for c in panel.columns]
    _write_parquet(pyarrow, folder / "panel.parquet", fields, ([e.values for e in some] for some in panel.chunks()))
    kinds = [pyarrow.int64(), pyarrow.string(), pyarrow.string(), pyarrow.string(), pyarrow.int64()]
    fields = [pyarrow.field(name, kind) for name, kind in zip(MISSING_COLUMNS, kinds, strict=True)]
    _write_parquet(pyarrow, folder / "missing.parquet", fields, missing(panel))
    panel.files += ["panel.parquet", "missing.parquet"]


def _arrow(column: Column, types: dict[str, Any], pyarrow: Any) -> Any:
    return types.get(column.type, pyarrow.string())


def _write_parquet(pyarrow: Any, path: Path, fields: list[Any], chunks: Iterable[list[tuple[Any, ...]]]) -> None:
    schema = pyarrow.schema(fields)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as file:
        for rows in chunks:
            columns = list(zip(*rows, strict=True)) or [()] * len(fields)
            arrays = [pyarrow.array(values, kind.type) for values, kind in zip(columns, fields, strict=True)]
            file.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _dta(panel: Panel, folder: Path) -> None:
    import pandas  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    found: list[list[Any]] = [[] for _ in panel.columns]
    for some in panel.chunks():
        for entry in some:
            for values, column, value in zip(found, panel.columns, entry.values, strict=True):
                values.append(_stata(column, value, entry.missing))
    frame = pandas.DataFrame(
        {
            c.stata: pandas.Series(values, dtype=_dtype(c, values))
            for c, values in zip(panel.columns, found, strict=True)
        }
    )
    used: dict[str, list[Any]] = {
        c.stata: _letters(values) for c, values in zip(panel.columns, found, strict=True) if c.cell
    }
    path = folder / "panel.dta"
    pyreadstat.write_dta(
        frame,
        str(path),
        file_label=f"政府信息公开年报 {panel.date}",
        column_labels=[column.label[:80] for column in panel.columns],
        version=14,
        missing_user_values={name: letters for name, letters in used.items() if letters},
        variable_value_labels={
            name: {one: KINDS[one][1] for one in letters} for name, letters in used.items() if letters
        },
    )
    _restamp(path, panel.date)
    panel.files.append("panel.dta")


def _letters(values: list[Any]) -> list[str]:
    return sorted({value for value in values if isinstance(value, str)})


def _stata(column: Column, value: Any, missing: dict[str, Any]) -> Any:
    if column.cell:
        return missing[column.name].kind if value is None else told(value) if column.type == "INTEGER" else float(value)
    if column.type == "INTEGER":
        return value
    return "" if value is None else str(value).encode()[:_LETTERS].decode(errors="ignore")


def _dtype(column: Column, values: list[Any]) -> str:
    if column.cell and any(isinstance(value, str) for value in values):
        return "object"
    if column.type == "REAL":
        return "float64"
    if column.type == "INTEGER":
        return "Int64" if None in values else "int64"
    return "str"


def _restamp(path: Path, date: str) -> None:
    """The data's own date instead of the minute in which the file was written."""
    day = datetime.fromisoformat(date)
    stamp = f"{day.day:02} {_MONTHS[day.month - 1]} {day.year} 00:00".encode()
    with path.open("r+b") as file:
        head = file.read(4096)
        file.seek(0)
        file.write(_STAMP.sub(lambda found: found[0][:12] + stamp + found[0][29:], head, count=1))


_MAKERS: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "csv": (_csv, ()),
    "xlsx": (_xlsx, ()),
    "parquet": (_parquet, ("pyarrow.parquet",)),
    "dta": (_dta, ("pandas", "pyreadstat")),
}

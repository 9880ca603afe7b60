"""What goes with the files of a release: codebook, datapackage.json (Frictionless), CITATION.cff, README, checksums."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.store.release.formats import MISSING_COLUMNS, told, write_csv
from ingest.store.release.rows import KINDS, Column, Panel

NAME = "gov-disclosure-reports-panel"
TITLE = "政府信息公开工作年度报告面板数据"
ENGLISH = "Panel of China's government information disclosure annual reports"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_KINDS_OF_FILE = {
    ".csv": ("csv", "text/csv"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".dta": ("dta", "application/x-stata-dta"),
}
CODEBOOK = (
    "column", "stata_name", "label", "english", "table", "row", "cell_column", "unit", "type", "forms", "codes", "note",
    "values", "minimum", "maximum", *(f"missing_{name}" for name, _ in KINDS.values())
)  # fmt: skip


def write(panel: Panel, folder: Path) -> None:
    """All but the checksums; the files of the panel are there already."""
    write_csv(folder / "codebook.csv", CODEBOOK, [list(_codebook(panel))])
    version = f"{panel.date}+{_checksum(panel, folder)}"
    package = _package(panel, folder, version)
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "CITATION.cff").write_text(_citation(panel, version), "utf-8")
    (folder / "README.md").write_text(_readme(panel, version), "utf-8")


def checksums(folder: Path) -> None:
    """SHA256SUMS, as ``sha256sum --check`` reads it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checksum(panel: Panel, folder: Path) -> str:
    """Of the first file of the panel: the same data have the same."""
    return _sha256(folder / panel.files[0])[:12]


# --- the codebook ---------------------------------------------------------------------------------------------------


class _Seen:
    """What the values of a column are, in short."""

    def __init__(self) -> None:
        self.count = 0
        self.least: Any = None
        self.most: Any = None
        self.missing: Counter[str] = Counter()

    def add(self, value: Any) -> None:
        self.count += 1
        if isinstance(value, int | float):
            self.least = value if self.least is None else min(self.least, value)
            self.most = value if self.most is None else max(self.most, value)


def _codebook(panel: Panel) -> Iterator[tuple[Any, ...]]:
    seen = {column.name: _Seen() for column in panel.columns}
    for some in panel.chunks():
        for entry in some:
            for name, value in zip(seen, entry.values, strict=True):
                if value is not None:
                    seen[name].add(value)
            for name, why in entry.missing.items():
                seen[name].missing[why.kind] += 1
    for column in panel.columns:
        yield _line(column, seen[column.name])


def _line(column: Column, seen: _Seen) -> tuple[Any, ...]:
    cell = column.cell
    place = (cell.table, cell.row, cell.column) if cell else (None, None, None)
    used = "; ".join(cell.forms) if cell else None
    missing = (seen.missing[letter] if cell else None for letter in KINDS)
    return (
        column.name, column.stata, column.label, column.english, *place, column.unit, column.type, used, column.codes,
        column.note, seen.count, told(seen.least), told(seen.most), *missing
    )  # fmt: skip


# --- datapackage.json -----------------------------------------------------------------------------------------------


def _package(panel: Panel, folder: Path, version: str) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "name": NAME,
        "title": f"{TITLE} ({ENGLISH})",
        "version": version,
        "created": f"{panel.date}T00:00:00Z",
        "licenses": [LICENCE],
        "sources": [{"title": "各级行政机关依《政府信息公开条例》第四十九条、第五十条公布的年度报告"}],
        "keywords": ["政府信息公开", "年度报告", "government information disclosure", "China"],
        "resources": [_resource(panel, folder / name) for name in [*panel.files, "codebook.csv"]],
    }


def _resource(panel: Panel, path: Path) -> dict[str, Any]:
    form, kind = _KINDS_OF_FILE[path.suffix]
    found = {
        "name": path.stem if form == "csv" else f"{path.stem}-{form}",
        "path": path.name,
        "format": form,
        "mediatype": kind,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_sha256(path)}",
    }
    if form != "csv":
        return found
    fields = {"panel": _fields(panel), "missing": _fields_of_missing(), "codebook": _fields_of_codebook()}[path.stem]
    keys = {"panel": "report_id", "missing": ["report_id", "column"], "codebook": "column"}
    schema = {"fields": fields, "missingValues": [""], "primaryKey": keys[path.stem]}
    return found | {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}


def _fields(panel: Panel) -> list[dict[str, Any]]:
    return [_field(column) for column in panel.columns]


def _field(column: Column) -> dict[str, Any]:
    types = {"INTEGER": "integer", "REAL": "number"}
    kind = "date" if column.name == "published_date" else types.get(column.type, "string")
    note = "；".join(filter(None, (f"单位{column.unit}" if column.unit else "", column.note)))
    found = {"name": column.name, "type": kind, "title": column.label, "description": note or column.english}
    return found | ({"constraints": {"enum": list(json.loads(column.codes))}} if column.codes else {})


def _fields_of_missing() -> list[dict[str, Any]]:
    kinds = [name for letter, (name, _) in KINDS.items() if letter != "n"]
    found: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in MISSING_COLUMNS]
    for field in found:
        if field["name"] in ("report_id", "line"):
            field["type"] = "integer"
        if field["name"] == "kind":
            field["constraints"] = {"enum": kinds}
    return found


def _fields_of_codebook() -> list[dict[str, Any]]:
    numbers = ("values", "minimum", "maximum")
    return [
        {"name": name, "type": "number" if name in numbers or name.startswith("missing_") else "string"}
        for name in CODEBOOK
    ]


# --- for people -----------------------------------------------------------------------------------------------------


def _citation(panel: Panel, version: str) -> str:
    return f"""cff-version: 1.2.0
message: "引用本数据请注明版本 (cite the data with their version)"
type: dataset
title: "{TITLE} ({ENGLISH})"
authors:
  - name: "gov-disclosure-reports contributors"
version: "{version}"
date-released: {panel.date}
license: CC-BY-4.0
"""


def _readme(panel: Panel, version: str) -> str:
    kinds = "\n".join(f"- `{name}`（Stata `.{letter}`）：{words}" for letter, (name, words) in KINDS.items())
    files = "\n".join(f"- `{name}`" for name in panel.files)
    return f"""# {TITLE}

{ENGLISH}. 版本 {version}，{panel.count} 份报告，{len(panel.columns)} 列；一份报告一行，法定表格的每一格一列。

{files}
- `codebook.csv`：每一列的名称、表格中的位置、单位、取值、各种空缺有多少
- `datapackage.json`：Frictionless 数据包；`SHA256SUMS`：各文件的指纹

数字照录原文：印的 0 是 0，没有数字的格是空。
空缺有几种，`missing` 一表逐格列出（`not_in_form` 不列），`.dta` 用扩展缺失值区分：

{kinds}

地区代码（`region_code`）是文字，读 CSV 时请指明：pandas `dtype={{"region_code": str}}`，
readr `col_types = cols(region_code = "c")`。
政府汇总报告（`scope = aggregate`）已含所属部门，不可与部门自己的报告（`own`）相加。

许可：数据的整理按 CC BY 4.0，请注明来源和版本；原文为国家机关的公文，不适用著作权法（第五条）；程序为 MIT。
"""

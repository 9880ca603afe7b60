"""Where a check goes and in what shape (输出): told by ``--format``, else by the suffix of ``-o``."""

# ruff: noqa: PLC0415
from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

import click

from ingest.cli import _printable
from ingest.model import Refused

if TYPE_CHECKING:
    from ingest.drafts import Run

Kind = Literal["text", "json", "xlsx", "docx"]
KINDS: tuple[Kind, ...] = ("text", "json", "xlsx", "docx")
_FILES: tuple[Kind, ...] = ("xlsx", "docx")  # that no terminal shows
_SUFFIXES: dict[str, Kind] = {
    "": "text", ".txt": "text", ".text": "text", ".log": "text", ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".xlsx": "xlsx", ".docx": "docx",
}  # fmt: skip
_COLUMNS = 100  # of a text that goes into a file


def kind_of(given: str | None, output: str | None) -> Kind:
    """The shape that is asked for; raises ``UsageError`` where ``-o`` says another or none that there is."""
    suffix = PurePath(output).suffix.lower() if output and output != "-" else ""
    by_suffix = _SUFFIXES.get(suffix)
    if given is None:
        if by_suffix is None:
            raise click.UsageError(
                f"-o: {suffix}? .txt .json .xlsx .docx (后缀 {suffix} 不认识，可用 .txt .json .xlsx .docx)."
            )
        return by_suffix
    kind: Kind = next(one for one in KINDS if one == given)
    if kind in _FILES and not output:
        raise click.UsageError(f"--format {kind} needs a file: -o findings.{kind} (须用 -o 指定文件).")
    if by_suffix in _FILES and by_suffix != kind:
        raise click.UsageError(f"--format {kind}, but -o says {suffix} (--format 与 -o 的后缀不一致).")
    return kind


def demand_place(output: str | None, folder: str | None) -> None:
    """Say at once, before anything is read, that a file can't be written there; raises ``Refused``."""
    if output and output != "-":
        path = Path(output)
        if path.is_dir():
            raise Refused("-o 指定的是文件夹，请写文件名 (this is a folder, give a file)")
        if not path.absolute().parent.is_dir():
            raise Refused(f"没有文件夹 {path.parent} (no such folder)")
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            raise Refused("没有写入的权限 (permission denied)")
    if folder and Path(folder).exists() and not Path(folder).is_dir():
        raise Refused(f"{folder} 不是文件夹 (--split wants a folder)")


def write(run: Run, kind: Kind, output: str | None, *, every: bool, in_order: bool) -> None:
    """Print a run, or write it into a file; raises ``Refused`` where that can't be done."""
    if kind in _FILES:
        from ingest.opinions.letters import letters
        from ingest.opinions.sheets import as_sheets
        from ingest.printing import save

        assert output is not None  # noqa: S101 (for the type checker: asked for before)
        save(as_sheets(run) if kind == "xlsx" else letters(run), output)
        click.echo(f"{len(run.drafts)} 份 → {_printable(output)}")
        return
    if output is None or output == "-":
        for line in _lines(run, kind, every=every, in_order=in_order, columns=None):
            click.echo(line)
        return
    lines = _lines(run, kind, every=every, in_order=in_order, columns=_COLUMNS)
    try:
        with click.open_file(output, "w", encoding="utf-8") as file:
            file.writelines(click.unstyle(line) + "\n" for line in lines)
    except OSError as error:
        raise Refused(f"无法写入 (cannot be written: {error.strerror})") from error


def _lines(run: Run, kind: Kind, *, every: bool, in_order: bool, columns: int | None) -> Iterator[str]:
    if kind == "json":
        from ingest.opinions.data import as_data

        return (json.dumps(one, ensure_ascii=False) for one in as_data(run))
    from ingest.cli.findings import as_text

    return as_text(run, every=every, in_order=in_order, columns=columns)

"""``ingest fetch``: a list of addresses → a folder of files with a manifest."""

# ruff: noqa: PLC0415
from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.terminal import clean
from ingest.model import Refused

if TYPE_CHECKING:
    from ingest.fetch import Entry

_STATUSES = {"ok": ("已下载", "fetched"), "page": ("附件所在页", "pages of attachments")}
_FAILED = {"refused": ("拒绝", "refused"), "failed": ("未成", "failed")}


def command(quiet: Callable[..., Any]) -> click.Command:
    """The command, with the wrapper that turns every error into one line."""

    @click.command("fetch")
    @click.argument("urls", metavar="LIST", type=click.Path())
    @click.option("--to", "folder", required=True, metavar="DIR", type=click.Path(), help="The folder (存入的文件夹).")
    @click.option("--delay", default=2.0, show_default=True, type=click.FloatRange(0, 600), metavar="SECONDS",
                  help="Pause between two requests to one host (同一网站两次请求的间隔).")  # fmt: skip
    @click.option("--jobs", default=4, show_default=True, type=click.IntRange(1, 32), metavar="N",
                  help="Hosts asked at the same time (同时访问的网站数).")  # fmt: skip
    @click.option(
        "--allow-private", is_flag=True, help="Also addresses of this machine and its networks (允许内网地址)."
    )
    @click.option("--again", is_flag=True, help="Ask again for what was refused before (重试曾被拒绝的).")
    @quiet
    def fetch(urls: str, folder: str, delay: float, jobs: int, allow_private: bool, again: bool) -> None:
        """Download reports politely (下载报告): LIST is a CSV with a column url (also agency, year, published), or an
        address a line.

        Files land in DIR as they came, with DIR/manifest.csv saying where each is from; ingest add takes both. A fetch
        that was stopped goes on where it was. robots.txt is heeded; a page whose report is an attachment brings it.

        \b
        Exit status: 0 all there; 1 some refused or failed (each named on standard error).
        \b
        Example:
          ingest add reports/                       (afterwards)
          ingest fetch urls.csv --to reports/
        """
        from ingest.fetch import Fetcher, Politeness, manifest
        from ingest.fetch.transport import Client

        wanted = manifest.read(urls)
        counts: Counter[str] = Counter()
        with Client(private=allow_private) as client:
            try:
                fetcher = Fetcher(Path(folder), client, Politeness(delay=delay, jobs=jobs))
                for entry in fetcher.run(wanted, again=again):
                    counts[entry.status] += 1
                    _tell(entry)
            except OSError as error:
                raise Refused(f"{clean(folder)} 无法写入 (cannot be written: {error.strerror})") from None
        already = len({entry.url for entry in wanted if entry.url}) - sum(counts[s] for s in (*_STATUSES, *_FAILED))
        click.echo(_summary(counts, max(0, already)))
        if counts["refused"] or counts["failed"]:
            sys.exit(1)

    return fetch


def _tell(entry: Entry) -> None:
    if entry.status in _FAILED:
        click.echo(f"ingest: {clean(entry.url)}: {clean(entry.note)}", err=True)
    else:
        click.echo(f"{clean(entry.url)} → {clean(entry.file)}")


def _summary(counts: Counter[str], already: int) -> str:
    words = [*_STATUSES.items(), *_FAILED.items()]
    chinese = "，".join(f"{chinese} {counts[status]}" for status, (chinese, _) in words)
    english = ", ".join(f"{counts[status]} {english}" for status, (_, english) in words)
    return f"{chinese}，此前已有 {already} ({english}, {already} there before)"

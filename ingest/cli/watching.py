"""``--watch``: again whenever a file changes (文件有改动就重新校验), until one has enough (Ctrl-C)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

import click

from ingest.cli.terminal import clean
from ingest.pipeline.inputs import inputs

_NAMED = 5  # files of a kind that are named
_PAUSE = 1.0  # seconds between two looks
_State = dict[str, tuple[int, int]]


def watch(paths: Sequence[str], check: Callable[[], object], looks: Iterable[None] | None = None) -> None:
    """Check, and check again after each look that finds a file changed, new or gone; raises ``KeyboardInterrupt``."""
    seen = state(paths)
    check()
    for _ in looks if looks is not None else _forever():
        now = state(paths)
        if now == seen:
            continue
        if now != state(paths):
            continue  # it is being written still
        told = "；".join(_told(seen, now))
        seen = now
        click.echo(f"\n—— {time.strftime('%H:%M:%S')} {told}\n")
        check()


def _told(seen: _State, now: _State) -> Iterator[str]:
    """What has become of which files: 改动 甲.docx、乙.docx；删除 丙.docx."""
    kinds = {
        "改动": [path for path in now if path in seen and now[path] != seen[path]],
        "新增": [path for path in now if path not in seen],
        "删除": [path for path in seen if path not in now],
    }
    for word, paths in kinds.items():
        names = [clean(os.path.basename(path)) for path in sorted(paths)]  # noqa: PTH119
        if names:
            more = f" 等 {len(names)} 个文件" if len(names) > _NAMED else ""
            yield f"{word} {'、'.join(names[:_NAMED])}{more}"


def state(paths: Sequence[str]) -> _State:
    """When each file that would be read was last written, and how large it is."""
    found: _State = {}
    for one in inputs(paths, []):
        path = one.archive or one.path
        with suppress(OSError):  # what isn't there, or no longer, has no state
            about = os.stat(path)  # noqa: PTH116
            if one.refused is None:  # a folder without files is none itself
                found[path] = (about.st_mtime_ns, about.st_size)
    return found


def _forever() -> Iterable[None]:
    click.echo("（文件有改动时重新校验，Ctrl-C 结束）", err=True)
    while True:
        time.sleep(_PAUSE)
        yield

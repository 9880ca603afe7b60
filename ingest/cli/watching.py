"""``--watch``: again whenever a file changes (文件有改动就重新校验), until one has enough (Ctrl-C)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

import click

from ingest.pipeline.inputs import inputs

_PAUSE = 1.0  # seconds between two looks
_State = dict[str, tuple[int, int]]


def watch(paths: Sequence[str], check: Callable[[], object], looks: Iterable[None] | None = None) -> None:
    """Check, and check again after each look that finds a file changed, new or gone."""
    with suppress(KeyboardInterrupt):  # that is how one ends it
        _watch(paths, check, looks)


def _watch(paths: Sequence[str], check: Callable[[], object], looks: Iterable[None] | None) -> None:
    seen = state(paths)
    check()
    for _ in looks if looks is not None else _forever():
        now = state(paths)
        if now == seen:
            continue
        if now != state(paths):
            continue  # it is being written still
        changed = sorted(path for path in now.keys() | seen.keys() if now.get(path) != seen.get(path))
        seen = now
        click.echo(f"\n—— {time.strftime('%H:%M:%S')} {'、'.join(map(os.path.basename, changed[:5]))}\n")
        check()


def state(paths: Sequence[str]) -> _State:
    """When each file that would be read was last written, and how large it is."""
    found: _State = {}
    for one in inputs(paths, []):
        path = one.archive or one.path
        try:
            about = os.stat(path)  # noqa: PTH116
        except OSError:
            found[path] = (0, 0)
        else:
            found[path] = (about.st_mtime_ns, about.st_size)
    return found


def _forever() -> Iterable[None]:
    click.echo("（文件有改动时重新校验，Ctrl-C 结束）", err=True)
    while True:
        time.sleep(_PAUSE)
        yield

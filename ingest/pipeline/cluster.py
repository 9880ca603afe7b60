"""A Dask cluster (集群) to read on: its scheduler's address → an executor. Needs the optional extra ``cluster``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest import __version__
from ingest.model import Unreachable
from ingest.pipeline.executors import PATIENCE, Elsewhere, read_chunk

_TIMEOUT = 10  # seconds to find the scheduler


@contextmanager
def dask(address: str) -> Iterator[Elsewhere]:
    """The workers of a scheduler (``tcp://host:8786``); they need this very version installed."""
    with _client(address) as client, client.get_executor(pure=False) as executor:
        elsewhere = Elsewhere(executor, lambda known: client.scatter([known], broadcast=True)[0])
        _probe(elsewhere)
        yield elsewhere


def _client(address: str) -> Any:
    try:
        from distributed import Client  # noqa: PLC0415 (an optional extra)
    except ImportError:
        extra = "pip install 'gov-disclosure-reports[cluster]'"
        raise Unreachable(f"使用集群需要另行安装组件 (a cluster needs an extra: {extra})") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said here, in one line
    try:
        client: Any = Client
        return client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        said = " ".join(str(error).split())[:200]
        raise Unreachable(f"无法连接集群的调度节点 (no scheduler at this address: {said})") from None


def _probe(elsewhere: Elsewhere) -> None:
    """Ask for nothing at all, so that no report waits for a cluster without workers or of another version."""
    try:
        elsewhere.executor.submit(read_chunk, __version__, [], frozenset(), "").result(PATIENCE)
    except Unreachable:
        raise
    except TimeoutError:
        raise Unreachable("集群没有工作节点应答 (no worker of the cluster answers)") from None
    except Exception as error:  # a worker without this program can't even say so in words of its own
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise Unreachable(f"工作节点无法运行本程序 (the workers can't run this program: {said})") from None

"""Fetching (下载): a list of addresses → files as they came, and a manifest beside them that says where each is from.

Polite: robots.txt is heeded, a host gets one request at a time with a pause after each, and what fails for the moment
is asked again later and more slowly. Resumable: each file is whole on disk before its row stands in the manifest, so a
fetch that was stopped goes on where it was. A page whose report is an attachment brings the attachment along.
"""

from __future__ import annotations

import hashlib
import os
import queue
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock
from urllib.parse import unquote, urlsplit

from ingest.fetch import attachments
from ingest.fetch.manifest import Entry, Log
from ingest.fetch.robots import Robots, robots_of
from ingest.fetch.transport import Again, Answer, Client, checked
from ingest.model import Refused

__all__ = ["MANIFEST", "Entry", "Fetcher", "Politeness", "Stopped"]

MANIFEST = "manifest.csv"
_LONGEST = 120.0  # seconds between two tries, whatever a server asks for
_ODD = re.compile(r"[^\w.-]+")


class Stopped(Exception):  # noqa: N818
    """The fetch is to end; what is under way is dropped."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How a fetch behaves towards the hosts that it asks."""

    delay: float = 2.0  # seconds between two requests to one host, at least
    tries: int = 4  # of one address
    backoff: float = 5.0  # seconds after the first failure; doubled after each
    jobs: int = 4  # hosts asked at the same time


class _Host:
    """One host: its rules, and when it may be asked again."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.robots: Robots | None = None
        self.next = 0.0


class Fetcher:
    """Fetches addresses into a folder. Every address ends as one row of the folder's manifest."""

    def __init__(self, folder: Path, client: Client, politeness: Politeness) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._client, self._politeness = folder, client, politeness
        self._log = Log(folder / MANIFEST)
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._stop = Event()

    def run(self, wanted: Iterable[Entry], *, again: bool = False) -> Iterator[Entry]:
        """Fetch what isn't there yet; each entry comes out when its row is on disk.

        ``again``: also ask for what was refused before. Stopping the iterator stops the fetch.
        """
        lanes: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in {entry.url: entry for entry in wanted if entry.url}.values():
            if not self._is_done(entry, again=again):
                lanes[urlsplit(entry.url).netloc.lower()].append(entry)
        results: queue.SimpleQueue[Entry | BaseException | None] = queue.SimpleQueue()
        with ThreadPoolExecutor(self._politeness.jobs) as pool:
            for lane in lanes.values():
                pool.submit(self._lane, lane, results)
            try:
                yield from self._results(results, len(lanes))
            finally:
                self._stop.set()

    def _results(self, results: queue.SimpleQueue[Entry | BaseException | None], lanes: int) -> Iterator[Entry]:
        while lanes:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                lanes -= 1
            else:
                yield result

    def _is_done(self, entry: Entry, *, again: bool) -> bool:
        last = self._log.last(entry.url)
        if last is None:
            return False
        if last.status == "refused":
            return not again
        return last.status in ("ok", "page") and (self._folder / last.file).is_file()

    def _lane(self, lane: Sequence[Entry], results: queue.SimpleQueue[Entry | BaseException | None]) -> None:
        """The addresses of one host, one after another."""
        try:
            for entry in lane:
                for done in self._entry(entry):
                    self._log.append(done)
                    results.put(done)
        except Stopped:
            pass
        except BaseException as error:  # a full disk: told where the results are read
            results.put(error)
        finally:
            results.put(None)

    def _entry(self, entry: Entry) -> Iterator[Entry]:
        """One address and, if it is a page whose report is attached, the attachments before it."""
        try:
            answer = self._asked(entry.url)
            done = self._kept(entry, answer)
        except Refused as refused:
            yield replace(entry, status="refused", note=str(refused), fetched=_now())
            return
        except Again as failed:
            yield replace(entry, status="failed", note=str(failed), fetched=_now())
            return
        found = self._attached(entry, answer) if done.file.endswith(".html") else []
        yield from found
        yield replace(done, status="page") if any(file.status == "ok" for file in found) else done

    def _attached(self, entry: Entry, answer: Answer) -> list[Entry]:
        if entry.page:
            return []  # an attachment's own links lead too far
        links = attachments.attachments(attachments.decoded(answer.content, answer.charset), answer.url)
        wanted = [replace(entry, url=url, page=entry.url, file="") for url in links if url != entry.url]
        return [done for one in wanted if not self._is_done(one, again=False) for done in self._entry(one)] or [
            last for one in wanted if (last := self._log.last(one.url)) is not None
        ]

    # --- one request ------------------------------------------------------------------------------------------------

    def _asked(self, url: str) -> Answer:
        """The answer for an address, after as many tries as politeness has."""
        checked(url)
        for tried in range(self._politeness.tries):
            try:
                return self._one(url)
            except Again as failed:
                if tried + 1 == self._politeness.tries:
                    raise
                pause = self._politeness.backoff * 2**tried * random.uniform(0.8, 1.2)  # noqa: S311
                self._wait(min(max(pause, failed.after or 0.0), _LONGEST))
        raise Again("没有尝试 (no try was made)")

    def _one(self, url: str) -> Answer:
        host = self._hosts[urlsplit(url).netloc.lower()]
        with host.lock:
            if host.robots is None:
                host.robots = robots_of(url, self._client.get)
            if host.robots.rules is None:
                host.robots = None  # the next address of this host tries again
                raise Again("取不到网站的 robots.txt (the site's robots.txt can't be had)")
            if not host.robots.allows(url):
                raise Refused("网站的 robots.txt 不允许下载 (disallowed by robots.txt)")
            self._wait(host.next - time.monotonic())
            try:
                return self._client.get(url)
            finally:
                host.next = time.monotonic() + max(self._politeness.delay, host.robots.delay)

    def _wait(self, seconds: float) -> None:
        if self._stop.wait(max(0.0, seconds)):
            raise Stopped

    # --- one file ---------------------------------------------------------------------------------------------------

    def _kept(self, entry: Entry, answer: Answer) -> Entry:
        """The file on disk, whole before it has its name."""
        if answer.status != 200:
            raise Refused(f"HTTP {answer.status}")
        if not answer.content:
            raise Refused("文件为空 (empty file)")
        if not attachments.is_wanted(answer.media_type):
            raise Refused(f"不是文档：{answer.media_type} (no document)")
        name = self._name(entry.url, answer)
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        with part.open("wb") as file:
            file.write(answer.content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        digest = hashlib.sha256(answer.content).hexdigest()
        return replace(entry, file=name, status="ok", note="", fetched=_now(), sha256=digest)

    def _name(self, url: str, answer: Answer) -> str:
        """``host/last-part-of-the-path-1a2b3c4d.html``: readable, the same for the same address, never outside."""
        parts = urlsplit(url)
        called = answer.filename or unquote(parts.path)
        ending = attachments.suffix((answer.filename, parts.path), answer.media_type, answer.content)
        stem = _ODD.sub("-", called.rstrip("/").rpartition("/")[2]).strip(".-")
        stem = stem.removesuffix(ending)[:60] or "index"
        host = _ODD.sub("-", parts.netloc.lower()).strip(".-") or "host"
        return f"{host}/{stem}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{ending}"


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

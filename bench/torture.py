"""Nothing lost (make torture): ``ingest add`` killed, starved of room, shut out, crowded and fed with rubbish.

    python bench/torture.py [kill] [full] [readonly] [crowd] [fuzz] [--kills 200] [--files 500] [--fuzzed 10000]

After each disturbance the database must be sound, every report in it must have exactly the rows that an undisturbed
run gives it, and every source its report; and when the same files are added again, all must be as in that run.

kill      ``kill -9`` of the writer, of one reading process or of all of them, at random moments: of the time that a
          run takes, or when the write-ahead log has grown by so much
full      a small tmpfs, and a limit on the size of a file, of random sizes
readonly  an ext4 file system that goes read-only under the writer's hands
crowd     two ``add`` of the same files, ``reparse`` over and over, and the site being read, all at once
fuzz      invented hostile files, each read within two seconds of the processor and 500 MB or refused

The mounts need root on Linux; without it those parts say so and are left out.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import _paths  # noqa: F401
import generate
from conftest import (
    _configured,
    served,
    sound,
)
from content import Content
from hostile import hostile

from ingest.pipeline import limits
from ingest.pipeline.inputs import Input
from ingest.pipeline.reading import read
from ingest.source import LIMIT
from ingest.store import connect

INGEST = "from ingest.cli import main; main()"
OFTEN = f"import ingest.pipeline; ingest.pipeline.BATCH = 20; {INGEST}"  # more commits to be disturbed
ROOT = Path(__file__).parent.parent
# These also say how a report agrees with others, which may not be in yet; what is copied is found with the last commit.
NEIGHBOURS = {"findings", "report_stats", "report_copies", "copied_reports", "copied_sections"}


class Lost(AssertionError):  # noqa: N818
    """Something is not as it must be."""


def demand(holds: bool, what: object) -> None:
    """An assertion that stays when Python leaves out its own."""
    if not holds:
        raise Lost(what)


class Stage:
    """Files to add, and what an undisturbed run makes of them."""

    def __init__(self, folder: Path, files: int, corrections: int = 10) -> None:
        """Write the files: reports, a few of them corrected by a later file, one with sums that don't hold."""
        self.folder = folder
        self.pages = folder / "pages"
        generate.write(self.pages, files)
        for number in range(0, files, max(1, files // corrections) if corrections else files + 1):
            page = (self.pages / f"{number:06}.txt").read_text("utf-8")
            later = self.pages / f"{min(number + files // 3, files):06}-corrects-{number}.txt"
            later.write_text(
                page.replace("一、本年新收政府信息公开申请数量\t", "一、本年新收政府信息公开申请数量\t1"), "utf-8"
            )
        self.db = folder / "disturbed.db"
        undisturbed = folder / "undisturbed.db"
        began = time.monotonic()
        done(self.start(db=undisturbed), 0)
        self.seconds = time.monotonic() - began
        self.size = undisturbed.stat().st_size
        self.truth = Content(undisturbed)

    def start(self, *paths: Path, db: Path | None = None, script: str = INGEST, **how: Any) -> subprocess.Popen[str]:
        """``ingest add`` in a session of its own."""
        command = [
            sys.executable,
            "-c",
            script,
            "add",
            "--replace",
            *map(str, paths or [self.pages]),
            "--db",
            str(db or self.db),
        ]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **text(), **how)

    def whole(self, db: Path | None = None) -> int:
        """What is in the database is right; how many reports that is."""
        path = db or self.db
        if not path.exists() or not path.stat().st_size:
            return 0
        sound(path)
        found = Content(path)
        if "reports" not in found.tables:
            return 0
        truth, reports = self.truth.reports(), found.reports()
        with closing(sqlite3.connect(path)) as connection:
            replaced = connection.execute("SELECT count(*) FROM sources WHERE replaced_by IS NOT NULL").fetchone()[0]
        demand(found.rows("sources").total() == len(reports) + replaced, "a source without its report")
        for key, said in reports.items():
            later = said["reports"] != truth[key]["reports"]  # not corrected yet
            demand(said.keys() - NEIGHBOURS == truth[key].keys() - NEIGHBOURS or later, f"{key}: {said.keys()}")
            parts = said.keys() - NEIGHBOURS
            demand(later or all(said[t] == truth[key][t] for t in parts), f"a report without its rows: {key}")
            demand(all(said[table] for table in ("sections", "report_stats")), key)
        return len(reports)

    def finish(self, db: Path | None = None) -> None:
        """Add everything again: all is as if nothing had happened."""
        done(self.start(db=db), 0)
        sound(db or self.db)
        demand(Content(db or self.db).all() == self.truth.all(), "not as in an undisturbed run")

    def forget(self) -> None:
        """No database."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.db}{suffix}").unlink(missing_ok=True)


def text() -> dict[str, Any]:
    """How every process is started."""
    paths = f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"
    return {"text": True, "env": os.environ | {"PYTHONPATH": paths}, "start_new_session": True}


def done(process: subprocess.Popen[str], *expected: int) -> str:
    """The end of a command: its status is expected, and what it complains of are lines for people."""
    _, complaint = process.communicate(timeout=600)
    demand("Traceback" not in complaint, complaint)
    demand(process.returncode in expected, f"status {process.returncode}: {complaint}")
    demand(process.returncode == 0 or complaint.startswith("ingest: "), complaint)
    return complaint


# --- kill -----------------------------------------------------------------------------------------------------------


def kill(stage: Stage, kills: int) -> str:
    """Kill again and again; a database that is complete makes room for a new one."""
    chance, killed, rounds = random.Random(9), Counter[str](), 0
    while killed.total() < kills:
        stage.forget()
        rounds += 1
        for _ in range(min(chance.randint(1, 6), kills - killed.total())):
            if aim := _kill(stage, chance):
                killed[aim] += 1
            stage.whole()
        stage.finish()
    aims = ", ".join(f"{count} × {aim}" for aim, count in killed.items())
    return (
        f"kill -9 {killed.total()} times ({aims}) in {rounds} databases of {stage.truth.rows('sources').total()} files"
    )


def _kill(stage: Stage, chance: random.Random) -> str | None:
    """Kill one run; whom, or None if it was over before."""
    process = stage.start(script=chance.choice((INGEST, OFTEN)))
    _wait_for_moment(stage, process, chance)
    if process.poll() is not None:
        done(process, 0)
        return None
    aim = chance.choice(("the writer", "the writer", "everything", "a reader"))
    with suppress(ProcessLookupError):
        if aim == "everything":
            os.killpg(process.pid, signal.SIGKILL)
        elif aim == "the writer":
            process.kill()
        elif readers := _children(process.pid):
            os.kill(chance.choice(readers), signal.SIGKILL)
        else:
            aim = "the writer"
            process.kill()
    if aim == "a reader":
        done(process, 0)
    else:
        process.communicate(timeout=60)
    _nobody_left(process.pid)
    return aim


def _wait_for_moment(stage: Stage, process: subprocess.Popen[str], chance: random.Random) -> None:
    if chance.random() < 0.5:
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, stage.seconds))
        return
    log, most = Path(f"{stage.db}-wal"), chance.randint(1, 6_000_000)
    until = time.monotonic() + 2 * stage.seconds
    while process.poll() is None and time.monotonic() < until:
        with suppress(FileNotFoundError):
            if log.stat().st_size >= most:
                return
        time.sleep(0.0005)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _nobody_left(group: int) -> None:
    """The reading processes don't outlive the writer."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise Lost("processes are left")


# --- full, read-only ------------------------------------------------------------------------------------------------


def full(stage: Stage, times: int) -> str:
    """Too little room: for a file, then on a file system."""
    chance, said = random.Random(7), Counter[str]()
    for _ in range(times):
        stage.forget()
        most = chance.randint(4096, stage.size)
        said[_limited(stage, most)] += 1
        stage.whole()
        stage.finish()
    told = [f"a limit on file size {times} times ({_told(said)})"]
    if not may_mount():
        return told[0] + "; no tmpfs: not root"
    said = Counter()
    for _ in range(times):
        with mounted("tmpfs", f"size={chance.randint(64, 2 * stage.size // 1024)}k") as folder:
            db = folder / "reports.db"
            said[done(stage.start(db=db), 0, 1)] += 1
            stage.whole(db)
            subprocess.run(["mount", "-o", f"remount,size={4 * stage.size}", folder], check=True)
            stage.finish(db)
    return f"{told[0]}; a small tmpfs {times} times ({_told(said)})"


def _limited(stage: Stage, most: int) -> str:
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: E731
    return done(stage.start(preexec_fn=limit), 0, 1)


def _told(said: Counter[str]) -> str:
    words = Counter[str]()
    for complaint, count in said.items():
        words[complaint.rpartition("(")[2].strip(")\n") or "enough room"] += count
    return ", ".join(f"{count} × {word}" for word, count in words.items())


def read_only(stage: Stage, times: int) -> str:
    """The file system aborts, as ext4 does when its disk fails; it is mended before the second run."""
    if not may_mount() or not shutil.which("mkfs.ext4"):
        return "not tried: mounts need root, and mkfs.ext4"
    chance, said = random.Random(5), Counter[str]()
    for _ in range(times):
        image = stage.folder / "image"
        with image.open("wb") as file:
            file.truncate(8 * stage.size + 32_000_000)
        subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
        with mounted(str(image), "loop") as folder:
            process = stage.start(db=folder / "reports.db")
            with suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.2, 1) * stage.seconds)
            subprocess.run(["mount", "-o", "remount,abort", folder], check=True)
            said[done(process, 0, 1)] += 1
        subprocess.run(["fsck.ext4", "-p", image], check=False, stdout=subprocess.DEVNULL)
        with mounted(str(image), "loop") as folder:
            stage.whole(folder / "reports.db")
            stage.finish(folder / "reports.db")
    return f"file system gone read-only {times} times ({_told(said)})"


def may_mount() -> bool:
    """Is this Linux, with the right to mount?"""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


@contextmanager
def mounted(what: str, options: str) -> Iterator[Path]:
    """A file system on a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        kind = ["-t", "tmpfs"] if what == "tmpfs" else []
        subprocess.run(["mount", *kind, "-o", options, what, name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", name], check=True)


# --- crowd ----------------------------------------------------------------------------------------------------------


def crowd(stage: Stage, times: int, pause: float = 0) -> str:
    """Two writers, one who reads everything again, and visitors of the site, who take a breath
    (seconds) between two pages. The corrections would race: none here."""
    refused, again, answers = Counter[str](), 0, Counter[int]()
    for _ in range(times):
        stage.forget()
        for process in [stage.start(), stage.start()]:  # neither finds a database
            refused[done(process, 0, 1)] += 1
        stage.whole()
        stage.finish()
        site = _configured(Path(tempfile.mkdtemp(dir=stage.folder)))
        db = site / "reports.db"
        connect(str(db)).close()
        with served(site) as url, _visitors(url, answers, pause):
            adds = [stage.start(db=db, script=OFTEN), stage.start(db=db)]
            while any(process.poll() is None for process in adds):
                refused[_reparse(db)] += 1
                again += 1
            for process in adds:
                refused[done(process, 0, 1)] += 1
        stage.whole(db)
        stage.finish(db)
    demand(answers.keys() <= {200, 404}, f"the site answered {answers}")
    words = _told(Counter({complaint: count for complaint, count in refused.items() if complaint})) or "nobody"
    return f"two adds, {again} × reparse and {answers.total()} pages read at once, {times} times; turned away: {words}"


def _reparse(db: Path) -> str:
    command = [sys.executable, "-c", INGEST, "reparse", "--db", str(db)]
    return done(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **text()), 0, 1)


@contextmanager
def _visitors(url: str, answers: Counter[int], pause: float) -> Iterator[None]:
    """Read pages of the site until the block ends; 404 is a report that isn't there yet."""
    over = threading.Event()

    def visit() -> None:
        pages = (
            "/",
            "/reports/reports/1",
            "/reports/report_stats.json",
            "/reports/search?q=公开",
            "/reports/reports/33",
        )
        while not over.is_set():
            for page in pages:
                over.wait(pause)
                try:
                    with urllib.request.urlopen(url + urllib.request.quote(page, "/?="), timeout=60) as answer:
                        answers[answer.status] += 1
                except urllib.error.HTTPError as error:
                    answers[error.code] += 1

    threads = [threading.Thread(target=visit) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


# --- fuzz -----------------------------------------------------------------------------------------------------------


def fuzz(folder: Path, count: int) -> str:
    """Read hostile files one by one, watched; then some of them among reports, as a batch."""
    with Pool(initializer=limits.in_memory) as pool:
        results = pool.imap_unordered(_watched, ((folder, number) for number in range(count)), chunksize=20)
        found = list(results)
    slow, large = max(found, key=lambda one: one[2]), max(found, key=lambda one: one[3])
    demand(slow[2] < limits.SECONDS + 0.5, f"too slow: {slow}")
    demand(large[3] < limits.MEMORY, f"too large: {large}")
    refusals = Counter((message or "read").partition("：")[0].partition(" (")[0] for *_, message in found)
    demand(not any("内部错误" in (message or "") for *_, message in found), [one for one in found if one[4]][:3])
    _batch(folder, min(count, 400))
    limited = sum("读取超过" in (message or "") or "MB 内存" in (message or "") for *_, message in found)
    return (
        f"{count} hostile files: {refusals['read']} read, the others refused, {limited} of them for time or memory; "
        f"slowest {slow[2]:.2f} s ({slow[1]}), most memory {large[3] / 1e6:.0f} MB ({large[1]})"
    )


def _watched(what: tuple[Path, int]) -> tuple[int, str, float, int, str | None]:
    """One file: its number and kind, the processor's seconds, the memory it took, why it was refused."""
    folder, number = what
    kind, content = hostile(number)
    path = folder / f"{kind}-{number}.txt"
    path.write_bytes(content)
    del content
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before, began = _resident("VmRSS"), time.process_time()
    reading = read(Input(str(path)), frozenset())
    seconds, memory = time.process_time() - began, _resident("VmHWM") - before
    path.unlink()
    return number, kind, seconds, memory, reading.refused


def _resident(what: str) -> int:
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith(what))
    return 0


def _batch(folder: Path, count: int) -> None:
    """Hostile files between reports: all the reports are in."""
    stage = Stage(folder / "batch", 40, corrections=0)
    for number in range(count):
        kind, content = hostile(number)
        if len(content) < LIMIT:
            (stage.pages / f"{number * 40 // count:06}-{kind}-{number}.txt").write_bytes(content)
    done(stage.start(), 1)
    sound(stage.db)
    found, truth = Content(stage.db).reports(), stage.truth.reports()
    demand(all(found.get(key) == said for key, said in truth.items()), "a report was lost among hostile files")


# --- all of it ------------------------------------------------------------------------------------------------------


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parts = ("kill", "full", "readonly", "crowd", "fuzz")
    parser.add_argument("parts", nargs="*", choices=(*parts, []), help="all of them, if none is named")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--times", type=int, default=20, help="of full, readonly; a quarter of it of crowd")
    parser.add_argument("--fuzzed", type=int, default=10_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jobs: dict[str, Callable[[], str]] = {
            "kill": lambda: kill(Stage(folder / "kill", given.files), given.kills),
            "full": lambda: full(Stage(folder / "full", given.files), given.times),
            "readonly": lambda: read_only(Stage(folder / "readonly", given.files), given.times),
            "crowd": lambda: crowd(Stage(folder / "crowd", given.files, corrections=0), max(1, given.times // 4)),
            "fuzz": lambda: fuzz(folder, given.fuzzed),
        }
        for part in given.parts or parts:
            began = time.monotonic()
            print(f"{part}: {jobs[part]()} — {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()

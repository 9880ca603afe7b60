"""``ingest`` and ``datasette`` as processes, without their start: seconds of the processor, hundreds of times.

One process has everything loaded, has read a report, and splits itself (fork) for each command. What has split off is
a process like any other: its own arguments, folder, output and exit, down to what Python says at its end. Another one
has the site's plugins and templates loaded, and splits itself for each server.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
_EXAMPLE = next((ROOT / "examples").glob("*.txt"))
_PROGRAM = """
import gc, json, os, sys
import xlsxwriter
from ingest.cli import main
from ingest import pipeline, store
from ingest.parse import parse
from ingest.source import read_source
sys.path.insert(1, sys.argv[4])
import empty
empty.database()
store.schema._prepare = empty.prepared
parse(read_source(sys.argv[3]))
gc.freeze()  # or each process looks for garbage among all of this at its end: half a second
asked, told = open(int(sys.argv[1])), int(sys.argv[2])
while line := asked.readline():
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        os.write(told, f"{os.waitstatus_to_exitcode(status)}\\n".encode())
    else:
        it = json.loads(line)
        for number, path in enumerate((os.devnull, it["stdout"], it["stderr"])):
            os.dup2(os.open(path, os.O_RDWR), number)
        os.chdir(it["cwd"])
        sys.argv = ["ingest", *it["arguments"]]
        main()
"""
# The library that would draw a picture of every error that a test provokes is left out. Nobody waits for a server.
_SERVER = """
import gc, json, os, signal, sys, tempfile
sys.modules["rich"] = None
sys.path.insert(1, sys.argv[4])
from datasette import app, cli
from conftest import ROOT, Compiled

class Prepared(app.Datasette):
    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.jinja_env.bytecode_cache = Compiled()

site = Prepared([], plugins_dir=str(ROOT / "plugins"), template_dir=str(ROOT / "templates"))
for name in site.jinja_env.list_templates(extensions=["html"]):
    site.jinja_env.get_template(name)
cli.Datasette = Prepared
gc.freeze()
asked, told = open(int(sys.argv[1])), int(sys.argv[2])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while line := asked.readline():
    if child := os.fork():
        os.write(told, f"{child}\\n".encode())
    else:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(told)
        it = json.loads(line)
        for number, path in enumerate((os.devnull, os.devnull, it["stderr"])):
            os.dup2(os.open(path, os.O_RDWR), number)
        os.chdir(it["cwd"])
        os.environ.clear()
        os.environ.update(it["environment"])
        tempfile.tempdir = None
        cli.cli([".", "--port", str(it["port"])])
"""


class Server:
    """``datasette .`` in a folder, as ``subprocess.Popen`` would have it."""

    def __init__(self, folder: Path, port: int, complaints: IO[bytes]) -> None:
        asked, told = _prepared(_SERVER)
        it = {"cwd": str(folder), "port": port, "stderr": complaints.name, "environment": dict(os.environ)}
        os.write(asked, (json.dumps(it) + "\n").encode())
        if not select.select([told], [], [], 120)[0]:
            raise subprocess.TimeoutExpired("datasette", 120)
        self.pid = int(os.read(told, 20))

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 1
        return None

    def terminate(self) -> None:
        """Ask it to end."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Until it has ended."""
        until = time.monotonic() + seconds
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("datasette", seconds)
            time.sleep(0.02)


def ingest(
    *arguments: str | Path, cwd: Path, stdout: str | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; ``stdout`` is a file for its output, which is otherwise told."""
    asked, told = _prepared(_PROGRAM)
    words = list(map(str, arguments))
    with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as errors:
        it = {"arguments": words, "cwd": str(cwd), "stdout": stdout or out.name, "stderr": errors.name}
        os.write(asked, (json.dumps(it) + "\n").encode())
        if not select.select([told], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(words, seconds)
        return subprocess.CompletedProcess(words, int(os.read(told, 20)), out.read(), errors.read())


@cache
def _prepared(program: str) -> tuple[int, int]:
    """Where the process is asked, and where it tells; it ends when nobody can ask any more."""
    theirs, asked = os.pipe()
    told, ours = os.pipe()
    command = [sys.executable, "-c", program, str(theirs), str(ours), str(_EXAMPLE), str(ROOT / "tests")]
    # What pytest's processes talk through must not be held open by this one.
    nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    subprocess.Popen(command, pass_fds=(theirs, ours), start_new_session=True, **nothing)
    os.close(theirs)
    os.close(ours)
    return asked, told

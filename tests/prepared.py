"""``ingest`` as a process of its own, without its start: half a second of the processor each time, hundreds of times.

One process has everything loaded, has read a report, and splits itself (fork) for each command. What has split off is
a process like any other: its own arguments, folder, output and exit, down to what Python says at its end.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
_EXAMPLE = next((ROOT / "examples").glob("*.txt"))
_PROGRAM = """
import json, os, sys
import xlsxwriter
from ingest.cli import main
from ingest import pipeline, store
from ingest.parse import parse
from ingest.source import read_source
parse(read_source(sys.argv[3]))
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


def ingest(
    *arguments: str | Path, cwd: Path, stdout: str | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder; ``stdout`` is a file for its output, which is otherwise told."""
    asked, told = _prepared()
    words = list(map(str, arguments))
    with tempfile.NamedTemporaryFile("r") as out, tempfile.NamedTemporaryFile("r") as errors:
        it = {"arguments": words, "cwd": str(cwd), "stdout": stdout or out.name, "stderr": errors.name}
        os.write(asked, (json.dumps(it) + "\n").encode())
        if not select.select([told], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired(words, seconds)
        return subprocess.CompletedProcess(words, int(os.read(told, 20)), out.read(), errors.read())


@cache
def _prepared() -> tuple[int, int]:
    """Where the process is asked, and where it tells; it ends when nobody can ask any more."""
    theirs, asked = os.pipe()
    told, ours = os.pipe()
    command = [sys.executable, "-c", _PROGRAM, str(theirs), str(ours), str(_EXAMPLE)]
    # What pytest's processes talk through must not be held open by this one.
    nothing = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    subprocess.Popen(command, pass_fds=(theirs, ours), start_new_session=True, **nothing)
    os.close(theirs)
    os.close(ours)
    return asked, told

"""``datasette .`` and the plugins in processes of their own, where nothing of ours has been imported before."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from subprocess import Popen

from conftest import CONFIGURATION, ROOT, served

sys.path.insert(0, str(ROOT / "plugins"))
import gaps

# As Datasette loads each file of a folder of plugins, in whatever order the disk tells them: each may be the first.
FIRST = """
import os, sys, traceback
from pathlib import Path
from datasette.app import Datasette
from datasette.utils import module_from_path
import ingest.cli, vl_convert, xlsxwriter  # what isn't of the site, loaded once for all

sys.stdout.reconfigure(line_buffering=True)
for path in sorted(Path(sys.argv[1]).glob("*.py")):
    child = os.fork()
    if child == 0:
        try:
            module_from_path(str(path), path.name)
        except BaseException:
            print(path.name, traceback.format_exc())
        os._exit(0)
    os.waitpid(child, 0)
"""


def test_every_plugin_can_be_loaded_first(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FIRST, str(ROOT / "plugins")], cwd=tmp_path, capture_output=True, check=False, text=True
    )
    assert (told.stdout, told.returncode) == ("", 0), told.stdout + told.stderr


def test_datasette_starts_in_a_folder_with_every_plugin(site_dir: Path, tmp_path: Path) -> None:
    for name in CONFIGURATION:  # what isn't among the site's own files is found nowhere else
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    shutil.copy(site_dir / "reports.db", tmp_path)
    command = [sys.executable, "-m", "datasette", "."]
    with served(tmp_path, lambda port, said: Popen([*command, "--port", str(port)], cwd=tmp_path, stderr=said)) as url:
        loaded = {one["name"] for one in json.loads(_read(f"{url}/-/plugins.json"))}
        files = {file.name for file in (ROOT / "plugins").glob("*.py") if "hookimpl" in file.read_text("utf-8")}
        assert {*files, *(f"gaps.{name}" for name in gaps.MODULES)} <= loaded
        for path in ("", "/-/chart/disclosure_rate_by_province", "/-/build"):
            assert "<h1" in _read(url + path)


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())

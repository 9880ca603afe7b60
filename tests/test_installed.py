"""The wheel, installed elsewhere: reports are read and the whole site is shown, without the project's folder."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from conftest import ROOT

from ingest import Refused, read, read_many
from ingest.cli.serve import is_loopback, made

pytestmark = [pytest.mark.xdist_group("installed"), pytest.mark.slow]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, and beside it the installed wheel; the packages that it needs are those of the tests."""
    folder = tmp_path_factory.mktemp("elsewhere")
    tree = folder / "tree"  # a build leaves files behind: not in the project's folder
    tree.mkdir()
    for name in ("ingest", "plugins", "templates", "static", "tools"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "metadata.yml", "settings.json"):
        shutil.copy2(ROOT / name, tree / name)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(tree)], check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*pip, "install", "--no-deps", "--target", str(folder / "installed"), str(wheel)], check=True)
    shutil.rmtree(tree)
    (folder / "work").mkdir()
    return folder


def _ingest(elsewhere: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    code = "import sys; from ingest.cli import main; sys.argv[0] = 'ingest'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=elsewhere / "work",
        env={**os.environ, "PYTHONPATH": str(elsewhere / "installed")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.long
def test_the_installed_program_adds_and_serves(elsewhere: Path) -> None:
    shutil.copy2(ROOT / "examples" / "erqi-2020.txt", elsewhere / "work" / "a.txt")
    added = _ingest(elsewhere, "add", "a.txt")
    told, _ = added.communicate(timeout=120)
    assert added.returncode == 0, told
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    served = _ingest(elsewhere, "serve", "--port", str(port))
    try:
        page = _page(f"http://127.0.0.1:{port}/reports/reports/1", served)
        assert "收到和处理政府信息公开申请情况" in page and "statutory" in page
        assert "年度报告" in _page(f"http://127.0.0.1:{port}/-/search?q=%E5%85%AC%E5%BC%80", served)
        (style,) = re.findall(r'href="(/static/site\.css[^"]*)"', page)[:1]
        assert ".statutory" in _page(f"http://127.0.0.1:{port}{style}", served)
        assert "草稿" in _page(f"http://127.0.0.1:{port}/-/check", served)
    finally:
        served.terminate()
        served.communicate(timeout=20)


def _page(address: str, served: subprocess.Popen[str]) -> str:
    for _ in range(240):
        assert served.poll() is None, served.communicate()[0]
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except ConnectionError:
            time.sleep(0.25)
        except OSError as error:
            if not isinstance(getattr(error, "reason", None), ConnectionError):
                raise
            time.sleep(0.25)
    raise AssertionError(f"no answer from {address}")


@pytest.mark.long
def test_serve_names_what_is_missing_and_warns_where_others_may_look(elsewhere: Path) -> None:
    missing = _ingest(elsewhere, "serve", "--db", "none.db")
    told, _ = missing.communicate(timeout=60)
    assert missing.returncode == 2 and "none.db" in told and "Traceback" not in told
    assert is_loopback("127.0.0.9") and is_loopback("::1") and not is_loopback("0.0.0.0")


def test_a_database_of_any_name_is_shown_under_the_name_that_pages_know(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from ingest.cli import main

    database = tmp_path / "my data.db"
    CliRunner().invoke(main, ["add", str(ROOT / "examples" / "erqi-2020.txt"), "--db", str(database)])
    datasette = made(database)
    assert Path(datasette.databases["reports"].path) == database.resolve()


def test_reports_are_read_from_python() -> None:
    report = read(ROOT / "examples" / "erqi-2020.txt")
    assert report.year == 2020 and report.form == "2019"
    row = report.table("applications")["received"]
    told = next(one for one in report.to_dict()["rows"] if one["code"] == "received")
    assert told["cells"]["total"]["number"] == row.number("total")
    refused: list[tuple[str, str]] = []
    found = list(read_many([ROOT / "examples"], refused=lambda path, why: refused.append((path, why))))
    assert {one.year for one in found} >= {2020, 2021} and all(Path(path).exists() for path, _ in refused)
    with pytest.raises(Refused, match=r"不是|未识别"):
        read("没有报告".encode(), name="a.txt")

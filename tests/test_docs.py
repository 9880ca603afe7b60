"""docs/api.md: every example is run against a live server, and prints what the page says it prints.

What the machine lacks (curl, node, R, DuckDB or its sqlite extension) is skipped by name, never passed over in silence.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8001"
LANGUAGES = "bash|python|javascript|r|duckdb"
EXAMPLES = re.findall(rf"```({LANGUAGES})\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
DUCKDB = """
import duckdb, sys
for statement in sys.argv[1].split(";"):
    if statement.strip():
        found = duckdb.sql(statement)
for row in found.fetchall():
    print(*row)
"""


def _command(language: str, code: str) -> list[str]:
    tools = {"bash": "curl", "python": sys.executable, "javascript": "node", "r": "Rscript", "duckdb": sys.executable}
    if shutil.which(tools[language]) is None:
        pytest.skip(f"no {tools[language]} on this machine")
    if language == "bash":
        return ["bash", "-c", code]
    if language == "duckdb":
        _demand_duckdb()
        return [sys.executable, "-c", DUCKDB, code]
    option = {"python": ["-c"], "javascript": ["--input-type=module", "-e"], "r": ["-e"]}[language]
    return [tools[language], *option, code]


def _demand_duckdb() -> None:
    if importlib.util.find_spec("duckdb") is None:
        pytest.skip("no duckdb on this machine")
    load = "import duckdb; duckdb.sql('INSTALL sqlite'); duckdb.sql('LOAD sqlite')"
    if subprocess.run([sys.executable, "-c", load], capture_output=True, check=False, timeout=60).returncode:
        pytest.skip("duckdb is there, but its sqlite extension isn't and can't be fetched")


def test_every_block_of_code_is_an_example_with_its_output() -> None:
    blocks = re.findall(r"^```(?!text)\w+", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(EXAMPLES) == len(blocks) >= 9
    assert {language for language, *_ in EXAMPLES} == set(LANGUAGES.split("|"))


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[f"{n}-{one[0]}" for n, one in enumerate(EXAMPLES)])
def test_example_prints_what_the_page_says(number: int, url: str, tmp_path: Path) -> None:
    language, code, expected = EXAMPLES[number]
    command = _command(language, code.replace(ADDRESS, url))
    if language == "duckdb":
        urllib.request.urlretrieve(f"{url}/reports.db", tmp_path / "reports.db")
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert [line.rstrip() for line in run.stdout.strip().splitlines()] == expected.strip().splitlines()

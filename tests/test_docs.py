"""docs/api.md: every example is run against a live server, and prints what the page says it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8001"
EXAMPLES = re.findall(r"```(bash|python|javascript)\n(.*?)```\n\n```text\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def _command(language: str, code: str) -> list[str]:
    tool = {"bash": "curl", "python": sys.executable, "javascript": "node"}[language]
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool} on this machine")
    if language == "bash":
        return ["bash", "-c", code]
    return [tool, "-c", code] if language == "python" else [tool, "--input-type=module", "-e", code]


def test_every_block_of_code_is_an_example_with_its_output() -> None:
    assert (
        len(EXAMPLES) == len(re.findall(r"^```(?:bash|python|javascript)", PAGE.read_text("utf-8"), re.MULTILINE)) >= 6
    )


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_example_prints_what_the_page_says(number: int, url: str) -> None:
    language, code, expected = EXAMPLES[number]
    run = subprocess.run(
        _command(language, code.replace(ADDRESS, url)), capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert [line.rstrip() for line in run.stdout.strip().splitlines()] == expected.strip().splitlines()

"""The documents: links lead somewhere, the README leads to every page, and the commands in them exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.cli import main

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("tests/*/README.md")])
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]+)?(#[^)\s]+)?\)")
_COMMAND = re.compile(r"\.venv[/\\]bin[/\\]ingest ([a-z]+)((?: [^#\n]*)?)|\.venv\\Scripts\\ingest ([a-z]+)")
_OPTION = re.compile(r"(?<= )--[a-z-]+")


def anchors(page: Path) -> set[str]:
    """The headings of a page as GitHub makes addresses of them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target, anchor in _LINK.findall(page.read_text("utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), target + anchor


def test_the_readme_leads_to_every_page_in_both_languages() -> None:
    english, chinese = (ROOT / "README.md").read_text("utf-8").split("## 中文")
    for page in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{page.name})" in english and f"(docs/{page.name})" in chinese, page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_is_there_with_its_options(page: Path) -> None:
    for command, rest, other in _COMMAND.findall(page.read_text("utf-8")):
        told = CliRunner().invoke(main, [command or other, *_group(command, rest), "--help"], env={"LANG": "C"})
        assert told.exit_code == 0, command or other
        assert set(_OPTION.findall(rest)) <= set(re.findall(r"--[a-z-]+", told.output)), command + rest


def _group(command: str, rest: str) -> list[str]:
    return rest.split()[:1] if command == "agency" and rest.split() else []

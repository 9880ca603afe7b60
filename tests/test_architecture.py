"""docs/architecture.md: what its table says is to be written is enough, and what its pages name is there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_toy_form import TOY

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PARTS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
TO_ADD = [line.strip("| ").split(" | ") for line in PARTS["To add …"].splitlines() if line.startswith("| ")][1:]
GLOSSARY = [line.strip("| ").split(" | ", 1) for line in PARTS["Words"].splitlines() if line.startswith("| ")][1:]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))

CONTAINER = '''
"""Toys: a word, then the text."""
from ingest.containers import texts

SUFFIXES = {".toy": "x/toy"}


def claims(name, content):
    return content.startswith(b"toy:\\n")


def read(name, content):
    return texts.read(content.removeprefix(b"toy:\\n").decode())
'''
CHECK = '''
"""A toy that finds something in every report."""
from ingest.model import Check, Finding

CHECKS = (Check("{id}", "玩具", "玩具", "无", "note", "（有）", "（无）", "无"),)


def find(case):
    yield Finding("{id}", "玩具。")
'''
WORDS = """
[tables.toys]
title = "玩具"
english = "toys"
[tables.toys.columns]
n = { term = "数", english = "number" }
"""
HEADER = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
TEXT = f"""示例县水务局2022年政府信息公开工作年度报告
统计期限自2022年1月1日起至2022年12月31日止。
三、收到和处理政府信息公开申请情况
{HEADER}
一、本年新收政府信息公开申请数量\t5\t3\t0\t0\t0\t0\t8
二、往岁带入的件\t1\t0\t0\t0\t0\t0\t1
（七）总计（玩具口径）\t5\t2\t0\t0\t0\t0\t7
"""
TOY_TEXT = """示例县水务局2009年政府信息公开工作年度报告
统计期限自2009年1月1日起至2009年12月31日止。
三、收到和处理政府信息公开申请情况
\t自然人\t新闻媒体\t总计
一、本年新收政府信息公开申请数量\t3\t1\t4
"""
READ = """
import json, sys
from ingest.checks import checks
from ingest.containers import source_of
from ingest.parse import parse
from ingest.store import connect, views

def read(name, text, draft=False):
    source = source_of(name, text.encode())
    report = parse(source, draft=draft)
    rows = {row.code: [value.number for value in row.values] for row in report.rows}
    findings = [finding.check for finding in report.findings]
    return {"container": source.container, "form": report.form, "rows": rows, "findings": findings}

given = json.load(sys.stdin)
database = connect(given["database"])
print(json.dumps({
    "text": read("a.txt", given["text"]), "draft": read("a.txt", given["text"], True),
    "toy file": read("a.toy", "toy:\\n" + given["text"]), "old": read("b.txt", given["old"]),
    "checks": list(checks()), "views": {view.name: view.description for view in views()},
    "view": [list(row) for row in database.execute("SELECT * FROM toys")] if "toys" in given["asked"] else None,
}))
"""


def shown(project: Path, asked: str) -> Any:
    given = {"text": TEXT, "old": TOY_TEXT, "database": str(project / "a.db"), "asked": asked}
    run = subprocess.run(
        [sys.executable, "-c", READ], input=json.dumps(given), capture_output=True, text=True, check=False, cwd=project
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def added(path: Path, before: str, more: str) -> None:
    """Put something behind the only place where some words stand in a file."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, before + more), "utf-8")


@pytest.fixture(scope="module")
def with_toys(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is read by a copy of the program to which one thing of each kind was added, as the table says."""
    project = tmp_path_factory.mktemp("toys")
    shutil.copytree(ROOT / "ingest", project / "ingest", ignore=shutil.ignore_patterns("__pycache__"))
    package = project / "ingest"
    (package / "containers" / "toy.py").write_text(CONTAINER, "utf-8")
    (package / "checks" / "toy.py").write_text(CHECK.replace("{id}", "toy.found"), "utf-8")
    (package / "checks" / "drafts" / "toy.py").write_text(CHECK.replace("{id}", "draft.toy"), "utf-8")
    (package / "store" / "views" / "toys.sql").write_text("-- 玩具。\nCREATE VIEW toys AS SELECT 1 AS n;\n", "utf-8")
    with (package / "store" / "dictionary" / "dictionary.toml").open("a", encoding="utf-8") as words:
        words.write(WORDS)
    (package / "forms" / "toy.toml").write_text(TOY.replace("media", "business"), "utf-8")
    form = package / "forms" / "2019.toml"
    label = re.search(r'label = "二、上年结转政府信息公开申请数量".*?variants = \[', form.read_text("utf-8"), re.DOTALL)
    assert label
    added(form, label[0], '"往岁带入的件", ')
    added(package / "grids" / "senses.toml", "whole = [\n", '  "玩具口径",\n')
    return shown(project, "toys")


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is read without them."""
    project = tmp_path_factory.mktemp("plain")
    (project / "ingest").symlink_to(ROOT / "ingest")
    return shown(project, "")


def test_a_container_is_one_module(with_toys: Any, without: Any) -> None:
    assert without["toy file"]["container"] == "text"
    assert with_toys["toy file"]["container"] == "toy"
    assert with_toys["toy file"]["rows"] == with_toys["text"]["rows"]


def test_a_check_is_one_module_and_a_rule_for_drafts_is_asked_of_drafts_alone(with_toys: Any, without: Any) -> None:
    assert set(with_toys["checks"]) - set(without["checks"]) == {"toy.found", "draft.toy"}
    assert "toy.found" in with_toys["text"]["findings"] and "draft.toy" not in with_toys["text"]["findings"]
    assert {"toy.found", "draft.toy"} <= set(with_toys["draft"]["findings"])


def test_a_view_is_one_file(with_toys: Any, without: Any) -> None:
    assert with_toys["views"].keys() - without["views"].keys() == {"toys"}
    assert with_toys["views"]["toys"] == "玩具。" and with_toys["view"] == [[1]]


def test_a_form_is_one_file(with_toys: Any) -> None:
    assert with_toys["old"]["form"] == "toy"
    assert with_toys["old"]["rows"]["received"] == [3, 1, 4]


def test_a_wording_is_one_entry(with_toys: Any, without: Any) -> None:
    assert "carried_in" not in without["text"]["rows"]
    assert with_toys["text"]["rows"]["carried_in"] == [1, 0, 0, 0, 0, 0, 1]


def test_a_word_that_leaves_a_label_what_it_is_is_one_entry(with_toys: Any, without: Any) -> None:
    assert "closed" not in without["text"]["rows"]
    assert with_toys["text"]["rows"]["closed"] == [5, 2, 0, 0, 0, 0, 7]


def test_the_rest_is_read_as_before(with_toys: Any, without: Any) -> None:
    assert with_toys["text"]["rows"]["received"] == without["text"]["rows"]["received"] == [5, 3, 0, 0, 0, 0, 8]


@pytest.mark.parametrize("row", TO_ADD, ids=[row[0] for row in TO_ADD])
def test_what_the_table_names_is_there(row: list[str]) -> None:
    _, *said = row
    for name in re.findall(r"`([^`]+)`", " ".join(said)):
        if name.startswith("make "):
            assert set(name.split()[1:]) <= TARGETS
        elif "/" in name:
            pattern = re.sub(r"NAME|YEAR", "[a-z0-9]*", name)
            pattern = re.sub(r"\{([^}]*)\}", "*", pattern).rstrip("/")
            assert list(ROOT.glob(pattern)), name


def test_a_word_of_the_glossary_has_one_meaning() -> None:
    words = [re.sub(r" \([^)]*\)", "", entry) for entry, _ in GLOSSARY]
    assert len(set(map(str.lower, words))) == len(words) > 30
    assert words == sorted(words, key=str.lower)


def test_every_layer_of_the_contract_is_on_the_page() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    layers = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    rows = "".join(line for line in PARTS["The line"].splitlines() if line.startswith("| `"))
    named = {f"ingest.{name.removeprefix('ingest.')}" for name in re.findall(r"`([a-z.]+)`", rows)}
    assert layers - named == set()

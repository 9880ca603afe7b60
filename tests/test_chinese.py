"""The command line where the locale is Chinese: help, usage errors and refusals without English."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import catalogue
import click
import pytest
from click.testing import CliRunner, Result

from ingest.cli import main
from ingest.cli.chinese import alone, is_chinese

CHINESE, ENGLISH = {"LANG": "zh_CN.UTF-8"}, {"LANG": "en_US.UTF-8"}
CLEAR = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": ""}
COMMANDS = sorted(main.commands)


def run(*arguments: str, env: dict[str, str], code: int = 0) -> Result:
    result = CliRunner(env=CLEAR | env).invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_and_english_again_afterwards(command: str) -> None:
    chinese = run(command, "--help", env=CHINESE).stdout
    assert "用法：" in chinese and "选项" in chinese and "显示本说明。" in chinese
    text = " ".join(chinese.split("例：")[0].split())
    assert not re.search(r"(?<![-./\w])(?:the|and|with|only|this|that|which) ", text), text
    english = run(command, "--help", env=ENGLISH).stdout
    assert "Usage:" in english and "用法" not in english


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["check"], "缺少参数"),
        (["check", "a", "--formt"], "没有选项"),
        (["nosuch"], "没有命令"),
        (["check", "a", "--draft", "--year", "x"], "不是整数"),
        (["check", "a", "--year", "2025"], "须与 --draft 同用"),
        (["review", "abcdef"], "请给出复核意见。"),
        (["rollup", "--year", "2025", "--region", "光山县"], "请给出草稿或数据库"),
    ],
)
def test_wrong_usage_is_said_in_chinese(arguments: list[str], said: str) -> None:
    last = run(*arguments, env=CHINESE, code=2).stderr.strip().splitlines()[-1]
    assert said in last and last.startswith("错误：")
    assert run(*arguments, env=ENGLISH, code=2).stderr.strip().splitlines()[-1].startswith("Error: ")


def test_refusals_and_sums_are_said_in_chinese_alone(tmp_path: Path) -> None:
    missing = str(tmp_path / "无.txt")
    chinese = run("check", missing, env=CHINESE, code=1)
    assert chinese.stderr == f"ingest: {missing}: 文件不存在\n"
    assert re.search(r"[a-z]{4}", chinese.stdout) is None
    assert "(" in run("check", missing, env=ENGLISH, code=1).stderr


@pytest.mark.parametrize(
    "env, chinese",
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_TW"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, False),
        ({}, False),
    ],
)
def test_the_locale_is_told_as_gettext_tells_it(
    env: dict[str, str], chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ({"LANG": ""} | CLEAR | env).items():
        monkeypatch.setenv(name, value)
    assert is_chinese() == chinese


def test_the_catalogue_is_fresh() -> None:
    assert catalogue.TARGET.read_bytes() == catalogue.compiled()


def options(command: click.Command) -> Iterator[click.Option]:
    yield from (one for one in command.params if isinstance(one, click.Option))
    for inner in getattr(command, "commands", {}).values():
        yield from options(inner)


def test_every_option_and_command_has_its_chinese_and_no_other_has() -> None:
    run("--help", env=ENGLISH)
    said = tomllib.loads(catalogue.SOURCE.read_text("utf-8"))
    ours = {one.help for one in options(main) if one.help and one.name not in ("version", "help")}
    glossed = {one for one in ours if alone(one) != one or not re.search("[A-Za-z]{3}", one)}  # 中文 in its brackets
    assert ours - said["help"].keys() <= glossed
    assert said["help"].keys() - ours == set()
    assert set(COMMANDS) - said["commands"].keys() == set()

"""The command line in Chinese (中文界面), where the locale is: help from ``chinese.toml``, click's own by gettext.

What the program says in both languages (中文 (English), or English (中文)) is said in Chinese alone.

>>> alone("文件不存在 (no such file)"), alone("Say --dismiss or --confirm (请给出复核意见).")
('文件不存在', '请给出复核意见。')
>>> alone("名录是空的"), alone("ingest: a.txt: 拒收 (refused: x (y))")
('名录是空的', 'ingest: a.txt: 拒收')
"""

from __future__ import annotations

import gettext
import locale
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import click

from ingest.patterns import lazy

_DOMAIN = "ingest"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which gettext asks them
_HAN = "\u3400-\u9fff"
_CHINESE_FIRST = lazy(rf"(?P<said>.*[{_HAN}].*?) \([^{_HAN}]*\)", re.DOTALL)
_ENGLISH_FIRST = lazy(rf"[^{_HAN}]*[A-Za-z][^{_HAN}]*\((?P<said>[^()]*[{_HAN}][^()]*)\)\.?", re.DOTALL)


def is_chinese() -> bool:
    """Is Chinese the language of messages?"""
    told = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    if not told and sys.platform == "win32":
        told = locale.getlocale()[0] or ""
    return told.lower().startswith(("zh", "chinese"))


def spoken(message: str) -> str:
    """A message as it is said here: in both languages, or in Chinese alone."""
    return alone(message) if is_chinese() else message


def alone(message: str) -> str:
    """The Chinese of a message that is in both languages; another message as it is."""
    if found := _CHINESE_FIRST.fullmatch(message):
        return found["said"]
    if found := _ENGLISH_FIRST.fullmatch(message):
        return f"{found['said']}。"
    return message


@cache
def words() -> dict[str, dict[str, str]]:
    """What stands in ``chinese.toml``."""
    return tomllib.loads((files(__package__) / "chinese.toml").read_text("utf-8"))


def speak(group: click.Group) -> None:
    """Give all commands their help in the language of today's locale."""
    chinese = is_chinese()
    if chinese:
        if sys.platform == "win32":
            os.environ.setdefault("LANGUAGE", "zh")
        gettext.bindtextdomain(_DOMAIN, str(files(__package__) / "locale"))
        gettext.textdomain(_DOMAIN)
    elif not _english:
        return  # nobody has changed anything
    for name, command in _commands(group, _DOMAIN):
        command.help = words()["commands"].get(name, _first(command)) if chinese else _first(command)
        if (shown := command.get_help_option(click.Context(command))) is not None:
            shown.help = gettext.gettext("Show this message and exit.")  # click makes it once, in the language of then
        for option in command.params:
            if isinstance(option, click.Option) and option.help:
                english = _first(option)
                option.help = words()["help"].get(english, alone(english)) if chinese else english


_english: dict[int, str] = {}  # what was written in the source, by what bears it


def _first(bearer: Any) -> str:
    return _english.setdefault(id(bearer), bearer.help or "")


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for inner, one in command.commands.items():
            yield from _commands(one, inner if name == _DOMAIN else f"{name}.{inner}")

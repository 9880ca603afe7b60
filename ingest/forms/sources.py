"""The files of this folder as they are written (``YEAR.toml``, ``series.toml``), each read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def entries() -> dict[str, dict[str, Any]]:
    """What each file says, by its name, in the order of the names."""
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in _files()}


def _files() -> list[Any]:
    return sorted((path for path in files(__package__).iterdir() if path.name.endswith(".toml")), key=lambda p: p.name)

"""Patterns compiled when they are first asked (延迟编译): most commands, and most reports, never ask for most of them.

>>> number = lazy("[0-9]+")
>>> number.search("共12件")[0], number.pattern
('12', '[0-9]+')
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern, whose methods it takes over with the first that is asked for."""

    def __init__(self, words: str, flags: int) -> None:
        self._words, self._flags = words, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._words, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split", "pattern"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(words: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as ``re.compile`` makes it, but not before it is used; to be asked itself, not handed to ``re``."""
    return cast(re.Pattern[str], _Pattern(words, flags))

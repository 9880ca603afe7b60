"""What the cases in ``tests/cases`` say must come out, judged: a folder is a kind, and a kind has its vocabulary.

A case is ``NAME.json`` (``why``, one sentence; ``expect``, the facts; ``xfail``, the reason why they don't hold yet)
and the files of the same stem beside it. A kind knows its words; a word of ``expect`` that it doesn't know is a fault
of the case, since a fact that is never looked at proves nothing. A new kind is a folder and an entry in ``KINDS``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from judging import clerk, fronts, identity, old, pages, site

CASES = Path(__file__).parent.parent / "cases"


class Kind(NamedTuple):
    """How the cases of one folder are judged."""

    made: Callable[..., Any]  # (files, an empty folder, the JSON, what it needs) → what came out
    judge: Callable[[Any, dict[str, Any]], list[str]]  # (what came out, what is expected) → what doesn't hold
    words: Iterable[str]  # what may be expected
    needs: tuple[str, ...] = ()  # fixtures


KINDS = {
    "clerk": Kind(clerk.made, clerk.judge, clerk.WORDS),
    "reading": Kind(pages.stored, pages.judge, pages.WORDS),
    "tables": Kind(pages.stored, pages.judge, pages.WORDS),
    "documents": Kind(pages.stored, pages.judge, pages.WORDS),
    "fronts": Kind(pages.stored, fronts.judge, fronts.WORDS),
    "identity": Kind(identity.made, identity.judge, identity.WORDS),
    "old": Kind(pages.stored, old.judge, old.WORDS),
    "site": Kind(site.made, site.judge, site.WORDS, needs=("url",)),
}


@dataclass(frozen=True)
class Case:
    """One case, read."""

    path: Path  # of its JSON
    files: list[Path] = field(repr=False)
    stated: dict[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def kind(self) -> Kind:
        return KINDS[self.path.parent.name]

    def failures(self, folder: Path, *needed: Any) -> list[str]:
        """What doesn't hold, in sentences; ``folder`` is empty and may be used, ``needed`` are what its kind needs."""
        kind, expect = self.kind, self.stated["expect"]
        unknown = sorted(expect.keys() - set(kind.words))
        if unknown:
            return [f"nobody judges {', '.join(unknown)}"]
        return kind.judge(kind.made(self.files, folder, self.stated, *needed), expect)


def cases(folder: Path = CASES) -> list[Case]:
    """Every case in the folder's subfolders, in order."""
    found = []
    for kind in sorted(path for path in folder.iterdir() if path.is_dir()):
        others = sorted(path for path in kind.iterdir() if path.suffix != ".json")
        names = [(path.stem, path.name, path) for path in others]
        found += [_case(path, names) for path in sorted(kind.glob("*.json"))]
    return found


def _case(path: Path, others: list[tuple[str, str, Path]]) -> Case:
    stem = path.stem
    begins = (f"{stem}.", f"{stem}-")
    beside = [other for of, name, other in others if of == stem or name.startswith(begins)]
    own = [other for other in beside if other.stem == stem]
    stated = json.loads(path.read_text("utf-8"))
    named = [path.parent / name for name in clerk.files_of(stated["expect"])]
    return Case(path, [*(own or beside), *named], stated)

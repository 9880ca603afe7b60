"""Drafts of different agencies with nearly the same prose (内容雷同), names and numbers aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ingest.model import Report
from ingest.patterns import lazy

_ENDS = lazy(r"[。！？!?；;\n]")
_NOT_WORDS = lazy(r"[^\u4e00-\u9fff]+|[〇零一二三四五六七八九十百千万]+")
_SELF = lazy(r"(?:我|本)(?:局|委|镇|乡|县|市|区|街道|单位|机关|部门|办|厅|院|中心)")
_SHORTEST = 6  # characters of a sentence
_FEWEST = 8  # sentences
_ALIKE = 0.85


class Twin(NamedTuple):
    """The draft that is most like another: whose, how many sentences are the same, of how many."""

    agency: str
    same: int
    of: int


class Twins:
    """Which drafts are nearly the same as another agency's."""

    def __init__(self, drafts: Sequence[tuple[str, Report]]) -> None:
        """Sentences are compared by what they say without names, numbers and marks."""
        self._said = {path: _sentences(report) for path, report in drafts}
        self._agency = {
            path: (report.agency.key, report.agency.printed or report.agency.name) for path, report in drafts
        }
        self._where: dict[str, list[str]] = defaultdict(list)
        for path, said in self._said.items():
            for words in said:
                self._where[words].append(path)

    def of(self, path: str) -> Twin | None:
        """The draft of another agency that is most like one, if it is nearly the same."""
        said = self._said[path]
        if len(said) < _FEWEST:
            return None
        shared = Counter(other for words in said for other in self._where[words])
        for other, same in shared.most_common():
            size = max(len(said), len(self._said[other]))
            if self._agency[other][0] != self._agency[path][0]:
                return Twin(self._agency[other][1], same, size) if same >= _ALIKE * size else None
        return None


def _sentences(report: Report) -> frozenset[str]:
    """The sentences of the sections under headings, bare of the agency's name, of numbers and of marks."""
    bodies = "\n".join(section.body for section in report.sections if section.heading)
    for name in sorted({report.agency.printed, report.agency.name} - {""}, key=len, reverse=True):
        bodies = bodies.replace(name, "")
    pieces = (_NOT_WORDS.sub("", piece) for piece in _ENDS.split(_SELF.sub("", bodies)))
    return frozenset(piece for piece in pieces if len(piece) >= _SHORTEST)

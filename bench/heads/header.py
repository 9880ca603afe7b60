"""Header fields in every arrangement that pages have: beside, above, below their values, in tables, lists and lines."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Pair = tuple[str, str]
Arrange = Callable[[random.Random, Sequence[Pair]], list[str]]


def _chunks(pairs: Sequence[Pair], size: int) -> list[Sequence[Pair]]:
    return [pairs[at : at + size] for at in range(0, len(pairs), size)]


def _lines(parting: str) -> Arrange:
    return lambda _, pairs: [f"{label}{parting}{value}".rstrip() for label, value in pairs]


def _spaced(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return [f"{label} {value}".rstrip() for label, value in pairs if value and " " not in value]


def _one_line(parting: str, between: str) -> Arrange:
    return lambda _, pairs: [between.join(f"{label}{parting}{value}" for label, value in pairs).rstrip()]


def _columns(parting: str, between: str, end: str = "") -> Arrange:
    return lambda _, pairs: [
        between.join(f"{label}{parting}{value}" for label, value in row) + end for row in _chunks(pairs, 2)
    ]


def _pipes(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return ["| " + " | ".join(f"{label} | {value}" for label, value in row) + " |" for row in _chunks(pairs, 2)]


def _over(parting: str, edge: str = "") -> Arrange:
    def arrange(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
        lines = []
        for row in _chunks(pairs, 4):
            whole = [pair for pair in row if pair[1]] if parting.isspace() and parting != "\t" else row
            if len(whole) > 1:
                lines += [edge + parting.join(cells) + edge for cells in zip(*whole, strict=True)]
        return lines

    return arrange


def _markdown(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    first, *others = _pipes(_, pairs)
    return [first, "|" + "---|" * (first.count("|") - 1), *others]


def _bullets(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return [line for label, value in pairs for line in (f"· {label}：", "", value or "", "")]


def _by_turns(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return [line for label, value in pairs for line in (f"{label}：", value)]


def _bracketed(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return [f"[ {label} ] {value}".rstrip() for label, value in pairs]


def _heavy(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return ["　".join(f"【{label}】{value}" for label, value in pairs)]


def _glued(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return ["".join(f"{label}：{value}" for label, value in pairs)]


def _twice(rng: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return _lines("：")(rng, pairs) + _one_line("：", "  ")(rng, pairs)


def _numbered(_: random.Random, pairs: Sequence[Pair]) -> list[str]:
    return [f"- {label}：{value}".rstrip() for label, value in pairs]


ARRANGEMENTS: dict[str, Arrange] = {
    "lines": _lines("："),
    "lines, half width": _lines(": "),
    "tabs": _lines("\t"),
    "colon and tab": _lines("：\t"),
    "spaces": _spaced,
    "pipe": _lines(" | "),
    "one line": _one_line("：", "  "),
    "one line, single spaces": _one_line("：", " "),
    "one line, pipes": _one_line("：", " | "),
    "two columns of tabs": _columns("\t", "\t"),
    "two columns of wide spaces": _columns("：", "        "),
    "two columns of pipes": _pipes,
    "two columns with a ruler": _markdown,
    "labels over values, tabs": _over("\t"),
    "labels over values, pipes": _over(" | "),
    "labels over values, edged": _over(" | ", "|"),
    "labels over values, spaces": _over("    "),
    "bullets": _bullets,
    "list": _numbered,
    "by turns": _by_turns,
    "bracketed": _bracketed,
    "heavy brackets": _heavy,
    "glued": _glued,
    "twice": _twice,
}

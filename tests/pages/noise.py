"""What gets into a page between the office and its reader: characters of another script, width or kind."""

from __future__ import annotations

import random

from pages import scripts

_WIDE = {ord(char): ord(char) + 0xFEE0 for char in "0123456789()"}
_NARROW = str.maketrans("（）：，；“”", '():,;""')


def _zero_width(rng: random.Random, text: str) -> str:
    pieces = list(text)
    for _ in range(12):
        at = rng.randrange(len(pieces))
        if not pieces[at].isascii():
            pieces[at] += rng.choice("\u200b\ufeff\u2060")
    return "".join(pieces)


def characters(rng: random.Random, text: str) -> tuple[str, str]:
    """The text as some site's characters have it, and the name of what was done."""
    kind = rng.choice(("",) * 14 + ("traditional", "traditional", "pinyin", "radicals", "narrow", "wide", "zero width"))
    done = {
        "traditional": scripts.traditional,
        "pinyin": scripts.pinyin,
        "radicals": scripts.radicals,
        "narrow": lambda t: t.translate(_NARROW),
        "wide": lambda t: t.translate(_WIDE),
        "zero width": lambda t: _zero_width(rng, t),
    }
    return (done[kind](text), f"characters: {kind}") if kind else (text, "")

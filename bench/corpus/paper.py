"""The paper: one invented report, what is printed on it and what a reader must store.

>>> Printed("减38", -38).number
-38
>>> Key.parse("applications.received.total").row
'received'
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Form = Literal["2019", "2021"]

# Table 2 from top to bottom: (number, code, depth). HEADS have no cells of their own.
HEADS = ("results", "refused", "unable", "not_processed")
OUTCOMES: tuple[tuple[str, str, int], ...] = (
    ("一、", "received", 0),
    ("二、", "carried_in", 0),
    ("三、", "results", 0),
    ("（一）", "disclosed", 1),
    ("（二）", "partly_disclosed", 1),
    ("（三）", "refused", 1),
    ("1.", "state_secret", 2),
    ("2.", "prohibited_by_law", 2),
    ("3.", "three_securities_one_stability", 2),
    ("4.", "third_party_rights", 2),
    ("5.", "internal_affairs", 2),
    ("6.", "process_information", 2),
    ("7.", "enforcement_files", 2),
    ("8.", "administrative_inquiry", 2),
    ("（四）", "unable", 1),
    ("1.", "not_held", 2),
    ("2.", "needs_compilation", 2),
    ("3.", "unclear_after_correction", 2),
    ("（五）", "not_processed", 1),
    ("1.", "petition_or_complaint", 2),
    ("2.", "duplicate", 2),
    ("3.", "published_material_request", 2),
    ("4.", "unjustified_mass_requests", 2),
    ("5.", "confirmation_request", 2),
    ("（六）", "other_handling", 1),
    ("1.", "correction_overdue", 2),
    ("2.", "fee_overdue", 2),
    ("3.", "other_reasons", 2),
    ("（七）", "closed", 1),
    ("四、", "carried_out", 0),
)
OVERDUE = ("correction_overdue", "fee_overdue", "other_reasons")  # what the form of 2021 prints under （六）
APPLICANTS = (
    "natural_person",
    "business",
    "research_institution",
    "social_organization",
    "legal_service",
    "other_organization",
    "total",
)
CHANNELS = ("reconsideration", "direct_litigation", "litigation_after_reconsideration")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


class Key(NamedTuple):
    """A cell's name: ``applications.received.total``."""

    table: str
    row: str
    column: str

    @classmethod
    def parse(cls, name: str) -> Key:
        """The key that a name says."""
        return cls(*name.split("."))

    def __str__(self) -> str:
        return ".".join(self)


class Printed(NamedTuple):
    """A cell as printed, and the number that it stands for; None for a blank."""

    text: str
    number: int | float | None


@dataclass(frozen=True, slots=True)
class Wording:
    """How one paper says things: a choice from every list of ``wording.toml``, and its punctuation."""

    words: dict[str, str]  # "outcome.received" → its words
    dot: str  # after the digits of a row: "." "、" "．"
    narrow: bool  # half-width brackets

    def of(self, kind: str, code: str) -> str:
        """The words for a thing, in this paper's punctuation."""
        return self.written(self.words[f"{kind}.{code}"])

    def written(self, text: str) -> str:
        """A text in this paper's brackets."""
        return text.translate(_NARROW) if self.narrow else text

    def numbered(self, number: str, words: str) -> str:
        """A row's number and its words."""
        return self.written(number.replace(".", self.dot)) + words


_NARROW = str.maketrans("（）", "()")


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a paper: its heading with number, its paragraphs."""

    kind: str
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented report."""

    seed: int
    form: Form
    agency: str
    year: int
    title: str
    head: dict[str, str]  # columns of ``reports`` → as the database has them; dates in ISO 8601
    preamble: tuple[str, ...]
    sections: tuple[Section, ...]
    signed: str  # 落款: the agency; the date is the document's
    cells: dict[Key, Printed]
    wording: Wording
    six_in_one: bool  # （六）其他处理 as one row
    sub_row: tuple[str, ...]  # a row that is no row of the form, below the first: its seven cells; () for none
    notes: tuple[str, ...]  # what is special, for people
    unprinted: tuple[str, ...] = ()  # rows of table 2 that aren't there

    def rows(self) -> list[tuple[str, str, int]]:
        """The rows of table 2 that this paper prints."""
        without = (*self.unprinted, *(OVERDUE if self.six_in_one else ()))
        return [row for row in OUTCOMES if row[1] not in without]

    def is_head(self, code: str) -> bool:
        """Is a row of table 2 a head without cells of its own?"""
        return code in HEADS or (code == "other_handling" and not self.six_in_one)

    def truth(self) -> dict[str, Any]:
        """What a reader must store, as JSON holds it."""
        return {
            "seed": self.seed,
            "form": self.form,
            "agency": self.agency,
            "year": self.year,
            "title": self.title,
            "report": self.head,
            "notes": list(self.notes),
            "cells": {str(key): cell.number for key, cell in self.cells.items()},
            "printed": {str(key): cell.text for key, cell in self.cells.items() if cell.text},
        }


@cache
def wordings() -> dict[str, Any]:
    """``wording.toml``."""
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))

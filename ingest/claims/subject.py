"""Subjects (所述事项): what the clauses of a sentence may count, by what is spoken of around them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Does a clause speak of applications for disclosure; do its reviews and suits have to do with disclosure?"""

    applications: bool
    appeals: bool

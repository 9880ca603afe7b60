"""The records of a check of drafts: what was asked, what became of each draft, and who is missing."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ingest.model import Agency, Report
from ingest.pipeline.checking import Result, Told

State = Literal["ready", "confirm", "mend", "unchecked"]
VERDICTS: dict[State, str] = {"ready": "可发布", "confirm": "请核对", "mend": "请修改", "unchecked": "无法校验"}
# What is told of a draft by the way: it may well be published so.
_BY_THE_WAY = frozenset({"draft.overview_long", "draft.deadline", "draft.no_period", "draft.jump"})


def holds_back(check: str) -> bool:
    """Must somebody look at what this check says before a draft is published, though it is but a note?"""
    return check.startswith("draft.") and check not in _BY_THE_WAY


class Expected(NamedTuple):
    """One who is expected to report, in the list's order: the name as the list has it, and as read."""

    name: str
    agency: Agency


class Asked(NamedTuple):
    """What the drafts are held against: a year, who is expected, and the last day (month, day) for handing in."""

    year: int | None = None
    roster: tuple[Expected, ...] = ()
    deadline: tuple[int, int] | None = None


class Draft(NamedTuple):
    """What became of one file."""

    result: Result
    expected: Expected | None = None  # the entry of the list that it is
    blanks: int = 0  # cells of the form that are blank or not printed
    others: tuple[str, ...] = ()  # the other files of this run that are the same agency's, for the same year

    @property
    def path(self) -> str:
        """The file, as it was named."""
        return self.result.path

    @property
    def report(self) -> Report | None:
        """The report as read, with its prose; None for a file that was refused."""
        return self.result.report

    @property
    def told(self) -> tuple[Told, ...]:
        """The findings with their keys and what someone said of them; in reading order."""
        return self.result.told

    @property
    def agency(self) -> str:
        """Whose it is: as the list has the name, else as the draft prints it; "" for a file that was refused."""
        if self.expected is not None:
            return self.expected.name
        return "" if self.report is None else self.report.agency.printed or self.report.agency.name

    @property
    def counts(self) -> dict[str, int]:
        """How many findings count, by severity; those that someone dismissed don't."""
        counts = dict.fromkeys(("error", "warning", "note"), 0)
        for told in self.told:
            counts[told.severity] += told.counts
        return counts

    @property
    def state(self) -> State:
        """Ready to be published, to be looked at once more, to be mended, or not readable."""
        if self.report is None:
            return "unchecked"
        if self.counts["error"] or self.counts["warning"]:
            return "mend"
        return "confirm" if any(told.counts and holds_back(told.finding.check) for told in self.told) else "ready"


class Run(NamedTuple):
    """A check of drafts: those on the list in its order, then the others as they were given; and who is missing."""

    drafts: tuple[Draft, ...]
    missing: tuple[Expected, ...]
    asked: Asked

"""Source → Report: the one way through reading, matching, front matter and checks."""

from __future__ import annotations

from ingest.model import Refused, Report, Source


def parse(source: Source) -> Report:
    """Read one source into a checked report.

    Raises ``Refused`` when the text is no annual report.
    """
    raise Refused(f"未识别出年度报告 (not a report): {source.name}")

"""Roll-ups (汇总): the three tables of a place as the sums of its organs' own reports, with the origin of every number.

``gathering`` says whose reports count, from a database and from drafts; ``adding`` adds them up; ``paper`` writes the
result as a Word document or a workbook. Whose reports count is what ``ingest.checks.children`` says, there as here.
"""

from ingest.rollup.adding import Apart, Rollup, add_up
from ingest.rollup.gathering import Gathered, LeftOut, Part, from_database, from_drafts, gathered, place_named

__all__ = [
    "Apart",
    "Gathered",
    "LeftOut",
    "Part",
    "Rollup",
    "add_up",
    "from_database",
    "from_drafts",
    "gathered",
    "place_named",
]

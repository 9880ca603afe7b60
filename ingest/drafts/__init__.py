"""Drafts (公布前的草稿): all of a place's drafts checked at once, held against a list of who is expected.

``check`` is the one way: it reads the files (``ingest.pipeline``), adds what only shows among several of them or
against the list, and hands back a ``Run``.
"""

from ingest.drafts.checking import check, plain
from ingest.drafts.model import VERDICTS, Asked, Draft, Expected, Run, State, holds_back
from ingest.drafts.roster import read_roster

__all__ = ["VERDICTS", "Asked", "Draft", "Expected", "Run", "State", "check", "holds_back", "plain", "read_roster"]

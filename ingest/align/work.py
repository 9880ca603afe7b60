"""Work (工作量): how much trying one table may take, so that no page, whatever is printed on it, takes long."""

from __future__ import annotations

STEPS = 25_000  # some 25 ms


class Work:
    """Steps left, all rows of a table together; counted, not timed, so that a page reads the same on any machine."""

    __slots__ = ("left",)

    def __init__(self, steps: int = STEPS) -> None:
        """So many steps may be taken."""
        self.left = steps

    def spend(self, steps: int) -> bool:
        """Take some steps; True when there were none left."""
        self.left -= steps
        return self.left < 0

    @property
    def done(self) -> bool:
        """Were more steps taken than there were?"""
        return self.left < 0

"""Every fault that one draft alone can have."""

from drafts.faults import dated, said, sections, tables, whose
from drafts.faults.base import Fault, Plant

FAULTS = (*tables.FAULTS, *said.FAULTS, *dated.FAULTS, *whose.FAULTS, *sections.FAULTS)
__all__ = ["FAULTS", "Fault", "Plant"]

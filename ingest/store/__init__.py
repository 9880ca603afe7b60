"""The database: its schema, and the one way of writing into it. Nothing here reads a report's text.

What is asked of the package is loaded when it is asked for: a draft's check needs none of the schema.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.store.agencies import known_as
    from ingest.store.errors import StoreError
    from ingest.store.held import Held, members, one_of, open_warnings
    from ingest.store.neighbours import standing, standing_whole
    from ingest.store.records import Reviewed, Stored, Verdict
    from ingest.store.rereading import Rereading
    from ingest.store.reviews import matching, review, take, verdicts, withdraw
    from ingest.store.rows import Packed, agency_key, finding_key, identity_of, pack
    from ingest.store.schema import connect, look, views
    from ingest.store.writing import Writer, Written, second

__all__ = [
    "Held",
    "Packed",
    "Rereading",
    "Reviewed",
    "StoreError",
    "Stored",
    "Verdict",
    "Writer",
    "Written",
    "agency_key",
    "connect",
    "finding_key",
    "identity_of",
    "known_as",
    "look",
    "matching",
    "members",
    "one_of",
    "open_warnings",
    "pack",
    "review",
    "second",
    "standing",
    "standing_whole",
    "take",
    "verdicts",
    "views",
    "withdraw",
]

_WHERE = {
    "agencies": ("known_as",),
    "errors": ("StoreError",),
    "held": (
        "Held",
        "members",
        "one_of",
        "open_warnings",
    ),
    "neighbours": ("standing", "standing_whole"),
    "records": (
        "Reviewed",
        "Stored",
        "Verdict",
    ),
    "rereading": ("Rereading",),
    "reviews": (
        "matching",
        "review",
        "take",
        "verdicts",
        "withdraw",
    ),
    "rows": (
        "Packed",
        "agency_key",
        "finding_key",
        "identity_of",
        "pack",
    ),
    "schema": (
        "connect",
        "look",
        "views",
    ),
    "writing": (
        "Writer",
        "Written",
        "second",
    ),
}
_MODULES = {name: module for module, names in _WHERE.items() for name in names}


def __getattr__(name: str) -> Any:
    """The part of the package that a name stands in, loaded with the first that is asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = found
    return found

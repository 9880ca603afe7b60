"""The database: its schema, and the one way of writing into it. Nothing here reads a report's text."""

from ingest.store.agencies import known_as
from ingest.store.errors import StoreError
from ingest.store.held import Held, held, members, one_of
from ingest.store.neighbours import standing
from ingest.store.rereading import Rereading, Stored
from ingest.store.reviews import Reviewed, Verdict, matching, review, take, verdicts, withdraw
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
    "held",
    "identity_of",
    "known_as",
    "look",
    "matching",
    "members",
    "one_of",
    "pack",
    "review",
    "second",
    "standing",
    "take",
    "verdicts",
    "views",
    "withdraw",
]

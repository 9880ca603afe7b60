"""The database: its schema, and the one way of writing into it. Nothing here reads a report's text."""

from ingest.store.errors import StoreError
from ingest.store.rereading import Rereading, Stored
from ingest.store.rows import Packed, pack
from ingest.store.schema import connect, views
from ingest.store.writing import Writer, Written

__all__ = ["Packed", "Rereading", "StoreError", "Stored", "Writer", "Written", "connect", "pack", "views"]

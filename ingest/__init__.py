"""Annual reports on government information disclosure (政府信息公开工作年度报告) → SQLite.

``from ingest import read``: see ``ingest.interface``. It is only loaded when asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.interface import Refused, Report, read, read_many

__version__ = "0.2.0"
__all__ = ["Refused", "Report", "__version__", "read", "read_many"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module("ingest.interface"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

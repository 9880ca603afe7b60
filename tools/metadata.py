"""metadata.yml's tables (make metadata): titles, descriptions, columns and page settings, made from the dictionary.

The file's upper part (title, licence, questions with their SQL) is written by hand and left alone; what follows the
line ``    tables:`` is made from ``ingest/store/dictionary``, the schema, the views and the forms.
``make check-generated`` and tests/test_dictionary.py fail when it is stale.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "metadata.yml"
START = "    tables:  # made by `make metadata` from ingest/store/dictionary; don't edit below this line\n"


def tables() -> dict[str, dict[str, Any]]:
    """What stands under ``tables``, in the dictionary's order."""
    from ingest.store import connect, dictionary, views

    with closing(connect(":memory:")) as connection:
        entries = list(dictionary.entries(connection, {view.name: view.description for view in views()}))
    made: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.column_name:
            made[entry.table_name]["columns"][entry.column_name] = entry.sentence()
        else:
            description = f"{entry.description}（{entry.english}）"
            shown = dictionary.settings(entry.table_name)
            shown.setdefault("sortable_columns", [])  # else Datasette offers every one
            made[entry.table_name] = {"title": entry.term, "description": description, **shown, "columns": {}}
    return made | {name: {"hidden": True} for name in dictionary.hidden()}


def as_yaml(before: str) -> str:
    """The file's text: its upper part as it is, its tables made anew."""
    head = before.split("    tables:", 1)[0]
    told = yaml.safe_dump(tables(), allow_unicode=True, sort_keys=False, width=10**6, indent=2)
    return head + START + "".join(f"      {line}\n" for line in told.splitlines())

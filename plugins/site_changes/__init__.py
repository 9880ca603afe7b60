"""Corrections as pages show them: the changes of one file that took another's place belong together."""

from itertools import groupby


def corrections(rows):
    """Changes → one entry a correction, with its changes in the order of the report."""
    entries = []
    for _, some in groupby(rows, key=lambda row: (row["report_id"], row["source_id"], row["changed_at"])):
        changes = sorted(map(dict, some), key=lambda row: row["id"])
        entries.append({**changes[0], "changes": [change for change in changes if change["table_name"]]})
    return entries

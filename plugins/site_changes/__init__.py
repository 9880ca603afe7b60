"""Corrections as pages show them: the changes of one file that took another's place belong together."""

from itertools import groupby

from site_forms import measure_label


def corrections(rows):
    """Changes → one entry a correction, with its changes in the order of the report."""
    entries = []
    for _, some in groupby(rows, key=lambda row: (row["report_id"], row["source_id"], row["changed_at"])):
        changes = sorted(map(_named, some), key=lambda row: row["id"])
        entries.append({**changes[0], "changes": [change for change in changes if _is_change(change)]})
    return entries


def _named(row):
    """A change whose column is called as in its row of the form."""
    change = dict(row)
    if change["table_name"] == "disclosure_items":
        given = change["row_code"], change["column_name"], change["column_label"], change.get("form_id")
        change["column_label"] = measure_label(*given)
    return change


def _is_change(change):
    """Neither a line that says that nothing changed nor white space in prose, which older databases hold as changed."""
    if change["table_name"] != "sections":
        return bool(change["table_name"])
    before, after = ("".join((change[side] or "").split()) for side in ("before", "after"))
    return before != after

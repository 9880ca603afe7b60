"""Corrections (更正): ``/-/revisions`` lists what later files changed in reports, the newest first.

All of it, for programs, is the view ``revisions``; a report's own page shows what was changed in it.

>>> whole({"report": "12", "before": "x"})
{'report': 12, 'before': None}
"""

import sys
from pathlib import Path

from datasette import NotFound, Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
from site_changes import corrections

MOST = 400  # changes on a page
_NEWEST = (
    "SELECT v.*, r.form_id FROM revisions v JOIN reports r ON r.id = v.report_id"
    " WHERE (:report IS NULL OR v.report_id = :report) AND (:before IS NULL OR v.id < :before)"
    f" ORDER BY v.id DESC LIMIT {MOST + 1}"
)


def whole(asked):
    """The numbers that the address gives; what is none is as if it weren't there."""
    given = {name: asked.get(name) or "" for name in ("report", "before")}
    return {
        name: int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
        for name, text in given.items()
    }


async def page(datasette, request):
    if "reports" not in datasette.databases:
        raise NotFound("没有数据库 (no database)")
    db = datasette.get_database("reports")
    if "revisions" not in await db.view_names():
        raise NotFound("数据库由旧版本建立，没有更正 (made by an older version: no revisions)")
    given = whole(request.args)
    rows = list((await db.execute(_NEWEST, given, page_size=MOST + 1)).rows)
    further = rows[MOST - 1]["id"] if len(rows) > MOST else None
    values = {"corrections": corrections(rows[:MOST]), "report": given["report"], "further": further}
    return Response.html(await datasette.render_template("revisions.html", values, request=request))


@hookimpl
def register_routes():
    return [(r"^/-/revisions$", page)]

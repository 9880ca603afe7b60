"""Rows, none lost and none counted in vain (不丢一行): two things that Datasette 0.65 asks of a large table, put right.

* The first page of a sorted table has no order among equals, but the second one begins after the last key of the
  first; so rows are lost or repeated where equals don't come by key. The key is added to the order.
* Every page counts its table. ``table_counts`` knows, as long as nothing has been written since it was filled.

Both are done where Datasette sends its SQL to the database; nothing of its code or its answers' shape changes.

>>> in_order("select id, n from t where n > :p0 order by n desc limit 51", {"t": (("id", "n"), ("id",))})
'select id, n from t where n > :p0 order by n desc, id limit 51'
>>> in_order("select id, n from t order by id limit 51", {"t": (("id", "n"), ("id",))})
'select id, n from t order by id limit 51'
>>> in_order("select n, id from t order by n limit 5", {"t": (("id", "n"), ("id",))})  # somebody's own SQL
'select n, id from t order by n limit 5'
>>> counted("select count(*) from [applications]"), counted("select count(*) from applications where total > 1 ")
('applications', None)
"""

import re

from datasette import hookimpl
from datasette.database import Results

_PAGE = re.compile(
    r"select (?P<columns>[^()]+) from (?P<table>\w+) (?P<where>where .+ )?"
    r"order by (?P<by>\w+)(?P<desc> desc)? (?P<limit>limit \d+)",
    re.DOTALL,
)
_COUNT = re.compile(r"select count\(\*\) from \[?(\w+)\]? *")
_KEPT = (
    "SELECT row_count FROM table_counts WHERE table_name = ? AND NOT EXISTS (SELECT 1 FROM summaries_stale)"
    " UNION ALL SELECT NULL LIMIT 1"
)


def in_order(sql, known):
    """A page's SQL with the table's key behind the column that it is sorted by; any other SQL as it is.

    ``known`` has the columns and the key of each table.
    """
    page = _PAGE.fullmatch(sql)
    columns, keys = known.get(page["table"], ((), ())) if page else ((), ())
    if not keys or page["columns"] != ", ".join(columns) or page["by"] in keys[:1]:
        return sql
    return sql.removesuffix(page["limit"]).rstrip() + f", {', '.join(keys)} {page['limit']}"


def counted(sql):
    """The table whose rows are all counted, or None."""
    found = _COUNT.fullmatch(sql)
    return found[1] if found else None


async def _known(db):
    return {
        name: (tuple(await db.table_columns(name)), tuple(await db.primary_keys(name))) for name in await _names(db)
    }


async def _names(db):
    return [name for name in await db.table_names() if re.fullmatch(r"\w+", name)]


@hookimpl
def startup(datasette):
    async def put_right():
        db = datasette.databases.get("reports")
        if db is None:
            return
        known, keeps = await _known(db), {"table_counts", "summaries_stale"} <= set(await db.table_names())
        execute = db.execute

        async def exact(sql, params=None, *args, **options):
            table = counted(sql) if keeps else None
            if table and not params:
                kept = await execute(_KEPT, [table])
                if kept.rows[0][0] is not None:
                    return Results(kept.rows, False, (("count(*)", *[None] * 6),))
            return await execute(in_order(sql, known), params, *args, **options)

        db.execute = exact

    return put_right

"""Rows, none lost and none counted in vain (不丢一行): what Datasette 0.65 asks of a large table, put right.

* The first page of a sorted table has no order among equals, but the second one begins after the last key of the
  first; so rows are lost or repeated where equals don't come by key. The key is added to the order.
* Every page counts its table. ``table_counts`` knows, as long as nothing has been written since it was filled. The
  tables of the full-text index take seconds to count and say nothing; they aren't counted.
* A search fetches every hit to show the newest twenty, and fetches them all again to count them. The newest are taken
  from the index alone, which also counts; where that takes longer than a fifth of a second, the number stays open.

All this is done where Datasette sends its SQL to the database; nothing of its code or its answers' shape changes.

>>> in_order("select id, n from t where n > :p0 order by n desc limit 51", {"t": (("id", "n"), ("id",))})
'select id, n from t where n > :p0 order by n desc, id limit 51'
>>> in_order("select id, n from t order by id limit 51", {"t": (("id", "n"), ("id",))})
'select id, n from t order by id limit 51'
>>> in_order("select n, id from t order by n limit 5", {"t": (("id", "n"), ("id",))})  # somebody's own SQL
'select n, id from t order by n limit 5'
>>> counted("select count(*) from [applications]"), counted("select count(*) from applications where total > 1 ")
('applications', None)
>>> found = "rowid in (select rowid from t_fts where t_fts match escape_fts(:search) )"
>>> searched(f"select a from t where {found} order by id desc limit 9")[32:]
'select rowid from t_fts where t_fts match escape_fts(:search) order by rowid desc limit 9) order by id desc limit 9'
>>> searched(f"select count(*) from t where {found} ")
'select count(*) from t_fts where t_fts match escape_fts(:search)'
>>> searched(f"select a from t where {found} and b = :p0 order by id desc limit 21") is None
True
"""

import re

from datasette import hookimpl
from datasette.database import Results

_PAGE = re.compile(
    r"select (?P<columns>[^()]+) from (?P<table>\w+) (?P<where>where .+ )?"
    r"order by (?P<by>\w+)(?P<desc> desc)? (?P<limit>limit \d+)",
    re.DOTALL,
)
_HITS = r"rowid in \(select rowid from (?P<fts>\w+) where (?P=fts) match escape_fts\(:search\) ?\) ?"
_SEARCH = re.compile(rf"(?P<head>select [^()]+ from \w+ where ){_HITS}order by id desc (?P<limit>limit \d+)")
_SEARCH_COUNT = re.compile(rf"select count\(\*\) from \w+ where {_HITS}")
_PATIENCE = 200  # milliseconds for the number of hits, or of a view's rows
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


def searched(sql):
    """The SQL of a search, or of its count, that asks the index alone; None for any other."""
    if page := _SEARCH.fullmatch(sql):
        fts, limit = page["fts"], page["limit"]
        hits = f"select rowid from {fts} where {fts} match escape_fts(:search) order by rowid desc {limit}"
        return f"{page['head']}rowid in ({hits}) order by id desc {limit}"
    if count := _SEARCH_COUNT.fullmatch(sql):
        return f"select count(*) from {count['fts']} where {count['fts']} match escape_fts(:search)"
    return None


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
        views, execute = set(await db.view_names()), db.execute

        async def exact(sql, params=None, *args, **options):
            if quick := searched(sql):
                if sql.startswith("select count"):
                    options["custom_time_limit"] = _PATIENCE
                return await execute(quick, params, *args, **options)
            # What somebody asks in SQL of their own (cut at a page's rows, as no count is) the database answers.
            table = counted(sql) if keeps and not options.get("truncate") else None
            if table and not params and table.startswith("sections_fts"):
                return Results([(None,)], False, (("count(*)", *[None] * 6),))
            if table and not params:
                kept = await execute(_KEPT, [table])
                if kept.rows[0][0] is not None:
                    return Results(kept.rows, False, (("count(*)", *[None] * 6),))
            if table in views:  # to count a view of sums is to make it; where that takes long, the number stays open
                options["custom_time_limit"] = _PATIENCE
            return await execute(in_order(sql, known), params, *args, **options)

        db.execute = exact

    return put_right

"""Search engines (搜索引擎): /robots.txt and /sitemap.xml.

Reports, agencies and the site's own pages are to be found; what can be asked in endless ways (SQL, filters, pages of
tables, exports) isn't to be crawled. The sitemap is an index of parts, each of as many reports as the protocol
allows, by number, so that a part costs one range of keys.
"""

from xml.sax.saxutils import escape

from datasette import NotFound, Response, hookimpl

_PART = 50_000  # addresses in a sitemap, by the protocol
_XML = "application/xml; charset=utf-8"
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ROBOTS = """User-agent: *
Allow: /$
Allow: /reports/reports/
Allow: /reports/agencies/
Allow: /-/source/
Disallow: /*?
Disallow: /reports.db
Disallow: /*.json
Disallow: /*.csv
Disallow: /*.blob

Sitemap: {}
"""
_PAGES = ("/", "/reports")


async def robots(datasette, request):
    sitemap = datasette.absolute_url(request, datasette.urls.path("/sitemap.xml"))
    return Response.text(_ROBOTS.format(sitemap))


def _addresses(kind, entries, inner):
    told = "".join(f"<{inner}><loc>{escape(entry)}</loc></{inner}>\n" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {_SPACE}>\n{told}</{kind}>\n'


async def _last(datasette):
    if "reports" not in datasette.databases:
        return 0
    return (await datasette.get_database("reports").execute("SELECT coalesce(max(id), 0) FROM reports")).rows[0][0]


async def sitemap(datasette, request):
    parts = range((await _last(datasette)) // _PART + 1)
    paths = (datasette.urls.path(f"/sitemap-{part}.xml") for part in parts)
    addresses = [datasette.absolute_url(request, path) for path in paths]
    return Response(_addresses("sitemapindex", addresses, "sitemap"), content_type=_XML)


async def sitemap_part(datasette, request):
    part = int(request.url_vars["part"])
    if part > (await _last(datasette)) // _PART:
        raise NotFound("没有这一部分 (no such part)")
    # What all addresses begin with is worked out once, and the thousands of lines are made beside the event loop.
    own = [datasette.absolute_url(request, datasette.urls.path(page)) for page in _PAGES] if part == 0 else []
    if "reports" not in datasette.databases:
        return Response(_addresses("urlset", own, "url"), content_type=_XML)
    before = datasette.absolute_url(request, datasette.urls.table("reports", "reports"))

    def load(connection):
        sql = "SELECT id FROM reports WHERE id >= ? AND id < ? ORDER BY id"
        numbers = connection.execute(sql, [part * _PART, (part + 1) * _PART])
        return _addresses("urlset", own + [f"{before}/{number}" for (number,) in numbers], "url")

    return Response(await datasette.get_database("reports").execute_fn(load), content_type=_XML)


@hookimpl
def register_routes():
    return [
        (r"^/robots\.txt$", robots),
        (r"^/sitemap\.xml$", sitemap),
        (r"^/sitemap-(?P<part>\d{1,6})\.xml$", sitemap_part),
    ]

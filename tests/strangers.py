"""What strangers type (乱填的地址): every page with parameters that it knows and values that nobody meant.

``python tests/strangers.py FOLDER --n 20000`` asks a site that long (make fuzz); the tests ask it a few hundred times.
An address is wrong where it is answered by 500 and up, but for 503, or shows the inside of the program.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import yaml
from conftest import ROOT, Site

METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["reports"]
PAGES = (
    "/", "/reports", "/robots.txt", "/sitemap.xml", "/sitemap-0.xml", "/sitemap-{}.xml", "/-/search",
    "/-/panel", "/-/panel/{}", "/-/revisions", "/-/feed.atom", "/-/copies", "/-/copies.json", "/-/copies/{}/{}",
    "/-/copies/reports/{}/{}",
    "/-/build", "/-/build", "/-/compare/peers", "/-/build/embed", "/-/build{}", "/-/build.metadata", "/-/build.xlsx",
    "/-/suggest", "/-/chart/{}", "/-/chart/agency_years", "/-/chart/country/embed",
    "/-/functions", "/-/places", "/-/search",  "/-/compare", "/-/compare/{}/{}", "/-/dashboards", "/-/dashboards/{}",
    "/-/source/{}", "/-/source/{}.txt", "/-/source/report/{}", "/-/dictionary.json", "/-/openapi.json",
    "/-/versions", "/-/plugins", "/-/settings", "/-/actor", "/-/metadata", "/-/databases", "/-/threads",
    "/-/auth-token", "/-/logout", "/-/allow-debug", "/-/permissions", "/-/messages", "/-/patterns", "/-/mcp",
    "/-/nothing", "/static/{}", "/-/static/{}", "/{}", "/{}/{}", "/reports/{}", "/reports/reports/{}",
    "/reports/agencies/{}", "/reports/regions/{}", "/reports/applications/{}", "/reports/{}/{}",
    "/reports/report_stats/{}", "/_internal", "/_memory", "/:memory:{}", "/reports/sections_fts",
    "/reports/sqlite_master",
)  # fmt: skip
FORMATS = ("", "", "", ".json", ".csv", ".jsono", ".blob", ".db", ".html", ".x")
PARAMETERS = (
    "_sort", "_sort_desc", "_sort_by_desc", "_facet", "_facet_array", "_facet_date", "_facet_size", "_facet_x",
    "_size", "_next", "_col", "_nocol", "_where", "_search", "_search_body", "_search_x", "_searchmode",
    "_fts_table", "_fts_pk", "_through", "_label", "_labels", "_shape", "_nl", "_json", "_json_infinity", "_ttl",
    "_timelimit", "_trace", "_stream", "_dl", "_bom", "_exact", "_header", "_nocount", "_nofacet", "_nosuggest",
    "_extras", "_extra", "_hide_sql", "_show_sql", "_blob_column", "_blob_hash", "_filter_column", "_filter_op",
    "_filter_value", "_filter_column_1", "_filter_op_1", "sql", "q", "page", "year", "province", "function", "kind",
    "a", "b", "left", "right", "agency", "level", "place", "report", "before", "region", "token", "allow", "actor",
    "who", "rows", "show", "from", "to", "scope", "form", "clean", "least", "sort", "dir", "view", "_excel",
    "_success", "id", "name", "line", "title", "year__in", "year__gt", "id__contains", "title__arraycontains",
    "title__like", "title__glob", "name__date", "x__y", "__", "_", "", "year__", "rowid", "_year__exact",
)  # fmt: skip
VALUES = (
    "", "0", "1", "-1", "²", "٣", "1e9", "1.5", "NaN", "Infinity", "99999999999999999999", "9" * 5000, "max", "on",
    "off", "null", "$null", "$null,1", "a,b,c", "1,2", ",", "nosuch", "{{nosuch}}", "{", "{}", "[]", '{"a":1}',
    '{"column":1}', '{"simple":[]}', '{"table":"reports","column":"year","value":"2021"}',
    '{"table":"findings","column":"report_id","value":1}', "[" * 3000, "year", "id", "rowid", "title", "reports",
    "report_id", "body", "province", "河南", "河南省", "公开", "檔案", "公 " * 400, "a" * 3000, "'", '"', "';--",
    "\\", "\0",
    "\x01", "\x7f", "\ufeff", "\u202e", "\U0001f4a9", "%", "%%", "%zz", "_", "*", "~", "~00", "~zz", "..", "../..",
    "/etc/passwd", "<script>alert(1)</script>", "exact", "contains", "arraycontains", "in", "isnull", "array",
    "object", "arrays", "objects", "arrayfirst", "select 1", "select", "select * from reports", "select :x",
    "select 1/0", "1=1", "year", "year =", "select * from nosuch", "select 'a", "explain select 1",
    "with x as (select 1) select * from x", "select json('{')", "pragma x", "select abs(-9223372036854775808)",
    "select 1;select 2", "select char(0)", "select 1e999", "select x'ff'", "(select 1)", ")", "country", "province",
    "quality", "own", "aggregate", "2021", "1999", "provincial", "raw", "escaped", "AND", "NEAR(", '"', "a*",
)  # fmt: skip
_PARTS = (
    "1", "2", "0", "-1", "99999999999999999999", "nosuch", "%2e%2e", "%00", "~", "~00", "²", "a.b", "reports", "..",
    "%5Cx", "x,y", "%", "%zz", ":x",
)  # fmt: skip
_INSIDE = re.compile(r"Traceback|site-packages|/plugins/|\.py\b.*line \d+|Internal Server Error")


def addresses(seed: int) -> Iterator[str]:
    """Addresses without end, the same for the same seed."""
    dice = random.Random(seed)
    pages = [*PAGES, *(f"/reports/{name}" for name in (*METADATA["tables"], *METADATA["queries"]))]
    while True:
        page = re.sub(r"\{\}", lambda _: _part(dice), dice.choice(pages)) + dice.choice(FORMATS)
        given = [(dice.choice(PARAMETERS), dice.choice(VALUES)) for _ in range(dice.choice((0, 1, 1, 1, 2, 3)))]
        query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in given)
        yield f"{page}?{query}" if query else page


def _part(dice: random.Random) -> str:
    return dice.choice(_PARTS) if dice.random() < 0.8 else quote(dice.choice(VALUES)[:80], safe="")


def wrong(site: Site, address: str) -> str | None:
    """What is wrong with the answer to an address, or None."""
    answer = site.get(address)
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{answer.status_code} {address}"
    if answer.status_code >= 400 and _INSIDE.search(answer.text):
        return f"{address}: shows the inside of the program"
    if str(site.folder) in answer.text:
        return f"{address}: tells where the files lie"
    return None


def main() -> None:
    """The long form."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    site, found = Site(given.folder), 0
    for number, address in zip(range(given.n), addresses(given.seed), strict=False):
        began = time.perf_counter()
        said = wrong(site, address)
        took = time.perf_counter() - began
        if said or took > 10:
            found += 1
            print((said or f"{took:.1f} s {address}")[:300], flush=True)
        if number % 1000 == 999:
            print(f"{number + 1} addresses, {found} wrong (seed {given.seed})", flush=True)
    raise SystemExit(found > 0)


if __name__ == "__main__":
    main()

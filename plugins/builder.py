"""The report builder (自选报表): ``/-/build`` answers a choice of indicators, rows and filters, and keeps its address.

Everything works by the address alone; a form without script makes it. The same address ends in ``.csv``, ``.xlsx`` and
``.json`` for the whole answer, in ``.svg``, ``.png``, ``.metadata.json`` for its chart, and ``/-/build/embed`` is the
chart for other people's pages.

Where an answer would have more than MOST rows, it isn't given in part: the reader is told to choose a year or a place.
"""

import io
import json
import sqlite3
import sys
from dataclasses import replace
from pathlib import Path

import xlsxwriter
from datasette import Response, hookimpl

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package
import places_named
from gaps.exports import for_excel, safe, written
from site_builder import asking, choice, indicators, picture, tiles
from site_pictures import pages
from site_safety.errors import refusal

_DATABASE = "reports"
_ADDRESS = "/-/build"
_YEARS = (
    "WITH RECURSIVE hop(v) AS (SELECT min(year) FROM report_stats UNION ALL"
    " SELECT (SELECT min(year) FROM report_stats WHERE year > hop.v) FROM hop WHERE hop.v IS NOT NULL)"
    " SELECT v FROM hop WHERE v IS NOT NULL"
)
_FUNCTIONS = "SELECT code, label FROM function_classes ORDER BY label"
_PLACE = "SELECT full_name FROM regions WHERE code = ?"
_DATE = "SELECT substr(added_at, 1, 10) FROM sources ORDER BY id DESC LIMIT 1"
_LATE = "这个选择算得太久，请先选年份、地方或少选几个指标。"
_EXAMPLES = (
    ("各省公开率", "rows=province&show=disclosure_rate&show=received"),
    ("历年新收、办结", "rows=year&show=received&show=closed"),
    ("各类机关的不予公开率", "rows=function&show=refusal_rate&show=closed&least=30"),
    ("各县复议诉讼纠正率（30 件以上）", "rows=county&show=correction_rate&least=30"),
    ("历年自然人占新收", "rows=year&show=natural_person_share"),
)


class _Asked:
    """A request's choice with its answer, of one state of the database."""

    def __init__(self, connection, args, milliseconds, limit):
        self.years = [row[0] for row in connection.execute(_YEARS)]
        self.functions = dict(tuple(row) for row in connection.execute(_FUNCTIONS))
        self.catalogue = indicators.Catalogue(connection)
        row = connection.execute(_DATE).fetchone()
        self.date = row[0] if row else ""
        self.choice = self._latest(connection, choice.read(args, self.catalogue, self.years, self.functions), args)
        row = connection.execute(_PLACE, [self.choice.place]).fetchone()
        self.place = row[0] if row else self.choice.place
        self.others = places_named.others(connection, self.choice.place)
        self.answer = self._answered(connection, milliseconds, limit)

    def _latest(self, connection, asked, args):
        """The choice; where no year was asked for, of the latest that has a number of it."""
        if asked.rows == "year" or not self.years or any((args.get(name) or "").strip() for name in ("from", "to")):
            return asked
        latest = asking.latest(connection, asked, self.years[0])
        return asked if latest is None else replace(asked, first=latest, last=latest)

    def _answered(self, connection, milliseconds, limit):
        skip = (self.choice.page - 1) * limit if limit and limit < asking.MOST else 0
        found = asking.ask(connection, self.choice, milliseconds, limit, skip)
        # Beyond the last page: how many rows there are stands in them.
        return found if found.lines or not skip else asking.ask(connection, self.choice, milliseconds, limit)

    @property
    def title(self):
        """What the answer is of, in one line."""
        asked = self.choice
        where = self.place or "全国"
        shown = "、".join(one.label.replace("｜", "·") for one in asked.show)
        by = "历年" if asked.rows == "year" else f"各{choice.ROWS[asked.rows].removesuffix('份')}"
        when = "" if asked.rows == "year" else f"，{self.when}"
        return f"{where}{by}：{shown}{when}"

    @property
    def when(self):
        asked = self.choice
        return f"{asked.first} 年" if asked.first == asked.last else f"{asked.first}–{asked.last} 年"

    @property
    def filters(self):
        """What was chosen, in words."""
        asked = self.choice
        told = [choice.SCOPES[asked.scope], self.when if asked.rows == "year" and asked.first else ""]
        told += [self.functions.get(asked.function, ""), choice.LEVELS.get(asked.level, "")]
        told += [choice.FORMS.get(asked.form, ""), "只计没有错误的报告" if asked.clean else ""]
        told.append(f"不足 {asked.least} 件的不列" if asked.least else "")
        return "；".join(filter(None, told))

    @property
    def held(self):
        """What the numbers hold that a reader wouldn't expect; a picture says it, too."""
        if self.others:
            told = "、".join(f"{one['name']}（{one['code']}）" for one in self.others)
            yield f"这个地方的代码变动过，{told}的数一并计入。"
        if count := self.answer.doubted:
            yield f"所加的数中有 {count:,} 个本身存疑（单位或大小不合情理，见 doubted_numbers），照所印相加。"

    @property
    def notes(self):
        """What the numbers rest on, and what isn't among them."""
        yield from self.held
        yield from self._counted()
        yield from self._limits()
        rates = [one for one in self.choice.show if one.is_rate]
        yield from dict.fromkeys(f"{one.label} = {one.formula}" for one in rates)
        yield from (f"{one.label}：{one.formula}。" for one in self.choice.show if one.formula and not one.is_rate)
        if rates:
            yield f"比率只计分子、分母都有数字的报告；分母不足 {asking.FEW} 件的标“件少”，不宜比较。"

    def _counted(self):
        """How many reports and rows there are, and how many were left out."""
        answer = self.answer
        if answer.placed or answer.matched:
            yield f"符合条件的报告 {answer.matched:,} 份，表中各行共用到 {answer.placed:,} 份。"
        if answer.earlier:
            yield (
                f"其中 {answer.earlier:,} 份用的是 2019 年前的表式（政府信息公开情况统计表），行和栏不同，"
                "这里的指标都不计它们；那时已有而含义相同的数（收到、办结、复议等），见“跨表式的系列”（series）和各机关、各地的页。"
            )
        if answer.left_out:
            yield f"{answer.left_out:,} 份会重复计算（一地几份汇总、政府与其办公室同报等），没有计入。"
        rest = answer.matched - answer.placed - answer.left_out
        if rest > 0:
            yield f"{rest:,} 份地区未定或不在这一层级之下，没有列入。"
        if answer.below:
            yield f"{answer.below:,} 行不足 {self.choice.least} 件，没有列出。"

    def _limits(self):
        """What the rows may not be added to."""
        asked = self.choice
        if asked.rows not in ("year", "agency") and asked.by_year:
            yield "每行是一年的数，各年不相加：现行有效件数、结转等是存量，跨年相加没有意义。"
        if asked.scope == "aggregate" and asked.rows in choice.PLACES:
            yield "各行是当地政府自己那一份汇总所印的数，不是下级之和；上下级的汇总互相包含，不可再相加。"


async def _asked(datasette, request, limit):
    """The request's choice answered; refused with 400 and a sentence where it can't be."""
    milliseconds = datasette.setting("sql_time_limit_ms")

    def load(connection):
        connection.execute("BEGIN")
        try:
            return _Asked(connection, request.args, milliseconds, limit)
        finally:
            connection.rollback()

    try:
        return await datasette.get_database(_DATABASE).execute_fn(load)
    except choice.UnclearError as error:
        raise refusal(400, str(error)) from None
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise refusal(400, _LATE) from None


# --- the page ----------------------------------------------------------------------------------------------------


async def build(datasette, request):
    """``/-/build``."""
    found = await _asked(datasette, request, choice.PAGE)
    asked, answer = found.choice, found.answer
    kind = picture.kind(asked)
    spec, said = (None, []) if kind in ("none", "tiles") else await _specified(datasette, request, found)
    page = {
        "found": found, "choice": asked, "answer": answer, "kind": kind, "printed": picture.printed,
        "rests_on": picture.rests_on, "few": asking.FEW, "little": asking.LITTLE, "rows": choice.ROWS,
        "levels": choice.LEVELS,
        "scopes": choice.SCOPES, "forms": choice.FORMS, "views": choice.VIEWS, "most": choice.MOST_SHOWN,
        "pages": -(-answer.found // choice.PAGE), "heading": asking.heading(asked), "examples": _EXAMPLES,
        "groups": _grouped(found.catalogue), "said": said,
        "pairs_of": lambda years: [(str(year), f"{year} 年") for year in years],
        "specification": json.dumps(spec, ensure_ascii=False) if spec else None,
        "tiles": await _tiles(datasette, request, found) if kind == "tiles" else None,
        "embed": pages.embed_code(_absolute(datasette, request, "/-/build/embed", asked), found.title),
    }  # fmt: skip
    return Response.html(await datasette.render_template("build.html", page, request=request))


async def _specified(datasette, request, found):
    """The chart's specification, and what is to be said of it."""
    if found.choice.by_year and found.answer.found > picture.MOST:
        return None, [f"共 {found.answer.found:,} 行，太多，没有画图；请选一年或一个地方。"]
    drawn = await _drawn(datasette, request, found)
    return picture.specification(found.choice, drawn.answer)


async def _drawn(datasette, request, found):
    """The rows that a chart is drawn from: those of the page, or, where a chart has years, all of them."""
    if not found.choice.by_year or found.answer.found <= len(found.answer.lines):
        return found
    return await _asked(datasette, request, asking.MOST)


async def _tiles(datasette, request, found):
    whole = await _drawn(datasette, request, found)
    years = list(range(found.choice.first, found.choice.last + 1)) if found.choice.first else []
    one = found.choice.show[0]
    return {**tiles.grids(whole.answer, 0, years, lambda value, digits: picture.number(one, value, digits)), "one": one}


def _grouped(catalogue):
    groups = {}
    for one in catalogue:
        groups.setdefault(one.group, []).append(one)
    return groups


def _absolute(datasette, request, path, asked):
    return datasette.absolute_url(request, f"{datasette.urls.path(path)}?{asked.address(page=1)}")


# --- files -------------------------------------------------------------------------------------------------------


async def _whole(datasette, request):
    """A whole answer; refused where it is too long."""
    found = await _asked(datasette, request, asking.MOST + 1)
    if found.answer.found > asking.MOST:
        raise refusal(400, f"共 {found.answer.found:,} 行，超过一次给出的 {asking.MOST:,} 行；请分年或分地方取。")
    return found


def columns(asked):
    """The columns of a file: (name, Chinese heading) each.

    Each number has beside it the number of reports that it rests on; a rate its numerator and denominator.
    """
    yield "name", asking.heading(asked)
    if asked.rows != "year":
        yield "code", {"agency": "机关编号"}.get(asked.rows, "代码")
        yield "year", "年份"
    yield "reports", "报告数"
    for one in asked.show:
        label = one.label.replace("｜", "·")
        unit = f"（{one.unit}）" if one.unit and not one.is_rate else ""
        yield one.code, f"{label}{unit}"
        if one.is_rate:
            yield f"{one.code}:numerator", f"{label}分子"
            yield f"{one.code}:denominator", f"{label}分母"
        yield f"{one.code}:reports", f"{label}有数的报告"


def values(asked, line):
    """A row of a file."""
    yield line.year if asked.rows == "year" else line.name
    if asked.rows != "year":
        yield None if line.key is None else line.key if asked.rows == "agency" else str(line.key)
        yield line.year
    yield line.reports
    for cell, one in zip(line.cells, asked.show, strict=True):
        yield cell.value
        if one.is_rate:
            yield cell.numerator
            yield cell.denominator
        yield cell.n


async def as_json(datasette, request):
    """``/-/build.json``: every row; ``_shape=array`` is the rows alone."""
    found = await _whole(datasette, request)
    asked, heads = found.choice, list(columns(found.choice))
    names = [name for name, _ in heads]
    rows = [dict(zip(names, values(asked, line), strict=True)) for line in found.answer.lines]
    if request.args.get("_shape") == "array":
        return Response.json(rows)
    told = _told(datasette, request, found)
    return Response.json({**told, "sql": found.answer.sql, "rows": rows, "truncated": False})


async def as_csv(datasette, request):
    """``/-/build.csv``: every row; ``_excel=on`` as for every CSV of the site."""
    found = await _whole(datasette, request)
    excel = request.args.get("_excel") == "on"
    rows = [tuple(values(found.choice, line)) for line in found.answer.lines]
    heads = tuple(label for _, label in columns(found.choice))
    clean = for_excel if excel else safe
    text = ("\ufeff" if excel else "") + written([heads], clean) + (written(rows, clean) if rows else "")
    kind = "text/csv; charset=utf-8" if excel else "text/plain; charset=utf-8"
    headers = {"content-disposition": 'attachment; filename="build.csv"'} if excel else {}
    return Response(text, headers=headers, content_type=kind)


async def as_xlsx(datasette, request):
    """``/-/build.xlsx``: the answer, and a sheet that says what it is."""
    found = await _whole(datasette, request)
    address = _absolute(datasette, request, _ADDRESS, found.choice)
    body = _workbook(found, address)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return Response(body, headers={"content-disposition": 'attachment; filename="build.xlsx"'}, content_type=kind)


def _workbook(found, address):
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, head = book.add_worksheet("数据"), book.add_format({"bold": True, "text_wrap": True})
        formats = {"%": book.add_format({"num_format": "0.0%"}), "": book.add_format({"num_format": "#,##0.######"})}
        heads = list(columns(found.choice))
        rates = {one.code for one in found.choice.show if one.is_rate}
        sheet.write_row(0, 0, [label for _, label in heads], head)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, 28)
        for number, line in enumerate(found.answer.lines, 1):
            for column, ((name, _), value) in enumerate(zip(heads, values(found.choice, line), strict=True)):
                plain = name in ("year", "code", "name")
                sheet.write(number, column, value, None if plain else formats["%" if name in rates else ""])
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 100)
        for number, said in enumerate([found.title, found.filters, *found.notes, *pages.source(found.date, address)]):
            about.write_string(number, 0, said)
    return kept.getvalue()


# --- the chart ---------------------------------------------------------------------------------------------------


def _told(datasette, request, found):
    """What an answer is, for programs."""
    asked = found.choice
    return {
        "title": found.title,
        "filters": found.filters,
        "notes": list(found.notes),
        "columns": [{"name": name, "label": label} for name, label in columns(asked)],
        "indicators": [
            {"code": one.code, "label": one.label, "table": one.group, "unit": one.unit, "formula": one.formula}
            for one in asked.show
        ],
        "total_rows": found.answer.found,
        "reports": {
            "matched": found.answer.matched,
            "used": found.answer.placed,
            "left_out": found.answer.left_out,
        },
        "doubted_numbers": found.answer.doubted,
        **pages.provenance(found.date, _absolute(datasette, request, _ADDRESS, asked)),
        "files": {
            kind: _absolute(datasette, request, f"{_ADDRESS}.{kind}", asked)
            for kind in ("csv", "xlsx", "json", "svg", "png", "metadata.json")
        }
        | {"embed": _absolute(datasette, request, f"{_ADDRESS}/embed", asked)},
    }


async def metadata(datasette, request):
    """``/-/build.metadata.json``: what the chart and the table are, without their numbers."""
    return Response.json(_told(datasette, request, await _asked(datasette, request, 1)))


async def image(datasette, request):
    """``/-/build.svg`` and ``.png``: the chart with its title, units, source, address and date in it."""
    found = await _asked(datasette, request, choice.PAGE)
    if picture.kind(found.choice) == "tiles":
        spec, said = tiles.specification(await _tiles(datasette, request, found), picture.printed)
    else:
        spec, said = await _specified(datasette, request, found)
    if spec is None:
        raise refusal(404, "".join(said) or "没有可画的数字 (nothing to draw)")
    foot = [*said, *found.held, *pages.source(found.date, _absolute(datasette, request, _ADDRESS, found.choice))]
    frame = {"title": found.title, "subtitle": found.filters, "foot": foot}
    return await pages.image(spec, frame, request.url_vars["format"])


async def embed(datasette, request):
    """``/-/build/embed``: the chart alone, for a frame on another page."""
    found = await _asked(datasette, request, 1)
    return await pages.embed(
        datasette, request, found.title,
        f"{datasette.urls.path(_ADDRESS)}.svg?{found.choice.address(page=1)}",
        _absolute(datasette, request, _ADDRESS, found.choice),
    )  # fmt: skip


# --- lists that are asked as one types ---------------------------------------------------------------------------

_SUGGESTED = {
    "place": "SELECT code, full_name FROM regions WHERE instr(full_name, :q) > 0 AND last_year IS NULL"
    " ORDER BY instr(name, :q) = 0, length(full_name), code LIMIT 20",
    "agency": "SELECT id, name FROM agencies WHERE instr(name, :q) > 0 ORDER BY length(name), name LIMIT 20",
}


async def suggest(datasette, request):
    """``/-/suggest.json?kind=place&q=…``: up to twenty places or agencies whose name holds what was typed."""
    sql = _SUGGESTED.get(request.args.get("kind") or "")
    if sql is None:
        raise refusal(400, "kind 应为 place 或 agency")
    typed = (request.args.get("q") or "").replace("\0", "").strip()[:100]
    rows = (await datasette.get_database(_DATABASE).execute(sql, {"q": typed})).rows if typed else []
    return Response.json([{"id": str(row[0]), "name": row[1]} for row in rows])


@hookimpl
def register_routes():
    return [
        (r"^/-/build$", build),
        (r"^/-/build\.json$", as_json),
        (r"^/-/build\.csv$", as_csv),
        (r"^/-/build\.xlsx$", as_xlsx),
        (r"^/-/build\.metadata\.json$", metadata),
        (r"^/-/build\.(?P<format>svg|png)$", image),
        (r"^/-/build/embed$", embed),
        (r"^/-/suggest\.json$", suggest),
    ]

"""The source of a report (原文), so that a figure can be cited with its very line.

``/-/source/7`` numbers the lines (``/-/source/7#L12`` lights up line 12), ``/-/source/7.txt`` is the text alone,
``/-/source/report/12`` leads to the source of report 12 (the browser keeps ``#L12``). A template has the lines of a
source, and the rest that is to be said of it, by ``{{ original(7) }}``: the report's page shows them beside its tables.
The lines of a file that isn't text are those of its transcript, each with its place in words (第3页 表二 第7行); the
file itself is a download (``/-/source/7/file``).
"""

import gzip
import re
import zlib

from datasette import NotFound, Response, hookimpl

_NOSNIFF = {"x-content-type-options": "nosniff"}
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_KINDS = {
    "text": "文本",
    "html": "网页",
    "docx": "Word 文件",
    "doc": "旧版 Word 等文件",
    "pdf": "PDF",
    "xlsx": "电子表格",
    "image": "图片",
}
_BESIDE = 400_000  # bytes; a longer source has its own page only


def _unpacked(content):
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    return zlib.decompress(content) if content[:1] == b"\x78" else content


def _transcript(source):
    """The text whose lines are cited: what the container made of a file, or a text file itself."""
    if source["transcript"] is not None:
        return _unpacked(source["transcript"]).decode("utf-8")
    return _text(_unpacked(source["content"]), source["encoding"])


def _text(content, encoding):
    """A text file's bytes as text. Newlines become ``\\n``, as they are counted when a line is cited."""
    text = content.decode(_with_order(content, encoding), "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _with_order(content, encoding):
    # UTF-16 without a byte order mark: the zero bytes of digits and line ends stand first in big endian.
    if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le"
    return encoding


def _locations(source):
    """Where each line stands in a file that has no lines; () for a text."""
    packed = source["locations"]
    return _unpacked(packed).decode("utf-8").split("\n") if packed is not None else ()


def _link(url):
    """An address that a reader may follow; a manifest can hold anything."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


async def _source(datasette, source_id):
    sql = (
        "SELECT id, sha256, name, media_type, encoding, size, added_at, content, container, transcript, locations, url,"
        " fetched_at, published_at, recognised FROM sources WHERE id = ?"
    )
    found = (await datasette.get_database("reports").execute(sql, [int(source_id)])).first()
    if found is None:
        raise NotFound(f"没有编号为 {source_id} 的原文 (no such source)")
    return found


async def source_lines(datasette, request):
    source = await _source(datasette, request.url_vars["id"])
    reports = await datasette.get_database("reports").execute(
        "SELECT reports.id, agencies.name, year FROM reports JOIN agencies ON agencies.id = agency_id"
        " WHERE source_id = ?",
        [source["id"]],
    )
    page = _original(source) | {"source": source, "reports": reports.rows}
    return Response.html(await datasette.render_template("source.html", page, request=request), headers=_NOSNIFF)


def _original(source):
    """What a page shows of a source."""
    return {
        "lines": _transcript(source).split("\n"),
        "locations": _locations(source),
        "kind": _KINDS.get(source["container"], source["container"]),
        "recognised": bool(source["recognised"]),
        "url": _link(source["url"]),
        "fetched": source["fetched_at"],
        "published": source["published_at"],
    }


async def source_text(datasette, request):
    source = await _source(datasette, request.url_vars["id"])
    return Response.text(_transcript(source), headers=_NOSNIFF)


async def source_file(datasette, request):
    """The file as it came, to be kept and not shown: what a page of somebody else's would do here is not tried out."""
    source = await _source(datasette, request.url_vars["id"])
    suffix = _SUFFIX.search(source["name"])
    name = f"source-{source['id']}{suffix[0].lower() if suffix else ''}"
    headers = _NOSNIFF | {"content-disposition": f'attachment; filename="{name}"'}
    return Response(_unpacked(source["content"]), headers=headers, content_type="application/octet-stream")


async def source_of_report(datasette, request):
    sql = "SELECT source_id FROM reports WHERE id = ?"
    found = await datasette.get_database("reports").execute(sql, [int(request.url_vars["id"])])
    if not found.rows:
        raise NotFound("没有这份报告 (no such report)")
    return Response.redirect(datasette.urls.path(f"/-/source/{found.rows[0][0]}"))


@hookimpl
def extra_template_vars(datasette):
    async def original(source_id):
        source = await _source(datasette, source_id)
        is_long = source["transcript"] is None and source["size"] > _BESIDE
        return _original(source) | ({"lines": []} if is_long else {})

    return {"original": original}


@hookimpl
def register_routes():
    return [
        (r"^/-/source/(?P<id>\d{1,18})$", source_lines),
        (r"^/-/source/(?P<id>\d{1,18})\.txt$", source_text),
        (r"^/-/source/(?P<id>\d{1,18})/file$", source_file),
        (r"^/-/source/report/(?P<id>\d{1,18})$", source_of_report),
    ]

"""Charts to keep (带走的图): pictures, the page for other people's frames, and what is said of a source.

One picture is drawn at a time, the others of its lane wait (site_safety/lanes.py); the last ones are kept, for the same
specification makes the same picture.
"""

import asyncio
import hashlib
import json
import sys
from collections import OrderedDict
from functools import cache
from html import escape
from pathlib import Path
from weakref import WeakKeyDictionary

from datasette import Response
from site_safety.errors import refusal

_PROGRAM = Path(__file__).with_name("draw.py")
_CONFIG = Path(__file__).parents[2] / "static" / "chart-config.json"
_SCALE = 2  # of 900 points: PNG are 1,800 pixels wide
_FONT = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"
_PATIENCE = 30  # seconds
_KEPT, _BYTES = 64, 2_000_000  # pictures; larger ones aren't kept
_TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
_kept = OrderedDict()
_drawing = WeakKeyDictionary()  # loop → the lock of whoever draws
SOURCE = "来源：各级行政机关依《政府信息公开条例》公布的年度报告，经本库逐格整理"


def source(date, address):
    """The last lines of a picture or a sheet: whose numbers these are, as of when, and where to find them again."""
    return [f"{SOURCE}；数据截至 {date}。" if date else f"{SOURCE}。", address]


def provenance(date, address):
    """The same, for programs."""
    return {"source": SOURCE, "data_date": date, "address": address, "license": "CC BY 4.0"}


@cache
def _config():
    told = json.loads(_CONFIG.read_text("utf-8"))
    return {**told, "font": _FONT}


async def image(spec, frame, kind):
    """The answer with a chart as SVG or PNG; 503 where it takes too long."""
    asked = {"spec": _sized(spec), "config": _config(), "frame": frame, "format": kind, "scale": _SCALE}
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()
    key = hashlib.sha256(text).digest()
    body = _kept.get(key)
    if body is None:
        body = await _drawn(text)
        if len(body) <= _BYTES:
            _kept[key] = body
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
    name = f'inline; filename="chart.{kind}"'
    return Response(body, headers={"content-disposition": name}, content_type=_TYPES[kind])


def _sized(spec):
    """A specification of a picture's width; small charts stand three in a row; a grid of charts has its own sizes."""
    if "spec" in spec:
        return spec
    sized = {"height": 340, **spec, "width": 780}
    encoding = dict(sized["encoding"])
    if "column" in encoding or "facet" in encoding:
        encoding["facet"] = {**(encoding.pop("column", None) or encoding["facet"]), "columns": 3}
        sized = {**sized, "encoding": encoding, "width": 220, "height": spec.get("height", 160)}
    return sized


async def _drawn(text):
    lock = _drawing.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    try:
        async with asyncio.timeout(_PATIENCE), lock:
            return await _run(text)
    except TimeoutError:
        raise refusal(503, "图画得太久，请稍后再试 (the picture takes too long)", after=10) from None


async def _run(text):
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_PROGRAM), stdin=pipe, stdout=pipe, stderr=pipe
    )
    try:
        body, said = await process.communicate(text)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not body:
        raise RuntimeError(f"draw.py: {said.decode('utf-8', 'replace')[-500:]}")
    return body


def embed_code(address, title):
    """What one puts into one's own page."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="560" loading="lazy"'
        ' style="border:0"></iframe>'
    )


async def embed(datasette, request, title, picture, address):
    """The page that other pages may frame: the picture, a link to its numbers, and nothing else."""
    page = {"title": title, "picture": picture, "address": address}
    return Response.html(await datasette.render_template("embed.html", page, request=request))

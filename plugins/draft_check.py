"""A draft checked in the browser (网页校验): pasted or as a file, it is seen as the statutory form.

Nothing of a draft is stored or logged: it comes in the body of a POST, goes to a process of its own by a pipe, and the
answer is all that is made of it (the 校验意见 stands in the page itself, as a link that holds it). Older Word files are
converted in a folder that is removed with the answer. One draft is read at a time, a few may wait, the next is told to
come back. Off, unless metadata.yml says otherwise: what it costs is for who runs the site to decide.

    plugins:
      draft-check:
        enabled: true
"""

import asyncio
import json
import os
import secrets
import sys
import tempfile
import urllib.parse
from contextlib import suppress
from pathlib import Path

from datasette import NotFound, Response, hookimpl
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import FormParser, parse_options_header

sys.path.insert(0, str(Path(__file__).parent))  # plugins are no package, and Datasette imports each by its path
from report_page import drawn_report, plain_cells
from site_safety.errors import refusal

PATH = "/-/check"
BODY = 12 * 1024 * 1024  # bytes of a request
SECONDS = 40  # that reading a draft may take by the clock
QUEUE = 3  # drafts that wait
PATIENCE = 20  # seconds that one waits
_ANSWER = 40 * 1024 * 1024  # bytes
_BUSY = "正在校验的草稿太多，请稍后再试 (too many drafts at once, try again later)"
_FAILED = "这份草稿没有读完：超出了时间或内存的上限 (stopped: the draft takes too much time or memory)"
_TEMPLATE = "draft_check.html"


def is_on(datasette):
    """Does this site check drafts? ``on``, ``true``, ``1`` or ``yes``, also out of an environment variable."""
    told = (datasette.plugin_config("draft-check") or {}).get("enabled")
    return str(told).lower() in ("on", "true", "1", "yes")


class _Desk:
    """One draft at a time, and who waits."""

    def __init__(self):
        self.room, self.waiting = asyncio.Semaphore(1), 0

    async def check(self, content, year, database):
        """What is found in a draft."""
        if self.room.locked() and self.waiting >= QUEUE:
            raise refusal(503, _BUSY, after=10)
        self.waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self.room.acquire()
        except TimeoutError:
            raise refusal(503, _BUSY, after=10) from None
        finally:
            self.waiting -= 1
        try:
            with tempfile.TemporaryDirectory(prefix="draft-") as folder:
                return await _read(content, year, database, folder)
        finally:
            self.room.release()


async def _read(content, year, database, folder):
    """One draft in a process of its own, which ends with it, whatever it does."""
    arguments = ["-m", "ingest.opinions.page"]
    arguments += ["--year", str(year)] if year else []
    arguments += ["--db", database] if database else []
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback may quote the draft
        env={**os.environ, "TMPDIR": folder},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            answer, _ = await child.communicate(content)
    except TimeoutError:
        answer = b""
    finally:
        if child.returncode is None:
            _end(child)
            await child.wait()
    if child.returncode or not answer or len(answer) > _ANSWER:
        return {"refused": _FAILED, "state": "unchecked", "verdict": "无法校验", "letter": None}
    return json.loads(answer)


def _end(child):
    """The process with all that it started (a converter)."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, 9) if hasattr(os, "killpg") else child.kill()


async def _posted(request):
    """The fields and the file of a form, none of it on disk."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise refusal(400, "请用本页的表单提交 (post the form of this page)")
    fields, files = {}, {}

    def field(one):
        fields[one.field_name.decode("utf-8", "replace")] = (one.value or b"").decode("utf-8", "replace")

    def file(one):
        one.file_object.seek(0)
        name = (one.file_name or b"").decode("utf-8", "replace")
        files[one.field_name.decode("utf-8", "replace")] = (name, one.file_object.read())

    parser = FormParser(
        "multipart/form-data", field, file, boundary=options[b"boundary"], config={"MAX_MEMORY_FILE_SIZE": 2 * BODY}
    )
    try:
        parser.write(await request.post_body())
        parser.finalize()
    except FormParserError:
        raise refusal(400, "表单不完整 (a broken form)") from None
    return fields, files


def _demand_own(request, token):
    """Refuse a form of another site: the token must be the cookie's, and the browser's word for its origin be ours."""
    cookie, origin = request.cookies.get("ds_csrftoken", ""), request.headers.get("origin")
    ours = not origin or urllib.parse.urlsplit(origin).netloc == request.headers.get("host")
    if not (ours and token and secrets.compare_digest(token.encode(), cookie.encode())):
        raise refusal(403, "表单已过期，请重新打开本页再提交 (the form is out of date, open the page again)")


async def _page(datasette, request):
    if not is_on(datasette):
        raise NotFound("这个网站没有开启网页校验 (drafts aren't checked on this site)")
    shown = {"made": None, "name": "", "typed": "", "year": "", "problem": None, "plain_cells": plain_cells}
    if request.method == "POST":
        fields, files = await _posted(request)
        _demand_own(request, fields.get("csrftoken", ""))
        shown |= await _checked(datasette, fields, files)
    page = await datasette.render_template(_TEMPLATE, shown, request=request)
    return Response.html(page, headers={"cache-control": "no-store"})


async def _checked(datasette, fields, files):
    name, content = files.get("file", ("", b""))
    typed, year = fields.get("text", ""), fields.get("year", "").strip().removesuffix("年")
    shown = {"name": name if content else "", "typed": "" if content else typed, "year": year}
    if year and not (year.isascii() and year.isdigit() and 2008 <= int(year) <= 2100):
        return shown | {"problem": "年度应为 2008 至 2100 之间的年份 (no such year)"}
    if name and not content.strip():
        return shown | {"problem": f"“{name}”是空文件，没有内容：请在 Word 或 WPS 里打开，保存后再选 (an empty file)"}
    pasted = typed.rstrip().replace("\r\n", "\n") + "\n"  # what is pasted has no end, and wasn't cut for that
    content = content or pasted.encode("utf-8", "replace")
    if not content.strip():
        return shown | {"problem": "请粘贴正文，或选一个文件 (paste a text or choose a file)"}
    desk = _desks.setdefault(id(datasette), _Desk())
    found = await desk.check(content, int(year) if year else None, _database(datasette))
    return shown | {"made": found, "page": drawn_report(found) if not found["refused"] else None}


_desks = {}


def _database(datasette):
    """The database whose reports a draft is compared with: last year's, and those of a government's organs."""
    path = next((db.path for name, db in datasette.databases.items() if name == "reports" and db.path), None)
    return str(path) if path and Path(path).exists() else None


@hookimpl
def register_routes():
    return [(rf"^{PATH}$", _page)]


# Datasette's own protection can't read forms with files of today's python-multipart, and lets pass who has no cookie.
@hookimpl
def skip_csrf(scope):
    return True if scope["path"] == PATH else None


@hookimpl
def extra_template_vars(datasette):
    return {"draft_check": is_on(datasette)}

"""Drafts checked in the browser: what a clerk sees, what a stranger can't do, and that nothing stays."""

from __future__ import annotations

import asyncio
import importlib
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import test_rollup
from conftest import Site, served
from test_browser import _shoot, browser, page  # noqa: F401 (fixtures)

from ingest.containers import source_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

NAME, SECRET = "光山县样例局", "只有本草稿才有的一句话"
WRONG = {"办理结果总计·自然人": "70", "行政许可·本年处理决定数量": "十二"}


@pytest.fixture(scope="module")
def address(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that checks drafts, whose temporary files go to a folder of the test's."""
    folder = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAFT_CHECK", "on")
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", None)
        with served(site_dir) as where:
            yield where
    tempfile.tempdir = None
    assert [path for path in folder.iterdir() if path.name.startswith("draft-")] == []  # nothing of any draft stays


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drafts") / "草稿.docx"
    path.write_bytes(test_rollup.report(NAME, test_rollup.applications(7, 2) | WRONG))
    return path


def test_it_is_off_where_nobody_has_switched_it_on(site: Site) -> None:
    assert site.get("/-/check").status_code == 404
    posted = site._loop.run_until_complete(site.datasette.client.post("/-/check", data={"text": "x"}))
    assert posted.status_code == 405
    assert "校验草稿" not in site.get("/").text


def test_an_empty_file_is_called_so(page: Any, address: str, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "空白稿.docx").write_bytes(b"")
    page.goto(f"{address}/-/check")
    page.set_input_files("#draft-file", str(tmp_path / "空白稿.docx"))
    page.click("form.draft button")
    assert "“空白稿.docx”是空文件，没有内容" in page.locator("p.message-error").inner_text()
    page.goto(f"{address}/-/check")
    page.fill("form.draft textarea", "  ")
    page.click("form.draft button")
    assert "请粘贴正文，或选一个文件" in page.locator("p.message-error").inner_text()


@pytest.mark.parametrize("width", [1120, 1280, 1440])
def test_no_column_is_cut_off(page: Any, address: str, word: Path, width: int) -> None:  # noqa: F811
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}/-/check")
    page.set_input_files("#draft-file", str(word))
    page.click("form.draft button")
    page.wait_for_selector("#result", timeout=60_000)
    over = "[...document.querySelectorAll('.statutory')].map(t => t.scrollWidth - t.parentElement.clientWidth)"
    assert page.evaluate(f"Math.max(...{over})") <= 0


def test_a_word_file_is_seen_as_the_form_with_its_findings(page: Any, address: str, word: Path) -> None:  # noqa: F811
    page.goto(f"{address}/")
    page.get_by_role("link", name="校验草稿").click()
    page.set_input_files("#draft-file", str(word))
    page.fill("input[name=year]", "2025")
    page.click("form.draft button")
    page.wait_for_selector("#result", timeout=60_000)
    assert page.locator("#result .kicker").inner_text().split()[:4] == [NAME, "2025", "年", "草稿.docx"]
    total = page.locator("td#applications-closed-natural_person")
    assert total.inner_text().startswith("70") and total.locator("a.mark.error").count() >= 2
    unread = page.locator("td#disclosure_items-licensing-decisions")
    assert unread.inner_text().startswith("十二") and unread.locator("a.mark").count() == 1
    assert "印作 70，应为 7" in page.locator("aside.draft-findings").inner_text()
    href = unread.locator("a.mark").get_attribute("href")
    assert page.locator(f"{href}").count() == 1
    with page.expect_download() as download:
        page.click("a.button")
    letter = Path(download.value.path()).read_bytes()
    assert download.value.suggested_filename == "校验意见.docx"
    assert "结论：请修改" in source_of("a.docx", letter).text
    _shoot(page, "draft-check")


def test_it_works_without_script_for_pasted_text(browser: Any, address: str) -> None:  # noqa: F811
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{address}/-/check")
    tab.fill("#draft-text", draft_text())
    tab.click("form.draft button")
    tab.wait_for_selector("#result", timeout=60_000)
    assert tab.locator("td#applications-received-total").inner_text() == "1"
    _shoot(tab, "draft-check-without-script")
    tab.close()


def test_a_file_is_dropped_on_the_form(page: Any, address: str) -> None:  # noqa: F811
    page.goto(f"{address}/-/check")
    script = "text => { const it = new DataTransfer(); it.items.add(new File([text], '草稿.txt')); return it; }"
    page.dispatch_event("form.draft", "drop", {"dataTransfer": page.evaluate_handle(script, draft_text())})
    page.wait_for_selector("#result", timeout=60_000)
    assert "草稿.txt" in page.locator("#result .kicker").inner_text()
    assert page.locator("td#applications-received-total").inner_text() == "1"


def draft_text() -> str:
    text: str = importlib.import_module("test_checking").page(2025, agency=NAME, prose=f"{SECRET}。")
    return text


def posted(address: str, client: httpx.Client, *, token: str | None = None, **more: Any) -> httpx.Response:
    form = client.get(f"{address}/-/check").text
    own = form.partition('name="csrftoken" value="')[2].partition('"')[0]
    data = {"csrftoken": own if token is None else token, "year": more.pop("year", ""), "text": more.pop("text", "")}
    files = more.pop("files", {"file": ("", b"")})
    return client.post(f"{address}/-/check", data=data, files=files, timeout=60, **more)


def test_a_form_of_another_site_is_refused(address: str) -> None:
    with httpx.Client() as client:
        assert posted(address, client, token="forged", text="x").status_code == 403
        assert posted(address, client, text="x", headers={"origin": "https://evil.example"}).status_code == 403
        assert posted(address, client, text="x").status_code == 200
    with httpx.Client() as stranger:
        answer = stranger.post(f"{address}/-/check", files={"file": ("a.txt", b"x")})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "given, words",
    [
        ({}, "请粘贴正文，或选一个文件"),
        ({"text": "x", "year": "二〇二五"}, "年度应为 2008 至 2100"),
        ({"text": "会议通知"}, "未识别出年度报告"),
        ({"files": {"file": ("a.docx", b"PK\x03\x04 [Content_Types].xml word/ broken")}}, "无法校验"),
    ],
)
def test_what_is_no_draft_is_said_so(address: str, given: dict[str, Any], words: str) -> None:
    with httpx.Client() as client:
        answer = posted(address, client, **given)
    assert answer.status_code == 200 and words in answer.text


def test_too_large_a_draft_is_refused_before_it_is_read(address: str) -> None:
    with httpx.Client() as client:
        answer = posted(address, client, files={"file": ("a.txt", b"0" * (13 << 20))})
    assert answer.status_code == 413


def test_nothing_is_kept_of_a_draft(address: str, site_dir: Path) -> None:
    def everything() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in site_dir.glob("reports.db*") if "shm" not in path.name}

    before = everything()
    with httpx.Client() as client:
        answer = posted(address, client, text=draft_text())
        assert SECRET in answer.text and answer.headers["cache-control"].endswith("no-store")
        assert SECRET not in client.get(f"{address}/-/check").text
    assert everything() == before


def apart(coroutine: Any) -> Any:
    """What a coroutine gives, run in a thread of its own: the browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def test_one_is_read_at_a_time_a_few_wait_and_the_next_is_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    plugin = sys.modules["draft_check"]
    running: list[int] = []

    async def slow(*_: Any) -> dict[str, Any]:
        running.append(1)
        assert len(running) == 1
        await asyncio.sleep(0.05)
        running.pop()
        return {}

    async def many() -> list[Any]:
        desk = plugin._Desk()
        return await asyncio.gather(*(desk.check(b"", None, None) for _ in range(6)), return_exceptions=True)

    monkeypatch.setattr(plugin, "_read", slow)
    answers = apart(many())
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(answers) - len(refused) == 1 + plugin.QUEUE
    assert all(answer.status == 503 and answer.after for answer in refused)


def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    plugin = sys.modules["draft_check"]
    monkeypatch.setattr(plugin, "SECONDS", 0.01)
    with tempfile.TemporaryDirectory() as folder:
        made = apart(plugin._read(draft_text().encode(), None, None, folder))
    assert made["refused"].startswith("这份草稿没有读完") and made["letter"] is None

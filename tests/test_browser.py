"""The site in a real browser, served as a reader serves it: ``datasette .`` in a folder, headless Chromium.

Screenshots land in build/screenshots and are there to be looked at. Without Chromium these tests are skipped, unless
REQUIRE_BROWSER is set (it is in .ci/run).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

SCREENSHOTS = Path(__file__).parent.parent / "build" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 400, "height": 800}


def _chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        word = "no Chromium on this machine (apt-get install chromium fonts-noto-cjk)"
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(word)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    path = _chromium()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A tab; any error on its console fails the test."""
    tab = browser.new_page(viewport=WIDE)
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    tab.close()
    assert errors == []


def _shoot(page: Any, name: str) -> None:
    """A wide and a narrow picture; on neither may the page itself scroll sideways."""
    for kind, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, kind)
    page.set_viewport_size(WIDE)


def _bars(page: Any) -> int:
    """How many marks the chart draws, counted as distinct colours of a canvas or shapes of an SVG."""
    page.wait_for_selector(".vega-embed svg, .vega-embed canvas", timeout=15_000)
    page.wait_for_timeout(500)
    return page.evaluate(
        """() => {
            const svg = document.querySelector('.vega-embed svg');
            if (svg) return svg.querySelectorAll('.mark-rect path, .mark-symbol path, .mark-line path').length;
            const canvas = document.querySelector('.vega-embed canvas');
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let coloured = 0;
            for (let i = 0; i < data.length; i += 4)
                if (Math.max(data[i], data[i+1], data[i+2]) - Math.min(data[i], data[i+1], data[i+2]) > 40) coloured++;
            return coloured;
        }"""
    )


def test_chinese_is_drawn_in_a_chinese_font(page: Any, url: str) -> None:
    """Without a font every character is the same empty box."""
    page.goto(url)
    drawn = page.evaluate(
        """() => ['政', '府', '件'].map(character => {
            const canvas = document.createElement('canvas');
            canvas.width = canvas.height = 40;
            const pen = canvas.getContext('2d');
            pen.font = '32px ' + getComputedStyle(document.body).fontFamily;
            pen.fillText(character, 2, 34);
            return canvas.toDataURL();
        })"""
    )
    assert len(set(drawn)) == 3
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


@pytest.mark.parametrize(
    "name,path",
    [
        ("home", "/"),
        ("database", "/reports"),
        ("table-stats", "/reports/report_stats"),
        ("table-findings", "/reports/findings"),
        ("table-sections", "/reports/sections"),
        ("query", "/reports/data_quality"),
        ("source", "/-/source/1#L12"),
    ],
)
def test_page_opens_without_a_console_error(page: Any, url: str, name: str, path: str) -> None:
    answer = page.goto(url + path)
    assert answer.status == 200
    page.wait_for_timeout(300)
    _shoot(page, name)


def test_search_from_home_leads_to_the_line(page: Any, url: str) -> None:
    page.goto(url)
    page.fill('input[name="q"]', "补正")
    page.fill('input[name="q"]', "答复")
    page.click('.search-home input[type="submit"]')
    assert "【答复】" in page.inner_text("table.rows-and-columns")
    _shoot(page, "search")
    link = page.locator("table.rows-and-columns a[href*='#L']").first
    line = link.inner_text()
    link.click()
    lit = page.locator(f"#L{line}")
    assert lit.evaluate("element => element.matches(':target')")
    assert lit.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(255, 243, 196)"


def test_report_page_marks_a_finding_at_its_cell(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/findings.json?_shape=array&severity=error&table_name=applications&_size=1")
    finding = page.evaluate("JSON.parse(document.body.innerText)[0]")
    page.goto(f"{url}/reports/reports/{finding['report_id']}")
    cell = page.locator(f"#{finding['table_name']}-{finding['row_code']}-{finding['column_name']}")
    mark = cell.locator(".mark.error")
    assert finding["message"] in mark.get_attribute("title")
    assert mark.is_visible()
    mark.click()
    listed = page.locator(".findings li:target")
    assert finding["message"] in listed.inner_text()
    _shoot(page, "report")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 970})  # A4 within its margins, at 96 dots an inch
    page.screenshot(path=SCREENSHOTS / "report-print.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    for table in page.locator(".statutory").all():
        assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")


def test_report_of_the_trial_form(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/reports.json?_shape=array&form_id=2019&_size=1")
    report = page.evaluate("JSON.parse(document.body.innerText)[0].id")
    page.goto(f"{url}/reports/reports/{report}")
    assert page.locator("table.applications tbody tr").count() == 23
    assert "采购总金额" in page.inner_text("table.disclosure-items")
    _shoot(page, "report-2019")


CHARTS = {
    "chart-query": ("/reports/refusal_grounds", "理由", "nominal", "件数"),
    "chart-table": ("/reports/report_stats?_size=max", "year", "ordinal", "received"),
    "chart-view": ("/reports/yearly_by_region?region_level=provincial", "region", "nominal", "received"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_chart_preset_in_the_address_draws_marks(page: Any, url: str, name: str) -> None:
    path, x, kind, y = CHARTS[name]
    preset = f"g.mark=bar&g.x_column={quote(x)}&g.x_type={kind}&g.y_column={quote(y)}&g.y_type=quantitative"
    page.goto(f"{url}{path}#{preset}")
    assert _bars(page) >= 2
    _shoot(page, name)


def test_question_on_home_opens_with_its_chart(page: Any, url: str) -> None:
    page.goto(url)
    page.click("text=历年收到多少申请")
    assert _bars(page) >= 2
    _shoot(page, "chart-home-question")


def test_charting_button_opens_the_options(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/agency_series")
    page.click("text=Show charting options")
    assert page.locator("text=Charting options").count() == 1

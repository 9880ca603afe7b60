"""The site in a real browser, served as a reader serves it: ``datasette .`` in a folder, headless Chromium.

``make screenshots`` leaves pictures in build/screenshots, which are there to be looked at. Without Chromium these tests
are skipped, unless REQUIRE_BROWSER is set (it is in .ci/run).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from parts import sampled

# What the file makes is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

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
DASHBOARDS = ("country", "province", "appeals", "grounds", "quality", "coverage")
FOREIGN = [["#datasette-vega"], [".CodeMirror"]]  # drawn by others' scripts, not by this site
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
    """On a wide and a narrow screen the page itself doesn't scroll sideways; a picture of both, if asked for."""
    for kind, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)
        if "SCREENSHOTS" in os.environ:
            page.screenshot(path=SCREENSHOTS / f"{name}-{kind}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (name, kind)
    page.set_viewport_size(WIDE)


def _settle(page: Any) -> None:
    """Wait until every chart of the page is drawn."""
    page.wait_for_timeout(300)
    if page.locator(".plot[data-specification]").count():
        page.wait_for_selector("html[data-charts=drawn]", timeout=20_000)


def _violations(page: Any) -> list[str]:
    """What axe-core finds against WCAG 2.1 AA that is serious or critical; each with the first places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
    page.evaluate(axe.axe_script)
    # What is in order fills megabytes, and is left where it is.
    run = "([context, rules]) => axe.run(context, rules).then(found => found.violations)"
    found = page.evaluate(run, [{"exclude": FOREIGN}, rules])
    return [
        f"{violation['id']}: {violation['help']}: " + " | ".join(node["html"][:160] for node in violation["nodes"][:4])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


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
    sampled(
        [
            ("home", "/"),
            ("database", "/reports"),
            ("table-stats", "/reports/report_stats"),
            ("table-findings", "/reports/findings"),
            ("table-sections", "/reports/sections"),
            ("table-report", "/reports/reports"),
            ("row", "/reports/forms/2021"),
            ("query", "/reports/data_quality"),
            ("sql", "/reports?sql=select+year,received+from+report_stats"),
            ("source", "/-/source/1#L12"),
            ("report-narrative", "/reports/reports/3"),
            ("agency", "/reports/agencies/1"),
            ("place", "/reports/regions/410100"),
            ("country", "/reports/regions/100000"),
            ("functions", "/-/functions"),
            ("compare", "/-/compare/5/8"),
            ("compare-choose", "/-/compare?a=示例&b=8"),
            ("search", "/-/search?q=公开"),
            ("search-nothing", "/-/search?q=没有这句话"),
            ("dashboards", "/-/dashboards"),
            *((f"dashboard-{name}", f"/-/dashboards/{name}") for name in DASHBOARDS),
        ],
        3,
    ),
)
def test_page_opens_without_a_console_error(page: Any, url: str, name: str, path: str) -> None:
    answer = page.goto(url + path)
    assert answer.status == 200
    _settle(page)
    _shoot(page, name)
    serious = _violations(page)
    assert serious == [], "\n".join(serious)


def test_search_from_home_leads_to_the_line(page: Any, url: str) -> None:
    page.goto(url)
    page.fill('.search-home input[name="q"]', "答复")
    page.click('.search-home input[type="submit"]')
    page.wait_for_selector(".hits mark")
    assert set(page.locator(".hits mark").all_inner_texts()) == {"答复"}
    link = page.locator(".hits .where a[href*='#L']").first
    line = link.get_attribute("href").split("#L")[1]
    link.click()
    lit = page.locator(f"#L{line}:target")  # waited for: the click only begins to go there
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


@pytest.mark.parametrize("name", sampled(CHARTS, 2))
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
    page.click("button:text-is('画图')")
    assert page.locator("h3:text-is('画图')").count() == 1
    assert page.locator("label:text-is('横轴')").count() == 1


def test_link_to_a_chart_on_the_page_of_a_view_draws_it(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/yearly_by_region")
    page.click("a[data-chart] >> nth=0")
    assert _bars(page) >= 1


# --- charts of the site's own pages -----------------------------------------------------------------------------------


def _marks(page: Any) -> dict[str, int]:
    """How many shapes each chart of the page has drawn."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('figure.chart')].map(figure => [figure.id,
            figure.querySelectorAll('svg .mark-rect path, svg .mark-symbol path, svg .mark-line path').length]))"""
    )


@pytest.mark.parametrize("name", sampled(DASHBOARDS, 2))
def test_every_chart_of_a_dashboard_draws_marks_and_has_its_table(page: Any, url: str, name: str) -> None:
    page.goto(f"{url}/-/dashboards/{name}")
    _settle(page)
    drawn = _marks(page)
    rows = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('figure.chart')].map(figure => [figure.id,
            figure.querySelectorAll('table.data tbody tr').length]))"""
    )
    assert len(drawn) >= 2
    for chart, marks in drawn.items():
        assert (marks >= 1) == (rows[chart] >= 1), (chart, marks, rows[chart])
    page.locator("figure.chart summary").first.click()
    assert page.locator("figure.chart table.data").first.is_visible()


def test_sql_of_a_chart_is_one_click_away_and_draws_again(page: Any, url: str) -> None:
    page.goto(f"{url}/-/dashboards/grounds")
    page.locator("figure.chart >> text=SQL").first.click()
    assert "select" in page.inner_text("#sql-query")
    assert _bars(page) >= 2


def test_chart_breaks_its_line_at_a_missing_year(page: Any, synthetic_url: str) -> None:
    sql = "select agency_id from coverage where status = 'missing' and within = 1 and year > 2020"
    page.goto(f"{synthetic_url}/reports.json?_shape=array&sql={quote(sql)}")
    gap = page.evaluate("JSON.parse(document.body.innerText)[0]")
    page.goto(f"{synthetic_url}/reports/agencies/{gap['agency_id']}")
    _settle(page)
    assert "未收录" in page.inner_text("tr.gap")
    paths = page.evaluate("[...document.querySelectorAll('svg .mark-line path')].map(path => path.getAttribute('d'))")
    assert any(path and path.count("M") >= 2 for path in paths), paths


@pytest.mark.parametrize("path", ["/-/dashboards/appeals", "/-/chart/agency_years"])
def test_charts_fit_a_narrow_screen(path: str, page: Any, url: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(url + path)
    _settle(page)
    for plot in page.locator(".plot").all():
        assert plot.evaluate("plot => plot.scrollWidth <= plot.clientWidth + 1")


# --- report, keyboard, paper ------------------------------------------------------------------------------------------


def test_row_of_a_table_lights_up_its_line_beside_it(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/reports/8")
    link = page.locator("#applications-received a.line")
    line = link.get_attribute("href")
    link.click()
    lit = page.locator(line)
    assert lit.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(255, 243, 196)"
    assert lit.is_visible() and link.is_visible()
    box, size = lit.bounding_box(), page.viewport_size
    assert box["x"] > size["width"] / 2 and 0 <= box["y"] < size["height"]
    lit.locator("a").click()
    assert page.evaluate("location.hash") == "#applications-received"
    page.uncheck("#beside")
    assert not page.locator("aside.beside").is_visible()


def test_keyboard_alone_reaches_the_text_the_search_and_a_report(page: Any, url: str) -> None:
    page.goto(url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    page.keyboard.type("示例镇")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/search?q=*")
    found = page.locator("a:text('示例镇')").first
    found.focus()
    outline = found.evaluate("element => getComputedStyle(element).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    assert "示例镇" in page.inner_text("h1")


def test_report_prints_on_a4_without_the_bars_and_the_source(page: Any, url: str) -> None:
    page.goto(f"{url}/reports/reports/8")
    page.emulate_media(media="print")
    for hidden in (".bar", "aside.beside", ".report-tools", "footer.ft"):
        assert not page.locator(hidden).is_visible(), hidden
    assert page.locator(".report-footer .url").is_visible()
    printed = page.pdf(path=SCREENSHOTS / "report.pdf", prefer_css_page_size=True)
    assert 3 <= printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") <= 6


def test_an_answer_prints_with_its_heads_on_every_page_and_without_the_form(page: Any, synthetic_url: str) -> None:
    page.goto(f"{synthetic_url}/reports/top_received?year=2021")
    page.wait_for_selector("button.sort-rows")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("thead button").count() == 0 and "新收申请" in page.inner_text("thead")
    page.emulate_media(media="print")
    for hidden in ("#qp1", ".export-links", ".bar"):
        assert not page.locator(hidden).first.is_visible(), hidden
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("thead button").count() == page.locator("thead th").count()


def test_same_sentences_of_two_reports_are_shown_when_asked(page: Any, synthetic_url: str) -> None:
    page.goto(f"{synthetic_url}/-/compare/2/3")
    same = page.locator("tr.same-row").first
    assert not same.is_visible()
    page.check("#same")
    assert same.is_visible()


def test_strangers_script_never_runs(page: Any, synthetic_url: str) -> None:
    """The report whose agency, title and prose are a script, on every page that shows it."""
    page.on("dialog", lambda dialog: pytest.fail(f"a script of a report ran: {dialog.message}"))
    page.goto(f"{synthetic_url}/reports/reports.json?_shape=array&title__contains=<script>")
    report = page.evaluate("JSON.parse(document.body.innerText)[0]")
    number = report["id"]
    agency = report["agency_id"]
    agency = agency["value"] if isinstance(agency, dict) else agency
    function = quote('<script>alert("政府")</script>')
    paths = [
        "/",
        f"/reports/reports/{number}",
        f"/reports/agencies/{agency}",
        "/reports/regions/410103",
        f"/-/functions?function={function}&province=河南省",
        f"/-/compare/{number}/2",
        "/-/search?q=script",
        "/-/dashboards/country",
        "/-/dashboards/province?province=河南省",
        "/reports/report_stats",
    ]
    for path in paths:
        page.goto(synthetic_url + path)
        _settle(page)
    assert page.evaluate("document.querySelectorAll('script:not([src])').length") <= 1


def test_what_a_mark_says_is_shown_by_pointer_and_keyboard_and_put_away(page: Any, synthetic_url: str) -> None:
    """No tooltip of the browser's own: those come late, can't be reached by keys and are cut off at its will."""
    page.goto(f"{synthetic_url}/-/dashboards/country")
    _settle(page)
    bars = '#chart-outcomes_by_year path[aria-roledescription="bar"]'
    high = f"[...document.querySelectorAll('{bars}')].findIndex(one => one.getBBox().height > 20)"
    bar = page.locator(bars).nth(page.evaluate(high))
    bar.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    bar.hover()
    tip = page.locator(".tip")
    tip.wait_for(state="visible")
    assert "占办结比例：" in tip.inner_text() and page.locator(".plot[title], .plot [title]").count() == 0
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    page.goto(f"{synthetic_url}/reports/appeal_outcomes")
    few = page.locator("small.few").first
    few.focus()
    tip.wait_for(state="visible")
    assert tip.inner_text() == "分母不足 30 件" and few.get_attribute("aria-description") == "分母不足 30 件"
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= WIDE["width"]
    few.blur()
    assert not tip.is_visible()


def test_numbers_of_an_answer_stand_under_one_another(page: Any, synthetic_url: str) -> None:
    page.goto(f"{synthetic_url}/reports/applications_by_year")
    aligned = page.evaluate(
        "[...document.querySelectorAll('table.rows-and-columns :is(th, td):nth-child(3)')]"
        ".map(one => getComputedStyle(one).textAlign)"
    )
    assert len(aligned) > 2 and set(aligned) == {"right"}
    first = "[...document.querySelectorAll('table.rows-and-columns td:first-child')].map(one => one.className)"
    assert all("number" not in name for name in page.evaluate(first))  # a year is no count


def test_every_mark_of_a_chart_is_read_by_the_arrows(page: Any, synthetic_url: str) -> None:
    """One stop of the keyboard a chart, however many marks it has."""
    page.goto(f"{synthetic_url}/-/dashboards/coverage")
    _settle(page)
    plot = page.locator("#chart-reports_by_province_and_year .plot")
    cells = plot.locator('svg [aria-roledescription="rect mark"]').count()
    assert cells > 20 and plot.locator("[tabindex]").count() == 0
    plot.focus()
    page.keyboard.press("ArrowRight")
    tip, said = page.locator(".tip"), plot.locator(".said")
    tip.wait_for(state="visible")
    first = said.inner_text()
    assert "省份：" in first and "报告数：" in first and tip.inner_text().replace("\n", "，") == first
    page.keyboard.press("End")
    assert said.inner_text() != first
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert said.inner_text() == first and plot.locator(".told").count() == 1
    page.keyboard.press("Tab")
    tip.wait_for(state="hidden")
    assert plot.locator(".told").count() == 0


def test_a_table_full_of_marks_is_one_stop_and_the_arrows_lead_on(page: Any, synthetic_url: str) -> None:
    page.goto(f"{synthetic_url}/reports/report_stats?_size=200&disclosure_rate__notnull=1")
    page.wait_for_function("document.querySelector('main table :is([title], [data-tip])[tabindex]')")
    marks = page.locator("main table :is([title], [data-tip])[tabindex]")
    if marks.count() <= 40:
        pytest.skip("too few marks")
    assert marks.evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
    marks.first.focus()
    page.keyboard.press("ArrowDown")
    assert marks.nth(1).evaluate("one => one === document.activeElement")
    tip = page.locator(".tip")
    tip.wait_for(state="visible")
    assert tip.inner_text() == marks.nth(1).get_attribute("data-tip")

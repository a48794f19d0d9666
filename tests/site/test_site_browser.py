"""A real Chromium on the served site: it renders, the search works by keyboard, and hostile text does not run."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "review" / "axe" / "axe.min.js"
HIEP_HOA = "/place/tinh-quang-ninh/thi-xa-quang-yen/xa-hiep-hoa"


def width(browser, pixels):
    metrics = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": pixels < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def test_the_start_page_renders_and_its_search_box_works_from_the_keyboard(browser, server):
    width(browser, 1280)
    browser.get(server.url)
    assert "Security models of Viet Nam" in browser.find_element(By.TAG_NAME, "h1").text
    assert (
        browser.find_element(By.CSS_SELECTOR, ".tiles b").value_of_css_property("font-size") != "16px"
    )  # styles are in
    browser.find_element(By.ID, "q").send_keys("mo hinh tieng keng", Keys.ENTER)
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/search?q=mo+hinh"))
    first = browser.find_element(By.CSS_SELECTOR, ".hits a")
    assert "Tiếng kẻng bình yên" in first.text
    first.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/model/tieng-keng-binh-yen"))
    browser.find_element(By.CSS_SELECTOR, ".cards a.card-title").send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/fact/"))
    assert "Tiếng kẻng" in browser.find_element(By.CSS_SELECTOR, "blockquote.sentence").text


@pytest.mark.parametrize("pixels", [1280, 360])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?map=old",
        "/tables",
        "/model/tieng-keng-binh-yen",
        "/place/tinh-quang-ninh",
        HIEP_HOA,
        "/source/bao-xau",
        "/mohinh/provinces_compared",
        "/mohinh/spread_of_a_model?model=tieng+keng",
        "/article/5",
        "/search?q=script",
        "/mohinh?_show_hidden=1",
        "/mohinh/facts_effective",
        "/mohinh/facts_of_the_last_nights",
        "/mohinh?sql=select+1",
        "/mohinh/articles",
        "/mohinh/articles/5",
        "/mohinh/ledger",
        "/mohinh/sources?kind=newspaper",
        "/mohinh/facts_once",
    ],
)
def test_no_page_runs_hostile_text_breaks_the_policy_or_is_wider_than_the_screen(
    browser, server, path, pixels
):
    width(browser, pixels)
    browser.get(server.url + path)
    assert browser.execute_script("return window.hacked") is None
    assert browser.execute_script("return document.documentElement.scrollWidth") <= pixels
    assert browser.get_log("browser") == []


PAGES = (
    "/", "/?map=old", "/search?q=tieng+keng", "/model/tieng-keng-binh-yen", "/place/tinh-quang-ninh", HIEP_HOA, "/article/1",
    "/source/ca-quangninh", "/tables", "/mohinh/facts_effective", "/mohinh/articles", "/mohinh/sources?kind=police", "/mohinh/flags",
    "/mohinh/articles/1", "/mohinh/runs/1", "/mohinh?sql=select+model+from+facts_effective", "/mohinh?sql=select+nonsense",
    "/model/not-there", "/mohinh?_show_hidden=1", "/mohinh/facts_once", "/fact/FACT", "/mohinh/models_by_province_and_year",
    "/mohinh/provinces_compared", "/mohinh/totals_of_a_province?province=vinh+phuc",
)  # fmt: skip


def a_fact(server):
    rows = httpx.get(f"{server.url}/mohinh/facts_effective.json?_shape=array&_size=1").json()
    return rows[0]["id"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_narrow_screen_and_has_its_styles(browser, server, path):
    width(browser, 360)
    browser.get(server.url + path.replace("FACT", a_fact(server)))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    assert (
        browser.find_element(By.TAG_NAME, "header").value_of_css_property("background-color")
        == "rgba(15, 76, 92, 1)"
    )


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_page_has_a_serious_accessibility_violation(browser, server, language):
    width(browser, 1280)
    browser.get(f"{server.url}/language/{language}?next=/")
    script = AXE.read_text(encoding="utf-8")
    found = []
    for page in PAGES:
        browser.get(server.url + page.replace("FACT", a_fact(server)))
        assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
        browser.execute_script(script)
        violations = browser.execute_async_script(
            "const done = arguments[0]; axe.run(document, { resultTypes: ['violations'] }).then((r) => done(r.violations));"
        )
        found += [
            (page, one["id"], one["nodes"][0]["html"][:160])
            for one in violations
            if one["impact"] in {"serious", "critical"}
        ]
    browser.get(f"{server.url}/language/en?next=/")
    assert found == []


def test_from_the_map_to_the_sentence_by_keyboard_alone(browser, server):
    width(browser, 1280)
    browser.get(server.url)
    skip = browser.switch_to.active_element
    skip.send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    tile = browser.find_element(By.CSS_SELECTOR, "figure.map a[href='/place/tinh-quang-ninh']")
    browser.execute_script("arguments[0].focus()", tile)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/place/tinh-quang-ninh"))
    fact = browser.find_element(By.CSS_SELECTOR, ".cards a.card-title")
    fact.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/fact/"))
    assert browser.find_element(By.CSS_SELECTOR, "blockquote.sentence").text


def test_the_language_is_switched_and_stays(browser, server):
    browser.get(server.url + "/model/tieng-keng-binh-yen")
    browser.find_element(By.LINK_TEXT, "Tiếng Việt").click()
    assert browser.current_url.endswith("/model/tieng-keng-binh-yen")
    assert "Từ bao giờ" in browser.find_element(By.TAG_NAME, "main").text
    browser.get(server.url + "/mohinh/provinces_compared")
    assert "So sánh các tỉnh" in browser.find_element(By.TAG_NAME, "h1").text
    browser.find_element(By.LINK_TEXT, "English").click()
    assert "How do the provinces compare?" in browser.find_element(By.TAG_NAME, "h1").text

"""A real Chromium on the served site: it renders, the search works by keyboard, and hostile text does not run."""

from __future__ import annotations

import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="chromium and chromedriver are not installed"),
]

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


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
    WebDriverWait(browser, 10).until(expected_conditions.url_contains("/fact/"))
    assert "Tiếng kẻng" in browser.find_element(By.CSS_SELECTOR, "blockquote.sentence").text


@pytest.mark.parametrize("pixels", [1280, 360])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/article/5",
        "/search?q=script",
        "/mohinh",
        "/mohinh/facts_effective",
        "/mohinh/facts_of_the_last_nights",
        "/mohinh?sql=select+1",
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

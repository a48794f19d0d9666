"""A headless Chromium at the desk, driven by its keys."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.review.desk_client import PASSWORD

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

# Waits, inside the page, from a key to the statement that follows it being painted. The keys are dispatched in the page:
# what is measured is the desk, not the way from the test to the browser.
_PRESS = """
const [key, done] = arguments;
const desk = document.getElementById("desk");
const began = performance.now();
const watch = new MutationObserver(() => {
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
});
watch.observe(desk, { childList: true });
document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
"""


@contextmanager
def browser():
    """A Chromium with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = Options()
        options.binary_location = CHROMIUM
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            driver.set_script_timeout(30)
            yield driver
        finally:
            driver.quit()


def wait(driver, seconds=20):
    """A wait that survives the page going away between finding an element and reading it."""
    gone = (NoSuchElementException, StaleElementReferenceException)
    return WebDriverWait(driver, seconds, ignored_exceptions=gone)


def sign_in(driver, url, name="lan"):
    driver.get(f"{url}/-/login")
    driver.find_element(By.ID, "username").send_keys(name)
    driver.find_element(By.ID, "password").send_keys(PASSWORD, Keys.ENTER)
    wait(driver).until(lambda d: d.current_url.endswith("/-/review"))


def press(driver, key):
    """Press a key and wait for the next statement; gives the milliseconds it took."""
    return driver.execute_async_script(_PRESS, key)


def keyboard_only(url, count):
    """So many decisions by keyboard alone; gives the seconds of each and the addresses seen."""
    with browser() as driver:
        sign_in(driver, url)
        driver.get(f"{url}/-/review/next")
        times, seen = [], []
        for number in range(count):
            seen.append(driver.current_url)
            times.append(press(driver, "ax "[number % 3]) / 1000)
        return times, seen

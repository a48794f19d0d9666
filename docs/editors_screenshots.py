"""Takes the pictures of docs/editors.md anew: ``python docs/editors_screenshots.py`` (Chromium and chromedriver are needed).

The demo is made in a temporary folder, served, and looked at by a headless Chromium: nothing else is touched.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from review.editors import Role, add_editor, editors_file

IMAGES = Path(__file__).with_name("images")
COMMAND = Path(sys.executable).with_name("mohinh")
PASSWORD = "only-for-the-pictures"  # noqa: S105
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def main() -> None:
    """Make the demo, serve it, and take the pictures."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        subprocess.run([COMMAND, "demo"], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        add_editor(editors_file(folder / "demo.db"), "lan", PASSWORD, Role.EDITOR)
        server = subprocess.Popen(  # noqa: S603 - our own
            [COMMAND, "serve", "--db", "demo.db", "--port", "0"], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8"
        )  # fmt: skip
        try:
            assert server.stdout is not None
            announced = re.search(r"http://[^/ ]+", server.stdout.readline())
            assert announced is not None
            pictures(announced[0], folder / "profile")
        finally:
            server.terminate()
            server.wait(timeout=30)


def pictures(url: str, profile: Path) -> None:
    """Sign in and go through the desk's pages."""
    options = Options()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    try:
        resize(driver, 1100, 760)
        driver.get(f"{url}/-/login")
        driver.find_element(By.ID, "username").send_keys("lan")
        driver.find_element(By.ID, "password").send_keys(PASSWORD, Keys.ENTER)
        WebDriverWait(driver, 30).until(lambda d: d.current_url.endswith("/-/review"))
        take(driver, "desk-queue")
        driver.get(f"{url}/language/vi?next=/-/review")
        take(driver, "desk-queue-vi")
        driver.get(f"{url}/language/en?next=/-/review")
        driver.get(f"{url}/-/review/next")
        resize(driver, 1100, 980)
        take(driver, "desk-statement")
        shown = driver.current_url.removeprefix(url)
        driver.get(f"{url}/language/vi?next={shown}")
        take(driver, "desk-statement-vi")
        driver.get(f"{url}/language/en?next={shown}")
        for key in "aax":
            driver.find_element(By.TAG_NAME, "body").send_keys(key)
            WebDriverWait(driver, 30).until(lambda d: "Saved" in d.find_element(By.ID, "desk-status").text)
            driver.execute_script("document.getElementById('desk-status').textContent = ''")
        driver.get(f"{url}/-/review/figures")
        resize(driver, 1100, 760)
        take(driver, "desk-figures")
        resize(driver, 360, 760)
        driver.get(f"{url}/-/review/next")
        take(driver, "desk-narrow")
    finally:
        driver.quit()


def resize(driver: webdriver.Chrome, width: int, height: int) -> None:
    """Set the size of what is seen, in CSS pixels."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def take(driver: webdriver.Chrome, name: str) -> None:
    """Save what is seen as docs/images/NAME.png."""
    driver.save_screenshot(str(IMAGES / f"{name}.png"))


if __name__ == "__main__":
    main()

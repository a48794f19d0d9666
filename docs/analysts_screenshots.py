"""Pictures of the pages.

python docs/analysts_screenshots.py DATABASE [FOLDER] [--width 1280 --width 360] [--docs]

Serves the database on 127.0.0.1, opens each page in a headless Chromium (chromium and chromedriver must be installed)
and writes a PNG of it. With --docs, the pictures of docs/images that docs/analysts.md shows.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).parent.parent


def addresses(database: Path) -> dict[str, str]:
    """Name of the picture → page, with the things the database has most facts of."""
    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)

    def first(sql: str) -> str:
        row = db.execute(sql).fetchone()
        return str(row[0]) if row else ""

    model = first("SELECT slug FROM models_overview JOIN models ON id = model_id ORDER BY facts DESC")
    name = first("SELECT model FROM models_overview ORDER BY facts DESC").replace(" ", "+")
    place = first(
        "SELECT slug FROM places_overview AS o JOIN localities ON id = locality_id WHERE o.type <> 'tỉnh' ORDER BY o.models DESC"
    )
    province = first(
        "SELECT slug FROM provinces_overview JOIN localities ON path = province WHERE structure = 'new' ORDER BY models DESC"
    )
    article = first("SELECT article_id FROM holding GROUP BY article_id ORDER BY count(*) DESC")
    fact = first(
        "SELECT h.id FROM holding AS h JOIN flags AS f ON f.fact_id = h.id WHERE h.count IS NOT NULL AND h.model_id IS NOT NULL"
    )
    fact = fact or first("SELECT id FROM holding WHERE count IS NOT NULL")
    source = first("SELECT source_id FROM holding GROUP BY source_id ORDER BY count(*) DESC")
    page = first(
        "SELECT page_id FROM articles JOIN holding ON article_id = articles.id GROUP BY article_id ORDER BY count(*) DESC"
    )
    return {
        "start": "/", "start-63": "/?map=old", "search": "/search?q=tieng+keng", "search-typo": "/search?q=tieng+kegn",
        "model": f"/model/{model}", "place": f"/place/{place}", "province": f"/place/{province}", "source": f"/source/{source}",
        "article": f"/article/{article}", "archived": f"/archived/{page}", "fact": f"/fact/{fact}",
        "question-map": "/mohinh/provinces_compared", "question-spread": f"/mohinh/spread_of_a_model?model={name}",
        "question-bars": "/mohinh/models_by_province_and_year", "facts": "/mohinh/facts_effective", "tables": "/tables",
        "sql": "/mohinh?sql=select+model%2C+place%2C+count+from+facts_effective+limit+5",
        "table": "/mohinh/articles", "row": f"/mohinh/articles/{article}", "not-there": "/model/not-there",
    }  # fmt: skip


@contextlib.contextmanager
def served(database: Path) -> Iterator[str]:
    """The address of a server on the database, as `mohinh serve` makes it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        Path(sys.executable).with_name("mohinh"),
        "serve",
        "--db",
        database.resolve(),
        "--port",
        str(port),
    ]
    process = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url + "/-/versions.json", timeout=10).close()  # noqa: S310
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def chromium(language: str) -> Iterator[webdriver.Chrome]:
    """A headless browser that prefers a language."""
    with tempfile.TemporaryDirectory() as profile:
        options = Options()
        options.binary_location = shutil.which("chromium") or ""
        for flag in (
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
            f"--accept-lang={language}",
        ):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()


def shoot(driver: webdriver.Chrome, url: str, width: int, longest: int) -> bytes:
    """A picture of a page, as wide as asked and as high as it is, up to *longest*."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get(url)
    height = min(int(driver.execute_script("return document.documentElement.scrollHeight")), longest)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
    return base64.b64decode(taken["data"])


def main() -> None:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "images")
    parser.add_argument("--width", type=int, action="append")
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default="", help="names with this in them")
    parser.add_argument(
        "--docs", action="store_true", help="the few that docs/analysts.md shows, cut to one screen"
    )
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with served(arguments.database) as url, chromium(arguments.language) as driver:
        for name, path in addresses(arguments.database).items():
            if arguments.docs and name not in {"start", "model", "question-map", "fact"}:
                continue
            if arguments.only in name:
                for width in arguments.width or [1280]:
                    suffix = "" if width == 1280 and arguments.docs else f"-{width}"
                    prefix = (
                        "analysts-" if arguments.docs and name != "start" else ""
                    )  # the README shows the start page
                    file = arguments.folder / f"{prefix}{name}{suffix}.png"
                    file.write_bytes(shoot(driver, url + path, width, 900 if arguments.docs else 5000))


if __name__ == "__main__":
    main()

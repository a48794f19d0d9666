"""What a crawl loads: a quiet night is mostly the start of its process."""

from __future__ import annotations

import subprocess
import sys

STEPS = "import nightly.night, nightly.steps.crawl, nightly.steps.parse, nightly.steps.extract"


def test_a_night_without_new_pages_loads_no_language_model_and_no_second_parser():
    code = f"{STEPS}; import sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "scrapy" in loaded
    unneeded = {
        "spacy",
        "underthesea",
        "trafilatura",
        "bs4",
        "numpy",
        "pandas",
        "warcio",
        "rensa",
        "crawler.article.parse",
    }
    assert unneeded & set(loaded) == set()


def test_what_sqlite_utils_does_without_is_there_for_others():
    code = "import db.connection, numpy; print(numpy.zeros(1))"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout


def test_components_that_scrapy_would_load_by_itself_are_not_loaded():
    code = """
import sys
from crawler.pace import Pace
from crawler.scrapy_settings import scrapy_settings
from crawler.settings import CrawlSettings
from crawler.spider import SourceSpider
from scrapy.crawler import CrawlerProcess
settings = CrawlSettings()
process = CrawlerProcess(dict(scrapy_settings((), settings, Pace((), settings))))
crawler = process.create_crawler(SourceSpider)
crawler._apply_settings()
print(*sys.modules)
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "crawler.middlewares.throttle" in loaded
    unwanted = ("telnet", "remote_control", "feedexport", "memusage", "logstats")
    assert [
        name for name in loaded if name.startswith("scrapy.extensions.") and name.endswith(unwanted)
    ] == []

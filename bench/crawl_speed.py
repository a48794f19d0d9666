"""Crawl and parse against bare Scrapy on the same pages in the same run, and what a night costs on which nothing changed.

The bare spider follows listings to articles and writes title and paragraphs as JSON lines: no ledger, no archive, no
politeness, no second night. Both ask one site, one request at a time without delay.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.crawling.server import sites  # noqa: E402 (the path comes first)

ARTICLES = 600
BARE = """
import scrapy
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    start_urls = ["http://127.0.0.1:{port}/tin/"]
    def parse(self, response):
        for link in response.css("li a::attr(href)").getall():
            yield response.follow(link, self.article)
        for link in response.xpath("//a[.='Trang sau']/@href").getall():
            yield response.follow(link)
    def article(self, response):
        yield {{"url": response.url, "title": response.css("h1::text").get(), "text": response.css("article p::text").getall()}}

process = CrawlerProcess({{"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "FEEDS": {{r"{out}": {{"format": "jsonlines"}}}}}})
process.crawl(Bare)
process.start()
"""


def timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds on the wall, seconds of processor, standard output."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, out


def ours(folder: Path, *words: str) -> tuple[float, float, dict]:
    wall, cpu, out = timed([sys.executable, "-m", "bench.crawling.once", str(folder), *words])
    return wall, cpu, json.loads(out.splitlines()[-1])


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sites(1, ARTICLES, Path(name)) as ports:
        folder = Path(name)
        bare = folder / "bare.py"
        bare.write_text(BARE.format(port=ports[0], out=folder / "bare.jl"), encoding="utf-8")
        bare_wall, bare_cpu, _ = timed([sys.executable, str(bare)])
        wall, cpu, first = ours(folder, "parse")
        lines = len((folder / "bare.jl").read_text(encoding="utf-8").splitlines())
        crawl_wall, crawl_cpu = wall - first["parse_seconds"], cpu - first["parse_cpu"]
        for what, pages, seconds, processor in (
            ("bare Scrapy", lines, bare_wall, bare_cpu),
            ("mohinh, crawl", first["pages"], crawl_wall, crawl_cpu),
            ("mohinh, crawl and parse", first["pages"], wall, cpu),
        ):
            print(
                f"{what:<24} {pages} articles, {pages / seconds:6.1f}/s on the wall ({bare_wall / seconds:.2f} of bare Scrapy), "
                f"{pages / processor:6.1f}/s of processor time ({bare_cpu / processor:.2f})"
            )
        _, again_cpu, second = ours(folder, "parse")
        told("the same night again", first, second, again_cpu / cpu)
        with sqlite3.connect(folder / "m.db") as db:
            db.execute("UPDATE ledger SET next_due = '2020-01-01T00:00:00Z' WHERE kind = 'article'")
        _, again_cpu, third = ours(folder, "parse")
        told("all articles asked again", first, third, again_cpu / cpu)


def told(what: str, first: dict, night: dict, cpu: float) -> None:
    share = night["bytes"] / first["bytes"]
    print(
        f"{what}: {night['requested']} requests, {share:.2%} of the bytes, {cpu:.1%} of the processor time with start-up, {night['cpu'] / first['cpu']:.1%} without"
    )


if __name__ == "__main__":
    main()

"""Crawl and parse against bare Scrapy on the same pages in the same run, and what a night costs on which nothing changed.

python bench/crawl_speed.py [ARTICLES] [ROUNDS]        default: 2000 3

The bare spider follows listings to articles and writes title, time and paragraphs as JSON lines: no ledger, no archive, no
politeness, no second night. Both ask one site, one request at a time without delay. They take turns, and the least of
each one's times counts: what else the machine does only ever adds to it. Processor time is that of the whole process, its start included.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.crawling.server import sites  # noqa: E402 (the path comes first)

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
        yield {{
            "url": response.url,
            "title": response.css("h1::text").get(),
            "published": response.css("meta[property='article:published_time']::attr(content)").get(),
            "text": response.css("article p::text").getall(),
        }}

process = CrawlerProcess({{"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "FEEDS": {{r"{out}": {{"format": "jsonlines"}}}}}})
process.crawl(Bare)
process.start()
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A process: articles it brought, seconds on the wall and of processor, and what it told about itself."""

    articles: int
    wall: float
    cpu: float
    told: dict


def timed(command: list[str]) -> tuple[float, float, str]:
    """Seconds on the wall, seconds of processor, standard output."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, out


def bare(folder: Path, port: int) -> Run:
    folder.mkdir()
    script, lines = folder / "bare.py", folder / "bare.jl"
    script.write_text(BARE.format(port=port, out=lines), encoding="utf-8")
    wall, cpu, _ = timed([sys.executable, str(script)])
    return Run(len(lines.read_text(encoding="utf-8").splitlines()), wall, cpu, {})


def ours(folder: Path, registry: Path, *words: str) -> Run:
    folder.mkdir(exist_ok=True)
    (folder / "registry.toml").write_bytes(registry.read_bytes())
    wall, cpu, out = timed([sys.executable, "-m", "bench.crawling.once", str(folder), *words])
    told = json.loads(out.splitlines()[-1])
    return Run(told["pages"], wall, cpu, told)


def main() -> None:
    articles, rounds = (int(value) for value in (sys.argv[1:] + ["2000", "3"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as name, sites(1, articles, Path(name)) as ports:
        folder, registry = Path(name), Path(name) / "registry.toml"
        runs: dict[str, list[Run]] = {"bare Scrapy": [], "mohinh, crawl": [], "mohinh, crawl and parse": []}
        for number in range(rounds):
            runs["bare Scrapy"].append(bare(folder / f"bare{number}", ports[0]))
            runs["mohinh, crawl"].append(ours(folder / f"crawl{number}", registry))
            runs["mohinh, crawl and parse"].append(ours(folder / f"m{number}", registry, "parse"))
        yardstick = least(runs["bare Scrapy"])
        for what, some in runs.items():
            run = least(some)
            print(
                f"{what:<24} {run.articles} articles, {run.cpu:5.2f} s of processor time, {run.articles / run.cpu:5.0f}/s "
                f"({yardstick.cpu / run.cpu:.2f} of bare Scrapy), {min(one.wall for one in some):5.1f} s on the wall"
            )
        first, place = least(runs["mohinh, crawl and parse"]), folder / "m0"
        tell("the same night again", first, [ours(place, registry, "parse") for _ in range(rounds)])
        with sqlite3.connect(place / "m.db") as db:
            db.execute("UPDATE ledger SET next_due = '2020-01-01T00:00:00Z' WHERE kind = 'article'")
        tell("all articles asked again", first, [ours(place, registry, "parse")])


def least(runs: list[Run]) -> Run:
    return min(runs, key=lambda run: run.cpu)


def tell(what: str, first: Run, nights: list[Run]) -> None:
    night = least(nights)
    print(
        f"{what}: {night.told['requested']} requests, {night.told['bytes'] / first.told['bytes']:.2%} of the bytes, "
        f"{night.cpu:.2f} s = {night.cpu / first.cpu:.1%} of the processor time; without the start of the process "
        f"{night.told['cpu']:.2f} s = {night.told['cpu'] / first.told['cpu']:.1%}"
    )


if __name__ == "__main__":
    main()

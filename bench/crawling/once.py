"""One crawl of the registry in a folder, in a process of its own; prints a line a page, then the report with its costs as JSON.

python -m bench.crawling.once FOLDER [parse]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from crawler.crawl import crawl
from crawler.layout import load_layouts
from crawler.registry import load_registry
from crawler.settings import CrawlSettings
from db.connection import open_database
from db.runs import start_run
from nightly.steps.parse import Reader, parse_step
from tests.crawler.peak import peak_mb


def main() -> None:
    folder, parse = Path(sys.argv[1]), "parse" in sys.argv
    registry = load_registry(folder / "registry.toml")
    db = open_database(folder / "m.db")
    run_id = start_run(db, "crawl", "bench")
    seen = 0

    def on_progress(now) -> None:
        nonlocal seen
        seen += 1
        if "lines" in sys.argv:
            print(now.new_pages, flush=True)
        if seen % 1000 == 0:
            print(f"{seen} answers, {peak_mb():.0f} MB", file=sys.stderr, flush=True)

    began, cpu = time.perf_counter(), time.process_time()
    settings = CrawlSettings(contact="https://example.org/bench", delay=0.0)
    report = crawl(folder / "m.db", folder / "archive", registry.sources, settings, run_id, on_progress)
    crawled, crawl_cpu = time.perf_counter(), time.process_time()
    if parse:
        parse_step(db, Reader(folder / "archive", registry, load_layouts()))
    db.close()
    print(json.dumps({
        "pages": report.total("new_pages"), "requested": report.total("requested"), "bytes": report.total("bytes"),
        "unchanged": report.total("unchanged"), "failed": report.total("failed"),
        "crawl_seconds": crawled - began, "seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "parse_seconds": time.perf_counter() - crawled, "parse_cpu": time.process_time() - crawl_cpu, "peak_mb": peak_mb(),
    }))  # fmt: skip


main()

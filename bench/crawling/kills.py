"""Runs killed with -9 at random moments and resumed: nothing may be lost, nothing double, every WARC file readable.

python -m bench.crawling.kills [KILLS] [SITES] [ARTICLES]        default: 100 5 400
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from bench.crawling.server import ROOT, sites
from crawler.stored import read_page


def start(folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.crawling.once", str(folder), "lines"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def kill_at_random(process: subprocess.Popen, dice: random.Random, most: int) -> bool:
    """Let it deal with some answers and a few milliseconds more, then kill it; gives whether it was still running."""
    for _ in range(dice.randint(0, most)):
        if not process.stdout.readline():
            break
    time.sleep(dice.random() * 0.02)
    process.send_signal(signal.SIGKILL)
    process.stdout.close()
    return process.wait(30) == -signal.SIGKILL


def check(folder: Path, wanted: set[str]) -> dict:
    """What is lost, double or unreadable."""
    with sqlite3.connect(folder / "m.db") as db:
        pages = db.execute("SELECT url, warc_file, warc_offset FROM pages").fetchall()
        waiting = db.execute(
            "SELECT count(*) FROM ledger WHERE kind = 'article' AND state <> 'done'"
        ).fetchone()[0]
    urls = [url for url, _, _ in pages]
    records, files = 0, sorted((folder / "archive").glob("*.warc.gz"))
    for path in files:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                records += record.rec_type == "response"
    wrong = [url for url, file, offset in pages if read_page(folder / "archive", file, offset).url != url]
    return {
        "lost": len(wanted - set(urls)), "double": len(urls) - len(set(urls)), "not of the sites": len(set(urls) - wanted),
        "ledger open": waiting, "wrong place": len(wrong), "warc files": len(files), "response records": records,
        "pages": len(pages),
    }  # fmt: skip


def main() -> int:
    kills, count, articles = (
        int(value) for value in (sys.argv[1:] + ["100", "5", "400"][len(sys.argv) - 1 :])[:3]
    )
    dice = random.Random(2026)
    with tempfile.TemporaryDirectory() as name, sites(count, articles, Path(name), delay=0.01) as ports:
        folder = Path(name)
        most = max(2 * count * articles // kills - 4, 4)
        killed = sum(kill_at_random(start(folder), dice, most) for _ in range(kills))
        out, _ = start(folder).communicate(timeout=900)
        last = json.loads(out.splitlines()[-1])
        wanted = {
            f"http://127.0.0.1:{port}/bai/bai-viet-so-{n}.html" for port in ports for n in range(articles)
        }
        result = {
            "kills": kills,
            "killed while running": killed,
            "left for the last run": last["pages"],
            **check(folder, wanted),
        }
        warcs = [str(path) for path in sorted((folder / "archive").glob("*.warc.gz"))]
        tool = subprocess.run(
            [sys.executable, "-c", "from warcio.cli import main; main()", "check", *warcs],
            check=False,
            capture_output=True,
        )
        result["warcio check"] = tool.returncode
    print(json.dumps(result, indent=1))
    return int(any(result[name] for name in ("lost", "double", "ledger open", "wrong place", "warcio check")))


if __name__ == "__main__":
    sys.exit(main())

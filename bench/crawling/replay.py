"""Our archive in the hands of another program: pywb indexes and replays it over HTTP, and the bytes are compared.

python -m bench.crawling.replay

Four articles (plain, gzipped, in windows-1258, with a counter) are crawled four times: new, answered with 304, with the same bytes, with
other bytes of the same article; then one is edited. pywb must give each version as the site sent it, also where our archive only
has a revisit record; where the site answered 304, pywb answers that. pywb is under the GPL, so it is no dependency: it is installed into a throw-away environment.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import unicodedata
import venv
from pathlib import Path

import requests
from warcio.archiveiterator import ArchiveIterator

from crawler.layout import load_layouts
from crawler.registry import load_registry
from crawler.warc_records import NOT_MODIFIED
from db.connection import open_database
from nightly.steps.parse import Reader, parse_step
from tests.crawler.small_site import Reply, Site, crawl, make_due, page

PYWB = "pywb==2.10.0"
TONES = "\u0300\u0301\u0303\u0309\u0323"
SENTENCE = (
    "Công an xã vận động nhân dân tham gia mô hình “Tiếng kẻng an ninh” với 12 tổ tự quản và 120 thành viên. "
)


def article(name: str, *, views: int = 1, text: str = SENTENCE) -> str:
    head = (
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2024-05-06T07:30:00+07:00">'
    )
    return (
        f"<html><head><title>Mô hình {name}</title>{head}</head><body><h1>Mô hình {name}</h1>"
        f"<div class='content'><p>{text * 2}</p><p>{text * 3}</p></div><div>Lượt xem: {views}</div></body></html>"
    )


def in_1258(text: str) -> bytes:
    """Vietnamese in windows-1258, where the tone stands by itself behind its vowel."""
    letters = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in TONES)
        letters.append(
            unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)) + tone
        )
    return "".join(letters).encode("cp1258")


def html(body: bytes, charset: str = "utf-8", **headers: str) -> Reply:
    return Reply(body, headers={"Content-Type": f"text/html; charset={charset}", **headers})


def fill(site: Site, views: int, text: str = SENTENCE) -> None:
    """What the site shows now; the last article's bytes differ at each visit."""
    site.pages |= {
        "/tin/": page("Tin", *(f"/bai/bai-{number}.html" for number in range(1, 5))),
        "/bai/bai-1.html": html(article("một", text=text).encode()),
        "/bai/bai-2.html": html(gzip.compress(article("hai").encode(), mtime=0), **{"Content-Encoding": "gzip"}),
        "/bai/bai-3.html": html(in_1258(article("ba")), "windows-1258"),
        "/bai/bai-4.html": html(article("bốn", views=views).encode()),
    }  # fmt: skip


def night(site: Site, folder: Path) -> None:
    """A crawl, and the parsing that the next one compares with."""
    if (folder / "m.db").exists():
        make_due(folder)
    crawl(folder, site.entry())
    db = open_database(folder / "m.db")
    parse_step(db, Reader(folder / "archive", load_registry(folder / "registry.toml"), load_layouts()))
    db.close()
    time.sleep(1.1)  # captures are told apart by the second


def crawled(folder: Path) -> dict[str, list[bytes]]:
    """The versions the site sent of each address, in the order in which they were kept."""
    with Site() as site:
        fill(site, views=1)
        night(site, folder)
        night(site, folder)  # 304 for all
        site.etags = False
        night(site, folder)  # the same bytes for all
        fill(site, views=2)
        night(site, folder)  # other bytes, the same article
        was = site.pages["/bai/bai-1.html"].body
        fill(site, views=3, text=SENTENCE.replace("12 tổ", "15 tổ"))
        night(site, folder)  # an edit
        bodies = {
            f"{site.url}{path}": [reply.body]
            for path, reply in site.pages.items()
            if path.startswith("/bai/")
        }
        fill(site, views=1)
        bodies[f"{site.url}/bai/bai-1.html"].insert(0, was)
        bodies[f"{site.url}/bai/bai-4.html"] = [site.pages["/bai/bai-4.html"].body]
    return bodies


def replayed(folder: Path, programs: Path) -> tuple[subprocess.Popen, str]:
    """pywb serving the archive; the process and its address."""
    place = folder / "pywb"
    place.mkdir()
    warcs = [str(path) for path in sorted((folder / "archive").glob("*.warc.gz"))]
    for command in (["init", "m"], ["add", "m", *warcs]):
        subprocess.run([programs / "wb-manager", *command], cwd=place, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [programs / "wayback", "-b", "127.0.0.1", "-p", str(port)], cwd=place,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return server, f"http://127.0.0.1:{port}/m"


def captures(address: str, url: str) -> list[dict]:
    """pywb's index of an address; waits for the server to be up."""
    for _ in range(100):
        try:
            answer = requests.get(f"{address}/cdx", params={"url": url, "output": "json"}, timeout=10)
            return [json.loads(line) for line in answer.text.splitlines()]
        except requests.ConnectionError:
            time.sleep(0.2)
    raise TimeoutError("pywb did not start")


def answered_304(folder: Path) -> set[tuple[str, str]]:
    """Address and moment, as pywb writes it, of each visit that the site answered with 304."""
    found = set()
    for path in (folder / "archive").glob("*.warc.gz"):
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_headers.get_header("WARC-Profile") == NOT_MODIFIED:
                    moment = re.sub(r"\D", "", record.rec_headers.get_header("WARC-Date"))
                    found.add((record.rec_headers.get_header("WARC-Target-URI"), moment))
    return found


def compare(
    address: str, bodies: dict[str, list[bytes]], not_modified: set[tuple[str, str]]
) -> dict[str, int]:
    """Every capture asked for, revisits too, against the version of its time."""
    counts = {"captures": 0, "revisits": 0, "of them 304": 0, "versions": 0, "wrong bytes": 0}
    for url, versions in bodies.items():
        listed = captures(address, url)
        seen = -1
        for capture in listed:
            revisit = capture["mime"] == "warc/revisit"
            seen += not revisit
            answer = requests.get(
                f"{address}/{capture['timestamp']}id_/{url}", timeout=10, stream=True, allow_redirects=False
            )
            sent = answer.raw.read(decode_content=False)
            counts["captures"] += 1
            counts["revisits"] += revisit
            if (url, capture["timestamp"]) in not_modified:
                counts["of them 304"] += 1
                counts["wrong bytes"] += answer.status_code != 304
            elif answer.status_code != 200 or sent != versions[min(seen, len(versions) - 1)]:
                counts["wrong bytes"] += 1
                print(
                    f"{url} at {capture['timestamp']}: {answer.status_code}, {len(sent)} bytes",
                    file=sys.stderr,
                )
        counts["versions"] += seen + 1
    return counts


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True)
        programs = folder / "env" / "bin"
        subprocess.run([programs / "pip", "install", "-qq", "--disable-pip-version-check", PYWB], check=True)
        bodies = crawled(folder)
        server, address = replayed(folder, programs)
        try:
            counts = compare(address, bodies, answered_304(folder))
        finally:
            server.terminate()
            server.wait(20)
    print(json.dumps({"pywb": PYWB, **counts}, indent=1))
    return int(
        bool(counts["wrong bytes"]) or counts["versions"] != 5 or counts["revisits"] <= counts["of them 304"]
    )


if __name__ == "__main__":
    sys.exit(main())

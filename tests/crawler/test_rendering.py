"""Pages whose text their scripts fetch: rendered in a real Chromium that never talks to the site itself."""

from __future__ import annotations

import importlib.util
import itertools
import json
import shutil
import subprocess
import sys

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import RegistryError
from crawler.registry import load_registry
from crawler.stored import read_page
from crawler.warc_import import import_warc
from tests.crawler.small_site import ROOT, Reply, Site, crawl, ledger, make_due, only, rows

HAS_EXTRA = importlib.util.find_spec("scrapy_playwright") is not None
CHROMIUM = shutil.which("chromium")

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_EXTRA, reason="the extra mohinh[js] is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]

SHELL = """<!doctype html><html><head><meta charset="utf-8"><title>Trang tin</title>
<link rel="stylesheet" href="/kieu.css"><script src="/app.js"></script>
<script src="http://127.0.0.9:9/theo-doi.js"></script></head>
<body><div id="app">Đang tải…</div><img src="/anh.jpg"><iframe src="/khung.html"></iframe></body></html>"""

APP = """
document.addEventListener('DOMContentLoaded', async () => {
  const answer = await fetch('/api' + location.pathname);
  document.getElementById('app').outerHTML = (await answer.json()).html;
});
"""

LISTING = '<ul class="ready"><li><a href="/bai/ra-mat-mo-hinh-1.html">Ra mắt mô hình</a></li></ul>'

TEXT = "Xã Ví Dụ ra mắt mô hình “Tiếng kẻng an ninh” tại ba thôn với một trăm hộ tham gia."

ARTICLE = (
    f'<article class="ready"><h1>Ra mắt mô hình tại xã Ví Dụ</h1><p class="date">20/03/2024 08:15</p><p>{TEXT}</p>'
    f"<p>{TEXT} Người dân đồng tình ủng hộ và đề nghị nhân rộng trong thời gian tới.</p></article>"
)


def data(html):
    return Reply(json.dumps({"html": html}).encode(), headers={"Content-Type": "application/json"})


@pytest.fixture
def site():
    with Site() as site:
        site.pages |= {
            "/tin/": SHELL.encode(),
            "/bai/ra-mat-mo-hinh-1.html": SHELL.encode(),
            "/app.js": Reply(APP.encode(), headers={"Content-Type": "text/javascript"}),
            "/api/tin/": data(LISTING),
            "/api/bai/ra-mat-mo-hinh-1.html": data(ARTICLE),
        }
        yield site


def entry(site, delay=0.0, **render):
    return (
        site.entry(delay=delay)
        + "[source.render]\n"
        + "".join(f"{k} = {json.dumps(v)}\n" for k, v in render.items())
    )


class TestRendered:
    pytestmark = needs_browser

    def test_text_its_scripts_fetch_is_found_stored_and_read_back(self, site, tmp_path):
        report = only(crawl(tmp_path, entry(site, wait_for=".ready")))
        assert (report["failed"], report["new_pages"], report["found"]) == (0, 1, 1), report
        ((file, offset),) = rows(tmp_path, "SELECT warc_file, warc_offset FROM pages")
        page = read_page(tmp_path / "archive", file, offset)
        assert TEXT in page.body.decode()
        with (tmp_path / "archive" / file).open("rb") as stream:
            kinds = [record.rec_type for record in ArchiveIterator(stream)]
        assert kinds == ["warcinfo", "conversion", "response", "request", "metadata"]

    def test_the_browser_is_as_polite_as_the_crawl(self, site, tmp_path):
        site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /cam/\n"
        site.pages["/app.js"].body += b"fetch('/cam/so-lieu.json'); fetch('/gui', {method: 'POST'});"
        report = only(crawl(tmp_path, entry(site, delay=0.3, wait_for=".ready")))
        assert report["new_pages"] == 1
        assert sorted(site.asked()) == [
            "/api/bai/ra-mat-mo-hinh-1.html",
            "/api/tin/",
            "/app.js",
            "/bai/ra-mat-mo-hinh-1.html",
            "/tin/",
        ], "no picture, style sheet, frame or form, nothing robots.txt forbids, a script once a run"
        times = [one.at for one in site.log]
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) >= 0.3
        assert max(one.running for one in site.log) == 1
        assert report["requested"] == len(site.log)
        assert {one.headers["User-Agent"].partition("/")[0] for one in site.log} == {"mohinh"}

    def test_an_unchanged_page_is_noted_and_an_edit_is_seen_though_the_shell_stays(self, site, tmp_path):
        crawl(tmp_path, entry(site, wait_for=".ready"))
        make_due(tmp_path)
        again = only(crawl(tmp_path, entry(site, wait_for=".ready")))
        assert (again["changed"], again["failed"], again["unchanged"]) == (0, 0, 2)
        site.pages["/api/bai/ra-mat-mo-hinh-1.html"] = data(ARTICLE.replace("ba thôn", "bốn thôn"))
        make_due(tmp_path)
        assert only(crawl(tmp_path, entry(site, wait_for=".ready")))["changed"] == 1

    def test_our_own_archive_imported_anew_gives_the_rendered_page(self, site, tmp_path):
        crawl(tmp_path, entry(site, wait_for=".ready"))
        registry = load_registry(tmp_path / "registry.toml")
        files = list((tmp_path / "archive").glob("*.warc.gz"))
        known = import_warc(tmp_path / "m.db", tmp_path / "archive", registry, files)
        assert (known.total("known"), known.total("imported")) == (1, 0)
        import_warc(tmp_path / "new.db", tmp_path / "new", registry, files)
        (copy,) = (tmp_path / "new").glob("*.warc.gz")
        with copy.open("rb") as stream:
            bodies = [
                one.content_stream().read() for one in ArchiveIterator(stream) if one.rec_type == "response"
            ]
        assert len(bodies) == 1
        assert TEXT in bodies[0].decode()

    @pytest.mark.parametrize(
        ("script", "words"),
        [
            ("while (true) {}", "nothing on it matched “.ready”"),
            ("", "nothing on it matched “.ready”"),
            ("location.href = '/noi-khac.html';", "nothing on it matched “.ready”"),
        ],
        ids=["never-pauses", "shows-nothing", "goes-elsewhere"],
    )
    def test_a_page_that_is_never_ready_fails_and_ends(self, site, tmp_path, script, words):
        site.pages["/app.js"] = Reply(script.encode(), headers={"Content-Type": "text/javascript"})
        crawl(tmp_path, entry(site, wait_for=".ready"), render_timeout=1)
        assert ledger(tmp_path, f"{site.url}/tin/")["state"] == "failed"
        assert words in ledger(tmp_path, f"{site.url}/tin/")["error"]
        assert "/noi-khac.html" not in site.asked()

    def test_without_a_selector_a_page_is_ready_when_it_asks_for_nothing_more(self, site, tmp_path):
        assert only(crawl(tmp_path, entry(site)))["new_pages"] == 1

    def test_data_that_asks_to_wait_is_obeyed(self, site, tmp_path):
        site.pages["/api/tin/"] = Reply(b"", 429, {"Retry-After": "9000"})
        report = only(crawl(tmp_path, entry(site, wait_for=".ready"), render_timeout=1))
        assert "asks to wait 9000 s" in report["stopped"]
        assert site.asked("/api/") == ["/api/tin/"]


def test_a_missing_extra_costs_only_the_source_that_needs_it(site, tmp_path):
    """In a process that cannot import it, whether it is installed or not."""
    with Site() as plain:
        plain.pages |= {"/tin/": LISTING.encode(), "/bai/ra-mat-mo-hinh-1.html": ARTICLE.encode()}
        registry = entry(site, wait_for=".ready") + plain.entry("khac")
        (tmp_path / "registry.toml").write_text(registry, encoding="utf-8")
        hidden = "import sys, runpy; sys.modules['scrapy_playwright'] = None; sys.argv[0] = 'crawl_once'; "
        done = subprocess.run(
            [
                sys.executable,
                "-c",
                hidden + "runpy.run_module('tests.crawler.crawl_once')",
                str(tmp_path),
                "{}",
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        needs, other = json.loads(done.stdout.splitlines()[-1])["sources"]
    assert "pip install 'mohinh[js]'" in needs["stopped"]
    assert needs["not_reached"] == 1
    assert site.log == []
    assert (other["stopped"], other["new_pages"]) == (None, 1)


def test_a_missing_browser_is_said(site, tmp_path):
    report = only(crawl(tmp_path, entry(site), browser=str(tmp_path / "no-browser")))
    assert ("crawl.browser" if HAS_EXTRA else "mohinh[js]") in report["stopped"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("wait_for = '..'", "not a CSS selector"),
        ("waitfor = '.a'", "waitfor"),
        ("hosts = ['https://a']", "host name"),
    ],
)
def test_a_wrong_render_table_is_an_error_that_names_the_key(site, tmp_path, table, words):
    path = tmp_path / "registry.toml"
    path.write_text(site.entry() + "[source.render]\n" + table + "\n", encoding="utf-8")
    with pytest.raises(RegistryError, match=words):
        load_registry(path)

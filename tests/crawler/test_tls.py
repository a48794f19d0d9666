"""Certificates: one that is in order is trusted, one that has run out is refused and said to have run out."""

from __future__ import annotations

import pytest

from tests.crawler.certificates import Authority
from tests.crawler.small_site import Site, crawl, ledger, only, page, rows


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """The crawl trusts it as it trusts those of the system."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


def fill(site):
    site.pages |= {"/tin/": page("Tin", "/bai/mot-1.html"), "/bai/mot-1.html": page("Một")}


def test_a_certificate_in_order_is_trusted(authority, tmp_path):
    with Site(host="127.0.0.2", tls=authority.server_context("127.0.0.2")) as site:
        fill(site)
        assert only(crawl(tmp_path, site.entry()))["new_pages"] == 1


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [(-400, -1, "has expired"), (1, 30, "is not in order, or not valid yet")],
    ids=["expired", "not yet valid"],
)
def test_an_expired_certificate_is_told_and_costs_no_other_source(authority, tmp_path, since, until, words):
    context = authority.server_context("127.0.0.3", since=since, until=until)
    with Site(host="127.0.0.3", tls=context) as bad, Site() as good:
        fill(bad)
        fill(good)
        report = crawl(tmp_path, bad.entry("bad"), good.entry("good"))
    broken, whole = report["sources"]
    assert bad.log == []
    assert f"TLS: the certificate {words}" in broken["stopped"]
    assert f"TLS: the certificate {words}" in ledger(tmp_path, f"{bad.url}/tin/")["error"]
    assert report["needs_attention"]
    assert whole["new_pages"] == 1


def test_when_it_has_been_renewed_nothing_is_missing(authority, tmp_path):
    with Site(host="127.0.0.4", tls=authority.server_context("127.0.0.4", since=-400, until=-1)) as site:
        fill(site)
        entry, port = site.entry(), site.server.server_address[1]
        only(crawl(tmp_path, entry))
    with Site(host="127.0.0.4", port=port, tls=authority.server_context("127.0.0.4")) as site:
        fill(site)
        report = only(crawl(tmp_path, entry))
    assert (report["new_pages"], report["failed"], report["stopped"]) == (1, 0, None)
    assert rows(tmp_path, "SELECT count(*) FROM ledger WHERE state <> 'done'") == [(0,)]


def test_a_certificate_of_another_host_is_refused(authority, tmp_path):
    with Site(host="127.0.0.5", tls=authority.server_context("127.0.0.6")) as site:
        fill(site)
        assert "TLS: the certificate is for another host" in only(crawl(tmp_path, site.entry()))["stopped"]
        assert site.log == []

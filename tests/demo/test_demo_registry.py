"""The demo's registry is a registry like any other: it loads, and its patterns fit the sites it names."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawler.registry import load_registry
from demo import content


@pytest.fixture(scope="module")
def registry(running, tmp_path_factory):
    return load_registry(running.write_registry(tmp_path_factory.mktemp("registry") / "sources.toml"))


def test_every_site_has_one_entry_with_the_port_it_is_served_on(running, registry):
    assert [source.id for source in registry.sources] == [f"demo-{site.id}" for site in content.sites()]
    for source in registry.sources:
        assert source.hosts == (urlsplit(running.urls[source.id.removeprefix("demo-")]).netloc,)


def test_name_province_kind_and_layout_are_those_of_the_site(registry):
    for source, site in zip(registry.sources, content.sites(), strict=True):
        assert (source.province, source.kind, source.layout) == (site.province, site.kind, site.layout)


def test_every_article_has_the_form_of_an_article_of_its_own_source(running, registry):
    for article in running.articles():
        url = running.url_of(article)
        source = registry.source_for(url)
        assert source is not None
        assert source.id == f"demo-{article.site}"
        assert source.is_article(url), url


def test_tag_pages_and_savefile_copies_are_no_articles(running, registry):
    assert not registry.sources[0].is_article(running.urls["nghean"] + "/tag/camera-an-ninh/")
    article = content.articles_of("cantho")[0]
    copy = f"{running.urls['cantho']}/savefile{article.path}"
    assert registry.source_for(copy).canonical(copy) == running.url_of(article)

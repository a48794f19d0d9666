"""What is kept of an article that is asked again: a new version only when the article changed, its earlier wordings, its reprints."""

from __future__ import annotations

from warcio.archiveiterator import ArchiveIterator

from crawler.layout import load_layouts
from crawler.registry import load_registry
from crawler.similar import signature
from crawler.warc_import import import_warc
from db.connection import open_database
from db.records import ArticleRow, SourceRow
from db.store import save_article, save_sources
from nightly.steps.parse import Reader, forget_parsing, parse_step
from nightly.steps.reprints import reprints_step
from tests.crawler.small_site import Site, crawl, make_due, only, rows

SENTENCES = [
    "Công an xã Hòa Bình vừa ra mắt mô hình “Tiếng kẻng an ninh” tại thôn Đông.",
    "Mô hình có 12 tổ tự quản với 120 thành viên tham gia tuần tra ban đêm.",
    "Từ khi ra mắt, tình hình an ninh trật tự trên địa bàn được giữ vững.",
    "Người dân phấn khởi và tích cực cung cấp nguồn tin cho lực lượng công an.",
    "Trong thời gian tới, xã sẽ nhân rộng cách làm này ra các thôn còn lại.",
]


def article(*sentences: str, title="Ra mắt mô hình Tiếng kẻng an ninh", views=1, clock="08:00") -> bytes:
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2024-05-06T07:30:00+07:00'></head><body>"
        f"<div>Bây giờ là {clock}</div><h1>{title}</h1><div class='content'>{body}</div><div>Lượt xem: {views}</div></body></html>"
    ).encode()


def parse(folder, *, everything=False):
    db = open_database(folder / "m.db")
    registry = load_registry(folder / "registry.toml")
    if everything:
        forget_parsing(db)
    counts = parse_step(db, Reader(folder / "archive", registry, load_layouts()))
    assert counts.failures == ()
    db.close()


def told(folder):
    """Articles and revisions as rows, without times of our own."""
    return (
        rows(folder, "SELECT id, url, page_id, title, published, author, text, captions, text_hash FROM articles ORDER BY id"),
        rows(folder, "SELECT article_id, page_id, title, published, text, captions FROM revisions ORDER BY page_id"),
    )  # fmt: skip


def records(folder, kind):
    found = []
    for path in sorted((folder / "archive").glob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.content_stream().read()
                if record.rec_type == kind:
                    found.append(record.rec_headers)
    return found


def test_counters_and_clocks_make_no_version_and_each_visit_leaves_a_revisit_record(tmp_path):
    with Site(etags=False) as site:
        site.pages = {
            "/tin/": b"<a href='/bai/mot-1.html'>1</a><a href='/bai/hai-2.html'>2</a>",
            "/bai/mot-1.html": article(*SENTENCES),
            "/bai/hai-2.html": article(*SENTENCES[::-1]),
        }
        crawl(tmp_path, site.entry())
        parse(tmp_path)
        before = told(tmp_path)
        make_due(tmp_path)
        site.pages["/bai/mot-1.html"] = article(*SENTENCES, views=977, clock="21:15")
        report = only(crawl(tmp_path, site.entry()))
    assert (report["changed"], report["unchanged"]) == (0, 3)  # the listing too
    parse(tmp_path)
    assert told(tmp_path) == before
    visits = {
        one.get_header("WARC-Target-URI").rpartition("/")[2]: one for one in records(tmp_path, "revisit")
    }
    assert visits["mot-1.html"].get_header("WARC-Profile") == "urn:mohinh:revisit:same-article"
    assert visits["hai-2.html"].get_header("WARC-Profile").endswith("/identical-payload-digest")
    stored = {one.get_header("WARC-Record-ID") for one in records(tmp_path, "response")}
    assert {one.get_header("WARC-Refers-To") for one in visits.values()} == stored


def test_a_304_leaves_a_revisit_record(tmp_path):
    with Site() as site:
        site.pages = {"/tin/": b"<a href='/bai/mot-1.html'>1</a>", "/bai/mot-1.html": article(*SENTENCES)}
        crawl(tmp_path, site.entry())
        make_due(tmp_path)
        crawl(tmp_path, site.entry())
    (visit,) = records(tmp_path, "revisit")
    assert visit.get_header("WARC-Profile").endswith("/server-not-modified")


def test_wordings_are_kept_and_the_archive_alone_gives_all_of_them_again(tmp_path):
    with Site() as site:
        url = f"{site.url}/bai/mot-1.html"
        site.pages = {"/tin/": b"<a href='/bai/mot-1.html'>1</a>"}
        first, second = article(*SENTENCES), article(*SENTENCES[:4], title="Ra mắt mô hình (sửa)")
        for version in (first, second, first):
            site.pages["/bai/mot-1.html"] = version
            crawl(tmp_path, site.entry())
            parse(tmp_path)
            make_due(tmp_path)
    articles, revisions = told(tmp_path)
    assert [(row[1], row[3]) for row in articles] == [(url, "Ra mắt mô hình Tiếng kẻng an ninh")]
    assert [row[2] for row in revisions] == ["Ra mắt mô hình (sửa)"]
    parse(tmp_path, everything=True)
    assert told(tmp_path) == (articles, revisions)
    db = open_database(tmp_path / "m.db")
    for table in ("revisions", "articles"):
        db.execute(f"DELETE FROM {table}")
    db.conn.commit()
    db.close()
    parse(tmp_path, everything=True)
    assert told(tmp_path) == (articles, revisions)
    # Even without the database: the archive is taken in anew.
    (tmp_path / "m.db").rename(tmp_path / "lost.db")
    files = sorted((tmp_path / "archive").glob("*.warc.gz"))
    import_warc(tmp_path / "m.db", tmp_path / "archive", load_registry(tmp_path / "registry.toml"), files)
    parse(tmp_path)
    assert told(tmp_path) == (articles, revisions)


def test_what_several_sites_print_is_linked_to_the_earliest(tmp_path):
    db = open_database(tmp_path / "m.db")
    save_sources(db, [SourceRow(name, name, None, "police", (name,), None, "verified") for name in "abc"])
    text = "\n".join(SENTENCES)

    def article_of(source, number, published, text):
        return save_article(
            db,
            ArticleRow(f"https://{source}/{number}", source, text, "layout", title="T", published=published),
        )

    middle = article_of("a", 1, "2024-05-07", text)
    reprint = article_of("b", 2, "2024-05-08T09:00", "(CAND) - " + text + "\nTheo Công an tỉnh.")
    other = article_of("b", 3, "2024-05-08", "\n".join(reversed(SENTENCES[:2])) + " Một chuyện khác hẳn đã xảy ra ở nơi khác, với những người khác, vào một ngày khác, và không liên quan gì.")  # fmt: skip

    def links():
        return dict(db.execute("SELECT article_id, original_id FROM reprints").fetchall())

    assert str(reprints_step(db)) == "reprints 3 texts compared; 1 articles reprint an earlier one"
    assert links() == {reprint: middle}
    first = article_of("c", 4, "2024-05-06", text)  # found last, published first
    reprints_step(db)
    assert links() == {reprint: first, middle: first}
    article_of("c", 4, "2024-05-06", "Bài đã gỡ.")  # the original changes: the others still belong together
    reprints_step(db)
    assert links() == {reprint: middle}
    assert str(reprints_step(db)) == "reprints nothing new"
    assert other not in links()
    db.close()


def test_short_texts_are_alike_without_being_copies():
    assert signature("Tin ảnh: Công an tỉnh ra quân.") == ()
    assert signature("TIẾNG KẺNG, an ninh! " * 30) == signature("tiếng kẻng an ninh " * 30)


def test_a_version_fetched_while_the_clock_was_put_back_is_the_newest_all_the_same(tmp_path):
    with Site() as site:
        site.pages = {"/tin/": b"<a href='/bai/mot-1.html'>1</a>", "/bai/mot-1.html": article(*SENTENCES)}
        crawl(tmp_path, site.entry())
        parse(tmp_path)
        make_due(tmp_path)
        db = open_database(tmp_path / "m.db")  # as if the first night had been in the future
        db.execute("UPDATE pages SET fetched_at = '2199-01-01T00:00:00Z'")
        db.conn.commit()
        db.close()
        site.pages["/bai/mot-1.html"] = article(*SENTENCES, title="Bài đã sửa")
        crawl(tmp_path, site.entry())
        parse(tmp_path)
    assert rows(tmp_path, "SELECT title FROM articles") == [("Bài đã sửa",)]
    assert rows(tmp_path, "SELECT max(fetched_at) FROM pages") == [("2199-01-01T00:00:01Z",)]

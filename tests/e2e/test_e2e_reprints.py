"""One event that ten papers print is one fact with ten sources, however each of them touched up the text."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing

import pytest

from tests.crawler.small_site import Site, page

PARAGRAPHS = [
    ("Ngày 12/5/2024, Công an xã Hiệp Hòa, thị xã Quảng Yên, tỉnh Quảng Ninh phối hợp với Ủy ban Mặt trận Tổ quốc xã ra mắt "
    "mô hình “Tiếng kẻng an ninh”."),
    "Đến nay, xã Hiệp Hòa có 12 mô hình “Tiếng kẻng an ninh” được bố trí tại các thôn, xóm trên địa bàn.",
    "Khi có vụ việc xảy ra, người dân đánh kẻng báo động để lực lượng Công an và tổ bảo vệ an ninh trật tự kịp thời có mặt.",
    "Từ khi ra mắt đến nay, tình hình an ninh trật tự trên địa bàn được giữ vững, nhân dân phấn khởi và đồng tình ủng hộ.",
    ("Trong thời gian tới, lực lượng Công an sẽ tiếp tục tuyên truyền, vận động nhân dân tham gia phong trào toàn dân bảo vệ "
    "an ninh Tổ quốc."),
    "Lãnh đạo địa phương đánh giá cao cách làm này và đề nghị các ngành, đoàn thể cùng vào cuộc để phong trào lan tỏa.",
]  # fmt: skip
TITLE = "Xã Hiệp Hòa ra mắt mô hình Tiếng kẻng an ninh"
PROVINCES = [
    "Quảng Ninh",
    "Hải Phòng",
    "Nghệ An",
    "Hà Nội",
    "Lào Cai",
    "Gia Lai",
    "Cà Mau",
    "Huế",
    "Sơn La",
    "An Giang",
]


def touched_up(paper: int, *, told: bool) -> tuple[str, list[str], str]:
    """Title, paragraphs and what follows them, as the paper of that number prints them; ``told``: with district and province."""
    text = [one if told else one.replace(", thị xã Quảng Yên, tỉnh Quảng Ninh", "") for one in PARAGRAPHS]
    ways = [
        lambda: (TITLE, text, ""),
        lambda: ("Quảng Ninh: Hiệu quả từ tiếng kẻng an ninh", text, "<p>Nguyễn Văn Mẫu</p>"),
        lambda: (TITLE, [f"(BÁO THỬ) - {text[0]}", *text[1:]], ""),
        lambda: (TITLE, text[:5], ""),
        lambda: (
            TITLE,
            [*text, "Được biết, mô hình còn được nhiều đoàn công tác đến học tập kinh nghiệm."],
            "",
        ),
        lambda: (TITLE, [one.replace("“", '"').replace("”", '"') for one in text], ""),
        lambda: (TITLE.upper(), text, "<p><em>Theo Báo Thử</em></p>"),
        lambda: (TITLE, [one.replace("Ủy ban", "Uỷ ban").replace("Hòa", "Hoà") for one in text], ""),
        lambda: (TITLE, [text[0], f"{text[1]} {text[2]}", *text[3:]], ""),
        lambda: (TITLE, [*text[:3], "<b>Sức lan tỏa từ cơ sở</b>", *text[3:]], "<div>Lượt xem: 35</div>"),
    ]
    return ways[paper]()


def article(paper: int, *, told: bool) -> bytes:
    title, paragraphs, after = touched_up(paper, told=told)
    head = (
        "<meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2024-05-{13 + paper:02}T08:00:00+07:00'>"
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><h1>{title}</h1>"
        f"<div class='content'>{body}{after}</div></body></html>"
    ).encode()


@pytest.fixture(
    scope="module", params=[True, False], ids=["province in the text", "province of the first paper"]
)
def printed(request, module_mohinh, tmp_path_factory):
    """The database after a run over ten papers."""
    folder = tmp_path_factory.mktemp("papers")
    with ExitStack() as open_sites:
        entries = []
        for paper, province in enumerate(PROVINCES):
            site = open_sites.enter_context(Site())
            site.pages |= {
                "/tin/": page("Tin", f"/bai/bai-{paper}.html"),
                f"/bai/bai-{paper}.html": article(paper, told=request.param),
            }
            entries.append(
                site.entry(f"bao-{paper}", name=f"Báo {paper}", province=province, kind="newspaper")
            )
        (folder / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
        done = module_mohinh(
            "run", "--registry", folder / "sources.toml", "--db", folder / "m.db", cwd=folder
        )
    assert done.returncode == 0, done.stdout + done.stderr
    with closing(sqlite3.connect(folder / "m.db")) as db:
        db.row_factory = sqlite3.Row
        yield db


def test_all_are_kept_and_nine_are_linked_to_the_earliest(printed):
    assert printed.execute("SELECT count(*) FROM articles").fetchone()[0] == 10
    originals = {row[0] for row in printed.execute("SELECT original_id FROM reprints")}
    first = printed.execute("SELECT id FROM articles ORDER BY published LIMIT 1").fetchone()[0]
    assert printed.execute("SELECT count(*) FROM reprints").fetchone()[0] == 9
    assert originals == {first}


def test_what_they_say_is_one_fact_with_ten_sources(printed):
    rows = printed.execute("SELECT * FROM facts_once WHERE count = 12").fetchall()
    assert [(row["model"], row["sources"], row["statements"]) for row in rows] == [
        ("Tiếng kẻng an ninh", 10, 10)
    ]
    assert "Hiệp Hòa" in rows[0]["place"]
    assert "Quảng Ninh" in rows[0]["place"]


def test_sums_count_it_once(printed):
    ((count, instances),) = printed.execute(
        "SELECT count(*), sum(count) FROM facts_effective WHERE repeats IS NULL AND count = 12"
    )
    assert (count, instances) == (1, 12)

"""A synthetic database of any size, for measuring the pages: python bench/site_database.py /tmp/big.db --articles 200000

Places are the real ones of the gazetteer; models, sentences and counts are made up, one article in twenty is a reprint. Models and places are as unevenly
frequent as in life (the most frequent model has about a twelfth of all facts). Written straight into the tables; a
million facts take some minutes and 3 GB.
"""

from __future__ import annotations

import argparse
import bisect
import hashlib
import itertools
import json
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from db.connection import open_database  # noqa: E402
from db.folding import fold  # noqa: E402
from db.summaries import refresh_summaries  # noqa: E402
from extract.gazetteer import Gazetteer  # noqa: E402

KINDS = ("Tiếng kẻng", "Camera", "Tổ", "Đội", "Cổng", "Tuyến đường", "Khu dân cư", "Dòng họ", "Nhóm Zalo", "Chợ",
         "Trường học", "Bến", "Nhà trọ", "Ánh sáng", "Câu lạc bộ", "Thôn", "Cụm", "Chi hội", "Gia đình", "Xóm đạo")  # fmt: skip
ENDS = ("bình yên", "an ninh", "tự quản", "an toàn", "liên kết", "không tội phạm", "kiểu mẫu", "văn minh", "giữ phố",
        "bảo vệ", "hòa giải", "phòng cháy", "thanh niên", "giáp ranh", "đoàn kết", "nghĩa tình")  # fmt: skip
UNITS = ("mô hình", "điểm", "tổ", "camera", "câu lạc bộ", "thành viên", "tổ tự quản", "nhóm")
EVENTS = (
    *("operating",) * 6, "launched", "launched", "replicated", "recognised", "planned", "ended", None, None, None, None,
)  # fmt: skip
FLAGS = ("ambiguous_locality", "inherited_locality", "outlier", "unusual_unit", "low_confidence")


class Uneven:
    """Picks from a list, the first ones most often (Zipf)."""

    def __init__(self, items, dice):
        self.items, self.dice = items, dice
        self.sums = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(items))))

    def pick(self):
        return self.items[bisect.bisect(self.sums, self.dice.random() * self.sums[-1])]


def names(amount):
    made = [f"{kind} {end}" for kind in KINDS for end in ENDS]
    numbered = (f"{name} số {n}" for n in itertools.count(2) for name in made)
    return [*made, *itertools.islice(numbered, max(0, amount - len(made)))][:amount]


def fill_places(db):
    """Every unit of the gazetteer as a place; gives (id, path) of each."""
    gazetteer = Gazetteer.load()
    ids, rows = {}, []
    units = sorted({unit.path: unit for unit in gazetteer}.values(), key=lambda u: (u.level, u.path))
    for number, unit in enumerate(units, 1):
        ids[unit.path] = number
        new = gazetteer.successors(unit) if unit.vintage == "old" else [unit]
        province = unit.province
        heirs = gazetteer.successors(province) if province.vintage == "old" else [province]
        rows.append((
            number, unit.path, unit.name, unit.type, ids.get(unit.parent.path) if unit.parent else None,
            ids.get(province.path), unit.code, unit.vintage,
            new[0].path if new else None, heirs[0].path if heirs else province.path, unit.lat, unit.lon,
        ))  # fmt: skip
    db.conn.executemany(
        "INSERT INTO localities (id, path, name, type, parent_id, province_id, code, vintage, new_path, new_province, "
        "latitude, longitude) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return [(row[0], row[1]) for row in rows]


def fill_models(db, amount):
    found = names(amount)
    db.conn.executemany(
        "INSERT INTO models (id, name, key) VALUES (?, ?, ?)",
        [(n, name, name.casefold()) for n, name in enumerate(found, 1)],
    )
    db.conn.executemany(
        "INSERT INTO model_aliases (model_id, alias, key) VALUES (?, ?, ?)",
        [(n, name, fold(name)) for n, name in enumerate(found, 1)]
        + [(n, f"Mô hình {name}", fold(f"Mô hình {name}")) for n, name in enumerate(found, 1) if n % 3 == 0],
    )
    return list(enumerate(found, 1))


def fill_sources(db, provinces, nights):
    sources = [
        (
            f"{kind}-{n}",
            f"{'Công an' if kind == 'ca' else 'Báo'} {province}",
            province,
            "police" if kind == "ca" else "newspaper",
        )
        for kind in ("ca", "bao")
        for n, province in enumerate(provinces)
    ]
    db.conn.executemany(
        "INSERT INTO sources (id, name, province, kind, hosts, layout, status, updated_at) "
        "VALUES (?, ?, ?, ?, '[]', NULL, 'verified', '2026-11-01T00:00:00Z')",
        sources,
    )
    start = time.mktime((2025, 10, 1, 13, 0, 0, 0, 0, 0))
    db.conn.executemany(
        "INSERT INTO runs (id, command, version, started_at, finished_at, exit_code, summary) VALUES (?, 'run', '0.1.0', ?, ?, 0, ?)",
        [
            (
                n,
                *[time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + 86400 * n + s)) for s in (0, 1800)],
                '{"warnings": []}',
            )
            for n in range(1, nights + 1)
        ],
    )
    return [source[0] for source in sources]


def article_of(number, dice, sources, models, places, nights):
    """Rows of one article: page, article, facts (without numbers), flags, mentions."""
    source = dice.choice(sources)
    run = 1 + number * nights // (1 + TOTAL[0])
    year, month, day = dice.randint(2016, 2026), dice.randint(1, 12), dice.randint(1, 28)
    published = f"{year}-{month:02}-{day:02}T{dice.randint(6, 21):02}:{dice.randint(0, 59):02}"
    url = f"https://{source}.example/an-ninh/{number}.html"
    parts, facts, flags, mentions = [], [], [], []
    position = 0
    for index in range(dice.randint(3, 7)):
        (model, name), (place, path) = models.pick(), places.pick()
        value, unit = float(int(10 ** dice.uniform(0, 3.5))), dice.choice(UNITS)
        unit_name = path.split(" | ")[0]
        counted = f"{value:.0f} {unit} “{name}”"
        sentence = f"Đến năm {year}, {unit_name} đã xây dựng và duy trì {counted}, góp phần giữ vững an ninh trật tự ở cơ sở."
        at = sentence.index(counted)
        key = hashlib.sha256(f"{url}{index}".encode()).hexdigest()[:20]
        facts.append((
            key, number, model, value if index else None, dice.choice(("exact", "exact", "at_least")), unit if index else None,
            place, dice.choice(EVENTS), str(year) if dice.random() < 0.6 else None, round(dice.uniform(0.4, 0.99), 3),
            counted, position + at, position + at + len(counted), sentence, position, 0, "count+name",
            '[{"slot": "locality", "scope": "sentence", "rule": "nearest", "start": null, "end": null}]', run, nights,
        ))  # fmt: skip
        if dice.random() < 0.15:
            flags.append((key, dice.choice(FLAGS), "as in a synthetic database"))
        mentions.append(
            (
                number,
                "model",
                position + at + counted.index(name),
                position + at + counted.index(name) + len(name),
                name,
                model,
                None,
            )
        )
        begin = position + sentence.index(unit_name)
        mentions.append((number, "locality", begin, begin + len(unit_name), path, None, place))
        filler = "Lực lượng công an phối hợp với các đoàn thể vận động nhân dân tham gia phong trào toàn dân bảo vệ an ninh Tổ quốc."
        parts += [sentence, filler]
        position += len(sentence) + len(filler) + 2
    page = (number, url, source, run, f"hash {number}", number * 500)
    text = "\n".join(parts)
    title = f"{models.pick()[1]} ở {places.pick()[1].split(' | ')[0]}"
    article = (
        number,
        title,
        published,
        source,
        url,
        number,
        "layout",
        f"text {number}",
        f"text {number}",
        text,
    )
    return page, article, facts, flags, mentions


def reprint_of(original, number, dice, sources):
    """The same article on another site, with the same facts: one in twenty is one."""
    page, article, facts, flags, mentions = original
    source = dice.choice(sources)
    url = f"https://{source}.example/in-lai/{number}.html"
    keys = {fact[0]: hashlib.sha256(f"{url}{fact[0]}".encode()).hexdigest()[:20] for fact in facts}
    return (
        (number, url, source, page[3], f"hash {number}", number * 500),
        (number, article[1], article[2], source, url, number, *article[6:]),
        [(keys[fact[0]], number, *fact[2:]) for fact in facts],
        [(keys[flag[0]], *flag[1:]) for flag in flags],
        [(number, *mention[1:]) for mention in mentions],
    )


TOTAL = [0]


def fill_articles(db, amount, pickers, nights):
    TOTAL[0] = amount
    dice, sources, models, places = pickers
    first = 1
    for batch in (
        itertools.batched(range(1, amount + 1), 5000) if hasattr(itertools, "batched") else _batches(amount)
    ):
        made = []
        for number in batch:
            again = bool(made) and number % 20 == 0
            made.append(
                reprint_of(made[-1], number, dice, sources)
                if again
                else article_of(number, dice, sources, models, places, nights)
            )
        db.conn.executemany(
            "INSERT INTO pages (id, url, source_id, run_id, fetched_at, status, content_hash, size, warc_file, warc_offset, "
            "warc_record_id, parsed_at, parsed_as) VALUES (?, ?, ?, ?, '2026-11-01T00:00:00Z', 200, ?, 20000, 'day.warc.gz', ?, 'urn', '2026-11-01T00:00:00Z', 'article')",
            [m[0] for m in made],
        )
        db.conn.executemany(
            "INSERT INTO articles (id, title, published, source_id, url, page_id, method, text_hash, extracted_hash, text, first_seen, "
            "parsed_at, extractor, extracted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-11-01T00:00:00Z', '2026-11-01T00:00:00Z', 'bench', '2026-11-01T00:00:00Z')",
            [m[1] for m in made],
        )
        facts = [
            (fact[0], number, *fact[1:])
            for number, fact in enumerate(itertools.chain.from_iterable(m[2] for m in made), first)
        ]
        first += len(facts)
        db.conn.executemany(
            "INSERT INTO facts (id, number, article_id, model_id, value, qualifier, unit, locality_id, event, date, confidence, "
            'evidence, start, "end", sentence, sentence_start, occurrence, rule, links, first_run, last_run) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            facts,
        )
        db.conn.executemany(
            "INSERT INTO flags (fact_id, flag, reason) VALUES (?, ?, ?)", [f for m in made for f in m[3]]
        )
        db.conn.executemany(
            'INSERT INTO mentions (article_id, kind, start, "end", label, model_id, locality_id) VALUES (?, ?, ?, ?, ?, ?, ?)',
            [x for m in made for x in m[4]],
        )
        db.conn.executemany(
            "INSERT INTO reprints (article_id, original_id, similarity) VALUES (?, ?, 0.98)",
            [(number, number - 1) for number in batch if number % 20 == 0],
        )
        print(f"\r{first - 1:,} facts", end="", file=sys.stderr)
    print(file=sys.stderr)


def _batches(amount):
    for first in range(1, amount + 1, 5000):
        yield range(first, min(first + 5000, amount + 1))


def decide(db, amount, dice):
    """Decisions, the corrected ones with another value."""
    ids = [
        row[0]
        for row in db.execute(
            "SELECT id FROM facts WHERE number % ? = 0 LIMIT ?", (max(1, 1_000_000 // max(amount, 1)), amount)
        )
    ]
    verdicts = [dice.choice(("accept", "accept", "correct", "reject", "unsure")) for _ in ids]
    db.conn.executemany(
        "INSERT INTO reviews (fact_id, verdict, corrected, editor, decided_at, shown) VALUES (?, ?, ?, 'lan', '2026-11-02T00:00:00Z', '{}')",
        [
            (key, verdict, json.dumps({"value": 7} if verdict == "correct" else {}))
            for key, verdict in zip(ids, verdicts, strict=True)
        ],
    )


def build(path: Path, articles: int, *, models: int = 20_000, nights: int = 400, seed: int = 1) -> None:
    """Write a database with *articles* articles of five facts each to *path*, which must not exist."""
    dice = random.Random(seed)
    db = open_database(path)
    db.conn.execute("PRAGMA synchronous = OFF")
    # `holding` is filled at once below: much faster than row by row.
    held = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_hold_%'"
    ).fetchall()
    db.conn.execute("BEGIN")
    for name, _ in held:
        db.conn.execute(f"DROP TRIGGER {name}")
    places = fill_places(db)
    known = fill_models(db, min(models, max(20, articles // 5)))
    provinces = sorted(
        {path.split(" ", 1)[1] for _, path in places if path.startswith("tỉnh ") and "|" not in path}
    )
    sources = fill_sources(db, provinces[:40], nights)
    tops = [place for place in places if place[1].count("|") == 0]
    rest = [place for place in places if place[1].count("|")]
    dice.shuffle(tops)
    dice.shuffle(rest)
    fill_articles(db, articles, (dice, sources, Uneven(known, dice), Uneven([*tops, *rest], dice)), nights)
    decide(db, articles // 10, dice)
    db.conn.execute("INSERT INTO hold SELECT id FROM facts") if articles < 2_000 else fill_holding(db)
    for _, sql in held:
        db.conn.execute(sql)
    db.conn.execute("COMMIT")
    begin = time.perf_counter()
    refresh_summaries(db)
    print(f"summaries: {time.perf_counter() - begin:.1f} s", file=sys.stderr)
    db.conn.execute("PRAGMA optimize")
    db.close()


def fill_holding(db):
    columns = ", ".join(row[0] for row in db.execute("SELECT name FROM pragma_table_info('holding')"))
    db.conn.execute(f"INSERT INTO holding ({columns}) SELECT {columns} FROM facts_derived ORDER BY number")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", default=ROOT / "build" / "site.db")
    parser.add_argument("--articles", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.path.exists():
        sys.exit(f"{arguments.path} is there already.") if len(sys.argv) > 1 else sys.exit(0)
    arguments.path.parent.mkdir(exist_ok=True)
    build(arguments.path, arguments.articles)

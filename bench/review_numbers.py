"""The numbers of the review desk at full size, each with its goal: `python bench/review_numbers.py [PART …]`.

Parts: first, queue, keys, kill, extraction, command, command_keys, editors, servers, reattach. Without one, all. The first run
makes a database of 100,000 flagged statements and one of 5,000 articles, which takes some minutes.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from db.connection import open_database, writing
from review.batches import open_batch
from review.decisions import Judgement, Origin, Verdict, append
from review.statement import read_statement
from tests.review import scenarios
from tests.review.article_database import build_articles, extract, other_rules
from tests.review.big_database import PER_ARTICLE, build, write
from tests.review.browser import keyboard_only
from tests.review.review_samples import column

MANY = 100_000
ARTICLES = 5_000  # with about 23,000 facts


def milliseconds(times):
    return f"median {1000 * scenarios.percentile(times, 0.5):.0f} ms, p95 {1000 * scenarios.percentile(times):.0f} ms, most {1000 * max(times):.0f} ms"


def say(what, result, goal):
    print(f"{what:<46} {result}   (goal: {goal})", flush=True)


def first(folder):
    path = copy(folder, MANY)
    with scenarios.served(path) as server, scenarios.Editor(server.url) as editor:
        began = time.perf_counter()
        editor.client.get("/-/review")
        shown = time.perf_counter() - began
        whole_queue(editor)
        whole = time.perf_counter() - began
    say(
        f"first page after the start, {MANY:,} flagged",
        f"{shown:.2f} s, the whole queue after {whole:.1f} s",
        "at once",
    )


def whole_queue(editor):
    while "http-equiv" in editor.client.get("/-/review").text:
        time.sleep(0.2)


def queue(folder):
    with scenarios.served(copy(folder, MANY)) as server:
        with scenarios.Editor(server.url) as editor:
            whole_queue(editor)
        scenarios.queue_pages(server.url, 3)
        times = scenarios.queue_pages(server.url, 50)
    say(f"queue page, {MANY:,} flagged, 200 pages", milliseconds(times), "p95 ≤ 100 ms")


def keys(folder):
    path = copy(folder, MANY)
    with scenarios.served(path) as server:
        times, _ = keyboard_only(server.url, 200)
    with closing(open_database(path)) as db:
        stored = column(db, "SELECT count(*) FROM reviews")[0]
        distinct = column(db, "SELECT count(DISTINCT fact_id) FROM reviews")[0]
    say(
        "Chromium, keyboard only, 200 decisions",
        f"{milliseconds(times)}; stored {stored}, statements {distinct}",
        "p95 ≤ 150 ms, 200 stored",
    )


def kill(folder):
    confirmed, stored, whole = scenarios.killed_in_the_middle(copy(folder, 20_000), 500)
    lost = len(set(confirmed) - set(stored))
    say(
        "kill -9 in the middle of 1,000 decisions",
        f"{len(confirmed)} confirmed, {lost} lost, file whole: {whole}",
        "none lost",
    )


def extraction(folder):
    path = copy(folder, 20_000)

    def rewrite(db):
        for turn in range(1, 6):
            write(db, range(20_000 // PER_ARTICLE), shift=turn)

    confirmed, refused, times, during = scenarios.while_extracting(path, 200, rewrite)
    say(
        "200 decisions while 20,000 facts are rewritten",
        f"{len(confirmed)} saved, {len(refused)} refused, {milliseconds(times)}, extraction still running: {during}",
        "none fails or waits over 1 s",
    )


def command(folder):
    path = articles(folder)
    with scenarios.served(path) as server:
        process = extract(path, other_rules(fresh(folder / "rules"), path))
        saves = scenarios.while_command_runs(server.url, process, 200)
        said = process.communicate()[0].strip()
    times = [took for _, took, _ in saves]
    during = sum(running for _, _, running in saves)
    outcomes = Counter(status for status, _, _ in saves)
    say(
        "saves while `mohinh extract --all` rewrites",
        f"{said}; {during} saves while it ran, by status {dict(outcomes)}; the first 200: {milliseconds(times[:200])}; "
        f"all: {milliseconds(times)}",
        "200 saves, none fails or waits over 1 s; 409 is a statement rewritten while it was shown",
    )


def command_keys(folder):
    path = articles(folder)
    with scenarios.served(path) as server:
        process = extract(path, other_rules(fresh(folder / "rules"), path))
        times, _ = keyboard_only(server.url, 200)
        during = process.poll() is None
        process.communicate()
    with closing(open_database(path)) as db:
        stored = column(db, "SELECT count(*) FROM reviews")[0]
    say(
        "the same, Chromium by keyboard",
        f"{milliseconds(times)}; stored {stored}; extraction still running: {during}",
        "none over 1 s",
    )


def editors(folder, servers=1):
    results, stored = scenarios.two_editors(copy(folder, 20_000), 500, servers)
    counts = {name: (len(done), len(refused)) for name, (done, refused, _) in results.items()}
    twice = len(stored) - len(set(stored))
    say(
        f"two editors, 2 × 500 decisions, {servers} server{'s' if servers > 1 else ''}",
        f"{counts} (saved, refused), {twice} decided twice",
        "none twice unknowingly",
    )


def servers(folder):
    editors(folder, servers=2)


def reattach(folder, facts=200_000):
    path = copy(folder, facts)
    with closing(open_database(path)) as db:
        ids = random.Random(1).sample(column(db, "SELECT id FROM facts"), 20_000)
        began = time.perf_counter()
        for begin in range(0, len(ids), 1000):
            with writing(db):
                batch = open_batch(db.conn, "bulk", {}, "bench")
                for key in ids[begin : begin + 1000]:
                    judgement = Judgement(key, Verdict.ACCEPT, "bench")
                    append(db.conn, judgement, read_statement(db.conn, key).shown(), Origin(batch=batch))
        decided = time.perf_counter() - began
        began = time.perf_counter()
        write(db, range(facts // PER_ARTICLE), rules=1, shift=7)
        rewritten = time.perf_counter() - began
        live = set(column(db, "SELECT fact_id FROM decided"))
        looks = dict(db.execute("SELECT fact_id, why FROM second_looks").fetchall())
        current = set(
            column(
                db,
                "SELECT d.fact_id FROM decided AS d JOIN facts AS f ON f.id = d.fact_id WHERE f.state = 'current'",
            )
        )
    lost = [key for key in ids if key not in live or (key not in current and key not in looks)]
    kinds = {why: sum(found == why for found in looks.values()) for why in ("changed", "gone", "missing")}
    say(
        f"20,000 decisions, new rules over {facts:,} facts",
        f"{len(current)} attached, second looks {kinds}, {len(lost)} lost ({decided:.0f} s deciding, {rewritten:.0f} s rewriting)",
        "none lost",
    )


PARTS = {
    f.__name__: f
    for f in (first, queue, keys, kill, extraction, command, command_keys, editors, servers, reattach)
}


def copy(folder, statements):
    """A fresh copy of a database of so many statements, which is made once."""
    return used(folder, f"{statements}.db", lambda made: build(made, statements))


def articles(folder):
    """A fresh copy of a database of articles with the facts in them."""
    return used(folder, f"{ARTICLES}-articles.db", lambda made: build_articles(made, ARTICLES))


def used(folder, name, make):
    made = folder / name
    if not made.exists():
        began = time.perf_counter()
        make(made)
        print(f"({name} made in {time.perf_counter() - began:.0f} s)", flush=True)
    path = folder / "used.db"
    for old in folder.glob("used*"):
        old.unlink()
    shutil.copy(made, path)
    return path


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        for chosen in sys.argv[1:] or PARTS:
            PARTS[chosen](Path(temporary))

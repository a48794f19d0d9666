"""How long every page takes over a large database: python bench/site_speed.py /tmp/big.db (made by bench/site_database.py)

Asks each address some times, in-process, as the server would answer; for models, places, articles, sources and facts
it takes the most frequent ones and random ones. Prints median, 95th percentile and longest, in milliseconds of wall
time, of processor time, and of the processor time of each address at its best: on a machine that does other things at the
same time, processor time too goes up and down by half. With --check it ends with 1 when a goal is missed by the clock,
and says which. Takes about three minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import sqlite3
import sys
import time
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from db.serve import make_site, set_aside_what_is_loaded  # noqa: E402
from db.site.configuration import load_configuration  # noqa: E402
from db.site.queries import find_query, load_queries  # noqa: E402

GOALS = {"search": (100, 500), "": (150, 500)}
"""Kind of page → milliseconds by the clock that 95 of 100 answers, and the longest, may take."""

FEWEST = 24
"""Answers of a kind: of fewer the 95th percentile would be the longest."""

SEARCHES = (
    "tieng keng", "tiếng kẻng bình yên", "camera", "an ninh", "tieng kegn binh yen", "quang ninh", "duong", "xa tan hoa",
    "cong an", "tuyen duong an toan so 12", "khong tim thay", "to tu quan", "nin", "truo", "camera nin", "kgu dan cu an toan",
    "mo hinh tieng keng an n", "202",
)  # fmt: skip


def pages(path: Path, dice: random.Random) -> dict[str, list[str]]:
    """Kind of page → addresses."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def some(sql: str) -> list[str]:
        found = [row[0] for row in db.execute(sql)]
        return [*found[:3], *dice.sample(found, min(7, len(found)))]

    models = some(
        "SELECT slug FROM models_overview JOIN models ON id = model_id ORDER BY facts DESC LIMIT 5000"
    )
    names = some("SELECT model FROM models_overview ORDER BY facts DESC LIMIT 2000")
    places = some(
        "SELECT slug FROM places_overview JOIN localities ON id = locality_id ORDER BY facts DESC LIMIT 5000"
    )
    provinces = some("SELECT province FROM provinces_overview WHERE structure = 'new' ORDER BY facts DESC")
    values = {
        "model": names, "province": provinces, "place": ["hiep hoa", "quang ninh", ""], "year": ["2023", "2019", ""],
        "event": ["launched", "ended", ""], "flag": ["outlier", ""], "source": some("SELECT id FROM sources"),
        "unit": ["camera", ""], "words": ["an ninh trật tự", "duy tri", ""], "days": ["14", ""], "nights": ["7", "30", ""],
    }  # fmt: skip
    asked: dict[str, list[str]] = {
        "start": ["/", "/?map=old"],
        "model": [f"/model/{slug}" for slug in models],
        "place": [f"/place/{slug}" for slug in places],
        "source": [f"/source/{key}" for key in values["source"]],
        "article": [f"/article/{key}" for key in some("SELECT id FROM articles LIMIT 3000")],
        "fact": [f"/fact/{key}" for key in some("SELECT id FROM facts LIMIT 3000")],
        "facts": ["/mohinh/facts_effective", *(f"/mohinh/facts_effective?province={quote(p)}" for p in provinces[:4]),
                  "/mohinh/facts_effective?year=2023", "/mohinh/facts_effective?event=ended",
                  *(f"/mohinh/facts_effective?model={quote(name)}&year=2023" for name in names[:4]),
                  *(f"/mohinh/facts_effective?model_id={n}&repeats__isnull=1" for n in (1, 2, 3))],
        "tables": ["/tables"],
        "search": [f"/search?q={quote(words)}" for words in SEARCHES],
    }  # fmt: skip
    for query in load_queries():
        addresses = [] if query.needed else [f"/mohinh/{query.name}"]
        for _ in range(5):
            chosen = {name: dice.choice(values[kind]) for name, kind in query.parameters.items()}
            addresses.append(
                f"/mohinh/{query.name}?" + "&".join(f"{n}={quote(v)}" for n, v in chosen.items())
            )
        asked[f"? {query.name}"] = addresses
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    for table in load_configuration().tables:
        if table in there and find_query(table) is None:
            asked[f"= {table}"] = [f"/mohinh/{table}"]
    asked["= facts"] += [
        "/mohinh/facts?event=ended",
        "/mohinh/facts?state=gone",
        "/mohinh/facts?_sort_desc=article_id",
    ]
    asked["= articles"] += [
        f"/mohinh/articles?source_id={values['source'][0]}",
        "/mohinh/articles?_sort_desc=id",
    ]
    asked["= localities"] += [f"/mohinh/localities?new_province={quote(provinces[0])}"]
    return asked


async def measure(
    path: Path, rounds: int, only: str
) -> list[tuple[str, list[float], list[float], list[float], str]]:
    site = make_site(path)
    await site.invoke_startup()
    set_aside_what_is_loaded()
    await site.client.get("/")  # the templates are compiled once
    measured = []
    for kind, addresses in pages(path, random.Random(1)).items():
        if only and only not in kind:
            continue
        wall, cpu, best = [], [], dict.fromkeys(addresses, float("inf"))
        for address in addresses:
            await site.client.get(address)
        for _ in range(max(rounds, math.ceil(FEWEST / len(addresses)))):
            for address in addresses:
                begin, used = time.perf_counter(), time.process_time()
                answer = await site.client.get(address)
                wall.append(1000 * (time.perf_counter() - begin))
                cpu.append(1000 * (time.process_time() - used))
                assert answer.status_code == 200, (address, answer.text[:500])
                best[address] = min(best[address], cpu[-1])
        slowest = max(best, key=lambda address: best[address])
        measured.append((kind, sorted(wall), sorted(cpu), sorted(best.values()), slowest))
        print_line(*measured[-1])
    return measured


def at(values: list[float], share: float) -> float:
    return values[math.ceil(share * len(values)) - 1]


def print_line(kind: str, wall: list[float], cpu: list[float], best: list[float], slowest: str) -> None:
    figures = "  ".join(f"{at(v, 0.5):6.0f} {at(v, 0.95):6.0f} {v[-1]:6.0f}" for v in (wall, cpu, best))
    print(f"{kind:38} {figures}  {slowest if best[-1] > 100 else ''}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", default=ROOT / "build" / "site.db")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", default="", help="kinds of pages that have this in their name")
    parser.add_argument("--check", action="store_true", help="end with 1 when a goal is missed")
    arguments = parser.parse_args()
    print(
        f"{'':38} {'wall: p50 p95 max':>20}  {'processor: p50 p95 max':>20}  {'at its best: p50 p95 max':>20}"
    )
    missed = []
    for kind, wall, *_ in asyncio.run(measure(arguments.path, arguments.rounds, arguments.only)):
        p95, longest = GOALS.get(kind, GOALS[""])
        if at(wall, 0.95) > p95 or wall[-1] > longest:
            missed.append(
                f"{kind}: p95 {at(wall, 0.95):.0f} ms, longest {wall[-1]:.0f} ms (goal {p95} and {longest})"
            )
    if arguments.check:
        print("\n".join(["", "Missed:", *missed] if missed else ["", "Every goal is reached."]))
    sys.exit(1 if arguments.check and missed else 0)

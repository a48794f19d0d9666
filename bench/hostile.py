"""How long hostile texts take: ``python bench/hostile.py [--scale 1.0] [CASE…]``.

Each case is a text that invites a rule to look at everything again for each thing it finds. It is extracted from at one size
and at twice that size; the time has to double with it (a ratio far above 2 is a rule that is not linear), and to stay within
seconds. Times are processor time of this process. The exit code is 1 where a case is not linear.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.document import Extractor

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "data" / "gold_dev.jsonl"
HIGHEST_RATIO = 2.6

_NAMES = (
    "Tiếng kẻng an ninh",
    "Camera an ninh",
    "Dòng họ tự quản",
    "Cổng làng an toàn",
    "Tổ liên gia tự phòng",
)
_UNITS = ("hộ", "camera", "tổ tự quản", "thành viên", "nguồn tin", "mô hình", "vụ", "triệu đồng")
_PLACES = ("xã Hiệp Hòa", "phường Đông Mai", "huyện Sông Lô", "thị trấn Mường Xén", "Tân An", "thôn Đồng Tâm")
_SYLLABLES = ("Tân", "An", "Hòa", "Bình", "Minh", "Sơn", "Hải", "Đông", "Phú", "Long", "Thanh", "Lộc")


def _many(count: int, one: Callable[[int], str], per_sentence: int, per_paragraph: int) -> str:
    """``count`` things, so many to a sentence and so many sentences to a paragraph."""
    parts: list[str] = []
    for number in range(count):
        parts.append(one(number))
        if (number + 1) % (per_sentence * per_paragraph) == 0:
            parts.append(".\n")
        elif (number + 1) % per_sentence == 0:
            parts.append(". ")
        else:
            parts.append(", ")
    return "".join(parts)


def _name(number: int) -> str:
    return f"{_NAMES[number % len(_NAMES)]} {number}"


def _quote(number: int) -> str:
    return f"mô hình “{_name(number)}” tại xã Hiệp Hòa"


def _count(number: int) -> str:
    return f"có {number + 2} {_UNITS[number % len(_UNITS)]}"


def _place(number: int) -> str:
    first, second = _SYLLABLES[number % 12], _SYLLABLES[number // 12 % 12]
    return f"{('xã', 'thôn', 'phường', 'huyện')[number % 4]} {first} {second}"


def _mixed(number: int) -> str:
    return (
        f"{_place(number)} ra mắt mô hình “{_name(number % 40)}” với {number % 90 + 2} {_UNITS[number % 8]}"
    )


def _article(characters: float) -> str:
    """Annotated documents one after the other, as a site's archive printed on one page."""
    import json  # noqa: PLC0415

    texts = [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    pieces: list[str] = []
    size = 0
    while size < characters:
        pieces.append(texts[len(pieces) % len(texts)])
        size += len(pieces[-1]) + 1
    return "\n".join(pieces)


CASES: Mapping[str, Callable[[float], str]] = {
    "article of 1 MB": lambda scale: _article(700_000 * scale),  # characters; about 1 MB of UTF-8
    "10,000 quotes": lambda scale: _many(int(10_000 * scale), _quote, 3, 5),
    "10,000 quotes, one sentence": lambda scale: _many(int(10_000 * scale), _quote, 10**9, 1),
    "10,000 quotes of one name": lambda scale: "mô hình “Tổ tự quản”, " * int(10_000 * scale),
    "10,000 opening quotes": lambda scale: "mô hình “Camera an ninh " * int(10_000 * scale),
    "10,000 numbers": lambda scale: "Mô hình “Camera an ninh” " + _many(int(10_000 * scale), _count, 4, 5),
    "10,000 numbers, one sentence": lambda scale: (
        "Mô hình “Camera an ninh” " + _many(int(10_000 * scale), _count, 10**9, 1)
    ),
    "10,000 bare numbers": lambda scale: "mô hình " + " ".join(str(n) for n in range(int(10_000 * scale))),
    "10,000 dates": lambda scale: _many(
        int(10_000 * scale), lambda n: f"ngày {n % 28 + 1}/{n % 12 + 1}/2023 có {n % 9 + 2} tổ", 10**9, 1
    ),
    "10,000 place names": lambda scale: (
        "Mô hình “Camera an ninh” tại " + _many(int(10_000 * scale), _place, 6, 5)
    ),
    "10,000 place names, one sentence": lambda scale: (
        "Mô hình “Camera an ninh” tại " + _many(int(10_000 * scale), _place, 10**9, 1)
    ),
    "10,000 bare names": lambda scale: (
        "Các xã " + _many(int(10_000 * scale), lambda n: _place(n).split(" ", 1)[1], 10**9, 1)
    ),
    "10,000 × mô hình": lambda scale: "mô hình " * int(10_000 * scale),
    "10,000 × mô hình and a name": lambda scale: "mô hình Camera an ninh; " * int(10_000 * scale),
    "10,000 × everything, one sentence": lambda scale: _many(int(10_000 * scale), _mixed, 10**9, 1),
    "10,000 × everything, semicolons": lambda scale: _many(int(10_000 * scale), _mixed, 10**9, 1).replace(
        ", ", "; "
    ),
    "10,000 models with counts": lambda scale: "".join(
        f"{_place(n)} ra mắt mô hình “{_name(n)}”. Nhân dân cung cấp {n % 90 + 2} nguồn tin; 5/5 xã có 3 tổ.\n"
        for n in range(int(10_000 * scale))
    ),
    "one line without a stop": lambda scale: (
        "lực lượng công an xã phối hợp với nhân dân giữ gìn an ninh trật tự " * int(10_000 * scale)
    ),
    "one word without a space": lambda scale: "môhình" * int(50_000 * scale),
    "capitals": lambda scale: "Tân An Hòa Bình " * int(20_000 * scale),
    "nested brackets": lambda scale: (
        "mô hình (Camera an ninh (xã Tân An (" * int(5_000 * scale) + ")" * int(15_000 * scale)
    ),
    "nested quotes": lambda scale: (
        'mô hình “Camera ‘an «ninh "' * int(5_000 * scale) + '" » ’ ” ' * int(5_000 * scale)
    ),
    "bracketed counts": lambda scale: (
        "mô hình “Camera an ninh” ( " + "gồm 12 camera, 3 tổ " * int(5_000 * scale)
    ),
    "stops": lambda scale: "xã. 5. TP. " * int(10_000 * scale),
    "blank lines": lambda scale: "xã có 5 tổ\n" * int(10_000 * scale),
    "combining marks": lambda scale: "mo\u0302 hi\u0300nh “a\u0302\u0301n ninh” " * int(10_000 * scale),
}


def seconds_for(extractor: Extractor, text: str) -> float:
    """Processor seconds of one extraction."""
    from extract.records import Document  # noqa: PLC0415

    document = Document(
        id="hostile", text=text, province="Quảng Ninh", published="2023-08-01", title="Mô hình"
    )
    gc.collect()
    started = time.process_time()
    extractor.extract(document)
    return time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description="Time hostile texts at one and at twice their size.")
    parser.add_argument(
        "cases", metavar="CASE", nargs="*", help="names, or beginnings of names, of cases; all without"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the full size (default 1.0)")
    arguments = parser.parse_args()

    from extract.document import Extractor  # noqa: PLC0415

    extractor = Extractor()
    seconds_for(extractor, _article(20_000))
    bad = 0
    print(f"{'case':36} {'characters':>11} {'1× s':>7} {'2× s':>7} {'ratio':>6}")
    for name, make in CASES.items():
        if arguments.cases and not name.startswith(tuple(arguments.cases)):
            continue
        text = make(arguments.scale)
        once, twice = seconds_for(extractor, text), seconds_for(extractor, make(2 * arguments.scale))
        ratio = twice / max(once, 1e-3)
        # Below a tenth of a second the ratio measures the clock.
        slow = ratio > HIGHEST_RATIO and twice > 0.1
        bad += slow
        print(
            f"{name:36} {len(text):>11,} {once:>7.2f} {twice:>7.2f} {ratio:>6.2f}{'  not linear' if slow else ''}",
            flush=True,
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())

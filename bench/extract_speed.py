"""How many articles a second one process extracts facts from: ``python bench/extract_speed.py [DOCUMENTS.jsonl] [HOW_MANY]``.

The documents (by default the annotated ones of the tests) are repeated up to HOW_MANY, 1,000 unless told otherwise.
Loading the extractor is timed apart: it happens once a night.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle, islice
from pathlib import Path

DEFAULT = Path(__file__).parent.parent / "tests" / "data" / "gold_dev.jsonl"


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    how_many = int(sys.argv[2]) if len(sys.argv) > 2 else 1000

    started = time.perf_counter()
    from extract.document import Extractor  # noqa: PLC0415  (importing it is part of what loading takes)
    from extract.errors import DocumentError  # noqa: PLC0415
    from extract.jsonlines import read_documents  # noqa: PLC0415

    extractor = Extractor()
    documents = list(read_documents(source.read_bytes().splitlines()))
    broken = [document for document in documents if isinstance(document, DocumentError)]
    if broken or not documents:
        sys.exit(f"{source}: {broken[0] if broken else 'holds no documents'}")
    # Underthesea's own models are loaded by the first sentence that needs them.
    for document in documents[:50]:
        extractor.extract(document)
    loading = time.perf_counter() - started

    characters = facts = 0
    started, cpu_started = time.perf_counter(), time.process_time()
    for document in islice(cycle(documents), how_many):
        characters += len(document.text)
        facts += len(extractor.extract(document).facts)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    print(f"{source.name}: {how_many:,} articles of {characters / how_many:,.0f} characters, {facts:,} facts")
    print(
        f"{how_many / seconds:,.0f} articles/s, {how_many / cpu:,.0f} a second of processor time; loading and warming up {loading:.1f} s"
    )


if __name__ == "__main__":
    main()

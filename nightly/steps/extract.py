"""Articles that are new or have changed, or that an older extractor has read, become facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlite_utils import Database

from db.connection import writing
from db.records import ArticleToExtract, ExtractionCounts, StoredExtraction
from db.store import articles_to_extract, count_to_extract, save_extraction
from extract.gazetteer import Gazetteer
from nightly.batches import batches, with_gaps
from nightly.convert import Converter, as_document
from nightly.extractor_version import extractor_version
from nightly.progress import progress
from nightly.taught import load_taught

if TYPE_CHECKING:
    from extract.document import Extractor


@dataclass(frozen=True, slots=True)
class ExtractCounts:
    """What was extracted; ``failures`` name address and reason."""

    articles: int = 0
    facts: ExtractionCounts = field(default_factory=ExtractionCounts)
    failures: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for the person at the terminal."""
        if not self.articles and not self.failures:
            return "extract  nothing new"
        facts = self.facts
        parts = [
            f"{facts.new} facts new",
            f"{facts.kept + facts.revived} as before",
            f"{facts.gone} no longer found",
        ]
        failed = f", {len(self.failures)} articles failed" if self.failures else ""
        return f"extract  {self.articles} articles: {', '.join(parts)}, {facts.flagged} flagged{failed}"


def extract_step(db: Database, floor: float, run_id: int, *, everything: bool = False) -> ExtractCounts:
    """Extract what needs it, or with ``everything`` all there is; facts below confidence ``floor`` are flagged."""
    lessons = load_taught(db.conn)
    made_by = extractor_version(lessons.digest)
    total = count_to_extract(db, made_by, everything=everything)
    if not total:
        return ExtractCounts()
    # spaCy takes a second to import: not on a night on which nothing changed.
    from extract.document import Extractor  # noqa: PLC0415

    extractor, converter = Extractor(), Converter(Gazetteer.load(), floor, made_by, lessons)
    articles, done, failures, facts = 0, 0, [], ExtractionCounts()
    with progress("extract") as bar:
        for batch in batches(articles_to_extract(db, made_by, everything=everything)):
            results = [(article, _extract(extractor, converter, article)) for article in batch]
            for some in with_gaps(results):
                with writing(db):
                    for article, result in some:
                        if isinstance(result, str):
                            failures.append(f"{article.url}: {result}")
                        else:
                            facts += save_extraction(db, article.id, result, run_id)
                            articles += 1
            done += len(batch)
            bar(done, total, batch[-1].source_id)
    return ExtractCounts(articles, facts, tuple(failures))


def _extract(extractor: Extractor, converter: Converter, article: ArticleToExtract) -> StoredExtraction | str:
    """The rows of one article, or in words why there are none: it stays to be extracted, and is reported."""
    try:
        return converter.rows(article, extractor.extract(as_document(article)))
    except Exception as error:  # noqa: BLE001  (what one article brings to light must not cost the others)
        return f"{type(error).__name__}: {error}"

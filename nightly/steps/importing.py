"""Pages of known sites come from WARC files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.registry import Registry
from crawler.warc_import import ImportReport, import_warc
from nightly.progress import progress


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """What the files held; ``problems`` are files that were damaged."""

    report: ImportReport

    @property
    def problems(self) -> tuple[str, ...]:
        """A line for each file that broke off or held pages that could not be read."""
        broken = [f"{file.file}: {file.broken}" for file in self.report.files if file.broken]
        unreadable = [
            f"{file.file}: {file.unreadable} pages cannot be read"
            for file in self.report.files
            if file.unreadable
        ]
        return (*broken, *unreadable)

    def __str__(self) -> str:
        """What was taken in, and what the rest was."""
        total = self.report.total
        line = (
            f"import   {total('responses')} pages in {len(self.report.files)} files: {total('imported')} new, "
            f"{total('known')} known, {total('no_article')} no articles, {total('unknown_host')} of no source"
        )
        hosts = ", ".join(f"{host} ({count})" for host, count in self.report.hosts)
        return f"{line}\n         of no source: {hosts}" if hosts else line


def import_step(
    db_path: Path, archive_dir: Path, registry: Registry, files: Sequence[Path], run_id: int
) -> ImportCounts:
    """Register the article pages of WARC files."""
    with progress("import") as bar:
        report = import_warc(
            db_path, archive_dir, registry, files, run_id, lambda name, done: bar(done, None, name)
        )
    return ImportCounts(report)

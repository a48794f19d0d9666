"""What `mohinh review …` reads and writes."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from db.connection import open_database
from nightly.config import Config
from nightly.files import binary_input, binary_output
from nightly.outcome import Outcome
from review.agreement import agreements
from review.gold import gold_documents
from review.interchange import label_studio, prodigy
from review.interchange.task import take_in, tasks
from review.overlay import entries
from review.overlay import revert as revert_lesson
from review.statistics import judged, precision

_TOOLS = {"label-studio": label_studio, "prodigy": prodigy}


def export_tasks(config: Config, file_format: str, output: str, *, decided: bool) -> int:
    """Write gold documents (JSON Lines), or tasks in the form of an annotation tool."""
    with closing(open_database(config.db, create=False)) as db, binary_output(output) as file:
        if file_format == "gold":
            for document in gold_documents(db.conn):
                file.write(json.dumps(document, ensure_ascii=False).encode() + b"\n")
        else:
            file.write(_TOOLS[file_format].dump(tasks(db.conn, decided=decided)).encode())
    return Outcome.DONE


def import_answers(config: Config, path: Path, file_format: str, editor: str) -> int:
    """Take the answers of an annotation tool in and say what became of them."""
    with binary_input(str(path)) as file:
        text = file.read().decode("utf-8", "replace")
    answers = list(_TOOLS[file_format].load(text, str(path), editor))
    with closing(open_database(config.db, create=False)) as db:
        result = take_in(db, answers, path.name, editor)
    batch = f" (batch {result.batch})" if result.batch else ""
    print(f"{result.taken} decisions taken in{batch}, {result.known} known, {len(result.outdated)} left out")
    for line in result.outdated:
        print(f"  {line}")
    return Outcome.ATTENTION if result.outdated else Outcome.DONE


def print_figures(config: Config) -> int:
    """Print precision with intervals, and agreement."""
    with closing(open_database(config.db, create=False)) as db:
        figures, agreed = precision(judged(db.conn)), agreements(db.conn)
    if not figures:
        print("no decisions yet")
    for p in figures:
        print(
            f"{p.group:<11}{p.name:<40}{p.judged:>7}{100 * p.share:>7.1f} %  {100 * p.low:.1f}–{100 * p.high:.1f} %"
        )
    for a in agreed:
        kappa = "–" if a.kappa is None else f"{a.kappa:.2f}"
        print(f"agree {a.group:<7}{a.name:<38}{a.pairs:>7}{a.percent:>7.1f} %  kappa {kappa}")
    return Outcome.DONE


def print_lessons(config: Config, revert: int | None, editor: str) -> int:
    """Print the lessons in force, after taking one back where asked to."""
    with closing(open_database(config.db, create=False)) as db:
        if revert is not None:
            revert_lesson(db, revert, editor)
        for entry in entries(db.conn):
            lesson = entry.lesson
            means = f" → {lesson.means}" if lesson.means else ""
            where = f" [{lesson.source_id}]" if lesson.source_id else ""
            print(
                f"{entry.id:>4}  {lesson.kind:<12}{lesson.name}{means}{where}  ({entry.editor}, {entry.made_at})"
            )
    return Outcome.DONE

"""`mohinh export`: the effective facts as a file, or on standard output."""

from __future__ import annotations

import contextlib
import sys

from db.connection import open_database
from db.export import export_facts
from nightly.config import Config
from nightly.files import binary_output
from nightly.outcome import Outcome


def export_to(config: Config, file_format: str, output_name: str) -> int:
    """Write the facts of the database to ``output_name`` (``-``: standard output) and say how many."""
    with contextlib.closing(open_database(config.db, create=False)) as db, binary_output(output_name) as out:
        written = export_facts(db, out, file_format)
    if output_name != "-":
        print(f"{written:,} facts written to {output_name}", file=sys.stderr)
    return Outcome.DONE

"""`mohinh extract` on a file: documents in, facts out, in the same order, without a database."""

from __future__ import annotations

import sys

from extract.document import Extractor
from extract.errors import DocumentError
from extract.jsonlines import extraction_line, read_documents
from nightly.failures import describe
from nightly.files import binary_input, binary_output
from nightly.outcome import Outcome
from nightly.progress import progress


def extract_file(input_name: str, output_name: str) -> int:
    """Extract every document of ``input_name`` (``-``: standard input) and write a line each to ``output_name``.

    A broken line is reported on standard error with its number and left out; the others are done.
    """
    label = "standard input" if input_name == "-" else input_name
    outcome = Outcome.DONE
    with binary_input(input_name) as lines, binary_output(output_name) as out, progress("extract") as bar:
        extractor = Extractor()
        for done, document in enumerate(read_documents(lines), 1):
            if isinstance(document, DocumentError):
                print(f"mohinh: {label}, {document}", file=sys.stderr)
                outcome = Outcome.WRONG
                continue
            try:
                line = extraction_line(extractor.extract(document))
            except Exception as error:  # noqa: BLE001  (what one document brings to light must not cost the others)
                print(f"mohinh: {label}, document “{document.id}”: {describe(error)[1]}", file=sys.stderr)
                outcome = Outcome.WRONG
                continue
            # Half a surrogate pair in the input is no UTF-8; backslashreplace writes it as JSON's own escape.
            out.write(line.encode(errors="backslashreplace") + b"\n")
            bar(done, None, document.id)
    return outcome

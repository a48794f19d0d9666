"""Documents in, extractions out, one JSON object a line (the contract of ``mohinh extract``)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from extract.errors import DocumentError
from extract.records import Document, Extraction, Fact

_OPTIONAL = ("url", "title", "province", "published")


def read_documents(lines: Iterable[str | bytes]) -> Iterator[Document | DocumentError]:
    """One document for each line that is not empty, lazily; for a broken line the error, so that the others get done.

    Lines are text or UTF-8. Needed: ``id`` (text or number) and ``text``; optional: ``url``, ``title``, ``province``,
    ``published``; anything else in a line is ignored. The error's message begins with the line's number.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _document(line)
            except DocumentError as error:
                yield DocumentError(f"line {number}: {error}")


def extraction_line(extraction: Extraction) -> str:
    """One line of output, without the newline."""
    return json.dumps(extraction_as_dict(extraction), ensure_ascii=False)


def extraction_as_dict(extraction: Extraction) -> dict[str, Any]:
    """The object of one output line, in the contract's order of keys."""
    return {
        "id": extraction.id,
        "models": list(extraction.models),
        "localities": list(extraction.localities),
        "facts": [_fact(fact) for fact in extraction.facts],
        "flags": list(extraction.flags),
    }


def _document(line: str | bytes) -> Document:
    try:
        record = json.loads(
            line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        )
    except UnicodeDecodeError as error:
        raise DocumentError(f"not UTF-8 ({error.reason} at byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON ({error.msg} at column {error.colno})") from error
    except (RecursionError, ValueError) as error:  # nested too deep, a number with too many digits
        raise DocumentError(f"not readable JSON ({error})") from error
    if not isinstance(record, dict):
        raise DocumentError(f"a JSON object was expected, not {_kind(record)}")
    identifier = record.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int) or identifier == "":
        raise DocumentError("“id” is missing" if identifier in (None, "") else f"“id” is {_kind(identifier)}")
    text = record.get("text")
    if not isinstance(text, str):
        raise DocumentError("“text” is missing" if text is None else f"“text” is {_kind(text)}, not text")
    optional: dict[str, str | None] = {}
    for key in _OPTIONAL:
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise DocumentError(f"“{key}” is {_kind(value)}, not text")
        optional[key] = value or None
    return Document(
        id=str(identifier),
        text=text,
        url=optional["url"],
        title=optional["title"] or "",
        province=optional["province"],
        published=optional["published"],
    )


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "model": fact.model,
        "value": _number(fact.value),
        "value_max": _number(fact.value_max),
        "qualifier": fact.qualifier.value,
        "unit": fact.unit,
        "locality": fact.locality,
        "event": fact.event.value if fact.event else None,
        "date": fact.date,
        "evidence": fact.evidence,
        "start": fact.start,
        "end": fact.end,
        "confidence": round(fact.confidence, 3),
        "flags": list(fact.flags),
        "rule": fact.rule,
    }


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")

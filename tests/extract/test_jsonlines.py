import json

import pytest

from extract.errors import DocumentError
from extract.jsonlines import extraction_line, read_documents
from extract.records import Document, Event, Extraction, Fact, Qualifier


def one(line):
    return next(iter(read_documents([line])))


def test_a_document_is_read_with_what_is_known_of_it():
    line = '{"id": "a", "text": "Xã A", "province": "Hà Giang", "published": "2023-01-02", "title": null, "facts": []}\n'
    assert one(line) == Document(id="a", text="Xã A", province="Hà Giang", published="2023-01-02")


def test_empty_lines_are_passed_over_and_bytes_are_utf8():
    documents = list(read_documents([b"\n", '\ufeff{"id": 7, "text": "Đ"}'.encode(), b"  \n"]))
    assert documents == [Document(id="7", text="Đ")]


def test_reading_is_lazy():
    def lines():
        yield '{"id": "a", "text": ""}'
        raise AssertionError("read too far")

    assert next(read_documents(lines())).id == "a"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a", "text": ', "not JSON"),
        ("[1]", "a JSON object was expected, not a list"),
        ('{"text": "x"}', "“id” is missing"),
        ('{"id": true, "text": "x"}', "“id” is true or false"),
        ('{"id": "a"}', "“text” is missing"),
        ('{"id": "a", "text": 5}', "“text” is a number, not text"),
        ('{"id": "a", "text": "x", "published": 2023}', "“published” is a number, not text"),
        (b'{"id": "a", "text": "\xff"}', "not UTF-8"),
        ("[" * 100_000, "not readable JSON"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_done(line, what):
    good = '{"id": "b", "text": "x"}'
    first, broken, last = read_documents([good, line, good])
    assert isinstance(broken, DocumentError)
    assert str(broken).startswith("line 2: ")
    assert what in str(broken)
    assert first == last == Document(id="b", text="x")


def test_an_extraction_is_written_in_the_order_of_the_contract():
    fact = Fact(
        model=None,
        value=20000000.0,
        value_max=2.5,
        qualifier=Qualifier.AT_LEAST,
        unit="đồng",
        locality="xã A | tỉnh B",
        event=Event.LAUNCHED,
        date="2021",
        evidence="hơn 20 triệu đồng",
        start=3,
        end=20,
        confidence=0.87654,
        flags=("outlier",),
    )
    line = extraction_line(
        Extraction(id="x", models=("Ánh sáng",), localities=("xã A | tỉnh B",), facts=(fact,))
    )
    assert "\n" not in line
    assert "Ánh sáng" in line
    record = json.loads(line)
    assert list(record)[:4] == ["id", "models", "localities", "facts"]
    assert list(record["facts"][0])[:13] == [
        "model", "value", "value_max", "qualifier", "unit", "locality", "event", "date", "evidence",
        "start", "end", "confidence", "flags",
    ]  # fmt: skip
    assert '"value": 20000000,' in line
    assert '"value_max": 2.5' in line
    assert record["facts"][0]["event"] == "launched"

"""The desk in two languages: every text in both, none of its own in a template, none of the other language on a page."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from db.site.language import current, load_catalogue
from db.site.wording import told, told_parts
from extract.document import Extractor
from extract.records import Document
from nightly.flag_reasons import templates
from review.editors import Role
from review.keys import KEYS
from review.slots import EVENTS, QUALIFIERS
from tests.review.desk_client import Served
from tests.review.review_samples import CAMERA, column, fact, store

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "review" / "desk" / "templates").glob("*.html"))
ON_THE_COMMAND_LINE = {"interchange", "calibration.py", "editors.py"}


@pytest.fixture
def vietnamese():
    before = current.set("vi")
    yield
    current.reset(before)


@pytest.fixture
def served(db, tmp_path):
    db.ids = store(db, [
        fact("Toàn xã có 2 điểm.", 2.0), fact("Xã có 5 camera.", 5.0, "camera", CAMERA, flags=("outlier",)),
        fact("Xã có 7 tổ.", 7.0, "tổ"),
    ])  # fmt: skip
    people = [("lan", Role.EDITOR), ("hoa", Role.EDITOR), ("sep", Role.ADMIN)]
    site = Served(tmp_path / "mohinh.db", people)
    yield site
    site.close()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(template):
    text = template.read_text(encoding="utf-8")
    named = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"{]*[^\W\d_][^"{]*)"', text)
    own = re.sub(
        r"\{% block body_class %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
        " ",
        text,
        flags=re.DOTALL,
    )
    bare = re.sub(r'<code>.*?</code>|<[^>]*>|[\w-]+="[^"]*"', " ", own, flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]+", bare.replace("mohinh", "")) == []
    assert named == []


def test_every_text_that_is_asked_for_is_there_and_every_one_there_is_asked_for():
    code = "\n".join(
        file.read_text(encoding="utf-8") for file in (*TEMPLATES, *(ROOT / "review").rglob("*.py"))
    )
    known = {key for key in load_catalogue() if key.startswith("desk.")}
    asked = set(re.findall(r'["\'](desk\.[a-z0-9_]+(?:\.[a-z0-9_]+)*)["\']', code))
    families = {f"{name}." for name in re.findall(r'["\'](desk(?:\.[a-z_]+)+)\."', code)}
    families |= {"desk.scope.", "desk.role.", "desk.why.", "desk.by.", "desk.action."}
    asked -= {"desk.css", "desk.js"}
    assert asked <= known | {family.rstrip(".") for family in families}
    lone = {key for key in known - asked if not any(key.startswith(family) for family in families)}
    built = {f"desk.{name}" for name in ("by_waiting", "by_mine", "by_others", "queue", "second_looks", "second_opinions", "made_together", "taught", "figures")}  # fmt: skip
    assert lone <= built


@pytest.mark.parametrize(
    "keys",
    [
        [f"desk.action.{name}" for name in KEYS],
        [f"event.{name}" for name in EVENTS],
        [f"qualifier.{name}" for name in QUALIFIERS],
        [f"desk.role.{role.value}" for role in Role],
        [f"flag.{name}" for name in templates()],
    ],
    ids=("actions", "events", "qualifiers", "roles", "flags"),
)
def test_names_have_a_text(keys):
    assert [key for key in keys if key not in load_catalogue()] == []


def raised():
    """What the desk's errors and refusals say, with 1 where a value stands."""
    for file in sorted((ROOT / "review").rglob("*.py")):
        if ON_THE_COMMAND_LINE & set(file.relative_to(ROOT / "review").parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if isinstance(node, ast.Call) and (name.endswith("Error") or name == "refuse"):
                for argument in node.args:
                    if isinstance(argument, ast.JoinedStr):
                        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in argument.values)  # fmt: skip
                    elif isinstance(argument, ast.Constant) and " " in str(argument.value):
                        yield argument.value


def test_every_error_is_told_in_vietnamese(vietnamese):
    messages = sorted(set(raised()))
    assert len(messages) > 40
    assert [message for message in messages if told(message, "error") == message] == []


def test_every_reason_of_a_flag_is_told_in_vietnamese(vietnamese):
    values = {"candidates": "x", "locality": "x", "scope": "text", "model": "x", "unit": "x", "confidence": 0.4, "floor": 0.5}  # fmt: skip
    reasons = [template.format(**values) for template in templates().values()]
    assert [reason for reason in reasons if told(reason, "reason") == reason] == []
    assert told("The sentence names no place; “xã A” was taken from the text", "reason") == "Câu không nêu địa bàn; “xã A” lấy từ bài"  # fmt: skip
    assert told("The confidence 0.36 is below 0.50", "reason") == "Độ tin cậy 0,36, thấp hơn 0,50"
    assert told("Several places bear this name", "reason") == "Nhiều nơi có tên này"
    assert told("something a site wrote", "reason") == "something a site wrote"


def test_every_reading_of_a_place_is_told_in_vietnamese(vietnamese):
    lines = (ROOT / "tests" / "data" / "gold_own_open.jsonl").read_text(encoding="utf-8").splitlines()
    extractor, said = Extractor(), set()
    for line in lines[:60]:
        given = json.loads(line)
        document = Document(
            given["id"], given["text"], province=given["province"], published=given["published"]
        )
        for mention in extractor.extract(document).locality_mentions:
            said |= {part for candidate in mention.candidates for part in candidate.reason.split("; ")}
    assert len(said) > 10
    assert [reason for reason in sorted(said) if told_parts(reason, "reading") == reason] == []


def pages(db, hoa, lan):
    model = column(db, "SELECT model_id FROM facts WHERE id = ?", db.ids[0])[0]
    lan.decide(lan.get(f"/-/review/s/{db.ids[2]}"), "correct", value="8", event="launched")
    store(db, [fact("Toàn xã có 2 điểm.", 2.0), fact("Xã có 5 camera.", 5.0, "camera", CAMERA, flags=("outlier",)), fact("Nay xã có 7 tổ.", 7.0, "tổ")])  # fmt: skip
    yield from (
        hoa.get(path)
        for path in (
            "/-/review", "/-/review?flag=outlier&by=mine", f"/-/review/s/{db.ids[0]}", f"/-/review/s/{db.ids[2]}",
            f"/-/review/everywhere/{model}", "/-/review/bulk", "/-/review/batches", "/-/review/lessons", "/-/review/again",
            "/-/review/figures", "/-/review/second", "/-/review?model=none", "/-/review/s/00000000000000000000",
        )
    )  # fmt: skip
    yield hoa.decide(hoa.get(f"/-/review/s/{db.ids[0]}"), "correct", value="1,420")


def read_aloud(page):
    """What a page says: its text, labels and titles, without quotations from articles and the link to the other language."""
    left_out = r'<a href="/language.*?</a>|<(blockquote|p|q)[^>]* lang="vi">.*?</\1>|<(option|title|pre)[^>]*>.*?</\2>'
    rest = re.sub(left_out, "", page, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', rest)
    return "\n".join([re.sub(r"<[^>]*>", "\n", rest), *labels])


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_page_has_no_words_of_the_other_language(served, db, language):
    lan, hoa = served.visitor("lan"), served.visitor("hoa")
    hoa.cookies["mohinh_language"] = language
    other = 0 if language == "vi" else 1
    texts = {
        pair[other].partition("{")[0].strip(" “:")
        for key, pair in load_catalogue().items()
        if pair[0] != pair[1] and not key.startswith("told.reading")
    }
    foreign = re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in texts if len(text) > 9))
    for page in pages(db, hoa, lan):
        assert f'<html lang="{language}">' in page.text
        assert foreign.findall(read_aloud(page.text)) == [], page.url

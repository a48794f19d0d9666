"""What `extract.explain` tells an editor: what was seen, how slots were filled, which rule left a count out."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from extract.explain import Explainer, explanation_as_dict, fact_sheet, html_page, layers
from extract.explain.meanings import meanings
from extract.facts.scope import RULES
from extract.records import Document

TEXT = (
    "Tháng 6/2022, Công an huyện Ân Thi ra mắt mô hình “Tiếng kẻng an ninh” tại 15 thôn của xã Tân Phúc; "
    "trao 10 suất quà. Thực hiện Nghị quyết 12, nhân dân đã cung cấp 25 nguồn tin."
)
HOSTILE = "Mô hình “<script>alert(1)</script> an ninh & <b>x</b>” tại xã <i>Tân An</i> có 12 [red]tổ[/red]."
CASES = Path(__file__).parent / "facts_cases.toml"
GOLD = Path(__file__).parent.parent / "data" / "gold_dev.jsonl"


@pytest.fixture(scope="module")
def explainer():
    return Explainer()


@pytest.fixture(scope="module")
def explanation(explainer):
    return explainer.explain(
        Document(id="x", text=TEXT, province="Hưng Yên", published="2023-08-01", title="Ân Thi")
    )


def told(explanation, name):
    """The marks of a layer as (text, label, detail)."""
    layer = next(layer for layer in layers(explanation) if layer.name == name)
    return [(explanation.text[m.start : m.end], m.label, m.detail) for m in layer.marks]


def test_every_component_shows_what_it_saw(explanation):
    assert ("Nghị quyết 12", "document", "its number counts nothing") in told(explanation, "masks")
    assert ("15 thôn", "place", "15 thôn · class place") in told(explanation, "quantities")
    assert told(explanation, "times") == [("Tháng 6/2022", "month", "2022-06")]
    places = {text: detail for text, _, detail in told(explanation, "localities")}
    assert places["huyện Ân Thi"].startswith("huyện Ân Thi | tỉnh Hưng Yên")
    assert told(explanation, "models") == [
        ("Tiếng kẻng an ninh", "quoted_head", "Tiếng kẻng an ninh · in quotation marks behind “mô hình”")
    ]


def test_an_ambiguous_place_shows_its_candidates_the_chosen_one_first(explanation):
    localities = next(layer for layer in layers(explanation) if layer.name == "localities")
    notes = next(mark.notes for mark in localities.marks if mark.label == "xã")
    assert notes[0].startswith("✓ xã Tân Phúc | huyện Ân Thi | tỉnh Hưng Yên")
    assert len(notes) > 1
    assert all(note.startswith("✗") and ": " in note for note in notes[1:])


def test_a_count_that_is_no_fact_names_the_rule_that_left_it_out(explanation):
    assert told(explanation, "counts left out") == [
        ("10 suất quà", "award", "a unit of awards (scope.award_units)")
    ]


def test_each_slot_of_a_fact_tells_how_it_was_filled(explanation):
    sheet = fact_sheet(next(fact for fact in explanation.facts if fact.unit == "thôn"))
    assert sheet.headline == "15 thôn · Tiếng kẻng an ninh"
    how = {line.slot: line.how for line in sheet.slots}
    assert how["model"].startswith("sentence, antecedent: ")
    assert how["locality"].startswith("clause, attached: ")
    assert how["event"] == "clause, the cue “ra mắt”"
    assert how["date"].startswith("sentence, nearest_time: ")


def test_every_rule_of_scope_and_every_rule_that_fires_has_a_meaning(explainer):
    assert {rule.name for rule in RULES} <= meanings("scope").keys()
    texts = [case["text"] for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]]
    texts += [json.loads(line)["text"] for line in GOLD.read_text(encoding="utf-8").splitlines()]
    silent = set()
    for text in texts:
        found = explainer.explain(Document(id="x", text=text))
        silent |= {("scope", left.rule) for left in found.left_out if left.rule not in meanings("scope")}
        silent |= {("models", m.rule) for m in found.models if m.rule not in meanings("models")}
        for fact in found.facts:
            for link in fact.links:
                known = meanings(link.slot).keys() | (meanings("models") if link.slot == "model" else {})
                if link.rule not in known and not link.rule.startswith("cue:"):
                    silent.add((link.slot, link.rule))
    assert silent == set(), "extract/explain/meanings.toml has no line for these"


def test_the_explanation_fits_into_json(explanation):
    read = json.loads(json.dumps(explanation_as_dict(explanation)))
    assert [fact["value"] for fact in read["facts"]] == [15.0, 25.0]
    assert read["left_out"][0]["rule"] == "award"


def test_the_page_escapes_whatever_the_text_holds(explainer):
    page = html_page(explainer.explain(Document(id="x", text=HOSTILE, title="<img src=x onerror=alert(2)>")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=x" in page
    for tag in ("<script", "<img", "<i>", "<b>x"):
        assert tag not in page


def test_the_page_loads_nothing_and_draws_every_layer(explanation):
    page = html_page(explanation)
    assert not re.search(r"(?:src|href)\s*=|@import|url\(", page)
    for part in ('<mark class="entity"', "15 thôn", "quoted_head", "fact 1: ", "award", "✗"):
        assert part in page


@pytest.mark.parametrize("text", ["", " ", "\n", "a", "$body ${x} $$ {label}", "\ud800", "“" * 50])
def test_any_text_can_be_explained_and_drawn(explainer, text):
    assert "</html>" in html_page(explainer.explain(Document(id="x", text=text)))

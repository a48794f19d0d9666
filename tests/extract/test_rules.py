"""Every named rule has an example, and every example is decided by the rule it is for."""

import tomllib
from pathlib import Path

import pytest

from extract.explain import Explainer
from extract.explain.meanings import meanings
from extract.facts.scope import RULES
from extract.language import build_pipeline
from extract.records import Document

CASES = tomllib.loads((Path(__file__).parent / "rules_cases.toml").read_text(encoding="utf-8"))
ALL = [(group, case) for group, cases in CASES.items() for case in cases]
SLOTS = ("model", "locality", "event", "date")


@pytest.fixture(scope="module")
def read():
    nlp = build_pipeline()

    def read(case):
        doc = nlp.make_doc(case["text"])
        doc._.document = Document(
            id="case",
            text=case["text"],
            title=case.get("title", ""),
            province=case.get("province"),
            published=case.get("published"),
        )
        return nlp(doc)._

    return read


def decided(group, case, found):
    """What stands beside which rule: counts, names or facts."""
    if group == "scope":
        return {(case["text"][d.start : d.end], d.rule) for d in found.scope_decisions if not d.overruled}
    if group == "models":
        return {(mention.name, mention.rule) for mention in found.model_mentions}
    return {
        (f"{fact.value:.0f} {fact.unit}" if fact.value is not None else fact.model, link.rule)
        for fact in found.facts
        for link in fact.links
        if link.slot == group
    }


@pytest.mark.parametrize(("group", "case"), ALL, ids=[f"{group}: {case['rule']}" for group, case in ALL])
def test_the_rule_decides_its_example(read, group, case):
    about = case.get("count") or case.get("name") or case["fact"]
    assert (about, case["rule"]) in decided(group, case, read(case))


def test_every_rule_of_scope_has_a_meaning_and_an_example():
    rules = {rule.name for rule in RULES} | {"none", "repeated_sentence", "told_before"}
    assert rules == set(meanings("scope")) == {case["rule"] for case in CASES["scope"]}


@pytest.mark.parametrize("group", ["models", *SLOTS])
def test_every_rule_with_a_meaning_has_an_example(group):
    shown = {case["rule"] for case in CASES[group]}
    of_facts = {"anaphor"} if group == "models" else set()  # found by the linker, not among the mentions
    assert set(meanings(group)) - of_facts <= shown


def test_an_explanation_names_the_rules_of_its_counts_that_are_no_facts():
    case = next(case for case in CASES["scope"] if case["rule"] == "gift")
    explanation = Explainer().explain(Document(id="case", text=case["text"]))
    assert [left.rule for left in explanation.left_out] == ["gift"]

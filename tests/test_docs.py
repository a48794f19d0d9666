"""The documentation says what the program does, and says all of it."""

from __future__ import annotations

import re
import runpy
import tomllib
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest

from crawler.layout import load_layouts
from crawler.registry import load_registry
from db.connection import open_database
from nightly.config import Config, CrawlConfig, NotifyConfig
from pipeline import cli

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


def test_the_command_reference_is_what_the_commands_say():
    reference = runpy.run_path(str(DOCS / "cli_reference.py"))["reference"]()
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == reference, "run `make docs`"


def test_the_grammar_is_what_lexicon_rules_and_examples_say():
    reference = runpy.run_path(str(DOCS / "grammar_reference.py"))
    assert (DOCS / "grammar.md").read_text(encoding="utf-8") == reference["page"](), "run `make docs`"
    assert set(reference["FILES"]) == {path.stem for path in (ROOT / "extract" / "lexicon").glob("*.toml")}


def test_every_setting_is_documented():
    text = (DOCS / "cli_intro.md").read_text(encoding="utf-8")
    keys = {f.name for f in fields(Config)} - {"crawl", "notify"}
    keys |= {f"crawl.{f.name}" for f in fields(CrawlConfig)} | {
        f"notify.{f.name}" for f in fields(NotifyConfig)
    }
    assert {key for key in keys if f"| `{key}` |" not in text} == set()


def test_the_readme_names_every_command():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in cli.commands if f"mohinh {name}" not in text} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_anchors_lead_to_a_heading(page):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#\s:]*)#([^)\s]+)\)", text):
        other = (page.parent / target if target else page).read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+)$", other, flags=re.MULTILINE)
        slugs = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert anchor in slugs


def test_the_query_of_the_readme_runs(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (sql,) = re.findall(r'mohinh\.db "\s*(SELECT .*?)"', text, flags=re.DOTALL)
    with closing(open_database(tmp_path / "x.db")) as db:
        assert db.execute(sql).fetchall() == []


def test_the_python_of_the_readme_finds_the_fact(capsys):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # our own text
    assert "12.0 mô hình Tiếng kẻng an ninh xã Hiệp Hòa" in capsys.readouterr().out


def test_the_entry_of_the_readme_is_a_valid_one(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (entry,) = [
        block for block in re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL) if "[[source]]" in block
    ]
    path = tmp_path / "sources.toml"
    path.write_text(entry, encoding="utf-8")
    (source,) = load_registry(path).sources
    assert source.layout in load_layouts()


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_units_in_deploy_call_a_command_that_exists():
    for name in ("mohinh.service", "mohinh.cron"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        called = re.findall(r"/mohinh (\w+)$", text, flags=re.MULTILINE)
        assert called
        assert set(called) <= set(cli.commands)

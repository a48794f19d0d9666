"""The interface in two languages: no key in one only, no word in a template, no page with words of the other language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from db.connection import open_database
from db.site import language
from db.site.configuration import load_configuration
from db.site.language import load_catalogue
from db.site.queries import find_query

SITE = Path(language.__file__).parent
TEMPLATES = sorted((SITE / "templates").glob("*.html"))

NAMES = {
    "mohinh", "Datasette", "SQL", "HTTP", "json", "English", "Tiếng", "Việt",
    "tieng", "keng", "camera", "an", "ninh", "quang",  # examples of what may be typed
}  # fmt: skip
"""Words a template may hold: they are the same in every language."""


class Words(HTMLParser):
    """The words of a page that a reader sees or hears, but for what stands in code, styles, and texts marked as English."""

    silent = frozenset({"code", "pre", "style", "script", "textarea"})
    spoken = frozenset({"title", "placeholder", "aria-label", "alt"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [given[name] or "" for name in self.spoken & set(given)]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.found.append(given.get("value") or "")
        if tag not in {"input", "link", "meta", "br", "img", "rect", "line", "circle"}:
            self._open.append((tag, tag in self.silent or given.get("lang") == "vi"))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not any(silent for _, silent in self._open):
            self.found.append(data)


def words_of(page: str) -> str:
    parser = Words()
    parser.feed(page)
    return re.sub(r"\s+", " ", " ¦ ".join(parser.found))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_holds_no_word_that_is_not_in_the_catalogue(template):
    text = re.sub(r"{% block body_class %}.*?{% endblock %}", "", template.read_text(encoding="utf-8"))
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.DOTALL)
    assert set(re.findall(r"[^\W\d_]{2,}", words_of(text))) <= NAMES


def test_a_text_that_lacks_a_language_is_named(tmp_path, monkeypatch):
    for wrong in (
        'key = ["only English"]',
        'key = ["English", ""]',
        'key = "English"',
        '[group]\nkey = ["a", "b", "c"]',
    ):
        texts: dict[str, tuple[str, str]] = {}
        with pytest.raises(language.ServeError, match=r"a\.toml: (group\.)?key needs two texts"):
            language._collect("a.toml", "", language.tomllib.loads(wrong), texts)


def test_both_languages_fill_in_the_same_values():
    for key, (english, vietnamese) in load_catalogue().items():
        assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", vietnamese)), key


def test_every_text_that_the_site_asks_for_is_there_and_every_text_is_asked_for():
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in SITE.rglob("*") if path.suffix in {".py", ".html"}
    )
    asked = set(re.findall(r"\b(?:t|translate)\(\s*[\"']([\w.]*[a-z])[\"']", code))
    chosen = set(re.findall(r"[\"']([\w.]+)[\"'] if \w+(?: \S+ \S+)? else", code))
    catalogue = set(load_catalogue())
    assert asked <= catalogue
    ours = {key for key in catalogue if "." not in key}  # those in tables are put together from a name
    told = set(re.findall(r"[\"']([\w.]+)[\"']", code))
    assert ours <= asked | chosen | told


PAGES = (
    "/", "/?map=old", "/search?q=tieng+keng", "/search?q=tieng+kegn", "/search?q=zzz", "/model/tieng-keng-binh-yen",
    "/place/tinh-quang-ninh", "/place/tinh-quang-ninh/thi-xa-quang-yen/xa-hiep-hoa", "/source/ca-quangninh", "/article/1",
    "/tables", "/mohinh?_show_hidden=1", "/mohinh/facts_effective", "/mohinh/facts_effective?year=2023", "/mohinh/articles",
    "/mohinh/sources?kind=police", "/mohinh/facts?event=operating&_sort=confidence", "/mohinh/articles/1", "/mohinh/sources/bao-phutho",
    "/mohinh?sql=select+1+as+one", "/mohinh?sql=select+nonsense", "/mohinh?sql=select+:name", "/mohinh/nothing", "/model/nothing",
    "/fact/00000000000000000000", "/mohinh/provinces_compared", "/mohinh/launches_by_year", "/mohinh/doubtful_facts", "/mohinh/silent_sources",
    "/mohinh/totals_of_a_province?province=vinh", "/mohinh/largest_counts?unit=nothing", "/mohinh/flags", "/mohinh/facts_once", "/mohinh/runs/1",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("shown", "other"), [("vi", 0), ("en", 1)])
def test_no_page_has_a_text_of_the_other_language(get, page, shown, other):
    answer = get(page, headers={"accept-language": shown}, follow_redirects=True)
    words = words_of(re.sub(r'<details class="cite">.*?</details>', " ", answer.text, flags=re.DOTALL))
    assert f'<html lang="{shown}">' in answer.text
    # What articles say is Vietnamese on every page: of the interface's only what is too long to stand in a sentence.
    shortest = 2 if other == 0 else 4
    strange = [
        texts[other]
        for texts in load_catalogue().values()
        if len(texts[other].split()) >= shortest
        and "{" not in texts[other]
        and texts[other] not in texts[1 - other]
        and re.search(rf"\b{re.escape(texts[other])}", words)
    ]
    assert strange == []


@pytest.mark.parametrize("page", PAGES)
def test_no_page_carries_a_script_or_a_handler_of_its_own(get, page):
    text = get(page, follow_redirects=True).text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_every_column_of_every_table_has_a_heading(tmp_path):
    db = open_database(tmp_path / "mohinh.db")
    for name in load_configuration().tables:
        for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", (name,)).fetchall():
            keys = {f"plain.{column}", f"column.{column}.heading"}
            assert keys & set(load_catalogue()), (
                f"db/site/texts/columns.toml: [plain] lacks {column} (of {name})"
            )
    db.close()


def test_what_tables_are_called_follows_the_language(get):
    for name in load_configuration().tables:
        english, vietnamese = load_catalogue()[f"table.{name}.title"]
        if find_query(name) is None and name not in {"hold", "name_model", "name_place"}:
            assert english in get(f"/mohinh/{name}", headers={"accept-language": "en"}).text
            assert vietnamese in get(f"/mohinh/{name}", headers={"accept-language": "vi"}).text


def test_a_citation_taken_as_a_file_is_in_the_language_of_the_reader(get):
    taken = get("/mohinh/provinces_compared.bib", headers={"accept-language": "vi"}).text
    assert "So sánh các tỉnh" in taken
    assert "truy cập" in taken

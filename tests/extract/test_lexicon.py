import re

import pytest

from extract.errors import ExtractError, LexiconError
from extract.lexicon import DIRECTORY, Lexicon, alternatives


def lexicon(tmp_path, text):
    path = tmp_path / "sample.toml"
    path.write_text(text, encoding="utf-8")
    return Lexicon(path)


def test_entries_are_read_by_dotted_keys(tmp_path):
    sample = lexicon(
        tmp_path,
        '[a]\nwords = ["xã", "phường"]\n[a.numbers]\n"hai" = 2\n[a.strings]\n"ANTT" = "an ninh trật tự"\n',
    )
    assert sample.words("a.words") == ("xã", "phường")
    assert sample.numbers("a.numbers") == {"hai": 2.0}
    assert sample.strings("a.strings") == {"ANTT": "an ninh trật tự"}
    assert sample.keys("a") == ("words", "numbers", "strings")


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("", lambda s: s.words("units"), "sample.toml: entry “units”: missing"),
        ("units = []", lambda s: s.words("units"), "entry “units”: expected a list of words, not empty"),
        ('units = ["xã", "xã"]', lambda s: s.words("units"), "entry “units”: “xã” stands there twice"),
        ('units = ["xa\u0303"]', lambda s: s.words("units"), "is not in NFC"),
        ("units = [3]", lambda s: s.words("units"), "entry “units”: 3 is not a word"),
        ('units = [" xã"]', lambda s: s.words("units"), "is not a word"),
        ('[n]\nhai = "2"', lambda s: s.numbers("n"), "entry “n.hai”: expected a number, not '2'"),
        ("[n]\nhai = 2", lambda s: s.strings("n"), "entry “n.hai”: 2 is not a word"),
        ("n = 3", lambda s: s.numbers("n"), "entry “n”: expected a table, not empty"),
    ],
)
def test_a_wrong_entry_is_named_with_its_file(tmp_path, text, read, message):
    with pytest.raises(LexiconError) as error:
        read(lexicon(tmp_path, text))
    assert message in str(error.value)
    assert str(error.value).startswith("sample.toml: ")
    assert isinstance(error.value, ExtractError)


def test_a_file_that_is_missing_or_no_toml_is_named(tmp_path):
    with pytest.raises(LexiconError, match=r"nowhere\.toml: no such lexicon file"):
        Lexicon(tmp_path / "nowhere.toml")
    with pytest.raises(LexiconError, match=r"sample\.toml: .*line 1"):
        lexicon(tmp_path, "a b")


@pytest.mark.parametrize("path", sorted(DIRECTORY.glob("*.toml")), ids=lambda path: path.name)
def test_every_bundled_file_is_toml(path):
    assert Lexicon(path).keys()


def test_alternatives_put_the_longest_first():
    assert alternatives(["tổ", "tổ tự quản"]) == "tổ[ ]+tự[ ]+quản|tổ"


def without_comment(path):
    """The entries of a lexicon file that no comment tells of: above a list; above a table of words, or right below its heading."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found, depth, table, described = [], 0, "", False
    for number, line in enumerate(lines):
        above = number > 0 and lines[number - 1].startswith("#")
        heading = re.fullmatch(r"\[(.+)\]", line) if depth == 0 else None
        entry = re.match(r'([\w"][^=]*?) = (.)', line) if depth == 0 else None
        if heading:
            table, described = heading[1], above or lines[number + 1].startswith("#")
        elif entry and not above and not (described and (entry[2] != "[" or entry[1].startswith('"'))):
            found.append(f"{table}.{entry[1]}".lstrip("."))
        if not heading and not line.startswith("#"):
            marks = re.sub(r'"[^"]*"', "", line)
            depth += marks.count("[") - marks.count("]")
    return found


@pytest.mark.parametrize("path", sorted(DIRECTORY.glob("*.toml")), ids=lambda path: path.name)
def test_a_comment_tells_what_each_group_does(path):
    assert without_comment(path) == []

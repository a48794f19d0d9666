"""The table in docs/architecture.md, held: who may import whom, and how long a file may get."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("pipeline", "nightly", "crawler", "extract", "db", "review", "demo")
MAY_IMPORT = {
    "pipeline": {"nightly", "crawler", "extract", "db", "review", "demo"},
    "nightly": {"crawler", "extract", "db", "review", "demo"},
    "crawler": {"db"},
    "review": {"db"},
    "extract": set(),
    "db": set(),
    "demo": set(),
}
LONGEST_FILE = 400


def python_files(part: str) -> list[Path]:
    if part == "pipeline":
        return [ROOT / "pipeline.py"]
    return sorted((ROOT / part).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    """Top-level names of every import in the file, those inside functions and type-checking blocks too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import on line {node.lineno}; name the package"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("part", OURS)
def test_each_part_imports_only_what_the_architecture_allows(part):
    files = python_files(part)
    assert files, f"{part} has no Python files"
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported_packages(path) & set(OURS) - {part} - MAY_IMPORT[part]
    }
    assert not wrong


def test_extract_touches_neither_network_nor_database_nor_clock():
    forbidden = {
        "socket",
        "urllib",
        "http",
        "requests",
        "sqlite3",
        "sqlite_utils",
        "time",
        "subprocess",
        "random",
    }
    # The builder of the gazetteer is a development tool; it writes the data file that the package reads.
    files = [path for path in python_files("extract") if path.stem not in {"build", "__main__"}]
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in files
        for name in imported_packages(path) & forbidden
    }
    assert not wrong


def test_no_file_is_longer_than_it_can_be_read():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for part in (*OURS, "tests", "bench")
        for path in python_files(part)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not too_long


@pytest.mark.parametrize("part", [part for part in OURS if part != "pipeline"])
def test_each_package_says_what_lives_in_it(part):
    docstring = ast.get_docstring(ast.parse((ROOT / part / "__init__.py").read_text(encoding="utf-8")))
    assert docstring
    assert len(docstring) > 40


@pytest.mark.parametrize("part", OURS)
def test_the_documentation_names_each_part(part):
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"`{part}/`" in text or f"`{part}.py`" in text

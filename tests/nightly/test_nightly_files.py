"""Files appear complete or not at all."""

from __future__ import annotations

import pytest

from nightly.errors import NightlyError
from nightly.files import binary_input, binary_output


def test_a_file_appears_when_it_is_complete(tmp_path):
    path = tmp_path / "out.jsonl"
    with binary_output(str(path)) as out:
        out.write(b"one\n")
        assert not path.exists()
    assert path.read_bytes() == b"one\n"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_an_error_leaves_the_older_file_as_it_was(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"old\n")
    with pytest.raises(KeyboardInterrupt), binary_output(str(path)) as out:  # noqa: PT012
        out.write(b"new")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_result_is_a_file_that_others_can_read(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    with binary_output(str(tmp_path / "out")) as out:
        out.write(b"x")
    assert (tmp_path / "out").stat().st_mode == plain.stat().st_mode


def test_a_full_device_is_named():
    with pytest.raises(NightlyError, match="/dev/full: no space left"), binary_output("/dev/full") as out:
        out.write(b"x" * 100_000)


def test_a_missing_folder_is_named(tmp_path):
    with (
        pytest.raises(NightlyError, match=r"nowhere/out: No such file"),
        binary_output(str(tmp_path / "nowhere" / "out")),
    ):
        pass


def test_a_missing_input_is_named(tmp_path):
    with (
        pytest.raises(NightlyError, match=r"none\.jsonl: No such file"),
        binary_input(str(tmp_path / "none.jsonl")),
    ):
        pass

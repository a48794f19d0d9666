from __future__ import annotations

import pytest

from db.connection import open_database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "mohinh.db"


@pytest.fixture
def db(path):
    database = open_database(path)
    yield database
    database.close()

from __future__ import annotations

import pytest

from tests.review.review_samples import make


@pytest.fixture
def db(tmp_path):
    database = make(tmp_path / "mohinh.db")
    yield database
    database.close()

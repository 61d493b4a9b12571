"""The evidence of the toll bridge, made once."""

from __future__ import annotations

import pytest

from sourcebook.questions.recipe import Evidence
from tests.questions import toll


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return toll.evidence(tmp_path_factory.mktemp("toll"))

"""The evidence of the toll bridge, made once."""

from __future__ import annotations

import pytest

from sourcebook.questions.recipe import EvidenceBase
from tests.questions import toll


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> EvidenceBase:
    return toll.evidence(tmp_path_factory.mktemp("toll"))

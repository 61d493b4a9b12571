"""A proposal: a record that the words of one or more articles support, with why, and how sure it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sourcebook.drafting.reading import DraftPassage
from sourcebook.quotes.normalise import tokens

KINDS = ("speech", "passage", "actor", "place", "event", "figure", "implication")
_OF_VALUE = ("name", "kind", "date", "time", "about", "holder", "speaker", "span", "unit", "via")
"""The fields that make two proposals of the same words differ; the rest may be put into other words."""


@dataclass(frozen=True)
class DraftProposal:
    """A record of some kind as it would be written, and the passages that it stands on.

    People, bodies and places stand in it by the name that the article prints, until it is accepted.
    """

    kind: str
    passages: tuple[DraftPassage, ...]
    record: Mapping[str, Any]
    why: str
    confidence: float

    @property
    def id(self) -> str:
        """The same for the same words and values, on every machine and in every run."""
        if self.kind in ("actor", "place"):
            said: list[Any] = [self.record["name"]]
        else:
            said = [[p.source, " ".join(tokens(p.exact))] for p in self.passages]
            reports = self.record.get("reports", [self.record])
            said += [[report.get(name) for name in (*_OF_VALUE, "low", "best", "high")] for report in reports]
            said += [self.record["unit"]] if self.record.get("unit") else []
        digest = hashlib.sha256(json.dumps([self.kind, said], ensure_ascii=False).encode()).hexdigest()
        return f"{self.kind}-{digest[:10]}"

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.source for p in self.passages))

    @property
    def value(self) -> str:
        """What it says beside its words, for a table."""
        record = self.record
        if self.kind in ("actor", "place"):
            return f"{record['name']} ({record['kind']})"
        if self.kind == "event":
            report = record["reports"][0]
            return " ".join(filter(None, (report.get("date") or f"undated, {record['date']}", report.get("time"))))
        if self.kind == "figure":
            return "; ".join(
                dict.fromkeys(f"{_number(report)} {record['unit']}".strip() for report in record["reports"])
            )
        if self.kind == "implication":
            return f"{record['stance']} for {record['about']}"
        return f"said by {record['speaker']}" + (f", told by {record['via']}" if record.get("via") else "")

    def as_json(self) -> dict[str, Any]:
        """The proposal as a JSON object; the manual lists its keys."""
        return {
            "id": self.id,
            "kind": self.kind,
            "source": self.sources[0] if len(self.sources) == 1 else list(self.sources),
            "passages": [passage.as_json() for passage in self.passages],
            "record": dict(self.record),
            "why": self.why,
            "confidence": round(self.confidence, 2),
        }


def _number(report: Mapping[str, Any]) -> str:
    low, best, high = (report.get(name) for name in ("low", "best", "high"))
    if best is not None:
        return f"{best:,.10g}"
    if low is not None and high is not None:
        return f"{low:,.10g} to {high:,.10g}"
    return f"{low:,.10g} or more" if low is not None else f"{high:,.10g} at most"


def filled(**fields: Any) -> dict[str, Any]:
    """The fields of a record that say something; `_` of a name is written as a hyphen."""
    return {name.replace("_", "-"): value for name, value in fields.items() if value not in ("", None, [], ())}

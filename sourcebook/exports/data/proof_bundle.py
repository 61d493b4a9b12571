"""Proof bundles: quotations with their proofs, embedded in a page or a PDF.

Here: making a bundle from the seals, and proving one without book, record or article. Not here: where a bundle is put
(the page's or the document's maker does that) and how it is fetched out again (`commands/verify.py`).

    {"version": 2,
     "sources": {key: {"title", "seal": its version, "root", "tokens", "words"}},
     "quotations": [{"passage": "key/id", "exact": the words as shown, "opening": as in the seal,
                     "said": {"speaker", "via", "printed"}}]}

`said` is the record's statement, which no seal proves: who speaks, who told the author, and the attribution as it is
printed beside the words. A paper, which prints it elsewhere, leaves it out. Version 1 has no `said` and no `seal`: its
seals are all of version 1.

What is shown may be less than the passage, with the editor's marks: it is proven from the passage's opening.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sourcebook.exports.lms import safe_html
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import UNNAMED
from sourcebook.quotes import normalise
from sourcebook.quotes import seals as quotes_seals
from sourcebook.quotes.match import ParsedQuotation, judge
from sourcebook.quotes.prover import TERM, Prover
from sourcebook.quotes.seals import BadSeal, Opening, Seal

VERSION = 2
READ = (1, 2)
"""The versions that `read` accepts."""
SCRIPT_CLASS = "sb-evidence"
"""The class of the `<script type="application/json">` that carries a page's bundle."""
ATTACHMENT = "evidence.json"
"""The name under which a PDF carries its bundle."""


@dataclass(frozen=True)
class Said:
    """Who speaks, as the record states it: the speaker, who told the author, and the attribution as it is printed."""

    speaker: str
    via: str
    printed: str

    @property
    def names(self) -> str:
        """The names that the attribution must contain, for a message."""
        return " and ".join(filter(None, (self.speaker, self.via)))

    def is_in(self, text: str) -> bool:
        """Whether a printed attribution names them. A bracket in a sentence does not: the sentence does."""
        names = [self.speaker, self.via]
        return all(" ".join(name.split()).casefold() in text.casefold() for name in names)


ATTRIBUTIONS = ("sb-attribution", "sb-reference", "sb-said")
"""The classes of the elements that attribute a quotation on a page."""
Shown = str | tuple[str, str] | tuple[str, str, Said]


@dataclass(frozen=True)
class ProofFinding:
    """What a bundle, or a seal, proves of one quotation.

    Proven, where there is no error among the problems: that the words stand in the text of this root, in this
    paragraph and zone, in quotation marks there or not. `cautions` are what the sealer merely states.
    """

    ref: str
    shown: str
    root: str = ""
    paragraph: int = 0
    zone: str = ""
    spoken: bool = False
    cautions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    title: str = ""
    said: Said | None = None
    opened: str = ""
    """The words of the whole opening, where it holds: what is shown may be less."""

    @property
    def ok(self) -> bool:
        return not any(p.is_error for p in self.problems)


def make(prover: Prover, shown: Iterable[Shown]) -> dict[str, Any]:
    """The bundle of the quotations on a page: references of passages, each with the words shown and their speaker.

    A passage that no seal opens is left out, since nothing can be proven of it; the build has its say about that.
    """
    items = dict.fromkeys(_item(prover, item) for item in shown)
    quotations, keys = [], set()
    for ref, words, said in items:
        key, _, name = ref.partition("/")
        opening = prover.seals[key].openings.get(name) if key in prover.seals else None
        if opening is not None:
            keys.add(key)
            row = {"passage": ref, "exact": words or opening.exact, "opening": quotes_seals.opening_to_json(opening)}
            if said is not None:
                row["said"] = asdict(said)
            quotations.append(row)
    sources = {key: _source(prover, key) for key in sorted(keys)}
    return {"version": VERSION, "sources": sources, "quotations": quotations}


def _item(prover: Prover, item: Shown) -> tuple[str, str, Said | None]:
    ref, words, said = (item, "", None) if isinstance(item, str) else (*item, None) if len(item) == 2 else item
    key, _, name = ref.partition("/")
    whole = next((p.exact for p in prover.sources[key].passages if p.id == name), "") if key in prover.sources else ""
    return ref, " ".join((words or whole).split()), said


def _source(prover: Prover, key: str) -> dict[str, Any]:
    seal = prover.seals[key]
    title = prover.sources[key].title
    return {"title": title, "seal": seal.version, "root": seal.root.hex(), "tokens": seal.tokens, "words": seal.words}


def to_text(bundle: Mapping[str, Any]) -> str:
    """A bundle as JSON that may stand inside a `script` element."""
    return safe_html.in_script(json.dumps(bundle, ensure_ascii=False, separators=(",", ":")))


# -- proving ----------------------------------------------------------------------------------------------------------


def read(data: Any) -> tuple[dict[str, str], list[ProofFinding]]:
    """The titles of a bundle's sources, and a finding for each quotation. BadSeal where it is no bundle."""
    if not isinstance(data, dict) or set(data) != {"version", "sources", "quotations"}:
        raise BadSeal("the evidence does not hold just version, sources, quotations")
    if type(data["version"]) is not int or data["version"] not in READ:
        raise BadSeal(f"the evidence is of version {data['version']!r}, and this program reads versions 1 and 2")
    if not isinstance(data["sources"], dict) or not isinstance(data["quotations"], list):
        raise BadSeal("the evidence's sources or quotations are not of the right form")
    seals, titles = {}, {}
    for key, source in data["sources"].items():
        titles[key], seals[key] = _sealed(key, source, data["version"])
    rows = data["quotations"]
    return titles, [replace(f, title=titles.get(f.ref.partition("/")[0], "")) for f in _findings(rows, seals)]


def _sealed(key: str, source: Any, version: int) -> tuple[str, Seal]:
    wanted = ["title", "root", "tokens", "words"] if version == 1 else ["title", "seal", "root", "tokens", "words"]
    if not isinstance(source, dict) or set(source) != set(wanted):
        raise BadSeal(f"the source {key!r} does not hold just {', '.join(wanted)}")
    head = {name: source[name] for name in ("root", "tokens", "words")}
    return str(source["title"]), quotes_seals.from_json({"version": source.get("seal", 1), **head, "openings": {}})


def _findings(rows: Iterable[Any], seals: Mapping[str, Seal]) -> Iterator[ProofFinding]:
    for row in rows:
        if not isinstance(row, dict) or set(row) - {"said"} != {"passage", "exact", "opening"}:
            raise BadSeal("a quotation does not hold just passage, exact, opening, said")
        said = _said(row.get("said"))
        ref, shown = row["passage"], row["exact"]
        if not isinstance(ref, str) or not isinstance(shown, str):
            raise BadSeal("a quotation's passage or words are not text")
        seal = seals.get(ref.partition("/")[0])
        if seal is None:
            message = "the evidence names no root for its source, so nothing is proven."
            yield ProofFinding(ref, shown, problems=(Problem(Kind.BAD_SEAL, message),))
        else:
            yield replace(_proven(ref, shown, seal, row["opening"]), said=said)


def _said(data: Any) -> Said | None:
    if data is None:
        return None
    if not isinstance(data, dict) or set(data) != {"speaker", "via", "printed"}:
        raise BadSeal("what is said of a quotation does not hold just speaker, via, printed")
    if not all(isinstance(value, str) for value in data.values()):
        raise BadSeal("what is said of a quotation is not text")
    return Said(**data)


def _proven(ref: str, shown: str, seal: Seal, data: Any) -> ProofFinding:
    try:
        opening = quotes_seals.opening_from_json(data, ref)
    except BadSeal as error:
        return ProofFinding(ref, shown, seal.root.hex(), problems=(Problem(Kind.BAD_SEAL, f"{error}."),))
    return prove(ref, shown, seal, opening)


def prove(ref: str, shown: str, seal: Seal, opening: Opening) -> ProofFinding:
    """What an opening proves of the words shown: the passage, or an abridgement of it under the editor's marks."""
    root, words = seal.root.hex(), quotes_seals.sealed_words(seal, opening.exact, opening)
    if not quotes_seals.holds(seal, words, opening):
        message = "the opening does not hold against the root: words, place or proof were altered."
        return ProofFinding(ref, shown, root, problems=(Problem(Kind.BAD_SEAL, message),))
    # Who owns a span of speech only the record knows, so nobody is named.
    verdict = judge(quotes_seals.standing_alone(seal, opening.exact, opening, "", {}), ParsedQuotation(shown))
    # These cautions say nothing here: of words that stand elsewhere in the article, of a term's sentence.
    mute = {Kind.BROUGHT_IN, *([Kind.CONTEXT] if normalise.count_words(verdict.words) < TERM else [])}
    problems = tuple(p for p in verdict.problems if p.kind not in mute)
    spoken = verdict.speaker == UNNAMED
    finding = ProofFinding(ref, shown, root, verdict.paragraph, verdict.zone, spoken, opening.cautions, problems)
    return replace(finding, opened=opening.exact)

"""`sourcebook verify`: prove the quotations of a received seal, page or PDF without its book and the articles.

Here: finding the evidence in a file, proving it, and reporting what is proven, what the sealer only states and what no
seal can prove. Not here: the proof itself (`quotes/seals.py`, `exports/data/proof_bundle.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.exports.data import proof_bundle
from sourcebook.exports.data.proof_bundle import ProofFinding
from sourcebook.exports.paper import pdf_evidence
from sourcebook.ingest.sandbox import run_sandboxed
from sourcebook.model.attribution import ACCORDING, CITING
from sourcebook.model.problems import Kind, Place, Problem, SourcebookError
from sourcebook.model.records import Source
from sourcebook.quotes import normalise, seals
from sourcebook.quotes.prover import Prover, State
from sourcebook.quotes.seals import BadSeal, Seal
from sourcebook.store import articles, files, validation, yaml_source
from sourcebook.store.book import LARGEST_RECORD, Book, load_book, read_file

LARGEST = 64 * 1024 * 1024
"""The largest file that is read, in bytes: a book as one PDF fits."""
LIMITS = """\
What a seal cannot prove: that the text of this root is what the publisher printed, that what it says is true, and who
owns the words in quotation marks (the book's record says that). Compare the root with one that you trust.\
"""

PAGE = """\
Compared with the proof: every quotation of four words or more in the page's text, the speaker, source and paragraph
beside it, and whether anything stands in the page that can show other words. Who speaks is the record's statement. Not
compared: the book's own sentences around the quotations, pictures, and scripts and styles that do not lie beside the
page.\
"""

OLDER = """
The evidence is of an earlier version, which does not state who speaks: only what the page says of it itself, twice,
was compared.\
"""


@dataclass(frozen=True)
class VerifyReport:
    """The result for one file: its sources' titles, a finding for each quotation, and the problems."""

    name: str
    titles: dict[str, str]
    findings: tuple[ProofFinding, ...]
    problems: tuple[Problem, ...] = ()
    note: str = ""
    attributions: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        failed = any(p.is_error for p in self.problems) or not all(f.ok for f in self.findings)
        return bool(self.findings) and not failed

    def roots(self) -> dict[str, str]:
        """The root of each source, by key in order."""
        return dict(sorted((f.ref.partition("/")[0], f.root) for f in self.findings if f.root))

    def lines(self) -> Iterator[str]:
        """The report, formatted for a terminal."""
        failed = sum(not f.ok for f in self.findings)
        yield f"{self.name}: {len(self.findings) - failed} of {len(self.findings)} quotations proven."
        for key, root in self.roots().items():
            yield f"  {key}, “{self.titles[key]}”, root {root}" if self.titles.get(key) else f"  {key}, root {root}"
        for finding in self.findings:
            yield ""
            yield from _lines(finding)
        for problem in self.problems:
            yield ""
            yield str(problem)
        yield ""
        yield from filter(None, (self.note, LIMITS))


def _lines(finding: ProofFinding) -> Iterator[str]:
    yield f"{finding.ref}: “{' '.join(finding.shown.split())}”"
    if finding.ok:
        speech = "inside quotation marks there" if finding.spoken else "not in quotation marks there, or only in part"
        yield f"  proven: these words, in this order, {finding.zone}, ¶{finding.paragraph}, {speech}."
        stated = f"calls for care ({', '.join(finding.cautions)})" if finding.cautions else "calls for no care"
        yield f"  stated by the sealer, not proven: what stands around the words {stated}; they stand there once."
    else:
        yield "  NOT PROVEN"
    for problem in finding.problems:
        yield f"  {problem}"


def verify(path: Path, root: Path | None = None) -> VerifyReport:
    """Verify a file. SourcebookError where it is not a seal, page or PDF with evidence.

    If `root` is a book's folder, the roots are also compared with those of its seals.
    """
    data = _bytes(path)
    report = read(path, data) if _is_json(data) else run_sandboxed(read, path.name, path, data)
    if root is None:
        return report
    return replace(report, problems=(*report.problems, *_other_roots(report, root), *_speakers(report, root)))


def _other_roots(report: VerifyReport, root: Path) -> Iterator[Problem]:
    """Problems for sources that the local book seals with another root: forged, or of another edition."""
    for key, root_in_file in report.roots().items():
        data, _ = articles.read_seal(articles.seal_file(root, key), root)
        root_of_book = data.get("root") if isinstance(data, dict) else None
        if root_of_book is not None and root_of_book != root_in_file:
            message = f"{key} is proven against the root {root_in_file}, and this book's seal has {root_of_book}: "
            message += "it is forged, or of another edition. Get the file from the edition that you trust."
            yield Problem(Kind.STALE_SEAL, message, Place(report.name))


def _speakers(report: VerifyReport, root: Path) -> Iterator[Problem]:
    """Problems for speakers that differ from the records of the local book."""
    if not any(f.said for f in report.findings) and not report.attributions:
        return
    book, _ = load_book(root)
    for finding in report.findings:
        stated = _stated(book, finding.ref)
        if stated and finding.said and _folded(finding.said.speaker, finding.said.via) != _folded(*stated):
            yield _other_speaker(report, finding.ref, f"{finding.said.speaker} {finding.said.via}".strip(), stated)
    for ref, printed in report.attributions:
        stated = _stated(book, ref)
        if stated and printed and not _names(book, printed, stated):
            yield _other_speaker(report, ref, printed, stated)


def _stated(book: Book, ref: str) -> tuple[str, str] | None:
    """The speaker of a passage and the informant, from the records; None where the book has no such passage."""
    passage = book.passages.get(ref)
    if passage is None:
        return None
    key = ref.partition("/")[0]
    informant = book.informant(key, passage)
    return book.speaker_name(key, passage.speaker), informant.name if informant else ""


_BRACKET = re.compile(rf"¶|\d|\W|\b(?:in|unnamed speaker|{CITING}|{ACCORDING}|re-translated)\b")
"""What stands in a bracket beside names."""


def _names(book: Book, printed: str, stated: tuple[str, str]) -> bool:
    """True if an attribution names the speaker. A bracket need not: its sentence does; but it names nobody else."""
    text = printed.casefold()
    if not text.startswith("("):
        return all(name.casefold() in text for name in stated)
    for name in sorted((*stated, *(source.short for source in book.sources.values())), key=len, reverse=True):
        text = text.replace(name.casefold(), "")
    return not _BRACKET.sub("", text)


def _folded(*names: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()).casefold() for name in names)


def _other_speaker(report: VerifyReport, ref: str, shown: str, stated: tuple[str, str]) -> Problem:
    record = " and ".join(filter(None, stated))
    message = f"{ref}: the file names “{shown}”, and the record of the book at hand names {record}. "
    message += "Get the file from the edition that you trust."
    return Problem(Kind.SHOWN_OTHERWISE, message, Place(report.name))


def _is_json(data: bytes) -> bool:
    return data[:100].lstrip()[:1] == b"{" and len(data) <= LARGEST_RECORD


def read(path: Path, data: bytes) -> VerifyReport:
    """Verify the evidence in a file, by its format."""
    forms = _pdf if data.startswith(b"%PDF-") else _json if _is_json(data) else _page
    try:
        return forms(path, data)
    except BadSeal as error:
        fault = Problem(Kind.BAD_SEAL, f"{error}.", Place(path.name))
        return VerifyReport(path.name, {}, (), (fault,))


def _bytes(path: Path) -> bytes:
    try:
        return files.read_bytes(path, LARGEST)
    except OSError as error:
        raise SourcebookError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SourcebookError(f"{path}: {error}") from None


def _decoded(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise BadSeal(f"the evidence is not JSON ({error})") from None


# -- a seal -----------------------------------------------------------------------------------------------------------


def _json(path: Path, data: bytes) -> VerifyReport:
    """Verify a seal file, or an evidence bundle in its own file."""
    decoded = _decoded(data)
    if isinstance(decoded, dict) and "quotations" in decoded:
        titles, findings = proof_bundle.read(decoded)
        return VerifyReport(path.name, titles, tuple(findings))
    sealed = seals.from_json(decoded)
    key = path.name.removesuffix(".seal.json")
    findings = [proof_bundle.prove(f"{key}/{name}", o.exact, sealed, o) for name, o in sealed.openings.items()]
    beside = path.with_name(f"{key}.yml")
    if not beside.is_file():
        note = "There is no record beside the seal: what is proven are the words that the seal itself contains."
        return VerifyReport(path.name, {}, tuple(findings), note=note)
    return _with_record(path, beside, sealed, findings)


def _with_record(path: Path, beside: Path, sealed: Seal, findings: list[ProofFinding]) -> VerifyReport:
    """Compare a seal with the record beside it: the same passages, words and speakers."""
    key = beside.stem
    text, problems = read_file(beside, beside.parent)
    source, faults = validation.to_record(Source, yaml_source.parse(text or ""), beside.name)
    if source is None:
        return VerifyReport(path.name, {}, tuple(findings), (*problems, *faults))
    for proof in Prover({key: source}, {}, {key: sealed}).proofs():
        problems += [p.at(Place(beside.name, path=proof.ref)) for p in proof.problems if p.is_error]
        if proof.state is State.UNCHECKED:
            message = f"the seal does not open {proof.ref}; `sourcebook seal {key}` does, with the article at hand."
            problems.append(Problem(Kind.UNSEALED, message, Place(beside.name)))
    for name in sorted(set(sealed.openings) - {p.id for p in source.passages}):
        message = f"the seal opens {key}/{name}, which the record does not hold."
        problems.append(Problem(Kind.STALE_SEAL, message, Place(beside.name)))
    return VerifyReport(path.name, {key: source.title}, tuple(findings), tuple(problems))


# -- a page -----------------------------------------------------------------------------------------------------------


def _page(path: Path, data: bytes) -> VerifyReport:
    """Verify a page: its evidence, and that the evidence covers every quotation on the page."""
    from sourcebook.commands import verify_markup, verify_page
    from sourcebook.ingest.web import tree as web_tree

    try:
        text = files.decode(data)
    except ValueError:
        raise SourcebookError(f"{path.name} is no seal, no page of a book and no PDF.") from None
    tree = web_tree.parse(text, path.name)
    scripts = _of_class(tree, "script", proof_bundle.SCRIPT_CLASS)
    if not scripts:
        raise SourcebookError(f"{path.name} carries no evidence: it quotes nothing, or is no page of such a book.")
    titles: dict[str, str] = {}
    findings: list[ProofFinding] = []
    for script in scripts:
        more, proven = proof_bundle.read(_decoded((script.text or "").encode()))
        titles |= more
        findings += proven
    problems = [
        *verify_markup.problems(text, tree, path),
        *verify_page.check(tree, findings, titles.values(), path.name),
    ]
    whole = verify_page.whole_quotations(tree)
    attributions = [(f.ref, p) for _, words, p in whole for f in findings if normalise.tokens(f.shown) == words]
    older = "" if all(f.said for f in findings) else OLDER
    return VerifyReport(path.name, titles, tuple(findings), tuple(problems), PAGE + older, tuple(attributions))


def _of_class(tree: Any, tag: str, name: str) -> list[Any]:
    """The outermost elements of a tag and a class."""
    own = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return list(tree.xpath(f"//{tag}[{own}][not(ancestor::*[{own}])]"))


# -- a PDF ------------------------------------------------------------------------------------------------------------


def _pdf(path: Path, data: bytes) -> VerifyReport:
    """Verify a PDF: the evidence embedded in it or attached to it."""
    from sourcebook.commands import verify_pdf

    inside = pdf_evidence.get(data)
    attached = [inside] if inside else []
    if not attached:
        with verify_pdf.opened(data, path.name) as reader:
            attached = reader.attachments.get(proof_bundle.ATTACHMENT, [])
    if not attached:
        raise SourcebookError(
            f"{path.name} carries no evidence, neither inside nor attached ({proof_bundle.ATTACHMENT})."
        )
    titles, findings = proof_bundle.read(_decoded(attached[0]))
    problems = tuple(verify_pdf.check(data, path.name, findings, titles.values()))
    return VerifyReport(path.name, titles, tuple(findings), problems, verify_pdf.NOTE)

"""What an essay says of a quotation: from which source, which paragraph, and whose words they are.

References are read as students write them, in English, German, French and Russian: `(Merkel ¶17)`, `(Merkel 2022: 17)`,
`laut Merkel`, `as Tokayev said in Sajjanhar`, a footnote. Where a sentence leaves open who speaks, nothing is claimed.
Not here: whether a claim is right (`judge.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sourcebook.essays.essay_names import ANY, PRONOUN, STRANGER, EssayNames, Identity, NamedSpan
from sourcebook.essays.essay_quotations import EssayQuotation
from sourcebook.essays.readers import EssayParagraph
from sourcebook.essays.signal_phrases import (
    ABBREVIATED,
    ABOUT,
    ASIDE,
    BARE,
    BRACKETS,
    BY,
    CAVEAT,
    COMMON,
    ENDS,
    EXACTLY,
    NARRATED,
    NO_STRANGER,
    OBJECT,
    ORDINAL,
    ORDINALS,
    PARAGRAPH,
    PASSED_ON,
    POSSESSIVE,
    PRONOUN_SUBJECT,
    RELATIVE,
    SAME,
    SPEECH_NOUN,
    TERM,
    THROUGH,
    TITLES,
    UNKNOWN_NAME,
    VERB,
    WRITER_OF,
    ZUFOLGE,
)
from sourcebook.quotes.languages import language_of
from sourcebook.quotes.normalise import tokens

Cited = tuple[int, int]
"""A range of cited paragraphs. Readings have no pages: `p. 17` is the paragraph too."""


@dataclass(frozen=True)
class Claim:
    """What an essay says of one quotation. `sources`: those that it cites; `paragraphs`: ranges of their paragraphs.

    `speakers`: who is said to speak, each a set of whom the name may mean; none where nobody is. `around`: the sentence
    without its quotations; `named`: everybody whom it names. `through`: it is read in another source; `term`: the words
    are called so, not quoted; `common`: they are a proverb, or the question of the assignment; `passed_on`: they are
    somebody's whom the sentence need not name; `language`: that of the essay.
    """

    sources: frozenset[str] = frozenset()
    paragraphs: tuple[Cited, ...] = ()
    speakers: tuple[Identity, ...] = ()
    around: str = ""
    named: Identity = frozenset()
    through: bool = False
    caveat: bool = False
    term: bool = False
    common: bool = False
    passed_on: bool = False
    language: str = "en"


@dataclass(frozen=True)
class _Sentence:
    """The sentence around a quotation: its text before it and behind it, up to the next one (`followed`), and all."""

    lead: str
    after: str
    whole: str
    notes: str = ""
    beside: str = ""
    followed: bool = False


# -- sentences ---------------------------------------------------------------------------------------------------------


_WIDEST = 800
"""Characters before and behind a quotation up to which a sentence is read."""


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text of the same length with its quotations blanked out; what ends one that ends a sentence stays."""
    for start, end in spans:
        inner = text[start:end]
        stop = re.search(r"[.!?…]+[\"'”’»“]?$", inner)
        blank = "\x01" * (end - start)
        if stop and len(stop[0]) < end - start:
            blank = blank[: stop.start()] + "." + "\x01" * (end - start - stop.start() - 1)
        text = text[:start] + blank + text[end:]
    return text


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence of a masked text around [start, end); a bracket right behind it belongs to it."""
    low, high = 0, len(text)
    for match in ENDS.finditer(text):
        if ABBREVIATED.search(text[max(0, match.start() - 12) : match.start() + 1]):
            continue
        if match.end() <= start:
            low = match.end()
        elif match.start() >= end - 2:
            behind = re.match(r"\s*[(\[][^()\[\]]*[)\]]\.?", text[match.end() :])
            high = match.end() + (behind.end() if behind else 0)
            break
    return low, high


def sentence(
    paragraphs: Sequence[EssayParagraph], quotations: Sequence[Sequence[EssayQuotation]], quotation: EssayQuotation
) -> _Sentence:
    """The sentence around a quotation; for a block quotation, the one that leads to it."""
    paragraph = paragraphs[quotation.paragraph]
    text, here = paragraph.text, quotations[quotation.paragraph]
    notes = " ".join(words for at, words in paragraph.notes if at >= quotation.end - 1)
    if quotation.block:
        lead = _last_sentence(paragraphs, quotations, quotation.paragraph)
        lead = "" if re.search(r"[.!?…][)\]]?\s*$", lead) else lead  # a finished sentence introduces nothing
        after = text[quotation.end :]
        return _Sentence(lead, after, f"{lead} {after}", notes)
    plain = masked(text, ((q.start, q.end) for q in here))
    low, high = bounds(plain, quotation.start, quotation.end)
    following = min((q.start for q in here if q.start >= quotation.end and q.counts), default=high)
    stop = min(high, following)
    notes = " ".join(words for at, words in paragraph.notes if quotation.end - 1 <= at <= stop + 1)
    beside = "" if low or quotation.paragraph == 0 else _last_sentence(paragraphs, quotations, quotation.paragraph)
    if low:
        beside = plain[bounds(plain, max(0, low - 2), low)[0] : low]
    part = _without_brackets(plain[low : quotation.start]).rfind(";")
    if "\x01" in plain[low : low + part + 1]:  # “X says “…”; Y's words are “…””: each part speaks for itself
        low += part + 1
    low, high = max(low, quotation.start - _WIDEST), min(high, quotation.end + _WIDEST)
    lead, after = plain[low : quotation.start], plain[quotation.end : min(stop, high)]
    return _Sentence(lead, after, plain[low:high], notes, beside, following < high)


def _last_sentence(
    paragraphs: Sequence[EssayParagraph], quotations: Sequence[Sequence[EssayQuotation]], index: int
) -> str:
    """The last sentence of the paragraph before; before a run of block quotations, of the one before them all."""
    at = index - 1
    while at >= 0 and (paragraphs[at].block or paragraphs[at].note):
        at -= 1
    if at < 0 or paragraphs[at].heading:
        return ""
    text = masked(paragraphs[at].text, ((q.start, q.end) for q in quotations[at]))
    return text[bounds(text, len(text) - 1, len(text) - 1)[0] :][-_WIDEST:]


# -- references --------------------------------------------------------------------------------------------------------


def numbers(text: str) -> tuple[Cited, ...]:
    """The paragraphs that a text names, as ranges."""
    out: list[Cited] = []
    for match in PARAGRAPH.finditer(text):
        out += _ranges(match["numbers"])
    for match in ORDINAL.finditer(text):
        number = int(match["digits"]) if match["digits"] else ORDINALS.index(match["word"].lower()) + 1
        out.append((number, number))
    return tuple(out)


def _ranges(text: str) -> Iterator[Cited]:
    for low, high in re.findall(r"(\d+)(?:\s*[-–—]\s*(\d+))?", text):
        first, last = int(low), int(high or low)
        if last < first:  # 121-3: the digits that change
            last = int(low[: len(low) - len(high)] + high)
        yield first, max(first, last)


def _sources(means: Identity) -> set[str]:
    return {who.partition(":")[2] for who in means if who.startswith("source:")}


def _reference(names: EssayNames, text: str) -> tuple[set[str], tuple[Cited, ...]]:
    """The sources and paragraphs of a reference: the text of brackets, of a note."""
    found = names.find(text)
    sources = {key for name in found for key in _sources(name.means)}
    paragraphs = numbers(text)
    if not sources:
        sources = {who.partition(":")[2] for who in names.initials(text)}
    if not paragraphs and found:
        bare = BARE.match(
            re.sub(r"^.*[:;]\s*(?=\S)", "", text[found[-1].end :]) if ";" in text else text[found[-1].end :]
        )
        paragraphs = tuple(_ranges(bare["numbers"])) if bare else ()
    if not paragraphs and (sources or SAME.search(text)) and (bare := re.search(r"[,:]\s*(\d{1,3})\s*$", text)):
        paragraphs = tuple(_ranges(bare[1]))
    through = [name for name in found if THROUGH.search(text[: name.start])]
    if through:
        sources = {key for name in through for key in _sources(name.means)} or sources
    return sources, paragraphs


class ClaimReader:
    """Reads the claims of one essay. `ibid.` and a bare ¶ name no source: the words say where they are from."""

    def __init__(
        self, names: EssayNames, paragraphs: Sequence[EssayParagraph], quotations: Sequence[Sequence[EssayQuotation]]
    ) -> None:
        self.names, self.paragraphs, self.quotations = names, paragraphs, quotations
        own = (masked(p.text, ((q.start, q.end) for q in some)) for p, some in zip(paragraphs, quotations, strict=True))
        self.language = language_of(tokens(" ".join(own)))

    def claim(self, quotation: EssayQuotation) -> Claim:
        """What the essay says of a quotation."""
        words = sentence(self.paragraphs, self.quotations, quotation)
        sources, paragraphs, through = self._cited(words)
        speakers = tuple(dict.fromkeys(self._speakers(words)))
        if not sources and len(speakers) == 1:
            sources = _sources(speakers[0])
        if not sources and paragraphs:
            sources = {key for name in self.names.find(words.whole) for key in _sources(name.means)}
        first = quotation.paragraph - (quotation.block and quotation.paragraph > 0)
        here = " ".join(p.text for p in self.paragraphs[first : quotation.paragraph + 1])
        named = frozenset(
            chain.from_iterable(
                n.means
                for n in self.names.find(_without_brackets(f"{words.whole} {words.beside if quotation.block else ''}"))
            )
        )
        caveat = not EXACTLY.search(words.lead) and CAVEAT.search(f"{here} {words.lead} {words.notes}") is not None
        return Claim(
            frozenset(sources),
            paragraphs,
            speakers,
            words.whole,
            named,
            through,
            caveat,
            TERM.search(words.lead) is not None,
            COMMON.search(words.whole) is not None,
            PASSED_ON.search(words.lead) is not None,
            self.language,
        )

    def _cited(self, words: _Sentence) -> tuple[set[str], tuple[Cited, ...], bool]:
        """The sources and paragraphs that are cited for a quotation: behind it, in a note, before it."""
        for text in (
            *BRACKETS.findall(words.after)[:1],
            words.notes,
            _behind_dash(words.after),
            *BRACKETS.findall(words.lead)[-1:],
        ):
            sources, paragraphs = _reference(self.names, text)
            if sources or paragraphs:
                through = bool(re.search(r"qtd|quoted|cited|zit|cité|цит", text, re.IGNORECASE))
                if not sources:
                    sources, through = self._in_prose(words)
                return sources, paragraphs, through
        sources, through = self._in_prose(words)
        leads_on = words.followed and numbers(words.lead)  # “in ¶7 “…”, and in ¶15 that “…””
        beside = words.after if numbers(words.after) and not leads_on else words.lead
        return sources, numbers(beside), through

    def _in_prose(self, words: _Sentence) -> tuple[set[str], bool]:
        """The source in which the sentence says that it reads the words: `in Sajjanhar`, `quoted by Merkel`."""
        for text in (words.after, words.lead):
            for name in self.names.find(text):
                if _sources(name.means) and THROUGH.search(text[: name.start]):
                    return _sources(name.means), True
        if not BRACKETS.search(words.after):
            closing = BRACKETS.findall(words.whole)[-1:]
            for text in closing:
                return _reference(self.names, text)[0], False
        return set(), False

    # -- who is said to speak ------------------------------------------------------------------------------------------

    def _speakers(self, words: _Sentence) -> Iterator[Identity]:
        """Everybody who is said to speak the words, by the sentence before them, or else behind them."""
        lead = _without_brackets(words.lead)
        last = lead[lead.rfind("\x01") + 1 :]  # behind another quotation a name speaks for itself
        before = list(self._before(last if VERB.search(last) and self._everybody(last) else lead))
        after = _without_brackets(words.after)
        leads_on = words.followed and not re.search(r"[,.;:—–-]\s*$", after)  # it introduces the next quotation
        open_ = not before or before == [frozenset((ANY,))]
        yield from (list(self._behind(after)) if open_ and not leads_on else []) or before

    def _everybody(self, text: str) -> list[NamedSpan]:
        names = self.names.find(text)
        taken = [(n.start, n.end) for n in names]
        roles = [r for r in self.names.roles(text) if not any(a < r.end + 2 and r.start < b for a, b in taken)]
        return sorted([*names, *roles], key=lambda n: n.start)

    def _before(self, text: str) -> Iterator[Identity]:
        names = [
            n
            for n in self._everybody(text)
            if not (_sources(n.means) and THROUGH.search(text[: n.start]) and not BY.search(text[: n.start]))
        ]
        verbs = [
            verb
            for verb in VERB.finditer(text)
            if not NARRATED.match(text, verb.end())
            and not ("\x01" in text[verb.end() :] and RELATIVE.search(text[: verb.start()]))
        ]
        for name in names:
            if (
                BY.search(text[: name.start])
                or ZUFOLGE.match(text, name.end)
                or SPEECH_NOUN.match(text, name.end)
                or (
                    re.fullmatch(r"\s*(?:[,—–-]\s*[^,]{0,40},?)?\s*:\s*", text[name.end :])
                    and not ABOUT.search(text[: name.start])
                )
            ):
                yield name.means
        for verb in verbs:
            subjects = [
                n
                for n in names
                if n.end <= verb.start()
                and not ASIDE.fullmatch(text, n.end, verb.start())
                and not OBJECT.search(text[: n.start])
                and not (POSSESSIVE.match(text, n.end) and not WRITER_OF.match(text, n.end))
            ]
            yield from (n.means for n in subjects)
            if subjects and PRONOUN_SUBJECT.search(text[: verb.start()]):
                yield frozenset((PRONOUN,))
            inverted = [n for n in names if TITLES.fullmatch(text, verb.end(), n.start)] if not subjects else []
            if inverted:
                yield inverted[0].means
            elif not subjects:
                yield from _nameless(text[: verb.start()])
        if not verbs and not names and PRONOUN_SUBJECT.search(text):
            yield frozenset((ANY,))

    def _behind(self, text: str) -> Iterator[Identity]:
        """Who speaks by what follows: `, said Tokayev`, `, as Merkel puts it`, `so Merkel`."""
        text = re.sub(r"^[\s,.;:—–-]+", "", text)
        if re.match(r"(?:and|but|while|whereas|or|und|aber|während|et|mais|tandis|и|а|но)\b", text, re.IGNORECASE):
            return
        names = [n for n in self._everybody(text) if n.start < 60]
        verb = VERB.search(text[:90])
        for name in names[:1]:
            near = verb is not None and (0 <= name.start - verb.end() <= 20 or 0 <= verb.start() - name.end <= 25)
            if (
                BY.search(text[: name.start])
                or ZUFOLGE.match(text, name.end)
                or (near and not THROUGH.search(text[: name.start]))
            ):
                yield name.means
        if verb and not names and verb.start() < 25:
            yield frozenset((ANY,))


def _nameless(before: str) -> Iterator[Identity]:
    """The subject of a verb of which the records know no name: a stranger's name, or a pronoun."""
    match = UNKNOWN_NAME.search(before)
    if match and not PRONOUN_SUBJECT.search(before):
        words = match[0].split()
        first = before[: match.start()].strip() == ""
        if words[0].lower() in NO_STRANGER:
            words = words[1:]
            first = False
        preceded = re.search(r"\b(?:the|l[ea]s?|der|die|das)\s+$|l[’']$", before[: match.start()], re.IGNORECASE)
        if words and not preceded and not (first and len(words) == 1):
            yield frozenset((STRANGER,))
            return
    yield frozenset((ANY,))


def _behind_dash(text: str) -> str:
    match = re.match(r"\s*[—–-]\s*(.+)$", text)
    return match[1] if match else ""


def _without_brackets(text: str) -> str:
    return BRACKETS.sub(lambda m: " " * len(m[0]), text)

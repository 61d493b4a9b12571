"""Whose words stand in quotation marks, and whom a sentence cites: rules of attribution over names and verbs of saying.

What the words do not carry stays `unnamed`. Not here: finding names (`named.py`), quotation marks (`quotes/speech.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sourcebook.drafting.name_runs import BODY, COUNTRY, PERSON, NameRun
from sourcebook.drafting.reading import DraftArticle, Sentence
from sourcebook.drafting.vocabulary import Lexicon
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes.normalise import is_word

GROUP = "group"
_BEHIND_PREPOSITION = re.compile(
    r"\b(?:in|to|with|of|from|for|by|at|on|against|between|about|over|like|than|and)\s(?:the\s)?$", re.IGNORECASE
)
_TERM_WORDS = 4
"""The most words of a term or a title in quotation marks that nobody says."""


@dataclass(frozen=True)
class Cited:
    """Who says something by the words of a sentence: a name, `author` or `unnamed`; why, and how sure."""

    name: str
    why: str
    sure: float
    kind: str = PERSON


@dataclass(frozen=True)
class SpokenSpan:
    """A pair of quotation marks of an article: its ordinal, its offsets, and whose words it holds."""

    span: int
    low: int
    high: int
    cited: Cited
    words: int


class Attribution:
    """Whom each sentence of an article cites. Spans are read in order: a pronoun means who spoke or was named last."""

    def __init__(self, article: DraftArticle, names: Sequence[NameRun]) -> None:
        self.article = article
        self.names = [n for n in names if n.kind in (PERSON, BODY, COUNTRY)]
        self._inside = _spans(article)
        self._bounds = list(self._inside.values())
        self._starts = [low for low, _ in self._bounds]
        self._plain_texts: dict[int, str] = {}
        self._by_sentence: dict[int, list[NameRun]] = {}
        for each in self.names:
            if not self._is_spoken(each.low):
                self._by_sentence.setdefault(each.sentence.low, []).append(each)
        self._turns = self._read_turns()
        self._last: list[tuple[int, int, Cited]] = []
        self._spoken = self._read_spans()

    @property
    def spoken(self) -> Sequence[SpokenSpan]:
        """Every span of speech with its speaker."""
        return self._spoken

    def _read_turns(self) -> dict[int, Cited]:
        """Who speaks in each paragraph of an interview: a paragraph that begins with a name and a colon."""
        return {
            each.sentence.paragraph: Cited(
                each.name, f"“{each.name}:”, line {self.article.line(each.low)}", 0.8, each.kind
            )
            for each in self.names
            if self.article.paragraph_begins(each.low) and self.article.article.clean[each.high : each.high + 1] == ":"
        }

    def _read_spans(self) -> list[SpokenSpan]:
        out: list[SpokenSpan] = []
        for number, (low, high) in self._inside.items():
            sentence = self.article.sentence_at(low) if self.article.sentences else None
            if sentence is None or not sentence.low <= low < sentence.high:
                continue
            count = sum(is_word(self.article.article.words[i]) for i in range(*self.article.tokens(low, high)))
            last = self.article.sentence_at(max(low, high - 1))
            if last is not sentence and not re.search(r"\w", self._outside(sentence)):
                sentence = last  # who says several sentences is told behind them
            cited = self._of_span(sentence, max(low, sentence.low), high, count, out)
            out.append(SpokenSpan(number, low, high, cited, count))
            if cited.name not in (AUTHOR, UNNAMED):
                self._last.append((low, sentence.paragraph, cited))
        return [self._elsewhere(each, out) for each in out]

    def _elsewhere(self, span: SpokenSpan, spans: Sequence[SpokenSpan]) -> SpokenSpan:
        """A span that nobody is said to say, with the speaker of another that holds its words: as headings quote."""
        if span.cited.name not in (AUTHOR, UNNAMED) or span.words < _TERM_WORDS:
            return span
        mine = self._plain(span)
        for other in spans:
            if other.cited.name not in (AUTHOR, UNNAMED) and mine in self._plain(other):
                why = f"the same words stand in line {self.article.line(other.low)}"
                return replace(span, cited=Cited(other.cited.name, why, other.cited.sure, other.cited.kind))
        return span

    def _plain(self, span: SpokenSpan) -> str:
        return " ".join(re.findall(r"\w+", self.article.article.clean[span.low : span.high].lower()))

    def cited(self, sentence: Sentence) -> Cited | None:
        """Whom a sentence cites in the author's own words; None where it cites nobody."""
        words = self.article.words
        source = self._according(sentence)
        if source:
            return source
        text = self._outside(sentence)
        if sentence.paragraph in self._turns:
            return self._turns[sentence.paragraph]
        for match in re.finditer(r"\b[\w']+\b", text):
            verb = match.group().lower()
            if verb not in words.saying:
                continue
            if verb in words.naming and not re.match(r"(?:\s\w+){0,3}?\s(?:that|whether)\b", text[match.end() :]):
                continue
            found = self._before(sentence, match.start())
            if found and found.name != UNNAMED and not _is_noun(words, text, match.start()):
                return Cited(
                    found.name,
                    f"“{match.group()}”, line {self.article.line(sentence.low)}",
                    0.7 * found.sure,
                    found.kind,
                )
        return None

    def speaker_at(self, offset: int) -> Cited | None:
        """Who speaks at an offset inside quotation marks; None outside."""
        return next((s.cited for s in self._spoken if s.low <= offset < s.high), None)

    # -- spans ------------------------------------------------------

    def _of_span(self, sentence: Sentence, low: int, high: int, count: int, before: Sequence[SpokenSpan]) -> Cited:
        words, text = self.article.words, self._outside(sentence)
        line = f"line {self.article.line(low)}"
        lead = text[: low - sentence.low].rstrip(" ,:;—–-").lower()
        source = self._according(sentence)
        if source:
            return source
        verb = self._nearest_verb(sentence, low, high)
        told = re.search(rf"\b({'|'.join(words.told) or '(?!)'})\b[^.;]*$", lead)
        behind = re.match(rf"\W*({'|'.join(words.told) or '(?!)'})\b", text[high - sentence.low :])
        if not verb and (told or behind):
            at = told.start(1) if told else low - sentence.low
            found = self._possessor(sentence, at) or self._before(sentence, at)
            if found:
                noun = told[1] if told else behind[1] if behind else ""
                return Cited(found.name, f"the {noun} of {found.name}, {line}", 0.6, found.kind)
        if (
            count <= _TERM_WORDS
            and (not verb or lead.endswith("so-called"))
            and any(re.search(rf"(?<!\w){re.escape(t)}$", lead) for t in words.term)
        ):
            return Cited(AUTHOR, f"a term or a title, {line}", 0.6)
        if verb:
            at, end, word = verb
            found = self._subject(sentence, at, end, low, high)
            if found:
                return Cited(found.name, f"“{word} {found.name}”, {line}", found.sure, found.kind)
        same = [s for s in before if self.article.sentence_at(s.low).paragraph == sentence.paragraph]
        whole = not re.search(r"\w", text)
        if same and same[-1].cited.name not in (AUTHOR, UNNAMED) and (whole or count > _TERM_WORDS):
            return Cited(same[-1].cited.name, f"it goes on speaking, {line}", 0.6, same[-1].cited.kind)
        if count <= _TERM_WORDS and not verb and not whole:
            return Cited(AUTHOR, f"few words that nobody is said to say, {line}", 0.5)
        carried = self._carried(sentence, low)
        return carried or Cited(UNNAMED, f"nobody is named, {line}", 0.3)

    def _carried(self, sentence: Sentence, low: int) -> Cited | None:
        """Who spoke last, where a whole sentence stands in quotation marks."""
        outside = re.sub(r"\W", "", self._outside(sentence))
        spoke = next((each for each in reversed(self._last) if each[0] < low), None)
        if not outside and spoke and sentence.paragraph <= spoke[1] + 1:
            return Cited(spoke[2].name, f"spoke last, line {self.article.line(low)}", 0.5, spoke[2].kind)
        return None

    def _nearest_verb(self, sentence: Sentence, low: int, high: int) -> tuple[int, int, str] | None:
        """The verb of saying of a sentence nearest to a span, one right beside its subject before others."""
        words, text = self.article.words, self._outside(sentence)
        found = [
            (m.start(), m.end(), m.group())
            for m in re.finditer(r"(?<![\w-])[^\W\d_]+(?:'[a-z]+)?", text)
            if m.group().lower() in words.saying and not _is_noun(words, text, m.start())
        ]
        a, b = low - sentence.low, high - sentence.low
        return min(
            found,
            key=lambda v: (not self._beside_subject(sentence, v), a - v[1] if v[1] <= a else v[0] - b),
            default=None,
        )

    def _beside_subject(self, sentence: Sentence, verb: tuple[int, int, str]) -> bool:
        """True if a name or a pronoun stands right before a verb, or right behind one that follows the speech."""
        text = self._outside(sentence)
        pronoun = re.search(
            rf"\b(?:{'|'.join(self.article.words.pronouns) or '(?!)'}|who)\s(?:\w+\s)?$", text[: verb[0]], re.IGNORECASE
        )
        ends = [n.high - sentence.low for n in self._names_in(sentence)]
        starts = [max(n.start, sentence.low) - sentence.low for n in self._names_in(sentence)]
        return bool(
            pronoun
            or any(0 < verb[0] - end < 12 and "," not in text[end : verb[0]] for end in ends)
            or any(0 < start - verb[1] < 6 for start in starts)
        )

    def _subject(self, sentence: Sentence, at: int, end: int, low: int, high: int) -> Cited | None:
        """The subject of a verb of saying: behind it where the verb follows the speech, else before it."""
        text = self._outside(sentence)
        if text[at:end].endswith("ing"):  # calling him a …: who does the rest of the sentence
            first = self._first(sentence, at)
            if first:
                return first
        between = re.findall(r"\w+", text[max(0, high - sentence.low) : at])  # nothing, or an auxiliary: a déclaré
        inverted = low - sentence.low < at and all(len(w) < 4 and w not in self.article.words.pronouns for w in between)
        return (self._after(sentence, end) if inverted else None) or self._before(sentence, at)

    def _after(self, sentence: Sentence, end: int) -> Cited | None:
        """The name behind a verb: `said the mayor, Ada Brill`."""
        text = self._outside(sentence)
        for each in self._names_in(sentence):
            gap = text[end : each.low - sentence.low]
            if (
                each.low - sentence.low >= end
                and len(gap) < 60
                and not re.search(r"[.;:]|\b(?:that|to|in|at|on|with)\b", gap)
            ):
                return Cited(each.name, "", 0.85, each.kind)
        return self._by_word(text[end : end + 40], sentence.low + end)

    def _before(self, sentence: Sentence, at: int) -> Cited | None:
        """The name or pronoun before a verb that is its subject: no name behind a preposition, a person first."""
        text = self._outside(sentence)
        best: tuple[int, NameRun] | None = None
        for each in self._names_in(sentence):
            if each.high - sentence.low > at:
                break
            start = (each.start if each.start >= sentence.low else each.low) - sentence.low
            rank = 2 * (each.kind == PERSON) + (each.kind == BODY) - 3 * bool(_BEHIND_PREPOSITION.search(text[:start]))
            rank -= 4 * bool(re.match(r"'s?\s", text[each.high - sentence.low :]))
            rank += 1 if not re.search(r"[,;]", text[each.high - sentence.low : at]) else 0
            if rank > -1 and (best is None or rank >= best[0]):
                best = rank, each
        last, words_of_many = None, self.article.words.many
        for match in re.finditer(rf"\b({'|'.join(self.article.words.pronouns) or '(?!)'})\b", text[:at], re.IGNORECASE):
            last = match
        if last and last.group().lower() in words_of_many:
            last = None
        if (
            last
            and (best is None or last.start() + sentence.low > best[1].low)
            and len(text[last.end() : at].split()) < 6
        ):
            return self._pronoun(sentence, last.start())
        somebody = re.search(r"\b(?:an?|my|one of (?:the|its|their|his|her))\s(?:[\w'-]+\s){1,3}$", text[:at])
        if somebody and (best is None or best[1].high - sentence.low <= somebody.start()):
            return Cited(UNNAMED, "", 0.5)  # a Polish diplomat
        somebody = re.search(r"\bone of (?:them|those|us)\b[^.;]*$|\b(?:what|that|which)\sthe\s[\w'-]+\s$", text[:at])
        if somebody:  # what the operator called
            return self._by_word(text[:at][-60:], sentence.low + at) or Cited(UNNAMED, "", 0.5)
        if best:
            return Cited(best[1].name, "", 0.8, best[1].kind)
        return self._by_word(text[:at][-60:], sentence.low + at)

    def _first(self, sentence: Sentence, at: int) -> Cited | None:
        """The first name of a sentence that can be its subject."""
        text = self._outside(sentence)
        for each in sorted(self._names_in(sentence), key=lambda n: n.kind != PERSON):
            start = max(each.start, sentence.low) - sentence.low
            free = not _BEHIND_PREPOSITION.search(text[:start]) and not re.match(
                r"'s?\s", text[each.high - sentence.low :]
            )
            if each.high - sentence.low <= at and each.kind in (PERSON, BODY) and free:
                return Cited(each.name, "", 0.7, each.kind)
        return None

    def _pronoun(self, sentence: Sentence, at: int) -> Cited | None:
        """Who `he` or `she` is: who spoke last nearby, or else the person named last before."""
        here = sentence.low + at
        people = [
            n
            for n in self.names
            if n.kind == PERSON and n.low < here and n.sentence.paragraph >= sentence.paragraph - 2
        ]
        own = [n for n in people if n.sentence.low < sentence.low]
        inside = [n for n in people if n.sentence.low == sentence.low]
        if inside:
            return Cited(inside[-1].name, "", 0.6)
        recent = own[-1].sentence.low if own else -1
        spoke = next((each for each in reversed(self._last) if each[0] < here), None)
        if spoke and spoke[2].kind == PERSON and sentence.paragraph - spoke[1] <= 1 and spoke[0] >= recent:
            return Cited(spoke[2].name, "", 0.7)
        if own:
            first = [n for n in own if n.sentence.low == recent]
            subject = [
                n for n in first
                if not _BEHIND_PREPOSITION.search(n.sentence.text[: max(n.start, n.sentence.low) - n.sentence.low])
                and not re.match(r"'s?\s", n.sentence.text[n.high - n.sentence.low :])
            ]  # fmt: skip
            return Cited((subject or first)[0].name, "", 0.6)
        return None

    def _by_word(self, phrase: str, here: int) -> Cited | None:
        """Whom `the president` or `the agency` means: who was named last with that office, or with that word."""
        group = re.search(r"\b(?:the\s)?([a-z]+s)\s(?:were\s|have\s|had\s|are\s)?$", phrase, re.IGNORECASE)
        if group and group[1].lower() not in self.article.words.stops | self.article.words.saying:
            return Cited(group[1].lower(), "", 0.5, GROUP)
        match = re.search(r"\b[Tt]he\s(?:[\w'-]+\s)?([a-z]+)\b", phrase)
        if not match:
            return None
        word = match[1]
        for each in reversed([n for n in self.names if n.low < here]):
            if word in each.office.lower().split() or (each.kind == BODY and word in each.name.lower().split()):
                return Cited(each.name, "", 0.5, each.kind)
        return None

    def _possessor(self, sentence: Sentence, at: int) -> Cited | None:
        """Whose order or statement it is: `Brill's order to …`."""
        text = self._outside(sentence)
        for each in reversed(self._names_in(sentence)):
            if each.high - sentence.low <= at and re.fullmatch(
                r"'s?\s(?:\w+\s){0,2}", text[each.high - sentence.low : at]
            ):
                return Cited(each.name, "", 0.7, each.kind)
        return None

    def _according(self, sentence: Sentence) -> Cited | None:
        text = self._outside(sentence)
        for phrase in self.article.words.according:
            match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)
            if not match:
                continue
            for each in self._names_in(sentence):
                gap = text[match.end() : each.low - sentence.low]
                near = len(gap.split()) < 4 and not re.search(r"[,.;]|\bby\b", gap)
                if each.low - sentence.low >= match.end() and near:
                    return Cited(
                        each.name,
                        f"“{match.group().lower()} {each.name}”, line {self.article.line(each.low)}",
                        0.85,
                        each.kind,
                    )
        return None

    def _is_spoken(self, offset: int) -> bool:
        """True if an offset lies inside quotation marks."""
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._bounds[at][1]

    def _names_in(self, sentence: Sentence) -> list[NameRun]:
        """The names of a sentence that stand outside quotation marks."""
        return self._by_sentence.get(sentence.low, [])

    def _outside(self, sentence: Sentence) -> str:
        """The text of a sentence, what stands in quotation marks blanked."""
        if sentence.low not in self._plain_texts:
            text = sentence.text
            first = max(0, bisect_right(self._starts, sentence.low) - 1)
            for low, high in self._bounds[first : bisect_right(self._starts, sentence.high)]:
                a, b = max(low, sentence.low) - sentence.low, min(high, sentence.high) - sentence.low
                text = text[:a] + " " * (b - a) + text[b:] if a < b else text
            self._plain_texts[sentence.low] = text
        return self._plain_texts[sentence.low]


def _spans(article: DraftArticle) -> dict[int, tuple[int, int]]:
    """The offsets of each span of speech, by ordinal."""
    out: dict[int, tuple[int, int]] = {}
    for i, number in enumerate(article.article.speech):
        if number:
            low = out[number][0] if number in out else article.article.starts[i]
            out[number] = (low, article.article.ends[i])
    return out


def _is_noun(words: Lexicon, text: str, at: int) -> bool:
    """True if a word that may be a verb of saying is a noun here: behind an article or a possessive."""
    if re.match(r"[a-z]+s\s(?:from|of|for)\b", text[at:]):  # calls from abroad
        return True
    before = re.search(r"([\w']+)\s$", text[:at])
    noun = before is not None and (before[1].lower() in words.before_nouns or before[1].endswith("'s"))
    return noun or (before is not None and before[1].isdigit())

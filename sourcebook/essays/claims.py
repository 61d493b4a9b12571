"""What an essay says of a quotation: from which source, which paragraph, and whose words they are.

References are read as students write them, in English, German, French and Russian: `(Merkel ¶17)`, `(Merkel 2022: 17)`,
`laut Merkel`, `as Tokayev said in Sajjanhar`, a footnote. Where a sentence leaves open who speaks, nothing is claimed.
Not here: whether a claim is right (`judge.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sourcebook.essays.quotations import EssayQuotation
from sourcebook.essays.readers import EssayParagraph
from sourcebook.store.book import Book
from sourcebook.store.romanise import romanise

ANY = "?"
"""Stands for a person whom nobody can name from the sentence: a pronoun, a description."""
PRONOUN = "pronoun"
"""Stands for whoever a pronoun means."""
THE_AUTHOR = "author"
"""Stands for the author of the article, whoever that is: “the reporter”, “the article”."""
STRANGER = "stranger"
"""Stands for a person by name whom no record knows."""
Cited = tuple[int, int]
"""A range of cited paragraphs. Readings have no pages: `p. 17` is the paragraph too."""
Identity = frozenset[str]
"""Whom a name may mean: `source:KEY`, `actor:ID`, or one of the words above."""

_NUMBERS = r"(?P<numbers>\d{1,3}(?!\d)(?:\s*(?:[-–—,;&+]|and|und|et|и)\s*(?:¶|§|paras?\.)?\s*\d{1,3}(?!\d))*)"
_SIGN = (
    r"(?:[¶§]{1,2}|\b(?:paras?|pars?|paragraphs?|paragraphes?|grafs?|Abs|Absatz|Absatzes|Absätzen?|Rn|Rz|Ziff|alinéas?|al|"
    r"абз|абзаце?|абзац\w*|пар|пункт\w*|pp?|pgs?|pages?|S|Seiten?|стр|с|п)\b\.?)"
)
_PARAGRAPH = re.compile(rf"{_SIGN}\s*(?:no\.?\s*|nr\.?\s*|№\s*|#\s*)?{_NUMBERS}", re.IGNORECASE)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = re.compile(
    rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th|\.|e|er|ème|-?[йм])|(?P<word>{'|'.join(_ORDINALS)}))\s+"
    r"(?:paragraph|Absatz|paragraphe|alinéa|абзац)",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^\s*[,:]?\s*(?:\(?(?:19|20)\d\d[a-z]?\)?|n\.\s?d\.|o\.\s?J\.)?\s*[,:]?\s*{_NUMBERS}\s*$")
"""What stands behind a name in brackets where a number alone is the paragraph: `Merkel 17`, `Merkel 2022: 17`."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SAME = re.compile(r"\b(?:ibid|ibidem|ebd|ebenda|a\.\s?a\.\s?O|op\.\s?cit|там же)\b", re.IGNORECASE)
_THROUGH = re.compile(
    r"(?:(?:quoted|qtd\.?|cited|as cited|as quoted|reported|zitiert|zit\.|cité\w*|цит\.\s*по)\s*(?:in|by|nach|bei|par|"
    r"dans|из)?:?|\b(?:in|via|bei|chez|dans|у|в))\s*(?:the\s|an?\s|l[ea]\s)?\s*$",
    re.IGNORECASE,
)
"""What stands before the name of the source in which somebody else's words are read."""
_BY = re.compile(
    r"(?:\b(?:according to|in the words of|words of|claims? of|as|for|to quote|quot(?:es|ing|ed)|cit(?:es|ing)|laut|nach|gemäß|"
    r"so|(?:Angaben|Ansicht|Meinung|Worten) (?:von|des|der)|zitiert|selon|pour|d[’']après|(?:mots|termes|paroles) d[eu]|cite|citant|"
    r"по словам|по мнению|согласно|цитирует|как|у)|\bd[’'])\s+(?:the\s|former\s|ex-|[Pp]resident\s|[Mm]inister\s|"
    r"[Pp]räsident\w*\s|l[ea]\s|président\w*\s|президента?\s|Mr\.?\s|Ms\.?\s|Mrs\.?\s|Dr\.?\s|Herrn?\s|M\.\s)*$",
    re.IGNORECASE,
)
_ZUFOLGE = re.compile(r"\s*(?:zufolge|nach\b)")
_VERB = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|wr(?:ites?|ote|iting|itten)|claim(?:s|ed|ing)?|argu(?:e|es|ed|ing)|assert(?:s|ed|ing)?|"
    r"stat(?:es?|ed|ing)|declar(?:e|es|ed|ing)|announc(?:e|es|ed|ing)|insist(?:s|ed)?|warn(?:s|ed|ing)?|not(?:es?|ed|ing)|"
    r"observ(?:e|es|ed|ing)|remark(?:s|ed)?|add(?:s|ed|ing)|admit(?:s|ted)?|conced(?:e|es|ed)|explain(?:s|ed|ing)?|"
    r"describ(?:e|es|ed|ing)|call(?:s|ed|ing)|term(?:s|ed)|label(?:s|led|ed)|report(?:s|ed|ing)|t(?:ells?|old|elling)|"
    r"puts? it|contend(?:s|ed|ing)?|maintain(?:s|ed|ing)?|conclud(?:e|es|ed|ing)|suggest(?:s|ed|ing)?|believ(?:e|es|ed)|"
    r"think(?:s)?|thought|comment(?:s|ed)|complain(?:s|ed|ing)|promis(?:e|es|ed)|vow(?:s|ed)|stress(?:es|ed)|"
    r"emphasi[sz](?:es?|ed)|point(?:s|ed)? out|acknowledg(?:e|es|ed)|alleg(?:es?|ed)|boast(?:s|ed)|brag(?:s|ged)|"
    r"ask(?:s|ed|ing)|repl(?:y|ies|ied)|respond(?:s|ed)|recall(?:s|ed)|speak(?:s|ing)|spoke|den(?:y|ies|ied)|"
    r"characteri[sz](?:es?|ed)|remind(?:s|ed)|predict(?:s|ed)|worr(?:y|ies|ied)|order(?:s|ed)|demand(?:s|ed)|"
    r"testif(?:y|ies|ied)|confess(?:es|ed)|quot(?:es?|ed|ing)|cit(?:es?|ed|ing)|reveal(?:s|ed)|confirm(?:s|ed)|"
    r"sag(?:t|te|en|ten)|schr(?:eibt|ieb|eiben)|behaupte\w*|erklär\w*|mein(?:t|te)|beton\w*|warnt?e?|nenn(?:t|en)|nannte|"
    r"bezeichne\w*|berichte\w*|argumentier\w*|äußer\w*|versicher\w*|zitier\w*|folgert?e?|konstatier\w*|bemerk\w*|"
    r"stell\w* fest|hält fest|hielt fest|spr(?:icht|ach)|beschreib\w*|beschrieb|urteilt?e?|gab an|gibt an|notier\w*|"
    r"dit|disai\w*|déclar\w*|affirm\w*|écri(?:t|vait|vit)|soutien\w*|soutenai\w*|souligne\w*|expliqu\w*|estim\w*|"
    r"averti\w*|prétend\w*|ajout\w*|rappel\w*|qualifi\w*|parl[ea]\w*|conclu\w*|racont\w*|rapport(?:e|ait)|constat\w*|remarqu\w*|"
    r"сказал\w*|говори\w*|заяви\w*|заявля\w*|пиш(?:ет|ут)|писал\w*|утвержда\w*|отмеча\w*|отмети\w*|подчерк\w*|счита\w*|"
    r"называ\w*|назва\w*|сообщ\w*|предупре\w*|объясн\w*|добав\w*|призна\w*)\b",
    re.IGNORECASE,
)
_SPEECH_NOUN = re.compile(
    r"\s*[’']s?\s+(?:own\s+|famous\s+|later\s+|stark\s+)?(?:claims?|words?|statements?|orders?|warnings?|assertions?|phrases?|"
    r"views?|remarks?|arguments?|speech|verdict|judge?ments?|conclusions?|account|description|promise|insistence|"
    r"observation|formulation|article|reply|question|complaint|line|sentence|Worte?n?|Behauptung|Satz|Urteil)\b"
)
_OBJECT = re.compile(
    r"\b(?:of|about|to|with|against|on|upon|from|between|unlike|toward|towards|than|under|over|von|über|an|mit|zu|gegen|auf|de|du|"
    r"sur|à|avec|contre|о|об|с|к|от|против)\s+(?:the\s+|former\s+|[Pp]resident\s+|[Mm]inister\s+|Mr\.?\s+)*$"
)
"""What stands before a name that is spoken of or to, and does not speak."""
_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|er|sie|es|man|il|elle|ils|elles|on|он|она|они|who|which|wer|qui)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_STRANGER = re.compile(r"(?<![\w’'.-])(?:[A-ZА-ЯÉ][\w’-]+\s+)?[A-ZА-ЯÉ][\w’-]+\s+$")
_NO_STRANGER = frozenset(
    "the this that these those a an as in on at but and while when he she it they we i one some many most others critics "
    "analysts experts observers there here what who so yet if for no le la les un une il elle ce cette der die das ein eine "
    "er sie es officials scholars historians another first second finally later then elsewhere".split()
)
_ROLE = re.compile(
    r"\b(?P<article>the|an?|der|die|das|dem|den|des|le|la|un|une|du)\s+(?:[\w-]+\s+){0,2}?(?P<role>(?:prime |foreign |vice )?(?:president|minister|"
    r"chairman|chairwoman|ambassador|spokes(?:man|woman|person)|secretary|mayor|governor|lawmaker|deputy|mp|professor|scholar|"
    r"expert|general|opposition|protesters|protestors|director|engineer|farmer|fisherman|captain|doctor|teacher|leader|chief|official|"
    r"government|ministry)|author|reporter|journalist|writer|columnist|correspondent|article|piece|text|dispatch|report|essay|op-ed|"
    r"präsident|minister\w*|sprecher\w*|autorin|autor|reporterin|reporter|journalistin|journalist|artikel|bürgermeister\w*|"
    r"président\w*|ministre|porte-parole|auteure?|maire|журналист\w*|автор\w*|министр\w*|президент\w*)\b",
    re.IGNORECASE,
)
_AUTHORS = frozenset(
    "author reporter journalist writer columnist correspondent article piece text dispatch report essay op-ed autor autorin "
    "reporterin journalistin artikel auteur auteure автор журналист".split()
)
_SAME_ROLE = {"präsident": "president", "président": "president", "sprecher": "spokesman", "sprecherin": "spokeswoman",
              "ministerin": "minister", "ministre": "minister", "bürgermeister": "mayor", "bürgermeisterin": "mayor", "maire": "mayor",
              "porte-parole": "spokes", "spokesperson": "spokes", "министр": "minister", "президент": "president"}  # fmt: skip
_ENDS = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s+(?:\x01|[\"'„«“‘(\[]*[A-ZÀ-ÞА-Я¿¡]))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:p|pp|para|paras|par|pars|Mr|Mrs|Ms|Dr|Prof|St|vs|cf|vgl|Vgl|Abs|S|bzw|z\.\s?B|d\.\s?h|usw|ca|etc|e\.g|i\.e|No|Nr|al|"
    r"ed|eds|vol|qtd|zit|Gen|Col|Sen|абз|стр|см|др|т\.\s?е|цит|[A-ZА-Я])|\d)\.$"
)
_TERM = re.compile(
    r"(?:\bso-called|\b(?:call|term|dub|label|nam)(?:s|ed|led|bed|e|es)?(?: (?:it|this|that|them|these|him|her))?|known as|a kind of|"
    r"sogenannte\w*|soi-disant|так называем\w*)(?: an?| the| einen?| une?)?\s*$",
    re.IGNORECASE,
)
"""What stands before a term in quotation marks: `so-called`, `call it a`."""
CAVEAT = re.compile(
    r"re-?translat|translated (?:back|copy|twice)|in translation|translat\w+ copy|machine[- ]translat|rückübersetz|zurückübersetz|"
    r"übersetz|retradui|traduit|traduction|перевод|not (?:his|her|their) exact words|words to th(?:at|is) effect",
    re.IGNORECASE,
)
"""How an essay says that speech has passed through a translation."""


@dataclass(frozen=True)
class Claim:
    """What an essay says of one quotation. `sources`: those that it cites; `paragraphs`: ranges of their paragraphs.

    `speakers`: who is said to speak, each a set of whom the name may mean; none where nobody is. `around`: the sentence
    without its quotations; `named`: everybody whom it names. `through`: it is read in another source; `term`: the words
    are called so, not quoted.
    """

    sources: frozenset[str] = frozenset()
    paragraphs: tuple[Cited, ...] = ()
    speakers: tuple[Identity, ...] = ()
    around: str = ""
    named: Identity = frozenset()
    through: bool = False
    caveat: bool = False
    term: bool = False


@dataclass(frozen=True)
class _Sentence:
    """The sentence around a quotation: its text before it and behind it, up to the next one, and all of it."""

    lead: str
    after: str
    whole: str
    notes: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Name:
    """A name in a text: its offsets, and whom it may mean."""

    start: int
    end: int
    means: Identity


class Names:
    """Everybody whom the records know, by every name that an essay may use."""

    def __init__(self, book: Book) -> None:
        self._means: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._roles: dict[str, set[str]] = defaultdict(set)
        for actor in book.actors.values():
            self._add_actor(f"actor:{actor.id}", (actor.name, *actor.variants), person=actor.kind == "person")
            for role in actor.roles:
                for word in re.findall(r"[\w-]+", role.role.lower()):
                    self._roles[word].add(f"actor:{actor.id}")
        for key, source in book.sources.items():
            titles = (source.title, source.short, source.container_title, source.title.partition(":")[0])
            self._add({f"source:{key}"}, (key, key.rpartition("-")[0], *titles))
            self._initials["".join(w[0] for w in source.short.split()).upper()].add(f"source:{key}")
            for author in source.author:
                who = {f"source:{key}", *([f"actor:{author.actor}"] if author.actor else [])}
                self._add(who, (str(author), author.family, author.literal))
                for name in (
                    author.family,
                    author.actor and book.actors[author.actor].name if author.actor in book.actors else "",
                ):
                    if name:
                        self._add(who, (name, name.split()[-1]))
                        self._sounds[sound(name.split()[-1])] |= who
                self._initials["".join(w[0] for w in str(author).split()).upper()].add(f"source:{key}")
        longest_first = sorted(self._means, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def _add_actor(self, ident: str, names: Iterable[str], person: bool) -> None:
        for name in names:
            self._add({ident}, (name,))
            last = name.split()[-1]
            if person and last[:1].isupper() and len(last) > 3:
                self._add({ident}, (last,))
                self._sounds[sound(last)].add(ident)

    def _add(self, who: set[str], names: Iterable[str]) -> None:
        for name in names:
            plain = " ".join(name.split())
            for form in {plain, plain[:1].upper() + plain[1:]} if len(plain) > 1 else ():
                self._means[form] |= who

    def find(self, text: str) -> list[Name]:
        """The names in a text, in order; a longer name is taken before a shorter one that it holds."""
        names = [Name(m.start(), m.end(), frozenset(self._means[m[0]])) for m in self._pattern.finditer(_plain(text))]
        taken = {i for name in names for i in range(name.start, name.end)}
        for match in re.finditer(r"\b[A-ZÀ-ÞА-Я][\w]{3,}", text):
            heard = sound(match[0])
            who = self._sounds.get(heard) if heard else None
            if who and match.start() not in taken:
                names.append(Name(*match.span(), frozenset(who)))
        return sorted(names, key=lambda n: n.start)

    def initials(self, text: str) -> set[str]:
        """The sources whose initials stand in a reference: `(AJ ¶3)`."""
        return {
            s for word in re.findall(r"\b[A-Z]{2,4}\b", text.replace(".", "")) for s in self._initials.get(word, ())
        }

    def roles(self, text: str) -> list[Name]:
        """The persons whom a text names by a role alone, each with everybody on record who has it."""
        return [
            Name(m.start(), m.end(), self._with_role(m["role"].lower(), m["article"].lower()))
            for m in _ROLE.finditer(text)
        ]

    def _with_role(self, role: str, article: str) -> Identity:
        word = role.rsplit(maxsplit=1)[-1]
        word = _SAME_ROLE.get(word, word)
        if word in _AUTHORS:
            return frozenset((THE_AUTHOR,))
        who = {a for known, actors in self._roles.items() if known.startswith(word) for a in actors}
        return frozenset(who) if who and article not in ("a", "an") else frozenset((ANY,))


def sound(name: str) -> str:
    """The consonants of a name as it sounds, so that Tokayev, Tokajew and Токаев are one; empty where there are few."""
    plain = romanise(name).replace("w", "v").replace("ph", "f").replace("kh", "h").replace("ou", "u").replace("ck", "k")
    plain = (
        plain.replace("tsch", "ch").replace("tch", "ch").replace("sch", "sh").replace("dsch", "j").replace("ff", "f")
    )
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", plain[1:]))
    return plain[:1] + consonants if len(consonants) >= 2 and len(name) > 4 else ""


def _plain(text: str) -> str:
    return text.replace("\u2019", "'").replace("\xa0", " ").replace("\u202f", " ")


# -- sentences ---------------------------------------------------------------------------------------------------------


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
    for match in _ENDS.finditer(text):
        if _ABBREVIATED.search(text[max(0, match.start() - 12) : match.start() + 1]):
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
    if paragraph.note:
        return _Sentence(plain[low : quotation.start], plain[quotation.end : stop], plain[low:high], notes)
    beside = "" if low or quotation.paragraph == 0 else _last_sentence(paragraphs, quotations, quotation.paragraph)
    if low:
        beside = plain[bounds(plain, max(0, low - 2), low)[0] : low]
    return _Sentence(plain[low : quotation.start], plain[quotation.end : stop], plain[low:high], notes, beside)


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
    return text[bounds(text, len(text) - 1, len(text) - 1)[0] :]


# -- references --------------------------------------------------------------------------------------------------------


def numbers(text: str) -> tuple[Cited, ...]:
    """The paragraphs that a text names, as ranges."""
    out: list[Cited] = []
    for match in _PARAGRAPH.finditer(text):
        out += _ranges(match["numbers"])
    for match in _ORDINAL.finditer(text):
        number = int(match["digits"]) if match["digits"] else _ORDINALS.index(match["word"].lower()) + 1
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


def _reference(names: Names, text: str) -> tuple[set[str], tuple[Cited, ...]]:
    """The sources and paragraphs of a reference: the text of brackets, of a note."""
    found = names.find(text)
    sources = {key for name in found for key in _sources(name.means)}
    paragraphs = numbers(text)
    if not sources:
        sources = {who.partition(":")[2] for who in names.initials(text)}
    if not paragraphs and found:
        bare = _BARE.match(
            re.sub(r"^.*[:;]\s*(?=\S)", "", text[found[-1].end :]) if ";" in text else text[found[-1].end :]
        )
        paragraphs = tuple(_ranges(bare["numbers"])) if bare else ()
    if not paragraphs and (sources or _SAME.search(text)) and (bare := re.search(r"[,:]\s*(\d{1,3})\s*$", text)):
        paragraphs = tuple(_ranges(bare[1]))
    through = [name for name in found if _THROUGH.search(text[: name.start])]
    if through:
        sources = {key for name in through for key in _sources(name.means)} or sources
    return sources, paragraphs


class ClaimReader:
    """Reads the claims of one essay. `ibid.` and a bare ¶ name no source: the words say where they are from."""

    def __init__(
        self, names: Names, paragraphs: Sequence[EssayParagraph], quotations: Sequence[Sequence[EssayQuotation]]
    ) -> None:
        self.names, self.paragraphs, self.quotations = names, paragraphs, quotations

    def claim(self, quotation: EssayQuotation) -> Claim:
        """What the essay says of a quotation."""
        words = sentence(self.paragraphs, self.quotations, quotation)
        sources, paragraphs, through = self._cited(words)
        speakers = tuple(self._speakers(words))
        if not sources and len(speakers) == 1:
            sources = {key for key in _sources(speakers[0])}
        if not sources and paragraphs:
            sources = {key for name in self.names.find(words.whole) for key in _sources(name.means)}
        here = self.paragraphs[quotation.paragraph].text
        named = frozenset(
            chain.from_iterable(
                n.means
                for n in self.names.find(_without_brackets(f"{words.whole} {words.beside if quotation.block else ''}"))
            )
        )
        caveat = CAVEAT.search(f"{here} {words.lead} {words.notes}") is not None
        return Claim(frozenset(sources), paragraphs, speakers, words.whole, named, through, caveat, _TERM.search(words.lead) is not None)

    def _cited(self, words: _Sentence) -> tuple[set[str], tuple[Cited, ...], bool]:
        """The sources and paragraphs that are cited for a quotation: behind it, in a note, before it."""
        for text in (
            *_BRACKETS.findall(words.after)[:1],
            words.notes,
            _behind_dash(words.after),
            *_BRACKETS.findall(words.lead)[-1:],
        ):
            sources, paragraphs = _reference(self.names, text)
            if sources or paragraphs:
                through = bool(re.search(r"qtd|quoted|cited|zit|cité|цит", text, re.IGNORECASE))
                if not sources:
                    sources, through = self._in_prose(words)
                return sources, paragraphs, through
        sources, through = self._in_prose(words)
        beside = words.after if numbers(words.after) else words.lead
        return sources, numbers(beside), through

    def _in_prose(self, words: _Sentence) -> tuple[set[str], bool]:
        """The source in which the sentence says that it reads the words: `in Sajjanhar`, `quoted by Merkel`."""
        for text in (words.after, words.lead):
            for name in self.names.find(text):
                if _sources(name.means) and _THROUGH.search(text[: name.start]):
                    return _sources(name.means), True
        if not _BRACKETS.search(words.after):
            closing = _BRACKETS.findall(words.whole)[-1:]
            for text in closing:
                return _reference(self.names, text)[0], False
        return set(), False

    # -- who is said to speak ------------------------------------------------------------------------------------------

    def _speakers(self, words: _Sentence) -> Iterator[Identity]:
        """Everybody who is said to speak the words, by the sentence before them, or else behind them."""
        lead = _without_brackets(words.lead)
        last = lead[lead.rfind("\x01") + 1 :]  # what follows another quotation speaks for itself, where it names somebody
        before = list(self._before(last if _VERB.search(last) and self._everybody(last) else lead))
        behind = (
            list(self._behind(_without_brackets(words.after))) if not before or before == [frozenset((ANY,))] else []
        )
        yield from behind or before

    def _everybody(self, text: str) -> list[Name]:
        names = self.names.find(text)
        taken = [(n.start, n.end) for n in names]
        roles = [r for r in self.names.roles(text) if not any(a < r.end + 2 and r.start < b for a, b in taken)]
        return sorted([*names, *roles], key=lambda n: n.start)

    def _before(self, text: str) -> Iterator[Identity]:
        names = [
            n
            for n in self._everybody(text)
            if not (_sources(n.means) and _THROUGH.search(text[: n.start]) and not _BY.search(text[: n.start]))
        ]
        verbs = list(_VERB.finditer(text))
        for name in names:
            if _BY.search(text[: name.start]) or _ZUFOLGE.match(text, name.end) or _SPEECH_NOUN.match(text, name.end) or re.fullmatch(r"\s*(?:[,—–-]\s*[^,]{0,40},?)?\s*:\s*", text[name.end :]):
                yield name.means
        for verb in verbs:
            subjects = [
                n
                for n in names
                if n.end <= verb.start()
                and not _OBJECT.search(text[: n.start])
                and text[n.end : n.end + 2] not in ("'s", "’s")
            ]
            yield from (n.means for n in subjects)
            if subjects and _PRONOUN.search(text[: verb.start()]):
                yield frozenset((PRONOUN,))
            if not subjects and (inverted := [n for n in names if 0 <= n.start - verb.end() <= 12]):
                yield inverted[0].means
            elif not subjects:
                yield from _nameless(text[: verb.start()])
        if not verbs and not names and _PRONOUN.search(text):
            yield frozenset((ANY,))

    def _behind(self, text: str) -> Iterator[Identity]:
        """Who speaks by what follows: `, said Tokayev`, `, as Merkel puts it`, `so Merkel`."""
        text = re.sub(r"^[\s,.;:—–-]+", "", text)
        if re.match(r"(?:and|but|while|whereas|or|und|aber|während|et|mais|tandis|и|а|но)\b", text, re.IGNORECASE):
            return
        names = [n for n in self._everybody(text) if n.start < 60]
        verb = _VERB.search(text[:90])
        for name in names[:1]:
            near = verb is not None and (0 <= name.start - verb.end() <= 20 or 0 <= verb.start() - name.end <= 25)
            if (
                _BY.search(text[: name.start])
                or _ZUFOLGE.match(text, name.end)
                or (near and not _THROUGH.search(text[: name.start]))
            ):
                yield name.means
        if verb and not names and verb.start() < 25:
            yield frozenset((ANY,))


def _nameless(before: str) -> Iterator[Identity]:
    """The subject of a verb of which the records know no name: a stranger's name, or a pronoun."""
    match = _STRANGER.search(before)
    if match and not _PRONOUN.search(before):
        words = match[0].split()
        first = before[: match.start()].strip() == ""
        if words[0].lower() in _NO_STRANGER:
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
    return _BRACKETS.sub(lambda m: " " * len(m[0]), text)

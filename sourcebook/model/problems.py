"""Problems: the kinds of fault, a problem with its severity and place, and the exceptions that carry them.

Here too: making foreign text safe inside a message (bounded length, no control characters). Not here: finding problems
(each part does that) and printing them (only `sphinx_ext/report.py` and `cli/` do).
"""

from __future__ import annotations

import difflib
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Severity(enum.Enum):
    """The severity of a problem."""

    ERROR = "error"
    """The words, the place, the speaker or the record are wrong: it can be neither escaped nor suppressed."""
    CAUTION = "caution"
    """True to the letter, perhaps not to the sense: it stands, the build warns, a reason settles it."""


class Kind(enum.Enum):
    """Every kind of problem. The value is its public name; the docstring below it stands in the manual."""

    def __init__(self, label: str, severity: Severity) -> None:
        self.label = label
        self.severity = severity

    # -- files and records ------------------------------------------------------------------------------------------
    UNREADABLE = ("unreadable", Severity.ERROR)
    """A file cannot be read: missing, too large, no file of the book, not UTF-8, or holding what no text has."""
    SYNTAX = ("syntax", Severity.ERROR)
    """A file is not YAML: the parser could not go on from here."""
    FORBIDDEN_YAML = ("forbidden-yaml", Severity.ERROR)
    """An alias, an anchor, a tag, a doubled key, or more than a record holds: what one reader takes differently."""
    UNKNOWN_KEY = ("unknown-key", Severity.ERROR)
    """A record, front matter, `_config.yml` or `_toc.yml` has a key that nobody reads: mostly a slip of the pen."""
    MISSING_KEY = ("missing-key", Severity.ERROR)
    """A record lacks a key that it cannot do without."""
    WRONG_TYPE = ("wrong-type", Severity.ERROR)
    """A value is of the wrong form: a list for a word, a word for a number, a word that is not among those allowed."""
    DUPLICATE_ID = ("duplicate-id", Severity.ERROR)
    """Two records bear one id, or an id that was withdrawn is used again."""
    UNKNOWN_REFERENCE = ("unknown-reference", Severity.ERROR)
    """A record, a role or a directive names something that does not exist."""
    BAD_DATE = ("bad-date", Severity.ERROR)
    """A date, a time or a zone is not of the form that the manual lists (EDTF, 24-hour clock, IANA zone)."""
    BAD_ZONE = ("bad-zone", Severity.ERROR)
    """A zone of a source cannot be laid on its text: lines that are not there, or words that the line does not hold."""
    BAD_SPEECH = ("bad-speech", Severity.ERROR)
    """The speech list does not fit the quotation marks of the text: a span is missing, surplus, or needs a ruling."""
    TEXT_CHANGED = ("text-changed", Severity.ERROR)
    """The article at hand is not the one that the record describes: its SHA-256 differs."""
    NO_PROOF = ("no-proof", Severity.CAUTION)
    """Neither the article nor a seal is at hand: the quotation is unchecked."""

    UNSEALED = ("unsealed", Severity.CAUTION)
    """The article is at hand and the passage proven, but the seal does not open it: `sourcebook seal` does."""
    STALE_SEAL = ("stale-seal", Severity.ERROR)
    """The article at hand is not the one that the seal commits to, or the opening is not what the article gives."""
    OLD_SEAL = ("old-seal", Severity.CAUTION)
    """The seal is of an older version of the format than the one that is made today: `sourcebook seal` renews it."""
    UNKNOWN_CHARACTER = ("unknown-character", Severity.ERROR)
    """The quotable text holds a character that the named version of Unicode does not assign: it cannot be sealed."""
    BAD_SEAL = ("bad-seal", Severity.ERROR)
    """A seal cannot be read, or an opening does not hold: the file was altered, or made by something else."""

    # -- a received file --------------------------------------------------------------------------------------------
    SHOWN_OTHERWISE = ("shown-otherwise", Severity.ERROR)
    """A received page or PDF shows a quotation, its speaker, source or paragraph otherwise than its evidence has it."""
    ACTIVE_CONTENT = ("active-content", Severity.ERROR)
    """A received file holds a script, a style, a frame or another part that can show something else than it says."""

    # -- the words --------------------------------------------------------------------------------------------------
    MISQUOTED = ("misquoted", Severity.ERROR)
    """The words do not stand in the source."""
    NOISE = ("noise", Severity.ERROR)
    """The words stand on the page but not in the article: an advertisement, a menu, a teaser."""
    EMPTY = ("empty", Severity.ERROR)
    """A quotation holds no word."""
    CUT_WORD = ("cut-word", Severity.ERROR)
    """The quotation begins or ends inside a word."""
    CUT_NUMBER = ("cut-number", Severity.ERROR)
    """The quotation cuts a number from its digits, its sign, its unit or its scale."""
    HIDDEN_CHARACTER = ("hidden-character", Severity.ERROR)
    """A character that nobody sees shows words in another order, parts them or hides some: it is never compared."""
    AMBIGUOUS = ("ambiguous", Severity.ERROR)
    """A passage's words stand more than once in the source, and no prefix or suffix says which is meant."""
    REPEATED = ("repeated", Severity.CAUTION)
    """The quoted words stand more than once in the source: true, but of which place?"""

    # -- the editor's marks -----------------------------------------------------------------------------------------
    BAD_MARK = ("bad-mark", Severity.ERROR)
    """A square bracket is not closed, is not opened, is empty, or stands where nothing stands beside it."""
    UNMARKED_OMISSION = ("unmarked-omission", Severity.ERROR)
    """A bare ellipsis that is not the source's own: what the editor leaves out is marked with `[…]`."""
    OMISSION_LEAVES_PARAGRAPH = ("omission-leaves-paragraph", Severity.ERROR)
    """The words before and after `[…]` stand in different paragraphs."""
    OMISSION_OUT_OF_ORDER = ("omission-out-of-order", Severity.ERROR)
    """The parts of a quotation stand in the source, but not in this order."""
    DROPPED_HEDGE = ("dropped-hedge", Severity.ERROR)
    """An omission or a bracket takes away a hedge: may, might, possibly, allegedly, likely and their like."""
    DROPPED_NEGATION = ("dropped-negation", Severity.ERROR)
    """An omission or a bracket takes away a negation: not, never, no, without and their like."""
    INSERTED_NEGATION = ("inserted-negation", Severity.ERROR)
    """A bracket adds a negation that the words which it stands for do not hold."""
    CHANGED_WORD = ("changed-word", Severity.ERROR)
    """A bracket makes another word of one: a changed form may change number, tense, person or case alone."""
    BROUGHT_IN = ("brought-in", Severity.CAUTION)
    """A bracket brings in a word of content that the article does not use, or puts one in the place of another."""
    LONG_REPLACEMENT = ("long-replacement", Severity.ERROR)
    """A bracket replaces more than eight words, or words of more than one sentence."""
    EMPTY_OMISSION = ("empty-omission", Severity.CAUTION)
    """`[…]` stands where nothing is left out."""

    # -- the sense --------------------------------------------------------------------------------------------------
    CONTEXT = ("context", Severity.CAUTION)
    """The rest of the sentence, before the quotation or after it, hedges it, denies it or turns it around; or the
    quotation ends inside what its own negation denies."""
    ACROSS_NOISE = ("across-noise", Severity.CAUTION)
    """Site furniture stands between the quoted words: they are the article's, but not side by side on the page."""
    ACROSS_ZONES = ("across-zones", Severity.CAUTION)
    """The quotation runs from one part of the article into another, such as from a heading into the body."""

    # -- who speaks -------------------------------------------------------------------------------------------------
    WRONG_SPEAKER = ("wrong-speaker", Severity.ERROR)
    """The words stand in the source, but somebody else says them."""
    UNKNOWN_SPEAKER = ("unknown-speaker", Severity.ERROR)
    """The claimed speaker is nobody whom the records know."""

    # -- an essay ---------------------------------------------------------------------------------------------------
    WRONG_SOURCE = ("wrong-source", Severity.ERROR)
    """An essay cites one reading for words that stand in another."""
    WRONG_PARAGRAPH = ("wrong-paragraph", Severity.ERROR)
    """An essay cites another paragraph than the one in which the words stand."""
    UNMARKED_CHANGE = ("unmarked-change", Severity.ERROR)
    """An essay changes the form of a quoted word (tense, number, person) without a bracket that says so."""
    RETRANSLATED_SPEECH = ("retranslated-speech", Severity.ERROR)
    """An essay gives speech out of a re-translated copy as the speaker's exact words."""
    UNMARKED_COPY = ("unmarked-copy", Severity.ERROR)
    """Eight or more words in a row are a reading's, and stand in an essay without quotation marks."""
    NOT_IN_PACKET = ("not-in-packet", Severity.CAUTION)
    """An essay quotes words that stand in no reading of the course: they may come from elsewhere, or be translated."""

    # -- the evidence -----------------------------------------------------------------------------------------------
    UNREPORTED = ("unreported", Severity.ERROR)
    """An event or a number has no report: no source tells of it."""
    UNCHALLENGED = ("unchallenged", Severity.CAUTION)
    """An interpretation has no rebuttal, and no evidence is inconsistent with it: nobody has looked for any."""
    UNREASONED = ("unreasoned", Severity.CAUTION)
    """A cell of the matrix gives no reason."""
    UNRATED = ("unrated", Severity.CAUTION)
    """A cell of the matrix is empty: the evidence is not rated against an interpretation."""
    UNKNOWN_LANGUAGE = ("unknown-language", Severity.CAUTION)
    """A source names no language: nobody can tell by whose rules its sentences are read."""
    UNLISTED_PAGE = ("unlisted-page", Severity.CAUTION)
    """A page in a folder of the book stands in no table of contents: no reader finds it."""
    UNDATED = ("undated", Severity.CAUTION)
    """A consequence is drawn by an article of which nobody knows when it was written."""

    NOT_LATER = ("not-later", Severity.CAUTION)
    """A consequence is tested by an article which the book's own dates do not make the later one."""
    HEDGED_WITNESS = ("hedged-witness", Severity.CAUTION)
    """A report counts as a witness of what its own words only hedge or foretell."""

    # -- the share --------------------------------------------------------------------------------------------------
    LONG_PASSAGE = ("long-passage", Severity.ERROR)
    """More words in a row are quoted than `sourcebook_longest_passage` allows, or more characters than are judged."""
    LONG_RUN = ("long-run", Severity.CAUTION)
    """Passages that follow one another quote more words in a row than one may, without a recorded permission."""
    LARGE_SHARE = ("large-share", Severity.CAUTION)
    """More of an article is quoted than `sourcebook_share_warn` allows."""
    TOO_LARGE_SHARE = ("too-large-share", Severity.ERROR)
    """More of an article is quoted than `sourcebook_share_fail` allows."""

    # -- the book ---------------------------------------------------------------------------------------------------
    UNPROVEN_QUOTATION = ("unproven-quotation", Severity.CAUTION)
    """Quotation marks stand around four words or more without a role that proves them."""
    UNCLEAR_SOURCE = ("unclear-source", Severity.CAUTION)
    """It is not clear whose paragraph is meant: a number of a paragraph without a source, or a link that names another
    source than it leads to."""
    UNNAMED_SPEAKER = ("unnamed-speaker", Severity.CAUTION)
    """Words of somebody who is not the author are quoted, and neither their sentence nor the one before it says whose
    they are."""
    BAD_ESCAPE = ("bad-escape", Severity.ERROR)
    """An `accept` names no caution, gives no reason, or accepts what did not occur."""
    BAD_DIRECTIVE = ("bad-directive", Severity.ERROR)
    """A directive or a role is used in a way that has no meaning."""
    FAULTY_PAGE = ("faulty-page", Severity.ERROR)
    """Sphinx finds fault with a page: a link that leads nowhere, a picture that is not there, a table that is none."""
    BAD_EXERCISE = ("bad-exercise", Severity.ERROR)
    """An exercise cannot be set: no right answer, no question, a rubric that does not add up, an odd option."""
    OVERRULED = ("overruled", Severity.CAUTION)
    """An exercise gives another rule for AI tools than an assignment that names it: the assignment's holds."""
    KEY_IN_PROMPT = ("key-in-prompt", Severity.CAUTION)
    """A question says its own answer: the reference beside a quotation, or its own words, name the key."""
    ORDER_UNKNOWN = ("order-unknown", Severity.CAUTION)
    """The key of an exercise puts two articles or two events in an order that the records leave open or contradict."""

    # -- a brief ----------------------------------------------------------------------------------------------------
    OLD_BRIEF = ("old-brief", Severity.ERROR)
    """A brief has three scales of support, confidence and likelihood, or the box of an older form."""
    MISSING_PART = ("missing-part", Severity.CAUTION)
    """A brief lacks one of its parts, or has too few or too many judgements or options."""
    LONG_BOTTOM_LINE = ("long-bottom-line", Severity.CAUTION)
    """A bottom line has more than sixty words: a reader with half a minute does not reach its end."""
    ABOUT_SOURCES = ("about-sources", Severity.CAUTION)
    """A bottom line speaks of the articles, where a reader wants to know what holds in the world."""
    SUPPORT_NOT_BORNE_OUT = ("support-not-borne-out", Severity.ERROR)
    """A judgement claims a label (agreed, contested …) that the origins of its evidence do not give it."""
    BARE_JUDGEMENT = ("bare-judgement", Severity.ERROR)
    """A judgement names no evidence."""
    IDLE_JUDGEMENT = ("idle-judgement", Severity.CAUTION)
    """A judgement changes neither an action nor a question."""
    SHARED_ORIGIN = ("shared-origin", Severity.CAUTION)
    """One article, or copies of one report, stand for a judgement and against it."""
    FORECAST_AS_FACT = ("forecast-as-fact", Severity.CAUTION)
    """A judgement or a consequence tells as present or past what its source only foretells."""
    HEDGED_JUDGEMENT = ("hedged-judgement", Severity.CAUTION)
    """A judgement says might, could, possibly or the like: nothing could ever show it to be wrong."""
    OFF_YARDSTICK = ("off-yardstick", Severity.ERROR)
    """A likelihood in a word that is not on the one yardstick of ICD 203 or not in a judgement; or a percentage."""
    LABEL_AND_LIKELIHOOD = ("label-and-likelihood", Severity.ERROR)
    """A word of likelihood stands beside the label of support, where it may only stand in place of it."""
    FEW_ORIGINS = ("few-origins", Severity.ERROR)
    """A word of likelihood stands on fewer than two independent origins."""
    NO_OBSERVATION = ("no-observation", Severity.ERROR)
    """A word of likelihood without an observation that would speak against the judgement."""
    LONG_REACH = ("long-reach", Severity.CAUTION)
    """More than two sentences of a brief say how far its sources carry and who speaks in them."""
    UNTIED_OPTION = ("untied-option", Severity.CAUTION)
    """An option names no passage: nothing that a source says is behind it."""
    NO_FIND_OUT = ("no-find-out", Severity.CAUTION)
    """A brief offers options, and none of them is to find out first."""
    LONG_BRIEF = ("long-brief", Severity.CAUTION)
    """The body of a brief fills more than two pages of paper."""

    # -- paper ------------------------------------------------------------------------------------------------------
    UNKNOWN_NODE = ("unknown-node", Severity.CAUTION)
    """A page holds something for which there is no form on paper: its words are kept, its form is lost."""
    NO_ALT_TEXT = ("no-alt-text", Severity.ERROR)
    """A picture has no words for those who cannot see it: no accessible PDF can be made."""
    SILENT_PICTURE = ("silent-picture", Severity.CAUTION)
    """A picture has no words (`![](map.png)`): a screen reader can say no more than the name of its file."""
    NO_GLYPH = ("no-glyph", Severity.CAUTION)
    """No font of the package has a letter or a sign of the page: in PDFs a box with its name stands in its place."""
    UNTRANSLATED = ("untranslated", Severity.CAUTION)
    """The words that papers say of themselves are not there in the language of the book: they stand in English."""
    UNREAD_FORMULA = ("unread-formula", Severity.CAUTION)
    """A formula stands between dollar signs, which this book's parser does not read: it is printed as it stands."""


@dataclass(frozen=True, order=True)
class Place:
    """The place of a problem: a file, a line counted from 1 (0: the whole file), and the path of keys inside it."""

    file: str = ""
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return legible(f"{where} ({self.path})" if self.path else where)


@dataclass(frozen=True)
class Problem:
    """One fault: its kind, its place, and a message that says what is wrong and what to do."""

    kind: Kind
    message: str
    place: Place = Place()
    barred: bool = False
    """True where the book's configuration turns this caution into an error."""

    def __post_init__(self) -> None:
        """Make the message printable: it may quote arbitrary text of a file."""
        object.__setattr__(self, "message", legible(self.message))

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.barred else self.kind.severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def at(self, place: Place) -> Problem:
        """A copy of the problem at another place."""
        return Problem(self.kind, self.message, place, self.barred)

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind.label, "severity": self.severity.value, "message": self.message}

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place.file else ""
        return f"{head}{self.severity.value}: {self.message} [{self.kind.label}]"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, without duplicates."""
    return sorted(set(problems), key=lambda p: (p.place, p.kind.label, p.message))


@dataclass(frozen=True)
class CommandReport:
    """The result of a command: lines to print, and the problems of what it changed or could not change."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


class SourcebookError(Exception):
    """Raised where work cannot go on: a folder without a book, an invalid call, a file that cannot be written."""

    def __str__(self) -> str:
        return legible(super().__str__())


class NotLoadedError(SourcebookError):
    """Raised where files of a book have errors that must be mended before anything else is done with the book."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__("\n".join(map(str, self.problems)))


# -- foreign text in messages -----------------------------------------------------------------------------------------

LONGEST_MESSAGE = 2000
"""The longest message, in characters. A longer one is cut in its middle."""
_LONGEST_NAME = 80


def legible(text: str) -> str:
    """Make text safe for a message: bounded length, invisible characters as Python escapes.

    A terminal would obey control characters, direction marks would reorder the message, and a lone surrogate cannot be
    printed at all.
    """
    if len(text) > LONGEST_MESSAGE:
        half = LONGEST_MESSAGE // 2
        text = f"{text[:half]} […] {text[-half:]}"
    return text if text.isprintable() else "".join(map(_seen, text))


def _seen(char: str) -> str:
    if char.isprintable() or char == "\n" or (char.isspace() and char > "\x9f"):
        return char
    return " " if char in "\t\r" else repr(char)[1:-1]


def near(name: str, known: Iterable[str], least: float = 0.6) -> str:
    """The known name that is nearest to an unknown one; empty if none is. `least`: the similarity required, 0 to 1."""
    if len(name) > _LONGEST_NAME:  # no typing mistake, and slow to compare
        return ""
    return next(iter(difflib.get_close_matches(name, sorted(known), 1, least)), "")


def relative(path: Path, root: Path) -> str:
    """A file's path relative to the book's root, with forward slashes, as messages show it."""
    name, folder = path.as_posix(), root.as_posix()
    if ".." not in path.parts:  # the common case needs no file system call
        if name.startswith(f"{folder}/"):
            return name[len(folder) + 1 :]
        if folder == "." and not path.is_absolute():
            return name
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()

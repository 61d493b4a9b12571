"""Recognise inflected forms of one word: number, tense, person and possession, and nothing else (rule 2).

`protest[s]` may stand for `protested`; `use[ful]` for `useless` may not, because it is another word. English has its
regular endings and a list of irregular words. Of any other language a change in the last letters is taken for a
form, unless it is an ending that denies. Also here: words that deny by a syllable (unsafe, illegal, useless). Not here:
words that deny a sentence (`hedges.py`).
"""

from __future__ import annotations

from functools import lru_cache

_LONGEST_ENDING = 4
"""Letters that a form of a word may change at its end, in a language whose endings are not listed."""
_SHORTEST_STEM = 3
"""Letters that two forms of a word have in common at least."""
_IRREGULAR = """\
be am is are was were been being|have has had having|do does did done doing|go goes went gone going|
say says said|make makes made|take takes took taken taking|come comes came coming|see sees saw seen|
know knows knew known|get gets got gotten getting|give gives gave given giving|find finds found|
think thinks thought|tell tells told|become becomes became becoming|leave leaves left leaving|
feel feels felt|bring brings brought|begin begins began begun beginning|keep keeps kept|hold holds held|
write writes wrote written writing|stand stands stood|hear hears heard|let lets letting|mean means meant|
set sets setting|meet meets met|run runs ran running|pay pays paid|sit sits sat sitting|speak speaks spoke spoken|
lie lies lay lain lying|lead leads led|read reads|grow grows grew grown|lose loses lost losing|fall falls fell fallen|
send sends sent|build builds built|understand understands understood|draw draws drew drawn|
break breaks broke broken|spend spends spent|cut cuts cutting|rise rises rose risen rising|drive drives drove driven|
buy buys bought|wear wears wore worn|choose chooses chose chosen choosing|seek seeks sought|throw throws threw thrown|
catch catches caught|deal deals dealt|win wins won winning|forget forgets forgot forgotten forgetting|
shoot shoots shot|sell sells sold|fight fights fought|teach teaches taught|eat eats ate eaten|sing sings sang sung|
strike strikes struck|hang hangs hung|shake shakes shook shaken|ride rides rode ridden|feed feeds fed|
shut shuts shutting|sleep sleeps slept|fly flies flew flown|swear swears swore sworn|bear bears bore borne|
steal steals stole stolen|freeze freezes froze frozen|hide hides hid hidden|beat beats beaten beating|
swim swims swam swum|sink sinks sank sunk|drink drinks drank drunk|flee flees fled|bind binds bound|hit hits hitting|
put puts putting|hurt hurts|quit quits quitting|spread spreads|burst bursts|cost costs|bid bids|lend lends lent|
withdraw withdraws withdrew withdrawn|overthrow overthrows overthrew overthrown|undergo undergoes underwent undergone|
man men|woman women|child children|person persons people|foot feet|tooth teeth|goose geese|mouse mice|
half halves|life lives|knife knives|wife wives|leaf leaves|thief thieves|loaf loaves|wolf wolves|shelf shelves|
crisis crises|analysis analyses|basis bases|thesis theses|hypothesis hypotheses|criterion criteria|
phenomenon phenomena|datum data|medium media|may might|can could|will would|shall should|this these|that those|a an"""
_LEXEMES = {
    form: number for number, group in enumerate(_IRREGULAR.replace("\n", "").split("|")) for form in group.split()
}

_UN = "un"
_NOT_UN = ("unit", "unif", "univ", "union", "unil", "uniq", "unis", "unan", "under", "uncle", "until", "upon", "unto")
"""Beginnings of English words in which `un` denies nothing."""
_DENYING = frozenset(
    "illegal illegally illegality illegitimate illegitimacy illicit illiterate illogical illiberal irregular "
    "irregularly irrelevant irrelevance irresponsible irresponsibly irreversible irrational irreparable "
    "irreconcilable impossible impossibly impossibility improbable immoral impartial impatient imperfect impolite "
    "improper improperly imprecise imprudent immature immobile impure impunity inability inaccurate inaccurately "
    "inaction inactive inadequate inadequately inadmissible inappropriate inappropriately incapable incompatible "
    "incompetent incompetence incomplete inconclusive inconsistent inconsistency inconceivable incorrect incorrectly "
    "indecisive indefensible indirect indirectly indiscriminate ineffective ineffectual inefficient ineligible "
    "inequality inexperienced infrequent inhuman inhumane injustice insecure insecurity insignificant insincere "
    "instability insufficient insufficiently intolerable intolerant intolerance invalid involuntary invisible "
    "informal informally innumerable inexact inexplicable insoluble "
    "disagree disagrees disagreed disagreeing disagreement disallow disallowed disapprove disapproved disapproval "
    "disarm disarms disarmed disarming disbelief disbelieve disbelieved disclaim disclaimed disconnect disconnected "
    "discontent discontinue discontinued discredit discredited dishonest dishonestly dishonesty disinterested "
    "disloyal disloyalty disobey disobeyed disobedience disorder disorderly disown disowned disproportionate "
    "disprove disproved disproven disqualify disqualified disregard disregarded disrespect dissatisfied "
    "dissatisfaction dissimilar distrust distrusted disunity disavow disavowed disused "
    "misread misreads misled misleading mislead misquote misquoted mistaken mistakenly misunderstand misunderstood "
    "misinform misinformed misinformation misjudge misjudged misrepresent misrepresented mistrust mismanaged misuse "
    "misused".split()
)
_NOT_LESS = frozenset("unless nevertheless nonetheless bless less regardless".split())
_DENYING_ENDINGS = ("less", "los", "lose", "losen", "loser", "loses", "sız", "siz", "suz", "süz")
"""Endings that deny the word which they are put to: English, German, Turkish."""
_MEND = ("ed", "ing")


def same_word(old: str, new: str, language: str = "en") -> bool:
    """True if the new word is a form of the old one: number, tense, person, possession or case of letters."""
    one, other = old.casefold(), new.casefold()
    if one == other:
        return True
    if denies(one, language) != denies(other, language):
        return False
    if language == "en":
        lexemes = _LEXEMES.get(one), _LEXEMES.get(other)
        return lexemes[0] == lexemes[1] if None not in lexemes else bool(_stems(one) & _stems(other))
    return _same_beginning(one, other) and not other.endswith(_DENYING_ENDINGS) and not one.endswith(_DENYING_ENDINGS)


def _same_beginning(one: str, other: str) -> bool:
    """True if two words differ in their last few letters alone."""
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    longest = max(len(one), len(other))
    return shared >= max(_SHORTEST_STEM, longest - _LONGEST_ENDING)


@lru_cache(maxsize=4096)
def _stems(word: str) -> frozenset[str]:
    """The stems of which an English word can be a regular form, itself among them."""
    out = {word}
    for mark in ("'s", "'"):
        if word.endswith(mark):
            out |= _stems(word[: -len(mark)])
    for ending, base in (("ies", "y"), ("ied", "y"), ("ves", "f"), ("ying", "ie")):
        if word.endswith(ending):
            out.add(word[: -len(ending)] + base)
    for ending in ("s", "es", *_MEND):
        stem = word.removesuffix(ending)
        if stem != word:
            out.add(stem)
            if ending in _MEND:
                out.add(f"{stem}e")
                if len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2]:
                    out.add(stem[:-1])
    return frozenset(stem for stem in out if len(stem) >= _SHORTEST_STEM or stem == word)


_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "mis", "non", "anti", "de", "counter", "a")
_ENDINGS = ("less", "free")
"""Syllables before and behind a word that may turn it into its opposite."""


def opposites(one: str, other: str) -> bool:
    """True if one of two words is the other with a syllable that denies: edible and inedible, useful and useless."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    if len(short) >= _SHORTEST_STEM and any(long == prefix + short for prefix in _PREFIXES):
        return True
    stems = {word.removesuffix(ending) for word in (short, long) for ending in _ENDINGS if word.endswith(ending)}
    return any(len(stem) >= _SHORTEST_STEM and {short, long} & {stem, f"{stem}ful", f"{stem}y"} for stem in stems)


def denies(word: str, language: str = "en") -> bool:
    """True if a word denies what its stem says: unsafe, illegal, dishonest, nonviolent, useless."""
    lower = word.casefold()
    if language != "en" or lower in _NOT_LESS:
        return False
    if lower.startswith(_UN) and len(lower) > len(_UN) + _SHORTEST_STEM and not lower.startswith(_NOT_UN):
        return True
    if lower.startswith("non") and len(lower) > 6:
        return True
    return lower in _DENYING or (lower.endswith("less") and len(lower) > 5)

"""Recognise inflected forms of one word: number, tense, person and possession, and nothing else (rule 2).

`protest[s]` may stand for `protested`; `use[ful]` for `useless` may not, because it is another word. English has its
regular endings and a list of irregular words. Of any other language a change in the last letters is taken for a
form, unless it is an ending that denies. Also here: words that deny by a syllable (unsafe, illegal, useless), by the
lists of each language (`languages/`). Not here: words that deny a sentence (`hedges.py`).
"""

from __future__ import annotations

from functools import lru_cache

from sourcebook.quotes.languages import Entries, primary, rules

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

_MEND = ("ed", "ing")


def same_word(old: str, new: str, language: str = "en") -> bool:
    """True if the new word is a form of the old one: number, tense, person, possession or case of letters."""
    one, other = old.casefold(), new.casefold()
    if one == other:
        return True
    if denies(one, language) != denies(other, language):
        return False
    if primary(language) == "en":
        lexemes = _LEXEMES.get(one), _LEXEMES.get(other)
        return lexemes[0] == lexemes[1] if None not in lexemes else bool(_stems(one) & _stems(other))
    return _same_beginning(one, other)


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


def opposites(one: str, other: str, language: str = "en") -> bool:
    """True if one of two words is the other with a syllable that denies: edible and inedible, useful and useless."""
    lists = rules(language)
    short, long = sorted(map(lists.fold, (one, other)), key=len)
    shortest = _SHORTEST_STEM if short.isascii() else 1  # a letter of Chinese is a word
    if len(short) >= shortest and any(long == prefix + short for prefix in lists.prefixes):
        return True
    stems = {word.removesuffix(ending) for word in (short, long) for ending in lists.endings if word.endswith(ending)}
    return any(len(stem) >= shortest and {short, long} & {stem, *(stem + e for e in lists.affirming)} for stem in stems)


def denies(word: str, language: str = "en") -> bool:
    """True if a word denies what its stem says: unsafe, illegal, dishonest, nonviolent, useless."""
    lists = rules(language)
    lower = lists.fold(word)
    return not _among(lower, lists.undenying, 0) and _among(lower, lists.denying, _SHORTEST_STEM)


def _among(word: str, entries: Entries, fewest: int) -> bool:
    """True if a list holds a word, or a beginning or an end (`un*`, `*less`) with `fewest` letters of it beside."""
    for entry in entries:
        stem = entry.strip("*")
        matches = (
            word.startswith(stem) if entry[-1] == "*" else word.endswith(stem) if entry[0] == "*" else word == stem
        )
        if matches and (entry == stem or len(word) >= len(stem) + fewest):
            return True
    return False

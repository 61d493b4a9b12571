"""Questions about quoted words: who said them, which source has them, which quotation was altered.

Here: who-said-it, which-source, altered-quotation, fill-attribution. No item is made where two speakers or two sources
could be meant, or where the words themselves give the answer away. Not here: which word can be changed
(`alterations.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from sourcebook.model.attribution import informant
from sourcebook.model.records import AUTHOR, UNNAMED, Actor
from sourcebook.questions import prompt_blocks
from sourcebook.questions.alterations import Altered, alterations
from sourcebook.questions.items import AnswerOption, Gap, Item
from sourcebook.questions.recipe import (
    OPTIONS,
    EvidenceBase,
    Recipe,
    candidates,
    choices_of,
    interleaved,
    item,
    joined,
    key_of,
    names_any,
)
from sourcebook.questions.seeded_order import Draw
from sourcebook.quotes.match import ParsedQuotation, judge
from sourcebook.quotes.normalise import count_words, tokens

# -- who said it -------------------------------------------------------------------------------------------------------


def speaker_of(evidence: EvidenceBase, ref: str) -> Actor | None:
    """Return the proven speaker of a passage if it is an actor whom the words themselves do not name."""
    passage, proof = evidence.book.passages[ref], evidence.prover.passage(ref)
    actor = evidence.book.actors.get(passage.speaker)
    if actor is None or proof.speaker != passage.speaker or passage.speaker in (AUTHOR, UNNAMED):
        return None
    return None if names_any(passage.exact, [actor.name, *actor.variants]) else actor


def has_one_speaker(evidence: EvidenceBase, ref: str) -> bool:
    """True if no passage gives these words, or words around or inside them, to another speaker."""
    mine, words = evidence.book.passages[ref], joined(evidence.book.passages[ref].exact)
    for other in evidence.book.passages.values():
        theirs = joined(other.exact)
        if other.speaker != mine.speaker and (words in theirs or (theirs in words and count_words(tokens(theirs)) > 2)):
            return False
    return True


def _others(evidence: EvidenceBase, actor: Actor, ref: str, draw: Draw) -> list[Actor]:
    """Return other speakers, the likeliest mistakes first: confused actors, then speakers of the same article."""
    book, via = evidence.book, evidence.book.passages[ref].via
    speaking = {passage.speaker for passage in book.passages.values()} & set(book.actors)
    here = {passage.speaker for passage in book.sources[key_of(ref)].passages}
    confused = {pair.actor for pair in actor.confused_with}
    known = [book.actors[key] for key in (speaking | confused) & set(book.actors) - {actor.id, via}]
    drawn = draw.order([other for other in known if other.name != actor.name], lambda other: other.id)
    rank = {True: 0, False: 1}
    return sorted(drawn, key=lambda o: (rank[o.id in confused], rank[o.id in here], rank[o.kind == actor.kind]))


def who_said_it(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """One passage, its speaker among other speakers."""
    for ref in interleaved(candidates(evidence, recipe, draw), lambda ref: evidence.passages[ref].speaker):
        actor = speaker_of(evidence, ref)
        if actor is None or not has_one_speaker(evidence, ref):
            continue
        lots = draw.below(ref)
        wrong = _others(evidence, actor, ref, lots)[: OPTIONS - 1]
        if len(wrong) < 2:
            continue
        source = evidence.book.sources[key_of(ref)]
        copy = ", as rendered in a re-translated copy" if source.fidelity == "retranslated" else ""
        prompt = [
            prompt_blocks.paragraph(f"Who says this? The source: {source.short}{copy}."),
            prompt_blocks.paragraph(evidence.asked(ref)),
        ]
        reasons = {pair.actor: pair.because for pair in actor.confused_with}
        because = {other.name: f"Readers confuse them. {reasons[other.id]}" for other in wrong if other.id in reasons}
        choices = choices_of(lots, actor.name, [other.name for other in wrong], because)
        yield item(recipe, ref, prompt, [evidence.quoted(ref)], choices=choices)


# -- which source says this --------------------------------------------------------------------------------------------


def _label(evidence: EvidenceBase, key: str) -> str:
    source = evidence.book.sources[key]
    return f"{source.short}: {source.title}"


def names_source(evidence: EvidenceBase, ref: str) -> bool:
    """True if the words of a passage give away its source."""
    source = evidence.book.sources[key_of(ref)]
    names = [source.short, source.title, source.container_title, source.publisher]
    return names_any(evidence.book.passages[ref].exact, [*names, *map(str, source.author)])


def which_source(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """One passage, its source among others that are no copy of it."""
    book = evidence.book
    for ref in candidates(evidence, recipe, draw):
        own = book.sources[key_of(ref)]
        others = [key for key, source in sorted(book.sources.items()) if source.origin != own.origin]
        if not others or names_source(evidence, ref) or ref not in evidence.unambiguous:
            continue
        lots = draw.below(ref)
        wrong = [_label(evidence, key) for key in lots.order(others)[:OPTIONS]]
        prompt = [
            prompt_blocks.paragraph("In which of these articles do these words stand?"),
            prompt_blocks.paragraph(evidence.asked(ref)),
        ]
        choices = choices_of(lots, _label(evidence, key_of(ref)), wrong)
        yield item(recipe, ref, prompt, [evidence.quoted(ref)], choices=choices)


# -- which quotation is altered ----------------------------------------------------------------------------------------


def altered_quotation(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Quotations of which one has a word changed. The checker accepts the genuine ones and rejects the other."""
    waiting = [ref for ref in candidates(evidence, recipe, draw) if genuine(evidence, ref)]
    swaps = _swapped_names(evidence, draw)
    changed = {ref: altered for ref in waiting if (altered := _alteration(evidence, ref, swaps, draw))}
    while len(waiting) >= OPTIONS:
        victim = next((ref for ref in waiting if ref in changed), None)
        if victim is None:
            return
        others = [ref for ref in waiting if ref != victim]
        # Passages without an alteration are used up first, as the genuine ones.
        company = sorted(others, key=lambda ref: ref in changed)[: OPTIONS - 1]
        waiting = [ref for ref in others if ref not in company]
        yield _altered_item(evidence, recipe, victim, changed[victim], company)


def genuine(evidence: EvidenceBase, ref: str) -> bool:
    """True if the prover accepts the words of a passage as they are, without a caution."""
    verdict = judge(evidence.prover.alone(ref), ParsedQuotation(evidence.book.passages[ref].exact))
    return verdict.accepted and not verdict.marked and "[" not in evidence.book.passages[ref].exact


def rejected(evidence: EvidenceBase, ref: str, words: str) -> bool:
    """True if the prover rejects words: in the passage, and in the whole article if it is available."""
    if judge(evidence.prover.alone(ref), ParsedQuotation(words)).accepted:
        return False
    article = evidence.prover.articles.get(key_of(ref))
    return article is None or not judge(article, ParsedQuotation(words)).accepted


def _swapped_names(evidence: EvidenceBase, draw: Draw) -> dict[str, str]:
    """Map each one-word name of an actor to the name of another actor of the same kind."""
    swaps: dict[str, str] = {}
    for kind in ("person", "country"):
        actors = [a for a in evidence.book.actors.values() if a.kind == kind]
        single = {name: a.id for a in actors for name in (a.name, *a.variants) if name.isalpha() and name[0].isupper()}
        for name, ident in single.items():
            others = [other for other, who in single.items() if who != ident]
            if others:
                swaps[name] = draw.below(name).order(others)[0]
    return swaps


def _alteration(evidence: EvidenceBase, ref: str, swaps: Mapping[str, str], draw: Draw) -> Altered | None:
    """Return the first alteration, in a drawn order, that the prover rejects."""
    words, lang = evidence.passages[ref].exact, evidence.book.sources[key_of(ref)].language
    lots = draw.below(ref)
    tried = alterations(" ".join(words.split()), lang, swaps, lots)
    return next((altered for altered in tried if rejected(evidence, ref, altered.words)), None)


def _altered_item(
    evidence: EvidenceBase, recipe: Recipe, victim: str, altered: Altered, company: Sequence[str]
) -> Item:
    words_of = {ref: " ".join(evidence.passages[ref].exact.split()) for ref in company} | {victim: altered.words}
    drawn = Draw(recipe.id).below(victim).order(words_of)
    genuine_one = [prompt_blocks.paragraph("This one stands in the article word for word.")]
    choices = []
    for ident, ref in zip("abcdefgh", drawn, strict=False):
        source = evidence.book.sources[key_of(ref)]
        words = prompt_blocks.asked(words_of[ref], source.language)
        shown = prompt_blocks.paragraph(words, f" ({source.short}", prompt_blocks.numbered(ref, ", "), ")")
        right = ref == victim
        choices.append(AnswerOption(id=ident, content=[shown], correct=right, feedback=[] if right else genuine_one))
    prompt = [
        prompt_blocks.paragraph("In one of these quotations one word is changed. Which one is no longer a quotation?")
    ]
    explanation = prompt_blocks.paragraph(f"Changed: “{altered.old}” became “{altered.new}”. The words of the article:")
    return item(recipe, victim, prompt, [explanation, evidence.quoted(victim)], choices=choices)


# -- fill in the attribution -------------------------------------------------------------------------------------------

AUTHOR_SAYS = "the author of the article"


def fill_attribution(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Words without their attribution: who speaks, and in which article."""
    # Those who are quoted and the authors take turns: most passages are an author's own words, so that otherwise nearly
    # every answer would be the author.
    refs = candidates(evidence, recipe, draw)
    says = {ref: evidence.passages[ref].speaker for ref in refs}
    authors = interleaved([ref for ref in refs if says[ref] == AUTHOR], key_of)
    quoted = interleaved([ref for ref in refs if says[ref] != AUTHOR], says.__getitem__)
    asked = (_attributions(evidence, recipe, part, draw) for part in (quoted, authors))
    for items in zip_longest(*asked):
        yield from filter(None, items)


def _attributions(evidence: EvidenceBase, recipe: Recipe, refs: Sequence[str], draw: Draw) -> Iterator[Item]:
    for ref in refs:
        if ref not in evidence.unambiguous or names_source(evidence, ref) or not has_one_speaker(evidence, ref):
            continue
        speaker, others = _speakers(evidence, ref, draw.below(ref))
        if speaker and others:
            yield _attribution_item(evidence, recipe, ref, speaker, others, draw.below(ref))


def _speakers(evidence: EvidenceBase, ref: str, draw: Draw) -> tuple[str, list[str]]:
    """Return the speaker of a passage and the wrong answers; both empty if the question cannot be asked."""
    passage, own = evidence.passages[ref], evidence.book.authors(key_of(ref))
    if passage.speaker == AUTHOR and informant(evidence.book.actors, own, passage.speaker, passage.via):
        return "", []  # an author who cites somebody: both answers would be right
    if passage.speaker == AUTHOR:
        return AUTHOR_SAYS, _quoted_speakers(evidence, ref, draw)[: OPTIONS - 1]
    actor = speaker_of(evidence, ref)
    if actor is None or actor.id in own:
        return "", []
    others = [other.name for other in _others(evidence, actor, ref, draw)[: OPTIONS - 2]]
    return actor.name, [*others, AUTHOR_SAYS]


def _quoted_speakers(evidence: EvidenceBase, ref: str, draw: Draw) -> list[str]:
    """Return who is quoted in the book and did not write the article: first those whom it quotes, then others."""
    book = evidence.book
    here = {passage.speaker for passage in book.sources[key_of(ref)].passages}
    speaking = {passage.speaker for passage in book.passages.values()} & set(book.actors)
    others = speaking - {*book.authors(key_of(ref)), book.passages[ref].via}
    return [book.actors[key].name for key in sorted(draw.order(others), key=lambda key: key not in here)]


def _attribution_item(
    evidence: EvidenceBase, recipe: Recipe, ref: str, speaker: str, others: Sequence[str], draw: Draw
) -> Item:
    book, own = evidence.book, evidence.book.sources[key_of(ref)]
    strangers = [s.short for s in book.sources.values() if s.origin != own.origin]
    gaps = [
        Gap(id="gap-1", accepted=[speaker], options=draw.below("who").order([speaker, *others])),
        Gap(id="gap-2", accepted=[own.short], options=draw.below("where").order([own.short, *strangers])),
    ]
    prompt = [
        prompt_blocks.paragraph("Fill in who says this, and in which article."),
        prompt_blocks.paragraph(
            evidence.asked(ref), " – so says ", prompt_blocks.gap("gap-1"), ", in ", prompt_blocks.gap("gap-2"), "."
        ),
    ]
    return item(recipe, ref, prompt, [evidence.quoted(ref)], gaps=gaps)

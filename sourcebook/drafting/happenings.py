"""Events and figures of one article: a day, an hour or a number, with the clause that tells it and who acts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.drafting.named import BODY, COUNTRY, PERSON, PLACE, Named
from sourcebook.drafting.printed_days import PrintedTime, base_of
from sourcebook.drafting.printed_numbers import near_duplicates, printed_numbers
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import PAST, DraftArticle, DraftPassage, Sentence
from sourcebook.drafting.who_says import Attribution, Cited
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes.hedges import Force

_TITLE_WORDS = 9
_PREPOSITION = re.compile(r"\b(?:in|to|with|of|from|for|by|at|on|against|between|about|into|over)\s(?:the\s)?$", re.I)


def events(
    article: DraftArticle, times: Sequence[tuple[Sentence, PrintedTime]], names: Sequence[Named], said: Attribution
) -> list[DraftProposal]:
    """The dated events of an article, then one for each sentence beside them that tells of an act without a day."""
    dated = [p for sentence, time in times if (p := _event(article, sentence, time, names, said))]
    unique = {each.id: each for each in dated}
    sentences = {sentence.low for sentence, _ in times}
    undated = [
        p
        for sentence in article.sentences
        if sentence.low not in sentences and sentence.zone == "body" and (p := _undated(article, sentence, names, said))
    ]
    return [*unique.values(), *undated]


def _event(
    article: DraftArticle, sentence: Sentence, time: PrintedTime, names: Sequence[Named], said: Attribution
) -> DraftProposal | None:
    if not time.date and not time.time:
        return None
    passage = article.passage(sentence, time.low, time.high, verb=article.words.language == "en")
    if passage is None:
        return None
    printed = article.article.clean[time.low : time.high].replace("\n", " ")
    cited = said.cited(sentence)
    sure = 0.85 - 0.2 * bool(time.reading) - 0.15 * (passage.tokens[1] - passage.tokens[0] > 60)
    why = f"“{printed}”, line {article.line(time.low)}" + (f"; {time.told}, read as {time.date}" if time.reading else "")
    return _proposal(article, (sentence, passage), time, names, cited, (why, sure))


def _undated(article: DraftArticle, sentence: Sentence, names: Sequence[Named], said: Attribution) -> DraftProposal | None:
    """An act that a sentence tells without a day: somebody named, and a verb in the past."""
    if _is_ahead(article, sentence) or not (match := _past(sentence.text)):
        return None
    actors = _acting(names, sentence.low, sentence.high)
    if not actors:
        return None
    passage = article.passage(sentence, min(actors[0].low, sentence.low + match.start()), sentence.low + match.end())
    if passage is None:
        return None
    why = f"“{actors[0].name} … {match.group()}”, line {article.line(sentence.low)}; no day is told"
    return _proposal(article, (sentence, passage), PrintedTime(sentence.low, sentence.high), names, said.cited(sentence), (why, 0.35))


def _past(text: str) -> re.Match[str] | None:
    return next((m for m in re.finditer(r"\w+", text) if PAST.fullmatch(m.group())), None)


def _proposal(
    article: DraftArticle,
    where: tuple[Sentence, DraftPassage],
    time: PrintedTime,
    names: Sequence[Named],
    cited: Cited | None,
    because: tuple[str, float],
) -> DraftProposal:
    sentence, passage = where
    low, high = article.article.starts[passage.tokens[0]], article.article.ends[passage.tokens[1] - 1]
    actors = _acting(names, low, high)
    agent = next((n.name for n in actors if not _PREPOSITION.search(sentence.text[: max(0, n.low - sentence.low)])), "")
    via = cited.name if cited and cited.name not in (AUTHOR, UNNAMED) else ""
    ahead = _is_ahead(article, sentence)
    report = filled(
        source=article.key,
        stance=_stance(article, passage, via, ahead),
        date=time.date,
        time=time.time,
        zone=time.zone,
        agent=agent,
        via=via,
        reading=list(time.reading),
        told=time.told if time.reading else "",
    )
    record = filled(
        title=title_of(passage.exact),
        date=time.date or _by_then(article),
        time=time.time if time.date else "",
        kind="forecast" if ahead else "",
        place=_place(article, names, low, high),
        actors=list(dict.fromkeys(n.name for n in actors)),
        reports=[report],
    )
    return DraftProposal("event", (passage,), record, *because)


def _by_then(article: DraftArticle) -> str:
    """The days up to that of writing: what an article tells without a day was over when it was written."""
    last = base_of(article).last
    return f"../{last.isoformat()}" if last else ".."


def _acting(names: Sequence[Named], low: int, high: int) -> list[Named]:
    return [n for n in names if low <= n.low < high and n.kind in (PERSON, BODY, COUNTRY)]


def _place(article: DraftArticle, names: Sequence[Named], low: int, high: int) -> str:
    """The place of what a clause tells: a place or a country behind a preposition of place."""
    inside = [n for n in names if low <= n.low < high and n.kind in (PLACE, COUNTRY)]
    for each in sorted(inside, key=lambda n: n.kind == COUNTRY):
        before = each.sentence.text[: each.low - each.sentence.low].split()
        if before and before[-1].lower() in article.words.where:
            return each.name
    return ""


def _is_ahead(article: DraftArticle, sentence: Sentence) -> bool:
    return bool(re.search(r"\b(?:will|shall|wird|werden|sera|seront|будет|будут|scheduled|expected to)\b", sentence.text, re.I))


def _stance(article: DraftArticle, passage: DraftPassage, via: str, ahead: bool) -> str:
    if ahead:
        return "expects"
    if any(force & Force.HEDGE for force in article.article.forces[slice(*passage.tokens)]):
        return "hedges"
    return "reports" if via else "asserts"


def title_of(exact: str) -> str:
    """The first words of a passage: a title to be put into one's own words."""
    words = exact.strip("“”\"'‘’ ,;:()").split()
    return " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")


# -- figures -----------------------------------------------------------------------------------------------------------


def figures(
    article: DraftArticle, times: Sequence[tuple[Sentence, PrintedTime]], said: Attribution
) -> Iterator[DraftProposal]:
    """The numbers of an article, each with its unit, what it counts and who counts."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for sentence, time in times:
        taken.setdefault(sentence.low, []).append((time.low, time.high))
    for sentence in article.sentences:
        if sentence.zone not in ("body", "title", "standfirst"):
            continue
        for number in near_duplicates(printed_numbers(article.words, sentence, taken.get(sentence.low, []))):
            passage = article.passage(sentence, number.low, number.high)
            if passage is None:
                continue
            cited = said.cited(sentence) or said.speaker_at(number.low)
            via = cited.name if cited and cited.name not in (AUTHOR, UNNAMED) else ""
            low, best, high = number.values
            report = filled(
                source=article.key, stance=_stance(article, passage, via, False), low=low, best=best, high=high, via=via
            )
            record = filled(title=number.counts or number.unit, counts=number.counts, unit=number.unit, reports=[report])
            yield DraftProposal(
                "figure", (passage,), record, f"“{number.printed}”, line {article.line(number.low)}", number.sure
            )

"""Events and figures of one article: a day, an hour or a number, with the clause that tells it and who acts in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.drafting.name_runs import BODY, COUNTRY, PERSON, PLACE, NameRun
from sourcebook.drafting.printed_days import base_of, date_spans
from sourcebook.drafting.printed_hours import PrintedTime
from sourcebook.drafting.printed_numbers import near_duplicates, printed_numbers
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import PAST, PRESENT, DraftArticle, DraftPassage, Sentence
from sourcebook.drafting.who_says import Attribution, Cited
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes.hedges import Force

_TITLE_WORDS = 9
_PREPOSITION = re.compile(
    r"\b(?:in|to|with|of|from|for|by|at|on|against|between|about|into|over)\s(?:the\s)?$", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:will|shall|wird|werden|sera|seront|будет|будут|scheduled|expected to)\b", re.IGNORECASE)


def events(
    article: DraftArticle, times: Sequence[tuple[Sentence, PrintedTime]], names: Sequence[NameRun], said: Attribution
) -> list[DraftProposal]:
    """The dated events of an article, then one for each clause beside them that tells of an act without a day."""
    dated = [p for sentence, time in times if (p := _event(article, sentence, time, names, said))]
    unique = {each.id: each for each in dated}
    there = {each.passages[0].tokens for each in dated}
    for sentence in article.sentences:
        if sentence.zone == "body" and not sentence.text.endswith("?"):
            for each in _undated(article, sentence, names, said):
                if each.passages[0].tokens not in there:
                    there.add(each.passages[0].tokens)
                    unique.setdefault(each.id, each)
    return list(unique.values())


def told(article: DraftArticle, names: Sequence[NameRun], said: Attribution) -> Iterator[DraftProposal]:
    """Each sentence of the body as an account without a day, to be held against those of other articles."""
    for sentence in article.sentences:
        passage = article.passage(sentence, sentence.low, sentence.high) if _tells(article, sentence) else None
        if passage:
            why = f"line {article.line(sentence.low)}; no day is told"
            time = PrintedTime(sentence.low, sentence.high)
            yield _proposal(article, (sentence, passage), time, names, said.cited(sentence), (why, 0.3))


def _tells(article: DraftArticle, sentence: Sentence) -> bool:
    """True if a sentence of the body tells something done: a verb in the past outside speech, and no question."""
    if sentence.zone != "body" or sentence.text.rstrip("\"' ”").endswith("?"):
        return False
    if article.words.language != "en":
        return True
    words = article.article.words
    outside = [words[i].lower() for i in range(sentence.start, sentence.end) if not article.article.speech[i]]
    return any(PAST.fullmatch(word) and word not in PRESENT for word in outside)


def _event(
    article: DraftArticle, sentence: Sentence, time: PrintedTime, names: Sequence[NameRun], said: Attribution
) -> DraftProposal | None:
    if not time.date and not time.time:
        return None
    passage = article.passage(sentence, time.low, time.high, verb=article.words.language == "en")
    if passage is None:
        return None
    printed = article.article.clean[time.low : time.high].replace("\n", " ")
    cited = said.cited(sentence)
    sure = 0.85 - 0.2 * bool(time.reading) - 0.15 * (passage.tokens[1] - passage.tokens[0] > 60)
    why = f"“{printed}”, line {article.line(time.low)}" + (
        f"; {time.told}, read as {time.date}" if time.reading else ""
    )
    return _proposal(article, (sentence, passage), time, names, cited, (why, sure))


def _undated(
    article: DraftArticle, sentence: Sentence, names: Sequence[NameRun], said: Attribution
) -> Iterator[DraftProposal]:
    """The acts that a sentence tells without a day: clauses with a verb in the past that name somebody."""
    modal = article.words.modal
    cited = said.cited(sentence)
    before = ""
    for match in re.finditer(r"[\w']+", sentence.text):
        word, ahead = match.group(), before in modal
        before = word.lower()
        if not PAST.fullmatch(word) or word.lower() in modal or ahead:
            continue
        passage = article.passage(sentence, sentence.low + match.start(), sentence.low + match.end(), verb=True)
        if passage is None:
            continue
        low, high = article.article.starts[passage.tokens[0]], article.article.ends[passage.tokens[1] - 1]
        actors = _acting(names, low, high)
        if actors:
            why = f"“{actors[0].name} … {word}”, line {article.line(low)}; no day is told"
            yield _proposal(article, (sentence, passage), PrintedTime(low, high), names, cited, (why, 0.35))


def _proposal(
    article: DraftArticle,
    where: tuple[Sentence, DraftPassage],
    time: PrintedTime,
    names: Sequence[NameRun],
    cited: Cited | None,
    because: tuple[str, float],
) -> DraftProposal:
    sentence, passage = where
    low, high = article.article.starts[passage.tokens[0]], article.article.ends[passage.tokens[1] - 1]
    actors = _acting(names, low, high)
    agent = next((n.name for n in actors if not _PREPOSITION.search(sentence.text[: max(0, n.low - sentence.low)])), "")
    via = cited.name if cited and cited.name not in (AUTHOR, UNNAMED) else ""
    ahead = bool(_AHEAD.search(sentence.text))
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


def _acting(names: Sequence[NameRun], low: int, high: int) -> list[NameRun]:
    return [n for n in names if low <= n.low < high and n.kind in (PERSON, BODY, COUNTRY)]


def _place(article: DraftArticle, names: Sequence[NameRun], low: int, high: int) -> str:
    """The place of what a clause tells: a place or a country behind a preposition of place."""
    inside = [n for n in names if low <= n.low < high and n.kind in (PLACE, COUNTRY)]
    for each in sorted(inside, key=lambda n: n.kind == COUNTRY):
        before = each.sentence.text[: each.low - each.sentence.low].split()
        if before and before[-1].lower() in article.words.where:
            return each.name
    return ""


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


# -- figures --------------------------------------------------------------------------------------------


def figures(
    article: DraftArticle, times: Sequence[tuple[Sentence, PrintedTime]], said: Attribution
) -> Iterator[DraftProposal]:
    """The numbers of an article, each with its unit, what it counts and who counts."""
    hours = [(time.low, time.high) for _, time in times]
    for sentence in article.sentences:
        if sentence.zone not in ("body", "title", "standfirst"):
            continue
        taken = [*(at for at in hours if sentence.low <= at[0] < sentence.high), *date_spans(article, sentence)]
        for number in near_duplicates(printed_numbers(article.words, sentence, taken)):
            passage = article.passage(sentence, number.low, number.high)
            if passage is None:
                continue
            cited = said.cited(sentence) or said.speaker_at(number.low)
            via = cited.name if cited and cited.name not in (AUTHOR, UNNAMED) else ""
            low, best, high = number.values
            report = filled(
                source=article.key, stance=_stance(article, passage, via, False), low=low, best=best, high=high, via=via
            )
            record = filled(
                title=number.counts or number.unit, counts=number.counts, unit=number.unit, reports=[report]
            )
            yield DraftProposal(
                "figure", (passage,), record, f"“{number.printed}”, line {article.line(number.low)}", number.sure
            )

"""The fixed phrases of papers and of files for learning platforms, by language: captions, labels and notices.

Here: words, and nothing but words; the templates of PDFs are handed them as data, other formats take them from here.
Not here: what an author wrote, and how paper looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from babel import Locale

from sourcebook.model import document as b
from sourcebook.questions.items import TOOLS
from sourcebook.questions.kinds import kind_phrases

Phrases = dict[str, str]
"""What papers and files say of themselves, by the name of each phrase."""
PHRASES: Phrases = {
    "language": "en",
    "agreed": "Agreed",
    "contested": "Contested",
    "single-origin": "Single origin",
    "not addressed": "Not addressed",
    "bottom-line": "Bottom line",
    "judgements": "Key judgements: what these sources support, and what that changes.",
    "options": "Options. Cost, risk and reversibility are the editor’s judgement, in words.",
    "yardstick": "Words of likelihood, from the least to the most: almost no chance, very unlikely, unlikely, roughly "
    "even chance, likely, very likely, almost certain.",
    "sources": "The sources, the copies that we have of them, and how the quotations are proven.",
    "annex-evidence": "Annex: the evidence",
    "annex-sources": "Annex: sources, their quality, and proofs",
    "proofs": "Proofs",
    "proven": "Every quotation in this document was compared with its article when the document was made. A proof says "
    "that the words stand in the article, at this place; it does not say that the article is right.",
    "root": "Root of its seal:",
    "contents": "Contents",
    "index": "Index of quotations",
    "index-says": "By source, in the order of the article. The number after ¶ is that of the paragraph in the article, "
    "what stands behind the words are the pages of this book.",
    "figures": "Figures and tables",
    "rights": "Proofs and rights",
    "chapter": "A chapter of the book",
    "table": "Table",
    "figure": "Figure",
    "page": "Page",
    "of": "of",
    "continued": "continued from the page before",
    "copy": "A copy to edit. Its quotations were compared with the articles when it was made; in a copy that anybody "
    "has edited they are no longer proven. The PDF is the proven brief.",
    "head-number": "No.",
    "head-judgement": "Judgement",
    "head-support": "Support",
    "head-changes": "What it changes",
    "head-option": "Option",
    "head-cost": "Cost",
    "head-risk": "Risk",
    "head-reversible": "Reversible?",
    "head-who": "Who",
    "head-source": "Source",
    "head-kind-and-date": "Kind and date",
    "head-interest": "Interest that the text discloses",
    "head-copy": "Copy and proof",
    "no-origin": "No origin",
    "one-origin": "1 independent origin",
    "origins": "{} independent origins",
    "for-it": "{} for it",
    "against": "Would speak against it:",
    "evidence": "Evidence:",
    "evidence-for": "Evidence for:",
    "evidence-against": "Evidence against:",
    "brief": "Policy brief",
    "decision": "Decision",
    "reach": "How far the sources carry",
    "now": "What to do now",
    "change": "What would change it",
    "background": "Background",
    "alternatives": "Alternative explanations",
    "recommendation": "Recommendation",
    "reversal": "What would reverse it",
    "do": "Do:",
    "ask": "Ask:",
    "clearance": "Clearance sheet: what is quoted of each article",
    "clearance-article": "Article",
    "clearance-passages": "Words in passages",
    "clearance-files": "Words in the book’s files",
    "clearance-run": "Longest run",
    "clearance-whole": "How a class gets at the whole",
    "clearance-count": "{0} of {1} ({2} per cent)",
    "clearance-holder": "Holder: {}.",
    "clearance-unknown": "not known",
    "clearance-access": "Not recorded; ask the library. Instructors who have cleared the rights may print the private "
    "reading packet.",
    "clearance-note": "Every quoted word is counted once. The files of the book, from which all is printed, "
    "are counted where the article is at hand: each word in a run of four or more words of it.",
    "decides": "Who decides",
    "by": "By",
    "cut-off": "What is known up to",
    "labelled": "{}:",
    "made-with": "Made with Sourcebook {}.",
    "name": "Name",
    "date": "Date",
    "due": "Due",
    "key": "Key",
    "title-of-key": "{} – key",
    "not-to-be-handed-out": "For instructors: not to be handed out",
    "right": "Right",
    "wrong": "Wrong",
    "graded": "Graded",
    "practice": "For practice",
    "in-minutes": "{} minutes",
    "point": "{} point",
    "points": "{} points",
    "head-points": "Points",
    "head-minutes": "Minutes",
    "head-question": "Question",
    "head-question-kind": "Kind",
    "head-answer": "Answer",
    "purpose": "Purpose",
    "task": "Task",
    "criteria": "Criteria",
    "outcomes": "What you will have learnt",
    "tools": "Tools",
    "alternative": "If this form does not suit you",
    "questions": "Questions",
    "how-one-is-marked": "How the open task is marked",
    "how-all-are-marked": "How the open tasks are marked",
    "hints": "Hints",
    "at-a-glance": "Answers at a glance",
    "answers": "Questions and answers",
    "variant": "Variant {}",
    "together": "Together",
    "same": "The same question as in variant {}, and the same answer.",
    "title-of-variant": "{}, variant {}",
    "decimal": ".",
    "first-day": "1",
    "or": "or",
    "and": "and",
    "choose-one": "Choose one.",
    "choose-several": "Choose all that are right.",
    "write-in-order": "Write the letters in the right order: {}",
    "match": "Write a letter behind each number.",
    "sort": "Write the letter of a heading behind each number.",
    "ring": "What can be marked stands in square brackets. Ring its number.",
    "so-many-words": "{} to {} words.",
    "length": "Length: {} to {} words.",
    "see-rubric": "The rubric by which this is marked stands on the assignment sheet.",
    "own-sheets": "Write on sheets of your own, and number them.",
    "give-or-take": "{}, give or take {}",
    "by-rubric": "rubric",
    "rubric": "Rubric",
    "model-answer": "Model answer",
    "why": "Why",
    "anchor": "Anchor answer: {}",
    "at-the-level": "Answer at the level: {}",
    "marking-notes": "Marking notes",
    "comment-bank": "Comment bank: common errors",
    "common-errors": "Common errors",
    "match-to-places": "Match each to its place: 1 comes first.",
    "write-letters": "Write the letters in the right order, without spaces.",
    "answer-in": "Answer in: {}.",
    "another-gap": "[gap {}]",
    "title-of-gap": "{}: gap {}",
    "passage": "Passage",
    "passage-above": "Passage, above",
    "answer-correct": "Your answer is correct.",
    "answer-partiallycorrect": "Your answer is partly correct.",
    "answer-incorrect": "Your answer is not correct.",
    "time": "Time",
    "able-to": "What you will be able to do",
    "another-way": "Another way to do it",
    "ai-tools": "AI tools",
    "head-criterion": "Criterion",
    **kind_phrases("en"),
    "tools-barred": TOOLS["barred"],
    "tools-declared": TOOLS["declared"],
    "tools-object": TOOLS["object"],
    "likelihood-almost-no-chance": "almost no chance",
    "likelihood-very-unlikely": "very unlikely",
    "likelihood-unlikely": "unlikely",
    "likelihood-roughly-even-chance": "roughly even chance",
    "likelihood-likely": "likely",
    "likelihood-very-likely": "very likely",
    "likelihood-almost-certain": "almost certain",
    "picture": "[Picture: {}]",
    "short-page": "p.",
    "one-source": "1 source. Its proofs stand on the last pages.",
    "so-many-sources": "{} sources. Their proofs stand on the last pages.",
    "reliability": "reliability {}",
    "nobody-named": "not named",
    "between": "between {} and {}",
    "that-day": "{}",
    "or-later": "{} or later",
    "or-earlier": "{} or earlier",
    "uncertain": "{} (uncertain)",
    "approximate": "{} (approximate)",
    "uncertain-and-approximate": "{} (uncertain and approximate)",
    "state-full": "proven against the full text",
    "state-sealed": "proven against the seal",
    "state-unchecked": "unchecked: neither the article nor its seal was at hand",
    "unread-language": "cut hedges and negations are not looked for in {}",
    "copy-original": "text as written",
    "copy-retranslated": "re-translated copy",
    "no-author": "author not given in the text",
    "no-publisher": "publisher not given in the text",
    "no-date": "date not given in the text",
    "no-interest": "The text discloses no interest.",
}
"""By the name under which a template asks for it."""
FRENCH = {
    "language": "fr",
    "agreed": "Concordant",
    "contested": "Contesté",
    "single-origin": "Origine unique",
    "not addressed": "Non abordé",
    "bottom-line": "L’essentiel",
    "judgements": "Jugements principaux : ce que ces sources étayent, et ce que cela change.",
    "options": "Options. Coût, risque et réversibilité sont appréciés par la rédaction, en mots.",
    "yardstick": "Mots de la probabilité, du moindre au plus fort : presque exclu, très improbable, improbable, à peu "
    "près une chance sur deux, probable, très probable, presque certain.",
    "sources": "Les sources, les copies que nous en avons, et la preuve des citations.",
    "annex-evidence": "Annexe : les éléments de preuve",
    "annex-sources": "Annexe : les sources, leur qualité et les preuves",
    "proofs": "Preuves",
    "proven": "Chaque citation de ce document a été comparée à son article lorsque le document a été produit. Une "
    "preuve dit que les mots figurent dans l’article, à cet endroit ; elle ne dit pas que l’article a raison.",
    "root": "Racine de son sceau :",
    "contents": "Table des matières",
    "index": "Index des citations",
    "index-says": "Par source, dans l’ordre de l’article. Le nombre après ¶ est celui du paragraphe de l’article ; "
    "derrière les mots se trouvent les pages de ce livre.",
    "figures": "Figures et tableaux",
    "rights": "Preuves et droits",
    "chapter": "Un chapitre du livre",
    "table": "Tableau",
    "figure": "Figure",
    "page": "Page",
    "of": "sur",
    "continued": "suite de la page précédente",
    "copy": "Copie à modifier. Ses citations ont été comparées aux articles lorsqu’elle a été produite ; dans une "
    "copie que quelqu’un a modifiée, elles ne sont plus prouvées. Le PDF est la note prouvée.",
    "head-number": "N°",
    "head-judgement": "Jugement",
    "head-support": "Appui",
    "head-changes": "Ce que cela change",
    "head-option": "Option",
    "head-cost": "Coût",
    "head-risk": "Risque",
    "head-reversible": "Réversible ?",
    "head-who": "Qui",
    "head-source": "Source",
    "head-kind-and-date": "Genre et date",
    "head-interest": "Intérêt que le texte déclare",
    "head-copy": "Copie et preuve",
    "no-origin": "Aucune origine",
    "one-origin": "1 origine indépendante",
    "origins": "{} origines indépendantes",
    "for-it": "{} en sa faveur",
    "against": "Parlerait contre :",
    "evidence": "Éléments :",
    "evidence-for": "Éléments pour :",
    "evidence-against": "Éléments contre :",
    "brief": "Note de synthèse",
    "decision": "Décision",
    "reach": "Jusqu’où portent les sources",
    "now": "Que faire maintenant",
    "change": "Ce qui changerait l’avis",
    "background": "Contexte",
    "alternatives": "Autres explications",
    "recommendation": "Recommandation",
    "reversal": "Ce qui l’inverserait",
    "do": "Faire :",
    "ask": "Demander :",
    "clearance": "Relevé des citations : ce qui est cité de chaque article",
    "clearance-article": "Article",
    "clearance-passages": "Mots des passages",
    "clearance-files": "Mots dans les fichiers du livre",
    "clearance-run": "Plus longue suite",
    "clearance-whole": "Comment la classe lit le tout",
    "clearance-count": "{0} sur {1} ({2} pour cent)",
    "clearance-holder": "Titulaire : {}.",
    "clearance-unknown": "inconnu",
    "clearance-access": "Non indiqué ; demandez à la bibliothèque. L’enseignant qui a obtenu les droits peut imprimer "
    "le dossier de lecture privé.",
    "clearance-note": "Chaque mot cité est compté une fois. Les fichiers du livre, dont tout est imprimé, "
    "sont comptés si l’article est présent : chaque mot d’une suite d’au moins quatre mots.",
    "decides": "Qui décide",
    "by": "Par",
    "cut-off": "Connu jusqu’au",
    "labelled": "{} :",
    "made-with": "Produit avec Sourcebook {}.",
    "name": "Nom",
    "date": "Date",
    "due": "À rendre",
    "key": "Corrigé",
    "title-of-key": "{} – corrigé",
    "not-to-be-handed-out": "Pour l’enseignant : ne pas distribuer",
    "right": "Juste",
    "wrong": "Faux",
    "graded": "Noté",
    "practice": "Pour s’exercer",
    "in-minutes": "{} minutes",
    "point": "{} point",
    "points": "{} points",
    "head-points": "Points",
    "head-minutes": "Minutes",
    "head-question": "Question",
    "head-question-kind": "Genre",
    "head-answer": "Réponse",
    "purpose": "But",
    "task": "Consigne",
    "criteria": "Critères",
    "outcomes": "Ce que vous aurez appris",
    "tools": "Outils",
    "alternative": "Si cette forme ne vous convient pas",
    "questions": "Questions",
    "how-one-is-marked": "Comment la question ouverte est notée",
    "how-all-are-marked": "Comment les questions ouvertes sont notées",
    "hints": "Indices",
    "at-a-glance": "Les réponses en bref",
    "answers": "Questions et réponses",
    "variant": "Variante {}",
    "together": "Total",
    "same": "La même question que dans la variante {}, et la même réponse.",
    "title-of-variant": "{}, variante {}",
    "decimal": ",",
    "first-day": "1er",
    "or": "ou",
    "and": "et",
    "choose-one": "Choisissez une seule réponse.",
    "choose-several": "Choisissez toutes les bonnes réponses.",
    "write-in-order": "Écrivez les lettres dans le bon ordre : {}",
    "match": "Écrivez une lettre après chaque numéro.",
    "sort": "Écrivez après chaque numéro la lettre d’une rubrique.",
    "ring": "Ce qui peut être relevé figure entre crochets. Entourez son numéro.",
    "so-many-words": "De {} à {} mots.",
    "length": "Longueur : de {} à {} mots.",
    "see-rubric": "La grille selon laquelle cette question est notée figure sur la fiche du devoir.",
    "own-sheets": "Écrivez sur vos propres feuilles et numérotez-les.",
    "give-or-take": "{}, à {} près",
    "by-rubric": "voir la grille",
    "rubric": "Grille d’évaluation",
    "model-answer": "Réponse type",
    "why": "Pourquoi",
    "anchor": "Copie de référence : {}",
    "at-the-level": "Réponse du niveau : {}",
    "marking-notes": "Consignes de correction",
    "comment-bank": "Commentaires types : erreurs fréquentes",
    "common-errors": "Erreurs fréquentes",
    "match-to-places": "Associez chaque élément à son rang : 1 vient en premier.",
    "write-letters": "Écrivez les lettres dans le bon ordre, sans espaces.",
    "answer-in": "Répondez en : {}.",
    "another-gap": "[lacune {}]",
    "title-of-gap": "{} : lacune {}",
    "passage": "Passage",
    "passage-above": "Passage, ci-dessus",
    "answer-correct": "Votre réponse est correcte.",
    "answer-partiallycorrect": "Votre réponse est partiellement correcte.",
    "answer-incorrect": "Votre réponse n’est pas correcte.",
    "time": "Durée",
    "able-to": "Ce que vous saurez faire",
    "another-way": "Une autre façon de faire",
    "ai-tools": "Outils d’IA",
    "head-criterion": "Critère",
    **kind_phrases("fr"),
    "tools-barred": "Les outils d’IA sont interdits.",
    "tools-declared": "L’usage d’outils d’IA est à déclarer : quel outil, à quelle fin, et ce qu’est devenue "
    "sa réponse.",
    "tools-object": "Les outils d’IA sont ici l’objet d’étude : utilisez-les comme le dit la consigne.",
    "likelihood-almost-no-chance": "presque exclu",
    "likelihood-very-unlikely": "très improbable",
    "likelihood-unlikely": "improbable",
    "likelihood-roughly-even-chance": "à peu près une chance sur deux",
    "likelihood-likely": "probable",
    "likelihood-very-likely": "très probable",
    "likelihood-almost-certain": "presque certain",
    "picture": "[Image : {}]",
    "short-page": "p.",
    "one-source": "1 source. Ses preuves figurent dans les dernières pages.",
    "so-many-sources": "{} sources. Leurs preuves figurent dans les dernières pages.",
    "reliability": "fiabilité {}",
    "nobody-named": "non indiqué",
    "between": "entre {} et {}",
    "that-day": "le {}",
    "or-later": "{} ou plus tard",
    "or-earlier": "{} ou plus tôt",
    "uncertain": "{} (incertain)",
    "approximate": "{} (approximatif)",
    "uncertain-and-approximate": "{} (incertain et approximatif)",
    "state-full": "prouvé sur le texte intégral",
    "state-sealed": "prouvé sur le sceau",
    "state-unchecked": "non vérifié : ni l’article ni son sceau n’étaient disponibles",
    "unread-language": "les réserves et les négations coupées ne sont pas cherchées en {}",
    "copy-original": "texte tel qu’il a été écrit",
    "copy-retranslated": "copie retraduite",
    "no-author": "auteur non indiqué dans le texte",
    "no-publisher": "éditeur non indiqué dans le texte",
    "no-date": "date non indiquée dans le texte",
    "no-interest": "Le texte ne déclare aucun intérêt.",
}
FRENCH = {name: re.sub(" (?=[:;?!])", "\u00a0", words) for name, words in FRENCH.items()}
"""The space before a sign in two parts does not break in French."""
CATALOGUES = {"en": PHRASES, "fr": FRENCH}
"""By language: for another one, add a table. A phrase that a language lacks is English, and a caution says so once."""


@cache
def phrases(language: str) -> dict[str, str]:
    """The phrases of papers in a language; English where a translation is missing."""
    own = CATALOGUES.get(tongue(language), PHRASES)
    return own if own.keys() >= PHRASES.keys() else PHRASES | own


def lacking(language: str) -> list[str]:
    """The names of the phrases that a language does not have: all of them where it has no table here."""
    return [name for name in PHRASES if name not in CATALOGUES.get(tongue(language), {})]


def tongue(language: str) -> str:
    """The language of a tag, without country or script."""
    return language.lower().replace("_", "-").partition("-")[0]


JUDGEMENT_HEAD = ("head-number", "head-judgement", "head-support", "head-changes")
OPTION_HEAD = ("head-option", "head-cost", "head-risk", "head-reversible", "head-who")
SOURCE_HEAD = ("head-source", "head-kind-and-date", "head-interest", "head-copy")
"""The heads of the tables of a brief, by the names of their words."""


def origins(judgement: b.Judgement, wording: dict[str, str]) -> str:
    """The number of independent origins of a judgement, in words."""
    count = judgement.origins
    words = wording["one-origin" if count == 1 else "origins" if count else "no-origin"].format(count)
    return wording["for-it"].format(words) if judgement.contrary else words


def figure(value: str, wording: dict[str, str]) -> str:
    """A number as a language writes it: `1.5`, and `1,5` in French."""
    return value.replace(".", wording["decimal"])


def points(count: str, wording: dict[str, str]) -> str:
    """So many points, in words. CLDR says which numbers take the singular: in French all below 2."""
    singular = Locale(wording["language"]).plural_form(Decimal(count)) == "one"
    return wording["point" if singular else "points"].format(figure(count, wording))


def listed(items: Iterable[str], wording: dict[str, str]) -> str:
    """Items joined as a language joins them: a, b and c."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} {wording['and']} {last}" if head else last


def colon(label: str, wording: dict[str, str]) -> str:
    """A label before what it speaks of, with the colon of its language."""
    return wording["labelled"].format(label)


def standing(judgement: b.Judgement, wording: dict[str, str]) -> str:
    """The label of a judgement, or the word of the yardstick that stands in its place."""
    likely = judgement.likelihood
    said = wording.get(f"likelihood-{likely.replace(' ', '-')}", likely)
    return f"{said[0].upper()}{said[1:]}" if likely else wording[judgement.support]


def series(facts: dict[str, str], wording: dict[str, str]) -> str:
    """The series line above the title of a brief, from its front matter."""
    return facts.get("series") or wording["brief"]


def masthead(facts: dict[str, str], author: str, wording: dict[str, str]) -> list[tuple[str, str]]:
    """The masthead of a brief: labels, with the values of its front matter."""
    named = {**facts, "decides": facts.get("audience", ""), "by": author}
    lines = [(wording[label], named.get(label, "")) for label in ("decision", "decides", "cut-off", "by")]
    return [(label, words) for label, words in lines if words]


def source_cells(source: b.SourceLine, wording: dict[str, str]) -> tuple[str, str, str]:
    """The cells behind the title of a source in its table: kind and date, interest, copy and proof."""
    kind = f"{source.genre}; {source.issued}."
    return (
        kind,
        source.disclosure,
        f"{source.copy}, {wording['reliability'].format(source.reliability)}; {source.state}.",
    )

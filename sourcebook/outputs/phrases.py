"""What papers say of themselves: captions, labels and notices, in one home for every kind of paper.

Here: words, and nothing but words; the templates of PDFs are handed them as data, and Word files take them from here.
Not here: what an author wrote, and how paper looks.
"""

from __future__ import annotations

from sourcebook import blocks as b

PHRASES = {
    "language": "en",
    "agreed": "Agreed",
    "contested": "Contested",
    "single-origin": "Single origin",
    "not addressed": "Not addressed",
    "bottom-line": "Bottom line",
    "judgements": "Key judgements: what these sources support, and how far we trust that.",
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
    "head-confidence": "Confidence, and why",
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
    "likelihood": "Likelihood:",
    "against": "Would speak against it:",
    "evidence": "Evidence:",
    "evidence-for": "Evidence for:",
    "evidence-against": "Evidence against:",
    "brief": "Policy brief",
    "prepared-for": "Prepared for",
    "by": "By",
    "cut-off": "Information cut-off",
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
    "question": "Question {}",
    "at-a-glance": "Answers at a glance",
    "answers": "Questions and answers",
    "variant": "Variant {}",
    "together": "Together",
    "same": "The same question as in variant {}, and the same answer.",
}
"""By the name under which a template asks for it."""
FRENCH = {
    "language": "fr",
    "agreed": "Concordant",
    "contested": "Contesté",
    "single-origin": "Origine unique",
    "not addressed": "Non abordé",
    "bottom-line": "L’essentiel",
    "judgements": "Jugements principaux : ce que ces sources étayent, et le crédit que nous y accordons.",
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
    "head-confidence": "Confiance, et pourquoi",
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
    "likelihood": "Probabilité :",
    "against": "Parlerait contre :",
    "evidence": "Éléments :",
    "evidence-for": "Éléments pour :",
    "evidence-against": "Éléments contre :",
    "brief": "Note de synthèse",
    "prepared-for": "Destinataire",
    "by": "Par",
    "cut-off": "État des informations",
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
    "question": "Question {}",
    "at-a-glance": "Les réponses en bref",
    "answers": "Questions et réponses",
    "variant": "Variante {}",
    "together": "Total",
    "same": "La même question que dans la variante {}, et la même réponse.",
}
CATALOGUES = {"en": PHRASES, "fr": FRENCH}
"""By language. A language that is not here gets the English words, and a caution says so."""


def phrases(language: str) -> dict[str, str]:
    """What papers say of themselves in a language; in English where nobody has put it into that language."""
    return CATALOGUES.get(tongue(language), PHRASES)


def tongue(language: str) -> str:
    """The language of a tag, without country or script."""
    return language.lower().replace("_", "-").partition("-")[0]


JUDGEMENT_HEAD = ("head-number", "head-judgement", "head-support", "head-confidence")
OPTION_HEAD = ("head-option", "head-cost", "head-risk", "head-reversible", "head-who")
SOURCE_HEAD = ("head-source", "head-kind-and-date", "head-interest", "head-copy")
"""The heads of the tables of a brief, by the names of their words."""


def origins(judgement: b.Judgement, said: dict[str, str]) -> str:
    """How many independent origins a judgement has, in words."""
    count = judgement.origins
    words = said["one-origin" if count == 1 else "origins" if count else "no-origin"].format(count)
    return said["for-it"].format(words) if judgement.contrary else words


def points(count: str, said: dict[str, str]) -> str:
    """So many points, in words."""
    return said["point" if count == "1" else "points"].format(count)


def series(facts: dict[str, str], said: dict[str, str]) -> str:
    """What a brief is called above its title, from its front matter."""
    return facts.get("series") or said["brief"]


def masthead(facts: dict[str, str], author: str, said: dict[str, str]) -> list[tuple[str, str]]:
    """What a brief says under its title: labels and what the front matter gives for them."""
    lines = [("prepared-for", facts.get("audience", "")), ("by", author), ("cut-off", facts.get("cut-off", ""))]
    return [(said[label], words) for label, words in lines if words]


def source_cells(source: b.SourceLine) -> tuple[str, str, str]:
    """What stands behind the title of a source in its table: kind and date, interest, copy and proof."""
    kind = f"{source.genre}; {source.issued}."
    return kind, source.disclosure, f"{source.copy}, reliability {source.reliability}; {source.state}."

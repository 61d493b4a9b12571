"""What papers say of themselves: captions, labels and notices, in one home for every kind of paper.

Here: words, and nothing but words; the templates of PDFs are handed them as data, and Word files take them from here.
Not here: what an author wrote, and how paper looks.
"""

from __future__ import annotations

from sourcebook import blocks as b

PHRASES = {
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
}
"""By the name under which a template asks for it."""
FRENCH = {
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
}
CATALOGUES = {"en": PHRASES, "fr": FRENCH}
"""By language. A language that is not here gets the English words, and a caution says so."""


def phrases(language: str) -> dict[str, str]:
    """What papers say of themselves in a language; in English where nobody has put it into that language."""
    return CATALOGUES.get(tongue(language), PHRASES)


def tongue(language: str) -> str:
    """The language of a tag, without country or script."""
    return language.lower().replace("_", "-").partition("-")[0]


JUDGEMENT_HEAD = ("No.", "Judgement", "Support", "Confidence, and why")
OPTION_HEAD = ("Option", "Cost", "Risk", "Reversible?", "Who")
SOURCE_HEAD = ("Source", "Kind and date", "Interest that the text discloses", "Copy and proof")


def origins(judgement: b.Judgement) -> str:
    """How many independent origins a judgement has, in words."""
    count = judgement.origins
    words = "No origin" if not count else "1 independent origin" if count == 1 else f"{count} independent origins"
    return f"{words} for it" if judgement.contrary else words


def series(facts: dict[str, str]) -> str:
    """What a brief is called above its title, from its front matter."""
    return facts.get("series") or "Policy brief"


def masthead(facts: dict[str, str], author: str) -> list[tuple[str, str]]:
    """What a brief says under its title: labels and what the front matter gives for them."""
    said = [
        ("Prepared for", facts.get("audience", "")),
        ("By", author),
        ("Information cut-off", facts.get("cut-off", "")),
    ]
    return [(label, words) for label, words in said if words]


def source_cells(source: b.SourceLine) -> tuple[str, str, str]:
    """What stands behind the title of a source in its table: kind and date, interest, copy and proof."""
    kind = f"{source.genre}; {source.issued}."
    return kind, source.disclosure, f"{source.copy}, reliability {source.reliability}; {source.state}."

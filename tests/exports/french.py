"""An assignment in French with a question of every kind, for the tests of papers in another language."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from sourcebook.exports.lms.question_bank import Bank
from sourcebook.questions.items import (
    AnchorAnswer,
    AnswerOption,
    Assignment,
    Category,
    Criterion,
    Gap,
    Hot,
    Item,
    Number,
    Pair,
    RubricLevel,
    Secret,
)
from tests.exports.samples import entry, para, said

SECRET = Secret(solution=para("Le registre du port le dit."))
COMMON: dict[str, Any] = {"secret": SECRET, "hints": [para("Relisez la deuxième ligne.")], "points": 1.5}
CHOICES = [
    AnswerOption(id="a", content=para("Le commis"), correct=True),
    AnswerOption(id="b", content=para("Le pilote")),
]
LEVELS = [
    RubricLevel(name="Bien", description="tout y est", points=1.5),
    RubricLevel(name="À revoir", description="rien", points=0),
]
ESSAY = Secret(
    solution=para("Il avait raison."),
    anchors=[AnchorAnswer(level="Bien", content=para("Oui, car la nuit tombait."))],
    marking=para("Accepter les deux heures."),
    errors=para("Confondre les deux navires."),
)
ITEMS = [
    Item(id="i1", kind="single-choice", title="Qui ?", prompt=para("Qui parle ?"), choices=CHOICES, **COMMON),
    Item(id="i2", kind="multiple-choice", title="Lesquels ?", prompt=para("Qui parle ?"), choices=CHOICES),
    Item(
        id="i3",
        kind="ordering",
        title="La nuit",
        prompt=para("Rangez les faits."),
        entries=[entry("x", "La cloche"), entry("y", "Le feu")],
    ),
    Item(
        id="i4",
        kind="matching",
        title="Paires",
        prompt=para("Associez."),
        pairs=[Pair(left=entry("l", "Le commis"), right=entry("r", "écrit")),
               Pair(left=entry("m", "Le pilote"), right=entry("s", "navigue"))],
    ),
    Item(
        id="i5",
        kind="cloze",
        title="Complétez",
        prompt=said("Le bac part à ", "heure", "sb-gap", "", " heures."),
        gaps=[Gap(id="heure", accepted=["neuf", "9"])],
    ),
    Item(
        id="i6",
        kind="numeric",
        title="La durée",
        prompt=para("Quelle durée ?"),
        number=Number(value=9.5, tolerance=1.2, unit="heures"),
    ),
    Item(id="i7", kind="short-answer", title="Un nom", prompt=para("Quel nom ?"), accepted=["Héron", "le Héron"]),
    Item(
        id="i8",
        kind="categorise",
        title="Rangez",
        prompt=para("Vu, ou entendu ?"),
        categories=[Category(id="v", label="Vu", members=[entry("f", "Fumée")]),
                    Category(id="e", label="Entendu", members=[entry("c", "Corne")])],
    ),
    Item(
        id="i9",
        kind="find-the-quote",
        title="Relevez",
        prompt=said("Le commis ", "vu", "sb-hot", "vit la fumée", "."),
        hots=[Hot(id="vu", text="vit la fumée", correct=True)],
    ),
    Item(
        id="i10",
        kind="essay",
        title="Écrivez",
        prompt=para("Avait-il raison ?"),
        words=(500, 600),
        points=3,
        rubric=[Criterion(id=f"c{i}", name=name, description="ce qui compte", ratings=LEVELS)
                for i, name in enumerate(("Thèse", "Preuves"))],
        secret=ESSAY,
    ),
    *(Item(id=f"v{v}", kind="single-choice", title="Tirée", prompt=para(f"Laquelle ? {v}"), choices=CHOICES, variant=v)
      for v in "AB"),
]  # fmt: skip
ASSIGNMENT = Assignment(
    id="nuit",
    title="Une nuit au port",
    purpose="Lire des heures.",
    task="Répondez à tout.",
    criteria=["Chaque réponse cite sa ligne."],
    outcomes=["Vous savez lire un registre."],
    minutes=40,
    items=["i1"],
    alternative="Parlez.",
)
ESSAYS = [*ITEMS[:-2], replace(ITEMS[9], id="i11", title="Encore"), *ITEMS[-2:]]
BANKS = [
    Bank(assignment=ASSIGNMENT, items=ITEMS, language="fr", rights="Les citations sont à leurs éditeurs."),
    Bank(assignment=replace(ASSIGNMENT, use="graded", tools="barred"), items=ESSAYS, language="fr-CA"),
    Bank(assignment=replace(ASSIGNMENT, tools="object"), items=ITEMS[:-2], language="fr"),
]

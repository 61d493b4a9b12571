"""Generate questions from the evidence: a recipe, a seed and the records give the same items on every machine.

Here: choosing among the items that a maker offers. Not here: the makers (`from_quotations.py`, `from_accounts.py`),
seeded random order (`seeded_order.py`), and the directive on a page (`sphinx_ext/`).

Two rules hold for all. A passage is used only where it is proven. And no item is made whose key the sources contest,
unless the contest is the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from sourcebook.questions import from_accounts, from_quotations
from sourcebook.questions.items import Item
from sourcebook.questions.recipe import EvidenceBase, Recipe
from sourcebook.questions.seeded_order import Draw, digest

Maker = Callable[[EvidenceBase, Recipe, Draw], Iterator[Item]]
MAKERS: Mapping[str, Maker] = {
    "order-events": from_accounts.order_events,
    "who-said-it": from_quotations.who_said_it,
    "which-source": from_quotations.which_source,
    "which-account": from_accounts.which_account,
    "altered-quotation": from_quotations.altered_quotation,
    "match-figure": from_accounts.match_figure,
    "fill-attribution": from_quotations.fill_attribution,
}


def make(evidence: EvidenceBase, recipe: Recipe, variant: str = "A", secret: str = "") -> list[Item]:
    """Return the items of a recipe: as many as it asks for, or as many as the evidence gives.

    Each `variant` (A, B, C …) draws its own set; `secret` is the private seed that is mixed in for graded items.
    """
    mixed = secret if recipe.use == "graded" else ""
    draw = Draw(f"{recipe.make}\0{recipe.id}\0{recipe.seed}\0{variant}\0{mixed}")
    items: dict[str, Item] = {}
    for item in MAKERS[recipe.make](evidence, recipe, draw):
        items.setdefault(item.id, item)
        if len(items) == recipe.count:
            break
    return [_finished(item, recipe, variant, mixed) for item in items.values()]


def _finished(item: Item, recipe: Recipe, variant: str, secret: str) -> Item:
    """Add the fields of the recipe and the variant. With a secret seed, the id is hashed: it must not tell the key."""
    ident = f"{recipe.id}-{digest(item.id + secret)}" if secret else item.id
    return replace(
        item,
        id=ident if variant == "A" else f"{ident}-{variant.lower()}",
        points=recipe.points,
        minutes=recipe.minutes,
        use=recipe.use,
        variant=variant,
        page=recipe.page,
        line=recipe.line,
    )

"""What roles, directives and transforms share: the way to the run that a page is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sourcebook.sphinx_ext.base import BookPostTransform

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Page


def test_every_transform_of_ours_asks_the_domain_for_the_run(page: Page) -> None:
    """Sphinx's own `transform.app` is deprecated from 9 on; the pinned Sphinx does not say so."""
    app = page("Plain words.").app
    ours = [kind for kind in app.registry.get_post_transforms() if kind.__module__.startswith("sourcebook.")]
    assert len(ours) >= 6
    assert [kind.__name__ for kind in ours if not issubclass(kind, BookPostTransform)] == []

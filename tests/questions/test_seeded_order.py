"""Lots: the same on every machine, and telling nothing of the order in which things were written."""

from __future__ import annotations

from itertools import permutations

from sourcebook.questions.seeded_order import Draw, digest, shuffled

THINGS = ["ash", "birch", "cedar", "date"]


def test_a_seed_gives_this_order_for_ever() -> None:
    # Were this to change, every printed variant key in a drawer would be wrong.
    assert Draw("1").order(THINGS) == ["cedar", "birch", "date", "ash"]
    assert digest("The  ferry\nstopped.") == "8b47d3d0"


def test_the_drawn_order_does_not_depend_on_the_written_one() -> None:
    assert {tuple(Draw("seed").order(order)) for order in permutations(THINGS)} == {tuple(Draw("seed").order(THINGS))}


def test_seeds_and_labels_draw_apart() -> None:
    drawn = {tuple(Draw(seed).order(THINGS)) for seed in "abcdefgh"}
    assert len(drawn) > 3
    assert Draw("a").below("x").order(THINGS) != Draw("a").below("y").order(THINGS)


def test_for_practice_no_order_comes_out_as_it_was_written() -> None:
    for seed in "abcdefghijklmnop":
        assert shuffled(["one", "two"], seed, str, never_as_written=True) == ["two", "one"]


def test_where_the_key_is_secret_the_written_order_leaves_no_trace() -> None:
    for seed in "abcdefgh":
        forth = shuffled(["one", "two"], seed, str, never_as_written=False)
        assert shuffled(["two", "one"], seed, str, never_as_written=False) == forth

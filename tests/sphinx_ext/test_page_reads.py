"""What a page reads is noted by the accessor that hands it out: its name, its arguments, and a digest of its value."""

from __future__ import annotations

from dataclasses import dataclass, field

from sourcebook.sphinx_ext.page_reads import Part, Tracked, derived_from, tracked


@dataclass
class Shelf(Tracked):
    """Two numbers, and how often each accessor was asked."""

    numbers: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    @tracked
    def number(self, name: str) -> int | None:
        self.asked.append(name)
        return self.numbers.get(name)

    @property
    @tracked
    def names(self) -> tuple[str, ...]:
        return tuple(self.numbers)

    @property
    @derived_from("names")
    def longest(self) -> str:
        self.asked.append("longest")
        return max(self.numbers, key=len)


def read(shelf: Shelf) -> list[Part]:
    """What is reported from now on."""
    parts: list[Part] = []
    shelf.on_read = parts.append
    return parts


def test_an_accessor_reports_its_name_and_arguments_each_time() -> None:
    shelf = Shelf(numbers={"one": 1})
    parts = read(shelf)
    assert [shelf.number("one"), shelf.number("one"), shelf.number("two")] == [1, 1, None]
    assert parts == [("number", "one"), ("number", "one"), ("number", "two")]
    assert shelf.asked == ["one", "two"]


def test_a_property_is_an_accessor_too() -> None:
    shelf = Shelf(numbers={"one": 1})
    parts = read(shelf)
    assert shelf.names == ("one",)
    assert parts == [("names",)]


def test_what_is_derived_reports_what_it_is_derived_from_each_time() -> None:
    shelf = Shelf(numbers={"one": 1, "three": 3})
    parts = read(shelf)
    assert [shelf.longest, shelf.longest] == ["three", "three"]
    assert parts == [("names",), ("names",)]
    assert shelf.asked == ["longest"]


def test_nothing_is_reported_where_no_page_is_read() -> None:
    assert Shelf(numbers={"one": 1}).number("one") == 1


def test_a_digest_follows_the_value_and_nothing_else() -> None:
    first, same, other = Shelf(numbers={"one": 1}), Shelf(numbers={"one": 1, "two": 2}), Shelf(numbers={"one": 2})
    part = ("number", "one")
    assert first.digest(part) == same.digest(part) != other.digest(part)


def test_a_value_that_is_not_there_has_a_digest_which_changes_when_it_comes() -> None:
    without, with_it = Shelf().digest(("number", "one")), Shelf(numbers={"one": 1}).digest(("number", "one"))
    assert "" != without != with_it


def test_an_accessor_that_is_no_more_has_an_empty_digest() -> None:
    assert Shelf().digest(("what-an-older-version-read", "one")) == ""

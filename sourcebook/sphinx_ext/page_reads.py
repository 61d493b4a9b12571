"""Track what a page reads, so that it is read again when, and only when, that changes.

Here: the decorators of accessors, and digests of what accessors return. What a page gets is what is digested, so no
dependency can be forgotten. Not here: the accessors (`page_records.py`), and the digests that are kept from build to
build (`domain.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import msgspec

P = ParamSpec("P")
R = TypeVar("R")
Part = tuple[str, ...]
"""A part of the records: the name of an accessor, and the arguments that it was called with."""
_ACCESSORS: dict[str, Callable[..., object]] = {}
"""The function of each tracked accessor, by name."""


@dataclass
class Tracked:
    """Base class of an object whose accessors report what is read, and return the same value throughout a build."""

    on_read: Callable[[Part], None] | None = field(default=None, init=False)
    """Told of each part that is read; None when no page is being read."""
    _values: dict[Part, object] = field(default_factory=dict, init=False, repr=False)
    _digests: dict[Part, str] = field(default_factory=dict, init=False, repr=False)

    def report_read(self, *part: str) -> None:
        """Report that the page being read depends on a part."""
        if self.on_read:
            self.on_read(part)

    def value(self, part: Part, compute: Callable[..., object]) -> object:
        """The value of a part, computed once a build."""
        if part not in self._values:
            self._values[part] = compute(self, *part[1:])
        return self._values[part]

    def digest(self, part: Part) -> str:
        """A digest of the value of a part; empty where there is no such accessor (any longer).

        A record that is not there has a digest too, which another one follows when it comes. Comments and white space
        of record files are in no value.
        """
        if part not in self._digests and part[0] in _ACCESSORS:
            data = msgspec.msgpack.encode(self.value(part, _ACCESSORS[part[0]]), enc_hook=repr)
            self._digests[part] = hashlib.sha256(data).hexdigest()
        return self._digests.get(part, "")


def tracked(method: Callable[Concatenate[Any, P], R]) -> Callable[Concatenate[Any, P], R]:
    """Make a method an accessor: a page that calls it depends on the value that it returns for these arguments.

    Arguments are strings. The value is memoised, so callers do not change it.
    """
    name = method.__name__
    _ACCESSORS[name] = method

    @wraps(method)
    def accessor(self: Any, /, *args: P.args, **_: P.kwargs) -> R:
        part = (name, *map(str, args))
        self.report_read(*part)
        return cast(R, self.value(part, method))

    return accessor


def derived_from(*accessors: str) -> Callable[[Callable[[Any], R]], Callable[[Any], R]]:
    """Make a method without arguments an accessor whose value is computed from those of `accessors`.

    A page that calls it depends on these: for values that are too large, or not made, to be digested.
    """

    def decorate(method: Callable[[Any], R]) -> Callable[[Any], R]:
        @wraps(method)
        def accessor(self: Any) -> R:
            for name in accessors:
                self.report_read(name)
            return cast(R, self.value((method.__name__,), method))

        return accessor

    return decorate

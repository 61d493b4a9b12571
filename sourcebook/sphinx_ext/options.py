"""Parse the options of directives, with one problem, its line and its remedy for each faulty option.

Here: the base class of every directive of the domain, and the table of options that it is parsed by. Not here: what
values mean to a directive (each says so itself), and the options of other people's directives, which MyST-Parser
judges.

When: MyST-Parser and docutils look an option up in the table while they parse a directive. What the table answers never
fails: a refused value is kept until the directive is made, which tells of it. MyST-Parser's own message would have
neither the line nor the remedy, and would stand beside what the missing value brings about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from sourcebook.model.problems import Kind, Problem, near
from sourcebook.sphinx_ext.base import BookMixin

Converter = Callable[[str], Any]
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s|$)")
_HALF = re.compile(r"\s*:[^:]")
"""The beginning of a line that is an option, or should be one, and is no fence of colons."""
_ALIKE = 0.55


@dataclass(frozen=True)
class RefusedOption:
    """An option that was refused: `unknown`, or with an invalid value, for the reason in `why`."""

    value: str | None
    unknown: bool = False
    why: str = ""


@dataclass(frozen=True)
class _Reading:
    """Converter of the value of one option, which returns a refused value instead of raising an error."""

    convert: Converter

    def __call__(self, value: Any) -> Any:
        if self.convert is directives.flag:
            return None
        if value is None or not value.strip():
            return RefusedOption(value, why="has no value; write one, or take it out")
        try:
            return self.convert(value)
        except (ValueError, TypeError) as error:
            return RefusedOption(value, why=str(error))


class DirectiveOptions(dict[str, Converter]):
    """The converters of a directive's options by name; for an unknown name one that keeps the value."""

    def __getitem__(self, name: str) -> Converter:
        converter = self.get(name)
        return _Reading(converter) if converter else lambda value: RefusedOption(value, unknown=True)

    def __bool__(self) -> bool:
        """True, so that options are looked for even where a directive has none."""
        return True


def chosen(value: str, known: Iterable[str]) -> str:
    """The value, if it is one of a few words; otherwise ValueError with the nearest word, or all."""
    words = list(known)
    if value.strip() in words:
        return value.strip()
    raise ValueError(instead(value, words))


def instead(value: str, words: Iterable[str]) -> str:
    """The remedy for a word that is not one of a few: the end of a message, without its full stop."""
    meant = near(value.strip(), words)
    there = f"it can be: {', '.join(words)}"
    return f"did you mean {meant}? It" + there[2:] if meant else there


class BookDirective(BookMixin, SphinxDirective):
    """Base of the domain's directives. Faulty options are reported, and removed from `options`, by the constructor."""

    fault_kind: ClassVar[Kind] = Kind.BAD_DIRECTIVE

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Replace the options that a class declares by `DirectiveOptions`.

        A directive with a body and without options has none: its body may begin with a colon.
        """
        super().__init_subclass__(**kwargs)
        declared: OptionSpec | None = cls.option_spec
        if declared or not cls.has_content:
            cls.option_spec = DirectiveOptions(declared or {})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused: set[str] = set()
        """The options that were written and are not taken: what depends on them is not asked for again."""
        for name, value in list(self.options.items()):
            if isinstance(value, RefusedOption):
                del self.options[name]
                self._tell(name, value)
        for name in self._written_in_body():
            self._tell(name, RefusedOption(None, unknown=True))

    @property
    def unread(self) -> bool:
        """True if the block of options could not be parsed, which the parser has reported."""
        if self.options or self.refused or not self.option_spec:
            return False
        source, line = self.get_source_info()
        following = self._lines(Path(source))[line : line + 1]
        return bool(following and _HALF.match(following[0]))

    def excused(self, name: str) -> bool:
        """True if an option is missing because its fault is reported already."""
        return name not in self.options and (name in self.refused or self.unread)

    @property
    def called(self) -> str:
        """The name of this directive in messages: its id, where it has one, or its name."""
        return f"{{{self.name}}}"

    def _tell(self, name: str, refused: RefusedOption) -> None:
        """Report the problem of an option, and use the option that was meant instead."""
        if not refused.unknown:
            self.refused.add(name)
            self.fault(name, refused.why, refused.value)
            return
        known = dict(self.option_spec or {})
        meant = near(name, known, _ALIKE)
        none = "it has none, so take it out" + (", or leave a blank line before it" if self.has_content else "")
        there = f"there are: {', '.join(known)}" if known else none
        remedy = f"did you mean :{meant}:?" if meant else f"{there}."
        self._note(name, f"there is no option :{name}: here; {remedy}")
        self._take(meant, refused.value)

    def fault(self, name: str, why: str, value: str | None = "") -> None:
        """Note that the value of an option is invalid, at the line of the option. `why`: the end of the message."""
        written = f"is “{' '.join(value.split())}”; " if value and value.strip() else ""
        self._note(name, f"the option {name} {written}{why.removesuffix('.')}.")

    def _note(self, name: str, message: str) -> None:
        place = self.place(f":{name}:", f"{name}:")
        self.note("problems", Problem(self.fault_kind, f"{self.called}: {message}", place))

    def _take(self, meant: str, value: str | None) -> None:
        """Use the option that was meant, so that nothing else is reported for the one slip."""
        if not meant or meant in self.options or self.option_spec is None:
            return
        self.refused.add(meant)
        value_read = self.option_spec[meant](value)  # type: ignore[arg-type]  # as parsers hand over what is empty
        if not isinstance(value_read, RefusedOption):
            self.options[meant] = value_read

    def _written_in_body(self) -> Iterator[str]:
        """Remove the options at the beginning of the body of a directive without options; yield their names."""
        if self.option_spec or self.content_offset:
            return
        while self.content and (option := _OPTION.match(self.content[0])):
            yield option[1]
            self.content.trim_start()
            self.content_offset += 1

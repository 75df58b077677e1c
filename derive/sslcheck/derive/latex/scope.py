"""What a name means where it stands: a symbol, a member of a family inside ``diag``, the time."""

from __future__ import annotations

import re
from collections.abc import Collection

from sslcheck.derive.expr import Entry, Expr, Ident, Kron, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import Pairs
from sslcheck.derive.latex.entries import letters_below
from sslcheck.derive.latex.names import ACCENTS, FONTS, Names, canonical
from sslcheck.derive.latex.nodes import AT
from sslcheck.derive.latex.vocabulary import unknown
from sslcheck.derive.setting import Symbol

__all__ = ["Scope"]

_IDENTITY = re.compile(
    r"(I|\\(?:mathbf|mathbb|mathrm|mathsf|mathit|boldsymbol|bm)\{I\}|\\mathrm\{Id\})"
    r"(?:_(?:\{(.+)\}|(.)))?",
    re.ASCII,
)
_ONES = re.compile(r"\\(?:mathbf|boldsymbol|bm)(?:\{1\}|1)(?:_(?:\{(.+)\}|(.)))?", re.ASCII)
_UNIT = re.compile(r"(?:I|\\delta|\\math(?:bf|bb|rm)\{I\})_\{([^{}]+)\}", re.ASCII)
_TIMES = re.compile(r"\s*(?:\\cdot(?![A-Za-z]))?\s*", re.ASCII)
_SQUARE = re.compile(r"(.+?)\s*\\times\s*\1")


class Scope:
    """The declared names, seen from within the open delimiters."""

    def __init__(self, names: Names, pairs: Pairs) -> None:
        self._names = names
        self._pairs = pairs

    def declares(self, name: str) -> bool:
        """Whether ``name`` is declared, so that it loses any meaning of its own."""
        return name in self._names.keys

    def is_space(self, name: str) -> bool:
        """Whether a name that no symbol has is that of a space, so that it means its dimension."""
        return name in self._names.spaces and not self.declares(name)

    def is_letter(self, command: str) -> bool:
        """Whether a command is (part of) a declared name."""
        return command in self._names.letters()

    def identity(self, name: str, span: Span) -> Expr | None:
        """An identity matrix; None for other names. ``I_{dn}`` is ``I_d \\otimes I_n``.

        Raises `Misread` where what stands below ``I`` is no space, and no product of two.
        """
        match = _IDENTITY.fullmatch(name)
        if match is None or self.declares(name) or self.declares(match[1]):
            return None
        below = match[2] or match[3] or ""
        if product := _SQUARE.fullmatch(below):
            below = product[1]
        spaces = {canonical(space): space for space in self._names.spaces}
        for one in spaces if canonical(below) not in spaces else ():
            rest = canonical(below).removeprefix(one)
            other = canonical(_TIMES.sub("", rest))
            if rest != canonical(below) and other in spaces:
                return Kron(*(Ident(spaces[x], span=span) for x in (one, other)), span=span)
        return Ident(self._space(below, "an identity", span), span=span)

    def ones(self, name: str, span: Span) -> str | None:
        """The same for the column of ones, ``\\mathbf{1}``."""
        match = _ONES.fullmatch(name)
        if match is None or self.declares(name) or self.declares(name.split("_")[0]):
            return None
        return self._space(match[1] or match[2] or "", "a column of ones", span)

    def _space(self, below: str, what: str, span: Span) -> str:
        spaces = {canonical(space): space for space in self._names.spaces}
        if below and canonical(below) not in spaces:
            known = ", ".join(f"`{space}`" for space in self._names.spaces)
            advice = f"Below {what} stands its space; declared are {known}."
            raise Misread(f"{what} of an unknown space `{below}`", span, advice)
        return spaces[canonical(below)] if below else ""

    @property
    def settled(self) -> bool:
        """Whether the shapes of symbols are known."""
        return self._names.settled

    @property
    def indices(self) -> set[str]:
        """The indices with which symbols are declared."""
        return self._names.indices

    def entry(self, name: str, span: Span) -> Entry | None:
        r"""The entry that a name such as ``A_{ij}`` means, or ``\delta_{ij}``; None for others."""
        if self.declares(name):
            return None
        key, below = self._names.entry(name)
        unit = None if key else _UNIT.fullmatch(name)
        letters = self.letters(unit[1] if unit else below)
        if unit and len(letters) == 2:
            return Entry(Ident(span=span), *letters, span=span)
        vector = bool(key) and "1" in self.symbol(key).shape
        if not key or len(letters) != (1 if vector else 2):
            return None
        return Entry(Sym(key, span=span), *letters, span=span)

    def letters(self, below: str) -> tuple[str, ...]:
        """What stands below an entry as letters; none where one is a symbol, or a space."""
        letters = letters_below(below, self._names.bound)
        taken = any(self.declares(x) or x == "t" or self.is_space(x) for x in letters)
        return () if taken else letters

    def bound(self, letter: str) -> bool:
        """Whether a letter is one below entries over which a sum runs."""
        return letter in self._names.bound and bool(self.letters(letter))

    def variable(self, name: str, span: Span) -> str:
        """The key of what a derivative is by; the letters behind it where that is an entry."""
        found = self.entry(name, span)
        if found is None:
            return self.key(name, span)
        assert isinstance(found.arg, Sym)
        return AT.join((found.arg.name, str(found.row), str(found.column)))

    def knows(self, key: str) -> bool:
        """Whether it is the key of a symbol."""
        return key in self._names.symbols

    def symbol(self, key: str) -> Symbol:
        """The declaration of a symbol, or of that of which a `variable` is an entry."""
        return self._names.symbols[key.split(AT)[0]]

    def key(self, name: str, span: Span) -> str:
        """The declared spelling of a symbol or, inside ``diag``, of the family of a member.

        Raises `Misread` if there is none.
        """
        key = self._names.keys.get(name) or self._family(name, span)
        if key is not None:
            return key
        for command in re.findall(r"\\[A-Za-z]+", name):
            if command not in (*ACCENTS, *FONTS) and not self._names.is_letter(command):
                raise unknown(command, span, self._names.letters())
        raise Misread(f"undeclared symbol `{name}`", span, self._names.advice(name))

    def _family(self, name: str, span: Span) -> str | None:
        """Entries are numbered 1, 2, ... up to the dots; the last one names the space."""
        frame, member = self._pairs.within("diag", "columns"), self._names.member(name)
        if frame is None or member is None:
            return None
        family, label = member
        if frame.entry and label != str(frame.entry):
            wanted = f"The index of this entry must be {frame.entry}"
        elif not frame.entry and (label.isdigit() or frame.value not in ("", label)):
            wanted = "The index of the last entry must be one space"
        else:
            frame.value = frame.value if frame.entry else label
            index = self.symbol(family).index
            if frame.index in ("", index):
                frame.index = index
                return family
            advice = f"It has the index `{index}`, what is before it the index `{frame.index}`."
            raise Misread("a list over two indices", span, advice)
        advice = f"{wanted}, as in `p_1, \\dots, p_d`."
        raise Misread(f"`{name}` has the wrong index", span, advice)

    def views(self, below: Collection[str]) -> list[str]:
        """The views among the names below an expectation."""
        views = (s.name for s in self._names.symbols.values() if s.role == "view")
        return [name for name in views if canonical(name) in below]

    def not_random(self, below: Collection[str], alone: str) -> str:
        """A state or a function among the names below an expectation, or what is given and stands
        ``alone`` there; empty if there is none."""
        known = self._names.symbols.values()
        for s in known:
            given = self.settled and s.fixed and not s.defined and canonical(s.name) == alone
            if canonical(s.name) in below and (s.moves or given):
                return s.name
        return ""

    def check_time(self, name: str, span: Span) -> None:
        """Raise `Misread` unless ``t'`` stands inside an integral and ``t`` outside."""
        inside = self._pairs.within("integral")
        if inside and name == "t":
            s = inside.value or "t'"
            advice = "What is meant at `t` stands before the integral."
            raise Misread(f"a value at `t` inside an integral over `{s}`", span, advice)
        if not inside and name != "t":
            advice = "`t'` is the integration variable of `\\int_0^t ... dt'`."
            raise Misread("`t'` outside an integral", span, advice)

"""Names of symbols: one spelling per name, and the table of the names that a formula may use."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache

from sslcheck.derive.latex.superscripts import STEP
from sslcheck.derive.setting import Symbol

__all__ = [
    "ACCENTS",
    "AT_INDEX",
    "FONTS",
    "INDEX",
    "LETTERS",
    "Names",
    "canonical",
    "family_of",
    "raised_of",
]

LETTERS = frozenset(
    re.findall(
        r"\\[A-Za-z]+",
        r"\alpha\beta\gamma\delta\epsilon\varepsilon\zeta\eta\theta\vartheta\iota\kappa\lambda\mu"
        r"\nu\xi\pi\varpi\rho\varrho\sigma\varsigma\tau\upsilon\phi\varphi\chi\psi\omega\ell"
        r"\Gamma\Delta\Theta\Lambda\Xi\Pi\Sigma\Upsilon\Phi\Psi\Omega",
    )
)
"""Commands that stand for a letter, whether declared or not."""

AT_INDEX = "\0"

INDEX = (
    r"(?:[A-Za-z]|\\(?:" + "|".join(sorted(letter[1:] for letter in LETTERS)) + r")(?![A-Za-z]))"
)
"""A pattern of letters that may be an index."""

ACCENTS = (
    *("\\hat", "\\bar", "\\tilde", "\\boldsymbol", "\\bm"),
    *("\\mathbf", "\\mathrm", "\\mathcal", "\\mathbb"),
)
"""Commands that change the look of the one letter they apply to; part of the name."""

FONTS = ("\\text", "\\operatorname", "\\textrm", "\\textit", "\\mathit", "\\mathsf", "\\mathtt")
"""Commands that set a word in braces, which is a name where it is declared."""

_SPACE = re.compile(r"(\\[A-Za-z]+)?\s+", re.ASCII)
_BARE_ACCENT = re.compile(
    "(" + "|".join(map(re.escape, ACCENTS)) + r")(?: ([A-Za-z])|(\\[A-Za-z]+)(?!\{))"
)
_BRACED = re.compile(r"(?<=[_^])\{([^\\{}]|\\[A-Za-z]+)\}")
_SCRIPT = r"(?:\{[^{}]*\}|\\[A-Za-z]+|[^{}\\])"
_BARE_FONT = re.compile(r"([_^])(\\(?:math|text|operator|bold|bm)[a-z]*\{[^{}]*\})")
_RAISED_FIRST = re.compile(rf"(\^{_SCRIPT})(_{_SCRIPT})(?='*$)")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MEMBER = re.compile(r"(?P<base>.+)_(?:\{(?P<long>[^{}]+)\}|(?P<short>.))(?P<primes>'*)")
_SCRIPTS = re.compile(rf"[_^](?P<script>{_SCRIPT})")

_STEP = re.compile(r"_\{[a-z][+-]1\}")
"""A subscript of the step behind, or before, another one."""
_PLACES = {
    False: re.compile(r"[a-z0-9:]\s*,?\s*[a-z0-9:]", re.ASCII),
    True: re.compile(r"[i-n0-9]", re.ASCII),
}
"""Subscripts that look like those of entries, rows and columns: of a matrix, and of a vector."""


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """``name`` without insignificant spaces and braces: ``W_{ p }`` is ``W_p``, ``\\hat F`` is
    ``\\hat{F}``; what is below stands before what is above, ``x^{(1)}_i`` is ``x_i^{(1)}``."""

    def squeeze(match: re.Match[str]) -> str:
        after = name[match.end() : match.end() + 1]
        return match[1] + " " * after.isalpha() if match[1] else ""

    name = name.strip()
    name = _SPACE.sub(squeeze, name)
    name = _BARE_ACCENT.sub(lambda match: f"{match[1]}{{{match[2] or match[3]}}}", name)
    name = _BARE_FONT.sub(r"\1{\2}", name)
    return _RAISED_FIRST.sub(r"\2\1", _BRACED.sub(r"\1", name))


def raised_of(name: str) -> tuple[str, str]:
    """A canonical name without what stands above it, and that; empty where nothing does.

    >>> raised_of(r"\\Sigma^{yx}"), raised_of("x_i^*"), raised_of("W_p")
    (('\\\\Sigma', 'yx'), ('x_i', '*'), ('', ''))
    """
    for match in _SCRIPTS.finditer(name):
        if match[0].startswith("^"):
            inner = match["script"].removeprefix("{").removesuffix("}")
            return name[: match.start()] + name[match.end() :], inner
    return "", ""


def family_of(name: str, index: str) -> str:
    """A canonical name with `AT_INDEX` in place of the index below or above it; empty if none.

    >>> [family_of(*each).replace(AT_INDEX, "k") for each in (("p_j'", "j"), ("x^{(i)}", "i"))]
    ["p_{k}'", 'x^{(k)}']
    """
    for match in _SCRIPTS.finditer(name) if index else ():
        inner = match["script"].removeprefix("{").removesuffix("}")
        if inner.removeprefix("(").removesuffix(")") == index:
            of = inner.replace(index, AT_INDEX)
            return f"{name[: match.start('script')]}{{{of}}}{name[match.end() :]}"
    return ""


class Names:
    """The declared symbols by canonical name, and the families of indexed ones.

    ``p_1`` and ``p_d`` are members of the family ``p_j`` when ``p_j`` is declared with index ``j``
    and ``d`` is a space. ``settled``: the shapes are known, so that what a formula says of one is
    compared with it. ``bound``: the letters over which its sums run.
    """

    def __init__(
        self,
        symbols: Mapping[str, Symbol],
        spaces: Collection[str],
        *,
        settled: bool = True,
        bound: frozenset[str] = frozenset(),
    ) -> None:
        self.symbols = symbols
        self.settled = settled
        self.bound = bound
        self.keys = {canonical(key): key for key in symbols}
        self.indices = {symbol.index for symbol in symbols.values() if symbol.index}
        self.spaces = spaces
        self._families = {
            family: key
            for name, key in self.keys.items()
            if (family := family_of(name, symbols[key].index))
        }

        self.raised = frozenset(n for n in (*self.keys, *self._members()) if "^" in n)
        """The names that have something above them, those of members among them."""

    def _members(self) -> Iterator[str]:
        """Members of families that have their index above them, as lists name them."""
        for family in self._families:
            base = family.partition("^")[0]
            for label in (*map(str, range(1, 4)), *self.spaces) if base not in self.keys else ():
                yield canonical(family.replace(AT_INDEX, label))

    def member(self, name: str) -> tuple[str, str] | None:
        """(family, label) of a canonical name such as ``p_1``, or None."""
        for match in _SCRIPTS.finditer(name):
            label = match["script"].strip("{()}")
            known = label in self.spaces or (label.isascii() and label.isdigit())
            family = self._families.get(family_of(name, label))
            if known and family:
                return family, label
        return None

    def entry(self, name: str) -> tuple[str, str]:
        """The matrix or vector, by its key, of which a name such as ``A_{ij}`` may be an entry,
        and what stands below it; empty for other names.
        """
        match = _MEMBER.fullmatch(name)
        key = self.keys.get(match["base"] + match["primes"]) if match else None
        if match is None or key is None or self.symbols[key].scalar:
            return "", ""
        return key, match["long"] or match["short"]

    def is_scalar(self, name: str) -> bool:
        """Whether a name is that of no matrix or vector."""
        return name not in self.keys or self.symbols[self.keys[name]].scalar

    def is_letter(self, command: str) -> bool:
        """Whether ``command`` may be (part of) a name: a Greek letter, or so declared."""
        return command in LETTERS or command in self.letters()

    def letters(self) -> set[str]:
        """The commands in the names that are declared."""
        return {command for key in self.keys for command in _COMMAND.findall(key)}

    def advice(self, name: str) -> str:
        """What to do about an undeclared ``name``."""
        if member := self.member(name):
            return (
                f"It is one of the family `{member[0]}`; a single member can only be written"
                r" inside `\text{diag}(...)`."
            )
        if _STEP.search(name):
            return STEP
        if name.endswith("_0") and name[:-2] in self.keys:
            return (
                f"The value at the start is `{name[:-2]}(0)`; else declare `{name}` in [symbols]."
            )
        if name in ("e", "\\mathrm{e}"):
            return r"Euler's number is `\exp(1)`, an exponential `e^{...}`; else declare it."
        base = name.removesuffix("'")
        if "'" not in base and not self.is_scalar(base):
            return f"A transpose is written `{base}^T`; else declare `{name}` in [symbols]."
        entry, below = self.entry(name)
        if entry and _PLACES["1" in self.symbols[entry].shape].fullmatch(below):
            return (
                f"Letters from `i` to `n` stand below an entry of `{entry}`, two of a matrix, one"
                " of a vector, for all their values; none of them is a symbol or a space."
            )
        bare = re.sub(r"(?<=.)[_'].*", "", name)
        close = [key for key in self.keys if re.match(re.escape(bare) + r"(?![A-Za-z])", key)]
        close = get_close_matches(name, close or self.keys, n=3, cutoff=0.0 if close else 0.6)
        lines = ["Did you mean " + " or ".join(f"`{key}`" for key in close) + "?"] if close else []
        return "\n".join([*lines, f"Declare `{name}` in [symbols] if the article uses it."])

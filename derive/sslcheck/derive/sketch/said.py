r"""What the sentences of a paper say of its symbols: signs, properties, equations.

``let $\eta > 0$``, ``a symmetric $S$``, ``with $F = W W^\top$``, ``assume $X = I$``. Whether that
is meant of the whole paper, or of a case that is looked at, only a reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import At, Dot, Relation, Sym
from sslcheck.derive.latex import read_statement
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.setting import Symbol
from sslcheck.derive.sketch.inline import Inline
from sslcheck.derive.traverse import symbols_in, walk

__all__ = ["Equation", "Mark", "equations", "is_defined", "marks", "meant"]

_SIGN = re.compile(
    r"(<|>|=|\\(?:le|leq|leqslant|ge|geq|geqslant|succeq|succ|succcurlyeq)(?![A-Za-z]))"
)
_MIRRORED = {"<": ">", **dict.fromkeys((r"\le", r"\leq", r"\leqslant"), r"\ge")}
_SIZES: dict[str, str] = {
    ">": "positive",
    **dict.fromkeys((r"\ge", r"\geq", r"\geqslant"), "nonnegative"),
    **dict.fromkeys((r"\succeq", r"\succcurlyeq"), "psd"),
    r"\succ": "positive definite",
}
_MEMBER = re.compile(r"([^<>=]*?)\\in(?![A-Za-z])\s*(.*)")
_SET = re.compile(
    r"\\mathbb\s*\{?\s*R\s*\}?\s*_\s*\{?\s*(?:(\+\s*\+|>)|\+|\\geq?(?:slant)?)|([(\[])\s*0\s*,"
)
_GAP = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|~|\\(?:text|mbox)\s*\{[^{}]{0,20}\}")
_TRANSPOSED = r"\s*\^\s*\{?\s*(?:T|\\top|\\intercal|\\mathsf\s*\{?\s*T\s*\}?)\s*\}?\s*"
_SYMMETRIC = re.compile(rf"(.{{1,40}}?){_TRANSPOSED}")
_GRAM = re.compile(rf"(.{{1,40}}?){_TRANSPOSED}(.{{1,40}})")
_ONE = re.compile(r"(?:I|\\mathbf\s*\{I\}|\\mathrm\s*\{I\}|\\mathbb\s*\{I\})(?:_.{1,12})?")
_WORDS = {
    "symmetric": "symmetric",
    "diagonal": "diagonal",
    "positive semidefinite": "psd",
    "psd": "psd",
    "positive definite": "positive definite",
    "orthogonal": "orthonormal",
    "orthonormal": "orthonormal",
    "invertible": "invertible",
    "nonsingular": "invertible",
    "positive": "positive",
    "nonnegative": "nonnegative",
}
_ADJECTIVE = r"(?P<word>" + "|".join(_WORDS) + r")(?![\w-])"
_AFTER = re.compile(
    r"\W{0,3}(?:(?:is|are|be|stays?|remains?|assumed|supposed|to|both|also|a|an)\W{1,2}){1,4}"
    + _ADJECTIVE,
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<not>\b(?:not|non)\W{1,2})?\b" + _ADJECTIVE
    + r"(?:\W{1,2}(?:matrix|matrices|predictor|weights?|number|constant|rate)){0,2}\W{0,2}$",
    re.IGNORECASE,
)  # fmt: skip
_SUPPOSING = re.compile(
    r"(?<!\\)\b(?:(?:assum\w*|suppos\w*|if|when|whenever|case|under|start\w*|begin\w*|initial\w*)\b"
    r"[^.;]{0,100}|for\W{1,3}(?:\$[^$]{1,80}\$\W{1,3}and\W{1,3})?)$",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"(?:\b(?:writ\w*|defin\w*|denot\w*|call\w*|abbreviat\w*|where)\b\W{1,3}(?:\w+\W{1,2})?"
    r"|[,:]\W{1,3}the\W(?:\w+\W{1,2}){1,3})$",
    re.IGNORECASE,
)
_DEFINES = re.compile(r":=|=:|\\(?:eq)?colon(?:eqq|eq)|\\triangleq")
_MOST = 400  # equations that are read
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign or property that is said of a symbol; ``supposed``: as something assumed."""

    name: str
    word: str
    inline: Inline
    supposed: bool


Means = Literal["", "defines", "may define", "supposed"]
"""Whether an equation defines its left side for sure, may define it, is supposed, or neither."""


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation within a sentence."""

    relation: Relation
    inline: Inline


def is_defined(latex: str) -> bool:
    """Whether a formula is written as a definition, ``F := ...``."""
    return _DEFINES.search(latex) is not None


def marks(said: Iterable[Inline], names: Collection[str]) -> Iterator[Mark]:
    """The signs and properties that are said of the symbols ``names``."""
    for inline in said:
        supposed = _supposes(inline)
        found = [*_in_formula(inline.latex), *_in_words(inline)]
        for name, word in dict.fromkeys((canonical(part), word) for part, word in found):
            if name in names:
                yield Mark(name, word, inline, supposed)


def _supposes(inline: Inline) -> bool:
    return bool(_SUPPOSING.search(inline.before)) and not _NAMING.search(inline.before)


def _in_formula(latex: str) -> Iterator[tuple[str, str]]:
    latex = _GAP.sub(" ", latex)
    if member := _MEMBER.match(latex):
        if found := _SET.match(member[2]):
            word = "positive" if found[1] or found[2] == "(" else "nonnegative"
            yield from ((name, word) for name in member[1].split(","))
        return
    parts = _SIGN.split(latex)
    for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        left, right = left.strip(), right.strip(" .;")
        if sign in _MIRRORED and left == "0":
            left, sign, right = right, _MIRRORED[sign], left
        if sign in _SIZES and right == "0":
            yield from ((name, _SIZES[sign]) for name in left.split(","))
        elif sign == "=":
            turned, gram = _SYMMETRIC.fullmatch(right), _GRAM.fullmatch(left)
            if turned and canonical(turned[1]) == canonical(left):
                yield left, "symmetric"
            elif gram and _ONE.fullmatch(right) and canonical(gram[1]) == canonical(gram[2]):
                yield gram[1], "orthonormal"


def _in_words(inline: Inline) -> Iterator[tuple[str, str]]:
    if _SIGN.search(inline.latex) or _MEMBER.match(inline.latex):
        return
    for around, pattern in ((inline.before, _BEFORE), (inline.after, _AFTER)):
        around = re.sub(r"semi-\s*definite", "semidefinite", around, flags=re.IGNORECASE)
        around = re.sub(r"non-\s*(?=negative|singular)", "non", around, flags=re.IGNORECASE)
        match = pattern.search(around) if pattern is _BEFORE else pattern.match(around)
        if match and not match.groupdict().get("not"):
            word = _WORDS[match["word"].lower()]
            yield from ((name, word) for name in inline.latex.split(","))


def equations(
    said: Iterable[Inline], symbols: Mapping[str, Symbol], spaces: Collection[str]
) -> Iterator[Equation]:
    """The equations between symbols that sentences hold; their shapes are not looked at."""
    count = 0
    for inline in said:
        if "=" not in inline.latex and not is_defined(inline.latex):
            continue
        count += 1
        if count > _MOST or len(inline.latex) > _LONGEST:
            continue
        try:
            relations = read_statement(inline.latex, symbols, spaces, settled=False).relations
        except SslcheckError:
            continue
        equal = [relation for relation in relations if relation.op == "="]
        if len(equal) == 1 and equal[0].lhs != equal[0].rhs and relations[0] is equal[0]:
            yield Equation(equal[0], inline)  # what is said of its size is a mark


def meant(equation: Equation, symbols: Mapping[str, Symbol]) -> Means:
    """What an equation is there for, as far as its form and the words before it tell."""
    relation, inline = equation.relation, equation.inline
    nodes = [*walk(relation.lhs), *walk(relation.rhs)]
    left = symbols_in(walk(relation.lhs))
    inside = symbols_in(walk(relation.rhs))
    if not left <= symbols.keys() or not left or any(isinstance(node, Dot) for node in nodes):
        return ""
    named = isinstance(relation.lhs, Sym) and not left & inside
    if named and is_defined(inline.latex):
        return "defines"
    sides = [s for s in (relation.lhs, relation.rhs) if isinstance(s, Sym) and s.name in symbols]
    states = len(sides) == 2 and all(symbols[side.name].role == "state" for side in sides)
    supposed = _supposes(inline) or states
    if named and inside and not supposed and not any(isinstance(node, At) for node in nodes):
        return "may define"
    return "supposed" if supposed or not inside else ""

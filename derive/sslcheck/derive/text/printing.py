"""Expressions as LaTeX and as plain text."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from sslcheck.derive import expr as e
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.text.characters import in_ascii, plain
from sslcheck.derive.text.pieces import (
    is_argument,
    is_digits,
    is_matrix_root,
    is_negative,
    lowered,
    member,
    renamed,
)
from sslcheck.derive.traverse import children

__all__ = ["in_ascii", "plain", "relation_latex", "to_latex", "to_text"]

_DIGITS = 4000  # Python writes out no whole number of more than 4300
_HUGE = 10**_DIGITS

_LATEX_SIGNS = {
    "=": "=",
    ">=": "\\geq",
    ">": ">",
    "<=": "\\leq",
    "<": "<",
    "psd": "\\succeq",
    "pd": "\\succ",
    "->": "\\to",
}


def relation_latex(relation: e.Relation) -> str:
    """``lhs op rhs`` in LaTeX."""
    return _LATEX.relation(relation)


def to_latex(node: e.Expr) -> str:
    """An expression in LaTeX, in the notation that the reader accepts."""
    return _LATEX.node(node)


def to_text(node: e.Expr | e.Relation) -> str:
    """An expression or a relation in plain characters, for a terminal."""
    return _TEXT.relation(node) if isinstance(node, e.Relation) else _TEXT.node(node)


class _Latex:
    """What stands where in an expression; how it is written is in the attributes and in `name`,
    `dotted`, `fraction`, `script`, which another way of writing has for itself.
    """

    signs: ClassVar = _LATEX_SIGNS
    around: ClassVar[dict[type[e.Expr], tuple[str, str]]] = {
        e.Expect: ("\\mathbb{E}[", "]"),
        e.StopGrad: ("\\text{StopGrad}(", ")"),
        e.SquaredNorm: ("\\|", "\\|^2"),
        e.Trace: ("\\text{tr}(", ")"),
        e.Vec: ("\\text{vec}(", ")"),
        e.Det: ("\\det(", ")"),
    }
    root = "\\sqrt{", "}"
    rate = "\\frac{d}{dt}"
    integral = "\\int_0^t"
    at_start = "\\left. ", " \\right|_{t=0}"
    times = "\\cdot"
    kron = "\\otimes"
    hadamard = "\\odot"
    ones = "\\mathbf{1}"
    diag = "\\text{diag}(", ", \\dots, "
    maximum = "\\max"
    total = "\\sum"
    partial = "\\partial"
    log = "\\ln"
    nabla = "\\nabla"

    def name(self, name: str) -> str:
        """A symbol."""
        return name

    def dotted(self, name: str) -> str:
        """The time derivative of a symbol: the dot is on its letter, a second beside it."""
        if re.match(r"\\d+ot\{", name):
            return f"\\d{name[1:]}"
        head = re.match(r"\\?[A-Za-z]+(\{[^{}]*\})?", name)
        cut = head.end() if head else len(name)
        return f"\\dot{{{name[:cut]}}}{name[cut:]}"

    def variable(self, node: e.Integral) -> str:
        """What is integrated over: before ``dt'`` what moves needs no time of its own."""
        return "t'"

    def fraction(self, top: str, bottom: str) -> str:
        """One over the other."""
        return f"\\frac{{{top}}}{{{bottom}}}"

    def script(self, sign: str, inner: str) -> str:
        """Something raised (``^``) or lowered (``_``)."""
        return f"{sign}{{{inner}}}"

    def relation(self, relation: e.Relation) -> str:
        """``lhs op rhs``."""
        return f"{self.node(relation.lhs)} {self.signs[relation.op]} {self.node(relation.rhs)}"

    def node(self, node: e.Expr) -> str:
        """An expression."""
        match node:
            case e.Num(value=value):
                return self._number(value)
            case e.Sym(name=name):
                return self.name(name)
            case e.Ident():
                return "I"
            case e.Ones():
                return self.ones
            case e.Size(space=space):
                return " ".join(map(self.name, space.split("*")))
            case e.Sum(terms=terms):
                text = self.node(terms[0])
                for term in terms[1:]:
                    piece = self.node(term)
                    text += f" - {piece[1:].lstrip()}" if is_negative(term) else f" + {piece}"
                return text
            case e.Prod(factors=factors):
                return self._product(factors)
            case e.Quotient(numerator=top, denominator=bottom):
                return self.fraction(self.node(top), self.node(bottom))
            case e.Power(base=base, exponent=exponent):
                return self._power(base, exponent)
            case e.PseudoInverse(arg=arg):
                return self._closed(arg) + self.script("^", "+")
            case e.Transpose(arg=arg):
                return f"{self._closed(arg)}^T"
            case e.Dot(arg=e.Sym(name=name)):
                return self.dotted(name)
            case e.Dot(arg=arg):
                return f"{self.rate} {self._closed(arg)}"
            case e.Partial(arg=arg, symbol=symbol):
                below = f"{self.partial} {self.name(symbol)}"
                return f"{self.fraction(self.partial, below)} {self._closed(arg)}"
            case e.Exp(arg=e.Prod(factors=(*above, e.Log(arg=base)))) if above:
                power = e.multiplied(above)
                return self._closed(base) + self.script("^", self.node(power))
            case e.Log(arg=arg):
                return f"{self.log} {self._closed(arg)}"
            case e.Exp(arg=arg):
                return f"e{self.script('^', self.node(arg))}"
            case e.Integral(arg=arg):
                variable = self.variable(node)
                inner = renamed(arg, e.Sym(variable))
                shown = self._closed(inner) if isinstance(inner, e.Sum) else self.node(inner)
                return f"{self.integral} {shown} d{variable}"
            case e.At(arg=e.Sym() | e.Dot(arg=e.Sym()) as arg):
                return f"{self.node(arg)}(0)"
            case e.At(arg=arg):
                return self._closed(arg).join(self.at_start)
            case e.Trace(arg=e.Ident(space=space)) if space.isalnum() and space != "1":
                return f"I{self.script('_', self.name(space))}".join(self.around[e.Trace])
            case e.Det() | e.Expect() | e.StopGrad() | e.SquaredNorm() | e.Trace() | e.Vec():
                return self.node(node.arg).join(self.around[type(node)])
            case e.Kron(left=left, right=right):
                return f"{self._closed(left)} {self.kron} {self._closed(right)}"
            case e.Hadamard(
                left=e.Ident(), right=e.Prod(factors=(*vector, e.Transpose(arg=e.Ones())))
            ):
                inside = e.multiplied(vector)
                return f"{self.diag[0]}{self.node(inside)})"
            case e.Hadamard(left=e.Ident(), right=right):
                return f"{self.diag[0]}{self.node(right)})"
            case e.Hadamard(left=left, right=right):
                return f"{self._closed(left)} {self.hadamard} {self._closed(right)}"
            case e.Diag(entry=entry, index=index, size=size) if size == e.own_space(index):
                return f"{self.diag[0]}{self.node(entry)}){self.name(lowered(index))}"
            case e.Columns(entry=entry, index=index, size=size) if size in ("", e.own_space(index)):
                return f"[{self.node(entry)}]{self.name(lowered(index))}"
            case e.Diag(entry=entry, index=index, size=size):
                first, last = (self.node(member(entry, index, label)) for label in ("1", size))
                return f"{first.join(self.diag)}{last})"
            case e.Columns(entry=entry, index=index, size=size):
                first, last = (self.node(member(entry, index, label)) for label in ("1", size))
                return f"[{first}{self.diag[1]}{last}]"
            case e.Maximum(arg=arg, index=index):
                below = self.name(lowered(index))
                return f"{self.maximum}{below} {self._closed(arg)}"
            case e.Total(arg=arg, index=index, size=size):
                below = self.name(lowered(f"{index}=1" if size else index))
                upper = self.script("^", self.name(size)) if size else ""
                summed = self._closed(arg) if isinstance(arg, e.Sum) else self.node(arg)
                return f"{self.total}{below}{upper} {summed}"
            case e.Entry(arg=arg, row=row, column=column):
                return self._entry(arg, f"{row}{column}", whole=row == "")
            case e.IndexSum(arg=arg, index=index):
                summed = self._closed(arg) if isinstance(arg, e.Sum) else self.node(arg)
                return f"{self.total}{self.name(lowered(index))} {summed}"
            case e.Gradient(symbol=symbol, of=of):
                return f"{self.nabla}{self.script('_', self.name(symbol))} {self._closed(of)}"
        raise TypeError(f"no LaTeX for {type(node).__name__}")

    def _entry(self, arg: e.Expr, below: str, whole: bool) -> str:
        """An entry, of the identity as Kronecker's delta, or the ``whole`` column."""
        if whole:
            unit = self.name(f"e{lowered(below)}")
            return unit if isinstance(arg, e.Ident) else f"{self._factor(arg)} {unit}"
        if isinstance(arg, e.Ident):
            return self.name(f"\\delta{lowered(below)}")
        moved = isinstance(arg, e.Dot)
        inner = arg.arg if isinstance(arg, e.Dot) else arg
        if isinstance(inner, e.Sym) and not re.search(r"[_'^]", inner.name):
            name = f"{inner.name}{lowered(below)}"
            return self.dotted(name) if moved else self.name(name)
        return f"({self.node(arg)}){self.name(lowered(below))}"

    def _number(self, value: Fraction) -> str:
        if max(abs(value.numerator), value.denominator) >= _HUGE:
            raise TooLarge(
                f"a number of more than {_DIGITS} digits; lower the powers or split the claim"
            )
        if value.denominator == 1:
            return str(value.numerator)
        sign = "-" if value < 0 else ""
        return sign + self.fraction(str(abs(value.numerator)), str(value.denominator))

    def _power(self, base: e.Expr, exponent: Fraction) -> str:
        if exponent == Fraction(1, 2) and not is_matrix_root(base):
            return self.node(base).join(self.root)
        power = str(exponent)
        if isinstance(base, e.At) and isinstance(base.arg, e.Sym):
            return f"{self.name(base.arg.name)}{self.script('^', power)}(0)"
        return self._closed(base) + (self.script("^", power) if len(power) > 1 else f"^{power}")

    def _product(self, factors: tuple[e.Expr, ...]) -> str:
        sign = "-" if is_negative(e.Prod(factors)) else ""
        rest = list(factors)
        if isinstance(rest[0], e.Num) and len(rest) > 1:
            value = abs(rest[0].value)
            rest = rest[1:] if value == 1 else [e.Num(value), *rest[1:]]
        shown = [self._factor(factor) for factor in rest]
        for k, factor in enumerate(rest[:-1]):  # else they would take what follows
            if isinstance(factor, (e.Log, e.Partial)) and not shown[k].startswith("("):
                shown[k] = f"({shown[k]})"
        text = shown[0]
        for (before, factor), piece in zip(pairwise(rest), shown[1:], strict=True):
            digits = isinstance(before, e.Num) and is_digits(factor)
            argued = piece.startswith("(") and is_argument(factor)
            dot = digits or (argued and not isinstance(before, e.Num))
            text += (f" {self.times} " if dot else " ") + piece
        return sign + text

    def _factor(self, node: e.Expr) -> str:
        text = self.node(node)
        prefix = (e.Dot, e.Partial, e.Gradient)  # they take all that follows
        if isinstance(node, e.Hadamard) and isinstance(node.left, e.Ident):
            return text  # a `diag(...)`
        if isinstance(
            node, (e.Sum, e.Kron, e.Hadamard, e.Prod, e.Maximum, e.Total, e.IndexSum)
        ) or is_negative(node):
            return f"({text})"
        if isinstance(node, prefix) and not isinstance(children(node)[0], e.Sym):
            return f"({text})"
        return text

    def _closed(self, node: e.Expr) -> str:
        text = self.node(node)
        match node:
            case e.Sym(name=name) if "^" not in name:
                return text
            case e.Entry(row=row) if row:
                return text
            case (
                e.Ident()
                | e.Ones()
                | e.Hadamard(left=e.Ident())
                | e.Diag()
                | e.Columns()
                | e.Dot(arg=e.Sym())
            ):
                return text
            case e.Num(value=value) if value >= 0 and value.denominator == 1:
                return text
        return f"({text})"


class _Text(_Latex):
    """Plain characters; the LaTeX of a name is written plainly, too."""

    signs: ClassVar = {op: plain(sign) for op, sign in _LATEX_SIGNS.items()}
    around: ClassVar[dict[type[e.Expr], tuple[str, str]]] = {
        e.Expect: ("E[", "]"),
        e.StopGrad: ("StopGrad(", ")"),
        e.SquaredNorm: ("‖", "‖^2"),
        e.Trace: ("tr(", ")"),
        e.Vec: ("vec(", ")"),
        e.Det: ("det(", ")"),
    }
    root = "√(", ")"
    rate = "d/dt"
    integral = "∫_0^t"
    at_start = "", " |_(t=0)"
    times = "·"
    kron = "⊗"
    hadamard = "⊙"
    ones = "𝟏"
    diag = "diag(", ", …, "
    maximum = "max"
    total = "Σ"
    partial = "∂"
    log = "ln"
    nabla = "∇"

    def name(self, name: str) -> str:
        """A symbol."""
        return plain(name)

    def dotted(self, name: str) -> str:
        """The time derivative of a symbol."""
        return plain(super().dotted(name))

    def variable(self, node: e.Integral) -> str:
        """As authors call it."""
        return plain(node.variable)

    def fraction(self, top: str, bottom: str) -> str:
        """With brackets where it would be another fraction without."""
        left = f"({top})" if re.search(r"[-+ ]", top.lstrip("-")) else top
        right = f"({bottom})" if re.search(r"[-+ ]", bottom) else bottom
        return f"{left}/{right}"

    def script(self, sign: str, inner: str) -> str:
        """A letter or a digit as it is, all else in brackets."""
        return f"{sign}{inner}" if len(inner) == 1 and inner.isascii() else f"{sign}({inner})"


_LATEX, _TEXT = _Latex(), _Text()

"""The nodes that pieces of a formula make: products, quotients, and what notations stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive import expr as e
from sslcheck.derive.expr import ZERO, Expr, Num, Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.norms import norm
from sslcheck.derive.latex.superscripts import INVERSE_TRANSPOSE, PSEUDO, TRANSPOSE
from sslcheck.derive.traverse import walk

__all__ = [
    "AT",
    "BELOW",
    "between",
    "bracketed",
    "derivative",
    "hadamard",
    "is_power",
    "kron",
    "negated",
    "postfixed",
    "product",
    "quotient",
    "raised",
]

AT = "\1"
"""In what a derivative is by, before each of the letters of an entry."""
BELOW = "below "
"""The value of a subscript behind a factor begins so; its letters follow."""
_ONE_ARGUMENT: dict[str, Callable[..., Expr]] = {
    "exp": e.Exp,
    "group": replace,
    "det": e.Det,
    "log": e.Log,
    "rate": e.Dot,
    "start": e.At,
    "stop": e.StopGrad,
    "trace": e.Trace,
    "vec": e.Vec,
}


def between(first: Expr, last: Expr) -> Span:
    """From the start of the first node to the end of the last."""
    return (first.span or (0, 0))[0], (last.span or (0, 0))[1]


def product(factors: Sequence[Expr]) -> Expr:
    """The factors in their order."""
    return e.multiplied(factors, between(factors[0], factors[-1]))


def kron(left: Expr, right: Expr) -> Expr:
    """The Kronecker product."""
    return e.Kron(left, right, span=between(left, right))


def hadamard(left: Expr, right: Expr) -> Expr:
    """The product by entries."""
    return e.Hadamard(left, right, span=between(left, right))


def quotient(over: Expr, under: Expr, span: Span) -> Expr:
    """``over / under``; raises `Misread` where that is 0."""
    if under == ZERO:
        raise Misread("division by zero", span)
    if isinstance(over, Num) and isinstance(under, Num):
        return Num(over.value / under.value, span=span)
    return e.Quotient(over, under, span=span)


def negated(term: Expr, sign: Span) -> Expr:
    """``-term``, with the sign in the leading number if there is one."""
    span = sign[0], (term.span or sign)[1]
    factors = term.factors if isinstance(term, e.Prod) else (term,)
    first = factors[0]
    if isinstance(first, Num):
        lead, rest = Num(-first.value, span=(sign[0], (first.span or sign)[1])), factors[1:]
    else:
        lead, rest = Num(Fraction(-1), span=sign), factors
    return e.Prod((lead, *rest), span=span) if rest else replace(lead, span=span)


def derivative(kind: str, variable: str, arg: Expr, span: Span) -> Expr:
    r"""An operator that stands before what it applies to.

    ``now`` is ``\partial_t``: all that moves is a function of the time alone, so that it is the
    rate; raises `Misread` where ``t`` itself stands in ``arg``, which other authors keep fixed.
    """
    if isinstance(arg, e.At) and kind in ("rate", "now", "second"):
        advice = r"A value at 0 does not move; the rate there is `\dot{W}(0)`."
        raise Misread("the derivative of a value at 0", span, advice)
    if isinstance(arg, e.At) and kind in ("partial", "gradient", "slope"):
        advice = r"That at time 0 of a derivative is `(\nabla_W L)(0)`."
        raise Misread("the derivative of a value at 0", span, advice)
    match kind:
        case "max":
            return e.Maximum(arg, variable, span=span)
        case "sum":
            index, _, size = variable.partition(" ")
            return e.Total(arg, index, size, span=span)
        case "prod":
            index, size = variable.split()
            return e.Det(e.Diag(arg, index, size, span=span), span=span)
        case "partial":
            return e.Partial(arg, variable, span=span)
        case "gradient" | "slope" if isinstance(arg, e.Transpose):
            advice = "A number has no transpose; that of a gradient is `(\\nabla_W L)^T`."
            raise Misread("the gradient of a transpose", span, advice)
        case "gradient" | "slope":
            variable, *letters = variable.split(AT)
            found = e.Gradient(variable, arg, span=span)
            return e.Entry(found, *letters, span=span) if letters else found
        case "second":
            return e.Dot(e.Dot(arg, span=span), span=span)
        case "now" if any(part == e.Sym("t") for part in walk(arg)):
            advice = r"Write `\frac{d}{dt}` for the whole derivative along the flow."
            raise Misread("the partial derivative by `t` of what names `t`", span, advice)
        case "trace":
            return e.Trace(arg, span=span)
        case "log":
            return e.Log(arg, span=span)
        case "det":
            return e.Det(arg, span=span)
        case "expect" if isinstance(arg, e.Expect) and arg.over:  # one after the other
            return e.Expect(arg.arg, f"{variable}{e.AFTER}{arg.over}", span=span)
        case "expect":
            return e.Expect(arg, variable, span=span)
    return e.Dot(arg, span=span)


def is_power(value: str) -> bool:
    """Whether what stands behind a factor raises it: no index, time or transpose."""
    return value != TRANSPOSE and value != "at 0" and not value.startswith(BELOW)


def postfixed(base: Expr, value: str, end: Span) -> Expr:
    """A factor with ``(0)`` or a superscript behind it."""
    span = (base.span or end)[0], end[1]
    if value == "at 0":
        return e.At(base, span=span)
    if value.startswith(BELOW):
        return e.Entry(base, *value.removeprefix(BELOW).split(), span=span)
    if value == TRANSPOSE:
        return e.Transpose(base, span=span)
    if value == INVERSE_TRANSPOSE:
        return e.Transpose(e.Power(base, Fraction(-1), span=span), span=span)
    if value.startswith(PSEUDO):
        pseudo = e.PseudoInverse(base, span=span)
        return pseudo if value == PSEUDO else e.Transpose(pseudo, span=span)
    exponent = Fraction(value)
    if exponent < 0 and base == ZERO:
        raise Misread("division by zero", span)
    if exponent.denominator == 2 and exponent.numerator != 1:
        root = e.Power(base, Fraction(1, 2), span=span)
        return e.Power(root, Fraction(exponent.numerator), span=span)
    return e.Power(base, exponent, span=span)


def raised(base: Expr, above: Expr, end: Span) -> Expr:
    """A power with letters in its exponent: ``x^a = e^{a \\ln x}``."""
    span = (base.span or end)[0], end[1]
    log = e.Log(base, span=base.span)
    return e.Exp(e.Prod((above, log), span=above.span), span=span)


def bracketed(kind: str, arguments: Sequence[Expr], value: str, span: Span) -> Expr:
    """What stands in delimiters of a kind; raises `Misread` for too many arguments or too few."""
    arg, *more = arguments
    match kind, more:
        case "diag", [] if not value:
            inside = arg if arg.demand else replace(arg, demand="diagonal")
            return e.Hadamard(e.Ident(span=span), inside, span=span)
        case "diag" | "columns", _:
            return _family(kind, arguments, *value.split(), span=span)
        case "over", [under]:
            return quotient(arg, under, span)
        case "root", []:
            return postfixed(arg, f"1/{value or 2}", span)
        case "norm", []:
            return norm(arg, value, span)
        case "bars", []:
            return norm(replace(arg, demand="bars"), value.split()[0], span)
        case "square" | "curly", []:
            return replace(arg, span=span)
        case "square" | "curly", [other]:
            return _commutator(arg, other, Fraction(-1 if kind == "square" else 1), span)
        case "trace", [_]:
            return e.Trace(bracketed(value, arguments, "", span), span=span)
        case "inner", [other]:
            turned = e.Transpose(arg, span=arg.span)
            return e.Trace(
                e.Prod((turned, other), span=between(arg, other)), span=span, demand="pair"
            )
        case "variance", []:
            return _covariance(arg, arg, value, span)
        case "covariance", [] | [_]:
            return _covariance(arg, arguments[-1], value, span)
    if more or kind == "inner":
        advice = (
            "Two are wanted" if kind in ("square", "curly", "inner", "covariance") else "One is"
        )
        raise Misread("the wrong number of arguments", span, f"{advice}, separated by a comma.")
    if kind in _ONE_ARGUMENT:
        return _ONE_ARGUMENT[kind](arg, span=span)
    return derivative(kind, value, arg, span)


def _commutator(left: Expr, right: Expr, sign: Fraction, span: Span) -> Expr:
    """``AB - BA`` or ``AB + BA``."""
    left, right = (replace(side, demand="matrix") for side in (left, right))
    other: Expr = e.Prod((right, left), span=span)
    if sign < 0:
        other = e.Prod((Num(sign, span=span), right, left), span=span)
    return e.Sum((e.Prod((left, right), span=span), other), span=span)


def _covariance(left: Expr, right: Expr, over: str, span: Span) -> Expr:
    """``E[x y^T] - E[x] E[y]^T`` of two vectors, or numbers, over the views printed below it."""
    left, right = (replace(side, demand="vector") for side in (left, right))
    turned = e.Transpose(right, span=right.span)
    both = e.Expect(e.Prod((left, turned), span=span), over, span=span)
    means = [e.Expect(side, over, span=side.span) for side in (left, right)]
    apart = (Num(Fraction(-1), span=span), means[0], e.Transpose(means[1], span=right.span))
    return e.Sum((both, e.Prod(apart, span=span)), span=span)


def _family(kind: str, entries: Sequence[Expr], index: str, size: str, *, span: Span) -> Expr:
    """The lexer has put the family in place of its members, so that the entries are all equal."""
    entry, *others = entries
    for other in others:
        if other != entry:
            advice = "The entries must be the same but for the index."
            what = "`diag`" if kind == "diag" else "a list"
            raise Misread(f"{what} with unlike entries", between(entry, other), advice)
    made = e.Diag if kind == "diag" else e.Columns
    return made(entry, index, size, span=span)

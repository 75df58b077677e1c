"""From normal forms back to expressions, so that results can be printed and evaluated again."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from typing import Any

from sslcheck.derive import expr as e
from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.setting import Shape

__all__ = ["coefficient", "element_expr", "letter_expr", "ratio_expr"]

_NUMBER: Shape = ("1", "1")


def ratio_expr(value: Ratio) -> e.Expr:
    """A scalar as an expression, in lowest terms."""
    value = value.root_reduced().cancelled()
    num, den = value.scalars.align(value.num), value.scalars.align(value.den)
    if den == 1:
        return _poly_expr(value, num)
    if len(den) == 1:  # keep numbers in front: \frac{1}{2} rather than x / 2
        (coeff,) = den.values()
        if not any(next(iter(den.itermonoms()))):
            return _poly_expr(value, num.quo_ground(coeff))
    return e.Quotient(_poly_expr(value, num), _poly_expr(value, den))


def coefficient(value: Ratio) -> tuple[e.Expr, ...]:
    """A scalar as factors of a product, none for 1.

    A product of matrices that is a number, such as ``u^T v``, is one of them: in ``(u^T v) w`` its
    last letter does not stand before the ``w``.
    """
    scalar = ratio_expr(value)
    if scalar == e.ONE:
        return ()
    alone = any(scalar == letter_expr(n) for n in value.free() if isinstance(n, lt.TraceOf))
    return (scalar,) if alone or not isinstance(scalar, e.Prod) else scalar.factors


def _poly_expr(value: Ratio, poly: Any) -> e.Expr:
    names = value.scalars.names
    terms: list[e.Expr] = []
    for monom, coeff in sorted(poly.items(), key=lambda item: (sum(item[0]), item[0])):
        factors: list[e.Expr] = []
        number = fraction(coeff)
        for at, power in enumerate(monom):
            if power:
                factors += _power(letter_expr(names[at]), power)
        if number != 1 or not factors:
            factors.insert(0, e.Num(number))
        terms.append(e.multiplied(factors))
    return e.summed(terms)


def _power(letter: e.Expr, power: int) -> list[e.Expr]:
    if power == 1:
        return [letter]
    if isinstance(letter, e.Exp):
        return [e.Exp(_times(Fraction(power), letter.arg))]
    return [e.Power(letter, Fraction(power))]


def letter_expr(letter: lt.Letter) -> e.Expr:
    """What a letter stands for. A copy under a stop-gradient is written as what it copies."""
    match letter:
        case str():
            return e.Sym(letter)
        case lt.AtStart(of):
            return e.At(letter_expr(of))
        case lt.RateOf(of):
            return e.Dot(letter_expr(of))
        case lt.Frozen(of) | lt.UnitOf(of):
            return letter_expr(of)
        case lt.DiagOf(entry, index, space):
            return e.Diag(letter_expr(entry), index, space)
        case lt.ColumnsOf(of, index, space):
            return e.Columns(letter_expr(of), index, space)
        case lt.OnesOf(space):
            return e.Ones(space)
        case lt.InverseOf(_, value):
            return e.Power(element_expr(value), Fraction(-1))
        case lt.BoundedOf(_, value) | lt.FunctionOf(_, value):
            return element_expr(value)
        case lt.PseudoOf(_, value):
            return e.PseudoInverse(element_expr(value))
        case lt.HadamardOf(words, value):
            sides = (_whole_word(value.shape, word) for word in words)
            return reduce(e.Hadamard, sides)
        case lt.MatrixExpOf(_, value, base):
            word = next(iter(base.terms))
            number = (value.terms[word] / base.terms[word]).cancelled()
            return e.Exp(_behind(number, element_expr(base)))
        case lt.MatrixRootOf(_, value, degree):
            return e.Power(element_expr(value), Fraction(1, degree))
        case lt.EigenvalueOf():
            return e.Sym("x")
        case lt.RootOf(_, value):
            inside = ratio_expr(value)
            if isinstance(inside, e.Exp):
                return e.Exp(_times(Fraction(1, 2), inside.arg))
            return e.Power(inside, Fraction(1, 2))
        case lt.ExpOf(_, value):
            return e.Exp(_last(value))
        case lt.MinorOf(_, value):
            return ratio_expr(value)
        case lt.LogOf(_, value):
            return e.Log(ratio_expr(value))
        case lt.IntegralOf(_, value, variable):
            return e.Integral(ratio_expr(value), variable=variable)
        case lt.MaxOf(_, value, index):
            return e.Maximum(ratio_expr(value), index)
        case lt.DetOf(_, value):
            return e.Det(element_expr(value))
        case lt.SizeOf(space):
            return e.Size(space)
        case lt.TraceOf(word, product):
            whole = e.multiplied(_word_expr(word) if product else _cycle_expr(word))
            return whole if product else e.Trace(whole)
    raise TypeError(f"no expression for {type(letter).__name__}")


def _times(number: Fraction, arg: e.Expr) -> e.Expr:
    """A multiple of an exponent."""
    factors = arg.factors if isinstance(arg, e.Prod) else (arg,)
    if isinstance(factors[0], e.Num):
        number, factors = number * factors[0].value, factors[1:]
    if number != 1 or not factors:
        factors = (e.Num(number), *factors)
    return e.multiplied(factors)


def _last(value: Ratio) -> e.Expr:
    """A monomial with the time, or a logarithm, as its last factor: a rate, or a power."""
    for letter in value.ordered():
        if letter == "t" or isinstance(letter, lt.LogOf):
            below = Ratio(value.scalars, value.den, value.scalars.unit).free()
            parts = value.coefficients(letter) if letter not in below else {}
            if parts.keys() == {1}:
                return e.Prod((ratio_expr(parts[1]), letter_expr(letter)))
    return ratio_expr(value)


def _behind(number: Ratio, matrix: e.Expr) -> e.Expr:
    """A multiple of a matrix with the time as its last factor, as in ``e^{X t}``."""
    time = e.Sym("t")
    before = coefficient(number)
    after = (time,) if before.count(time) == 1 else ()
    inside = matrix.factors if isinstance(matrix, e.Prod) else (matrix,)
    factors = (*(f for f in before if not after or f != time), *inside, *after)
    return e.Prod(factors) if len(factors) > 1 else matrix


def element_expr(element: Element) -> e.Expr:
    """A sum of words as an expression of the same shape, terms with equal coefficients together."""
    groups: dict[Any, tuple[Ratio, list[lt.Word]]] = {}
    for word, coeff in element.terms.items():
        lowest = coeff.cancelled()
        key = (frozenset(lowest.num.items()), frozenset(lowest.den.items()), lowest.num.ring.ngens)
        groups.setdefault(key, (lowest, []))[1].append(word)
    terms: list[e.Expr] = []
    for coeff, words in groups.values():
        scale = coefficient(coeff)
        for word in words:
            body = _body(element, word)
            terms.append(e.multiplied((*scale, *body)) if body else ratio_expr(coeff))
    return e.summed(terms)


def _body(element: Element, word: lt.Word) -> tuple[e.Expr, ...]:
    """A word as factors; none for the number 1."""
    if not word:
        return () if element.shape == ("1", "1") else (e.Ident(element.shape[0]),)
    if word[0] != lt.TRACE:
        return _word_expr(word, element.shape)
    alphabet = element.alphabet
    if alphabet.products and alphabet.word_shape(word[1:]) == ("1", "1"):
        return _word_expr(word[1:])
    body = _cycle_expr(word[1:])
    return (e.Trace(e.multiplied(body)),)


def _whole_word(shape: Shape, word: lt.Word) -> e.Expr:
    """A word as one expression; without letters, the identity."""
    body = _word_expr(word, shape)
    return _product(body) or e.Ident(shape[0])


def _cycle_expr(word: lt.Word) -> tuple[e.Expr, ...]:
    """A word under a trace, turned so that no sum over members is cut."""
    starts = [
        k for k, (n, flipped) in enumerate(word) if isinstance(n, lt.ColumnsOf) and not flipped
    ]
    at = starts[0] if starts else 0
    return _word_expr(word[at:] + word[:at])


def _word_expr(word: lt.Word, shape: Shape = _NUMBER) -> tuple[e.Expr, ...]:
    """The factors of a word of a shape."""
    if any(isinstance(letter, lt.AxisOf) for letter, _ in word):
        return tuple(_entries(word, shape))
    found: list[e.Expr] = []
    rest = list(word)
    while rest:
        letter, flipped = rest.pop(0)
        if not isinstance(letter, (lt.ColumnsOf, lt.OnesOf)):
            found.append(e.Transpose(letter_expr(letter)) if flipped else letter_expr(letter))
            continue
        at = next((k for k, (n, _) in enumerate(rest) if not isinstance(n, lt.DiagOf)), len(rest))
        last, back = rest[at] if at < len(rest) else (None, False)
        ends = (letter, flipped), (last, not back)
        members = [
            n for n in (letter, last, *(n for n, _ in rest[:at])) if not isinstance(n, lt.OnesOf)
        ]
        if not members or not all(map(_summed_end, ends)):
            whole = letter_expr(letter)
            found.append(e.Transpose(whole) if flipped else whole)
            continue
        # X D Y^T is the sum of d_i x_i y_i^T, X D 1 that of d_i x_i
        factors = [letter_expr(n.entry) for n, _ in rest[:at]]
        factors += [letter_expr(letter.of)] if isinstance(letter, lt.ColumnsOf) else []
        factors += [e.Transpose(letter_expr(last.of))] if isinstance(last, lt.ColumnsOf) else []
        term = e.multiplied(factors)
        index, space = members[0].index, letter.space
        found.append(e.Total(term, index, "" if space == e.own_space(index) else space))
        del rest[: at + 1]
    return tuple(found)


def _entries(word: lt.Word, shape: Shape) -> Iterator[e.Expr]:
    """A word in which unit vectors stand, which begin and end products: its entries and columns."""
    start, inside, first = None, list[Any](), True
    for at, (letter, flipped) in enumerate((*word, (None, True))):
        if letter is not None and not isinstance(letter, lt.AxisOf):
            inside.append((letter, flipped))
            continue
        axis = letter if start is None else start
        if axis is not None and (start is not None or not flipped):
            turned = at == len(word) and shape[1] != "1"  # a row
            body = _product(_word_expr(lt.transposed(tuple(inside)) if turned else tuple(inside)))
            whole = e.Ident(axis.space) if body is None else body
            if turned:
                yield e.Transpose(e.Entry(whole, "", axis.index))
            elif letter is not None and not flipped and start is not None:
                ends = start.index, letter.index
                if len(inside) == 1 and isinstance(whole, e.Transpose):
                    whole, ends = whole.arg, ends[::-1]
                yield e.Entry(whole, *ends)
            elif start is None and (not first or shape[0] != "1"):
                yield e.Entry(whole, "", axis.index)
            else:  # of a vector, which is a column or a row
                alone = isinstance(whole, e.Transpose) and len(inside) == 1
                yield e.Entry(whole.arg if alone else whole, axis.index)  # type: ignore[attr-defined]
        else:
            yield from _word_expr(tuple(inside))
        start, inside, first = (letter if flipped else None), [], False


def _product(factors: tuple[e.Expr, ...]) -> e.Expr | None:
    return e.multiplied(factors) if factors else None


def _summed_end(end: tuple[lt.Letter | None, bool]) -> bool:
    """Whether a sum over members begins there: all of them side by side, or ``1^T``."""
    letter, flipped = end
    return isinstance(letter, lt.OnesOf) if flipped else isinstance(letter, lt.ColumnsOf)

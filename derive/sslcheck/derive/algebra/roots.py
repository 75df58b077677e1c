"""Roots of positive semi-definite matrices.

The root of an eigendecomposition, or of a power, is known; any other one is a psd letter ``S`` with
a known power: ``S S = F``. It commutes with the matrix, ``S F = F S``, and where that is some
``u u^T`` it turns into the root of ``u^T u`` behind ``u``. That a matrix is psd is for others to
say.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import Any

from sslcheck.derive.algebra import letters as lt
from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.functions import Functions
from sslcheck.derive.algebra.inverses import element_key, inverse, relate
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.words import Alphabet
from sslcheck.derive.errors import Unsupported

__all__ = ["matrix_root", "passing"]

Rule = tuple[lt.Word, list[tuple[lt.Word, Ratio]]]
"""A word, and what it is."""


def matrix_root(base: Element, degree: int, functions: Functions) -> Element:
    """The psd matrix whose power of this degree is a psd one: there is one only.

    Raises `Unsupported` for a multiple of the identity by a number whose root is not known.
    """
    if len(base.terms) != 1:
        return _of_sum(base, degree, functions) if base.terms else base
    ((word, coeff),) = base.terms.items()
    alphabet = base.alphabet
    sign = functions.sign(coeff)
    known = sign == 1 or (functions.known_nonnegative(coeff) and _is_psd(alphabet, word, functions))
    scale = _number_root(coeff, degree, functions) if known or not word else None
    if scale is None:
        if not word:
            raise Unsupported(f"the root of degree {degree} of a number")
        return _letter(base, degree, functions)
    if not word:
        return alphabet.identity(base.shape[0]).scaled(scale)
    plain = Element(alphabet, base.shape, {word: functions.scalars.one})
    root = _of_frame(plain, word, degree, functions)
    if root is None:
        root = _of_power(plain, word, degree, functions)
    return root.scaled(scale)


def _number_root(value: Ratio, degree: int, functions: Functions) -> Ratio | None:
    """The root of a coefficient; None where it is none of a letter."""
    if degree == 2:
        return functions.root(value)
    return functions.power(value, Fraction(1, degree)) if functions.sign(value) == 1 else None


def _is_psd(alphabet: Alphabet, word: lt.Word, functions: Functions) -> bool:
    """Whether a word is ``u^T u`` or ``u^T P u`` with a psd ``P``."""
    half = len(word) // 2
    if len(word) % 2:
        name = word[half][0]
        nonnegative = isinstance(name, lt.DiagOf) and functions.nonnegative(name.entry)
        if not nonnegative and "psd" not in alphabet.properties.get(name, ()):
            return False
    return alphabet.reduce(lt.transposed(word[:half])) == word[len(word) - half :]


def _of_frame(base: Element, word: lt.Word, degree: int, functions: Functions) -> Element | None:
    """The root of ``Q D D Q^T``: ``Q^T Q = I``, ``D`` diagonal and nonnegative."""
    alphabet, outer = base.alphabet, len(word) // 2
    frame = word[:outer]
    while frame and isinstance(frame[-1][0], lt.DiagOf):
        frame = frame[:-1]
    middle = word[len(frame) : len(word) - len(frame)]
    known = all(isinstance(n, lt.DiagOf) and functions.nonnegative(n.entry) for n, _ in middle)
    if not middle or not known or len(middle) % degree:
        return None
    space = alphabet.shape(middle[0])[0]
    root = Element(alphabet, (space, space), {middle[::degree]: functions.scalars.one})
    if frame:
        around = Element(alphabet, (base.shape[0], space), {frame: functions.scalars.one})
        root = around * root * around.T
    return root if (root**degree - base).is_zero() else None


def _of_power(base: Element, word: lt.Word, degree: int, functions: Functions) -> Element:
    """The root of a product: of ``P^k`` that of ``P``, if it is psd, to the k-th power."""
    alphabet = base.alphabet
    for size in range(1, len(word) + 1):
        part, times = word[:size], len(word) // size
        if len(word) % size or part * times != word:
            continue
        if alphabet.reduce(lt.transposed(part)) != part:
            continue
        if times % 2 or _is_psd(alphabet, part, functions):
            common = gcd(times, degree)
            root = Element(alphabet, base.shape, {part: functions.scalars.one})
            if common < degree:
                root = _letter(root, degree // common, functions)
            return root ** (times // common)
    return _letter(base, degree, functions)


def _of_sum(base: Element, degree: int, functions: Functions) -> Element:
    """The root of a sum, over that of the coefficient of its longest word if it is positive."""
    factor = base.terms[_lead(base)]
    scale = _number_root(factor, degree, functions) if functions.sign(factor) == 1 else None
    if scale is None:
        return _letter(base, degree, functions)
    terms = {word: (c / factor).cancelled() for word, c in base.terms.items()}
    one = Element(base.alphabet, base.shape, terms)
    return _letter(one, degree, functions).scaled(scale)


def _lead(element: Element) -> lt.Word:
    return max(element.terms, key=lambda word: (len(word), word))


# -- letters --------------------------------------------------------------------------------------


def _letter(value: Element, degree: int, functions: Functions) -> Element:
    """A letter for the root, which is known from then on to be one."""
    alphabet = value.alphabet
    (word, *more) = value.terms
    if not more and len(word) == 1 and isinstance(word[0][0], lt.InverseOf):
        inside = Element(alphabet, value.shape, word[0][0].value.terms)
        return inverse(matrix_root(inside, degree, functions), functions)
    if not more and len(word) == 1 and isinstance(word[0][0], lt.MatrixRootOf):
        inside = Element(alphabet, value.shape, word[0][0].value.terms)
        return matrix_root(inside, degree * word[0][0].degree, functions)
    if not more and len(word) == 1 and isinstance(word[0][0], lt.MatrixExpOf):
        exponent = Element(alphabet, value.shape, word[0][0].value.terms)
        if "psd" in alphabet.properties.get(word[0][0], ()):
            return _of_exponential(exponent, degree, functions)
    made = lt.MatrixRootOf((degree, element_key(value)), value, degree)
    if made not in alphabet.shapes or made not in alphabet.properties:
        marks = {"psd"}
        if value.is_diagonal:
            marks.add("diagonal")
        alphabet.declare(made, value.shape, frozenset(marks))
        itself = (made, False)
        alphabet.rewrites[made] = [((itself,) * degree, [*value.terms.items()])]
        relate(alphabet, made)
        if alphabet.families.get(made, made) == made:
            alphabet.passing[made] = _passing(value, itself, degree, functions)
    return alphabet.letter(made)


def _of_exponential(exponent: Element, degree: int, functions: Functions) -> Element:
    from sslcheck.derive.algebra.exponentials import matrix_exponential

    return matrix_exponential(
        exponent.scaled(functions.scalars.number(Fraction(1, degree))), functions
    )


def _passing(
    value: Element, itself: tuple[Any, bool], degree: int, functions: Functions
) -> list[Rule]:
    """How the root passes what stands behind it.

    ``S u = u S'`` of the root of ``u u^T`` and that of ``u^T u``.
    """
    alphabet, lead = value.alphabet, _lead(value)
    half = lead[: len(lead) // 2]
    factor = value.terms[lead]
    if len(value.terms) == 1 and len(lead) % 2 == 0 and factor.is_one():
        front = alphabet.word(half)
        if front.shape[1] != "1" and alphabet.reduce(lt.transposed(half)) == lead[len(half) :]:
            behind = front * matrix_root(front.T * front, degree, functions)
            return [((itself, *half), [*behind.terms.items()])]
    return passing(value, itself, functions)


def passing(value: Element, itself: tuple[Any, bool], functions: Functions) -> list[Rule]:
    """How a function ``S`` of a matrix passes its longest word ``P``.

    ``S (P + Q) = (P + Q) S`` solved for ``S P``.
    """
    lead = _lead(value)
    factor = value.terms[lead]
    if functions.sign(factor) not in (1, -1):
        return []
    found = [((*lead, itself), functions.scalars.one)]
    for word, coeff in value.terms.items():
        if word != lead and word:
            share = (coeff / factor).cancelled()
            found += [((*word, itself), share), ((itself, *word), -share)]
    return [((itself, *lead), found)]


# -- roots of several degrees ---------------------------------------------------------------------


def of_one_degree(element: Element, functions: Functions) -> Element:
    """An element with all roots of one matrix as powers of one of them.

    ``F^{1/2} F^{1/3} = F^{5/6}``.
    """
    from sslcheck.derive.algebra.substitution import Substitution

    alike: dict[object, list[lt.MatrixRootOf]] = {}
    for name in element.letters():
        if isinstance(name, lt.MatrixRootOf):
            alike.setdefault(element_key(name.value), []).append(name)
    values: dict[Any, Element] = {}
    for roots in alike.values():
        degree = lcm(*(root.degree for root in roots))
        for root in roots if any(root.degree < degree for root in roots) else ():
            one = _letter(root.value.over(element.alphabet), degree, functions)
            values[root] = one ** (degree // root.degree)
    if not values:
        return element
    return Substitution(element.alphabet, values, functions=functions).element(element)

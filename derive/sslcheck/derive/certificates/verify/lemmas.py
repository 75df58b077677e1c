"""Lemmas: plain expressions for gradients, and for expectations over views.

A lemma holds at all times of the flow, so that what is supposed at an instant may come after it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .calculus import STEP
from .rejected import Rejected, need
from .theory import Theory
from .trees import names, throughout
from .values import letter


def plainly(setting: Any, means: list[Any]) -> Any:
    """A setting in which gradients and expectations mean what a list of lemmas says."""
    setting = setting | {"means": []}
    for construct, shown in means:
        looked: Any = {"Gradient": gradient, "Expect": average}[construct[0]]
        found = looked(Theory(throughout(setting)), *construct[1:], shown)
        setting = setting | {"means": [*setting["means"], [construct, found]]}
    return setting


def gradient(theory: Theory, tree: Any, name: str, shown: Any) -> Any:
    """The gradient G of a number f by a matrix W that may be any: df = tr(G^T dW) in all dW."""
    symbol, inside = theory.symbols[name], names(tree, theory.given)
    free = symbol["sign"] == "real" and not symbol["properties"] and not symbol["index"]
    need(free and name not in theory.given, "a matrix that may not be any")
    let = [n for n in inside & {*theory.given} if theory.symbols[n]["role"] == "state"]
    need(not let, "a state that is given, which may be meant before or after the gradient")
    need(not inside & {"Dot", "rate", "At", "Integral", "Expect", "Maximum"}, "no gradient")
    need(theory.value(tree).scalar, "the gradient of no number")
    theory.known[STEP] = letter(STEP, *map(theory.space, symbol["shape"]))
    moved = ["Trace", ["Prod", ["Transpose", shown], STEP]]
    need(theory.zero(theory.gap(theory.derive(tree, [name]), moved)), "another gradient")
    return shown


def average(theory: Theory, tree: Any, shown: Any) -> Any:
    """An expectation over views u, v: the ``shown`` is of degree 1 in its parts [E, u, v], is equal
    to the ``tree`` if these are u v^T, and holds no other views; then E[u v^T] is inserted."""
    products = put(shown, lambda u, v: ["Prod", u, ["Transpose", v]])
    need(theory.zero(theory.gap(tree, products)), "another expectation")
    letters = set()

    def moment(u: str, v: str) -> str:
        name = f"\2{u}\2{v}"
        theory.known[name] = letter(name, *(theory.value(x).rows for x in (u, v)))
        letters.add(name)
        return name

    value = theory.value(put(shown, moment))
    need(theory.degree(value, letters) <= 1, "an expectation that is not known here")
    need(
        not any(random(theory, key) for key in value.terms), "an expectation that is not known here"
    )
    return put(shown, lambda u, v: second(theory, u, v))


def put(tree: Any, into: Callable[[str, str], Any]) -> Any:
    """An expression with something in place of its parts [E, u, v]."""
    match tree:
        case ["E", u, v]:
            return into(u, v)
        case list():
            return [put(part, into) for part in tree]
    return tree


def random(theory: Theory, of: Any) -> bool:
    """Whether an atom or a letter is a view, or is made of one."""
    if isinstance(of, str):
        return of in theory.symbols and bool(theory.symbols[of]["role"] == "view")
    return isinstance(of, tuple | frozenset) and any(random(theory, part) for part in of)


def second(theory: Theory, u: str, v: str) -> Any:
    """E[u v^T] for two views of one input."""
    for law in theory.setting["views"]:
        if {u, v} <= {*law["names"], law["mean"]}:
            views = all(random(theory, name) and name not in theory.given for name in (u, v))
            need(views, "an expectation that is not known here")
            return ["Sum", law["second"], law["noise"] if u == v != law["mean"] else 0]
    raise Rejected("views of different inputs")

"""Gradients by a symbol, in which a stop-gradient keeps fixed what stands under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.entrywise import hadamard
from sslcheck.derive.calculus import gradient, scalar_derivative
from sslcheck.derive.errors import ArticleError, Unsupported
from sslcheck.derive.expr import Dot, Expr, Gradient, Sym
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import walk, within

if TYPE_CHECKING:
    from sslcheck.derive.normal.normal_form import NormalForm

__all__ = ["gradient_by", "refuse_made", "refuse_trajectories"]

_BOUND = frozenset({"symmetric", "psd", "diagonal", "orthonormal"})
"""Properties by which the entries of a matrix hang together."""


def refuse_made(normal: NormalForm, name: str) -> None:
    """Raise `Unsupported` for a derivative by what an expression stands for, or by a sign."""
    symbol = normal.setting.symbols.get(name)
    if symbol is not None and symbol.scalar and "orthonormal" in symbol.properties:
        raise Unsupported(f"a derivative by `{name}`, which is 1 or -1")
    for known, where in (
        (normal.setting.definitions, "defined"),
        (normal.setting.lets, "supposed"),
    ):
        if name in known:
            raise Unsupported(
                f"a derivative by `{name}`, which is {where} to be another expression; take it"
                " by what that is made of"
            )


def refuse_trajectories(normal: NormalForm, name: str, of: Expr, read: Element) -> None:
    """Raise `Unsupported` for a derivative by a parameter that may be meant of whole trajectories.

    A state depends on a parameter of its flow. That is not meant of its rate at one instant, nor
    of an expression there in which the parameter stands itself.
    """
    setting = normal.setting
    symbol = setting.symbols.get(name)
    inside = read.letters().union(*(coeff.deep() for coeff in read.terms.values()))
    if symbol is None or symbol.moves or not inside & setting.flow.keys():
        return
    flow = (*setting.flow.values(), *setting.initial.values())
    parts = within(flow, setting.lets, setting.definitions)
    rate = any(isinstance(part, Dot) for part in walk(of))
    if Sym(name) in [*parts] and (setting.kept is not None or not (rate or name in inside)):
        raise Unsupported(f"the derivative by `{name}` of what depends on it by the flow")


def gradient_by(normal: NormalForm, name: str, of: Expr) -> Element:
    """Read what is differentiated with copies for what a stop-gradient keeps fixed."""
    if isinstance(of, Sym) and of.name != name:
        known = {*normal.setting.lets, *normal.setting.definitions}
        if of.name not in known and name not in known:
            raise ArticleError(
                f"`{of.name}` is not defined, so it has no gradient with respect to `{name}`;"
                " define it, or put a longer expression in parentheses"
            )
    refuse_made(normal, name)
    variable = normal.symbols.declared(name)
    if variable.index and not variable.scalar:
        raise Unsupported(f"the gradient by `{name}`, of which there is one for each index")
    if any(letter == name for (letter, _), _ in normal.alphabet.commuting):
        raise Unsupported(f"the gradient by `{name}`, which is supposed to commute with others")
    if variable.properties & _BOUND:
        return _free_gradient(normal, variable, of)
    with normal.symbols.differentiated():
        if not variable.scalar:
            normal.symbols.letter(name)
        value = normal.whole(of)
    refuse_trajectories(normal, name, of, value)
    if variable.scalar:
        normal.scalars.letter(name)
        slope = scalar_derivative(value.value(), name, normal.functions, normal.alphabet)
        return normal.instants.thawed(normal.alphabet.scalar(slope))
    return normal.instants.thawed(gradient(value, name, normal.functions))


def _free_gradient(normal: NormalForm, variable: Symbol, of: Expr) -> Element:
    """The gradient by a matrix whose entries hang together, as if they did not.

    Of a state, too: a flow that leaves what is declared of it is told by its own equations. Of a
    symmetric matrix it is that in the space of such matrices where it is one of them; so
    it is of a diagonal one. Raises `Unsupported` where it is not: others mean other things.
    """
    if normal.symbols.is_differentiated:
        raise Unsupported(f"the gradient by `{variable.name}` inside of another one")
    symbols = dict(normal.setting.symbols)
    symbols[variable.name] = replace(variable, properties=variable.properties - _BOUND)
    free = type(normal)(replace(normal.setting, symbols=symbols))
    free.declared_in = normal
    found = normal.whole(free.expr(free.whole(Gradient(variable.name, of))))
    if not found.terms:
        return normal.alphabet.zero(normal.symbols.letter(variable.name).shape)
    inside = found.T
    if "diagonal" in variable.properties:
        inside = hadamard(normal.alphabet.identity(found.shape[0]), found)
    if "orthonormal" not in variable.properties and not normal.finished(found - inside).is_zero():
        kind = "diagonal" if "diagonal" in variable.properties else "symmetric"
        what = f"the gradient by the {kind} matrix `{variable.name}`, in which entries hang"
        raise Unsupported(f"{what} together: with all of them free it is not {kind}")
    return found

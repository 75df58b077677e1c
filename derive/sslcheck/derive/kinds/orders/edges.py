"""Where a sum of squares is 0, if it is anywhere: settings at which a strict order is tried."""

from __future__ import annotations

from collections.abc import Iterable

from sslcheck.derive import expr as e
from sslcheck.derive.algebra.polynomials import fraction
from sslcheck.derive.setting import Setting
from sslcheck.derive.signs.quadratic import Form, Key
from sslcheck.derive.signs.scalar import Way
from sslcheck.derive.signs.squares import Square
from sslcheck.derive.traverse import walk
from sslcheck.derive.verdicts.condition import Definite, Nonzero, with_lets

__all__ = ["edges", "stops"]

_NEVER_ZERO = {"orthonormal", "invertible"}


def edges(
    form: Form, setting: Setting, ways: tuple[Way, ...], squares: tuple[Square[Key], ...]
) -> list[Setting]:
    """Where all ways fail: what may vanish does, with the identity where it does not matter."""
    alone = {need for way in ways if len(way) == 1 for need in way}
    symbols = setting.symbols
    free = [n for n in form.letters() if n in symbols and n not in setting.lets]
    psd = [n for n in free if "psd" in symbols[n].properties]
    tight: dict[str, e.Expr] = {
        n: e.Ident(symbols[n].shape[0])
        for n in psd
        if any(Definite(e.Sym(n)) in way for way in ways) and Definite(e.Sym(n)) not in alone
    }
    vanishing: dict[str, e.Expr] = {}
    for name in free:
        symbol = symbols[name]
        if symbol.scalar:
            if symbol.sign != "positive":
                vanishing[name] = e.ZERO
        elif symbol.shape[0] == symbol.shape[1] and not symbol.properties & _NEVER_ZERO:
            vanishing[name] = e.zeros(symbol.shape[0])
    singular = {**vanishing, **{k: v for s in squares for k, v in _kernel(s, setting).items()}}
    return [with_lets(setting, lets) for lets in (tight, {}, vanishing, singular)]


def stops(edge: Setting, moving: Iterable[Nonzero]) -> bool:
    """Whether an edge replaces states by which the flow divides: it may lie on no trajectory."""
    parts = (part for condition in moving for part in walk(condition.value))
    return any(isinstance(part, e.Sym) and part.name in edge.lets for part in parts)


def _kernel(square: Square[Key], setting: Setting) -> dict[str, e.Expr]:
    """The value of a letter at which ``letter + number`` is 0."""
    words = {
        tuple(letter for word in half for letter in word): c for half, c in square.root.items()
    }
    shift = words.pop((), None)
    if shift is None or len(words) != 1 or shift.free():
        return {}
    (((name, _), *more),) = words
    if more or name not in setting.symbols or "psd" in setting.symbols[name].properties:
        return {}
    number = next(iter(shift.num.values())) / next(iter(shift.den.values()))
    value = e.Num(-fraction(number))
    return {name: e.Prod((value, e.Ident(setting.symbols[name].shape[0])))}

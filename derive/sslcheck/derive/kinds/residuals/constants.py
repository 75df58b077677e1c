"""What is declared of a constant or an unknown is part of the claim: its value has to be so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import ZERO, At, Expr, Ident, Power, Prod, Relation, Sym, Transpose
from sslcheck.derive.kinds.residuals.modes import depends, same_for_all
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.branch import Branch
from sslcheck.derive.signs.invertible import is_invertible
from sslcheck.derive.text.reason import Reason, reason
from sslcheck.derive.traverse import within
from sslcheck.derive.verdicts.condition import Condition, Nonnegative, Positive
from sslcheck.derive.verdicts.finding import Check, ProofStep, argued_step, identity_step

__all__ = ["Demand", "demands", "refuse_supposed"]

_ANY = "\\Xi"


@dataclass(frozen=True, slots=True)
class Demand:
    """One declared trait: whether the value has it, as far as is known, and what tells.

    ``sure`` is False where only a counterexample can tell that it has not.
    """

    met: bool
    check: Check
    step: ProofStep
    why: Reason = ()
    conditions: tuple[Condition, ...] = ()
    possible: Check | None = None
    sure: bool = True


def refuse_supposed(setting: Setting, name: str, lets: bool = True) -> None:
    """Raise `ArticleError` where a hypothesis speaks of what a claim says to exist.

    It would be given by the one and sought by the other; ``lets``, also where one gives its value.
    """
    relations = (*setting.relations, *setting.leftover)
    said = [side for relation in relations for side in (relation.lhs, relation.rhs)]
    if lets:
        values = {**setting.lets, **setting.initial}
        said += [*map(Sym, values), *values.values()]
    if Sym(name) in within(said, setting.definitions):
        raise ArticleError(
            f"`{name}` is to exist by the claim, and a hypothesis speaks of it as well;"
            " give one of the two another name"
        )


def demands(
    normal: NormalForm, value: Expr, element: Element, symbol: Symbol, setting: Setting
) -> Iterator[Demand]:
    """What a value must be to be that of a declared symbol."""
    but = (symbol.index,) if symbol.index else ()
    for index in depends(normal, element, but):
        check = Check(same_for_all(value, index, symbol.scalar), setting)
        why = reason(Sym(symbol.name), " is one for all modes, but ", value, " depends on the mode")
        yield Demand(False, check, argued_step(value, why, "evaluated with the claim"), why)
    traits = symbol.properties | ({"symmetric"} if "psd" in symbol.properties else set())
    for trait in sorted(traits - {"psd", "invertible"}):
        relation, there = _equation(value, trait, symbol, setting)
        met = NormalForm(there, normal.scalars).holds(relation)
        why = reason("" if met else f"nothing makes it {trait}, as it is declared to be")
        step = identity_step(relation, f"it is {trait}", there)
        if not met:
            step = argued_step(value, why, "evaluated with the claim itself")
        yield Demand(met, Check(relation, there), step, why)
    if "invertible" in traits:
        yield _invertible(normal, value, symbol, setting)
    if "psd" in traits and not symbol.scalar:
        yield _psd(normal, value, element, setting)
    sign = "nonnegative" if "psd" in traits and symbol.scalar else symbol.sign
    if sign != "real":
        yield _signed(normal, value, element, sign, setting)


def _equation(
    value: Expr, trait: str, symbol: Symbol, setting: Setting
) -> tuple[Relation, Setting]:
    """The trait as an identity; a matrix is diagonal if it commutes with every diagonal one."""
    if trait == "symmetric":
        return Relation(Transpose(value), "=", value), setting
    if trait == "orthonormal":
        gram = Prod((Transpose(value), value))
        return Relation(gram, "=", Ident(symbol.shape[1])), setting
    name = _ANY
    while name in setting.symbols:
        name += "'"
    any_one = Symbol(name, symbol.shape, frozenset({"diagonal"}))
    there = replace(setting, symbols={**setting.symbols, name: any_one})
    return Relation(Prod((value, Sym(name))), "=", Prod((Sym(name), value))), there


def _invertible(normal: NormalForm, value: Expr, symbol: Symbol, setting: Setting) -> Demand:
    unit = Relation(Prod((value, Power(value, Fraction(-1)))), "=", Ident(symbol.shape[0]))
    met = is_invertible(normal, value)
    why = reason("" if met else "nothing shows that it is invertible, as it is declared to be")
    step = argued_step(value, why or reason("it is invertible"), "evaluated with the claim itself")
    return Demand(met, Check(unit, setting), step, why, sure=False)


def _psd(normal: NormalForm, value: Expr, element: Element, setting: Setting) -> Demand:
    check = Check(Relation(value, "psd", ZERO), setting)
    if _squares(normal, element):
        why = reason("a sum of squares")
        return Demand(True, check, argued_step(value, why, "an inequality"), why)
    why = reason("nothing shows that it is psd, as it is declared to be")
    step = argued_step(value, why, "evaluated with the claim itself")
    return Demand(False, check, step, why, sure=False)


def _squares(normal: NormalForm, element: Element) -> bool:
    """Whether each term is ``u u^T`` or ``u S u^T`` with S psd, times what is not negative."""
    branch = Branch(normal.functions)
    for word, coeff in element.terms.items():
        half = len(word) // 2
        mirrored = tuple((name, not turned) for name, turned in reversed(word[:half]))
        middle = word[half] if len(word) % 2 else None
        psd = middle is None or "psd" in element.alphabet.properties[middle[0]]
        reduced = element.alphabet.reduce(mirrored)
        if not psd or reduced != word[len(word) - half :] or not branch.nonnegative(coeff):
            return False
    return True


def _signed(
    normal: NormalForm, value: Expr, element: Element, sign: str, setting: Setting
) -> Demand:
    """Whether a conserved quantity has a sign: by the signs declared, or at some starts only."""
    op = ">" if sign == "positive" else ">="
    zero: Expr = ZERO
    check = Check(Relation(value, op, zero), setting)
    known: int | None = None
    if not element.letters():
        branch = Branch(normal.functions)
        scalar = element.as_scalar()
        known = branch.known(scalar)
        if known is None and sign == "nonnegative" and branch.nonnegative(scalar):
            known = 0
    if known == 1 or (known == 0 and sign == "nonnegative"):
        why = reason(f"it is {sign} by the declared signs")
        return Demand(True, check, argued_step(value, why, "an inequality"), why)
    why = reason(f"nothing makes it {sign}, as it is declared to be")
    start = At(value)
    condition = Positive(start) if sign == "positive" else Nonnegative(start)
    opposite = Check(Relation(value, "<=" if sign == "positive" else "<", zero), setting)
    step = argued_step(value, why, "evaluated with the claim itself")
    return Demand(False, check, step, why, (condition,), opposite, sure=False)

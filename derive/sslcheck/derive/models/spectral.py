"""How a predictor is set from the eigenvalues of an estimate, by the hypotheses of an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.article.roles import MissingRole, Roles
from sslcheck.derive.expr import Diag, Expr, Maximum, Power, Prod, Relation, Sum, Sym, Transpose
from sslcheck.derive.models.model import Model
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.derive.traverse import inserted, unfolded, walk

__all__ = ["ROOT", "SpectralRule", "spectral_rule"]

ROOT = "power of an eigenvalue"
"""The symbol of ``s^power``, which is ``s^(1/2)`` in the rule of an article."""

_LARGEST = "largest eigenvalue"
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class SpectralRule:
    """The estimate is ``U diag(s) U^T``, the predictor ``U diag(p) U^T``: p as a formula in s.

    ``value`` is p in the ``eigenvalue`` s and its ``ROOT``, the states of ``model``, of which each
    mode has one; ``rooted`` says whether the root stands in it.
    """

    model: Model
    eigenvalue: str
    value: Expr
    rooted: bool
    says: str
    """The formula in words."""

    def is_sum(self, addition: str) -> bool:
        """Whether it is ``s^power + a max s``, a the symbol of that name."""
        known = Sum((Sym(ROOT), Prod((Sym(addition), _largest(self)))))
        return self._normal.holds(Relation(self.value, "=", known))

    @property
    def nonnegative(self) -> bool:
        """Whether it is known to be 0 or more, by what is declared of its letters."""
        largest, setting = _largest(self), self.model.setting
        symbols = {**setting.symbols, _LARGEST: Symbol(_LARGEST, sign="nonnegative")}
        normal = NormalForm(replace(setting, symbols=symbols))
        bare = inserted(self.value, largest, Sym(_LARGEST))
        return normal.functions.known_nonnegative(normal.scalar(bare))

    @property
    def affine(self) -> bool:
        """Whether it is ``a s^power + b`` with the same a and b for each s."""
        value = self._normal.scalar(self.value)
        try:
            powers = value.coefficients(ROOT)
        except ValueError:  # in a denominator
            return False
        return powers.keys() <= {0, 1} and all(
            self.eigenvalue not in c.free() and ROOT not in c.free() for c in powers.values()
        )

    @property
    def _normal(self) -> NormalForm:
        return NormalForm(self.model.setting)


def _largest(rule: SpectralRule) -> Expr:
    return Maximum(Sym(rule.eigenvalue), rule.model.setting.symbols[rule.eigenvalue].index)


def spectral_rule(derivation: Derivation, roles: Roles) -> SpectralRule:
    """The rule that the hypotheses in ``[roles] rule`` state.

    Raises `MissingRole` where they state none of this form.
    """
    article = derivation.article
    lets: dict[str, Expr] = {}
    for name in roles.rule:
        lets |= article.hypotheses[name].lets
    marks = {
        symbol
        for name in roles.rule
        for symbol, found in article.hypotheses[name].properties.items()
        if "orthonormal" in found
    }
    s, p = (_entry(lets, name, marks) for name in (roles.estimate, roles.predictor))
    symbols = article.symbols
    if (
        s is None
        or p is None
        or s[0] != p[0]
        or s[1].index != p[1].index
        or not isinstance(s[1].entry, Sym)
    ):
        raise MissingRole(
            f"`{article.name}` cannot be trained with a predictor that is set: the hypotheses in"
            f" `rule` of [roles] must say that {plain(roles.estimate)} is `U \\text{{diag}}(s_1,"
            f" \\dots, s_n) U^T` and {plain(roles.predictor)} `U \\text{{diag}}(p_1, \\dots, p_n)"
            " U^T`, U `orthonormal` in both, with a formula for p_j; name them, or take another"
            " predictor, such as `learned`"
        )
    eigenvalue, index = s[1].entry.name, s[1].index
    value = unfolded(p[1].entry, {n: v for n, v in lets.items() if symbols[n].scalar})
    says = f"{to_text(p[1].entry)} = {to_text(value)}"
    root = Power(Sym(eigenvalue), _HALF)
    outside = [n for n in walk(value) if isinstance(n, Sym) and n.name != eigenvalue]
    if any(symbols[n.name].index or not symbols[n.name].scalar for n in outside):
        raise MissingRole(
            f"`{article.name}` cannot be trained with a predictor so set: {says} must be a formula"
            f" in {plain(eigenvalue)} alone"
        )
    state = replace(symbols[eigenvalue], role="state", sign="nonnegative")
    power = Symbol(ROOT, sign="nonnegative", role="state", index=index)
    setting = Setting(
        symbols={**symbols, eigenvalue: state, ROOT: power},
        definitions=article.definitions,
        indices={**derivation.indices, index: s[1].size},
    )
    model = Model(
        "modal",
        f"rule of {article.name}, {says}",
        setting,
        {eigenvalue: Sym(eigenvalue), ROOT: Sym(ROOT)},
        {},
        (),
        {},
        space=s[1].size,
    )
    powered = inserted(value, root, Sym(ROOT))
    return SpectralRule(model, eigenvalue, powered, powered != value, says)


def _entry(lets: Mapping[str, Expr], name: str, marks: set[str]) -> tuple[str, Diag] | None:
    """``U`` and ``diag(..)`` of the value ``U diag(..) U^T`` of a symbol."""
    match lets.get(name):
        case Prod(factors=(Sym(name=U), Diag() as diagonal, Transpose(arg=Sym(name=V)))):
            return (U, diagonal) if U == V and U in marks else None
    return None

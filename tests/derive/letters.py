"""Scalars in letters with declared signs."""

from __future__ import annotations

from dataclasses import dataclass, field

from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.latex import read_expression
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Sign, Symbol
from sslcheck.derive.signs.branch import Branch

SIGNS: dict[str, Sign] = {
    "a": "positive", "b": "positive", "c": "nonnegative", "r": "real", "q": "real", "x": "real"
}  # fmt: skip


@dataclass
class Scalars:
    """Letters `a`, `b` > 0, `c` >= 0, and real `r`, `q` and `x`."""

    normal: NormalForm = field(
        default_factory=lambda: NormalForm(
            Setting({name: Symbol(name, sign=sign) for name, sign in SIGNS.items()})
        )
    )

    def __call__(self, text: str) -> Ratio:
        """A formula as a scalar."""
        expr = read_expression(text, self.normal.setting.symbols, ())
        return self.normal.scalar(expr).root_reduced().cancelled()

    @property
    def branch(self) -> Branch:
        """What the declared signs say."""
        return Branch(self.normal.functions)

"""What an article calls the things that a figure shows, as LaTeX without dollar signs."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Letters"]


@dataclass(frozen=True, slots=True)
class Letters:
    """The weights, the rates, the correlation of the outputs, and the matrix of a bound."""

    online: str
    predictor: str
    ratio: str
    decay: str
    correlation: str = ""
    matrix: str = ""

    @property
    def bracket(self) -> str:
        """The difference of the Gram matrices of both networks, in a norm."""
        W, P = self.online, self.predictor
        return rf"\| {W} {W}^T - {P}^T {P} / {self.ratio} \|_F"

    @property
    def commutator(self) -> str:
        """The commutator of the correlation and the predictor, in a norm."""
        F, P = self.correlation, self.predictor
        return rf"\| {F} {P} - {P} {F} \|_F"

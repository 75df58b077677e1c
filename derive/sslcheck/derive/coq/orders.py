"""Theorems about order over a real field: a difference is made of squares, by an equation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.pieces import Piece

__all__ = ["Bound", "of_order"]


@dataclass(frozen=True, slots=True)
class Bound:
    """``small <= large``; of matrices, that ``large - small`` is psd. ``signs`` are of numbers."""

    small: Piece
    large: Piece
    signs: Sequence[tuple[str, str]]

    @property
    def text(self) -> str:
        """The statement."""
        if self.large.kind == "number":
            return f"{self.small.text} <= {self.large.text}"
        if self.small.zero:
            return f"psd {self.large.text}"
        return f"psd ({self.large.text} - {self.small.text})"


def of_order(name: str, parts: Parts, bound: Bound) -> Iterator[str]:
    """The theorem, from `letters_`, which says what the difference is."""
    yield "\n(* The order, over a real field. *)\nSection Order."
    yield "Variable K_ : realFieldType."
    values = yield from parts.declared(bound.signs, ordered=True)
    yield f"Theorem {name} :"
    yield from parts.abbreviations()
    yield f"  {bound.text}."
    yield "Proof using All."
    yield f"have H_ := @letters_ K_ (char_num K_) {' '.join(values)}; cbv zeta in H_ |- *."
    if bound.large.kind == "number":
        yield "rewrite -subr_ge0 ?(subr0, sub0r) H_; nonneg.\nQed."
    else:
        yield "rewrite ?(subr0, sub0r) H_; psds nonneg.\nQed."
    yield "End Order."

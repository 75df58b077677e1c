"""Theorems about order over a real field: a difference is made of squares, by an equation."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from sslcheck.derive.coq.parts import Parts
from sslcheck.derive.coq.pieces import Piece

__all__ = ["Bound", "declared", "of_order"]


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
    values = yield from declared(parts, bound.signs, ordered=True)
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


def declared(
    parts: Parts, signs: Sequence[tuple[str, str]], ordered: bool, without: Sequence[str] = ()
) -> Generator[str, None, list[str]]:
    """The variables of a section and what is supposed of them; the arguments of `letters_`.

    Where ``ordered`` matrices may be psd; those in ``without`` are bound elsewhere.
    """
    for size in parts.sizes:
        yield f"Variable {size} : nat."
    for own, letter in parts.matrices.items():
        if own not in without:
            yield f"Variable {own} : {parts.kind(letter)}."
    for own, remark in parts.numbers.items():
        yield f"Variable {own} : K_.{f' (* {remark} *)' if remark else ''}"
    known = [*parts.hypotheses(ordered)]
    for each in known:
        yield f"Hypothesis {each.name} : {each.said}."
    for own, sign in signs:
        yield f"Hypothesis sign_{own}_ : {sign}."
    return [*parts.sizes, *parts.matrices, *parts.numbers, *(each.shown for each in known)]

r"""Formulas about layers, written out: sums and products over them, and all else in them.

At a general depth the sum or product of a number that each layer of a block has is one letter, as
the product of the block is (`ranges`): a number that moves in some way of its own.
"""

from __future__ import annotations

import re

from sslcheck.derive.latex.asides import runs
from sslcheck.derive.layers.indices import Index, LayerError, Outside, Unseparated, index_of
from sslcheck.derive.layers.layout import Block, Layout
from sslcheck.derive.layers.operators import Operator, end_of_factor, end_of_term, operators
from sslcheck.derive.layers.ranges import NEUTRAL, Free, Values, named
from sslcheck.derive.layers.symbols import TRANSPOSED, Symbols, has_dots

__all__ = ["Formulas"]

_GROUP = r"[(\[](?:[^()\[\]]|[(\[][^()\[\]]*[)\]])*[)\]]"
_SCALAR = re.compile(
    r"\\\|.*?\\\||\\[lr]?Vert.*?\\[lr]?Vert|\\langle.*?\\rangle"
    rf"|\\(?:tr|Tr|(?:text|mathrm|operatorname)\s*\{{\s*[tT]r\s*\}})\s*(?:\\left\s*)?{_GROUP}",
    re.ASCII,
)
"""What is a number, whatever stands in it."""
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]", re.ASCII)
_SUMS, _PRODUCTS = r"\zeta", r"\varpi"
"""The letters for the sum and the product of what each layer of a block has."""
_RAISED = r"\s*\^\s*(?:\{\s*)?(?P<power>[0-9])(?:\s*\})?"


class Formulas(Symbols):
    """Writes formulas out at one layout."""

    def written(self, text: str, at: int | None = None) -> str:
        """A formula with its layers written out; ``at`` is the layer that the index stands for.

        Raises `Outside`, also where it is said to be about other layers, `Unseparated`, and
        `LayerError` for what cannot be read.
        """
        values = self.values(at)
        return self._written(self._said_of(" ".join(text.split()), values), values, frozenset())

    def _said_of(self, text: str, values: Values) -> str:
        r"""A formula without what is said of its layers: ``for j = 1, \dots, L-1``."""
        here = self.layers.index
        for run in [run for run in runs(text) if run.letters == (here,)]:
            first, last = index_of(run.first or "1"), index_of(run.last or self.layers.depth)
            shown = text[slice(*run.span)].strip(" ,;:")
            if first is None or last is None:
                raise LayerError(f"`{shown}`: layers run from a number to `{self.layers.depth}`")
            first = first.moved(1) if run.beyond else first
            last = last.moved(-1) if run.below else last
            self.cut(first.moved(-1), frozenset())
            self.cut(last, frozenset())
            at = self.value(Index(here, 0), values)
            if not self.value(first, values) <= at <= self.value(last, values):
                raise Outside(f"layer {self.layout.label(at)} is none of `{shown}`")
            text = text[: run.span[0]].ljust(run.span[1]) + text[run.span[1] :]
        return text.strip()

    def is_general(self, text: str) -> bool:
        """Whether the index stands in a formula, other than as that of a sum or product."""
        apart = Formulas(self.layers, Layout(NEUTRAL, None, self.layers.names))
        try:
            apart.written(text)
        except Free:
            return True
        except LayerError:
            return False
        return False

    def is_of_neighbours(self, text: str) -> bool:
        """Whether a relation says the same of all layers ``j`` and ``j + 1``, and nothing more.

        Of the layers it names these two alone, and the index in nothing but their names.
        """
        index, met = self.layers.index, list[int]()
        for layer in range(1, self.layout.depth + 1):
            try:
                self.written(text, layer)
            except Outside:
                continue
            met.append(layer)
        if not met or len(met) != self.layout.depth - 1:
            return False
        bare = self._said_of(" ".join(text.split()), self.values(met[0]))
        named = [*self.family.finditer(bare)]
        below = {index_of(match["long"] or match["short"] or "") for match in named}
        pair = {Index(index, 0), Index(index, 1 if met[0] == 1 else -1)}
        defined = any(self.layers.families[self.base(match)].defined for match in named)
        rest = {*_LETTER.findall(self.family.sub(" ", bare))}
        apart = operators(bare) or has_dots(bare) or {*self.layers.names} & rest
        return below == pair and not (defined or apart)

    def _written(self, text: str, values: Values, bound: frozenset[str]) -> str:
        operator = next((o for o in operators(text) if self._is_over_layers(text, o)), None)
        if operator is None:
            return self.single(text, values, bound)
        before = self.single(text[: operator.start], values, bound)
        if operator.index in bound:
            raise LayerError(f"`{operator.index}` is the index of a sum around this one already")
        is_sum = operator.what == "sum"
        end = (end_of_term if is_sum else end_of_factor)(text, operator.end)
        body, after = text[operator.end : end], text[end:]
        if not is_sum:
            self._check_factor(operator, body, after)
        middle = self._over(operator, body, values, bound)
        return f"{before}{middle} {self._written(after, values, bound)}".rstrip()

    def _is_over_layers(self, text: str, operator: Operator) -> bool:
        bounds = (index_of(operator.first), index_of(operator.last))
        ends = {bound.base for bound in bounds if bound}
        return bool({*self.layers.names} & ends) or self.names_index(
            text[operator.end : end_of_term(text, operator.end)], operator.index
        )

    def _check_factor(self, operator: Operator, body: str, after: str) -> None:
        """Raises `LayerError` where it is not clear of what a product is."""
        rest = "" if after.strip()[:1] in ("+", "-") else after[: end_of_term(after, 0)]
        again = (o.start for o in operators(rest) if o.index == operator.index)
        rest = rest[: next(again, len(rest))]
        here, there = ({*_LETTER.findall(part)} for part in (body, rest))
        if operator.index in there or operator.index not in here:
            of = f"what the product over `{operator.index}` is of"
            raise LayerError(f"{of} is more than the factor behind it; write parentheses around it")

    def _over(self, operator: Operator, body: str, values: Values, bound: frozenset[str]) -> str:
        """What a sum or product over layers is."""
        first, last = Index("", 1), Index(self.layers.depth, 0)
        if operator.first:
            begin, end = index_of(operator.first), index_of(operator.last)
            if begin is None or end is None:
                shown = f"from `{operator.first}` to `{operator.last}`"
                raise LayerError(f"layers {shown}: ends are a number, an index, or one moved by 1")
            first, last = begin, end
        down = self.above(first, last)
        if down and operator.what == "sum":
            raise LayerError("a sum over layers begins at the lower one")
        lower, upper = (last, first) if down else (first, last)
        shift = int(lower == Index("", 0) or (lower == upper and lower.shift < 0))
        lower, upper = lower.moved(shift), upper.moved(shift)  # the index counts from below
        parts = self.range(lower, upper, values, bound)
        if operator.out:
            parts = self._without(operator, parts, values, bound)
        inner = frozenset({*bound, operator.index})
        written = [
            self._of_block(operator, body, part, values, (down, shift))
            if isinstance(part, tuple)
            else self._written(body, {**values, operator.index: part - shift}, inner).strip()
            for part in (reversed(parts) if down else parts)
        ]
        if operator.what == "sum":
            return f"[{' + '.join(written) or '0'}]"
        return " ".join(written) or self._no_factor(body, self.value(lower, values), down)

    def _without(
        self, operator: Operator, parts: list[int | Block], values: Values, bound: frozenset[str]
    ) -> list[int | Block]:
        r"""All layers but the one of ``i \neq j``."""
        out = index_of(operator.out)
        if out is None:
            raise LayerError(f"all but `{operator.out}`: write an index, as in `i \\neq j`")
        self.cut(out.moved(-1), bound)
        self.cut(out, bound)
        layer = self.value(out, values)
        self.layout.check(layer)
        return [part for part in parts if part != layer]

    def _no_factor(self, body: str, layer: int, down: bool) -> str:
        """What a product over no layers is. Raises `LayerError` where nobody knows its shape."""
        body = _SCALAR.sub(" ", body)
        plain = self._plain_matrices(body)
        if any("1" in self.layers.shapes[name] for name in plain):
            of = "a product over layers of what columns stand in"
            raise LayerError(f"{of}: at a depth at which it is empty, is it a number or a matrix?")
        matches = self.family.finditer(body)
        match = next((m for m in matches if not self.layers.families[self.base(m)].scalar), None)
        if match is None:
            return "I" if plain else "1"
        family = self.layers.families[self.base(match)]
        turned = bool(re.search(TRANSPOSED, body, re.ASCII))
        return self.identity(family, layer, down != turned)

    def _of_block(
        self, operator: Operator, body: str, block: Block, values: Values, counted: tuple[bool, int]
    ) -> str:
        """The letter for what a sum or product has of a block; ``counted`` is whether it goes down,
        and how far the index is below the layer.

        Raises `Unseparated` where it is not one that the layers of the block have for themselves.
        """
        down, shift = counted
        self._check_apart(operator, body, values, shift)
        factor = rf"\s*\(?\s*{self.family.pattern}(?:(?P<turned>{TRANSPOSED})|{_RAISED})?\s*\)?\s*"
        match = re.fullmatch(factor, body, re.ASCII) if operator.what == "prod" else None
        family = self.layers.families.get(match["stem"]) if match else None
        if match and family and (family.scalar or not match["power"]):
            name = self.product_of(match["stem"], block, down, bool(match["turned"]))
            return f"{name}^{{{match['power']}}}" if match["power"] else name
        what, letter = ("sum", _SUMS) if operator.what == "sum" else ("product", _PRODUCTS)
        bare = _SCALAR.sub(" ", body)
        within = (self.layers.families[self.base(m)] for m in self.family.finditer(bare))
        if self._plain_matrices(bare) or not all(member.scalar for member in within):
            raise Unseparated(f"a {what} over layers of what may be no number")
        low, high = map(self.layout.label, block)
        said = f"the {what} of ${body.strip()}$ over layers {low} to {high}"
        name = named(letter, f"{high}:{low}")
        role = "parameter" if self.layout.share else "function"
        table: dict[str, object] = {"role": role, "text": said}
        while self.letters.setdefault(name, table) != table:
            name += "'"
        return name

    def _plain_matrices(self, text: str) -> list[str]:
        """The matrices and columns that may stand in a formula, but those of layers."""
        letters = {*_LETTER.findall(self.family.sub(" ", text))}
        return [name for name in self.layers.shapes if {*_LETTER.findall(name)} <= letters]

    def _check_apart(self, operator: Operator, body: str, values: Values, shift: int) -> None:
        """Raises `Unseparated` unless a term has only its own layer, and what stands still."""
        if operators(body) or has_dots(body):
            raise Unseparated("a sum or product of others over layers")
        for match in self.family.finditer(body):
            index, family = index_of(match["long"] or match["short"] or ""), self.base(match)
            if index != Index(operator.index, shift) or self.layers.families[family].defined:
                raise Unseparated(f"a sum or product over layers of what has `{match[0]}` in it")
        letters = {*_LETTER.findall(self.family.sub(" ", body))}
        moving = ({*_LETTER.findall(name)} for name in self.layers.moving)
        if any(name <= letters for name in moving) or {*values, operator.index} & letters:
            raise Unseparated("a sum or product over layers of what is not theirs alone")

"""What is found becomes a claim like any other, which both routes decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from sslcheck.derive.algebra.elements import Element
from sslcheck.derive.algebra.ratios import Ratio
from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.discover.lyapunov import Falling
from sslcheck.derive.errors import TooLarge
from sslcheck.derive.expr import ONE, ZERO, Exp, Expr, Prod, Relation, Sym
from sslcheck.derive.kinds.inequality import Inequality
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.kinds.kind import Kind
from sslcheck.derive.latex import Statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Tex
from sslcheck.derive.traverse import within

__all__ = ["Found", "found", "free_letter", "with_claims"]

_LETTERS = "CDKQABEFGH"
_GREEK = ("Gamma", "Theta", "Xi", "Upsilon", "Psi", "Omega")


@dataclass(frozen=True, slots=True)
class Found:
    """A law ``quantity = e^{rate t} constant``, as claimed of a flow."""

    quantity: Expr
    rate: Expr
    degree: int
    constant: Symbol

    @property
    def relation(self) -> Relation:
        """The law as an equation."""
        constant = Sym(self.constant.name)
        if self.rate == ZERO:
            return Relation(self.quantity, "=", constant)
        return Relation(self.quantity, "=", Prod((self.factor, constant)))

    @property
    def factor(self) -> Expr:
        """By what the quantity is its start."""
        if self.rate == ZERO:
            return ONE
        factors = self.rate.factors if isinstance(self.rate, Prod) else (self.rate,)
        return Exp(Prod((*factors, Sym("t"))))


def found(
    normal: NormalForm, article: Article, element: Element, rate: Ratio, degree: int, number: int
) -> Found | None:
    """A law with a constant of its shape; None where it is of several indices, so of no mode."""
    quantity = normal.expr(_whole(element))
    names = {part.name for part in within([quantity], {}, {}) if isinstance(part, Sym)}
    symbols = normal.setting.symbols
    indices = {symbols[n].index for n in names if n in symbols and symbols[n].index}
    if len(indices) > 1:
        return None
    letter = free_letter(article.symbols, _LETTERS)
    name = f"{letter}_{number}" if not indices else f"{letter}_{{{number}{min(indices)}}}"
    constant = Symbol(name, element.shape, role="constant", index=min(indices, default=""))
    return Found(quantity, ratio_expr(rate), degree, constant)


def free_letter(taken: Iterable[str], wanted: Iterable[str]) -> str:
    """One of the letters that are wanted, or any other, with which no symbol begins."""
    names = [*taken]
    letters: list[str] = [*wanted, *ascii_uppercase, *(rf"\{greek}" for greek in _GREEK)]
    for letter in letters:
        if not any(name == letter or name.startswith(f"{letter}_") for name in names):
            return letter
    raise TooLarge("no letter is free for what is found; name fewer symbols by a single letter")


def _whole(element: Element) -> Element:
    """A multiple without fractions, its positive terms first."""
    scale = element.alphabet.scalars.one
    for coeff in element.terms.values():
        below = coeff.cancelled().denominator
        scale = scale * (below / scale).cancelled().numerator
    terms = {w: (c * scale).cancelled() for w, c in element.terms.items()}
    if not any(map(_leads, terms.values())):
        terms = {w: -c for w, c in terms.items()}
    ordered = sorted(terms.items(), key=lambda term: not _leads(term[1]))
    return Element(element.alphabet, element.shape, dict(ordered))


def _leads(value: Ratio) -> bool:
    """Whether the first term is written without a minus sign."""
    return bool(min(value.num.items(), key=lambda term: (sum(term[0]), term[0]))[1] > 0)


def with_claims(
    article: Article,
    laws: Sequence[Found],
    falling: Sequence[Falling],
    flow: str,
    hypotheses: tuple[str, ...],
) -> Article:
    """The article with a claim for each law, then for each function that falls, and no others."""
    stated: list[tuple[str, Kind, Relation]] = [
        (f"law.{k}", Integral(constant=law.constant.name), law.relation)
        for k, law in enumerate(laws, 1)
    ]
    stated += [(f"falls.{k}", Inequality(), each.relation) for k, each in enumerate(falling, 1)]
    claims = []
    for name, form, relation in stated:
        latex = relation_latex(relation)
        claims.append(
            Claim(
                id=name,
                equation="",
                form=form,
                claimed=(Tex(latex),),
                stated=(Tex(latex),),
                reading=latex,
                statement=Statement((relation,), latex),
                flow=flow,
                hypotheses=hypotheses,
            )
        )
    symbols = {**article.symbols, **{law.constant.name: law.constant for law in laws}}
    return replace(article, symbols=symbols, claims=tuple(claims))

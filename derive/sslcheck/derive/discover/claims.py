"""A law that is found becomes a claim like any other, which both routes decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sslcheck.derive.algebra.rebuild import ratio_expr
from sslcheck.derive.algebra.scalars import Ratio
from sslcheck.derive.algebra.words import Element
from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.expr import ZERO, Exp, Expr, Prod, Relation, Sym, within
from sslcheck.derive.kinds.integral import Integral
from sslcheck.derive.latex import Statement
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Symbol
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.text.reason import Tex

__all__ = ["Found", "found", "with_claims"]

_LETTERS = "CDKQ"


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
        factors = self.rate.factors if isinstance(self.rate, Prod) else (self.rate,)
        growth = Exp(Prod((*factors, Sym("t"))))
        return Relation(self.quantity, "=", Prod((growth, constant)))


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
    taken = article.symbols.keys()
    letter = next(c for c in _LETTERS + "ABEFGH" if not any(_reads(n, c) for n in taken))
    name = f"{letter}_{number}" if not indices else f"{letter}_{{{number}{min(indices)}}}"
    constant = Symbol(name, element.shape, role="constant", index=min(indices, default=""))
    return Found(quantity, ratio_expr(rate), degree, constant)


def _reads(name: str, letter: str) -> bool:
    return name == letter or name.startswith(f"{letter}_")


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
    article: Article, laws: Sequence[Found], flow: str, hypotheses: tuple[str, ...]
) -> Article:
    """The article with a claim for each law, and no others."""
    claims = []
    for k, law in enumerate(laws, 1):
        latex = relation_latex(law.relation)
        claims.append(
            Claim(
                id=f"law.{k}",
                equation="",
                form=Integral(constant=law.constant.name),
                claimed=(Tex(latex),),
                stated=(Tex(latex),),
                reading=latex,
                statement=Statement((law.relation,), latex),
                flow=flow,
                hypotheses=hypotheses,
            )
        )
    symbols = {**article.symbols, **{law.constant.name: law.constant for law in laws}}
    return replace(article, symbols=symbols, claims=tuple(claims))

"""What hypotheses suppose of states: at all times, and at the instant that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sslcheck.derive.article.article import Claim
from sslcheck.derive.article.assumptions import meant
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.certificates.orders import marks
from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.expr import ZERO, Ident, Prod, Relation, Sym, Transpose
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.traverse import symbols_in, within

__all__ = ["Uncovered", "here_of", "stays_of"]


class Uncovered(SslcheckError):
    """Why there is no certificate of a claim."""


_PROPERTIES: Mapping[str, Callable[[Symbol], Relation]] = {
    "psd": lambda s: Relation(Sym(s.name), "psd", ZERO),
    "symmetric": lambda s: Relation(Sym(s.name), "=", Transpose(Sym(s.name))),
    "orthonormal": lambda s: Relation(
        Prod((Transpose(Sym(s.name)), Sym(s.name))), "=", Ident(s.shape[1])
    ),
}


def stays_of(derivation: Derivation, claim: Claim, setting: Setting) -> Iterator[Relation]:
    """What hypotheses suppose of what moves at all times, and the flow is not seen to keep."""
    article = derivation.article
    chosen = [article.hypotheses[name] for name in claim.hypotheses]
    holds = meant(article, chosen, claim.form.meant(claim))
    for hypothesis in chosen:
        if (hypothesis.holds or holds) != "along":
            continue
        for relation in hypothesis.relations:
            parts = within((relation.lhs, relation.rhs), setting.lets, setting.definitions)
            names = symbols_in(parts)
            if any(setting.symbols[name].moves for name in names & setting.symbols.keys()):
                yield relation
        for name, found in hypothesis.properties.items():
            symbol = setting.symbols[name]
            for mark in sorted(found) if symbol.role == "state" else ():
                if name in (setting.kept or ()):
                    continue
                if mark not in _PROPERTIES:
                    raise Uncovered(f"{name} is supposed to be {mark} at all times")
                yield _PROPERTIES[mark](symbol)


def here_of(claim: Claim, setting: Setting) -> Mapping[str, frozenset[str]]:
    """What hypotheses, or the claim, suppose of states at the instant meant."""
    if setting.kept is not None:
        return {}
    if claim.holds != "at an instant":
        return setting.passing
    return {n: found for n in setting.flow if (found := marks(setting.symbols[n]))}

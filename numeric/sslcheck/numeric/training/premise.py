"""Whether what is proved about a network before it is trained is about this one: its flow says."""

from __future__ import annotations

from sslcheck.derive.expr import (
    Dot,
    Expr,
    Prod,
    Relation,
    Sum,
    Sym,
    Transpose,
    difference,
    negative,
)
from sslcheck.derive.text.printing import plain, to_text
from sslcheck.numeric.article import Subject

__all__ = ["otherwise"]


def otherwise(subject: Subject, target: str) -> str:
    """How the flow of a target differs from that of gradient descent on (1); nothing if not at all.

    With ``S = X + X'``, the output ``O = W_p W`` and ``P = W_a X - O S``: ``dW_p`` is
    ``ratio P W^T - decay W_p`` and ``dW`` is ``W_p^T P - decay W``, to which the gradient through
    the target adds ``O X - W S`` without stop-gradient; ``dW_a`` is ``average (W - W_a)`` for a
    moving average. How modes grow, and how long a step may be, is known of this flow.
    """
    roles, derivation = subject.roles, subject.derivation
    W_p, W, W_a = (Sym(name) for name in roles.weights)
    mean, noise = (Sym(name) for name in roles.data)
    followed = W_a if target == "ema" else W
    S = Sum((mean, noise))
    pull = difference(Prod((followed, mean)), Prod((W_p, W, S)))

    def decayed(gradient: Expr, weights: Sym) -> Expr:
        return Sum((gradient, negative(Prod((Sym(roles.decay), weights)))))

    online: Expr = Prod((Transpose(W_p), pull))
    if target == "no-stop-gradient":
        online = Sum((online, difference(Prod((W_p, W, mean)), Prod((W, S)))))
    expected = {
        W_p: decayed(Prod((Sym(roles.ratio), pull, Transpose(W))), W_p),
        W: decayed(online, W),
    }
    if target == "ema":
        expected[W_a] = Prod((Sym(roles.average), difference(W, W_a)))
    rates = derivation.flow(subject.flow).rates
    normal = derivation.normal(derivation.setting((), subject.flow))
    odd = sorted(rates.keys() ^ {weights.name for weights in expected})
    odd += [
        weights.name
        for weights, rate in expected.items()
        if weights.name in rates and not normal.holds(Relation(Dot(weights), "=", rate))
    ]
    if not odd:
        return ""
    known = {weights.name: rate for weights, rate in expected.items()}
    says = f"d{odd[0]}/dt = {to_text(known[odd[0]])}" if odd[0] in known else "no such line"
    return (
        f"in the flow `{subject.flow}` the letter {plain(odd[0])} moves otherwise than in the"
        f" network that the proofs are about: {says}"
    )

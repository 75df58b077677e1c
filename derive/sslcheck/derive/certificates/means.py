"""Plain expressions for the gradients and expectations of a claim, which `verify` looks at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from operator import mul
from typing import Any

from sslcheck.derive.certificates import verifier
from sslcheck.derive.certificates.proofs import term_tree, value_tree
from sslcheck.derive.errors import Unsupported

__all__ = ["means_of"]


def means_of(block: dict[str, Any]) -> list[Any]:
    """Pairs of a gradient, or an expectation, and what shows what it is; those that are known."""
    found: list[Any] = []
    for construct in _constructs([block["statement"], block["options"], block["setting"]]):
        if any(construct == known for known, _ in found):
            continue
        with suppress(*verifier.WRONG, Unsupported):
            setting = verifier.plainly(block["setting"], found)
            theory = verifier.Theory(verifier.throughout(setting))
            _, arg, *by = construct
            shown = _gradient(theory, arg, *by) if by else _average(theory, arg)
            verifier.plainly(block["setting"], [*found, [construct, shown]])
            found.append([construct, shown])
    return found


def _constructs(tree: Any) -> Iterator[Any]:
    """Gradients and expectations, those inside others first."""
    for part in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _constructs(part)
    if isinstance(tree, list) and tree and tree[0] in ("Gradient", "Expect"):
        yield tree


def _gradient(theory: verifier.Theory, tree: Any, name: str) -> Any:
    """The G with df = tr(G^T dW): of each term of df, which is linear in the step dW."""
    rows, cols = map(theory.space, theory.symbols[name]["shape"])
    theory.known[verifier.STEP] = verifier.letter(verifier.STEP, rows, cols)
    total = verifier.Value(rows, cols, {})
    for (scalars, _), c in theory.value(theory.derive(tree, [name])).terms.items():
        ((atom, _),) = [(a, e) for a, e in scalars if verifier.holds_any(a, {verifier.STEP})]
        word = atom[1]
        (at,) = [k for k, x in enumerate(word) if x[0] == verifier.STEP]
        step, others = word[at], (*word[at + 1 :], *word[:at])
        unit = verifier.Value(step[2], step[2], {(verifier.ONE, ()): 1})
        parts = (verifier.Value(x[1], x[2], {(verifier.ONE, (x,)): 1}) for x in others)
        found = reduce(mul, parts, unit)
        rest = verifier.Value("1", "1", {(scalars - {(atom, 1)}, ()): c})
        total += rest * (found if step[4] else found.T)
    return value_tree(total)


def _average(theory: verifier.Theory, tree: Any) -> Any:
    """An expectation with its moments as parts: u v^T side by side, and v^T .. u = tr(u v^T ..)."""
    value, terms = theory.value(tree), []
    for (scalars, word), c in value.terms.items():
        traces = sorted(((a, e) for a, e in scalars if _random(theory, a)), key=verifier.order)
        rest = scalars - {*traces}
        shown = term_tree(rest, (), c)
        for atom, _ in traces:
            first = next(k for k, x in enumerate(atom[1]) if x[1] == "1")
            turn = (*atom[1][first:], *atom[1][:first])
            moment = ["E", turn[-1][0], turn[0][0]]
            shown.append(["Trace", ["Prod", moment, *term_tree((), turn[1:-1], 1)[1:]]])
        at = next((k for k, x in enumerate(word) if _random(theory, x)), len(word))
        before, after = (term_tree((), part, 1)[2:] for part in (word[:at], word[at + 2 :]))
        moment = [["E", word[at][0], word[at + 1][0]]] if at + 1 < len(word) else []
        unit = [] if word or value.scalar else [["Ident", value.rows]]
        terms.append([*shown, *before, *moment, *after, *unit])
    return ["Sum", 0, *terms]


def _random(theory: verifier.Theory, of: Any) -> bool:
    """Whether a view is in an atom or a letter."""
    views = {name for name, symbol in theory.symbols.items() if symbol["role"] == "view"}
    return verifier.holds_any(of, views)

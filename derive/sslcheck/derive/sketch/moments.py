"""What is random in a paper: the table ``[expectation]`` of a draft, with moments as printed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from sslcheck.derive.expr import Expect, Expr, Prod, Relation, Sym, Transpose
from sslcheck.derive.reading.records import OPEN
from sslcheck.derive.text.printing import to_latex
from sslcheck.derive.text.toml import comment, quoted
from sslcheck.derive.traverse import walk

__all__ = ["expectation", "second_moments"]


def expectation(views: Sequence[str], relations: Iterable[Relation]) -> Iterator[str]:
    r"""The inputs that stand under an expectation, with ``E[x x^T]`` where a relation says it."""
    relations = [*relations]
    inputs = [*_inputs(views)]
    moments = {name: _moment(name, name, relations) for name in views}
    alone = len(inputs) == 1
    if not alone and inputs:
        yield "\n" + comment(
            "Inputs that are independent of each other. What is made of another, such as a target,"
            "\nis none: give it a line in [definitions]."
        )
    for u, v in combinations(views, 2):
        told = [pair for pair in ((u, v), (v, u)) if _moment(*pair, relations)]
        if told and _bare(u) != _bare(v):
            of, by = told[0]
            yield comment(
                f"`{u}` and `{v}` are not: their moment is printed. In [definitions] write"
                f"\n`{of} = 'A {by} + e'` with an input `e` in the place of `{of}`:"
                f" E[{of} {by}^T] is A E[{by} {by}^T];\nor write the loss with traces of moments."
            )
    for names in inputs:
        if len(names) > 1:
            yield "\n" + comment(
                "Views of one input, which noise tells apart; of inputs that are independent of"
                "\neach other, each has a table [[expectation]] of its own."
            )
        yield ("\n" * (alone and len(names) == 1)) + (
            "[expectation]" if alone else "[[expectation]]"
        )
        yield f"views = [{', '.join(map(quoted, names))}]"
        first = moments[names[0]] if len(names) == 1 else ""
        of = f"E[{names[0]} {names[0]}^T]" if len(names) == 1 else "E[mean mean^T] of the mean view"
        yield f"second_moment = {quoted(first or OPEN)}" + f"  # {of}" * (not first)
        if len(names) > 1:
            yield f'noise = "{OPEN}"  # the mean covariance of a view'


def second_moments(views: Sequence[str], relations: Iterable[Relation]) -> set[str]:
    """The symbols that are the second moment of an input, and so psd."""
    relations = [*relations]
    alone = [names[0] for names in _inputs(views) if len(names) == 1]
    return {_moment(name, name, relations) for name in alone}


def _inputs(views: Sequence[str]) -> Iterator[list[str]]:
    """Names that are the same but for their marks are views of one input."""
    left = [*views]
    while left:
        alike = [name for name in left if _bare(name) == _bare(left[0])]
        yield alike
        left = [name for name in left if name not in alike]


def _bare(name: str) -> str:
    return "".join(c for c in name.split("_")[0].split("^")[0] if c not in "'+{} ")


def _moment(one: str, other: str, relations: Iterable[Relation]) -> str:
    """What is printed as the mean of ``u v^T``."""
    square = Prod((Sym(one), Transpose(Sym(other))))
    for relation in relations:
        sides: Collection[Expr] = (relation.lhs, relation.rhs)
        for side in sides if relation.op == "=" else ():
            value = relation.rhs if side is relation.lhs else relation.lhs
            free = not any(isinstance(part, Expect) for part in walk(value))
            if isinstance(side, Expect) and side.arg == square and free:
                return to_latex(value)
    return ""

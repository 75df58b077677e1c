"""How many false statements are noticed: true ones of the shipped articles with one thing changed.

    nice python -m tests.mutation_score [COUNT] [--seed N] [--article NAME ...] [--log FILE]

A claim that is proved, or whose correction is, is written once more with one sign, factor, number,
transpose, letter, index or relation changed, read and decided like any other. Whether it is still
true is told by the look in float64, which shares no code with the two routes: it objects, or it
sees points at which the change is true as well. Ends with 1 if a statement is proved, or its
refutation by an exact point holds, against the numbers. `--log` takes a line for each.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import tomlkit
from tests.derive.decide.test_mutations import Relations, spots

from sslcheck.derive.article.article import Article, Claim
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.errors import ShapeMismatch, SslcheckError
from sslcheck.derive.expr import (
    Expr,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    Sum,
    Sym,
    Transpose,
    negative,
)
from sslcheck.derive.kinds import KINDS
from sslcheck.derive.reading.loading import parse_article, shipped_articles, shipped_text
from sslcheck.derive.reading.records import fields_of
from sslcheck.derive.setting import Symbol
from sslcheck.derive.shapes import resolve_relation
from sslcheck.derive.text.printing import relation_latex
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.numeric.look.looking import look

__all__ = ["Mutant", "mutants_of", "scored", "twins"]

_DROPPED = {"line", "lines", "corrected", "general", "in_paper", "summary", "sentence"}
_OTHER = {
    "=": (),
    "->": (),
    "<=": (">=", "<"),
    ">=": ("<=", ">"),
    "<": (">", "<="),
    ">": ("<", ">="),
}
_OTHER |= {"psd": ("pd",), "pd": ("psd",)}
_TOKENS = (
    ("sign", re.compile(r"(?<=[\w}) ]) \+ "), " - "),
    ("sign", re.compile(r"(?<=[\w}) ]) - "), " + "),
    ("transpose", re.compile(r"\^T"), ""),
    ("transpose", re.compile(r"(?<=W_j)(?=[ )]|$)"), "^T"),
    ("index", re.compile(r"j\+1"), "j"),
    ("index", re.compile(r"_j(?![+\w])"), "_{j+1}"),
    ("index", re.compile(r"_1(?=\D|$)"), "_2"),
    ("index", re.compile(r"j-1"), "j"),
    ("index", re.compile(r"_L"), "_{L-1}"),
    ("number", re.compile(r"(?<![_^\w{])2 "), "3 "),
    ("number", re.compile(r"\\lambda"), r"2 \\lambda"),
    ("dropped factor", re.compile(r" W_[jL1](?=[ )^]|$)"), ""),
    ("dropped factor", re.compile(r" X(?=[ )]|$)"), ""),
)
"""Changes in the text of statements about layers, which are no expression before they are read."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of a claim, by what is changed, and the statement as LaTeX."""

    change: str
    latex: str


def twins(name: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]], dict[str, str]]:
    """The tables of an article, claims that are true with no correction beside them, statements."""
    data = tomllib.loads(shipped_text(name))
    article = parse_article(shipped_text(name), name)
    found, texts = {}, {}
    for table, claim in zip(data["claim"], article.claims, strict=True):
        for suffix, of in (("", claim), ("*", claim.repaired)):
            if of is None:
                continue
            one = {k: v for k, v in table.items() if k not in _DROPPED and "corrected" not in k}
            if "reading" in table:
                one |= {k: table[k] for k in ("line", "lines") if k in table}
            else:
                one.pop("equation", None)
            one |= {"kind": of.kind, "id": f"{claim.id}{suffix}", "reading": of.statement.source}
            if suffix:
                one |= {"flow": of.flow, "hypotheses": [*of.hypotheses]}
                foreign = {*fields_of(KINDS[claim.kind])} - {*fields_of(KINDS[of.kind])}
                one = {k: v for k, v in one.items() if k not in foreign}
            found[one["id"]] = {k: v for k, v in one.items() if v != ""}
            texts[one["id"]] = of.statement.source
    return data, found, texts


def read(data: dict[str, Any], claims: list[dict[str, Any]]) -> Article:
    """The article with its own claims and others."""
    whole = copy.deepcopy(data)
    whole["claim"] += claims
    return parse_article(tomlkit.dumps(whole), "mutants.toml")


def mutants_of(claim: Claim, symbols: dict[str, Symbol]) -> Iterator[Mutant]:
    """All statements that differ from a claim's by one change."""
    if claim.depths is not None:
        text = claim.statement.source
        for change, pattern, new in _TOKENS:
            for match in pattern.finditer(text):
                changed = match.expand(new) if "\\" in new else new
                yield Mutant(change, text[: match.start()] + changed + text[match.end() :])
        return
    relations = claim.statement.relations
    for at, relation in enumerate(relations):
        around = relations[:at], relations[at + 1 :]
        for op in _OTHER[relation.op]:
            yield _mutant("relation", (*around[0], replace(relation, op=op), *around[1]))
        for side in ("lhs", "rhs"):

            def rebuild(
                new: Expr,
                relation: Relation = relation,
                side: str = side,
                around: tuple[Relations, Relations] = around,
            ) -> Relations:
                part: dict[str, Any] = {side: new}
                return (*around[0], replace(relation, **part), *around[1])

            whole = getattr(relation, side)
            if not isinstance(whole, Num):
                yield _mutant("sign", rebuild(negative(whole)))
            for node, place in spots(whole, rebuild):
                yield from (_mutant(c, place(new)) for c, new in changes(node, symbols))


def _mutant(change: str, relations: Relations) -> Mutant:
    return Mutant(change, r", \; ".join(map(relation_latex, relations)))


def changes(node: Expr, symbols: dict[str, Symbol]) -> Iterator[tuple[str, Expr]]:
    """A node with one thing changed."""
    match node:
        case Sum(terms=terms):
            for k, term in enumerate(terms):
                rest = (*terms[:k], *terms[k + 1 :])
                yield "sign", Sum((*terms[:k], negative(term), *terms[k + 1 :]))
                yield "dropped term", Sum(rest) if len(rest) > 1 else rest[0]
        case Prod(factors=factors):
            for k in range(len(factors)):
                rest = (*factors[:k], *factors[k + 1 :])
                yield "dropped factor", Prod(rest) if len(rest) > 1 else rest[0]
            for k in range(len(factors) - 1):
                swapped = (*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])
                yield "order", Prod(swapped)
        case Num(value=value):
            yield "number", Num(value + 1)
            yield "number", Num(value / 2)
        case Quotient(numerator=top, denominator=bottom):
            yield "fraction", Quotient(bottom, top)
            yield "fraction", top
        case Power(base=base, exponent=exponent):
            yield "exponent", Power(base, exponent + 1)
            yield "exponent", base
        case Transpose(arg=arg):
            yield "transpose", arg
        case Sym(name=name) if name in symbols:
            own = symbols[name]
            if own.scalar:
                yield "number", Prod((Num(Fraction(2)), node))
            else:
                yield "transpose", Transpose(node)
            for other in symbols.values():
                like = (other.shape, bool(other.index)) == (own.shape, bool(own.index))
                if like and other.name != name and other.role != "view":
                    yield "letter", Sym(other.name)


def scored(
    name: str, count: int, rng: random.Random, budget: float = 2.0
) -> Iterator[dict[str, Any]]:
    """What becomes of at most so many changes of each true claim of an article."""
    data, tables, texts = twins(name)
    whole = read(data, [one | {"id": f"{key}!"} for key, one in tables.items()])
    read_as = {claim.id: claim for claim in whole.claims}
    report = verify(whole, [f"{key}!" for key in tables], ledger=False, budget=10.0)
    true = {claim.id for claim in report.claims if claim.verdict is Verdict.PROVED}
    for key, table in tables.items():
        if f"{key}!" not in true:
            continue
        found = [*dict.fromkeys(mutants_of(read_as[f"{key}!"], dict(whole.symbols)))]
        found = [m for m in found if m.latex != texts[key]]
        chosen = _spread(found, count, rng)
        ids = [f"{key}!{k}" for k in range(len(chosen))]
        more = [table | {"id": one, "reading": m.latex} for one, m in zip(ids, chosen, strict=True)]
        article = read(data, more)
        results = verify(article, ids, ledger=False, budget=budget).claims
        for mutant, result in zip(chosen, results, strict=True):
            said = {"article": name, "claim": key, "kind": table["kind"], "change": mutant.change}
            yield {**said, "latex": mutant.latex, **_judged(article, result)}


def _spread(found: list[Mutant], count: int, rng: random.Random) -> list[Mutant]:
    """So many of them, of each sort of change alike."""
    sorts: dict[str, list[Mutant]] = {}
    for mutant in rng.sample(found, len(found)):
        sorts.setdefault(mutant.change, []).append(mutant)
    chosen: list[Mutant] = []
    while len(chosen) < count and any(sorts.values()):
        chosen += [those.pop() for those in sorts.values() if those][: count - len(chosen)]
    return chosen


def _judged(article: Article, result: ClaimResult) -> dict[str, Any]:
    """The verdict, whether the numbers see the statement to be false, and whether they object."""
    plain = replace(result, verdict=Verdict.PROVED, given=(), witness=None)
    seen = look(article, plain, seconds=0.5, most=6)
    truth = "false" if seen.objection else "true" if seen.points else "unseen"
    if truth == "unseen" and not _conforms(article, result.id):
        truth = "no shape"
    wrong = result.verdict is Verdict.PROVED and truth == "false"
    if result.verdict in (Verdict.CONDITIONAL, Verdict.REFUTED) and (
        truth != "false" or result.verdict is Verdict.CONDITIONAL
    ):
        wrong = look(article, result, seconds=0.5, most=6).objection is not None
    wrong |= result.verdict is Verdict.DISAGREEMENT
    return {"verdict": str(result.verdict), "truth": truth, "wrong": wrong, "why": result.why[:300]}


def _conforms(article: Article, name: str) -> bool:
    claim = next(c for c in article.claims if c.id == name)
    try:
        for relation in claim.statement.relations:
            resolve_relation(relation, article.symbols, source=claim.statement.source)
    except ShapeMismatch:
        return claim.depths is not None
    except SslcheckError:
        pass
    return True


def table(rows: list[dict[str, Any]]) -> str:
    """Verdicts in Markdown: of what is false by what was changed, of what is true, of the rest."""
    verdicts = [v for v in map(str, Verdict) if any(row["verdict"] == v for row in rows)]
    wrong = [row for row in rows if row["truth"] in ("false", "no shape")]
    parts = {
        c: [r for r in wrong if r["change"] == c] for c in sorted({r["change"] for r in wrong})
    }
    parts |= {"**all that are false**": wrong}
    parts |= {"still true": [r for r in rows if r["truth"] == "true"]}
    parts |= {"not seen in numbers": [r for r in rows if r["truth"] == "unseen"]}
    lines = [f"| what is changed | {' | '.join(verdicts)} |", "|---" * (len(verdicts) + 1) + "|"]
    for name, those in parts.items():
        counts = Counter(row["verdict"] for row in those)
        lines.append(f"| {name} | {' | '.join(str(counts[v]) for v in verdicts)} |")
    return "\n".join(lines)


def main() -> int:
    """Score; 1 where a verdict is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=5, help="changes of each true claim")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--article", nargs="*", default=shipped_articles())
    parser.add_argument("--log", type=Path)
    parser.add_argument("--budget", type=float, default=2.0, help="seconds for each change")
    options = parser.parse_args()
    rows = []
    for name in options.article:
        rng = random.Random(f"{name} {options.seed}")
        for row in scored(name, options.count, rng, options.budget):
            rows.append(row)
            if row["wrong"]:
                print(f"wrong: {json.dumps(row)}", flush=True)
            if options.log:
                with options.log.open("a") as stream:
                    stream.write(json.dumps(row) + "\n")
    print(table(rows))
    return int(any(row["wrong"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())

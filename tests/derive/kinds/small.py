"""One claim on the smallest article, its symbols declared one by one."""

from __future__ import annotations

from sslcheck.derive import verify
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.routes import Judge
from sslcheck.derive.kinds.kind import Case
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult

STATE, FUNCTION, POSITIVE = "role = 'state'", "role = 'function'", "sign = 'positive'"
MATRIX = "shape = ['n', 'n']"


def decided(
    kind: str, statement: str, symbols: dict[str, str], flow: tuple[str, ...] = (), **options: str
) -> ClaimResult:
    """The verdict on one claim, as `article_of` takes it."""
    article = article_of(kind, statement, symbols, flow, **options)
    return verify(article, ["c"], ledger=False).claims[0]


def case_of(kind: str, statement: str, symbols: dict[str, str], **options: str) -> Case:
    """What the kind of a claim decides by, without the second route: as `article_of` takes it."""
    article = article_of(kind, statement, symbols, (), **options)
    (claim,), derivation = article.claims, Derivation(article)
    setting = derivation.setting(claim.hypotheses, claim.flow, None, claim.form.meant(claim))
    relations = Judge(derivation).resolved(claim, setting)
    return Case(derivation, claim, relations, setting, repairs=False)


def article_of(
    kind: str, statement: str, symbols: dict[str, str], flow: tuple[str, ...] = (), **options: str
) -> Article:
    """An article of one claim; a symbol is declared by the rest of its TOML table.

    Beside options of the claim there may be a ``definition``, the ``latex`` of its equation, a
    ``let`` that is supposed, or all lines of a ``hypothesis``.
    """
    declared = "\n".join(f"'{name}' = {{ {table} }}" for name, table in symbols.items())
    moved = ", ".join(f"'''{equation}'''" for equation in flow)
    abbreviation, latex = options.pop("definition", ""), options.pop("latex", "1 = 1")
    lets, supposed = options.pop("let", ""), options.pop("hypothesis", "")
    supposed = f"let = ['''{lets}''']" if lets else supposed
    more = "\n".join(f"{name} = '{value}'" for name, value in options.items())
    text = f"""
[article]
name = 'small'
[spaces]
n = 'n'
d = 'd'
[symbols]
{declared}
{f"[definitions]{chr(10)}{abbreviation}" if abbreviation else ""}
{f"[flows.f]{chr(10)}equations = [{moved}]" if flow else ""}
{f"[hypotheses.h]{chr(10)}{supposed}" if supposed else ""}
[[equation]]
number = '1'
latex = '''{latex}'''
[[claim]]
id = 'c'
equation = '1'
line = 1
kind = '{kind}'
reading = '''{statement}'''
{"flow = 'f'" if flow else ""}
{"hypotheses = ['h']" if supposed else ""}
{more}
"""
    return parse_article(text, "small.toml")

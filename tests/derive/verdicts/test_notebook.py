"""What Jupyter shows of expressions and verdicts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from sslcheck.derive import load_article, verify
from sslcheck.derive.expr import Num, Prod, Quotient, Relation, Sum, Sym, Transpose
from sslcheck.derive.text.reason import Tex, reason, written
from sslcheck.derive.verdicts.condition import Positive, SameSize, Supposed
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict


def test_expression() -> None:
    node = Quotient(Prod((Transpose(Sym("W_p")), Sym("W"))), Num(Fraction(2)))
    assert node._repr_latex_() == r"$\frac{W_p^T W}{2}$"


def test_relation() -> None:
    relation = Relation(Sym(r"\eta"), "<", Sum((Sym("a_j"), Sym("b"))))
    assert relation._repr_latex_() == r"$\eta \lt a_j + b$"


def test_verdict(refuted: ClaimResult) -> None:
    text = refuted._repr_markdown_()
    assert text.splitlines()[0] == "**2.1** flow of $W_p$"
    assert "**REFUTED** $W W_p$: (n x d)(n x n) does not conform" in text
    assert "corrected: **PROVED**\n\n$$\\dot W_p = W_p W$$" in text


def test_a_claim_shows_its_statement_and_its_conditions(report: Report) -> None:
    conditional = report.claims[2]
    assert conditional.verdict is Verdict.CONDITIONAL
    statement = replace(
        conditional, stated=(Tex("W = W^T"),), given=(SameSize("d", "n"), Positive(Sym(r"\eta")))
    )
    text = statement._repr_markdown_()
    assert "$$W = W^T$$" in text
    assert r"on condition of: $n = d$; $\eta \gt 0$" in text
    sentence = replace(statement, stated=written("the matrix $W_p$ is symmetric"))._repr_markdown_()
    assert "the matrix $W_p$ is symmetric" in sentence
    table = replace(report, claims=(statement,))._repr_markdown_()
    assert r"| $n = d$; $\eta \gt 0$ |" in table


def test_a_reading_is_shown_with_what_is_printed(report: Report) -> None:
    claim = replace(
        report.claims[0], stated=written("the matrix $W_p$ is symmetric"), reading="W = W^T"
    )
    text = claim._repr_markdown_()
    assert "$$W = W^T$$\n\nprinted: the matrix $W_p$ is symmetric\n" in text
    line = replace(claim, stated=(Tex("W = V"),))._repr_markdown_()
    assert "$$W = W^T$$\n\nprinted: $W = V$\n" in line
    assert "printed:" not in replace(claim, stated=(Tex("W = W^T"),))._repr_markdown_()


def test_what_a_notebook_prints_is_short() -> None:
    article = load_article("directpred")
    found = verify(article, ["2"])
    for shown in (repr(article), repr(found), *map(repr, found.claims)):
        assert len(shown) < 200
    assert "'directpred'" in repr(article)
    assert repr(found) == "<Report on 'directpred': 2 proved, 2 refuted>"


def test_table_has_a_row_for_each_claim(report: Report) -> None:
    rows = [line for line in report._repr_markdown_().splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(report.claims)
    assert {row.count("|") for row in rows} == {6}
    assert r"$\dot W_p = W_p W$" in rows[2]


def test_nothing_of_the_article_is_markup(report: Report, refuted: ClaimResult) -> None:
    attack = "a|b <script>x</script> $$ `c`"
    claim = replace(
        refuted,
        id=attack,
        claimed=reason(attack),
        because=reason(attack),
        given=(Supposed(reason(attack)),),
    )
    for text in (claim._repr_markdown_(), replace(report, claims=(claim,))._repr_markdown_()):
        assert "<script" not in text
        assert "`" not in text.replace(r"\`", "")
    table = replace(report, claims=(claim,))._repr_markdown_()
    assert table.splitlines()[4].replace(r"\|", "").count("|") == 6

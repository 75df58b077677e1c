"""The text explanation shows everything that a verdict holds."""

from __future__ import annotations

from dataclasses import replace

from sslcheck.derive.text.reason import Tex, reason
from sslcheck.derive.verdicts.report import Report
from sslcheck.derive.verdicts.verdict import Verdict
from sslcheck.reports import render_explanation


def test_whole_section(report: Report) -> None:
    only = replace(report, claims=report.claims[:1])
    assert (
        render_explanation(only)
        == r"""2.1  flow of W_p   12 ms
  printed
    Ẇ_p = W W_p
  verdict
    REFUTED W W_p: (n x d)(n x n) does not conform
  proof
    1. J = 0
       by definition [not re-checked]
  hypotheses
    H1: stop-gradient [needed]
       without it: H would be zero
  counterexample
    n = 2, d = 3
    W_p = [ 1  -1/2 ]
          [ 0  10   ]
    α_p = 2
    the sides there of W W_p = W_p W
    left = 1
    right = 0
    smallest found
  corrected statement
    Ẇ_p = W_p W
    PROVED
    proof
      1. W_p W
         gradient of J [re-checked by the exact route]
    routes
      exact: holds
  routes
    algebra: fails (shapes)
    exact: fails
  remarks
    a misprint
"""
    )


def test_conditions_are_listed(report: Report) -> None:
    text = render_explanation(report)
    assert "  on condition of\n    η > 0\n    X' > 0\n" in text


def test_control_characters_are_shown_not_sent(report: Report) -> None:
    nasty = replace(report.claims[1], stated=reason("\x1b[2J"), notes=(reason("\x07"),))
    text = render_explanation(replace(report, claims=(nasty,)))
    assert "\x1b" not in text
    assert "\x07" not in text


def test_a_reading_stands_below_what_is_printed(report: Report) -> None:
    claim = replace(report.claims[1], stated=reason("the weights are balanced"), reading="W = W^T")
    text = render_explanation(replace(report, claims=(claim,)))
    assert "  printed\n    the weights are balanced\n  read as\n    W = W^T\n" in text
    alone = replace(claim, stated=(Tex("W = W^T"),))
    assert "read as" not in render_explanation(replace(report, claims=(alone,)))


def test_a_claim_that_was_not_read_shows_the_place(report: Report) -> None:
    told = "what is this?\n  a ! b\n    ^\n  Say it."
    claim = replace(report.claims[1], verdict=Verdict.REFUSED, because=reason(told))
    text = render_explanation(replace(report, claims=(claim,)))
    assert "REFUSED what is this?\n      a ! b\n        ^\n      Say it.\n" in text


def test_how_a_statement_was_read(report: Report) -> None:
    claim = replace(report.claims[0], understood=r"\frac{d}{dt} (x y) = 0")
    shown = render_explanation(replace(report, claims=(claim,)))
    assert "  read as\n    d/dt (x y) = 0\n" in shown
    claim = replace(claim, reading=r"\frac{d}{dt} x y = 0")
    shown = render_explanation(replace(report, claims=(claim,)))
    assert "  read as\n    d/dt x y = 0\n    d/dt (x y) = 0\n" in shown

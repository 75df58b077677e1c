"""What cannot be formed for all sizes is refuted where it is false for one dimension."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.smallest import at_one
from sslcheck.derive.reading.loading import parse_article

ARTICLE = r"""
[article]
name = "root"
format = 2
[spaces]
n = "outputs"
d = "inputs"
[symbols]
W = {{ shape = ["n", "d"], role = "state" }}
P = {{ shape = ["n", "n"] }}
S = {{ shape = ["n", "n"], properties = ["psd"] }}
Q = {{ shape = ["d", "n"], properties = ["orthonormal"] }}
X = {{ shape = ["d", "d"], properties = ["psd"] }}
J = {{}}
'\delta' = {{ sign = "positive" }}
[objective]
symbol = "J"
equation = "1"
[rules]
step = '\delta'
W = 'W - \delta \nabla_W J'
[flows.a]
let = ['P = {let}']
[hypotheses.tall]
at_least = [["d", "n"]]
[[equation]]
number = "1"
latex = 'J = \frac{{1}}{{2}} \text{{tr}}(P W X W^T)'
[[claim]]
id = "c"
kind = "identity"
flow = "a"
{more}
reading = '''{reading}'''
"""
ROOT = "(W X W^T)^{1/2}"


def text(reading: str, let: str = ROOT, more: str = "") -> str:
    return ARTICLE.format(reading=reading, let=let, more=more)


@pytest.mark.parametrize(
    ("reading", "let", "verdict"),
    [
        (rf"\dot{{W}} = -\frac{{3}}{{2}} {ROOT} W X", ROOT, "undecided"),
        (rf"\dot{{W}} = -{ROOT} W X", ROOT, "undecided"),  # true if inserted after the gradient
        (rf"\dot{{W}} = -2 {ROOT} W X", ROOT, "refuted"),
        (r"\dot{W} = -\|W X\| W X", ROOT, "refuted"),
        (rf"\dot{{W}} = -2 ({ROOT} + I) W X", ROOT, "undecided"),  # `I` beside a number
        (rf"\dot{{W}} = -{ROOT} W X", "(W X W^T + I_n)^{1/2}", "refuted"),
        (r"\dot{W} = -2 S^{1/2} W X", "(S^{1/2} W X W^T S^{1/2})^{1/2}", "undecided"),
    ],
)
def test_a_gradient_that_is_known_for_numbers_refutes(reading: str, let: str, verdict: str) -> None:
    found = verify(parse_article(text(reading, let), "root.toml"), ledger=False).claims[0]
    assert found.verdict.value == verdict, found.why
    assert found.why.startswith("already for n = 1: ") == (verdict == "refuted")
    if verdict == "refuted":
        assert found.witness is not None


def test_only_spaces_that_may_have_one_dimension_get_it() -> None:
    def spaces(reading: str, more: str = "") -> list[str]:
        article = parse_article(text(reading, "W W^T", more), "root.toml")
        return [space for space, _, _ in at_one(Derivation(article), article.claims[0])]

    assert spaces(r"\dot{W} = W") == ["n"]  # not `d`: X has properties
    assert spaces(r"\dot{W} = S W") == []
    assert spaces(r"\dot{W} = W Q W") == []
    assert spaces(r"\dot{W} = W", "hypotheses = ['tall']") == []

"""Logarithms and powers of what is not known to be positive are refused, with the remedy."""

from __future__ import annotations

import pytest
from tests.derive.forming import SYMBOLS, normal_form, side
from tests.derive.kinds.small import MATRIX, STATE, decided

from sslcheck.derive.errors import ArticleError
from sslcheck.derive.expr import Log, Sym
from sslcheck.derive.normal import NormalForm
from sslcheck.derive.setting import Setting, Symbol
from sslcheck.derive.signs.positive import refuse_nonpositive


@pytest.mark.parametrize(
    "text",
    [
        *(r"\ln c", r"\ln(c + h)", "c^a", r"(c + z)^{2/3}", r"\ln e^x"),
        *(r"\ln(2 - e^{-c t})", r"(c e^{-c t} + z - z e^{-c t})^{1/3}"),
    ],
)
def test_what_is_positive_has_them(text: str) -> None:
    try:
        refuse_nonpositive(NormalForm(Setting(SYMBOLS)), [side(text)])
    except ArticleError as error:
        refused = str(error)
    else:
        refused = ""
    assert not refused


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (r"\ln a", 'declare it `sign = "positive"`'),
        (r"2 + \ln h", 'declare it `sign = "positive"`'),
        ("x^{1/3}", "the power 1/3 of"),
        (r"x^a", "letters in its exponent"),
        (r"\ln t", "of t, which need not be positive"),
        (r"\ln(c - a)", "under \\[definitions\\]"),
        (r"\ln(2 - e^{c t})", "under \\[definitions\\]"),
        (r"(c e^{-c t} - z + z e^{-c t})^{1/3}", "the power 1/3 of"),
    ],
)
def test_what_need_not_be_is_refused(text: str, remedy: str) -> None:
    with pytest.raises(ArticleError, match=remedy):
        refuse_nonpositive(NormalForm(Setting(SYMBOLS)), [side(text)])


def test_an_abbreviation_is_positive_where_it_is_declared_so() -> None:
    symbols = {**SYMBOLS, "D": Symbol("D", sign="positive"), "G": Symbol("G", sign="positive")}
    given = {"D": side("x - a"), "G": side("a - b")}
    statement = [Log(Sym("D"))]
    refuse_nonpositive(NormalForm(Setting(symbols, given)), statement)
    later = Setting(symbols, given, flow={"x": side("-c")}, kept=frozenset())
    refuse_nonpositive(NormalForm(later), [Log(Sym("G"))])
    with pytest.raises(ArticleError, match="may come to 0 at a later time"):
        refuse_nonpositive(NormalForm(later), statement)


def test_a_state_is_to_stay_positive() -> None:
    refuse_nonpositive(normal_form(z="-z"), [side(r"\ln z")])
    falling = Setting(SYMBOLS, flow={"z": side("-c")}, kept=frozenset())
    with pytest.raises(ArticleError, match="may come to 0 at a later time"):
        refuse_nonpositive(NormalForm(falling), [side(r"\ln z")])
    refuse_nonpositive(NormalForm(falling), [side(r"\ln z(0)")])


FULL_RANK = {
    "W": f"shape = ['n', 'd'], {STATE}",
    "X": "shape = ['d', 'd'], properties = ['psd']",
    "G": "shape = ['n', 'n'], properties = ['psd', 'invertible']",
}


@pytest.mark.parametrize(
    ("statement", "flow", "verdict"),
    [
        (r"\nabla_W \ln \det(G) = 2 G^{-1} W", (), "proved"),
        (r"\nabla_W \ln \det(G) = G^{-1} W", (), "refuted"),
        (
            r"\frac{d}{dt} \ln \det(G) = -2 \text{tr}(G^{-1} W X W^T)",
            (r"\dot{W} = -W X",),
            "proved",
        ),
        (r"\nabla_W \ln \det(W W^T) = 2 G^{-1} W", (), "refused"),
        # what is declared of it need not last
        (r"\ln \det(G) \ge e^{-t} \ln \det(G)", (r"\dot{W} = -W X W^T W - W",), "refused"),
    ],
)
def test_the_logarithm_of_a_determinant_of_full_rank(
    statement: str, flow: tuple[str, ...], verdict: str
) -> None:
    kind = "inequality" if "ge" in statement else "identity"
    found = decided(kind, statement, FULL_RANK, flow, definition="G = 'W W^T'")
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("rate", "verdict"), [("3 k", "proved"), ("k", "refuted"), ("-3 k", "refused")]
)
def test_a_cube_root_of_what_an_exponential_keeps_positive(rate: str, verdict: str) -> None:
    names = {"z": f"{STATE}, sign = 'positive'", "m": "sign = 'positive'", "k": "sign = 'positive'"}
    closed = rf"z = (\frac{{m}}{{k}} + (z(0)^3 - \frac{{m}}{{k}}) e^{{-{rate} t}})^{{1/3}}"
    flow = (r"\dot{z} = m z^{-2} - k z",)
    assert decided("solution", closed.replace("--", ""), names, flow).verdict.value == verdict


@pytest.mark.parametrize(
    ("properties", "flow", "verdict"),
    [
        ("'psd', 'invertible'", r"\dot{V} = -V", "proved"),
        ("'psd'", r"\dot{V} = -V", "refused"),
        ("'psd', 'invertible'", r"\dot{V} = -I", "refused"),  # which it does not stay
    ],
)
def test_the_trace_of_a_definite_matrix_is(properties: str, flow: str, verdict: str) -> None:
    symbols = {"V": f"{MATRIX}, {STATE}, properties = [{properties}]"}
    rate = "t" if "-V" in flow else "n t"
    reading = rf"\ln \text{{tr}}(V(t)) = \ln \text{{tr}}(V(0)) - {rate}"
    assert decided("identity", reading, symbols, (flow,)).verdict.value == verdict

"""Every equation of the article, exactly as printed."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sslcheck.derive.expr import (
    Diag,
    Dot,
    Exp,
    Expect,
    Expr,
    Integral,
    Maximum,
    Num,
    Power,
    Prod,
    Quotient,
    Relation,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Transpose,
    Vec,
)
from sslcheck.derive.latex import read_rows
from sslcheck.derive.setting import Symbol
from sslcheck.derive.traverse import walk

N, D, ONE = "n", "d", "1"
SPACES = {"n": "outputs", "d": "inputs"}
SHAPES = {
    **dict.fromkeys(("W", "W_a"), (N, D)),
    **dict.fromkeys(("W_p", "C", "F", "U", "\\hat{F}", "\\hat{U}"), (N, N)),
    **dict.fromkeys(("\\Lambda_{W_p}", "\\Lambda_F", "\\hat{\\Lambda}_F"), (N, N)),
    **dict.fromkeys(("X", "X'"), (D, D)),
    **dict.fromkeys(("\\mathbf{x}_1", "\\mathbf{x}_2", "\\bar{\\mathbf{x}}"), (D, ONE)),
    **dict.fromkeys(("f",), (N, ONE)),
    **dict.fromkeys(("H",), ("d*n", "d*n")),
    **dict.fromkeys(("V",), (D, N)),
    **dict.fromkeys(("J", "\\alpha_p", "\\eta", "\\beta", "\\sigma", "\\tau"), (ONE, ONE)),
    **dict.fromkeys(("\\rho", "\\varepsilon", "p_{+}", "\\tau_j"), (ONE, ONE)),
    **dict.fromkeys(("p_j", "s_j", "c_j"), (ONE, ONE)),
}
SYMBOLS = {
    name: Symbol(name, shape, index="j" if name.endswith("_j") else "")
    for name, shape in SHAPES.items()
}

PRINTED = {
    1: r"J(W, W_p) = \frac{1}{2} \cdot \mathbb{E}_{\mathbf{x}_1, \mathbf{x}_2} [\|W_p W"
    r" \mathbf{x}_1 - \text{StopGrad}(W_a \mathbf{x}_2)\|_2^2] \rightarrow \min. \quad (1)",
    2: r"\begin{cases} \dot{W}_p = \alpha_p (-WW_p(X + X') + W_a X) W^T - \eta W_p, \\ \dot{W} ="
    r" W_p^T (-W_p W(X + X') + W_a X) - \eta W, \\ \dot{W}_a = \beta (-W_a + W); \end{cases}"
    r" \quad (2)",
    3: r"\forall t > 0: WW^T = \frac{1}{\alpha_p} W_p^T W_p + e^{-2\eta t} C \quad (3)",
    4: r"\frac{d}{dt} \text{vec}(W) = -H(t) \text{vec}(W) \quad (4)",
    5: r"\begin{cases} W_p = U \Lambda_{W_p} U^T, \Lambda_{W_p} = \text{diag}(p_1, \dots, p_d); \\"
    r" F = U \Lambda_F U^T, \Lambda_F = \text{diag}(s_1, \dots, s_d). \end{cases} \quad (5)",
    6: r"\begin{cases} \dot{p}_j = \alpha_p s_j (\tau - (1 + \sigma^2) p_j) - \eta p_j; \\"
    r" \dot{s}_j = 2p_j s_j (\tau - (1 + \sigma^2) p_j) - 2\eta s_j, \\ s_j \dot{\tau}"
    r" = \beta(1 - \tau) s_j - \frac{\tau \dot{s}_j}{2}; \end{cases} \quad (6)",
    7: r"s_j(t) = \frac{1}{\alpha_p} p_j^2(t) + e^{-2\eta t} c_j \quad (7)",
    8: r"\tau(t) = \frac{\beta e^{-\beta t}}{p_j(t)} \int_0^t p_j(t') e^{\beta t'} dt'. \quad (8)",
    9: r"\hat{F} = \rho \hat{F} + (1 - \rho) \mathbb{E}_B [f f^T] \quad (9)",
    10: r"\hat{F} = \hat{U} \hat{\Lambda}_F \hat{U}^T, \text{ where } \hat{\Lambda}_F ="
    r" \text{diag}(s_1, \dots, s_d). \quad (10)",
    11: r"W_p = \hat{U} \text{diag}(p_1, \dots, p_d) \hat{U}^T, \text{ where } p_j = \sqrt{s_j}"
    r" + \varepsilon \max_j s_j. \quad (11)",
}


def num(value: int) -> Num:
    return Num(Fraction(value))


def add(*terms: Expr) -> Sum:
    return Sum(terms)


def mul(*factors: Expr) -> Prod:
    return Prod(factors)


def square(base: Expr) -> Power:
    return Power(base, Fraction(2))


def equal(lhs: Expr, rhs: Expr) -> Relation:
    return Relation(lhs, "=", rhs)


MINUS, TWO, HALF = num(-1), num(2), Num(Fraction(1, 2))
W, WA, WP, X, XP = map(Sym, ("W", "W_a", "W_p", "X", "X'"))
U, UH, FH, LH = map(Sym, ("U", "\\hat{U}", "\\hat{F}", "\\hat{\\Lambda}_F"))
P, S, C, T = map(Sym, ("p_j", "s_j", "c_j", "t"))
ALPHA, BETA, ETA, TAU = map(Sym, ("\\alpha_p", "\\beta", "\\eta", "\\tau"))
SIGMA, RHO = map(Sym, ("\\sigma", "\\rho"))
X1, X2, F = map(Sym, ("\\mathbf{x}_1", "\\mathbf{x}_2", "f"))
DECAY = Exp(mul(num(-2), ETA, T))
BRACKET = add(TAU, mul(MINUS, add(num(1), square(SIGMA)), P))

EXPECTED: dict[int, list[list[Relation]]] = {
    1: [
        [
            equal(
                Sym("J"),
                mul(
                    HALF,
                    Expect(SquaredNorm(add(mul(WP, W, X1), mul(MINUS, StopGrad(mul(WA, X2)))))),
                ),
            )
        ]
    ],
    2: [
        [
            equal(
                Dot(WP),
                add(
                    mul(ALPHA, add(mul(MINUS, W, WP, add(X, XP)), mul(WA, X)), Transpose(W)),
                    mul(MINUS, ETA, WP),
                ),
            )
        ],
        [
            equal(
                Dot(W),
                add(
                    mul(Transpose(WP), add(mul(MINUS, WP, W, add(X, XP)), mul(WA, X))),
                    mul(MINUS, ETA, W),
                ),
            )
        ],
        [equal(Dot(WA), mul(BETA, add(mul(MINUS, WA), W)))],
    ],
    3: [
        [
            equal(
                mul(W, Transpose(W)),
                add(mul(Quotient(num(1), ALPHA), Transpose(WP), WP), mul(DECAY, Sym("C"))),
            )
        ]
    ],
    4: [[equal(Dot(Vec(W)), mul(MINUS, Sym("H"), Vec(W)))]],
    5: [
        [
            equal(WP, mul(U, Sym("\\Lambda_{W_p}"), Transpose(U))),
            equal(Sym("\\Lambda_{W_p}"), Diag(P, "j", "d")),
        ],
        [
            equal(Sym("F"), mul(U, Sym("\\Lambda_F"), Transpose(U))),
            equal(Sym("\\Lambda_F"), Diag(S, "j", "d")),
        ],
    ],
    6: [
        [equal(Dot(P), add(mul(ALPHA, S, BRACKET), mul(MINUS, ETA, P)))],
        [equal(Dot(S), add(mul(TWO, P, S, BRACKET), mul(num(-2), ETA, S)))],
        [
            equal(
                mul(S, Dot(TAU)),
                add(
                    mul(BETA, add(num(1), mul(MINUS, TAU)), S),
                    mul(MINUS, Quotient(mul(TAU, Dot(S)), TWO)),
                ),
            )
        ],
    ],
    7: [[equal(S, add(mul(Quotient(num(1), ALPHA), square(P)), mul(DECAY, C)))]],
    8: [
        [
            equal(
                TAU,
                mul(
                    Quotient(mul(BETA, Exp(mul(MINUS, BETA, T))), P),
                    Integral(mul(P, Exp(mul(BETA, T)))),
                ),
            )
        ]
    ],
    9: [
        [
            equal(
                FH,
                add(mul(RHO, FH), mul(add(num(1), mul(MINUS, RHO)), Expect(mul(F, Transpose(F))))),
            )
        ]
    ],
    10: [[equal(FH, mul(UH, LH, Transpose(UH))), equal(LH, Diag(S, "j", "d"))]],
    11: [
        [
            equal(WP, mul(UH, Diag(P, "j", "d"), Transpose(UH))),
            equal(P, add(Power(S, Fraction(1, 2)), mul(Sym("\\varepsilon"), Maximum(S, "j")))),
        ]
    ],
}


@pytest.mark.parametrize("number", PRINTED)
def test_reads_as_printed(number: int) -> None:
    rows = read_rows(PRINTED[number], SYMBOLS, SPACES, f"equation ({number})")
    assert [list(row.relations) for row in rows] == EXPECTED[number]


@pytest.mark.parametrize("number", PRINTED)
def test_spans_are_offsets_into_the_row(number: int) -> None:
    for row in read_rows(PRINTED[number], SYMBOLS, SPACES):
        for relation in row.relations:
            for side in (relation.lhs, relation.rhs):
                for node in walk(side):
                    assert node.span is not None
                    text = row.source[slice(*node.span)]
                    assert text
                    assert text == text.strip()
                    if isinstance(node, Sym) and node.name in row.source:
                        assert node.name in text or "dot" in text or "_" in text


def test_span_of_known_parts() -> None:
    row = read_rows(PRINTED[2], SYMBOLS, SPACES)[0]
    rhs = row.relations[0].rhs
    assert isinstance(rhs, Sum)
    texts = [row.source[slice(*term.span)] for term in rhs.terms if term.span]
    assert texts == [r"\alpha_p (-WW_p(X + X') + W_a X) W^T", r"- \eta W_p"]
    assert row.source == (r"\dot{W}_p = \alpha_p (-WW_p(X + X') + W_a X) W^T - \eta W_p")

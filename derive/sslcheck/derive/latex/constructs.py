r"""What LaTeX is understood, and what of it means; from this the reference is written.

The examples are in matrices ``W`` (n x d), ``A``, ``B`` (n x n), vectors ``w``, ``v`` (d), numbers
``a``, ``b``, modes ``p_j`` and the objective ``L``.
"""

from __future__ import annotations

from typing import NamedTuple

from sslcheck.derive.latex.superscripts import REFUSED as SUPERSCRIPTS
from sslcheck.derive.latex.vocabulary import REFUSED as COMMANDS

__all__ = ["CONSTRUCTS", "REFUSALS", "Construct", "Refusal"]


class Construct(NamedTuple):
    """``written``: how it may be written; ``example``: one that is read; ``plain``: the same in
    more elementary notation, or empty where there is none."""

    group: str
    written: str
    meaning: str
    example: str
    plain: str = ""


class Refusal(NamedTuple):
    """What is not read, and what to do instead."""

    written: str
    instead: str


_PRODUCTS = "Products and quotients"
_ABOVE = "Transposes and powers"
_RATES = "Derivatives"
_MATRICES = "Matrices"
_ENTRIES = "Entries"
_NORMS = "Traces and norms"
_MEANS = "Expectations"
_RELATIONS = "Relations"
_AROUND = "Around relations"
_DISPLAYS = "Displays"

CONSTRUCTS: tuple[Construct, ...] = (
    Construct(_PRODUCTS, r"A B, A \cdot B, A \times B", "the product", r"A \cdot B", "A B"),
    Construct(
        _PRODUCTS, r"\frac{a}{b}, \frac1b, \tfrac, \dfrac", "a quotient", r"\frac12 A", "A / 2"
    ),
    Construct(
        _PRODUCTS,
        "A b / c",
        "a quotient; one factor stands behind the slash, and nothing after it",
        "A a / (2 b)",
        r"\frac{A a}{2 b}",
    ),
    Construct(_PRODUCTS, "(A), [A], \\{A\\}", "brackets", r"\left\{ A + B \right\} A", "(A + B) A"),
    Construct(_PRODUCTS, "[A, B]", "the commutator", "[A, B]", "A B - B A"),
    Construct(_PRODUCTS, r"\{A, B\}", "the anticommutator", r"\{A, B\}", "A B + B A"),
    Construct(
        _PRODUCTS,
        r"A \otimes B",
        "the Kronecker product",
        r"(A \otimes B) (B \otimes A)",
        r"(A B) \otimes (B A)",
    ),
    Construct(
        _PRODUCTS,
        r"A \odot B",
        "the product by entries, of one shape; beside a product of matrices it wants parentheses",
        r"A \odot B",
        r"B \odot A",
    ),
    Construct(
        _ABOVE,
        r"A^T, A^\top, A^\intercal, A^{\mathsf T}, A^{\mathrm{T}}",
        "the transpose",
        r"A^{\mathsf{T}}",
        "A^T",
    ),
    Construct(_ABOVE, "A^2, A^{-1}, A^{-T}", "powers of square matrices", "A^{-T}", "(A^{-1})^T"),
    Construct(
        _ABOVE,
        "A^+, A^{+}, A^{+T}",
        "the pseudo-inverse of a matrix, by its four equations; it has no derivative",
        "A^{+T}",
        "(A^T)^+",
    ),
    Construct(
        _ABOVE,
        r"\sqrt{b}, \sqrt[3]{b}, b^{1/2}, b^{0.5}, b^{-3/2}, A^{2/3}",
        "roots and powers of them: of numbers, or of positive semidefinite matrices",
        "b^{3/2}",
        r"(\sqrt{b})^3",
    ),
    Construct(
        _ABOVE,
        r"e^{x}, \exp(x), \mathrm{e}^x",
        "the exponential, of a number or a square matrix",
        r"\exp(-a t)",
        "e^{-a t}",
    ),
    Construct(
        _ABOVE, r"b^{1/3}, b^a, b^{a+1}", "any power of a positive number", r"b^{a+1}", r"b^a b"
    ),
    Construct(
        _ABOVE,
        r"\ln b, \ln(b^2), \log b",
        "the natural logarithm of a positive number; without parentheses, of one factor",
        r"\log(b^2)",
        r"2 \ln b",
    ),
    Construct(
        _RATES,
        r"\dot{W}, \frac{dW}{dt}, \frac{\mathrm{d}W}{\mathrm{d}t}, dW/dt, \partial_t W",
        "the rate along the flow",
        r"\frac{\mathrm{d} W}{\mathrm{d} t}",
        r"\dot{W}",
    ),
    Construct(
        _RATES,
        r"\frac{d}{dt} ..., \frac{\partial}{\partial t} ...",
        "the rate of all that follows, up to the next sign",
        r"\frac{d}{dt} W W^T",
        r"\dot{W} W^T + W \dot{W}^T",
    ),
    Construct(
        _RATES,
        r"\partial_t (...)",
        "the rate of one factor",
        r"\partial_t (W W^T)",
        r"\dot{W} W^T + W \dot{W}^T",
    ),
    Construct(
        _RATES,
        r"\ddot{W}, \frac{d^2 W}{dt^2}",
        "the second derivative along the flow",
        r"\ddot{W}",
        r"\frac{d}{dt} \dot{W}",
    ),
    Construct(
        _RATES,
        r"\nabla_W L, \frac{\partial L}{\partial W}, \partial_W L, \partial L / \partial W,"
        r" \frac{dL}{dW}",
        "the gradient of a scalar, in the shape of the matrix, all entries of which vary; in the"
        " same way by a number, but for the last",
        r"\frac{\partial L}{\partial W}",
        r"\nabla_W L",
    ),
    Construct(
        _RATES,
        r"\nabla_W (...)",
        "the gradient of any scalar expression; without parentheses, of a whole product of"
        " matrices",
        r"\nabla_W (\text{tr}(W W^T))",
        "2 W",
    ),
    Construct(
        _RATES,
        r"\int_0^t ... ds, \int_0^t ... dt'",
        "an integral, inside of which the time is s: any letter that no symbol has, or t'; what"
        " moves says so, as p_j(s)",
        r"\int_0^t p_j(s) \, \mathrm{d}s",
        r"\int_0^t p_j(t') \, dt'",
    ),
    Construct(
        _RATES,
        r"\int_0^t e^{-a (t - s)} ... ds, \int_0^t (t - s) ... ds",
        "the same of what names t as well, in sums, products and exponents of numbers: what depends"
        " on t alone comes before the integral",
        r"\int_0^t e^{-a (t - s)} p_j(s) \, ds",
        r"e^{-a t} \int_0^t e^{a s} p_j(s) \, ds",
    ),
    Construct(
        _RATES,
        r"W(t), W(0), W(t = 0), \left. ... \right|_{t=0}",
        "the value now, and at time 0",
        r"W(0) W(t)^T",
    ),
    Construct(
        _MATRICES,
        r"I, I_n, I_{dn}, \mathbf{I}, \mathbb{I}, \mathrm{Id}",
        "the identity; what stands below is the space that it acts on, else its place tells it",
        "I_n W",
        "W",
    ),
    Construct(
        _MATRICES,
        r"\mathbf{1}, \mathbf{1}_n",
        "the column of ones; what stands below is its space",
        r"\mathbf{1}_n^T W",
        r"\mathbf{1}^T W",
    ),
    Construct(
        _MATRICES, "n", "a declared space that is no symbol: its dimension", r"\text{tr}(I_n)", "n"
    ),
    Construct(
        _MATRICES,
        r"\text{diag}(p_1, \dots, p_n)",
        "the diagonal matrix of an indexed symbol",
        r"\operatorname{diag}(p_1, \dots, p_n)",
    ),
    Construct(
        _MATRICES,
        r"\text{diag}(A)",
        "what a square matrix has on its diagonal, or a column has, as a diagonal matrix",
        r"\text{diag}(A)",
        r"I \odot A",
    ),
    Construct(
        _MATRICES,
        r"[x_1, \dots, x_n], (x_1, \dots, x_n)",
        "the matrix whose columns are all vectors of an index, or the row of all numbers",
        r"[p_1, \dots, p_n] [p_1, \dots, p_n]^T",
        r"\sum_{j=1}^{n} p_j^2",
    ),
    Construct(
        _MATRICES,
        r"\text{vec}(W)",
        "the columns, one below the other",
        r"\operatorname{vec}(A W)",
        r"(I_d \otimes A) \text{vec}(W)",
    ),
    Construct(
        _MATRICES,
        r"\sum_j, \sum_{j=1}^{n}",
        "the sum over an index that symbols have, of all that follows up to the next sign;"
        " `[modes]` says over which space",
        r"\sum_{j=1}^{n} p_j^2",
        r"\text{tr}(\text{diag}(p_1, \dots, p_n)^2)",
    ),
    Construct(
        _MATRICES,
        r"\sum_k p_k, \sum_{k \ne j} p_k",
        "the same over a letter of its own; all but one, which stands outside of the sum as well",
        r"p_j \sum_{k \ne j} p_k",
        r"p_j (\sum_j p_j) - p_j^2",
    ),
    Construct(
        _MATRICES,
        r"\max_j p_j, \max_k p_k",
        "the largest over all modes, in a letter of its own if need be",
        r"\max_k p_k",
        r"\max_j p_j",
    ),
    Construct(
        _MATRICES,
        r"\prod_{j=1}^{n} p_j",
        "the product over all modes of the one factor behind it; its space stands above",
        r"\prod_{k=1}^{n} p_k",
        r"\det(\text{diag}(p_1, \dots, p_n))",
    ),
    Construct(
        _ENTRIES,
        r"A_{ij}, A_{i,j}, (A B)_{ij}, A^T_{ij}, v_i, \delta_{ij}",
        "an entry; letters from i to n that no sum binds, and that are no symbols or spaces, stand"
        " for all values",
        r"A^T_{ij} = \delta_{ij}",
        r"(A^T)_{i,j} = I_{ij}",
    ),
    Construct(
        _ENTRIES,
        r"\sum_k A_{ik} W_{kj}, \sum_{k=1}^{n}, \sum_{i,j} W_{ij}^2",
        "the sum over letters below entries, of all that follows up to the next sign",
        r"\sum_{i,j} W_{ij}^2",
        r"\|W\|_F^2",
    ),
    Construct(
        _ENTRIES,
        r"\sum_j \sum_{i \ne j} A_{ij}^2",
        "the same over all values but that of another letter; `A_{ij}^2` is the square of an entry",
        r"\sum_j \sum_{i \ne j} A_{ij}^2",
        r"\|A\|_F^2 - \sum_i A_{ii}^2",
    ),
    Construct(
        _ENTRIES,
        r"\dot{W}_{ij}, dW_{ij} / dt, \frac{\partial L}{\partial W_{ij}}, \partial_{W_{ij}} L",
        "an entry of the rate, or of the gradient",
        r"\frac{\partial L}{\partial W_{ij}} = W_{ij}",
        r"(\nabla_W L)_{ij} = W_{ij}",
    ),
    Construct(
        _NORMS,
        r"\text{tr}(A), \operatorname{Tr} A, \mathrm{tr} A B, \tr A, \text{tr}[A, B]",
        "the trace; without brackets, of all that follows up to the next sign",
        r"\operatorname{Tr} A B",
        r"\text{tr}(A B)",
    ),
    Construct(
        _NORMS,
        r"\det(A), \det A, \ln \det(A)",
        "the determinant, and its logarithm where the matrix is known, or a definition declared, to"
        " be positive definite (full rank, of `W W^T`)",
        r"\det(A B)",
        r"\det(A) \det(B)",
    ),
    Construct(
        _NORMS,
        r"\langle A, B \rangle, \langle A, B \rangle_F",
        "the inner product of two vectors or matrices of one shape",
        r"\langle W, W \rangle",
        r"\text{tr}(W^T W)",
    ),
    Construct(
        _NORMS,
        r"\|W\|_F^2, \|w\|^2, \lVert w \rVert, \|w\|_2",
        "powers of the Frobenius norm, which is the Euclidean one of a vector; below the norm"
        " of a matrix, 2 is refused: that is its largest singular value",
        r"\|W\|^2_F",
        r"\text{tr}(W^T W)",
    ),
    Construct(
        _NORMS, r"\|w\|", "the norm itself: the root of its square", r"\|w\|", r"\sqrt{w^T w}"
    ),
    Construct(
        _NORMS,
        r"|a|, |w|, \lvert a \rvert",
        "the absolute value of a number, or the norm of a vector",
        r"|a + b|",
        r"\sqrt{(a + b)^2}",
    ),
    Construct(
        _MEANS,
        r"\mathbb{E}[x], \mathbb{E}_{x}[x], \mathbb{E} x, \mathbb{E}_x \mathbb{E}_y [x^T y]",
        "the expectation over the views; without brackets, of all up to the next sign; one after "
        "another over inputs that are independent",
        r"\mathbb{E} w w^T",
        r"\mathbb{E}[w w^T]",
    ),
    Construct(
        _MEANS,
        r"\mathrm{Cov}(x, y), \operatorname{Var}(x), \mathbb{V}[x], \mathbb{V}_x[x]",
        "the covariance of columns or numbers, of one with itself where one is given",
        r"\mathrm{Cov}(w, v)",
        r"\mathbb{E}[w v^T] - \mathbb{E}[w] \mathbb{E}[v]^T",
    ),
    Construct(
        _MEANS,
        r"\text{StopGrad}(x), \text{sg}(x), \operatorname{sg}[x], \text{SG}(x)",
        "a constant for differentiation",
        r"\operatorname{sg}[W]",
        r"\text{StopGrad}(W)",
    ),
    Construct(
        _RELATIONS, r"=, :=, \equiv, \triangleq, \overset{(3)}{=}", "equality", r"a := b", "a = b"
    ),
    Construct(
        _RELATIONS,
        r"\le, \ge, <, >, \leq, \geqslant",
        "order of numbers",
        r"a \leqslant b",
        r"a \le b",
    ),
    Construct(
        _RELATIONS,
        r"A \succeq B, A \succ B, \preceq, \prec",
        "the difference is positive semidefinite, definite",
        r"A \preceq B",
        r"B \succeq A",
    ),
    Construct(
        _RELATIONS,
        r"Q \to L, \lim_{t \to \infty} Q = L, Q \xrightarrow{t \to \infty} L,"
        r" Q \to L, \; t \to \infty",
        "the limit for large times",
        r"\lim_{t \to \infty} W = 0",
        r"W \to 0",
    ),
    Construct(
        _AROUND,
        r"A = B, \; \text{where } C = D, \text{so that }, \text{hence}",
        "several relations, all of them stated",
        "A = B, a = b",
        r"A = B \text{ and } a = b",
    ),
    Construct(
        _AROUND,
        r"\text{for all } t, \forall t \ge 0, j = 1, \dots, d, 1 \le j \le d, j \in [d]",
        "says nothing that a claim does not say",
        r"A = B, \quad \text{for all } t \ge 0",
        "A = B",
    ),
    Construct(
        _AROUND,
        r"W \in \mathbb{R}^{n \times d}, \forall A, B \in \mathbb{R}^{n \times n}",
        "compared with what is declared, then dropped",
        r"A = B, \quad W \in \mathbb{R}^{n \times d}",
        "A = B",
    ),
    Construct(
        _AROUND,
        r"\label{...}, \tag{...}, \nonumber, \quad, \,, %",
        "nothing; behind % nor what else is on the line, where one follows",
        r"\label{eq} A \, = B \tag{2}",
        "A = B",
    ),
    Construct(
        _DISPLAYS,
        "aligned, align, split, gather, multline, cases, array, equation, ...",
        "rows; one that begins or ends with a relation or a sign goes on with its neighbour",
        r"\begin{aligned} A &= B \\ &= B A \end{aligned}",
        "A = B = B A",
    ),
)
"""Each is read as its example and means what its plain form does, which tests hold."""

REFUSALS: tuple[Refusal, ...] = (
    *(Refusal(command, instead) for command, instead in COMMANDS.items()),
    *(Refusal(f"A^{{{above}}}", instead) for above, instead in SUPERSCRIPTS.items()),
    Refusal(r"\text{const}", 'Declare a symbol with `role = "constant"` and write it there.'),
    Refusal("A_{12}", "Letters from `i` to `n` stand below an entry, for all their values."),
    Refusal("A_{ik} A_{kj}", r"Write the sum, `\sum_k`."),
    Refusal("A_{ij}^{-1}", "Write `(A^{-1})_{ij}`, or `1 / A_{ij}`."),
    Refusal("a / b c", r"It may be read in two ways: write `\frac{...}{...}`, or parentheses."),
    Refusal(r"\partial_t W A", r"It may be read in two ways: write `\partial_t (W A)`."),
    Refusal(
        r"\nabla_W L^2", r"It may be read in two ways: write `(\nabla_W L)^2` or `\nabla_W (L^2)`."
    ),
    Refusal(
        "W(1)", "Values at 0 can be read, at no other time; a product has the number in front."
    ),
    Refusal(
        "W(a + b)",
        "Values at `t` and at 0 can be read, at no other time; a product is `(a + b) W` or"
        r" `W \cdot (a + b)`.",
    ),
    Refusal(r"\int_0^t W ds", "Write `W(s)`; what is meant at `t` stands before the integral."),
    Refusal(
        r"\mathbb{E}[w|v]",
        r"Means are over all that is random, `\mathbb{E}[...]`; declare what else is meant.",
    ),
    Refusal(
        r"\nabla_W a \|W\|^2",
        r"It may be read in two ways: write `\nabla_W (a b)` or `(\nabla_W a) b`.",
    ),
    Refusal(
        r"w \cdot v",
        r"Write an inner product as `v^T w` or `\langle A, B \rangle`, others without a dot.",
    ),
    Refusal(
        r"\nabla_W L (W - B)",
        r"Values elsewhere cannot be read; a product is `\nabla_W L \cdot (W - B)`.",
    ),
    Refusal(r"\mathbb{E}(x)(y)", r"It may be read in two ways: write `\mathbb{E}[...]`."),
    Refusal(
        r"\text{if } ...",
        r"What restricts a claim is a hypothesis; a declared sign, `\text{if } \mu > 0`, is fine.",
    ),
    Refusal(r"\begin{pmatrix} ...", "Write an equation for each of its blocks or entries."),
    Refusal("A^{(k+1)}", "What a step of training does stands in [rules]."),
    Refusal(r"\log_2 b", r"Only the natural one can be read: write `\frac{\ln b}{\ln 2}`."),
    Refusal(r"\ln^2 b", r"Write the power behind what is raised: `(\ln b)^2`."),
    Refusal(r"\int_0^t \sqrt{t - s} ... ds", r"Write what depends on `t` before it: `t \int_0^t`."),
    Refusal(r"\int_0^t ds \, ...", r"Write it behind what is integrated: `\int_0^t ... ds`."),
    Refusal(
        r"\sum_{j=2}^{n}", r"Sums are over all values, `\sum_j`, or all but one that has a letter."
    ),
    Refusal("O(a)", "Only what holds exactly can be decided: write the term out, or a bound."),
    Refusal(
        "A^a",
        "Write a number, as in `A^{1/2}`, or the eigenvalues,"
        r" `U \text{diag}(s_1^a, \dots, s_n^a) U^T`.",
    ),
    Refusal(
        r"\sum_{i < j}",
        "Where the summand is the same with both exchanged, it is"
        r" `\frac{1}{2} \sum_i \sum_{j \ne i}`.",
    ),
)
"""What is not read."""

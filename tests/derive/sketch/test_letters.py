r"""Symbols are found in LaTeX that nothing is declared for, and what is none is not."""

from __future__ import annotations

import pytest

from sslcheck.derive.sketch.letters import is_bold, is_capital, letters


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (r"\dot{W}_p = \alpha_p W_{ p }", ["W_p", r"\alpha_p"]),
        (r"\dot W = X'", ["W", "X'"]),
        (r"\dot W_p + \ddot w_1 = \dot \hat{a}_i", ["W_p", "w_1", r"\hat{a}_i"]),
        (r"\frac{d}{dt} W = \frac{dV}{dt} + e^{-2 \eta t}", ["W", "V", r"\eta"]),
        (r"\frac{\mathrm{d}W}{\mathrm{d}t}", ["W"]),
        (r"d + e", ["d", "e"]),
        (r"\mathbf{x}_1^T \boldsymbol{\theta}", [r"\mathbf{x}_1", r"\boldsymbol{\theta}"]),
        (r"\mathbb{E}_{x} [y y^\top] \mathbb{V}[z]", ["y", "z"]),
        (r"\text{tr}(W) + \operatorname{Tr}[V] + \mathrm{tr}(U)", ["W", "V", "U"]),
        (r"\|W\|_F^2 + \lVert V \rVert_F^2", ["W", "V"]),
        (r"\int_0^t p(t') dt' + I + I_n", ["p"]),
        (r"\nabla_W J", ["W", "J"]),
        (r"A^{-1} B^{\intercal} C^{1/2} D^{\mathsf{T}}", ["A", "B", "C", "D"]),
        (r"\begin{cases} a \end{cases} \label{eq:b} \quad c", ["a", "c"]),
        (r"\forall t > 0: W", ["W"]),
        (r"{ W", []),
        ("", []),
    ],
)
def test_names(row: str, names: list[str]) -> None:
    assert [*letters([row]).known] == names


def test_marks() -> None:
    known = letters([r"\dot{p}_j = f^T f + H(t) \eta", r"a = p_j"]).known
    assert (known["p_j"].moves, known["p_j"].index, known["p_j"].rows) == (True, "j", {0, 1})
    assert known["f"].transposed
    assert known["H"].timed
    assert (known[r"\eta"].moves, known[r"\eta"].timed, known[r"\eta"].index) == (False, False, "")


def test_what_is_no_letter() -> None:
    rows = [r"\|A\|_\mathrm{F}^2 + \langle A, A \rangle_F", r"I_n + \mathbf{I} + \mathrm{Id}_n"]
    rows += [r"\frac{\mathrm{d}A}{\mathrm{d}t} = \partial_t A^{\mathsf T} + A^\intercal"]
    assert [*letters(rows).known] == ["A"]


def test_indices() -> None:
    known = letters([r"\max_m s_m + \sum_{q \neq r} x_q + W_j + \alpha_p + \mathbf{x}_i"]).known
    found = {name: letter.index for name, letter in known.items()}
    assert found == {"s_m": "m", "x_q": "q", "W_j": "", r"\alpha_p": "", r"\mathbf{x}_i": ""}


def test_members_of_a_diagonal() -> None:
    found = letters([r"F = \text{diag}(s_1, \dots, s_d)", "p_k = 1"])
    assert [*found.known] == ["F", "p_k", "s_k"]
    assert found.known["s_k"].index == "k"
    assert found.spaces == {"d": "k"}
    assert [*letters([r"\text{diag}(F)"]).known] == ["F"]


def test_kinds_of_letters() -> None:
    assert [*map(is_capital, ["W", r"\hat{W}", r"\Lambda_x", r"\mathbf{X}", "w", r"\lambda"])] == [
        *[True] * 4,
        *[False] * 2,
    ]
    assert is_bold(r"\mathbf{x}_1")
    assert not is_bold(r"\beta")


def test_a_row_that_is_too_long_to_be_read() -> None:
    assert [*letters(["d" * 100_000, "W"]).known] == ["W"]


def test_what_stands_above_is_a_part_of_the_name_where_it_is_no_power() -> None:
    row = r"\tau \dot{W}^{21} = {W^{32}}^T \Sigma^{yx} + w^{(1)} z^2 A^{-1} y^{n-1} q^{(t)} b^*"
    names = [r"\tau", "W^{21}", "W^{32}", r"\Sigma^{yx}", "w^{(1)}", "z", "A", "y", "n", "q", "b^*"]
    assert [*letters([row]).known] == names


def test_samples_with_their_index_above() -> None:
    found = letters([r"L = \sum_{\mu=1}^P \|W x^\mu - y^\mu\|^2 + \sum_{\nu} x^{\nu \top} x^\nu"])
    indices = {name: letter.index for name, letter in found.known.items()}
    assert indices == {"L": "", "P": "", "W": "", r"x^\mu": r"\mu", r"y^\mu": r"\mu"}
    assert found.known[r"x^\mu"].transposed
    assert found.spaces == {"P": r"\mu"}


def test_entries_are_of_their_matrix() -> None:
    found = letters([r"\dot{W}_{ij} = -\sum_{k=1}^n A_{ik} W_{kj} + a_{12} S_{yx} \delta_p"])
    assert [*found.known] == ["W", "n", "A", "a_{12}", "S_{yx}", r"\delta_p"]
    assert found.known["W"].moves
    assert found.spaces == {"n": "k"}


def test_an_index_is_said_to_run() -> None:
    found = letters([r"\dot{s}_\alpha = -s_\alpha, \quad \text{for } \alpha = 1, \dots, r"])
    assert [*found.known] == [r"s_\alpha"]
    assert (found.known[r"s_\alpha"].index, found.spaces) == (r"\alpha", {"r": r"\alpha"})


def test_the_letter_of_an_integral_is_no_symbol() -> None:
    rows = [r"\dot{W} = X + \int_0^t W(s) \, ds", r"q = \int_{0}^{t} p(\tau) \, \mathrm{d}\tau"]
    assert [*letters(rows).known] == ["W", "X", "q", "p"]

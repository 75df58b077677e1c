"""Names of Coq for symbols."""

from __future__ import annotations

import re

import pytest
from tests.derive.coq.test_claims import goals_of

from sslcheck.derive.coq.names import Names
from sslcheck.derive.coq.theorems import Goal, theorem
from sslcheck.derive.expr import ZERO, Prod, Relation, Sym, Transpose
from sslcheck.derive.setting import Setting, Symbol


def test_names_are_readable_distinct_and_no_words_of_coq() -> None:
    names = Names()
    symbols = ["W_p", "W", "X", "X'", r"\alpha_p", r"\hat{F}", "F", "in", "SV", "S0", "p_+", "p_-"]
    found = [names(symbol) for symbol in symbols]
    assert found[:6] == ["W_p", "W", "X", "X_prime", "alpha_p", "hat_F"]
    assert len({*found, names("W.p"), names(r"\dot{W}")}) == len(found) + 2
    assert all(re.fullmatch("[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?", name) for name in found)
    assert not {"in", "SV", "S0"} & {*found}
    assert names("W_p") == "W_p"


NOTATIONS = {*"MNRTijkmx", "rV", "tr", "char"}
"""Letters of `'M[K_]`, `^T`, `%N` and the like, and variables bound where they stand."""


@pytest.mark.parametrize(
    ("article", "claim"),
    [
        ("stepwise", "4.kept"),
        ("deep-linear", "3"),
        ("stepwise", "3.stay"),
        ("dimensional-collapse", "2.never"),
        ("non-contrastive", "8.fixed"),
        ("non-contrastive", "4"),
        ("directpred", "4.psd"),
        ("oja", "3.climb"),
    ],
)
def test_no_symbol_has_a_name_that_theorems_and_proofs_use(article: str, claim: str) -> None:
    """Generated names end in `_`, which no symbol's does; what else is used is known."""
    for goal in goals_of(article, claim):
        text = re.sub(r"\(\*.*?\*\)", "", theorem("it", goal), flags=re.DOTALL)
        own = {*re.findall(r"(?:Variable|let) (\w+) :|\((\w+) : ", text)}
        own = {name for names in own for name in names} | {"L", "j", "it"}
        used = {w for w in re.findall(r"[A-Za-z]\w*", text) if not w.endswith("_")}
        words = used - own - NOTATIONS
        assert len(words) > 40
        assert not [word for word in words if Names()(word) == word]


def test_symbols_with_names_of_hypotheses_and_sizes() -> None:
    names = ("S", "sym_S", "psd_S", "size_n", "char0", "n'", "n_prime")
    symbols = {name: Symbol(name, ("n", "n")) for name in names}
    symbols["S"] = Symbol("S", ("n", "n"), properties=frozenset({"symmetric"}))
    symbols["A"] = Symbol("A", ("n'", "n_prime"))
    whole = Prod((*map(Sym, names), Sym("A"), Transpose(Sym("A"))))
    text = theorem("it", Goal(Relation(whole, "=", whole), Setting(symbols)))
    section = text[text.index("Section Thm.") : text.index("Theorem it")]
    found = re.findall(r"(?:Variable|Hypothesis|Definition|Lemma) (\w+)", section)
    assert len(found) == len({*found}) > len(names)


def test_a_symbol_whose_name_begins_like_that_of_a_hypothesis_is_met() -> None:
    """What is psd is said of the matrix, whatever it is called."""
    symbols = {"nz0": Symbol("nz0", ("n", "n"), properties=frozenset({"psd"}))}
    goal = Goal(
        Relation(Sym("nz0"), "=", Sym("nz0")),
        Setting(symbols),
        bound=Relation(ZERO, "<=", Sym("nz0")),
    )
    text = theorem("it", goal)
    assert "Hypothesis psd_nz0_ : psd nz0." in text
    assert "(psd nz0)." in text.partition("Lemma met_")[2]

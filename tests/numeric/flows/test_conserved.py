"""Which proved claims give a constant of a run, and by which factor it moves."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from sslcheck.derive import expr as e
from sslcheck.derive.article.article import Article
from sslcheck.derive.article.derivation import Derivation
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.discover import discover
from sslcheck.derive.discover.given import with_data
from sslcheck.derive.discover.save import with_laws
from sslcheck.derive.reading.loading import article_text, load_article, parse_article
from sslcheck.derive.text.printing import to_text
from sslcheck.derive.verdicts.report import Report
from sslcheck.numeric.article import derivation
from sslcheck.numeric.flows.conserved import (
    INTEGRALS,
    Conserved,
    _apart,
    conserved,
    proved_of,
    without,
)
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.look.world import world_of


def laws(name: str, flow: str, states: tuple[str, ...], **given: Any) -> dict[str, Conserved]:
    scene = derivation(name)
    article = scene.article
    inputs = Inputs(article, FlowOptions(name, **given), states, tuple(article.spaces))
    claims = proved_of(scene, flow, inputs, INTEGRALS)
    return {law.claim: law for law in conserved(article, claims, inputs)}


def test_the_factor_is_that_of_the_claim() -> None:
    found = laws("deep-linear-2", "with-decay", ("W_1", "W_2"), values={r"\lambda": 0.3})
    assert {*found} == {"3"}  # 3.rate is false, and the others need no decay
    ratio = found["3"].factor(2.0) / found["3"].factor(0.0)
    assert float(ratio[0]) == pytest.approx(math.exp(-2 * 0.3 * 2.0), rel=1e-12)
    assert to_text(found["3"].quantity) == "W_2^T W_2 - W_1 W_1^T"


def test_what_is_proved_is_decided_once_for_all_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def counted(article: Article, claims: list[str], *, ledger: bool) -> Report:
        asked.append(claims)
        return verify(article, claims, ledger=ledger)

    monkeypatch.setattr("sslcheck.numeric.flows.conserved.verify", counted)
    scene = Derivation(load_article("two-layer"))
    inputs = Inputs(
        scene.article, FlowOptions("two-layer"), ("A", "B"), tuple(scene.article.spaces)
    )
    first, second = (proved_of(scene, "descent", inputs, INTEGRALS) for _ in range(2))
    assert [claim.id for claim in first] == ["2"]
    assert second == first
    assert asked == [["2"]]
    assert proved_of(scene, "descent", inputs, INTEGRALS, frozenset()) == ()


def test_a_hypothesis_about_parameters_is_looked_up_in_the_run() -> None:
    still = laws("deep-linear-2", "with-decay", ("W_1", "W_2"), values={r"\lambda": 0.0})
    assert {*still} == {"3", "3.conserved", "3.norms"}
    assert float(still["3.norms"].factor(5.0)[0]) == float(still["3.norms"].factor(0.0)[0])


def test_a_hypothesis_about_data_is_looked_up_in_the_run(tmp_path: Path) -> None:
    text, _ = with_data(*article_text("dimensional-collapse"), {"X": "isotropic"})
    found = discover(parse_article(text, "x"), "one-layer", ("isotropic X",), 1)
    (tmp_path / "x.toml").write_text(with_laws(text, "x", found), encoding="utf-8")
    name, (law,) = str(tmp_path / "x.toml"), [c.id for c in found.article.claims]
    size = found.laws[0].rate.name  # type: ignore[attr-defined]
    for kind, value, met in (
        ("isotropic", 1.0, True),
        ("isotropic", 2.0, False),
        ("dense", 1.0, False),
    ):
        held = laws(name, "one-layer", ("W",), data={"X": kind}, values={size: value})
        assert (f"one-layer.{law}" in held) is met


def test_what_is_refuted_or_of_another_flow_is_no_law() -> None:
    found = laws("dimensional-collapse", "two-layers", ("W_1", "W_2"))
    assert {*found} == {"4"}
    assert laws("dimensional-collapse", "one-layer", ("W",)) == {}


def test_hypotheses_on_states_are_not_taken_for_granted() -> None:
    found = laws("directpred", "no-stop-gradient", ("W_p", "W"))
    assert all(law.limit for law in found.values())


def test_a_symbol_is_left_out_of_an_expression() -> None:
    A, C = e.Sym("A"), e.Sym("C")
    assert without(e.Sum((A, e.Prod((e.Sym("q"), C)))), "C") == A
    assert without(e.Sum((A, A, e.Transpose(C))), "C") == e.Sum((A, A))
    assert without(e.Trace(e.Prod((A, C))), "C") == e.Num(e.Num(0).value)  # type: ignore[arg-type]
    assert without(e.Quotient(C, A), "C") == e.Num(0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "reading",
    [
        r"e^{2 \lambda t} (W_2^T W_2 - W_1 W_1^T) = D",
        r"D + W_1 W_1^T e^{2 \lambda t} = W_2^T W_2 e^{2 \lambda t}",
    ],
)
def test_a_factor_of_time_may_stand_before_the_quantity(tmp_path: Path, reading: str) -> None:
    text = article_text("deep-linear-2")[0]
    (tmp_path / "x.toml").write_text(
        f'{text}\n[[claim]]\nid = "new"\nkind = "integral"\nconstant = "D"\n'
        f"flow = \"with-decay\"\nreading = '{reading}'\n",
        encoding="utf-8",
    )
    name = str(tmp_path / "x.toml")
    law = laws(name, "with-decay", ("W_1", "W_2"), values={r"\lambda": 0.3})["new"]
    ratio = law.factor(2.0) / law.factor(0.0)
    assert float(ratio[0]) == pytest.approx(math.exp(-2 * 0.3 * 2.0), rel=1e-12)
    assert "e^" not in to_text(law.quantity)


def test_factors_of_time_that_differ_are_no_factor() -> None:
    article = load_article("deep-linear-2")
    claim = next(c for c in article.claims if c.id == "3")
    A, B, early, late = e.Sym("W_1"), e.Sym("W_2"), e.Exp(e.Sym("t")), e.Exp(e.negative(e.Sym("t")))
    both = e.Sum((e.Prod((A, early)), e.Prod((B, late))))
    world = world_of(article, claim)
    assert _apart(both, world) == ((), both)
    assert _apart(e.Prod((A, early)), world) == ((early,), A)
    assert _apart(e.Prod((A, e.Prod((B, e.Sym("t"))))), world)[0] == ()

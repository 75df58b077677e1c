"""Where each value of a run comes from, and what is kept of a matrix with structure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.derive.reading.loading import load_article
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.options import SIZE, FlowOptions

ARTICLE = load_article("two-layer")


def inputs(**given: Any) -> Inputs:
    options = FlowOptions("two-layer", **{"sizes": {"d": 5, "h": 3, "m": 2}, **given})
    return Inputs(ARTICLE, options, ("A", "B"), tuple(ARTICLE.spaces))


def test_each_symbol_has_the_shape_of_its_spaces() -> None:
    found = inputs()
    assert found.start("A").shape == (3, 5)
    assert found.start("B").shape == (2, 3)
    assert found.value("R").shape == (2, 5)
    assert np.linalg.eigvalsh(found.value("S")).min() > 0
    assert found.sizes_text == "d = 5, h = 3, m = 2"
    assert inputs(sizes={"d": 4}).value("R").shape == (SIZE, 4)


@pytest.mark.parametrize(
    ("kind", "shape"), [("isotropic", ()), ("diagonal", (5,)), ("dense", (5, 5))]
)
def test_structure_is_kept_as_asked_for(kind: str, shape: tuple[int, ...]) -> None:
    found = inputs(data={"S": kind})
    assert found.value("S").shape == shape
    assert found.full("S").shape == (5, 5)
    assert found.structure["S"] == kind


def test_files_give_data_and_starts(tmp_path: Path) -> None:
    np.save(tmp_path / "S.npy", np.arange(5.0))
    np.save(tmp_path / "A.npy", np.ones((3, 5)))
    found = inputs(data={"S": str(tmp_path / "S.npy")}, starts={"A": str(tmp_path / "A.npy")})
    np.testing.assert_array_equal(found.full("S"), np.diag(np.arange(5.0)))
    assert found.structure == {"S": "diagonal"}
    np.testing.assert_array_equal(found.start("A"), np.ones((3, 5)))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InvalidOption, match="asks for a square matrix, and `R` is declared as m x"):
        inputs(data={"R": "isotropic"})
    with pytest.raises(InvalidOption, match="no `Q`; the data of this flow are: `S`, `R`"):
        inputs(data={"Q": "dense"})
    with pytest.raises(InvalidOption, match="`S` is not one of the states of this flow"):
        inputs(starts={"S": "S.npy"})
    with pytest.raises(InvalidOption, match="no space `q`"):
        inputs(sizes={"q": 3})
    with pytest.raises(InvalidOption, match=r"`δ` is declared positive; got -1"):
        inputs(values={r"\delta": -1.0})


def test_a_scalar_starts_from_a_number() -> None:
    article = load_article("oja")
    options = FlowOptions("oja", "length", starts={"ν": "0.25"})
    assert Inputs(article, options, (r"\nu",), tuple(article.spaces)).start(r"\nu") == 0.25
    bad = FlowOptions("oja", "length", starts={"ν": "-1"})
    with pytest.raises(InvalidOption, match="declared positive"):
        Inputs(article, bad, (r"\nu",), tuple(article.spaces)).start(r"\nu")


def test_what_nothing_reads_is_refused() -> None:
    found = inputs(values={r"\delta": 0.1}, data={"S": "isotropic"})
    with pytest.raises(InvalidOption, match=r"`--set \\delta=...` has no effect: .*; leave it out"):
        found.check_read()
    found.value(r"\delta")
    with pytest.raises(InvalidOption, match=r"`--data S=...` has no effect"):
        found.check_read()
    found.value("S", read=False)
    with pytest.raises(InvalidOption, match=r"`--data S=...` has no effect"):
        found.check_read()
    found.value("S")
    found.check_read()

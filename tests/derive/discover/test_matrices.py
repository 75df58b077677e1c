"""Laws that are sums of words."""

from __future__ import annotations

from collections.abc import Mapping

from tests.derive.flowing import LAYERS, flow_article, normal_of

from sslcheck.derive.discover.matrices import MatrixLaws
from sslcheck.derive.discover.residues import Residues
from sslcheck.derive.discover.words import letters_of
from sslcheck.derive.text.printing import to_text


def laws(
    equations: list[str], degree: int, symbols: Mapping[str, str] = LAYERS
) -> list[tuple[str, str]]:
    normal = normal_of(flow_article(symbols, equations))
    search = MatrixLaws(normal, letters_of(normal), Residues(normal))
    found = [
        (search.element(shape, law), law.rate)
        for step in range(1, degree + 1)
        for shape, law in search.step(step)
    ]
    return [
        (to_text(normal.expr(q)), to_text(normal.expr(normal.alphabet.scalar(r)))) for q, r in found
    ]


def test_balanced_layers() -> None:
    found = laws([r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"], 3)
    assert found[0] == ("-U U^T + V^T V", "-2 h")
    assert found[1:] == [("-U R^T V + V^T R U^T", "-2 h")]  # of a residual that is constant


def test_for_every_loss() -> None:
    loss = {**LAYERS, "R": 'shape = ["n", "d"], role = "function"'}
    equations = [r"\dot{U} = V^T R - h U", r"\dot{V} = R U^T - h V"]
    assert laws(equations, 4, loss)[0] == ("-U U^T + V^T V", "-2 h")
    assert all(rate == "-4 h" for _, rate in laws(equations, 4, loss)[1:])


def test_coefficients_are_functions_of_parameters() -> None:
    found = laws([r"\dot{U} = (1 + a) V^T R", r"\dot{V} = \frac{1}{a} R U^T"], 2)
    assert len(found) == 1
    assert "a" in found[0][0]
    assert found[0][1] == "0"


def test_a_sign_that_is_wrong_leaves_other_laws_or_none() -> None:
    assert laws([r"\dot{U} = -V^T R", r"\dot{V} = R U^T"], 2) == [("U U^T + V^T V", "0")]
    assert laws([r"\dot{U} = V^T R", r"\dot{V} = R U^T + a V"], 2) == []


def test_a_letter_of_its_own_decays() -> None:
    found = laws([r"\dot{U} = -h U", r"\dot{V} = R U^T - a V"], 1)
    assert found == [("U", "-h")]

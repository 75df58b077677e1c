"""The model of a run: the flow itself, or a smaller one where it is exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sslcheck.numeric.article import derivation
from sslcheck.numeric.bounds import InvalidOption
from sslcheck.numeric.choose import NotExact
from sslcheck.numeric.flows.chosen import Chosen, choose
from sslcheck.numeric.flows.inputs import Inputs
from sslcheck.numeric.flows.options import FlowOptions
from sslcheck.numeric.flows.run import FlowSimulation
from sslcheck.numeric.system import plan_of

SIZES = {"d": 9, "h": 3, "m": 2}
SIZES_2 = {"d": 4, "h": 2, "m": 3}
FILES = {
    "S": np.diag([3.0, 2.0, 1.0, 1.0]) + np.diag([0.0, 0.0, 0.5], 1) + np.diag([0.0, 0.0, 0.5], -1),
    "R": np.diag([1.0, 2.0, 5.0]) @ np.eye(3, 4),
    "A": np.diag([0.5, 0.25]) @ np.eye(2, 4),
    "B": np.eye(3, 2) @ np.diag([0.1, 0.2]),
}


def chosen(wanted: str = "auto", **given: Any) -> Chosen:
    scene = derivation("two-layer")
    options = FlowOptions("two-layer", **{"sizes": SIZES, **given})
    inputs = Inputs(scene.article, options, ("A", "B"), tuple(scene.article.spaces))
    return choose(scene, "descent", inputs, wanted)


def test_dense_data_take_the_flow_itself() -> None:
    found = chosen()
    assert found.model is found.full
    assert found.why == "the flow itself"


def test_structure_is_that_of_the_data() -> None:
    assert chosen(data={"S": "diagonal"}).model.structure == {"S": "diagonal", "R": "dense"}


def test_a_reduction_that_is_not_exact_is_refused() -> None:
    about = derivation("directpred")
    plain = FlowOptions("directpred", "byol")
    given = Inputs(about.article, plain, ("W_p", "W", "W_a"), tuple(about.article.spaces))
    with pytest.raises(NotExact, match=r"`X` is no multiple of the identity"):
        choose(about, "byol", given, "gram")
    scene = derivation("oja")
    options = FlowOptions("oja", "length")
    inputs = Inputs(scene.article, options, (r"\nu",), tuple(scene.article.spaces))
    with pytest.raises(NotExact, match="no closed set of products was found"):
        choose(scene, "length", inputs, "gram")


def test_gram_matrices_without_hidden_units_for_any_data() -> None:
    """The cheapest closed set; which space it leaves out depends on the sizes."""
    found = chosen("gram", sizes={"d": 3, "h": 90, "m": 2})
    assert {*found.model.states} == {"A^T A", "B B^T", "A^T B^T"}
    assert found.plan.flops < plan_of(found.full, {"d": 3, "h": 90, "m": 2}).flops
    assert "closed, 3 identities proved" in found.why


def test_modes_are_taken_only_when_asked_for() -> None:
    modal = chosen("modal", sizes=SIZES_2)
    assert modal.model.name == "modal"
    assert "proved by both routes" in modal.why


def modes(wanted: str, products: str = "") -> Chosen:
    scene = derivation("directset")
    options = FlowOptions("directset", "singular-values", products=products)
    inputs = Inputs(scene.article, options, (r"\lambda_S", r"\lambda_B"), ())
    return choose(scene, "singular-values", inputs, wanted)


def test_products_of_numbers() -> None:
    assert len(modes("gram").model.states) == 1
    assert {*modes("gram", "λ_B^2,  λ_S^2").model.states} == {"λ_S^2", "λ_B^2"}
    assert modes("auto").model is modes("auto").full or modes("auto").model.name == "full"
    with pytest.raises(NotExact, match="moves scalars: leave `--model modal` out"):
        modes("modal")


def test_a_set_by_its_products() -> None:
    wanted = "A^TB^T, B B^T, A^T A"
    assert {*chosen("gram", products=wanted).model.states} == {"A^T A", "B B^T", "A^T B^T"}
    with pytest.raises(NotExact, match=r"`--products` is none of \"A\^T A, B B\^T, A\^T B\^T\""):
        chosen("gram", products="A")
    with pytest.raises(InvalidOption, match="of `--model gram`, not `auto`"):
        chosen(products=wanted)


def test_products_move_as_the_numbers_do() -> None:
    """The same run in the products and in the numbers themselves."""
    scene = derivation("exact-modes")
    ends = []
    for model in ("full", "gram"):
        options = FlowOptions("exact-modes", "aligned-layers", {"h": 5}, model=model, rtol=1e-9)
        run = FlowSimulation(options, scene=scene).run()
        ends.append(run.states)
    full, few = ends
    made = {"a_j_2": full["a_j"] ** 2, "a_j_b_j": full["a_j"] * full["b_j"]}
    for name, value in made.items():
        np.testing.assert_allclose(few[name], value, rtol=1e-6)


def modal_run(tmp_path: Path, **arrays: Any) -> FlowSimulation:
    files: dict[str, str] = {}
    for name, array in arrays.items():
        np.save(files.setdefault(name, str(tmp_path / f"{name}.npy")), array)
    starts = {name: files.pop(name) for name in [*files] if name in "AB"}
    options = FlowOptions("two-layer", sizes=SIZES_2, data=files, starts=starts, model="modal")
    return FlowSimulation(options)


def test_modes_start_and_have_data_as_files_say(tmp_path: Path) -> None:
    """The same run as of the flow itself, mode by mode; what no state meets does not matter."""
    few = modal_run(tmp_path, **FILES).run()
    files = {name: str(tmp_path / f"{name}.npy") for name in FILES}
    starts = {name: files.pop(name) for name in [*files] if name in "AB"}
    full = FlowSimulation(FlowOptions("two-layer", sizes=SIZES_2, data=files, starts=starts)).run()
    whole = {"A_j": full.states["A"], "B_j": full.states["B"]}
    assert len(few.states) == len(whole)
    for entries, matrices in zip(few.states.values(), whole.values(), strict=True):
        diagonals = np.diagonal(matrices, axis1=1, axis2=2)
        np.testing.assert_allclose(entries, diagonals, rtol=1e-5)


@pytest.mark.parametrize("name", FILES)
def test_what_is_not_aligned_has_no_modes(tmp_path: Path, name: str) -> None:
    turned = FILES[name].copy()
    turned[0, 1] = 1.0
    turned[1, 0] = 1.0 if name == "S" else 0.0
    with pytest.raises(InvalidOption, match=f"`{name}` is not diagonal with 2 entries"):
        modal_run(tmp_path, **{name: turned}).initial()


def test_a_basis_has_room_for_all_modes() -> None:
    with pytest.raises(NotExact, match="a mode for each dimension of `h`, 5, and `m` has 3"):
        chosen("modal", sizes={"d": 9, "h": 5, "m": 3})

"""The tables of an article at a layout."""

from typing import Any

from tests.derive.layers.chains import LAYERS, layout

from sslcheck.derive.layers.indices import Index
from sslcheck.derive.layers.layout import WIDE, Layout
from sslcheck.derive.layers.unrolled import Unrolled, reach_of

DATA: dict[str, Any] = {
    "spaces": {"n_j": "units"},
    "symbols": {
        "W_j": {"shape": ["n_j", "n_{j-1}"], "role": "state"},
        "Q_j": {"shape": ["n_j", "n_j"]},
    },
    "definitions": {"Q_j": "W_j W_j^T - W_{j+1}^T W_{j+1}"},
    "rules": {"step": "s", "W_j": "W_j - s W_j"},
    "flows": {"own": {"equations": [r"\dot{W}_j = W_{j+1}", r"\dot{W}_L = 0"]}},
    "hypotheses": {"b": {"relations": ["W_{j+1}^T W_{j+1} = W_j W_j^T"]}},
    "claim": [{"id": "W_j", "reading": "Q_j = 0"}],
}
REACH = reach_of(LAYERS, DATA["definitions"])


def unrolled(at: Layout) -> dict[str, Any]:
    told: list[object] = []
    found = Unrolled(DATA, LAYERS, at, REACH, lambda *one: told.append(one)).tables([0])
    assert not told
    return found


def test_each_layer_that_has_it() -> None:
    found = unrolled(layout(3, 2))
    assert [*found["spaces"]] == ["n_0", "n_1", "n_2", "n_3"]
    assert [*found["symbols"]] == ["W_1", "W_2", "W_3", "Q_1", "Q_2"]
    assert found["symbols"]["W_2"]["shape"] == ["n_2", "n_1"]
    assert [*found["rules"]] == ["step", "W_1", "W_2", "W_3"]
    assert len(found["hypotheses"]["b"]["relations"]) == 2
    assert found["flows"]["own"]["equations"][2] == r"\dot{W}_3 = 0"
    assert found["claim"] == [{"id": "W_j", "reading": "Q_2 = 0"}]


def test_what_reaches_into_a_block_is_left_out() -> None:
    at = Layout(WIDE + 2, 1, LAYERS.names, ((3, WIDE + 2),))
    found = unrolled(at)
    assert [*found["symbols"]] == ["W_1", "W_2", "Q_1"]
    assert len(found["hypotheses"]["b"]["relations"]) == 1
    assert "own" not in found["flows"]


def test_how_far_a_definition_reaches() -> None:
    assert {"Q": {Index("j", -1), Index("j", 0), Index("j", 1)}} == REACH

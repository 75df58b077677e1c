"""Claims about chains of balanced layers, at every depth."""

import numpy as np
import pytest
from numpy.linalg import eigh, matrix_power, qr

from sslcheck.derive.decide.balanced import Balanced, chain_of
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

HEAD = r"""
[article]
name = "deep"
format = 2
[layers]
index = "j"
depth = "L"
at_least = 2
[spaces]
n_j = "units"
[symbols]
W_j = { shape = ["n_j", "n_{j-1}"], role = "state" }
w_j = { role = "state", sign = "positive" }
v_j = { role = "state" }
W = { shape = ["n_L", "n_0"] }
G = { shape = ["n_L", "n_0"] }
X = { shape = ["n_0", "n_0"], properties = ["psd"] }
Y = { shape = ["n_L", "n_0"] }
J = {}
H = {}
w = {}
v = {}
a = {}
c = { sign = "positive" }
[definitions]
W = 'W_L \cdots W_1'
G = 'W X - Y'
J = '\frac{1}{2} \text{tr}(W X W^T) - \text{tr}(W Y^T)'
H = '\frac{1}{2} (w - a)^2'
w = '\prod_{j=1}^{L} w_j'
v = 'v_L \cdots v_1'
[flows.f]
equations = ['\dot{W}_j = -\nabla_{W_j} J']
[flows.g]
equations = ['\dot{w}_j = -\nabla_{w_j} H']
[flows.off]
equations = ['\dot{W}_j = -\nabla_{W_j} J + j W_j']
[hypotheses.balanced]
text = "balanced"
relations = ['W_{j+1}^T W_{j+1} = W_j W_j^T']
[hypotheses.turned]
text = "balanced, said of the layer before"
relations = ['W_{j-1} W_{j-1}^T - W_j^T W_j = 0']
[hypotheses.along]
text = "balanced"
relations = ['W_{j+1}^T W_{j+1} = W_j W_j^T']
holds = "along"
[hypotheses.start]
text = "balanced"
relations = ['W_{j+1}^T W_{j+1} = W_j W_j^T']
holds = "at the start"
[hypotheses.numbers]
text = "balanced"
relations = ['w_{j+1}^2 = w_j^2']
[hypotheses.equal]
text = "equal"
relations = ['w_{j+1} = w_j']
[hypotheses.signed]
text = "balanced"
relations = ['v_{j+1}^2 = v_j^2']
"""
WHOLE = r"\dot{W} = -\sum_{j=1}^{L}"
OTHERS = [
    "W_{j+1}^T W_{j+1} - W_j W_j^T = c I",
    "W_{j+1}^T W_{j+1} = 2 W_j W_j^T",
    "W_2^T W_2 = W_1 W_1^T",
    r"W_{j+1}^T W_{j+1} = W_j W_j^T, \quad j = 2, \dots, L-1",
    "W_{j+1}^T W_{j+1} = W_j W_j^T + (j-1)(j-2)(j-3) c I",
    r"\|W_{j+1}\|_F^2 = \|W_j\|_F^2",
]
CUT = r"W_L \cdots W_{j+1} \dot{W}_j W_{j-1} \cdots W_1 ="


def decided(
    reading: str, *hypotheses: str, flow: str = "", kind: str = "identity", head: str = HEAD
) -> ClaimResult:
    said = f'[[claim]]\nid = "c"\nkind = "{kind}"\nreading = \'{reading}\'\n'
    said += f"hypotheses = {[*hypotheses]}\n" + (f'flow = "{flow}"\n' if flow else "")
    return verify(parse_article(head + said, "deep.toml"), ledger=False, budget=600).claims[0]


@pytest.mark.parametrize(
    ("reading", "supposed", "flow"),
    [
        ("W W^T = (W_L W_L^T)^L", "balanced", ""),
        ("W W^T = (W_L W_L^T)^L", "turned", ""),
        ("W^T W = (W_1^T W_1)^L", "balanced", ""),
        (r"(W_j \cdots W_1)(W_j \cdots W_1)^T = (W_j W_j^T)^j", "balanced", ""),
        (r"(W_L \cdots W_j)(W_L \cdots W_j)^T = (W_L W_L^T)^{L-j+1}", "balanced", ""),
        (r"\sum_{j=1}^{L} \|W_j\|_F^2 = L \|W_1\|_F^2", "balanced", ""),
        (r"\|W_j\|_F^2 = \|W_1\|_F^2", "balanced", ""),
        (r"\text{tr}(W W^T) = \text{tr}((W_1 W_1^T)^L)", "balanced", ""),
        ("(W W^T)^{1/L} = W_L W_L^T", "balanced", ""),
        (r"(W W^T)^{\frac{L-j}{L}} = (W_L W_L^T)^{L-j}", "balanced", ""),
        (rf"{WHOLE} (W W^T)^{{(L-j)/L}} G (W^T W)^{{(j-1)/L}}", "balanced", "f"),
        (rf"{WHOLE} (W W^T)^{{(L-j)/L}} G (W^T W)^{{(j-1)/L}}", "along", "f"),
        (rf"{WHOLE} (W W^T)^{{(L-j)/L}} G (W^T W)^{{(j-1)/L}}", "start", "f"),
        (rf"{CUT} -(W W^T)^{{(L-j)/L}} G (W^T W)^{{(j-1)/L}}", "balanced", "f"),
        (r"\|W_L\|_F^2 = \|W_1\|_F^2", "start", "f"),
        ("w = w_1^L", "equal", ""),
        ("w^{2/L} = w_j^2", "numbers", ""),
        ("v^2 = (v_1^2)^L", "signed", ""),
        (r"\dot{w} = -L w^{2-2/L} \cdot (w - a)", "numbers", "g"),
        (r"\dot{w}_j = -w^{1-\frac{1}{L}} \cdot (w - a)", "numbers", "g"),
    ],
)
def test_what_follows_from_balance_is_proved_at_every_depth(
    reading: str, supposed: str, flow: str
) -> None:
    found = decided(reading, supposed, flow=flow)
    assert (found.verdict, found.why) == (Verdict.PROVED, "all sizes, every depth")
    assert len(found.conditions) == 1


@pytest.mark.parametrize(
    ("reading", "flow"),
    [
        ("W W^T = (W_L W_L^T)^{L-1}", ""),
        ("W W^T = (W_1 W_1^T)^L", ""),
        ("W W^T = (W_L^T W_L)^L", ""),
        ("W^T W = (W_L W_L^T)^L", ""),
        ("W W^T = (W_L W_L^T)^L + L I", ""),
        (r"(W_j \cdots W_1)(W_j \cdots W_1)^T = (W_j W_j^T)^{j+1}", ""),
        (r"(W_L \cdots W_j)(W_L \cdots W_j)^T = (W_L W_L^T)^{L-j}", ""),
        (r"\sum_{j=1}^{L} \|W_j\|_F^2 = (L-1) \|W_1\|_F^2", ""),
        (r"\|W_j\|_F^2 = \|W\|_F^2", ""),
        ("(W W^T)^{1/L} = W_1 W_1^T", ""),
        (r"(W W^T)^{(L-j+1)/L} = (W_L W_L^T)^{L-j}", ""),
        (rf"{WHOLE} (W W^T)^{{(L-j)/L}} G (W^T W)^{{j/L}}", "f"),
        (rf"{WHOLE} (W W^T)^{{(j-1)/L}} G (W^T W)^{{(j-1)/L}}", "f"),
        (rf"{WHOLE} (W W^T)^{{L-j}} G (W^T W)^{{j-1}}", "f"),
        (rf"{CUT} -(W W^T)^{{(L-j)/L}} G (W^T W)^{{j/L}}", "f"),
    ],
)
def test_what_does_not_follow_is_refuted(reading: str, flow: str) -> None:
    assert decided(reading, "balanced", flow=flow).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("reading", "supposed", "flow"),
    [
        ("w = w_1^{L+1}", "numbers", ""),
        ("v = (v_1^2)^{L/2}", "signed", ""),
        ("v = v_1^L", "signed", ""),
        (r"\dot{w} = -L w^{2-1/L} \cdot (w - a)", "numbers", "g"),
        (r"\dot{w} = -w^{2-2/L} \cdot (w - a)", "numbers", "g"),
    ],
)
def test_what_does_not_follow_of_numbers_is_not_shown(
    reading: str, supposed: str, flow: str
) -> None:
    found = decided(reading, supposed, flow=flow)
    assert found.verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize("relation", OTHERS)
def test_other_hypotheses_are_not_balance(relation: str) -> None:
    other = f"[hypotheses.other]\ntext = 'other'\nrelations = ['{relation}']\n"
    found = decided("W W^T = (W_L W_L^T)^L", "other", head=HEAD + other)
    assert found.verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


def test_balance_at_the_start_counts_where_the_flow_keeps_it() -> None:
    found = decided("W W^T = (W_L W_L^T)^L", "start", flow="off")
    assert found.verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize(
    ("relation", "reading"),
    [
        (r"\|W_1\|_F^4 = \|W_1\|_F^2", r"\|W_1\|_F^2 = 1"),
        (r"\|W_1\|_F^4 = \|W_1\|_F^2", r"\|W_L\|_F^2 = 1"),
        (r"c \|W_L\|_F^2 = \|W_L\|_F^2", "c = 1"),
    ],
)
def test_what_else_is_supposed_of_layers_may_be_so_where_they_are_zero(
    relation: str, reading: str
) -> None:
    other = f"[hypotheses.other]\ntext = 'other'\nrelations = ['{relation}']\n"
    found = decided(reading, "balanced", "other", head=HEAD + other)
    assert found.verdict in (Verdict.REFUTED, Verdict.UNDECIDED)


@pytest.mark.parametrize(
    ("reading", "limits"),
    [
        (r"\|W_1\|_F^2 \ge 0", True),
        (r"\|W_1\|_F^2 > 0", False),
        (r"W_1^T W_1 \succ 0", False),
        (r"\|W_L\|_F^2 = \|W_1\|_F^2", True),
        (r"\frac{\|W_L\|_F^2}{\|W_1\|_F^2} = 1", False),
    ],
)
def test_what_is_not_so_in_the_limit_is_decided_of_the_layers_themselves(
    reading: str, limits: bool
) -> None:
    kind = "identity" if " = " in reading else "inequality"
    said = f'[[claim]]\nid = "c"\nkind = "{kind}"\nreading = \'{reading}\'\n'
    (claim,) = parse_article(f"{HEAD}{said}hypotheses = ['balanced']\n", "deep.toml").claims
    assert claim.depths
    chain = chain_of(claim.depths, lambda name: True)
    assert chain
    one = claim.depths.instances[0]
    assert (Balanced(one, chain).claim(one.claim) is not None) is limits


@pytest.mark.slow
@pytest.mark.parametrize("reading", [r"\|W_1\|_F^2 > 0", r"W_1^T W_1 \succ 0"])
def test_layers_may_be_zero(reading: str) -> None:
    found = decided(reading, "balanced", kind="inequality")
    assert found.verdict not in (Verdict.PROVED, Verdict.DISAGREEMENT)


def test_all_balanced_chains_have_what_is_in_common() -> None:
    """The theorem itself, in numbers: a chain of deficient rank, balanced layer by layer."""
    rng, sizes = np.random.default_rng(1), (3, 5, 4, 6)
    layers = [rng.normal(size=(5, 2)) @ rng.normal(size=(2, 3))]
    for rows in sizes[2:]:
        values, vectors = eigh(layers[-1] @ layers[-1].T)
        root = vectors @ np.diag(np.sqrt(values.clip(0))) @ vectors.T
        frame = qr(rng.normal(size=(max(rows, len(root)),) * 2))[0][:rows, : len(root)]
        if rows < len(root):  # keep the directions that count
            frame = qr(rng.normal(size=(rows, rows)))[0] @ vectors[:, -rows:].T
        layers.append(frame @ root)
    values, vectors = eigh(layers[0].T @ layers[0])
    ends, scale = [vectors[:, -2:]], np.sqrt(values[-2:])
    for layer in layers:
        ends.append(layer @ ends[-1] / scale)
    for below, layer, above in zip(ends, layers, ends[1:], strict=False):
        np.testing.assert_allclose(above.T @ above, np.eye(2), atol=1e-6)
        np.testing.assert_allclose(layer, above * scale @ below.T, atol=1e-6)
    whole = layers[2] @ layers[1] @ layers[0]
    power = matrix_power(layers[2] @ layers[2].T, 3)
    np.testing.assert_allclose(whole @ whole.T, power, atol=1e-6 * np.abs(power).max())

"""What a statement divides by is a condition where it may be 0."""

from __future__ import annotations

import pytest
from tests.derive.kinds.small import MATRIX, STATE, decided


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        ("x x^{-1} = 1", ("x ≠ 0",)),
        (r"\frac{x^2 y}{x y} = x", ("x ≠ 0", "y ≠ 0")),
        (r"\frac{1 + x^2}{1 + x^2} = 1", ()),
        (r"\frac{x}{x - p} - \frac{p}{x - p} = 1", ("-p + x ≠ 0",)),
        (r"\frac{1 + p (e^t - 1)}{1 + p (e^t - 1)} = 1", ()),  # an exponential is 1 at least
        (r"\frac{1 + x (e^t - 1)}{1 + x (e^t - 1)} = 1", ("1 - x + x e^t ≠ 0",)),
    ],
)
def test_divisors_that_may_be_0(statement: str, conditions: tuple[str, ...]) -> None:
    claim = decided("identity", statement, {"x": "", "y": "", "p": "sign = 'positive'"})
    assert set(claim.conditions) == set(conditions)
    assert claim.verdict.value == ("conditional" if conditions else "proved")


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        (r"\frac{\text{tr}(P)}{\text{tr}(P)} = 1", ("tr(P) ≠ 0",)),
        (r"\frac{\text{tr}(R)}{\text{tr}(R)} = 1", ()),  # R is positive definite
        (r"\frac{v^T v}{\|v\|} = \|v\|", ("v^T v ≠ 0",)),
        (r"\frac{v^T A v}{v^T A v} = 1", ("v^T A v ≠ 0",)),
        (r"\frac{\text{tr}(A) v^T v}{\text{tr}(A) v^T v} = 1", ("v^T v ≠ 0", "tr(A) ≠ 0")),
        (r"\frac{1}{\sqrt{v^T v}} \sqrt{v^T v} = 1", ("v^T v ≠ 0",)),
        (r"(v^T v)^{-1} v^T v = 1", ("v^T v ≠ 0",)),
        (r"\frac{v v^T v}{2 v^T A v} v^T A v = \frac{1}{2} v v^T v", ("v^T A v ≠ 0",)),
        (r"\frac{\det(A)}{\det(A)} = 1", ("det(A) ≠ 0",)),
        (r"\frac{\det(R)}{\det(R)} = 1", ()),
    ],
)
def test_numbers_made_of_matrices_may_be_0(statement: str, conditions: tuple[str, ...]) -> None:
    names = {"A": MATRIX, "P": f"{MATRIX}, properties = ['psd']", "v": "shape = ['n', '1']"}
    names["R"] = f"{MATRIX}, properties = ['psd', 'invertible']"
    assert decided("identity", statement, names).conditions == conditions


@pytest.mark.parametrize(
    ("kind", "statement", "conditions"),
    [
        ("identity", r"\frac{d}{dt} \sqrt{z} = -\frac{1}{2}", ("z ≠ 0",)),
        ("identity", r"\sqrt{z} = \sqrt{z(0)} - \frac{t}{2}", ("z ≠ 0",)),
        ("inequality", r"\frac{d}{dt} \sqrt{z} < 0", ("z ≠ 0",)),
        ("identity", r"\frac{d}{dt} \sqrt{y} = -\frac{1}{2}", ()),
        ("identity", r"\sqrt{y} = \sqrt{y(0)} - \frac{t}{2}", ("y ≠ 0",)),  # it gets to 0
        ("identity", r"\frac{d}{dt} \sqrt{u^2} = -\sqrt{u^2}", ()),
        ("identity", r"\ddot{z} = \frac{1}{2}", ("z ≠ 0",)),
        ("identity", r"\frac{d}{dt} (z \sqrt{z}) = -\frac{3}{2} z", ()),
        ("identity", r"\frac{d}{dt} e^{\sqrt{z}} = -\frac{1}{2} e^{\sqrt{z}}", ("z ≠ 0",)),
        (
            "identity",
            r"\frac{d}{dt} \frac{\partial}{\partial z} z^{3/2} = -\frac{3}{4}",
            ("z ≠ 0",),
        ),
        ("inequality", r"\ddot{z} > 0", ("z ≠ 0",)),
    ],
)
def test_a_root_that_gets_to_0_has_no_rate(
    kind: str, statement: str, conditions: tuple[str, ...]
) -> None:
    """With ``z' = -sqrt z`` what starts at 0 stays there."""
    names = {"z": f"{STATE}, sign = 'nonnegative'", "y": f"{STATE}, sign = 'positive'", "u": STATE}
    flow = (r"\dot{z} = -\sqrt{z}", r"\dot{y} = -\sqrt{y}", r"\dot{u} = -u")
    found = decided(kind, statement, names, flow).conditions
    assert tuple(c for c in found if "not seen to keep" not in c) == conditions


@pytest.mark.parametrize(
    ("statement", "conditions"),
    [
        (r"2 \sqrt{x} \frac{\partial}{\partial x} \sqrt{x} = 1", ("x ≠ 0",)),
        (r"2 \sqrt{p} \frac{\partial}{\partial p} \sqrt{p} = 1", ()),
        (r"\sqrt{x} \frac{\partial}{\partial p} (p \sqrt{x}) = x", ()),  # x rests
        (r"\frac{\partial}{\partial x} x^{3/2} = \frac{3}{2} \sqrt{x}", ()),
        (r"\sqrt{r^2} \frac{\partial}{\partial r} \sqrt{r^2} = r", ("r ≠ 0",)),
        (r"\|W\| \nabla_W \|W\| = W", ("tr(W W^T) ≠ 0",)),
        (r"\|W\| \nabla_W (\|A\| \|W\|^2) = 2 \|A\| \|W\| W", ()),
        (r"\nabla_W (\|W\|^3) = 3 \|W\| W", ()),
    ],
)
def test_a_root_has_no_derivative_at_0(statement: str, conditions: tuple[str, ...]) -> None:
    names = {"x": "sign = 'nonnegative'", "p": "sign = 'positive'", "r": "", "A": MATRIX}
    claim = decided("identity", statement, {**names, "W": MATRIX})
    assert claim.conditions == conditions
    assert claim.verdict.value == ("conditional" if conditions else "proved")


@pytest.mark.parametrize("definition", ["q = 'x^{-1}'", r"q = '\frac{1}{x}'"])
@pytest.mark.parametrize("statement", ["q x = 1", r"\frac{d}{dt} (q x) = 0", r"\dot{y} x = 1"])
def test_what_is_defined_or_moves_by_a_quotient_has_one(statement: str, definition: str) -> None:
    """The definition, or the flow, says that its divisor is not 0: the row lists it."""
    names = {"x": STATE, "y": STATE, "q": ""}
    flow = (r"\dot{x} = x", r"\dot{y} = \frac{1}{x}")
    claim = decided("identity", statement, names, flow, definition=definition)
    assert (claim.verdict.value, claim.conditions) == ("proved", ("x ≠ 0",))


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (r"\frac{\dot{x}}{\dot{x}} = 1", "conditional"),
        (r"\frac{x}{\dot{y}} = x", "proved"),
        (r"\frac{x}{\dot{u}} = x", "undecided"),
    ],
)
def test_rates_that_may_be_0_divide(statement: str, verdict: str) -> None:
    flow = (r"\dot{x} = x - 1", r"\dot{y} = 1", r"\dot{u} = 0")
    claim = decided("identity", statement, dict.fromkeys("xyu", STATE), flow)
    assert claim.verdict.value == verdict


@pytest.mark.parametrize(
    ("kind", "statement", "verdict"),
    [
        ("identity", r"w^T \dot{w} = 0", "proved"),
        ("identity", r"\dot{w} = \frac{A w}{w^T w} - \frac{w w^T A w}{(w^T w)^2}", "proved"),
        ("identity", r"\frac{w^T w}{w^T w} = 1", "proved"),
        ("identity", r"\frac{w^T A w}{w^T A w} = 1", "conditional"),
        ("identity", r"\dot{w} = \frac{A w}{w^T w}", "refuted"),
        ("vanishes", r"\frac{x^3}{x^2} \to 0", "conditional"),
    ],
)
def test_what_the_flow_divides_by_is_not_0(kind: str, statement: str, verdict: str) -> None:
    names = {"A": MATRIX, "w": f"shape = ['n', '1'], {STATE}", "x": STATE}
    flow = (r"\dot{w} = \frac{A w}{w^T w} - \frac{w w^T A w}{(w^T w)^2}", r"\dot{x} = -x")
    found = decided(kind, statement, names, flow)
    assert found.verdict.value == verdict, found.why
    if verdict == "proved":
        assert found.conditions == ("w^T w ≠ 0",)

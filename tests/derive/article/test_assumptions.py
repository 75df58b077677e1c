"""What a hypothesis about a state is taken to mean: at an instant, along, at the start."""

from __future__ import annotations

import pytest

from sslcheck.derive.decide.engine import verify
from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.verdicts.result import ClaimResult
from sslcheck.derive.verdicts.verdict import Verdict

HEAD = r"""
[article]
name = "meant"
[spaces]
n = "rows"
d = "columns"
[symbols]
"x" = { role = "state" }
"y" = { role = "state" }
"A" = { shape = ["n", "d"], role = "state" }
"B" = { shape = ["d", "n"], role = "state" }
"U" = { shape = ["n", "n"], role = "state", properties = ["orthonormal"] }
"N" = { shape = ["n", "n"] }
"G" = { shape = ["d", "d"] }
'\tau' = { role = "function" }
"a" = { sign = "positive" }
"c" = { role = "constant" }
[hypotheses.zero]
let = ['x = 0']
[hypotheses.one]
let = ['x = 1']
[hypotheses.start]
let = ['B = 0 A^T']
[hypotheses.zeros]
let = ['B = 0']
[hypotheses.tied]
let = ['y = \tau x']
[hypotheses.same]
let = ['y = x']
[flows.pushed]
equations = ['\dot{x} = a']
[flows.decay]
equations = ['\dot{x} = -x', '\dot{y} = -2 y']
[flows.lora]
equations = ['\dot{A} = -B^T G', '\dot{B} = -G A^T']
[flows.turned]
equations = ['\dot{U} = (N - N^T) U']
[flows.grown]
equations = ['\dot{U} = U']
[[equation]]
number = "1"
latex = '1 = 1'
[[claim]]
id = "c"
equation = "1"
"""


def decided(claim: str) -> ClaimResult:
    return verify(parse_article(HEAD + claim, "meant.toml"), ["c"]).claims[0]


@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\dot{x} = a", Verdict.PROVED),
        (r"\dot{x} = 0", Verdict.REFUTED),
        ("x = 0", Verdict.PROVED),
    ],
)
def test_a_value_at_an_instant_does_not_stop_the_state(reading: str, verdict: Verdict) -> None:
    claim = f"kind = 'identity'\nflow = 'pushed'\nhypotheses = ['zero']\nreading = '{reading}'"
    found = decided(claim)
    assert found.verdict is verdict
    assert verdict is Verdict.REFUTED or "(at an instant)" in found.conditions[0]


@pytest.mark.parametrize("nothing", ["start", "zeros"])
@pytest.mark.parametrize(
    ("reading", "verdict"),
    [
        (r"\dot{A} = 0 A", Verdict.PROVED),
        (r"\dot{B} = 0 B", Verdict.REFUTED),
        (r"\frac{d}{dt} (B A) = -G A^T A", Verdict.PROVED),
    ],
)
def test_the_start_of_an_adapter(reading: str, verdict: Verdict, nothing: str) -> None:
    """Zeros of a shape, and the number 0 in their place."""
    claim = f"kind = 'identity'\nflow = 'lora'\nhypotheses = ['{nothing}']\nreading = '{reading}'"
    assert decided(claim).verdict is verdict


def test_a_value_that_the_flow_leaves_everywhere_clashes_with_it() -> None:
    claim = "kind = 'integral'\nconstant = 'c'\nflow = 'decay'\nhypotheses = ['one']"
    found = decided(f"{claim}\nreading = 'x = c'")
    assert found.verdict is Verdict.REFUSED
    assert "`one`" in found.why
    assert "at an instant" in found.why


def test_along_a_free_function_moves_as_it_must() -> None:
    claim = "kind = 'integral'\nconstant = 'c'\nflow = 'decay'\nhypotheses = ['tied']\n"
    assert decided(claim + r"reading = 'e^{t} \tau = c'").verdict is Verdict.PROVED
    assert decided(claim + r"reading = '\tau = c'").verdict is Verdict.REFUTED


def test_what_is_left_of_a_flow_is_named_and_refutes_nothing() -> None:
    claim = "kind = 'integral'\nconstant = 'c'\nflow = 'decay'\nhypotheses = ['same']\n"
    proved = decided(claim + "reading = 'y - x = c'")
    assert proved.verdict is Verdict.PROVED
    assert any(text.startswith("on trajectories that stay") for text in proved.conditions)
    assert decided(claim + "reading = 'x = c'").verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("flow", "reading", "verdict"),
    [
        ("turned", "U^T U = I", Verdict.PROVED),
        ("grown", r"U^T \dot{U} = I", Verdict.CONDITIONAL),
        ("grown", "U^T U = I", Verdict.REFUTED),
    ],
)
def test_what_is_declared_of_a_state_is_used_while_it_lasts(
    flow: str, reading: str, verdict: Verdict
) -> None:
    found = decided(f"kind = 'identity'\nflow = '{flow}'\nreading = '{reading}'")
    assert found.verdict is verdict
    assert (verdict is Verdict.CONDITIONAL) == any("seen to keep" in c for c in found.conditions)


def test_a_derivative_needs_a_flow() -> None:
    found = decided(r"kind = 'identity'" + "\nreading = '\\dot{x} = 0'")
    assert found.verdict is Verdict.REFUSED
    assert "`pushed`" in found.why


@pytest.mark.parametrize("holds", ["at an instant", "along", "at the start"])
@pytest.mark.parametrize("named", ["['tied', 'circle']", "['circle', 'tied']"])
def test_a_value_that_leads_back_to_its_symbol_is_refused(holds: str, named: str) -> None:
    text = HEAD.replace("[flows.pushed]", "[hypotheses.circle]\nlet = ['x = 2 y']\n[flows.pushed]")
    claim = f"kind = 'identity'\nflow = 'decay'\nholds = '{holds}'\nhypotheses = {named}\n"
    article = parse_article(text + claim + r"reading = '\dot{x} = -x'", "circle.toml")
    found = verify(article, ["c"]).claims[0]
    assert found.verdict is Verdict.REFUSED
    assert "is defined through itself: x -> y -> x" in found.why or "y -> x -> y" in found.why


STARTS = r"""
[article]
name = "starts"
format = 2
[spaces]
d = "inputs"
h = "hidden units"
m = "outputs"
[symbols]
A = { shape = ["h", "d"], role = "state" }
B = { shape = ["m", "h"], role = "state" }
Y = { shape = ["m", "d"] }
D = { shape = ["h", "h"] }
a = {}
[definitions]
D = 'A A^T - B^T B'
[flows.f]
equations = ['\dot{A} = B^T (Y - B A)', '\dot{B} = (Y - B A) A^T']
[hypotheses.s]
SUPPOSED
[[claim]]
id = "c"
kind = "KIND"
flow = "f"
hypotheses = ["s"]
reading = 'READING'
"""
ZERO_A = "let = ['A = 0']\nholds = 'at the start'"
BALANCED = "relations = ['A A^T = B^T B']\nholds = 'at the start'"
TWICE = "relations = ['A A^T = 2 B^T B']\nholds = 'at the start'"


@pytest.mark.parametrize(
    ("supposed", "reading", "verdict"),
    [
        (ZERO_A, "D = -B(0)^T B(0)", "proved"),
        (ZERO_A, "A = 0", "refuted"),
        (ZERO_A, r"\dot{A} = B^T Y", "refuted"),
        (ZERO_A, r"\dot{A}(0) = B(0)^T Y", "proved"),
        (BALANCED, "A A^T = B^T B", "proved"),
        (BALANCED, "D = 0", "proved"),
        (BALANCED, "D e^{a} = 0", "proved"),
        (BALANCED, "A = 0", "refuted"),
        (TWICE, "A A^T = 2 B^T B", "refuted"),
        ("let = ['A(0) = 0']", "D = -B(0)^T B(0)", "proved"),
        ("let = ['A(0) = 0']", "A = 0", "refuted"),
        ("relations = ['A(0) = 0']", "D = -B(0)^T B(0)", "proved"),
        ("relations = ['A(0) = 0', 'D(0) = -B(0)^T B(0)']", "D = -B(0)^T B(0)", "proved"),
        ("relations = ['D(0) = 0']", "D = 0", "proved"),
        ("relations = ['D(0) = 0']", "A = 0", "refuted"),
        ("let = ['a = 0', 'A(0) = 0']", "D = -B(0)^T B(0)", "proved"),
    ],
)
def test_what_is_so_at_the_start_is_not_so_later(supposed: str, reading: str, verdict: str) -> None:
    """Also of a statement that does not name the time."""
    text = STARTS.replace("SUPPOSED", supposed).replace("KIND", "identity")
    article = parse_article(text.replace("READING", reading), "starts.toml")
    assert article.hypotheses["s"].holds == "at the start"
    (found,) = verify(article).claims
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize(
    ("kind", "reading"),
    [("inequality", r"\text{tr}(A A^T) \le 0"), ("definite", r"-A A^T \succeq 0")],
)
def test_nor_is_it_for_claims_about_an_instant(kind: str, reading: str) -> None:
    text = STARTS.replace("SUPPOSED", ZERO_A).replace("KIND", kind).replace("READING", reading)
    (found,) = verify(parse_article(text, "starts.toml")).claims
    assert found.verdict.value in ("undecided", "refuted")


@pytest.mark.parametrize(
    "supposed",
    [
        "relations = ['A(0) A^T = 0']",
        "relations = ['A(0) = 0', 'D = 0']",
        "relations = ['A(0) = 0']\nholds = 'along'",
        r"relations = ['\dot{A}(0) = 0']",
    ],
)
def test_what_is_not_about_the_start_alone_stays_as_it_is(supposed: str) -> None:
    text = STARTS.replace("SUPPOSED", supposed).replace("KIND", "identity")
    hypothesis = parse_article(text.replace("READING", "D = 0"), "x.toml").hypotheses["s"]
    assert hypothesis.holds in (None, "along")
    assert not hypothesis.lets


DEFINED = r"""
[article]
name = "defined"
format = 2
[spaces]
n = "outputs"
d = "inputs"
[symbols]
W = { shape = ["n", "d"], role = "state" }
C = { shape = ["n", "n"] }
X = { shape = ["d", "d"] }
S = { shape = ["d", "d"], properties = ["psd"] }
N = { shape = ["d", "d"], properties = ["psd"] }
x = { role = "state" }
k = {}
a = {}
b = {}
[definitions]
C = 'W W^T'
X = 'S + N'
k = 'a b'
[flows.f]
equations = ['\dot{W} = W X', '\dot{x} = -k x']
[hypotheses.C]
let = ['C = I']
[hypotheses.X]
let = ['X = I']
[hypotheses.k]
let = ['k = 1']
[[claim]]
id = 'c'
kind = 'identity'
flow = 'f'
"""


@pytest.mark.parametrize(
    ("supposed", "reading", "verdict"),
    [
        ("C", r"\dot{C} = 0", "refuted"),
        ("C", r"\dot{C} = 2 W X W^T", "proved"),
        ("C", r"W W^T = I", "proved"),
        ("X", r"\dot{W} = W", "proved"),
        ("X", r"\dot{W} = W S", "refuted"),
        ("X", r"\dot{C} = 2 W W^T", "proved"),
        ("k", r"\dot{x} = -x", "proved"),
        ("k", r"\dot{x} = -a x", "refuted"),
        ("k", r"a^2 b = a", "proved"),
    ],
)
def test_a_value_of_what_is_defined_is_one_of_its_definition(
    supposed: str, reading: str, verdict: str
) -> None:
    """The letters inside of it are tied, and no equation of motion is lost."""
    text = f"{DEFINED}hypotheses = ['{supposed}']\nreading = '{reading}'\n"
    (found,) = verify(parse_article(text, "defined.toml")).claims
    assert found.verdict.value == verdict, found.why


@pytest.mark.parametrize("key", ["let", "set"])
def test_a_flow_gives_no_other_value_to_what_is_defined(key: str) -> None:
    text = DEFINED.replace("[flows.f]", f"[flows.f]\n{key} = ['k = 1']") + "reading = 'k = 1'\n"
    (mistake,) = mistakes_in(text, "defined.toml")
    assert f"[flows.f] {key}: `k` is defined" in str(mistake)


MOVING = r"""
[article]
name = "moving"
format = 2
[spaces]
n = "rows"
[symbols]
x = { role = "state" }
y = { role = "state" }
q = { role = "state", text = "the flow says nothing of it" }
P = { shape = ["n", "n"], role = "state" }
A = { shape = ["n", "n"] }
T = { shape = ["n", "n"], role = "function" }
D = { shape = ["n", "n"] }
'\tau' = { role = "function" }
[definitions]
D = 'P - P^T'
[flows.f]
equations = ['\dot{x} = -x e^{-t}', '\dot{y} = 1', '\dot{P} = A P']
[hypotheses.h]
SUPPOSED
[hypotheses.start]
let = ['y(0) = 0']
[hypotheses.bare]
let = ['x = 1']
[[claim]]
id = "c"
kind = "identity"
flow = "f"
hypotheses = [NAMES]
reading = 'READING'
"""
START, INSTANT = "holds = 'at the start'", "holds = 'at an instant'"


@pytest.mark.parametrize(
    ("supposed", "names", "reading", "verdict"),
    [
        # what no flow moves, and what a definition stands for, is of the start alone, too
        (r"let = ['\tau(0) = 1']", "'h'", r"\tau x = x", Verdict.REFUTED),
        (f"let = ['q = 1']\n{START}", "'h'", "q x = x", Verdict.REFUTED),
        (f"relations = ['D = 0']\n{START}", "'h'", "P = P^T", Verdict.REFUTED),
        (f"relations = ['q = 1']\n{START}", "'h'", "q x = x", Verdict.UNDECIDED),
        ("let = ['q = 1']", "'h'", "q x = x", Verdict.PROVED),
        # of an instant, which need not be the start
        (f"let = ['P = A A^T']\n{INSTANT}", "'h'", "P(0) = A A^T", Verdict.UNDECIDED),
        (f"let = ['P = A A^T']\n{START}", "'h'", "P(0) = A A^T", Verdict.PROVED),
        (f"let = ['x = 1']\n{INSTANT}", "'h'", r"\dot{x} = -e^{-t}", Verdict.PROVED),
        (f"let = ['x = 1']\n{START}", "'h'", r"\dot{x} = -e^{-t}", Verdict.REFUTED),
        # beside what is said of the start, what says nothing is meant of it, too
        ("text = ''", "'bare', 'start'", "y = t x^0", Verdict.PROVED),
        ("text = ''", "'bare', 'start'", "x = 1", Verdict.REFUTED),
        (f"let = ['x = 1']\n{INSTANT}", "'h', 'start'", "x = 1", Verdict.REFUSED),
        (f"properties = {{ T = ['psd'] }}\n{START}", "'h'", "T = T^T", Verdict.REFUSED),
    ],
)
def test_what_is_so_at_the_start_or_at_an_instant_is_so_there_alone(
    supposed: str, names: str, reading: str, verdict: Verdict
) -> None:
    text = MOVING.replace("SUPPOSED", supposed).replace("NAMES", names).replace("READING", reading)
    found = verify(parse_article(text, "moving.toml"), ["c"], ledger=False).claims[0]
    assert found.verdict is verdict, found.why


def test_an_instant_is_no_whole_trajectory() -> None:
    text = MOVING.replace("SUPPOSED", f"let = ['x = 1']\n{INSTANT}").replace("NAMES", "'h'")
    text = text.replace("READING", r"x \to 0").replace('"identity"', '"vanishes"')
    found = verify(parse_article(text, "moving.toml"), ["c"], ledger=False).claims[0]
    assert found.verdict is Verdict.REFUSED
    assert "about whole trajectories" in found.why

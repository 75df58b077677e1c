"""The theorems of a claim: what they suppose, and one for each way in which it holds."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from tests.derive.certificates.written import certificates, rejects, sealed, written

from sslcheck.derive.certificates import verifier
from sslcheck.derive.reading.loading import parse_article

_SOUNDNESS = Path(__file__).parents[2] / "soundness"


@pytest.mark.parametrize(
    ("article", "claim", "supposed"),
    [
        ("non-contrastive", "4.forgets", [["symbols"], ["symbols"]]),
        ("directpred", "4.spd", [["symbols"], ["symbols"], ["relations", "symbols"]]),
        ("deep-linear-3", "3.vanishes", [["lasts", "symbols"]]),
        ("linear-autoencoder", "3.vanishes", [[]]),
    ],
)
def test_each_way_is_a_theorem(article: str, claim: str, supposed: list[list[str]]) -> None:
    block = written(article, claim)[claim]["claim"]
    ways = [t["suppose"] for t in block["theorems"] if t["shows"] == "holds"]
    assert sorted(map(sorted, ways)) == sorted(supposed)
    fails = [t for t in block["theorems"] if t["shows"] == "fails"]
    assert len(fails) == (block["verdict"] == "conditional")


def test_a_bound_for_all_times_stands_in_the_setting() -> None:
    block = written("directpred", "4.decay")["4.decay"]["claim"]
    ((order, _, nothing),) = block["setting"]["always"]
    assert (order, nothing) == ("psd", 0)
    assert block["setting"]["symbols"]["bound"]["sign"] == "positive"


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("start-value-solution", "proved"),
        ("undecided-start", "proved"),
        ("start-declared", "proved"),
        ("stationary-start", "proved"),
        ("root-start-bound", "refuted"),
        ("root-start-frozen", "refuted"),
        ("entries-sign", "refuted"),
        ("entries-transposed", "refuted"),
        ("entries-gradient", "refuted"),
        ("entries-all-but-one", "refuted"),
        ("sums-two-letters", "refuted"),
    ],
)
def test_values_at_the_start_and_entries_have_certificates(name: str, verdict: str) -> None:
    text = (_SOUNDNESS / f"{name}.toml").read_text(encoding="utf-8")
    (found,) = certificates(parse_article(text, f"{name}.toml"), text).values()
    assert (found["uncovered"], verifier.verify(found)) == ("", verdict)


_MOVING = """
[article]
name = 'states that move'
format = 2
[spaces]
n = 'n'
[symbols]
x = { sign = 'positive', role = 'state' }
y = { sign = 'positive', role = 'state' }
S = { shape = ['n', 'n'], properties = ['symmetric'], role = 'state' }
A = { shape = ['n', 'n'] }
U = { shape = ['n', 'n'], properties = ['orthonormal'], role = 'state' }
[flows.f]
equations = ['\\dot{x} = -1', '\\dot{y} = x^2 - y', '\\dot{S} = A S', '\\dot{U} = (A - A^T) U']
[[equation]]
number = '1'
latex = '1 = 1'
[[claim]]
id = 'c'
equation = '1'
flow = 'f'
"""


@pytest.mark.parametrize(
    ("claim", "verdict", "here", "suppose", "kept"),
    [
        (r"\frac{d}{dt} \sqrt{x^2} = -1", "conditional", {}, {"x": ["positive"]}, None),
        (r"\frac{d}{dt} \sqrt{y^2} = x^2 - y", "proved", {}, None, {"y": -1}),
        (r"2 y > 0", "proved", {}, None, {"y": -1}),
        (r"U^T U = I", "proved", {}, None, {"U": [None]}),
        (r"S A S = S^T A S", "refuted", {}, None, None),
        ("S A S = S^T A S'\nholds = 'at an instant", "proved", {"S": ["symmetric"]}, None, None),
    ],
)
def test_what_is_declared_of_a_state_is_so_at_the_start(
    claim: str, verdict: str, here: Any, suppose: Any, kept: Any
) -> None:
    """Later where the flow keeps it; at an instant where that is what a claim is about."""
    kind = "inequality" if ">" in claim else "identity"
    text = f"{_MOVING}kind = '{kind}'\nreading = '{claim}'\n"
    found = certificates(parse_article(text, "m.toml"), text)["c"]
    block = found["claim"]
    ((theorem),) = block["theorems"]
    assert (found["uncovered"], block["verdict"]) == ("", verdict)
    assert block["setting"]["here"] == here
    assert theorem["suppose"].get("here") == suppose
    assert theorem["evidence"].get("kept") == kept
    if kept:  # no other reason is one
        for wrong in ({}, {"x": 0}, dict.fromkeys(kept, "A"), {n: ["A"] for n in kept}):
            other = deepcopy(found)
            other["claim"]["theorems"][0]["evidence"]["kept"] = wrong
            assert rejects(sealed(other))
    if suppose:  # no proof without the condition
        other = deepcopy(found)
        other["claim"]["verdict"] = "proved"
        assert rejects(sealed(other))
        other["claim"]["theorems"][0]["suppose"] = {}
        assert rejects(sealed(other))


@pytest.mark.parametrize("name", ["identity-at-0", "leaves-orthonormal", "leaves-symmetric"])
def test_what_is_so_at_the_start_is_no_proof_for_all_times(name: str) -> None:
    text = (_SOUNDNESS / f"{name}.toml").read_text(encoding="utf-8")
    (found,) = certificates(parse_article(text, f"{name}.toml"), text).values()
    block, setting = found["claim"], found["claim"]["setting"]
    (fails,) = block["theorems"]
    assert (block["verdict"], fails["evidence"]["order"] > 0) == ("refuted", True)
    model = fails["evidence"]["model"]
    for kept in ({n: [None] for n in setting["flow"]}, {}):
        evidence = {"model": model, "multiples": [None], "kept": kept}
        block |= {"verdict": "proved"}
        block["theorems"] = [{"shows": "holds", "suppose": {}, "evidence": evidence}]
        assert rejects(sealed(found))
    here = {name: symbol["properties"] for name, symbol in setting["symbols"].items()}
    setting["here"] = {name: marks for name, marks in here.items() if name in setting["flow"]}
    assert not rejects(sealed(found))  # that is another claim
    block |= {"verdict": "refuted", "theorems": [fails]}
    assert rejects(sealed(found))

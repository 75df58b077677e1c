"""Limits as certificates show them: laws, rates, solutions that exist; forged ones fail."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.derive.certificates.written import (
    certificates,
    changed,
    leaves,
    rejects,
    sealed,
    written,
)

from sslcheck.derive.certificates import verifier
from sslcheck.derive.reading.loading import parse_article

_CLAIMS = (
    ("dimensional-collapse", "2.collapse"),
    ("dimensional-collapse", "2.weak"),
    ("dimensional-collapse", "2.always"),
    ("deep-linear-2", "3.vanishes"),
    ("deep-linear-3", "3.vanishes"),
    ("directpred", "3.balanced"),
    ("directpred", "4.decay"),
    ("directpred", "5.align"),
    ("linear-autoencoder", "3.vanishes"),
    ("non-contrastive", "4.forgets"),
    ("non-contrastive", "7.attracts"),
)


@pytest.mark.parametrize(("article", "claim"), _CLAIMS)
def test_limits_of_shipped_articles_are_shown(article: str, claim: str) -> None:
    found = written(article, claim)[claim]
    needed = (article, claim) != ("directpred", "5.align")  # there only a growth is known
    assert (verifier.verify(found) in ("proved", "conditional", "refuted")) is needed
    for path in leaves(found["claim"]["statement"], ("claim", "statement")):
        assert rejects(sealed(changed(found, path))), path
    for k, theorem in enumerate(found["claim"]["theorems"]):
        evidence = ("claim", "theorems", k, "evidence")
        if theorem["shows"] == "fails":  # a fixed point
            continue
        for path in leaves(theorem["evidence"]["law"], (*evidence, "law")):
            assert rejects(sealed(changed(found, path))), path
        squares = theorem["evidence"]["squares"]
        for forged in (0, ["Prod", -1, squares]) if squares else ():
            other = deepcopy(found)
            other["claim"]["theorems"][k]["evidence"]["squares"] = forged
            assert rejects(sealed(other))


def test_a_law_in_a_basis_holds_where_its_matrix_stays_above_a_number() -> None:
    found = written("directpred", "5.align")["5.align"]
    assert "needed" in verifier.verify(found)
    (theorem,) = found["claim"]["theorems"]
    for key, forged in (
        ("kept", {}),
        ("exists", []),
        ("model", theorem["evidence"]["model"] | {"values": {}}),
    ):
        other = deepcopy(found)
        other["claim"]["theorems"][0]["evidence"][key] = forged
        assert rejects(sealed(other)), key
    other = deepcopy(found)
    other["claim"]["theorems"][0]["suppose"]["always"] = []
    assert rejects(sealed(other))
    other = deepcopy(found)
    del other["claim"]["theorems"][0]["evidence"]["still"]
    with pytest.raises(verifier.Rejected, match="two rates"):
        verifier.verify(sealed(other))
    other = deepcopy(found)
    start = other["claim"]["theorems"][0]["evidence"]["model"]["values"]["W_p"][0]
    start[0][0][0] = 1
    with pytest.raises(verifier.Rejected, match="it moves"):
        verifier.verify(sealed(other))


_KEPT = """
[article]
name = 'kept'
format = 2
[spaces]
n = 'n'
[symbols]
P = { shape = ['n', 'n'], role = 'state', properties = ['psd'] }
R = { shape = ['n', 'n'], role = 'state', properties = ['psd', 'invertible'] }
W = { shape = ['n', 'n'], role = 'state', properties = ['invertible'] }
A = { shape = ['n', 'n'] }
B = { shape = ['n', 'n'] }
[flows.f]
equations = ['\\dot{P} = A P + P A^T + B B^T', '\\dot{R} = -R R', '\\dot{W} = A W - W B']
"""
_CLAIM = "[[claim]]\nid = '%s'\nkind = 'definite'\nflow = 'f'\nholds = 'along'\nreading = '%s'\n"


def test_states_are_seen_to_keep_what_is_declared_of_them() -> None:
    claims = {"p": "P \\succeq 0", "r": "R \\succ 0", "w": "W^T W \\succ 0", "q": "P + R \\succ 0"}
    text = _KEPT + "".join(_CLAIM % pair for pair in claims.items())
    found = certificates(parse_article(text, "kept.toml"), text)
    assert {verifier.verify(certificate) for certificate in found.values()} == {"proved"}
    for certificate in found.values():
        evidence = certificate["claim"]["theorems"][0]["evidence"]
        evidence["kept"] = {}
        assert rejects(sealed(certificate))

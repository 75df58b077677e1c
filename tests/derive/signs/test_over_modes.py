"""Sums and maxima over modes, against each other and against one mode."""

from __future__ import annotations

import pytest

from sslcheck.derive import verify
from sslcheck.derive.reading.loading import parse_article

OVER_MODES = [
    (r"\sum_k q_k \ge q_j", "proved"),
    (r"\sum_k s_k^2 \ge s_j^2", "proved"),
    (r"\sum_k e^{s_k} \ge e^{s_j}", "proved"),
    (r"\max_k p_k \le \sum_k p_k", "proved"),
    (r"2 \sum_k p_k^3 \ge \max_k (p_k^3)", "proved"),
    (r"\max_k s_k \ge s_j", "proved"),
    (r"\max_k s_k \le s_j", "refuted"),
    (r"\sum_k s_k \le n \max_k s_k", "proved"),
    (r"\sum_k p_k^2 q_k \le (\max_k p_k) \sum_k p_k q_k", "proved"),
    (r"\max_k (p_k + s_k) \le \max_k p_k + \max_k s_k", "proved"),
    (r"\max_k (c p_k + a) = c \max_k p_k + a", "proved"),
    (r"\sum_k q_k > q_j", "refuted"),
    (r"\sum_k s_k \ge s_j", "refuted"),
    (r"\max_k s_k \le \sum_k s_k", "refuted"),
    (r"\sum_k p_k \le \max_k p_k", "refuted"),
    (r"\sum_k p_k^2 q_k \le (\max_k p_k) \sum_k q_k", "refuted"),
    (r"\sum_k p_k s_k \le (\max_k p_k) \sum_k s_k", "refuted"),
    (r"\max_k (p_k + s_k) \ge \max_k p_k + \max_k s_k", "refuted"),
    (r"\max_k (a p_k) = a \max_k p_k", "refuted"),
    (r"\max_k p_k > 0", "refuted"),
    # functions that grow go around a maximum
    (r"\max_k (p_k^3) = (\max_k p_k)^3", "proved"),
    (r"\max_k e^{2 s_k} = (\max_k e^{s_k})^2", "proved"),
    (r"\max_k \sqrt{p_k} = \sqrt{\max_k p_k}", "proved"),
    (r"\max_k (s_k^2) = (\max_k |s_k|)^2", "proved"),
    (r"\max_k (s_k^2) = (\max_k s_k)^2", "refuted"),
    (r"\max_k e^{-s_k} = e^{-\max_k s_k}", "refuted"),
    (r"\sum_k p_k^2 q_k \le (\max_k p_k)^2 \sum_k q_k", "proved"),
    (r"\sum_k s_k^2 q_k \le (\max_k s_k)^2 \sum_k q_k", "refuted"),
    # summand by summand
    (r"\sum_k \frac{p_k}{1 + p_k} < n", "proved"),
    (r"\sum_k \frac{p_k}{1 + p_k} \le n - 1", "refuted"),
    (r"\sum_k \frac{p_k}{1 + p_k} > 0", "refuted"),
    (r"\sum_k q_k \ln q_k \ge \sum_k q_k - n", "proved"),
    (r"\sum_k q_k \ln q_k \ge \sum_k q_k - 1", "refuted"),
    (r"\sum_k \ln(1 + s_k^2) \le \sum_k s_k^2", "proved"),
    (r"\sum_k \ln(1 + s_k^2) \ge \sum_k s_k^2", "refuted"),
    # absolute values
    (r"|\sum_k s_k| \le \sum_k |s_k|", "proved"),
    (r"|\sum_k s_k| \ge \sum_k |s_k|", "refuted"),
    (r"\sum_k |s_k| \le 2 |\sum_k s_k|", "refuted"),
    (r"(\sum_k s_k)^2 \le (\sum_k |s_k|)^2", "proved"),
    (r"|\sum_k p_k s_k| \le \sum_k p_k |s_k|", "proved"),
    (r"|\sum_k p_k s_k| \le \sum_k |s_k|", "refuted"),
    (r"\max_k s_k \le \sum_k |s_k|", "proved"),
    (r"\max_k s_k \le \max_k |s_k|", "proved"),
    (r"\max_k |s_k| \le \max_k s_k", "refuted"),
    (r"\sum_k |s_k| \ge s_j", "proved"),
    (r"\max_k p_k < \sum_k p_k", "refuted"),
]


def over_modes(statement: str) -> str:
    symbols = (
        "q_j = { sign = 'positive', index = 'j' }\np_j = { sign = 'nonnegative', index = 'j' }"
    )
    symbols += "\ns_j = { index = 'j' }\nc = { sign = 'positive' }\na = {}"
    head = "[article]\nname = 'x'\nformat = 2\n[spaces]\nn = 'n'\n[modes]\nj = 'n'\n[symbols]"
    kind = "identity" if " = " in statement else "inequality"
    claim = f"[[claim]]\nid = 'c'\nkind = '{kind}'\nreading = '{statement}'\n"
    return (
        verify(parse_article(f"{head}\n{symbols}\n{claim}", "x.toml"), ledger=False)
        .claims[0]
        .verdict.value
    )


@pytest.mark.parametrize(("statement", "verdict"), OVER_MODES)
def test_sums_and_maxima_over_modes(statement: str, verdict: str) -> None:
    assert over_modes(statement) == verdict


@pytest.mark.usefixtures("no_point_refutes")
@pytest.mark.parametrize(("statement", "verdict"), OVER_MODES)
def test_sums_and_maxima_by_the_first_route(statement: str, verdict: str) -> None:
    wanted = ("proved",) if verdict == "proved" else ("undecided", "refuted")
    assert over_modes(statement) in wanted

"""Hypotheses: values that contradict what is declared, or themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.derive.reading.tiny import claim, said


@pytest.mark.parametrize(
    ("let", "message"),
    [
        ("a = -t_0", "makes `a` negative, but [symbols] declares it positive"),
        ("a = 0", "makes `a` zero"),
        ("a = t_0 - 2 t_0", "makes `a` negative"),
        ("S = A", "`S` a value that is not symmetric"),
        ("S = -I", "`S`"),
    ],
)
def test_a_value_that_contradicts_a_declaration(tmp_path: Path, let: str, message: str) -> None:
    text = said(
        tmp_path,
        '[hypotheses.two]\nlet = ["b = 2 a"]',
        f'[hypotheses.two]\nlet = ["{let}"]\n[[claim]]\nid = "2"\nequation = "1"\n'
        'kind = "identity"\nline = 1\nhypotheses = ["two"]\n',
    )
    assert message in text
    assert "`two`" in text
    assert "change one" in text or "drop" in text


def test_a_let_through_itself_is_refused(tmp_path: Path) -> None:
    text = said(tmp_path, 'let = ["b = a"]', 'let = ["b = a b"]\n' + claim("hypotheses = ['one']"))
    assert "`b` is defined through itself" in text

"""What is written as TOML is read as it was."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sslcheck.derive.text.toml import comment, key, quoted

TEXTS = st.text("ab\\'\"{}_^ #\n\x00\x7fé", max_size=12)


@settings(max_examples=60)
@given(TEXTS)
def test_strings(text: str) -> None:
    found = tomllib.loads(f"x = {quoted(text)}")["x"]
    assert found.split() == "".join(c if c.isprintable() else " " for c in text).split()


@settings(max_examples=60)
@given(st.text("ab\\'\"{}_^ #é", min_size=1, max_size=12).map(lambda s: " ".join(s.split()) or "a"))
def test_keys(name: str) -> None:
    assert tomllib.loads(f"{key(name)} = 1") == {name: 1}


@pytest.mark.parametrize("text", ["one\ntwo", "a\x07b", "", "\n"])
def test_comments(text: str) -> None:
    assert tomllib.loads(comment(text)) == {}

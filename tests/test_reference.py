"""The reference of the format says what the code does: generated parts, examples, messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import get_args

import pytest
from tests.reference import PAGES, PARTS, rewritten

from sslcheck.derive.article.article import Article
from sslcheck.derive.decide.engine import verify
from sslcheck.derive.kinds import KINDS
from sslcheck.derive.reading import tables
from sslcheck.derive.reading.loading import mistakes_in, parse_article
from sslcheck.derive.reading.records import fields_of
from sslcheck.derive.reading.schema import records_in
from sslcheck.derive.setting import MEANINGS, Holds, Property, Role, Sign

TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)


@cache
def files() -> dict[str, str]:
    """The example files, each with all that the page adds to it."""
    found: dict[str, str] = {}
    for kind, block in BLOCKS:
        if match := re.match(r"# (file|more of) (\S+)\n", block) if kind == "toml" else None:
            assert (match[1] == "file") == (match[2] not in found)
            found[match[2]] = f"{found.get(match[2], '')}\n{block}"
    return found


@cache
def article(name: str) -> Article:
    return parse_article(files()[name], name)


def stated() -> Iterator[tuple[str, str, str, str]]:
    """File, claim, its verdict as the page has it, and what the row is to say besides."""
    pattern = re.compile(
        r"^# verdict (\w+)(?:: (.+))?\n\[\[claim\]\]\nid = \"(.+)\"$", re.MULTILINE
    )
    for name, text in files().items():
        matches = [*pattern.finditer(text)]
        assert len(matches) == text.count("[[claim]]"), f"{name}: a claim without its verdict"
        yield from ((name, match[3], match[1], match[2] or "") for match in matches)


def test_the_page_is_as_the_code_has_it() -> None:
    assert rewritten(TEXT) == TEXT, "run `python -m tests.reference`"
    shown = set(re.findall(r"^<!-- ([a-z -]+) -->$", TEXT, re.MULTILINE)) - {"end"}
    assert shown == PARTS.keys()


@pytest.mark.parametrize(("name", "claim", "verdict", "says"), [*stated()])
def test_each_example_gets_its_verdict(name: str, claim: str, verdict: str, says: str) -> None:
    (found,) = verify(article(name), [claim], ledger=False).claims
    assert (found.verdict.value.upper(), found.why) == (verdict, found.why)
    assert says in found.why


def test_every_kind_has_an_example() -> None:
    kinds = {
        kind for text in files().values() for kind in re.findall(r'^kind = "(.+)"', text, re.M)
    }
    assert kinds == KINDS.keys()


@pytest.mark.parametrize("name", [*files()])
def test_nothing_is_wrong_in_the_examples(name: str) -> None:
    assert mistakes_in(files()[name], name) == ()


def wrong() -> list[tuple[str, str, str]]:
    found = []
    for (kind, block), (_, message) in pairwise(BLOCKS):
        if kind == "toml" and (match := re.match(r"# wrong in (\S+)\n", block)):
            found.append((match[1], block, message))
    return found


@pytest.mark.parametrize(("name", "block", "message"), wrong())
def test_messages_are_as_shown(name: str, block: str, message: str) -> None:
    (found,) = mistakes_in(f"{files()[name]}\n{block}", name)
    assert found[1] == message.rstrip("\n")


def test_everything_has_a_meaning() -> None:
    for record in records_in(tables.FileTable, tables.TargetTable, *KINDS.values()):
        assert record.meanings.keys() == fields_of(record).keys()
    words = [word for kind in (Role, Sign, Property, Holds) for word in get_args(kind)]
    assert sorted(words) == sorted(MEANINGS)

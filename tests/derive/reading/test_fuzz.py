"""Files that are mutated at random: told with a place, or read; never a traceback."""

from __future__ import annotations

import random
import re
from importlib import resources

import pytest

from sslcheck.derive.errors import SslcheckError
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.reading.upgrade import upgraded
from sslcheck.derive.text.reason import plainly

TEXT = (resources.files("sslcheck.derive") / "articles" / "two-layer.toml").read_text("utf-8")
VALUES = (
    *(
        "''",
        "0",
        "1",
        "-1",
        "1.5",
        "true",
        "[]",
        "[[]]",
        "{}",
        "{ a = 1 }",
        "'x'",
        '"\\u0000"',
        "nan",
    ),
    *("1979-05-27", "[1, 'a']", "['A', 'A']", "9" * 4000, "0x" + "f" * 5000, f"'{'a' * 5000}'"),
    *("'\\frac'", "['n']", "[['d', 'h']]", "{ same = true }", "'identity'", "'D'", "[{}]", "'1'"),
)
KEYS = (
    *(
        "shape",
        "role",
        "sign",
        "let",
        "relations",
        "set",
        "gap",
        "frozen",
        "at_least",
        "kind",
        "id",
    ),
    *("line", "lines", "reading", "corrected", "general", "holds", "in_paper", "constant", "probe"),
    *("format", "index", "from", "on", "states", "equations", "number", "views", "hypotheses", "x"),
)
TABLES = (
    *(
        "[symbols]",
        "[[claim]]",
        "[[equation]]",
        "[flows.f]",
        "[hypotheses.h]",
        "[roles]",
        "[modes]",
    ),
    *("[article]", "[claim]", "[x.y.z]", "[flows]", "[objective]", "[expectation]", "[rules]"),
)
SIGNS = (*"\"'[]{}=\\\n#.,\0é$^_", '"""')


def mutated(rng: random.Random, text: str) -> str:
    """One thing changed: a value, a key, a table, a line, or characters."""
    lines = text.split("\n")
    at, place = rng.randrange(len(lines)), rng.randrange(len(text))
    match rng.randrange(6):
        case 0:
            pairs = [k for k, line in enumerate(lines) if re.match(r"[\w\"'\\]+ = ", line)]
            at = rng.choice(pairs or [at])
            lines[at] = f"{lines[at].split(' = ')[0]} = {rng.choice(VALUES)}"
        case 1:
            lines.insert(at, f"{rng.choice(KEYS)} = {rng.choice(VALUES)}")
        case 2:
            lines.insert(at, rng.choice(TABLES))
        case 3:
            del lines[at]
        case 4:
            return f"{text[:place]}{rng.choice(SIGNS)}{text[place:]}"
        case _:
            lines = (text[:place] + text[place + rng.choice([1, 3, 20]) :]).split("\n")
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutated_file_is_read_or_told_with_its_place(seed: int) -> None:
    rng = random.Random(seed)
    old = TEXT.replace("format = 2\n", "") if seed % 2 else TEXT
    told = 0
    for _ in range(40):
        text = old
        for _ in range(rng.choice([1, 1, 2, 4])):
            text = mutated(rng, text)
        try:
            article = parse_article(text, "x.toml")
            messages = [
                *article.problems,
                *(plainly(c.refused) for c in article.claims if c.refused),
            ]
            if not article.format:
                upgraded(text, "x.toml")
        except SslcheckError as error:
            messages = [str(error)]
        told += bool(messages)
        for message in messages:
            assert re.match(r"(x\.toml )?line \d+: |x\.toml: |x\.toml \[\w+\]: ", message), text
    assert told > 10

"""What is no TOML: where, and what an author of formulas most likely meant."""

from __future__ import annotations

import re
import tomllib

from sslcheck.derive.errors import ArticleError

__all__ = ["syntax_error"]

_LINE = re.compile(r"\(at line ([0-9]+), column [0-9]+\)$")


def syntax_error(error: tomllib.TOMLDecodeError, text: str, place: str) -> ArticleError:
    """The error to raise for text that the parser of the standard library refuses.

    That tells the line in its words alone, before Python 3.14.
    """
    found = _LINE.search(str(error))
    lines = text.split("\n")
    number = int(found[1]) if found else len(lines)
    line = lines[number - 1] if number <= len(lines) else ""
    hint = ""
    if "'''" not in line and line.count("'") in (3, 5, 7):
        hint = "; a formula with a prime stands between triple quotes: '''X' = I'''"
    elif "\\" in line and '"' in line and "escape" in str(error).lower():
        hint = "; between single quotes a backslash is itself: '\\eta'"
    message = f"not valid TOML: {error}{hint}"
    return ArticleError(f"{place}: {message}", ((number, message),))

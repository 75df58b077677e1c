"""Names for programs: an article's LaTeX names as identifiers of Python and C."""

from __future__ import annotations

import keyword
import re

__all__ = ["comment", "identifier"]

_RESERVED = frozenset(
    {"auto", "double", "float", "int", "long", "register", "short", "signed", "xp"}
)


def identifier(latex: str) -> str:
    """A readable identifier for a LaTeX name.

    >>> (
    ...     identifier("X'"),
    ...     identifier("\\\\alpha_p"),
    ...     identifier("\\\\hat{F}"),
    ...     identifier("\\\\lambda"),
    ... )
    ('X_prime', 'alpha_p', 'hat_F', 'lambda_')
    """
    text = latex.replace("'", "_prime").replace("+", "plus").replace("-", "minus")
    text = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_") or "symbol"
    if text[0].isdigit():
        text = f"s_{text}"
    return f"{text}_" if keyword.iskeyword(text) or text in _RESERVED else text


def comment(text: str) -> str:
    """``text`` as it may stand in a docstring of Python and in a comment of C: on one line.

    What an article calls things is not trusted: it must not end the comment that it stands in.

    >>> comment("flow of \\\\hat{F} */ x")
    'flow of hat{F} * / x'
    """
    plain = " ".join(text.replace("\\", "").split()).replace('"', "'")
    plain = plain.replace("*/", "* /").replace("/*", "/ *")
    return "".join(char for char in plain if char.isprintable())

"""Text and formulas of articles made safe for a terminal, for Markdown and for mathematics in it.

Article files are not trusted: what stands in one must not reach the terminal as an escape sequence,
and must neither end nor leave the place in a page where it is shown.
"""

from __future__ import annotations

import re
import unicodedata

from sslcheck.derive.text.words import counted

__all__ = [
    "clean",
    "display",
    "escape",
    "escape_part",
    "inline",
    "portable",
    "shortened",
    "visible",
]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # categories of Unicode
_LONGEST_WORD = 400  # a path may be long

# GitHub reads a backslash before punctuation as an escape of Markdown, inside formulas, too
# (github/markup issues 1547 and 1746): these say the same in letters.
_IN_LETTERS = {
    "\\\\": "cr",
    "\\|": "Vert",
    "\\{": "lbrace",
    "\\}": "rbrace",
    "\\,": "thinspace",
    "\\:": "medspace",
    "\\;": "thickspace",
    "\\!": "negthinspace",
    "|": "vert",
    "<": "lt",
    ">": "gt",
    "*": "ast",
}


def clean(text: str) -> str:
    """``text`` on one line, with control and direction characters made visible.

    >>> clean("a\\n  b\\x1b[31m")
    'a b\\ufffd[31m'
    """
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """``text`` with its spaces, but control and direction characters made visible.

    >>> visible("a\\t  b\\x1b[31m\\u202e")
    'a   b\\ufffd[31m\\ufffd'
    """
    return "".join(
        "\ufffd" if unicodedata.category(char) in _STEERING else char
        for char in text.replace("\t", " ")
    )


def shortened(line: str) -> str:
    """A line of a message with its middle left out if it is endless, and that of its long words.

    >>> print(shortened(f"no article `{5000 * 'x'}`").replace(49 * "x", "~"))
    no article `~~~~xxx ... (4752 characters) ... ~`
    """
    return _cut(re.sub(rf"\S{{{_LONGEST_WORD + 1},}}", lambda word: _cut(word[0], 250), line), 1200)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    head, tail = most * 4 // 5, most // 5
    return f"{text[:head]} ... ({counted(len(text) - head - tail, 'character')}) ... {text[-tail:]}"


def escape(text: str) -> str:
    r"""Plain text that Markdown and HTML leave alone, also in a table cell.

    >>> print(escape("a|b <i>W_p</i> $x$ [y](z)"))
    a\|b &lt;i&gt;W\_p&lt;/i&gt; \$x\$ \[y\](z)
    >>> print(escape("1. - x"), escape("- x"))
    1\. - x \- x
    """
    text = re.sub(r"[&<>]", lambda found: _ENTITIES[found[0]], clean(text))
    text = re.sub(r"([\\`*_~#|$\[\]!])", r"\\\1", text)
    # no list begins, no heading is underlined
    return re.sub(r"^(\d+(?=[.)](?:\s|$))|(?=[-+=]))", r"\1\\", text)


def escape_part(text: str) -> str:
    """A part of a line escaped, with the space at its ends kept: parts are put together as is.

    >>> escape_part(" of  a_b ")
    ' of a\\\\_b '
    """
    if not text.strip():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{escape(text)}{after}"


def portable(latex: str) -> str:
    r"""LaTeX without a character that Markdown, its tables or a formula's own end could catch.

    >>> print(portable(r"\|x\|^2 < a_1 \\ E_{x}$"))
    \Vert x\Vert ^2 \lt a_1 \cr E _{x}
    """
    text = re.sub(r"[$`~%#]", " ", clean(latex))
    text = re.sub(
        r"(\s*)(\\[\\|{},:;!]|[|<>*])\s*",
        lambda found: f"{' ' if found[1] else ''}\\{_IN_LETTERS[found[2]]} ",
        text,
    )
    # an underscore that stands between two letters or after a space ends no emphasis
    text = re.sub(r"(?<=[^\s\w\\])_|(?<=\w)_(?=\W)", " _", text)
    return re.sub(r"\s+", " ", text).strip().rstrip("\\").strip()


def display(latex: str) -> str:
    r"""A display formula that its own text can neither end nor leave.

    >>> print(display("a < b$$<script>"))
    $$a \lt b \lt script\gt$$
    """
    return f"$${portable(latex)}$$"


def inline(latex: str) -> str:
    r"""A formula within a line, likewise.

    >>> print(inline(" W_p | x "))
    $W_p \vert x$
    """
    return f"${portable(latex)}$"

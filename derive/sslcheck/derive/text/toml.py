"""Text as TOML: strings without escapes where there is a way, comments of several lines."""

from __future__ import annotations

import re

__all__ = ["comment", "key", "quoted"]


def quoted(text: str) -> str:
    r"""A string of one line; a literal one where it has a backslash and can be one.

    >>> print(quoted("W^T"), quoted(r"\dot{W}"), quoted(r"\dot{W} = X'"))
    "W^T" '\dot{W}' '''\dot{W} = X''''
    """
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    if "'''" not in text:
        return f"'''{text}'''"  # one or two more at its end are its own
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def key(name: str) -> str:
    r"""A key: bare, or as `quoted` without a space that would belong to it.

    >>> print(key("n"), key(r"\eta"), key("X'"), key(r"\hat{X}'"))
    n '\eta' "X'" "\\hat{X}'"
    """
    if re.fullmatch(r"[A-Za-z0-9_-]+", name):
        return name
    if "'" in name:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return quoted(name)


def comment(text: str) -> str:
    """Lines of a comment.

    >>> print(comment("one\\n two"))
    # one
    #  two
    """
    lines = ("".join(c if c.isprintable() else " " for c in line) for line in text.split("\n"))
    return "\n".join(f"# {line}".rstrip() for line in lines)

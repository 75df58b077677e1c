"""What is no TOML: where, and what an author of formulas most likely meant."""

from __future__ import annotations

import re
import tomllib

from sslcheck.derive.errors import ArticleError, Spot

__all__ = ["syntax_error"]

_LINE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)$")
_ARRAY = re.compile(r"\s*\[\[\s*(\w+)\s*\]\]")
_PLAIN = r"""\s"'=#\[\]{}"""
_BARE = re.compile(rf"\s*([^{_PLAIN}.,]*?([^\w.,{_PLAIN}-])[^{_PLAIN}]*)\s*=", re.ASCII)
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")


def syntax_error(error: tomllib.TOMLDecodeError, text: str, place: str) -> ArticleError:
    """The error to raise for text that the parser of the standard library refuses.

    That tells the place in its words alone, before Python 3.14.
    """
    found = _LINE.search(str(error))
    lines = text.split("\n")
    number = int(found[1]) if found else len(lines)
    hint = _hint(str(error), lines[:number])
    spot = Spot(number, int(found[2]) if found else len(lines[-1]) + 1)
    message = f"not valid TOML: {error}{hint and f'; {hint}'}"
    return ArticleError(f"{place}: {message}", ((spot, message),))


def _hint(error: str, lines: list[str]) -> str:
    """What to do about an error in the last of some lines; empty where it says so itself."""
    *before, line = lines
    array, key = _ARRAY.match(line), _KEY.match(line)
    if "'''" not in line and line.count("'") in (3, 5, 7):
        return "a formula with a prime stands between triple quotes: '''X' = I'''"
    if "\\" in line and '"' in line and "escape" in error.lower():
        return "between single quotes a backslash is itself: '\\eta'"
    if line.lstrip().startswith("\\"):
        return "a key with a backslash stands between single quotes: '\\eta' = ..."
    if bare := _BARE.match(line):
        return f"a key with `{bare[2]}` stands between single quotes: '{bare[1]}' = ..."
    if "overwrite" in error and array:
        again = [k for k, other in enumerate(before, 1) if other.strip() == f"[{array[1]}]"]
        return f"line {again[0]} has it in single brackets" if again else ""
    if "overwrite" in error and key:
        return _twice(before, key[1])
    if "inline table" in error or ("key part" in error and "{" in line):
        return "between braces entries are separated by commas, all of them on one line"
    if "Illegal character" in error and "\\n" in error:
        return "a quote is opened in this line and not closed"
    if "Unclosed array" in error:
        return "entries of a list are separated by commas, and it ends with a bracket"
    plain = _QUOTED.sub("", line)
    if plain.count("[") > plain.count("]"):
        return "a bracket is opened in this line and not closed"
    return ""


def _twice(before: list[str], key: str) -> str:
    """Where a key of the last table has stood already."""
    for k in range(len(before), 0, -1):
        match = _KEY.match(before[k - 1])
        if match and match[1] == key:
            return f"`{key.strip(chr(34) + chr(39))}` stands in line {k} already"
        if before[k - 1].lstrip().startswith("["):
            break
    return ""

r"""The rows of a display: ``aligned``, ``align``, ``split``, ``cases`` and their like.

A row that begins with a relation, or ends with one, goes on with its neighbour; so does a row
that begins with a sign behind ``&``, or with a sign where no relation follows.
"""

from __future__ import annotations

import re

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.asides import trimmed
from sslcheck.derive.latex.caret import Misread

__all__ = ["ENVIRONMENTS", "rows", "uncommented", "unlabelled"]

ENVIRONMENTS = (
    *("align", "alignat", "aligned", "alignedat", "array", "cases", "dcases", "displaymath"),
    *("eqnarray", "equation", "flalign", "gather", "gathered", "math", "multline", "split"),
)
_MARK = re.compile(r"\\(begin|end)(?![A-Za-z])\s*(?:\{([^{}]*)\})?", re.ASCII)
_BEGIN = re.compile(
    r"\s*(?:\\left\s*(?:\\\{|\\lbrace(?![A-Za-z])|\.)\s*)?\\begin\s*\{([a-z]+)(\*?)\}", re.ASCII
)
_ROW = "\0"
_RUNNING = frozenset("ijklmn")
_OPENER = re.compile(r"(?:\\left\s*(?:\\\{|\\lbrace(?![A-Za-z])|\.)\s*)?$", re.ASCII)
_CLOSER = re.compile(r"\A\s*(?:\\right\s*(?:\.|\\\}|\\rbrace)?\s*)?", re.ASCII)
_END = r"\\end\s*\{NAME\}\s*(?:\\right\s*(?:\.|\\\}|\\rbrace)?\s*)?[\s.,;]*"
_COLUMNS = re.compile(r"\s*(?:\[[a-z]\]\s*)?\{[^{}]{0,40}\}", re.ASCII)
_SKIP = r"(?:\s*\[\s*-?[0-9.]+\s*(?:pt|em|ex|cm|mm|in|mu|\\baselineskip|\\jot)\s*\])?"
_BREAK = re.compile(rf"\\\\\*?{_SKIP}|\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\.|[{{}}]")
_DOLLARS = re.compile(r"\s*(?:\$\$(.*)\$\$|\$(.*)\$|\\\[(.*)\\\]|\\\((.*)\\\))\s*", re.DOTALL)
_LABEL = re.compile(
    r"\\(?:label|tag\*?|[hm]space\*?|[vh]?phantom)\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])",
    re.ASCII,
)
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)(%.*)(?=\n)")
_PUNCTUATION = re.compile(r"[\s.,;]+$")
_RELATION = (
    r"(?:[=<>]|:=|\\(?:leq?|geq?|leqslant|geqslant|succ|succeq|prec|preceq|to|rightarrow|equiv"
    r"|coloneqq)(?![A-Za-z]))"
)
_SPACE = r"(?:\s|&|~|\\[,;:! ]|\\q?quad(?![A-Za-z])|\{\s*\})*"
_RELATES = re.compile(_RELATION)
_GOES_ON = re.compile(rf"{_SPACE}{_RELATION}")
_SIGNED = re.compile(rf"({_SPACE})(?:[-+]|\\(?:cdot|times)(?![A-Za-z]))")
_OPEN_END = re.compile(rf"(?:{_RELATION}|[-+]|\\(?:cdot|times)){_SPACE}$")


def uncommented(text: str) -> str:
    """A formula with spaces in place of comments, from ``%`` to the end of a line."""
    return _COMMENT.sub(lambda match: match[1] + " " * len(match[2]), text)


def unlabelled(text: str) -> str:
    r"""A formula without ``\label{...}`` and the like, which say nothing of what it means."""
    return _LABEL.sub(" ", text)


def rows(text: str) -> list[str]:
    """The rows of a display, or the text itself; raises `Misread` for unreadable environments."""
    dollars = _DOLLARS.fullmatch(text)
    if dollars:
        text = next(part for part in dollars.groups() if part is not None)
    marks = list(_MARK.finditer(text))
    if not marks:
        return _joined(_split(text))
    for mark in marks:
        if (mark[2] or "").rstrip("*") not in ENVIRONMENTS:
            if (mark[2] or "").endswith("matrix"):
                advice = (
                    "Write an equation for each of its blocks or entries; of all vectors or"
                    r" numbers of an index, `[x_1, \dots, x_n]`, `\text{diag}(p_1, \dots, p_n)`."
                )
                raise Misread(
                    f"a matrix by its blocks or entries, `{mark[2]}`", mark.span(), advice
                )
            known = (
                "Known are `aligned`, `align`, `split`, `gather`, `cases`, `equation` and the like."
            )
            raise Misread(f"unreadable environment `{mark[2] or ''}`", mark.span(), known)
    text, around = _apart(text, marks)
    begin = _BEGIN.match(text)
    name = re.escape(f"{begin[1]}{begin[2]}") if begin else ""
    end = re.compile(rf"(.*){_END.replace('NAME', name)}", re.DOTALL).fullmatch(text)
    if begin is None or end is None or not _is_one(marks):
        if marks[0][2] in ("cases", "dcases") and _is_one(marks):
            advice = (
                "Make a claim of each row; what restricts it is a hypothesis, or a declared sign."
            )
            raise Misread(f"`{marks[0][2]}` within a formula", _whole(marks), advice)
        headline = f"unbalanced `{marks[0][2]}`"
        advice = "Write one `\\begin{...} ... \\\\ ... \\end{...}`, with nothing around it."
        raise Misread(headline, _whole(marks), advice)
    body = text[begin.end() : end.end(1)]
    if begin[1] in ("array", "alignedat", "alignat"):
        body = _COLUMNS.sub("", body, count=1)
    found = _split(body)
    if len(found) == 1 and _BEGIN.match(body):
        return [around.replace(_ROW, row) for row in rows(body)]
    if any(_MARK.search(row) for row in found):
        raise Misread("environments inside of rows", _whole(marks), "Write their rows out.")
    return [around.replace(_ROW, row) for row in _joined(found)]


def _apart(text: str, marks: list[re.Match[str]]) -> tuple[str, str]:
    """The environment, and what is said before and behind it of each row, with `_ROW` within."""
    before, after = text[: marks[0].start()], text[marks[-1].end() :]
    lead, behind = _OPENER.sub("", before), _CLOSER.sub("", after, count=1)
    if lead[trimmed(lead, _RUNNING).first :].strip() or trimmed(f"x {behind}", _RUNNING).last > 1:
        return text, _ROW
    return text[len(lead) : len(text) - len(behind)], f"{lead}{_ROW}{behind}"


def _whole(marks: list[re.Match[str]]) -> Span:
    return marks[0].span()


def _is_one(marks: list[re.Match[str]]) -> bool:
    """Whether the environments nest, and the first one ends last."""
    opened: list[str] = []
    for k, mark in enumerate(marks):
        if mark[1] == "begin":
            opened.append(mark[2])
        elif not opened or opened.pop() != mark[2] or (not opened and k + 1 < len(marks)):
            return False
    return not opened


def _split(body: str) -> list[str]:
    r"""What ``\\`` separates outside of braces and inner environments."""
    found, start, depth = [], 0, 0
    for match in _BREAK.finditer(body):
        mark = match[0]
        depth += (mark in ("{", "\\begin")) - (mark in ("}", "\\end"))
        if mark.startswith("\\\\") and not depth:
            found.append(body[start : match.start()])
            start = match.end()
    found.append(body[start:])
    return found[:-1] if len(found) > 1 and not found[-1].strip() else found


def _joined(found: list[str]) -> list[str]:
    joined: list[str] = []
    for row in found:
        if joined and (_goes_on(row) or _OPEN_END.search(joined[-1])):
            joined[-1] = f"{_PUNCTUATION.sub('', joined[-1])} {row.strip()}"
        else:
            joined.append(row)
    return joined


def _goes_on(row: str) -> bool:
    """Whether a row goes on with the one before."""
    if _GOES_ON.match(row):
        return True
    signed = _SIGNED.match(row)
    return signed is not None and ("&" in signed[1] or not _RELATES.search(row))

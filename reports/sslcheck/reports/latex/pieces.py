r"""Anybody's formula cut into pieces that LaTeX sets with amsmath alone.

Only commands that set mathematics pass, with the arguments that they take; any other is shown by
its name. What comes out can neither end the formula nor change anything around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sslcheck.derive.latex.rows import unlabelled
from sslcheck.derive.text.markup import clean
from sslcheck.derive.text.printing import in_ascii
from sslcheck.reports.latex.commands import (
    BARS,
    DROPPED,
    ENVIRONMENTS,
    FRACTIONS,
    OVER,
    ROLES,
    STACKED,
    TEXTS,
    WRITTEN,
    Role,
    width_of,
)
from sslcheck.reports.latex.words import escaped

__all__ = ["Piece", "Role", "Unset", "cut", "joined", "width"]


class Unset(ValueError):
    """A formula whose braces, delimiters or environments do not close."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on one line in any case: its LaTeX, and its width in letters.

    ``inner`` is the same in a line, of which every piece may stand on a line of its own.
    """

    latex: str
    width: float
    role: Role = "ord"
    inner: tuple[Piece, ...] = ()


def cut(latex: str) -> tuple[Piece, ...]:
    """The pieces of a formula. Raises `Unset`."""
    return _Reader(in_ascii(unlabelled(clean(latex)))).all()


def width(pieces: Iterable[Piece]) -> float:
    """How wide they are beside each other, in letters."""
    return sum(piece.width for piece in pieces)


def joined(pieces: Iterable[Piece]) -> str:
    """Their LaTeX, with spaces where people leave them."""
    text, before = "", "open"
    for piece in pieces:
        tight = before == "open" or piece.role in ("close", "punct")
        text += piece.latex if tight else f" {piece.latex}"
        before = piece.role
    return text


_COLUMNS = 10  # more have no place in a matrix of amsmath
_DEEPEST = 24  # groups inside each other: TeX has 255
_DIGITS = 12  # of a long number, after which a line may end if need be

_TOKEN = re.compile(
    r"\\[A-Za-z]+|\\.|\s+|'+|:=|=:|[0-9]+(?:\.[0-9]+)?|.[\u0300-\u036f]*", re.DOTALL
)
_LENGTH = re.compile(r"\*?(?:\s*\[\s*-?[0-9.]+\s*[a-z]{2}\s*\])?")


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._doubled = 0

    def all(self) -> tuple[Piece, ...]:
        return self._until()

    def _peek(self) -> str:
        """The next token that is no space; empty at the end."""
        while found := _TOKEN.match(self._text, self._at):
            if not found[0].isspace():
                return found[0]
            self._at = found.end()
        return ""

    def _take(self) -> str:
        token = self._peek()
        self._at += len(token)
        return token

    def _expect(self, token: str) -> None:
        if self._take() != token:
            raise Unset(f"no `{token}`")

    def _until(self, *ends: str) -> tuple[Piece, ...]:
        """Pieces up to one of the tokens, which is left, or to the end where none is named."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unset("too deep")
        found: list[Piece] = []
        while (token := self._peek()) not in ends:
            if token == "" and not ends:
                break
            found += self._scripted()
        self._depth -= 1
        return tuple(found)

    def _scripted(self) -> Sequence[Piece]:
        """A piece with what is raised and lowered behind it."""
        pieces = [Piece("{}", 0)] if self._peek() in ("^", "_") else [*self._piece()]
        if not pieces:
            return ()
        scripts = ""
        wide = 0.0
        used: set[str] = set()
        raised: tuple[Piece, ...] = ()
        base = pieces.pop()
        while (token := self._peek()) in ("^", "_") or token.startswith("'"):
            self._take()
            if token[0] == "'" and not used:
                scripts += token
                wide += 0.3 * len(token)
                continue
            sign = "^" if token[0] == "'" else token
            inner = self._argument() if token == sign else (Piece(len(token) * r"\prime ", 0.3),)
            if sign in used:  # twice: TeX wants to know which belongs to which
                self._doubled += 1
                if self._doubled > _DEEPEST:
                    raise Unset("too deep")
                base = Piece(f"{{{base.latex}{scripts}}}", base.width + wide, base.role)
                scripts, wide, used = "", 0.0, set()
            raised = inner if sign == "^" else raised
            used.add(sign)
            scripts += sign + _braced(inner)
            wide = max(wide, 0.7 * width(inner))
        if not scripts:
            return (*pieces, base)
        made = Piece(base.latex + scripts, base.width + wide, base.role)
        return (*pieces, _in_line(base, scripts, raised, made))

    def _piece(self) -> Sequence[Piece]:
        token = self._take()
        if token == "":
            raise Unset("it ends too early")
        token = WRITTEN.get(token, token)
        if token == "{":
            inner = self._until("}")
            self._expect("}")
            return (Piece(f"{{{joined(inner)}}}", width(inner), "ord", inner),)
        if token in DROPPED:
            return ()
        if token in ROLES:
            return (Piece(token, width_of(token), ROLES[token]),)
        if token[0].isdigit() and token.isascii():
            return [Piece(token[k : k + _DIGITS], len(token[k : k + _DIGITS]))
                    for k in range(0, len(token), _DIGITS)]  # fmt: skip
        if token.isalpha() and token.isascii():
            return (Piece(token, 1.2 if token.isupper() else 1),)
        if token[0] == "'":
            return (Piece(f"{{}}{token}", 0.3),)
        return (self._command(token),)

    def _command(self, token: str) -> Piece:
        if token in FRACTIONS:
            return self._fraction(token)
        if token == "\\sqrt":
            return self._root()
        if token in OVER:
            inner = self._argument()
            return Piece(f"{token}{_braced(inner, always=True)}", width(inner))
        if token in STACKED:
            above, below = self._argument(), self._argument()
            latex = f"{token}{_braced(above, always=True)}{_braced(below, always=True)}"
            return Piece(latex, max(width(above), width(below)), "rel")
        if token in TEXTS:
            return self._words(token)
        if token == "\\left":
            return self._delimited()
        if token == "\\begin":
            return self._environment()
        if token in ("\\right", "\\end", "}", "&", "^", "_"):
            raise Unset(f"`{token}` out of place")
        return Piece(rf"\text{{{escaped(token)}}}", len(token))

    def _argument(self) -> tuple[Piece, ...]:
        """A group without its braces, or a single token."""
        token = self._peek()
        if token == "{":
            self._take()
            inner = self._until("}")
            self._expect("}")
            return inner
        if token[:1].isdigit():
            self._at += 1
            return (Piece(token[0], 1),)
        if token in ("^", "_", "\\left", "\\begin") or token.startswith("'"):
            raise Unset(f"`{token}` out of place")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unset("too deep")
        found = tuple(self._piece())
        self._depth -= 1
        return found

    def _fraction(self, command: str) -> Piece:
        top, bottom = self._argument(), self._argument()
        latex = f"{command}{_braced(top, always=True)}{_braced(bottom, always=True)}"
        inner = (*_bracketed(top), Piece("/", 0.5, "slash"), *_bracketed(bottom))
        return Piece(latex, max(width(top), width(bottom)) + 0.3, "ord", inner)

    def _root(self) -> Piece:
        degree: tuple[Piece, ...] = ()
        if self._peek() == "[":
            self._take()
            degree = self._until("]")
            self._expect("]")
        inside = self._argument()
        option = f"[{{{joined(degree)}}}]" if degree else ""
        power = f"^{{1/{joined(degree) or 2}}}"
        inner = (Piece("(", 0.6, "open"), *inside, Piece(f"){power}", 2, "close"))
        latex = f"\\sqrt{option}{_braced(inside, always=True)}"
        return Piece(latex, width(inside) + 1, "ord", inner)

    def _words(self, command: str) -> Piece:
        """Words in a formula: what has a meaning only in text is not let through."""
        if self._text.startswith("*", self._at):
            self._at += 1
        self._expect("{")
        words, depth = "", 1
        while found := _TOKEN.match(self._text, self._at):
            token = found[0]
            self._at = found.end()
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth == 0:
                break
            if token not in ("{", "}"):
                words += {"~": " ", "\\ ": " ", "\\,": " "}.get(token, token.removeprefix("\\"))
        else:
            raise Unset("words that do not end")
        if command == "\\operatorname" and words.isalnum() and words.isascii():
            return Piece(rf"\operatorname{{{words}}}", 0.8 * len(words), "op")
        inside = escaped(words)
        before, after = ("~" if end.isspace() else "" for end in (words[:1], words[-1:]))
        command = command.replace("mbox", "text").replace("operatorname", "text")
        shown = f"{before}{inside}{after if inside else ''}"
        return Piece(f"{command}{{{shown}}}", 0.8 * len(words))

    def _delimiter(self) -> Piece:
        token = self._take()
        token = {"<": "\\langle", ">": "\\rangle"}.get(token, token)
        if token == "/" or ROLES.get(token) in ("open", "close") or token in BARS:
            return Piece(token, 0.6)
        raise Unset(f"`{token}` is no delimiter")

    def _delimited(self) -> Piece:
        left = self._delimiter()
        inside = self._until("\\right")
        self._expect("\\right")
        right = self._delimiter()
        latex = f"\\left{left.latex} {joined(inside)} \\right{right.latex}"
        inner: list[Piece] = [*inside]
        if left.latex != ".":
            inner.insert(0, Piece(left.latex, 0.6, "open"))
        inner.append(Piece(right.latex if right.latex != "." else "{}", 0.6, "close"))
        return Piece(latex, width(inner), "ord", tuple(inner))

    def _environment(self) -> Piece:
        self._expect("{")
        end = self._text.find("}", self._at)
        written = self._text[self._at : end] if end > 0 else ""
        name = ENVIRONMENTS.get(written.rstrip("*"), "")
        if not name:
            raise Unset(f"`{written}` is no environment of a formula")
        self._at = end + 1
        if written == "array":
            self._argument()
        rows = [[self._until("&", "\\\\", "\\end")]]
        while (token := self._take()) != "\\end":
            if token == "&":
                rows[-1].append(self._until("&", "\\\\", "\\end"))
            else:
                skipped = _LENGTH.match(self._text, self._at)
                self._at = skipped.end() if skipped else self._at
                rows.append([self._until("&", "\\\\", "\\end")])
        for token in ("{", *written, "}"):
            self._expect(token)
        return _array(name, rows)


def _array(name: str, rows: list[list[tuple[Piece, ...]]]) -> Piece:
    if not any(rows[-1]) and len(rows) > 1:
        rows.pop()
    columns = max(map(len, rows))
    if columns > _COLUMNS:
        raise Unset("too many columns")
    if (name == "cases" and columns > 2) or (name == "gathered" and columns > 1):
        name = "matrix"
    wide = [max((width(r[k]) for r in rows if k < len(r)), default=0) for k in range(columns)]
    body = r" \\ ".join(" & ".join(map(joined, row)) for row in rows)
    latex = rf"\begin{{{name}}} {body} \end{{{name}}}"
    return Piece(latex, sum(wide) + 1.4 * columns)


def _in_line(base: Piece, scripts: str, raised: tuple[Piece, ...], made: Piece) -> Piece:
    """A piece with scripts, and how it is written in a line."""
    inner: tuple[Piece, ...] = ()
    if base.latex == "e" and scripts == f"^{_braced(raised)}":
        inner = (Piece("\\exp", 2, "op"), Piece("(", 0.6, "open"), *raised)
        inner = (*inner, Piece(")", 0.6, "close"))
    elif base.inner and base.inner[-1].role == "close" and not base.latex.startswith("\\sqrt"):
        last = base.inner[-1]
        end = Piece(last.latex + scripts, last.width + made.width - base.width, "close")
        inner = (*base.inner[:-1], end)
    elif base.inner:
        end = Piece(f"){scripts}", 0.6 + made.width - base.width, "close")
        inner = (Piece("(", 0.6, "open"), *base.inner, end)
    return Piece(made.latex, made.width, made.role, inner)


def _braced(pieces: Sequence[Piece], *, always: bool = False) -> str:
    """An argument in braces, which a single sign as a script needs not."""
    latex = joined(pieces)
    if all(len(piece.latex) == 1 and piece.latex.isalpha() for piece in pieces):
        latex = latex.replace(" ", "")
    return latex if len(latex) == 1 and latex.isalnum() and not always else f"{{{latex}}}"


def _bracketed(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    if len(pieces) == 1:
        return pieces
    return (Piece("(", 0.6, "open"), *pieces, Piece(")", 0.6, "close"))

"""Reads a formula that is written in plain characters, as `printing.plain` writes it."""

from __future__ import annotations

import re
import unicodedata

from sslcheck.derive.printing import LETTERS

__all__ = ["ASIDE", "LOWERED", "RAISED", "NoFormulaError", "Notation"]

_ACCENTS = {"\u0307": "dot", "\u0302": "hat", "\u0304": "bar"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ⁻", "0123456789T-", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_LATEX = {sign: f"\\{name}" for name, sign in reversed(LETTERS.items()) if len(sign) == 1}
_LATEX["ε"] = r"\varepsilon"
_SIGNS = frozenset("∞…∂∇∫")
_OPERATORS = frozenset("=+-/<>≠≤≥→≻⪰∝·⊗")
_WORD = re.compile(r"(diag|det|tr|vec|max|min|inf|sup|log|exp|StopGrad)(?=[(_])")
_COMMANDS = frozenset({"det", "max", "min", "inf"})
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?(?![\d.]*(?:\.\w|e[-+]?\d))")
_SHAPE = re.compile(r"\(\w+ x \w+\)")
ASIDE = re.compile(r"\((?:\d+|[a-z]|[ivx]+)\)")  # a number of an equation, a letter of a panel


def _opened(latex: str, said: str) -> str:
    """Half a fraction without the brackets that only its plain form needs."""
    if said.startswith("(") and said.endswith(")") and re.search(r"[-+ ]", said):
        return latex[1:-1]
    return latex


def _script(sign: str, latex: str) -> str:
    return f"{sign}{latex}" if len(latex) == 1 else f"{sign}{{{latex}}}"


class NoFormulaError(Exception):
    """What stands here is no formula."""


class Notation:
    """Reads as much of a formula as there is; ``letters`` counts its symbols."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.letters = 0
        self.integral = False

    def expression(self, inside: bool = False) -> str:
        latex = self._signed(inside)
        while True:
            more = self._further(latex, inside)
            if more is None:
                return latex
            latex = more

    def _further(self, latex: str, inside: bool) -> str | None:
        """One operator and operand more, or one factor; None, and nothing is read, at the end."""
        start, letters = self.at, self.letters
        spaces = self._spaces()
        try:
            operator = self._operator(spaces)
            if operator:
                self._spaces()
                return f"{latex} {operator} {self._signed(inside)}"
            if spaces > 1 or (spaces and self._aside(inside)):
                raise NoFormulaError
            return f"{latex} {self._factor(inside)}"
        except NoFormulaError:
            self.at, self.letters = start, letters
            return None

    def _aside(self, inside: bool) -> bool:
        """Whether what follows a space is no factor: a number, an aside, the article `a`."""
        rest = self.text[self.at :]
        return (
            rest[:1].isdigit()
            or ASIDE.match(rest) is not None
            or (not inside and re.match(r"(a|x)\b(?!_)", rest) is not None)
        )

    def _signed(self, inside: bool) -> str:
        sign = ""
        if self._peek() == "-":
            sign, self.at = "-", self.at + 1
        elif not inside and ASIDE.match(self.text[self.at :]):
            raise NoFormulaError
        return sign + self._factor(inside)

    def _factor(self, inside: bool) -> str:
        """An atom, or a fraction of two that are written without spaces."""
        start = self.at
        latex = self._atom(inside)
        while self._peek() == "/" and not self.text[self.at + 1 : self.at + 2].isspace():
            top = self.text[start : self.at]
            self.at += 1
            middle = self.at
            bottom = self._atom(inside)
            below = self.text[middle : self.at]
            latex = rf"\frac{{{_opened(latex, top.lstrip('-'))}}}{{{_opened(bottom, below)}}}"
        return latex

    def _operator(self, spaces: int) -> str:
        char = self._peek()
        if char not in _OPERATORS:
            return ""
        after = self.text[self.at + 1 : self.at + 2]
        if char in "-+" and bool(spaces) != after.isspace():
            raise NoFormulaError  # a hyphen, or a sign of what follows
        self.at += 1
        return _LATEX.get(char, char)

    def _atom(self, inside: bool) -> str:
        rest = self.text[self.at :]
        char = rest[:1]
        if found := _NUMBER.match(rest):
            self.at += found.end()
            return self._raised(found[0])
        if found := _WORD.match(rest):
            return self._function(found[0])
        if found := re.match(r"d([A-Z]?)/dt(?!\w)", rest):
            self.at += found.end()
            self.letters += 1
            return rf"\frac{{d{found[1]}}}{{dt}}"
        if char == "(" and _SHAPE.match(rest):
            raise NoFormulaError
        if char == "(":
            return self._raised(f"({self._between('(', ')')})")
        if char == "‖":
            return self._raised(rf"\|{self._between('‖', '‖')}\|")
        if rest.startswith("√("):
            self.at += 1
            return rf"\sqrt{{{self._between('(', ')')}}}"
        return self._letter()

    def _between(self, opening: str, closing: str) -> str:
        self._take(opening)
        parts = [self.expression(True)]
        while self._peek() == ",":
            self.at += 1
            self._spaces()
            parts.append(self.expression(True))
        self._take(closing)
        return ", ".join(parts)

    def _function(self, name: str) -> str:
        self.at += len(name)
        self.letters += 1
        latex = self._raised(f"\\{name}" if name in _COMMANDS else f"\\text{{{name}}}")
        return self._applied(latex)

    def _applied(self, latex: str) -> str:
        """A function of what stands in brackets behind it, if anything does."""
        if self._peek() != "(":
            return latex
        return self._raised(f"{latex}({self._between('(', ')')})")

    def _letter(self) -> str:
        rest = self.text[self.at :]
        if self.integral and (found := re.match(r"dt'?(?!\w)", rest)):
            self.at += found.end()
            return found[0]
        parts = [*unicodedata.normalize("NFD", rest[:1])] or [" "]
        base, marks = parts[0], parts[1:]
        self.at += 1
        while self._peek() in _ACCENTS:
            marks.append(self._peek())
            self.at += 1
        if base in _SIGNS or (base in _LATEX and base.isalpha()):
            latex = _LATEX[base]
            self.integral = self.integral or base == "∫"
        elif re.fullmatch("[A-Za-z]", base):
            latex = base
        else:
            raise NoFormulaError
        for mark in marks:
            if mark not in _ACCENTS:
                raise NoFormulaError
            latex = f"\\{_ACCENTS[mark]}{{{latex}}}"
        after = self.text[self.at :]
        joined = base.isascii() and after[:1].isalpha() and after[0] not in RAISED
        if joined or re.match(r"'[a-z]|\.[A-Za-z]|[’\u0300-\u036f]", after):
            raise NoFormulaError  # a word, or an abbreviation
        self.letters += base not in "…∞"
        latex = self._raised(latex)
        if base == "E" and self._peek() == "[":
            return self._raised(rf"\mathbb{{E}}[{self._between('[', ']')}]")
        return self._applied(latex)

    def _raised(self, latex: str) -> str:
        """What stands above and below (``_j``, ``^(1/2)``, ``ᵀ``), one of each, and primes."""
        taken: set[str] = set()
        while char := self._peek():
            if char == "'":
                if "^" in taken or re.match(r"'+\w", self.text[self.at :]):
                    raise NoFormulaError
                latex += char
                self.at += 1
                continue
            sign = "^" if char in RAISED else "_" if char in LOWERED else char
            if sign not in "_^":
                break
            if sign in taken:
                raise NoFormulaError
            taken.add(sign)
            if char in "_^":
                self.at += 1
                latex += _script(char, self._script())
            else:
                latex += _script(sign, self._run(RAISED if sign == "^" else LOWERED))
        return latex

    def _run(self, marks: dict[str, str]) -> str:
        text = ""
        while self._peek() in marks:
            text += marks[self._peek()]
            self.at += 1
        return text

    def _script(self) -> str:
        rest = self.text[self.at :]
        if found := re.match(r"[({]([a-z]{2,})[)}]|([a-zA-Z]{2,})", rest):
            self.at += found.end()
            word = found[1] or found[2]
            return f"\\{word}" if word in _COMMANDS else f"\\text{{{word}}}"
        if found := re.match(r"[({]([0-9]+/[0-9]+)[)}]", rest):
            self.at += found.end()
            return found[1]
        for opening, closing in ("()", "{}"):
            if rest.startswith(opening):
                return self._between(opening, closing)
        found = re.match(r"[0-9]+|[A-Za-zΑ-Ωα-ω]|[+*-](?!\w)", rest)
        if found is None:
            raise NoFormulaError
        self.at += found.end()
        return _LATEX.get(found[0], found[0])

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, char: str) -> None:
        if self._peek() != char:
            raise NoFormulaError
        self.at += 1

    def _spaces(self) -> int:
        start = self.at
        while self._peek() == " ":
            self.at += 1
        return self.at - start

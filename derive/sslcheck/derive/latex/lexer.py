"""Characters to tokens: leaves made from the declared symbols, delimiters paired.

What a character means in LaTeX mathematics depends on what is declared (``d``, ``e``, ``I``,
``(t)``, ``p_1``), so this stage decides it and leaves a context-free language to `parser`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from sslcheck.derive.expr import Dot, Expr, Gradient, Ident, Num, Size, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import CLOSERS, Pairs
from sslcheck.derive.latex.names import Names, canonical
from sslcheck.derive.latex.scope import Scope
from sslcheck.derive.latex.superscripts import ADVICE, superscript
from sslcheck.derive.latex.tex import Tex
from sslcheck.derive.latex.vocabulary import SPACING, STRANGE, TEXTS, TOKENS

__all__ = ["Scanner", "Token"]

_MOST_DIGITS = 30

_SCAN = re.compile(
    r"(?P<SPACE>(?:[\s~&]|\\[,;:! ])+)|(?P<DIFFERENTIAL>d\s*t\s*')|(?P<EXP>e\s*\^)"
    r"|(?P<START>\\left\s*\.)|(?P<BEGUN>\\right\s*\|\s*_\s*(?:0|\{\s*(?:t\s*=\s*)?0\s*\}))"
    r"|(?P<NORM>\\\||\\[lr]Vert(?![A-Za-z]))|(?P<COMMAND>\\[A-Za-z]+)|(?P<NAME>[A-Za-z])"
    r"|(?P<NUMBER>[0-9]+(?:\.[0-9]+)?)|(?P<SIGN>[-+=<>])|(?P<COMMA>[,;])"
    r"|(?P<OPEN>[(\[{]|\\\{)|(?P<CLOSE>[)\]}]|\\\})|(?P<SUPERSCRIPT>\^)",
    re.ASCII,
)
_BRACKET = re.compile(r"\s*(?:\\(?:left|[bB]igg?l?)(?![A-Za-z])\s*)?(\(|\[|\\\{)", re.ASCII)
_DIGITS = re.compile(r"\s*([0-9])\s*([0-9])", re.ASCII)
_DOTS = re.compile(r"[,;]\s*\\[lc]?dots\s*[,;]", re.ASCII)
_LIMITS = re.compile(r"\s*_\s*(?:0|\{\s*0\s*\})\s*\^\s*(?:t(?!\s*')|\{\s*t\s*\})", re.ASCII)
_SQUARE = re.compile(r"\s*(?:_\s*(?:[2F]|\{\s*[2F]\s*\})\s*)?\^\s*(?:2|\{\s*2\s*\})", re.ASCII)
_AT_TIME = re.compile(r"\s*(?:\\left\s*)?\(\s*(t\s*'?|0)\s*(?:\\right\s*)?\)", re.ASCII)
_ARGUMENTS = re.compile(r"\s*\(([^()]*,[^()]*)\)", re.ASCII)
_PARTIAL = re.compile(r"\\partial(?![A-Za-z])", re.ASCII)


class Token(NamedTuple):
    """A piece of a formula; the ``value`` of a ``LEAF`` is its finished node, else it is text."""

    kind: str
    value: Expr | str
    span: Span


class Scanner:
    """One formula's way through the lexer. Raises `Misread` where it cannot be read."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._tex = Tex(text)
        self._pairs = Pairs(text)
        self._scope = Scope(names, self._pairs)
        self._tokens: list[Token] = []

    def scan(self, start: int, end: int) -> list[Token]:
        """The tokens of ``text[start:end]``."""
        position = start
        while position < end:
            match = _SCAN.match(self._text, position, end)
            if match is None:
                raise self._strange(position)
            position = self._take(str(match.lastgroup), match[0], match.span())
        self._pairs.finish()
        return self._tokens

    def _take(self, kind: str, text: str, span: Span) -> int:
        """Handle one lexical element; where the next one starts."""
        match kind:
            case "SPACE":
                return span[1]
            case "COMMAND":
                return self._command(text, span)
            case "NAME":
                return self._name(span[0])
            case "SIGN":
                return self._put(*TOKENS[text], span)
            case "NUMBER":
                if len(text) > _MOST_DIGITS:
                    raise Misread(f"a number of more than {_MOST_DIGITS} digits", span)
                return self._leaf(Num(Fraction(text), span=span))
            case "OPEN":
                return self._open("group", CLOSERS[text], span)
            case "CLOSE":
                return self._close(text, span)
            case "DIFFERENTIAL":
                return self._close("dt'", span)
            case "START":
                return self._open("start", "\\right|_{t=0}", span)
            case "BEGUN":
                return self._close("\\right|_{t=0}", span)
            case "COMMA":
                return self._comma(text, span)
            case "NORM":
                return self._norm(text, span)
            case "EXP":
                if self._scope.declares("e"):
                    return self._name(span[0])
                return self._open_brace("exp", "e^", span)
            case _:
                return self._superscript(span)

    def _put(self, kind: str, value: Expr | str, span: Span) -> int:
        self._tokens.append(Token(kind, value, span))
        return span[1]

    def _leaf(self, node: Expr) -> int:
        return self._put("LEAF", node, node.span or (0, 0))

    def _before(self) -> tuple[str, Expr | str]:
        """Kind and value of the token before."""
        return self._tokens[-1][:2] if self._tokens else ("", "")

    def _strange(self, position: int) -> Misread:
        char = self._text[position]
        shown = f"`{char}`" if char.isascii() and char.isprintable() else f"U+{ord(char):04X}"
        advice = STRANGE.get(char, "" if char.isascii() else "Only ASCII can be read.")
        return Misread(f"unexpected character {shown}", (position, position + 1), advice)

    # Delimiters

    def _open(self, kind: str, closer: str, span: Span, value: str = "") -> int:
        self._pairs.open(kind, closer, span, value)
        return self._put("OPEN", kind, span)

    def _open_brace(self, kind: str, command: str, span: Span) -> int:
        brace = self._tex.skip(span[1])
        if brace not in self._tex.braces:
            raise Misread(f"`{command}` without braces", span, f"Write `{command}{{...}}`.")
        return self._open(kind, "}", (span[0], brace + 1))

    def _open_bracket(self, kind: str, span: Span) -> int:
        bracket = _BRACKET.match(self._text, span[1])
        if bracket is None:
            command = self._text[slice(*span)]
            raise Misread(f"`{command}` without parentheses", span, f"Write `{command}(...)`.")
        return self._open(kind, CLOSERS[bracket[1]], (span[0], bracket.end()))

    def _close(self, closer: str, span: Span) -> int:
        frame = self._pairs.close(closer, span)
        if frame.kind == "over":
            span = span[0], self._tex.skip(span[1]) + 1
            self._pairs.open("under", "}", span)
            return self._put("MIDDLE", "", span)
        if frame.kind == "diag" and not frame.value:
            advice = r"Write it with an indexed symbol, as in `\text{diag}(p_1, \dots, p_d)`."
            raise Misread("`diag` of unknown size", (frame.span[0], span[1]), advice)
        if frame.kind in ("rate", "partial", "slope"):  # what it is by was read at the opening
            span = span[0], self._tex.braces[self._tex.skip(span[1])] + 1
        self._put("CLOSE", f"{frame.index} {frame.value}".lstrip(), span)
        match = _AT_TIME.match(self._text, span[1])
        if match and match[1] == "0":
            return self._put("POSTFIX", "at 0", match.span())
        return span[1]

    def _norm(self, text: str, span: Span) -> int:
        frame = self._pairs.innermost
        if text == "\\lVert" or frame is None or frame.kind != "norm":
            return self._open("norm", "\\|", span)
        square = _SQUARE.match(self._text, span[1])
        if square is None:
            advice = r"Only squared norms can be read: write `\|...\|_2^2`, `\|...\|_F^2`."
            raise Misread("a norm without its square", span, advice)
        return self._close("\\|", (span[0], square.end()))

    def _comma(self, text: str, span: Span) -> int:
        frame = self._pairs.innermost
        if frame is None:
            return self._separator(span)
        if frame.kind != "diag":
            raise Misread(f"`{text}` cannot stand here", span, "It separates relations.")
        dots = _DOTS.match(self._text, span[0])
        frame.entry = 0 if dots or not frame.entry else frame.entry + 1
        return self._put("MIDDLE", "", dots.span() if dots else span)

    def _separator(self, span: Span) -> int:
        """Of several in a row (``, \\text{ where }``), only the first counts."""
        return span[1] if self._before()[0] == "SEPARATOR" else self._put("SEPARATOR", "", span)

    # Names and what belongs to them

    def _name(self, start: int) -> int:
        end = self._tex.name_end(start)
        if end is None:
            raise Misread("an accent without a letter", (start, start + 1))
        span = start, end
        name = self._tex.name(span)
        if name in ("t", "t'"):
            self._scope.check_time(name, span)
            return self._leaf(Sym("t", span=span))
        if name == "I" and not self._scope.declares(name):
            return self._leaf(Ident(span=span))
        if self._scope.is_space(name):
            return self._leaf(Size(name, span=span))
        self._leaf(Sym(self._scope.key(name, span), span=span))
        return self._applied(end)

    def _applied(self, position: int) -> int:
        """Skip ``(t)``, ``(t')`` or the arguments of a symbol that ends at ``position``."""
        if match := _AT_TIME.match(self._text, position):
            if match[1] == "0":
                return self._put("POSTFIX", "at 0", match.span())
            self._scope.check_time(canonical(match[1]), match.span(1))
            return match.end()
        match = _ARGUMENTS.match(self._text, position)
        if match and all(self._scope.declares(canonical(part)) for part in match[1].split(",")):
            return match.end()
        return position

    def _superscript(self, span: Span) -> int:
        kind, value = self._before()
        argument = self._tex.argument(span[1])
        if argument is None:
            raise Misread("unreadable superscript", span, ADVICE)
        span = span[0], argument[1]
        if kind == "POSTFIX" and value != "at 0":
            raise Misread("double superscript", span, "Use parentheses: `(W^T)^2`.")
        self._put("POSTFIX", superscript(self._tex.word(argument), span), span)
        of_symbol = kind == "LEAF" and isinstance(value, (Sym, Dot))
        return self._applied(span[1]) if of_symbol else span[1]

    # Commands

    def _command(self, command: str, span: Span) -> int:
        if command in SPACING:
            return span[1]
        if command in TOKENS:
            return self._put(*TOKENS[command], span)
        match command:
            case "\\frac" | "\\dfrac" | "\\tfrac":
                return self._frac(command, span)
            case "\\sqrt":
                return self._open_brace("root", command, span)
            case "\\exp":
                return self._open_bracket("exp", span)
            case "\\dot":
                return self._dotted(span)
            case "\\nabla":
                return self._nabla(span)
            case "\\max":
                return self._max(span)
            case "\\int":
                return self._int(span)
        argument = self._tex.argument(span[1])
        word = self._tex.word(argument) if argument else ""
        if argument and command == "\\mathbb" and word == "E":
            return self._open_bracket("expect", (span[0], self._tex.tail_end(argument[1])))
        if command in ("\\text", "\\mathrm", "\\operatorname"):
            span = span[0], argument[1] if argument else span[1]
            kind = TEXTS.get(word.lstrip(", "), "")
            if kind == "separator" and not self._pairs.innermost:
                return self._separator(span)
            if kind not in ("", "separator"):
                return self._open_bracket(kind, span)
            if command != "\\mathrm":
                known = ", ".join(f"`{text}`" for text in TEXTS)
                raise Misread(f"unreadable `{command}`", span, f"It may contain {known}.")
        return self._name(span[0])

    def _frac(self, command: str, span: Span) -> int:
        """A quotient, or a derivative; one without operand is a prefix of what follows."""
        tex = self._tex
        if digits := _DIGITS.match(self._text, span[1]):
            if digits[2] == "0":
                raise Misread("division by zero", (span[0], digits.end()))
            value = Fraction(int(digits[1]), int(digits[2]))
            return self._leaf(Num(value, span=(span[0], digits.end())))
        over = tex.argument(span[1])
        under = tex.argument(over[1]) if over else None
        if not over or not under or not {over[0], under[0]} <= tex.braces.keys():
            raise Misread(f"`{command}` without braces", span, f"Write `{command}{{a}}{{b}}`.")
        (start, end), bottom = tex.inner(over), tex.inner(under)
        partial = _PARTIAL.match(self._text, start), _PARTIAL.match(self._text, *bottom)
        if partial[0] and partial[1]:
            by = tex.inner((partial[1].end(), bottom[1]))
            variable = self._scope.key(tex.name(by), by)
            kind, operand = "partial", partial[0].end()
            if not self._scope.symbol(variable).scalar:
                kind = "gradient" if operand == end else "slope"
        elif re.fullmatch(r"d\s*t", self._text[slice(*bottom)]) and self._is_differential(start):
            kind, operand, variable = "rate", start + 1, ""
        else:
            return self._open("over", "}", (span[0], over[0] + 1))
        if operand == end:
            return self._put("PREFIX", f"{kind} {variable}", (span[0], under[1]))
        return self._open(kind, "}", (span[0], operand), variable)

    def _is_differential(self, position: int) -> bool:
        """Whether a ``d`` that is not a symbol stands there."""
        alone = self._tex.name_end(position) == position + 1
        return alone and self._text[position] == "d" and not self._scope.declares("d")

    def _dotted(self, span: Span) -> int:
        argument = self._tex.argument(span[1])
        inner = self._tex.inner(argument) if argument else (0, 0)
        if argument is None or self._tex.name_end(inner[0]) != inner[1]:
            advice = "It takes one symbol, as in `\\dot{W}_p`; else write `\\frac{d}{dt} (...)`."
            raise Misread("unreadable `\\dot`", span, advice)
        span = span[0], self._tex.tail_end(argument[1])
        name = canonical(self._text[slice(*inner)] + self._text[argument[1] : span[1]])
        self._leaf(Dot(Sym(self._scope.key(name, span), span=span), span=span))
        return self._applied(span[1])

    def _nabla(self, span: Span) -> int:
        """The gradient of the symbol of a scalar, of a bracket, or of all up to the next sign."""
        below = self._tex.below(span[1])
        if below is None:
            advice = "Write below it what it is with respect to, as in `\\nabla_{W} L`."
            raise Misread("unreadable `\\nabla`", span, advice)
        inner = self._tex.inner(below)
        variable = self._scope.key(self._tex.name(inner), inner)
        span = span[0], below[1]
        if bracket := _BRACKET.match(self._text, span[1]):
            return self._open("gradient", CLOSERS[bracket[1]], (span[0], bracket.end()), variable)
        start = self._tex.skip(span[1])
        end = self._tex.name_end(start)
        name = self._tex.name((start, end)) if end else ""
        if end is None or not self._scope.declares(name):
            return self._put("PREFIX", f"gradient {variable}", span)
        key = self._scope.key(name, (start, end))
        if not self._scope.symbol(key).scalar:
            return self._put("PREFIX", f"gradient {variable}", span)
        self._leaf(Gradient(variable, Sym(key, span=(start, end)), span=(span[0], end)))
        return self._applied(end)

    def _max(self, span: Span) -> int:
        below = self._tex.below(span[1])
        index = self._tex.word(below) if below else ""
        if below is None or index not in self._scope.indices:
            known = sorted(self._scope.indices)
            example = known[0] if known else "k"
            advice = (
                "Write the index of a declared symbol below it, as in"
                f" `\\max_{example} s_{example}`."
            )
            raise Misread("`\\max` over an unknown index", span, advice)
        return self._put("PREFIX", f"max {index}", (span[0], below[1]))

    def _int(self, span: Span) -> int:
        limits = _LIMITS.match(self._text, span[1])
        if limits is None or self._pairs.within("integral"):
            advice = "Only `\\int_0^t ... dt'` can be read, and not one inside another."
            raise Misread("unreadable integral", span, advice)
        return self._open("integral", "dt'", (span[0], limits.end()))

"""Characters to tokens: leaves made from the declared symbols, delimiters paired.

What a character means in LaTeX mathematics depends on what is declared (``d``, ``e``, ``I``,
``(t)``, ``p_1``), so this stage decides it and leaves a context-free language to `parser`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from sslcheck.derive.expr import Dot, Expr, Num, Span, Sym
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import CLOSERS
from sslcheck.derive.latex.names import canonical
from sslcheck.derive.latex.operators import Operators
from sslcheck.derive.latex.superscripts import ADVICE, LARGEST, LETTERS, TRANSPOSE, superscript
from sslcheck.derive.latex.superscripts import REFUSED as SUPERSCRIPTS
from sslcheck.derive.latex.tokens import BRACKET, MEANS, Token, conditional
from sslcheck.derive.latex.vocabulary import SPACING, STRANGE, TOKENS, WORDS, unreadable, word_kind
from sslcheck.derive.text.characters import in_ascii
from sslcheck.derive.traverse import walk

__all__ = ["Scanner"]

_MOST_DIGITS = 30

_SCAN = re.compile(
    r"(?P<SPACE>(?:[\s~&]|\\[,;:! ]|\{\s*\})+)"
    r"|(?P<DIFFERENTIAL>(?:d|\\mathrm(?:\s*\{\s*d\s*\}|\s+d))\s*t\s*')"
    r"|(?P<EXP>(?:e|\\mathrm(?:\s*\{\s*e\s*\}|\s+e))\s*\^)"
    r"|(?P<START>\\left\s*\.)|(?P<BEGUN>\\right\s*\|\s*_\s*(?:0|\{\s*(?:t\s*=\s*)?0\s*\}))"
    r"|(?P<NORM>\\\||\|\||\\[lr]?Vert(?![A-Za-z]))|(?P<BAR>\||\\[lr]?vert(?![A-Za-z]))|(?P<COMMAND>\\[A-Za-z]+\*?)|(?P<NAME>[A-Za-z])"
    r"|(?P<NUMBER>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(?P<SIGN>:=|=:|[-+=<>/])|(?P<COMMA>[,;])"
    r"|(?P<OPEN>[(\[{]|\\\{)|(?P<CLOSE>[)\]}]|\\\})|(?P<SUPERSCRIPT>\^)|(?P<SUBSCRIPT>_)",
    re.ASCII,
)
_ONES = r"Write the column of ones as `\mathbf{1}`, `\mathbf{1}_n^T`."
_ENDS = ("LEAF", "CLOSE", "POSTFIX")
"""Tokens behind which a point may end a sentence, or mean a product."""
_IF = ("if", "for", "when", "whenever", "provided", "provided that")
_GIVEN = re.compile(r"\||\\(?:mid|[lr]?vert|given)(?![A-Za-z])", re.ASCII)
_DEGREE = re.compile(r"\s*\[\s*(?:(?P<degree>[0-9]{1,3})|[^\]]*)\s*\]", re.ASCII)
_POSITIVE = re.compile(r"\s*(?:\+|\{\s*\+\s*\})", re.ASCII)
_DIGITS = re.compile(r"\s*([0-9])\s*([0-9])", re.ASCII)
_LISTED = re.compile(r"[()\[\]]|,\s*\\[lc]?dots(?![A-Za-z])", re.ASCII)


class Scanner(Operators):
    """One formula's way through the lexer. Raises `Misread` where it cannot be read."""

    def scan(self, start: int, end: int) -> list[Token]:
        """The tokens of ``text[start:end]``."""
        self._last = end
        self._run(start, end)
        self._pairs.finish()
        if self._dropped and self._before()[0] == "SEPARATOR":
            self._tokens.pop()
        return self._tokens

    def _run(self, position: int, end: int) -> int:
        """Take all up to ``end``; where the last element ends, which may be a little behind."""
        while position < end:
            if (passed := self._integrated(position)) is not None:
                position = passed
                continue
            match = _SCAN.match(self._text, position, end)
            if match is None:
                raise self._strange(position)
            position = self._take(str(match.lastgroup), match[0], match.span())
        return position

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
            case "SUBSCRIPT":
                found = self._entry(span)
                if found is None and isinstance(self._before()[1], Num):
                    raise Misread("a subscript of a number", span, _ONES)
                if found is None and _POSITIVE.match(self._text, span[1]):
                    advice = r"Write `\frac{1}{2} (x + |x|)`."
                    raise Misread("the positive part of a number", span, advice)
                if found is None:
                    raise self._strange(span[0])
                return self._applied(found)
            case "NUMBER":
                if len(text) > _MOST_DIGITS:
                    raise Misread(f"a number of more than {_MOST_DIGITS} digits", span)
                if self._tokens and isinstance(self._tokens[-1].value, Num):
                    whole = self._tokens[-1].span[0], span[1]
                    advice = "Write one number without spaces, or `\\cdot` between two."
                    raise Misread("numbers side by side", whole, advice)
                if text.startswith(".") and self._before()[0] in _ENDS:
                    raise self._strange(span[0])
                return self._leaf(Num(Fraction(text), span=span))
            case "OPEN":
                if self._lists(text, span[1]):
                    return self._open("columns", CLOSERS[text], span)
                return self._group(text, span)
            case "CLOSE":
                return self._close(text, span)
            case "DIFFERENTIAL":
                return self._end_integral(span)
            case "START":
                return self._open("start", "\\right|_{t=0}", span)
            case "BEGUN":
                return self._close("\\right|_{t=0}", span)
            case "COMMA":
                return self._comma(text, span)
            case "BAR":
                return self._bar(text, span)
            case "NORM":
                return self._norm(text, span)
            case "EXP":
                if not self._scope.declares(canonical(text[:-1])):
                    return self._braced("exp", "e^", span)
                self._check_power(span)
                return self._name(span[0])
            case _:
                return self._superscript(span)

    def _lists(self, opener: str, position: int) -> bool:
        r"""Whether a list such as ``[x_1, \dots, x_n]`` begins."""
        deep = 0
        for match in _LISTED.finditer(self._text, position) if opener in ("(", "[") else ():
            if match[0].startswith(",") and not deep:
                return True
            deep += {"(": 1, "[": 1, ")": -1, "]": -1}.get(match[0], 0)
            if deep < 0:
                return False
        return False

    def _strange(self, position: int) -> Misread:
        char = self._text[position]
        shown = f"`{char}`" if char.isascii() and char.isprintable() else f"U+{ord(char):04X}"
        advice = STRANGE.get(char, "")
        if not char.isascii():
            plain = in_ascii(char)
            advice = f"Write `{plain}`." if plain.isascii() else "Only ASCII can be read."
        return Misread(f"unexpected character {shown}", (position, position + 1), advice)

    def _braced(self, kind: str, command: str, span: Span) -> int:
        """``e^{...}`` or ``\\sqrt{...}``, or with a single letter or digit: ``e^x``."""
        argument = self._tex.argument(span[1])
        if argument is None or argument[0] in self._tex.braces:
            return self._open_brace(kind, command, span)
        self._open(kind, "}", span)
        if self._run(*argument) != argument[1]:
            raise Misread(f"`{command}` without braces", span, f"Write `{command}{{...}}`.")
        return self._close("}", (argument[1], argument[1]))

    def _root(self, span: Span) -> int:
        r"""``\sqrt{x}``, or ``\sqrt[3]{x}``, which is ``x^{1/3}``."""
        degree = _DEGREE.match(self._text, span[1])
        if degree is None:
            return self._braced("root", "\\sqrt", span)
        span, value = (span[0], degree.end()), int(degree["degree"] or 0)
        if not 2 <= value <= LARGEST:
            advice = rf"Write a number from 2 to {LARGEST}, or a power, `x^{{1/a}}`."
            raise Misread("a root of which the degree cannot be read", span, advice)
        return self._open_brace("root", self._text[slice(*span)], span, str(value))

    def _check_power(self, span: Span) -> None:
        """Refuses ``e^{...}`` of a declared ``e`` where the exponent is no number."""
        argument = self._tex.argument(span[1])
        whole = span[0], argument[1] if argument else span[1]
        try:
            superscript(self._tex.word(argument) if argument else "", whole)
        except Misread:
            name = self._text[span[0] : span[1] - 1].strip()
            raise Misread(
                f"`{name}` is a declared symbol: this may be a power of it, or the exponential",
                whole,
                rf"Write `\exp(...)`, or `({name})^{{...}}` for a power, or rename the symbol.",
            ) from None

    # Names and what belongs to them

    def _superscript(self, span: Span) -> int:
        kind, value = self._before()
        argument = self._tex.argument(span[1])
        if argument is None:
            raise Misread("unreadable superscript", span, ADVICE)
        if self._tex.word(argument) in ("\\mathsf", "\\mathrm", "\\text"):
            letter = self._tex.argument(argument[1])
            argument = (argument[0], letter[1]) if letter else argument
        span = span[0], argument[1]
        if kind in ("NARROW", "PREFIX"):
            raise self._raised_operator(str(value).partition(" ")[0], span)
        if self._is_entry():
            self._check_power_of_entry(self._tex.word(argument), span)
        if self._lettered(self._tex.inner(argument), kind):
            if not self._may_be_number(value):
                raise Misread("a matrix to a power in letters", span, LETTERS)
            return self._above(span[0], argument)
        above = superscript(self._tex.word(argument), span)
        if above == TRANSPOSE and isinstance(value, Num):
            raise Misread("the transpose of a number", span, _ONES)
        self._put("POSTFIX", above, span)
        of_symbol = kind == "LEAF" and isinstance(value, (Sym, Dot))
        return self._applied(span[1]) if of_symbol else span[1]

    def _raised_operator(self, kind: str, span: Span) -> Misread:
        operator = self._text[slice(*self._tokens[-1].span)].strip()
        above = self._text[slice(*span)].replace(" ", "")
        advice = {
            "gradient": "Second derivatives by what is no time cannot be read.",
            **dict.fromkeys(("now", "rate"), r"Write `\ddot{W}`, or `\frac{d^2}{dt^2} (...)`."),
        }.get(kind, f"Write the power behind what is raised: `({operator} x){above}`.")
        return Misread(f"a power behind `{operator}`", span, advice)

    def _may_be_number(self, base: Expr | str) -> bool:
        return not isinstance(base, (Sym, Dot)) or all(
            self._scope.symbol(part.name).scalar
            for part in walk(base)
            if isinstance(part, Sym) and self._scope.declares(part.name)
        )

    def _lettered(self, inner: Span, kind: str) -> bool:
        """Whether a superscript is a formula in declared numbers."""
        word = self._text[slice(*inner)].strip()
        every = self._tex.names(inner)
        names = [name for name in every if self._scope.declares(name)]
        scalars = all(self._scope.symbol(self._scope.key(n, inner)).scalar for n in names)
        known = kind in ("LEAF", "CLOSE", "POSTFIX") and word not in ("T", *SUPERSCRIPTS)
        return known and scalars and bool(names or any(map(self._scope.is_space, every)))

    def _above(self, start: int, argument: Span) -> int:
        """A superscript that is a formula."""
        braced = argument[0] in self._tex.braces
        first = argument[0] + 1 if braced else argument[0]
        self._pairs.open("above", "}", (start, first), "")
        self._put("ABOVE", "", (start, first))
        if braced:
            return first
        if self._run(*argument) != argument[1]:
            raise Misread("unreadable superscript", (start, argument[1]), ADVICE)
        return self._close("}", (argument[1], argument[1]))

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
                return self._root(span)
            case "\\exp":
                return self._open_bracket("exp", span)
            case "\\ln" | "\\log" | "\\det" if not self._scope.is_letter(command):
                kind = "det" if command == "\\det" else "log"
                if kind == "log" and (base := self._tex.below(span[1])):
                    b = self._tex.word(base)
                    advice = (
                        rf"Only the natural one can be read: write `\frac{{\ln x}}{{\ln {b}}}`."
                    )
                    raise Misread(f"a logarithm to the base {b}", (span[0], base[1]), advice)
                if BRACKET.match(self._text, span[1]):
                    return self._open_bracket(kind, span)
                return self._put("NARROW", f"{kind} ", span)
            case "\\tr" | "\\Tr" if not self._scope.is_letter(command):
                return self._open_bracket("trace", span, alone=True)
            case "\\norm" if not self._scope.is_letter(command):
                return self._open_brace("norm", command, span)
            case "\\langle":
                return self._open("inner", "\\rangle", span)
            case "\\rangle":
                return self._close("\\rangle", span)
            case "\\dot" | "\\ddot":
                return self._dotted(span, len(command) - 3)
            case "\\partial":
                return self._partial(span)
            case "\\forall" if self._is_of_members(span[1]):
                return self._separator(span)
            case "\\mid" if (frame := self._pairs.innermost) and frame.kind in MEANS:
                raise conditional((frame.span[0], span[1]))
            case "\\in":
                return self._membership(span)
            case "\\lim" | "\\xrightarrow":
                return self._limit(command, span)
            case "\\overset" | "\\stackrel":
                return self._over_sign(command, span)
            case "\\nabla":
                return self._nabla(span)
            case "\\max":
                return self._max(span)
            case "\\sum":
                return self._sum(span)
            case "\\prod":
                return self._prod(span)
            case "\\int":
                return self._int(span)
        argument = self._tex.argument(span[1])
        word = self._tex.word(argument) if argument else ""
        if argument and command in WORDS:
            found = self._word(command, word, (span[0], argument[1]))
            if found is not None:
                return found
        return self._name(span[0])

    def _word(self, command: str, word: str, span: Span) -> int | None:
        r"""What ``\text{word}`` or the like says; None where it is (part of) a name."""
        whole = span[0], self._tex.tail_end(span[1], self._text[slice(*span)])
        if self._scope.declares(self._tex.name(whole)):
            return None
        match word_kind(command, word):
            case "each" if self._is_of_members(span[1]):
                return self._separator(span)
            case "" if word.strip(" ,~") in _IF and self._is_of_sign(span[1]):
                return self._separator(span)
            case "" | "each":
                if command in ("\\text", "\\operatorname", "\\operatorname*") and word != "d":
                    raise unreadable(command, word, span)
                return None
            case "separator":
                if self._pairs.innermost:
                    raise Misread(f"`{word.strip()}` cannot stand here", span)
                return self._separator(span)
            case ("expect" | "variance" | "covariance") as kind:
                if _GIVEN.search(self._text, span[1], whole[1]):
                    raise conditional(whole)
                below = self._tex.names((span[1], whole[1]))
                under = self._tex.below(span[1])
                alone = self._tex.name(self._tex.inner(under)) if under else ""
                if still := self._scope.not_random(below, alone):
                    advice = "Below it stand views, or what names a batch or a distribution."
                    raise Misread(f"a mean over `{still}`, which is not random", whole, advice)
                over = "\n".join(self._scope.views(below))
                return self._open_bracket(kind, whole, over, alone=kind == "expect")
            case "trace":
                return self._open_bracket("trace", span, alone=True)
            case kind:
                return self._open_bracket(kind, span)

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
        if not over or not under:
            raise Misread(f"`{command}` without braces", span, f"Write `{command}{{a}}{{b}}`.")
        if not {over[0], under[0]} <= tex.braces.keys():
            return self._short(command, span, over, under)
        found = self._derivatives.fraction(over, under)
        if found is None:
            return self._open("over", "}", (span[0], over[0] + 1))
        if found.start is None:
            return self._put("PREFIX", f"{found.kind} {found.variable}", (span[0], under[1]))
        return self._open(found.kind, "}", (span[0], found.start), found.variable)

    def _short(self, command: str, span: Span, over: Span, under: Span) -> int:
        r"""``\frac1N``: single letters or digits in place of groups in braces."""
        whole = span[0], under[1]
        self._open("over", "}", whole)
        for argument in (over, under):
            first, last = self._tex.inner(argument)
            if self._run(first, last) != last or self._text[last : last + 1] in ("_", "^", "'"):
                advice = f"Write `{command}{{a}}{{b}}`."
                raise Misread(f"`{command}` without braces", (span[0], last), advice)
            frame = self._pairs.close("}", whole)
            if frame.kind == "over":
                self._pairs.open("under", "}", whole)
                self._put("MIDDLE", "", argument)
        return self._put("CLOSE", "", (under[0], under[1]))

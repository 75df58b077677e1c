"""Characters to tokens: leaves made from the declared symbols, delimiters paired.

What a character means in LaTeX mathematics depends on what is declared (``d``, ``e``, ``I``,
``(t)``, ``p_1``), so this stage decides it and leaves a context-free language to `parser`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from sslcheck.derive.expr import Dot, Entry, Expr, Ident, Num, Ones, Size, Span, Sym
from sslcheck.derive.latex.bound import BUT
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.delimiters import CLOSERS
from sslcheck.derive.latex.derivatives import Derivative, Derivatives
from sslcheck.derive.latex.names import INDEX, Names, canonical
from sslcheck.derive.latex.nodes import AT, derivative
from sslcheck.derive.latex.subscripts import Subscripts
from sslcheck.derive.latex.superscripts import ADVICE, TRANSPOSE, superscript
from sslcheck.derive.latex.superscripts import REFUSED as SUPERSCRIPTS
from sslcheck.derive.latex.tokens import AT_TIME, BRACKET, Token
from sslcheck.derive.latex.vocabulary import (
    OPERATORS,
    SPACING,
    STRANGE,
    TOKENS,
    WORDS,
    unknown,
    unreadable,
    word_kind,
)
from sslcheck.derive.text.characters import in_ascii
from sslcheck.derive.traverse import walk

__all__ = ["Scanner"]

_MOST_DIGITS = 30

_SCAN = re.compile(
    r"(?P<SPACE>(?:[\s~&]|\\[,;:! ]|\{\s*\})+)"
    r"|(?P<DIFFERENTIAL>(?:d|\\mathrm(?:\s*\{\s*d\s*\}|\s+d))\s*t\s*')"
    r"|(?P<EXP>(?:e|\\mathrm(?:\s*\{\s*e\s*\}|\s+e))\s*\^)"
    r"|(?P<START>\\left\s*\.)|(?P<BEGUN>\\right\s*\|\s*_\s*(?:0|\{\s*(?:t\s*=\s*)?0\s*\}))"
    r"|(?P<NORM>\\\||\|\||\\[lr]?Vert(?![A-Za-z]))|(?P<COMMAND>\\[A-Za-z]+\*?)|(?P<NAME>[A-Za-z])"
    r"|(?P<NUMBER>[0-9]+(?:\.[0-9]+)?)|(?P<SIGN>:=|=:|[-+=<>/])|(?P<COMMA>[,;])"
    r"|(?P<OPEN>[(\[{]|\\\{)|(?P<CLOSE>[)\]}]|\\\})|(?P<SUPERSCRIPT>\^)|(?P<SUBSCRIPT>_)",
    re.ASCII,
)
_DIGITS = re.compile(r"\s*([0-9])\s*([0-9])", re.ASCII)
_LIMITS = re.compile(r"\s*_\s*(?:0|\{\s*0\s*\})\s*\^\s*(?:t(?!\s*')|\{\s*t\s*\})", re.ASCII)
_LISTED = re.compile(r"[()\[\]]|,\s*\\[lc]?dots(?![A-Za-z])", re.ASCII)
_SUMMED = re.compile(
    rf"\s*(?:\\limits)?\s*(?P<below>_\s*(?:(?P<short>{INDEX})|\{{\s*(?P<long>{INDEX})\s*(?:=\s*1\s*|"
    rf"\\(?:neq?(?![A-Za-z])|not\s*=)\s*(?P<out>{INDEX})\s*)?\}}"
    rf"|\{{\s*(?P<many>{INDEX}(?:\s*,?\s*{INDEX})+)\s*(?:=\s*1\s*)?\}}))"
    r"(?P<upper>\s*\^)?",
    re.ASCII,
)
_EACH = re.compile(INDEX, re.ASCII)
_OF = re.compile(r"\s*(?:\\left\s*)?\(", re.ASCII)
_CLOSES = re.compile(r"(?:\s*\(\s*t\s*\))?\s*(?:\\right\s*)?\)", re.ASCII)
_DEFINES = re.compile(r"[\s&]*(?:=|:=|\\(?:equiv|coloneqq|triangleq)(?![A-Za-z]))", re.ASCII)
_RUN = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}", re.ASCII)
_ARGUMENTS = re.compile(r"\s*\(([^()]*,[^()]*)\)", re.ASCII)


class Scanner(Subscripts):
    """One formula's way through the lexer. Raises `Misread` where it cannot be read."""

    def __init__(self, text: str, names: Names) -> None:
        super().__init__(text, names)
        self._derivatives = Derivatives(self._tex, self._scope)

    def scan(self, start: int, end: int) -> list[Token]:
        """The tokens of ``text[start:end]``."""
        self._run(start, end)
        self._pairs.finish()
        if self._dropped and self._before()[0] == "SEPARATOR":
            self._tokens.pop()
        return self._tokens

    def _run(self, position: int, end: int) -> int:
        """Take all up to ``end``; where the last element ends, which may be a little behind."""
        while position < end:
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
                if found is None:
                    raise self._strange(span[0])
                return self._applied(found)
            case "NUMBER":
                if len(text) > _MOST_DIGITS:
                    raise Misread(f"a number of more than {_MOST_DIGITS} digits", span)
                return self._leaf(Num(Fraction(text), span=span))
            case "OPEN":
                if self._lists(text, span[1]):
                    return self._open("columns", CLOSERS[text], span)
                return self._group(text, span)
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

    def _name(self, start: int) -> int:
        if turned := self._tex.turned(start):
            whole = start, turned[1]
            self._leaf(Sym(self._scope.key(turned[0], whole), span=whole))
            return self._put("POSTFIX", TRANSPOSE, whole)
        end = self._tex.name_end(start)
        if end is None:
            raise Misread("an accent without a letter", (start, start + 1))
        span = start, end
        name = self._tex.name(span)
        if name in ("t", "t'"):
            self._scope.check_time(name, span)
            return self._leaf(Sym("t", span=span))
        if (entry := self._scope.entry(name, span)) is not None:
            self._leaf(entry)
            return self._applied(end)
        if (space := self._scope.identity(name, span)) is not None:
            return self._leaf(Ident(space, span=span))
        if (space := self._scope.ones(name, span)) is not None:
            return self._leaf(Ones(space, span=span))
        if slashed := self._derivatives.slashed(start):
            return self._derived(start, slashed)
        if self._scope.is_space(name):
            return self._leaf(Size(name, span=span))
        try:
            key = self._scope.key(name, span)
        except Misread as error:
            raise self._spelt(start) or error from None
        first = self._before()[0] in ("", "SEPARATOR")
        self._leaf(Sym(key, span=span))
        if self._scope.symbol(key).scalar and (found := self._function_of(end)):
            return self._called(span, found, first)
        return self._applied(end)

    def _spelt(self, position: int) -> Misread | None:
        """The error for an operator in plain letters, which are a product of symbols."""
        for run in _RUN.finditer(self._text):
            word = next((word for word in OPERATORS if run[0].startswith(word)), "")
            span = run.start(), run.start() + len(word)
            if span[0] <= position < span[1]:
                return Misread(f"`{word}` in single letters", span, f"Write `{OPERATORS[word]}`.")
        return None

    def _function_of(self, position: int) -> tuple[str, int] | None:
        """The symbol alone in the parentheses that open at ``position``, and where these end."""
        match = _OF.match(self._text, position)
        inner = self._tex.skip(match.end()) if match else 0
        last = self._tex.name_end(inner) if match else None
        close = _CLOSES.match(self._text, last) if last else None
        name = self._tex.name((inner, last)) if last else ""
        if close is None or last is None or not self._scope.declares(name):
            return None
        return self._scope.key(name, (inner, last)), close.end()

    def _defines(self, span: Span, found: tuple[str, int]) -> bool:
        name = self._tex.name(span)
        symbol, of = self._scope.symbol(self._scope.key(name, span)), self._scope.symbol(found[0])
        plain = symbol.role == "parameter" and symbol.sign == "real"
        moved = not of.scalar or of.role == "state"
        again = name in self._tex.names((found[1], len(self._text)))
        return plain and moved and not again and bool(_DEFINES.match(self._text, found[1]))

    def _called(self, span: Span, found: tuple[str, int], first: bool) -> int:
        """Skip ``(W)`` where ``L(W)`` says of what ``L`` is a function.

        So it does under a derivative by ``W``, and alone before ``=`` where a product would make no
        sense: ``L`` is a scalar of which nothing is declared and that is not used on the right,
        ``W`` a matrix or what a flow moves. Else it may be a product.
        """
        frame = self._pairs.innermost
        of = frame.value if frame and frame.kind in ("slope", "partial") else ""
        if of.split(AT)[0] == found[0] or (first and self._defines(span, found)):
            return found[1]
        name, shown = self._text[slice(*span)], self._text[span[0] : found[1]]
        advice = f"Write `{name}` for the function, or the product without parentheses."
        raise Misread(f"`{shown}` may be a function or a product", (span[0], found[1]), advice)

    def _applied(self, position: int) -> int:
        """Skip ``(t)``, ``(t')`` or the arguments of a symbol that ends at ``position``."""
        if match := AT_TIME.match(self._text, position):
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
        if self._tex.word(argument) in ("\\mathsf", "\\mathrm", "\\text"):
            letter = self._tex.argument(argument[1])
            argument = (argument[0], letter[1]) if letter else argument
        span = span[0], argument[1]
        if self._is_entry():
            self._check_power_of_entry(self._tex.word(argument), span)
        elif kind == "POSTFIX" and value != "at 0":
            raise Misread("double superscript", span, "Use parentheses: `(W^T)^2`.")
        if self._lettered(self._tex.inner(argument), kind, value):
            return self._above(span[0], argument)
        self._put("POSTFIX", superscript(self._tex.word(argument), span), span)
        of_symbol = kind == "LEAF" and isinstance(value, (Sym, Dot))
        return self._applied(span[1]) if of_symbol else span[1]

    def _lettered(self, inner: Span, kind: str, base: Expr | str) -> bool:
        """Whether a superscript is a formula in declared numbers, of what may be a number."""
        if isinstance(base, (Sym, Dot)) and not all(
            self._scope.symbol(part.name).scalar
            for part in walk(base)
            if isinstance(part, Sym) and self._scope.declares(part.name)
        ):
            return False
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
                return self._braced("root", command, span)
            case "\\exp":
                return self._open_bracket("exp", span)
            case "\\ln" | "\\log" | "\\det" if not self._scope.is_letter(command):
                kind = "det" if command == "\\det" else "log"
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
            case "" | "each":
                if command in ("\\text", "\\operatorname") and word != "d":
                    raise unreadable(command, word, span)
                return None
            case "separator":
                if self._pairs.innermost:
                    raise Misread(f"`{word.strip()}` cannot stand here", span)
                return self._separator(span)
            case "expect":
                over = "\n".join(self._scope.views(self._tex.names((span[1], whole[1]))))
                return self._open_bracket("expect", whole, over, alone=True)
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

    def _derived(self, start: int, found: Derivative) -> int:
        """A derivative that is written with a slash, of a symbol or of what follows."""
        span = start, found.end
        if found.operand is None:
            return self._put("PREFIX", f"{found.kind} {found.variable}", span)
        symbol = self._symbol(self._tex.name(found.operand), found.operand)
        self._leaf(derivative(found.kind, found.variable, symbol, span))
        return found.end

    def _partial(self, span: Span) -> int:
        r"""``\partial J / \partial W``, or ``\partial_t`` and ``\partial_W`` of one factor."""
        if slashed := self._derivatives.slashed(span[0]):
            return self._derived(span[0], slashed)
        below = self._tex.below(span[1])
        if below is None:
            advice = r"Write `\frac{\partial J}{\partial W}`, `\partial_t W` or `\nabla_{W} J`."
            raise Misread("unreadable `\\partial`", span, advice)
        inner, span = self._tex.inner(below), (span[0], below[1])
        name = self._tex.name(inner)
        if name == "t":
            return self._put("NARROW", "now ", span)
        variable = self._scope.variable(name, inner)
        kind = "partial" if self._scope.symbol(variable).scalar else "gradient"
        return self._put("NARROW", f"{kind} {variable}", span)

    def _dotted(self, span: Span, dots: int) -> int:
        argument = self._tex.argument(span[1])
        inner = self._tex.inner(argument) if argument else (0, 0)
        # without braces a subscript is the symbol's, as TeX sets it: `\dot W_p` is `\dot{W}_p`
        end = (self._tex.name_end(inner[0]) or 0) if argument else 0
        if argument is None or (end != inner[1] if argument != inner else end < inner[1]):
            advice = "It takes one symbol, as in `\\dot{W}_p`; else write `\\frac{d}{dt} (...)`."
            raise Misread(f"unreadable `{self._text[slice(*span)]}`", span, advice)
        span = span[0], self._tex.tail_end(argument[1], self._text[slice(*inner)])
        name = canonical(self._text[slice(*inner)] + self._text[argument[1] : span[1]])
        found = self._symbol(name, span)
        node = found.arg if isinstance(found, Entry) else found
        for _ in range(dots):
            node = Dot(node, span=span)
        self._leaf(replace(found, arg=node) if isinstance(found, Entry) else node)
        return self._applied(span[1])

    def _symbol(self, name: str, span: Span) -> Expr:
        """A symbol, or an entry of one."""
        return self._scope.entry(name, span) or Sym(self._scope.key(name, span), span=span)

    def _nabla(self, span: Span) -> int:
        """The gradient of the symbol of a scalar, of a bracket, or of all up to the next sign."""
        below = self._tex.below(span[1])
        if below is None:
            advice = "Write below it what it is with respect to, as in `\\nabla_{W} L`."
            raise Misread("unreadable `\\nabla`", span, advice)
        inner = self._tex.inner(below)
        variable = self._scope.variable(self._tex.name(inner), inner)
        span = span[0], below[1]
        if bracket := BRACKET.match(self._text, span[1]):
            return self._open("gradient", CLOSERS[bracket[1]], (span[0], bracket.end()), variable)
        start = self._tex.skip(span[1])
        end = self._tex.name_end(start)
        name = self._tex.name((start, end)) if end else ""
        if end is None or not self._scope.declares(name):
            return self._put("PREFIX", f"gradient {variable}", span)
        key = self._scope.key(name, (start, end))
        if not self._scope.symbol(key).scalar:
            return self._put("PREFIX", f"gradient {variable}", span)
        of = Sym(key, span=(start, end))
        self._leaf(derivative("gradient", variable, of, (span[0], end)))
        found = self._function_of(end)
        same = found and found[0] == variable.split(AT)[0]
        return found[1] if found and same else self._applied(end)

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

    def _sum(self, span: Span) -> int:
        r"""``\sum_i`` or ``\sum_{i=1}^{N}``: of all that follows, up to the next sign."""
        tex = self._tex
        match = _SUMMED.match(self._text, span[1])
        over = tex.argument(match.end()) if match and match["upper"] else None
        end = over[1] if over else match.end("below") if match else span[1]
        below = (match["long"] or match["short"] or match["many"]) if match else ""
        letters = _EACH.findall(below)
        size = canonical(tex.word(over)) if over else ""
        known = all(x in self._scope.indices or self._scope.bound(x) for x in letters)
        if not letters or not known or (size and not self._scope.is_space(size)):
            example = min(self._scope.indices, default="i")
            advice = (
                "Below it stands the index of a declared symbol, or a letter below entries, above"
                f" it the space that this runs over: `\\sum_{example}`,"
                f" `\\sum_{{{example}=1}}^{{n}}`."
            )
            raise Misread("a sum over what is no index", (span[0], end), advice)
        but = f"{BUT}{match['out']}" if match and match["out"] else ""
        for letter in letters:
            self._put("PREFIX", f"sum {letter}{but} {size}", (span[0], end))
        return end

    def _prod(self, span: Span) -> int:
        r"""``\prod_{j=1}^{n}`` of a number for each index: the determinant of all on a diagonal."""
        match = _SUMMED.match(self._text, span[1])
        over = self._tex.argument(match.end()) if match and match["upper"] else None
        size = canonical(self._tex.word(over)) if over else ""
        index = match["long"] if match and not match["out"] else ""
        if over is None or index not in self._scope.indices or not self._scope.is_space(size):
            raise unknown("\\prod", (span[0], self._tex.tail_end(span[1], "")), ())
        return self._put("NARROW", f"prod {index} {size}", (span[0], over[1]))

    def _int(self, span: Span) -> int:
        limits = _LIMITS.match(self._text, span[1])
        if limits is None or self._pairs.within("integral"):
            advice = "Only `\\int_0^t ... dt'` can be read, and not one inside another."
            raise Misread("unreadable integral", span, advice)
        return self._open("integral", "dt'", (span[0], limits.end()))

"""Expressions as LaTeX and as plain text."""

from __future__ import annotations

import re
from fractions import Fraction

from sslcheck.derive.errors import TooLarge
from sslcheck.derive.expr import (
    At,
    Diag,
    Dot,
    Exp,
    Expect,
    Expr,
    Gradient,
    Ident,
    Integral,
    Kron,
    Maximum,
    Num,
    Partial,
    Power,
    Prod,
    Quotient,
    Relation,
    Size,
    SquaredNorm,
    StopGrad,
    Sum,
    Sym,
    Trace,
    Transpose,
    Vec,
    children,
    map_children,
)

__all__ = ["in_ascii", "plain", "relation_latex", "to_latex", "to_text"]

_DIGITS = 4000  # Python writes out no whole number of more than 4300
_HUGE = 10**_DIGITS

_SIGNS = {
    "=": "=",
    ">=": "\\geq",
    ">": ">",
    "<=": "\\leq",
    "<": "<",
    "psd": "\\succeq",
    "pd": "\\succ",
    "->": "\\to",
}


def relation_latex(relation: Relation) -> str:
    """``lhs op rhs`` in LaTeX."""
    return f"{to_latex(relation.lhs)} {_SIGNS[relation.op]} {to_latex(relation.rhs)}"


def to_latex(node: Expr) -> str:
    """An expression in LaTeX, in the notation that the reader accepts."""
    match node:
        case Num(value=value):
            return _number(value)
        case Sym(name=name):
            return name
        case Ident():
            return "I"
        case Size(space=space):
            return " ".join(space.split("*"))
        case Sum(terms=terms):
            text = to_latex(terms[0])
            for term in terms[1:]:
                piece = to_latex(term)
                text += f" - {piece[1:].lstrip()}" if piece.startswith("-") else f" + {piece}"
            return text
        case Prod(factors=factors):
            return _product(factors)
        case Quotient(numerator=top, denominator=bottom):
            return f"\\frac{{{to_latex(top)}}}{{{to_latex(bottom)}}}"
        case Power(base=base, exponent=exponent):
            if exponent == Fraction(1, 2) and not _is_matrix_root(base):
                return f"\\sqrt{{{to_latex(base)}}}"
            power = str(exponent)
            if isinstance(base, At) and isinstance(base.arg, Sym):
                return f"{base.arg.name}^{{{power}}}(0)"
            return f"{_closed(base)}^{{{power}}}" if len(power) > 1 else f"{_closed(base)}^{power}"
        case Transpose(arg=arg):
            return f"{_closed(arg)}^T"
        case Dot(arg=Sym(name=name)):
            head = re.match(r"\\?[A-Za-z]+(\{[^{}]*\})?", name)
            cut = head.end() if head else len(name)
            return f"\\dot{{{name[:cut]}}}{name[cut:]}"
        case Dot(arg=arg):
            return f"\\frac{{d}}{{dt}} {_closed(arg)}"
        case Partial(arg=arg, symbol=symbol):
            return f"\\frac{{\\partial}}{{\\partial {symbol}}} {_closed(arg)}"
        case Exp(arg=arg):
            return f"e^{{{to_latex(arg)}}}"
        case Integral(arg=arg):
            inner = _renamed(arg)
            return f"\\int_0^t {_closed(inner) if isinstance(inner, Sum) else to_latex(inner)} dt'"
        case At(arg=Sym() | Dot(arg=Sym()) as arg):
            return f"{to_latex(arg)}(0)"
        case At(arg=arg):
            return f"\\left. {_closed(arg)} \\right|_{{t=0}}"
        case Expect(arg=arg):
            return f"\\mathbb{{E}}[{to_latex(arg)}]"
        case StopGrad(arg=arg):
            return f"\\text{{StopGrad}}({to_latex(arg)})"
        case SquaredNorm(arg=arg):
            return f"\\|{to_latex(arg)}\\|^2"
        case Trace(arg=arg):
            return f"\\text{{tr}}({to_latex(arg)})"
        case Vec(arg=arg):
            return f"\\text{{vec}}({to_latex(arg)})"
        case Kron(left=left, right=right):
            return f"{_closed(left)} \\otimes {_closed(right)}"
        case Diag(entry=entry, index=index, size=size):
            first, last = (to_latex(_member(entry, index, label)) for label in ("1", size))
            return f"\\text{{diag}}({first}, \\dots, {last})"
        case Maximum(arg=arg, index=index):
            return f"\\max{_below(index)} {_closed(arg)}"
        case Gradient(symbol=symbol, of=of):
            return f"\\nabla_{{{symbol}}} {_closed(of)}"
    raise TypeError(f"no LaTeX for {type(node).__name__}")


def _renamed(node: Expr) -> Expr:
    """The integrand with its variable written ``t'``."""
    if isinstance(node, Integral):
        return node
    return Sym("t'") if node == Sym("t") else map_children(node, _renamed)


def _member(node: Expr, index: str, label: str) -> Expr:
    """The entry of a ``diag`` with a number or the last index in place of ``index``."""
    match node:
        case Maximum(index=inner) if inner == index:
            return node
        case Sym(name=name):
            below = rf"_(\{{\s*{re.escape(index)}\s*\}}|{re.escape(index)})(?=\s*'*$)"
            return Sym(re.sub(below, lambda _: _below(label), name))
    return map_children(node, lambda child: _member(child, index, label))


def _below(label: str) -> str:
    return f"_{label}" if len(label) == 1 else f"_{{{label}}}"


def to_text(node: Expr | Relation) -> str:
    """An expression or a relation in plain characters, for a terminal."""
    latex = relation_latex(node) if isinstance(node, Relation) else to_latex(node)
    return plain(latex)


def in_ascii(latex: str) -> str:
    r"""LaTeX in which letters and signs of Unicode are the commands that they stand for.

    >>> print(in_ascii("σ² I ≥ λ₀, e^{-2ηt} W_1ᵀ"))
    \sigma^2 I \geq \lambda_0, e^{-2\eta t} W_1^T
    """
    text = re.sub(f"[{''.join(_RAISED)}]+", lambda found: _script("^", _RAISED, found[0]), latex)
    text = re.sub(f"[{''.join(_LOWERED)}]+", lambda found: _script("_", _LOWERED, found[0]), text)
    return re.sub(
        r"[^\x00-\x7f](?=([A-Za-z])?)",
        lambda found: _COMMANDS.get(found[0], found[0]) + (" " if found[1] else ""),
        text,
    )


def _script(sign: str, marks: dict[str, str], chars: str) -> str:
    inner = "".join(marks[char] for char in chars)
    return f"{sign}{inner}" if len(inner) == 1 else f"{sign}{{{inner}}}"


def plain(latex: str) -> str:
    """LaTeX in plain characters: a reading aid, not an input format."""
    text = re.sub(r"\\(dot|hat|bar)\s+(\\?[A-Za-z])", r"\\\1{\2}", latex)
    for _ in range(6):
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", _fraction_text, text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"√(\1)", text)
        text = re.sub(r"\\(?:text|mathbf|mathbb)\{([^{}]*)\}", r"\1", text)
        text = re.sub(r"\\(dot|hat|bar)\{([^{}]*)\}", _accent, text)
        text = re.sub(
            r"_\{([^{}]*)\}", lambda m: f"_{m[1]}" if len(m[1]) == 1 else f"_({m[1]})", text
        )
        text = re.sub(
            r"\^\{([^{}]*)\}", lambda m: f"^{m[1]}" if len(m[1]) == 1 else f"^({m[1]})", text
        )
    text = re.sub(r"\\([A-Za-z]+)", lambda command: _LETTERS.get(command[1], command[0]), text)
    text = text.replace("\\|", "‖").replace("\\{", "{").replace("\\}", "}").replace("\\,", " ")
    text = re.sub(r"\\(left|right)\b\.?", "", text)
    return re.sub(r"\s+", " ", text).strip()


_LETTERS = {
    **{
        name: letter
        for names, letters in (
            (
                "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho"
                " sigma tau upsilon phi chi psi omega",
                "αβγδεζηθικλμνξπρστυφχψω",
            ),
            ("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega", "ΓΔΘΛΞΠΣΥΦΨΩ"),
            (
                "varepsilon nabla partial int otimes succeq succ ge geq le leq rightarrow to neq"
                " dots infty forall cdot propto",
                "ε∇∂∫⊗⪰≻≥≥≤≤→→≠…∞∀·∝",
            ),
        )
        for name, letter in zip(names.split(), letters, strict=True)
    },
    "det": "det",
    "max": "max",
    "min": "min",
    "inf": "inf",
    "not": "not ",
    "quad": " ",
}

_COMMANDS = {sign: f"\\{name}" for name, sign in _LETTERS.items() if not sign.isascii()}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ⁻", "0123456789T-", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

_MARKS = {"dot": "\u0307", "hat": "\u0302", "bar": "\u0304"}


def _accent(match: re.Match[str]) -> str:
    inner = plain(match[2])
    return inner[:1] + _MARKS[match[1]] + inner[1:]


def _fraction_text(match: re.Match[str]) -> str:
    top, bottom = match[1], match[2]
    left = f"({top})" if re.search(r"[-+ ]", top.lstrip("-")) else top
    right = f"({bottom})" if re.search(r"[-+ ]", bottom) else bottom
    return f"{left}/{right}"


def _number(value: Fraction) -> str:
    if max(abs(value.numerator), value.denominator) >= _HUGE:
        raise TooLarge(
            f"a number of more than {_DIGITS} digits; lower the powers or split the claim"
        )
    if value.denominator == 1:
        return str(value.numerator)
    sign = "-" if value < 0 else ""
    return f"{sign}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _is_matrix_root(base: Expr) -> bool:
    """A single capital letter, with what it carries: printed as a power, as matrices are."""
    if not isinstance(base, Sym):
        return False
    letter = re.fullmatch(r"(?:\\[a-z]+\s*\{?\s*)?\\?([A-Z]).*", base.name)
    return letter is not None


def _product(factors: tuple[Expr, ...]) -> str:
    sign = ""
    rest = list(factors)
    if isinstance(rest[0], Num) and len(rest) > 1:
        value = rest[0].value
        if value < 0:
            sign, value = "-", -value
        rest = rest[1:] if value == 1 else [Num(value), *rest[1:]]
    parts = [_factor(f) for f in rest]
    text = parts[0]
    for before, part in zip(rest, parts[1:], strict=False):
        glue = " \\cdot " if part[0].isdigit() and isinstance(before, Num) else " "
        text += glue + part
    return sign + text


def _factor(node: Expr) -> str:
    text = to_latex(node)
    prefix = (Dot, Partial, Gradient)  # they take all that follows
    if isinstance(node, (Sum, Kron, Prod, Maximum)) or text.startswith("-"):
        return f"({text})"
    if isinstance(node, prefix) and not isinstance(next(children(node)), Sym):
        return f"({text})"
    return text


def _closed(node: Expr) -> str:
    text = to_latex(node)
    if isinstance(node, (Sym, Ident)) and "^" not in text:
        return text
    if isinstance(node, (Dot, Diag)) and not text.startswith("\\frac"):
        return text
    if isinstance(node, Num) and node.value >= 0 and node.value.denominator == 1:
        return text
    return f"({text})"

"""The commands that can be read, and the error for one that cannot."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from sslcheck.derive.expr import Span
from sslcheck.derive.latex.caret import Misread
from sslcheck.derive.latex.names import ACCENTS
from sslcheck.derive.latex.superscripts import STEP

__all__ = [
    "EXTREME",
    "OPERATORS",
    "REFUSED",
    "SPACING",
    "SPOKEN",
    "STRANGE",
    "TEXTS",
    "TOKENS",
    "WORDS",
    "says_where",
    "unknown",
    "unread",
    "unreadable",
    "word_kind",
]

TOKENS: dict[str, tuple[str, str]] = {
    **{op: ("RELATION", op) for op in "=<>"},
    **dict.fromkeys(("\\ge", "\\geq", "\\geqslant"), ("RELATION", ">=")),
    **dict.fromkeys(("\\le", "\\leq", "\\leqslant"), ("RELATION", "<=")),
    **dict.fromkeys(("\\to", "\\rightarrow", "\\longrightarrow"), ("RELATION", "->")),
    **dict.fromkeys((":=", "=:", "\\equiv", "\\coloneqq", "\\eqqcolon"), ("RELATION", "=")),
    **dict.fromkeys(("\\triangleq", "\\coloneq"), ("RELATION", "=")),
    **dict.fromkeys(("\\succeq", "\\succcurlyeq"), ("RELATION", "psd")),
    "\\succ": ("RELATION", "pd"),
    **dict.fromkeys(("\\preceq", "\\preccurlyeq"), ("RELATION", "~psd")),
    "\\prec": ("RELATION", "~pd"),
    "+": ("SIGN", "+"),
    "-": ("SIGN", "-"),
    **dict.fromkeys(("\\cdot", "\\times"), ("CDOT", "")),
    "/": ("SLASH", ""),
    "\\otimes": ("KRON", ""),
    "\\odot": ("ODOT", ""),
}
"""Commands and characters that are one token by themselves: its type and value."""

TEXTS: dict[str, str] = {
    **dict.fromkeys(("StopGrad", "sg", "SG", "stopgrad", "StopGradient", "stopgradient"), "stop"),
    **dict.fromkeys(("stop-grad", "stop\\_grad", "stop-gradient"), "stop"),
    **dict.fromkeys(("tr", "Tr", "trace", "Trace"), "trace"),
    "vec": "vec",
    "det": "det",
    "diag": "diag",
    "exp": "exp",
    **dict.fromkeys(("Cov", "cov"), "covariance"),
    **dict.fromkeys(("Var", "var"), "variance"),
    **dict.fromkeys(("where", "and", "with"), "separator"),
    **dict.fromkeys(("so", "so that", "thus", "hence", "therefore", "i.e", "that is"), "separator"),
    **dict.fromkeys(("for all", "for every", "for each", "for any"), "each"),
    **dict.fromkeys(("and so", "and thus", "and hence", "and therefore"), "separator"),
}
"""What may stand in ``\\text{...}``: functions, and words between relations."""

_WHERE = re.compile(r"\\(?:text|textrm|mbox|mathrm)\s*\{[\s~,]*(?:where|with)[\s~]*\}", re.ASCII)
_BETWEEN = ("separator", "each")

OPERATORS: dict[str, str] = {
    **{word: rf"\text{{{word}}}(...)" for word, kind in TEXTS.items() if kind not in _BETWEEN},
    **{word: rf"\{word}(...)" for word in ("exp", "log", "ln")},
    "sqrt": r"\sqrt{...}",
    "max": r"\max_j",
}
"""How functions are written whose names one may spell in plain letters."""

SPOKEN = {word: rf"\text{{ {word} }}" for word in ("as", "for", "where", "with", "and", "if")}
"""The same of words."""

WORDS = (
    "\\text",
    "\\textrm",
    "\\mathrm",
    "\\operatorname",
    "\\operatorname*",
    "\\mathsf",
    "\\mathbb",
)
"""Commands whose argument may be the name of an operator."""

_SHOWN = ("StopGrad", "tr", "vec", "diag", "Cov")


def says_where(latex: str) -> bool:
    """Whether relations follow that an author says beside those before them."""
    return _WHERE.search(latex) is not None


def word_kind(command: str, word: str) -> str:
    """What an argument of one of the `WORDS` means, as a kind of bracket; "" if it is none."""
    if command == "\\mathbb":
        return {"E": "expect", "V": "variance"}.get(word, "")
    if word == "E" and command in ("\\mathrm", "\\operatorname", "\\operatorname*"):
        return "expect"
    return TEXTS.get(word.strip(" ,.~"), "")


SPACING = frozenset(
    ["\\quad", "\\qquad", "\\left", "\\right", "\\displaystyle", "\\textstyle", "\\limits"]
    + ["\\nonumber", "\\notag", "\\mathstrut", "\\allowbreak", "\\hfill"]
    + [f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", *"lrm")]
)
"""Commands without a meaning of their own: spaces, and sizes of delimiters."""

STRANGE = {
    "_": "A subscript belongs directly to one symbol: `W_p`, `W_p^T`, `\\Lambda_{W_p}`.",
    "'": "A prime belongs directly to one symbol: `X'`.",
    "\\": "Rows are separated by `\\\\` in `cases`, `aligned`, `align`, `split` or `gather`.",
    ".": "A transpose is written `A^T`, a product without a sign.",
    ":": "A definition is written `:=` or `=`.",
    "*": "Write products without a sign, or with `\\cdot`.",
    "%": "A comment ends with its line: write the formula over several lines.",
    "!": "Factorials cannot be read.",
}
"""Advice on characters that LaTeX knows but that cannot be read by themselves."""

_SCALAR_FUNCTION = "Of functions only `e^{...}`, `\\ln`, roots and powers can be decided."
_NO_RELATION = "Known relations are `=`, `\\le`, `\\ge`, `<`, `>`, `\\succeq`, `\\succ` and `\\to`."
_UNEQUAL = "Claim `<` or `>`; suppose a number to be positive, a matrix to be invertible."
_LEAST = "That a gradient vanishes can be claimed, `\\nabla_W L = 0`; which zero is least, cannot."
_SMALLEST = (
    "Of all values of an index it is `-\\max_j (-p_j)`, of two numbers"
    " `\\frac{1}{2} (a + b - |a - b|)`; what a flow minimises stands in [objective]."
)
_ACCENTED = "Accents are `\\hat`, `\\bar`, `\\tilde`; vectors are letters, or `\\mathbf{x}`."
_SHOWING = "Leave it out: it says nothing that is decided."
_CHANCE = "Only means can be read, `\\mathbb{E}[...]`; what is independent stands in [expectation]."
_SPANNED = "Ranks and spaces cannot be read: full rows, for one, are claimed as `W W^T \\succ 0`."
_SERIES = "Write it of an indexed number, as `\\prod_{j=1}^{n} p_j`, or the factors out."

REFUSED: dict[str, str] = {
    **dict.fromkeys(("\\sin", "\\cos", "\\tanh", "\\sinh", "\\cosh"), _SCALAR_FUNCTION),
    "\\propto": "Give the factor a name and write `=`; which factor it is makes the claim.",
    **dict.fromkeys(
        ("\\approx", "\\sim", "\\simeq", "\\cong", "\\asymp"),
        "Only what holds exactly can be decided.",
    ),
    "\\leftarrow": STEP,
    **dict.fromkeys(("\\neq", "\\ne", "\\not"), _UNEQUAL),
    **dict.fromkeys(("\\ll", "\\gg", "\\lesssim", "\\gtrsim"), _NO_RELATION),
    "\\prod": _SERIES,
    "\\circ": "Write products by entries with `\\odot`; compositions cannot be decided.",
    **dict.fromkeys(("\\pm", "\\mp"), "Make two claims of it."),
    "\\infty": "A limit for large times is the claim `Q \\to L`; of what grows, `1 / Q \\to 0`.",
    **dict.fromkeys(
        ("\\Rightarrow", "\\implies", "\\iff", "\\Leftrightarrow"),
        "Put what is assumed into a hypothesis.",
    ),
    **dict.fromkeys(("\\min", "\\inf"), _SMALLEST),
    "\\sup": "Only `\\max` over an index can be read.",
    **dict.fromkeys(("\\arg", "\\argmin", "\\argmax", "\\underset"), _LEAST),
    **dict.fromkeys(("\\rank", "\\ker", "\\dim"), _SPANNED),
    "\\over": "Write `\\frac{...}{...}`.",
    **dict.fromkeys(("\\overline", "\\widehat", "\\widetilde", "\\vec"), _ACCENTED),
    **dict.fromkeys(("\\underbrace", "\\overbrace", "\\boxed", "\\color"), _SHOWING),
    **dict.fromkeys(("\\Pr", "\\mid", "\\perp"), _CHANCE),
    "\\cdots": "Products over layers, `W_L \\cdots W_1`, want the table [layers].",
    "\\in": "It may only say the shape of a symbol: `, W \\in \\mathbb{R}^{n \\times d}`.",
    "\\forall": "It may end a line as `\\forall t`, or begin it as `\\forall t > 0:`.",
}
"""Why a command that mathematicians know is not read, and what to write instead."""

_WORDS_REFUSED = {
    **dict.fromkeys(("argmin", "argmax", "arg min", "arg max"), _LEAST),
    **dict.fromkeys(("sign", "sgn"), "Write `x / |x|`, of what is not 0."),
    **dict.fromkeys(("softmax", "relu", "ReLU", "sigmoid"), _SCALAR_FUNCTION),
    "P": _CHANCE,
    **dict.fromkeys(("rank", "rk", "span", "range", "ker", "null", "dim"), _SPANNED),
}
"""The same of words that are set upright."""

EXTREME = re.compile(r"_\{?(?:\\(?:max|min)|\\(?:text|mathrm)\{(?:max|min)\})\}?$", re.ASCII)
"""How the name of the largest or least eigenvalue of a matrix ends."""
_EIGENVALUES = (
    "Eigenvalues of a matrix cannot be read: that all of a symmetric `A` are `a` at most is claimed"
    " as `a I - A \\succeq 0`."
)
_SET = re.compile(r"\\[a-z]+\*?(?:\{(?P<word>[^{}]+)\}|(?P<one>1))(?:_.*)?", re.ASCII)

_READ_ELSEWHERE = (
    *(
        "\\dfrac",
        "\\dot",
        "\\dots",
        "\\exp",
        "\\frac",
        "\\int",
        "\\ln",
        "\\log",
        "\\max",
        "\\nabla",
        "\\sum",
    ),
    *("\\operatorname", "\\partial", "\\sqrt", "\\text", "\\tfrac"),
)


def unknown(command: str, span: Span, letters: Collection[str]) -> Misread:
    """The error for a command that has no meaning, or none at that place.

    ``letters`` are the commands in names of symbols, one of which may be meant.
    """
    known = {command for command in (*TOKENS, *ACCENTS, *_READ_ELSEWHERE) if len(command) > 2}
    if command in known or command in SPACING:
        dots = command.endswith("dots")
        advice = (
            "Only what is written out can be decided, or sums, `\\sum_{j=1}^{n}`." if dots else ""
        )
        return Misread(f"`{command}` cannot stand here", span, advice)
    if command in REFUSED:
        return Misread(f"`{command}` cannot be read", span, REFUSED[command])
    if command[1:] in OPERATORS:
        return Misread(f"unknown command `{command}`", span, f"Write `{OPERATORS[command[1:]]}`.")
    close = get_close_matches(command, sorted({*known, *letters}), n=3)
    said = "Did you mean " + " or ".join(f"`{item}`" for item in close) + "? " if close else ""
    advice = f"{said}What can be read is listed on the page `LaTeX that is read`."
    return Misread(f"unknown command `{command}`", span, advice)


def unread(name: str, behind: str) -> Misread | None:
    """The error for a name that none declares and that mathematicians know; else None."""
    match = _SET.fullmatch(name)
    word = _bare(match["word"] or match["one"]) if match else name
    if (word.casefold() == "o" or name in ("\\Theta", "\\Omega")) and behind.lstrip().startswith(
        "("
    ):
        advice = "Only what holds exactly can be decided: write the term out, or a bound, `\\le`."
        return Misread("terms of an order alone", (0, 0), advice)
    if word == "1" and name.startswith("\\mathbb"):
        advice = "Write `\\mathbf{1}` for the column of ones, `I` for the identity."
        return Misread("ones, or the identity", (0, 0), advice)
    if match and word in _WORDS_REFUSED:
        return Misread(f"`{word}` cannot be read", (0, 0), _WORDS_REFUSED[word])
    if EXTREME.search(name):
        return Misread(f"undeclared symbol `{name}`", (0, 0), _EIGENVALUES)
    return None


def _bare(word: str) -> str:
    """A word that is set upright, without spaces around it."""
    return re.sub(r"(?:\\[,;:! ]|\s)+", " ", word).strip(" ,.~")


def unreadable(command: str, word: str, span: Span) -> Misread:
    """The error for words that say nothing here."""
    said = _bare(word)
    if said in _WORDS_REFUSED:
        return Misread(f"`{said}` cannot be read", span, _WORDS_REFUSED[said])
    if said in ("const", "constant", "Const"):
        advice = 'Declare a symbol with `role = "constant"` and write it there.'
        return Misread("a constant without a name", span, advice)
    if re.match(r"(for|if|when|whenever|unless|as|at|on|under|provided|otherwise|else)\b", said):
        advice = (
            r"What restricts a claim is a hypothesis; a declared sign, `\text{if } \mu > 0`, may"
            " end a line, and so may `for all t`. Rows that differ in it are claims of their own."
        )
        return Misread(f"a condition in words, `{said}`", span, advice)
    functions = ", ".join(f"`{text}`" for text in _SHOWN)
    advice = (
        f"Functions are {functions}; between formulas `and`, `where`, `with`, `so that`, `hence`"
        " can stand. Other words say nothing that is decided: give the claim a `reading` without"
        " them."
    )
    return Misread(f"unreadable `{command}{{{said}}}`", span, advice)

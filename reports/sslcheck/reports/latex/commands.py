"""The commands that may stand in a formula, by what they are to the signs around them."""

from __future__ import annotations

from typing import Literal

from sslcheck.derive.latex.names import LETTERS

__all__ = [
    "BARS",
    "DROPPED",
    "ENVIRONMENTS",
    "FRACTIONS",
    "OVER",
    "ROLES",
    "STACKED",
    "TEXTS",
    "WRITTEN",
    "Role",
    "width_of",
]

Role = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "slash", "space"]


def _commands(role: Role, names: str) -> dict[str, Role]:
    return {f"\\{name}": role for name in names.split()}


ROLES: dict[str, Role] = {
    **dict.fromkeys(LETTERS, "ord"),
    **_commands("ord", "infty partial nabla forall exists emptyset prime top bot hbar dots ldots"),
    **_commands("ord", "cdots vdots ddots dagger star vert Vert | # $ % & _"),
    **_commands(
        "op", "sum prod int iint oint max min sup inf lim limsup liminf log ln exp det dim"
    ),
    **_commands("op", "ker arg sin cos tan sinh cosh tanh Pr deg"),
    **_commands(
        "bin", "cdot times otimes odot oplus circ pm mp ast wedge vee cap cup setminus div"
    ),
    **_commands(
        "rel", "le leq ge geq ll gg ne neq equiv sim simeq approx cong propto to mapsto in"
    ),
    **_commands("rel", "rightarrow longrightarrow leftarrow leftrightarrow Rightarrow Leftarrow"),
    **_commands("rel", "Leftrightarrow implies iff ni subset subseteq supset supseteq succ succeq"),
    **_commands("rel", "prec preceq perp mid parallel"),
    **_commands("open", "{ lbrace langle lvert lVert lfloor lceil"),
    **_commands("close", "} rbrace rangle rvert rVert rfloor rceil"),
    **_commands("space", ", : ; ! quad qquad"),
    **dict.fromkeys(("+", "-", "*"), "bin"),
    **dict.fromkeys(("=", "<", ">", ":", ":=", "=:"), "rel"),
    **dict.fromkeys(("(", "["), "open"),
    **dict.fromkeys((")", "]", "!"), "close"),
    **dict.fromkeys((",", ";"), "punct"),
    **dict.fromkeys((".", "|", "?", "@"), "ord"),
    "/": "slash",
}
"""Signs and commands that take no argument."""

WRITTEN = {
    "\\geqslant": "\\geq",
    "\\leqslant": "\\leq",
    "\\succcurlyeq": "\\succeq",
    "\\preccurlyeq": "\\preceq",
    "\\coloneqq": ":=",
    "\\coloneq": ":=",
    "\\triangleq": ":=",
    "\\eqqcolon": "=:",
    "\\intercal": "\\top",
    "\\bm": "\\boldsymbol",
    "\\ ": "\\:",
    "~": "\\:",
    "\\\\": "\\quad",
}
"""What other packages have, by what is in amsmath; and what means something else in text."""

OVER = frozenset(
    "\\hat \\bar \\tilde \\dot \\ddot \\vec \\check \\breve \\widehat \\widetilde \\overline"  # noqa: SIM905
    " \\underline \\mathbf \\mathrm \\mathsf \\mathit \\mathcal \\mathbb \\boldsymbol".split()
)
"""Commands that take one formula."""

TEXTS = frozenset(("\\text", "\\textrm", "\\textbf", "\\textit", "\\mbox", "\\operatorname"))
FRACTIONS = frozenset(("\\frac", "\\tfrac", "\\dfrac"))
STACKED = frozenset(("\\overset", "\\underset", "\\stackrel"))
_SIZES = {f"\\{s}{side}" for s in ("big", "Big", "bigg", "Bigg") for side in ("", *"lrm")}
DROPPED = _SIZES | {
    *("\\limits", "\\nolimits", "\\displaystyle", "\\textstyle"),
    *("\\mathstrut", "\\hfill", "\\allowbreak", "\\middle"),
}
_MATRICES = frozenset(("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"))
ENVIRONMENTS = {
    **{name: name for name in (*_MATRICES, "smallmatrix", "cases", "aligned", "gathered")},
    **dict.fromkeys(("align", "split", "eqnarray", "flalign"), "aligned"),
    **dict.fromkeys(("gather", "multline", "equation", "displaymath", "math"), "gathered"),
    "array": "matrix",
    "dcases": "cases",
}
BARS = frozenset((".", "|", "\\|", "\\vert", "\\Vert"))
"""Delimiters that open or close."""


def width_of(token: str) -> float:
    """How wide a sign or a command of `ROLES` is, in letters."""
    role = ROLES[token]
    if role in ("bin", "rel"):
        return 2.2
    if role == "op":
        return max(2, 0.8 * (len(token) - 1))
    return {"\\quad": 1.4, "\\qquad": 2.8}.get(token, 0.6 if role != "ord" else 1)

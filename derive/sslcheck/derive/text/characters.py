"""LaTeX of names and of authors' formulas in plain characters, and signs of Unicode as LaTeX."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["in_ascii", "plain"]


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


_FONT = r"\\(?:text|mathrm|mathbf|mathbb|mathsf|mathcal|boldsymbol|bm|operatorname)(?![A-Za-z])"


_ONE = r"\\[A-Za-z]+|[0-9A-Za-z]"


@lru_cache(maxsize=4096)
def plain(latex: str) -> str:
    """LaTeX in plain characters: a reading aid, not an input format."""
    text = re.sub(r"\\(d?dot|hat|bar)\s*(\\[A-Za-z]+|(?<=\s)[A-Za-z])", r"\\\1{\2}", latex)
    text = re.sub(r"\\[lr]?Vert(?![A-Za-z])", "‖", text)
    text = re.sub(r"\^\s*\{\s*\\(?:top|intercal)\s*\}", "^T", text)
    text = re.sub(r"\\[td]frac(?![A-Za-z])", r"\\frac", text)
    text = re.sub(r"\\[bB]igg?[lrm]?(?![A-Za-z])|\\[!;: ]", " ", text)
    text = re.sub(rf"\\(frac|sqrt)(?![A-Za-z])\s*({_ONE})", r"\\\1{\2}", text)
    text = re.sub(rf"(\\frac\{{[^{{}}]*\}})\s*({_ONE})", r"\1{\2}", text)
    text = re.sub(
        r"\\mathcal(?:\s*\{\s*([A-Za-z])\s*\}|\s+([A-Za-z]))",
        lambda m: _CALLIGRAPHIC.get(m[1] or m[2], m[0]),
        text,
    )
    for _ in range(6):
        text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", _fraction_text, text)
        text = re.sub(r"\\sqrt\{([^{}]*)\}", r"√(\1)", text)
        text = re.sub(r"\\sqrt\s*\[([^\[\]{}]*)\]\s*\{([^{}]*)\}", r"(\2)^(1/\1)", text)
        text = re.sub(rf"{_FONT}(?:\s*\{{([^{{}}]*)\}}|\s+(?=[0-9A-Za-z]))", r"\1", text)
        text = re.sub(r"\\(d?dot|hat|bar)\{([^{}]*)\}", _accent, text)
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
                "varepsilon nabla partial int otimes odot succeq succ ge geq le leq rightarrow to"
                " neq ne ldots dots cdots infty forall cdot propto langle rangle times preceq prec"
                " equiv in",
                "ε∇∂∫⊗⊙⪰≻≥≥≤≤→→≠≠……⋯∞∀·∝⟨⟩×⪯≺≡∈",
            ),
        )
        for name, letter in zip(names.split(), letters, strict=True)
    },
    "det": "det",
    "ln": "ln ",
    "log": "log ",
    "max": "max",
    "min": "min",
    "inf": "inf",
    "lim": "lim",
    "top": "T",
    "intercal": "T",
    "not": "not ",
    "quad": " ",
    "qquad": " ",
    "ell": "ℓ",
    "star": "*",
}

_CALLIGRAPHIC = dict(zip("BEFHILMReo", "ℬℰℱℋℐℒℳℛℯℴ", strict=True))
"""Letters that have a shape of their own in fonts of terminals and figures."""
_COMMANDS = {
    "−": "-",
    "′": "'",
    **{shape: rf"\mathcal{{{letter}}}" for letter, shape in _CALLIGRAPHIC.items()},
    **{sign: f"\\{name}" for name, sign in _LETTERS.items() if not sign.isascii()},
}
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ⁻", "0123456789T-", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

_MARKS = {"dot": "\u0307", "ddot": "\u0308", "hat": "\u0302", "bar": "\u0304"}


def _accent(match: re.Match[str]) -> str:
    inner = plain(match[2])
    return inner[:1] + _MARKS[match[1]] + inner[1:]


def _fraction_text(match: re.Match[str]) -> str:
    top, bottom = match[1], match[2]
    left = f"({top})" if re.search(r"[-+ ]", top.lstrip("-")) else top
    right = f"({bottom})" if re.search(r"[-+ ]", bottom) else bottom
    return f"{left}/{right}"

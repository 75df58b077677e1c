"""Names of Coq for the symbols of an article."""

from __future__ import annotations

import re

__all__ = ["Names", "spelled"]

_TAKEN = frozenset([
    "acts", "Add", "add0r", "addr0", "All", "allnz", "allz", "Any", "apply", "as",
    "Assumptions", "at", "bool", "by", "case", "cbn", "cbv", "cf", "cfE", "cfO", "cfS",
    "char_num", "check", "coefs", "cofix", "congr2", "conj", "const_mx", "Definition", "Diag",
    "diag_mx", "do", "elimN", "else", "End", "end", "env", "eq", "eq_refl", "eqP", "erefl",
    "esym", "etrans", "Eval", "exact", "example", "exists", "exists2", "expand", "fail",
    "false", "Field", "field", "field_simplify_eq", "field_theory", "fieldType", "first", "fix",
    "for", "forall", "Fpos", "fresh", "Fth", "fun", "have", "Hypothesis", "I", "idm1", "if",
    "in", "intro", "iota", "is", "isSome", "kron", "Layers", "Lemma", "leP", "let", "LI", "lia",
    "Logic", "ltac", "LV", "M0", "MA", "marked", "match", "meval", "MI", "MM", "MN", "mod",
    "Module", "move", "MS", "MT", "mul0mx", "mul0r", "mulmx", "mulmx0", "mulmxA", "mulr0", "MV",
    "mx", "mxnz", "mxtrace0", "nat", "ncheck", "ncoefs", "nonneg", "nth", "of", "oppr0",
    "Order", "Orth", "pos", "pred0", "Print", "proj1", "Proof", "psd", "psd_vec", "psds", "Qed",
    "rcons", "realFieldType", "refine", "repeat", "Res", "return", "rewrite", "ring", "run",
    "run1", "runD", "rz", "rzP", "S0", "S1", "SA", "scale0r", "scaler0", "Section", "seq",
    "sev", "SI", "size", "SM", "SN", "solve", "split", "ssrnat", "Stacked", "sub0r", "subr0",
    "subr_eq0", "subr_ge0", "SV", "sx", "Symm", "TA", "table", "tenv", "then", "Theorem", "Thm",
    "TN", "trmx0", "true", "TS", "TT", "twords", "Type", "using", "Variable", "Variables",
    "vec", "vm_cast_no_check", "vm_compute", "vs", "W1", "WC", "where", "with", "wval", "zeta",
])  # fmt: skip
"""Words of Coq and names of the library that theorems and their proofs use."""

_WORDS = {"'": "_prime", "+": "_plus", "-": "_minus", "*": "_star", ":": "_to_"}


def spelled(key: str) -> str:
    """A name of Coq for a symbol's LaTeX name, or a space's."""
    words = "".join(_WORDS.get(c, c) for c in key)
    plain = re.sub(r"[^A-Za-z0-9]+", "_", words).strip("_") or "x"
    return f"v{plain}" if not plain[0].isalpha() or plain in _TAKEN else plain


class Names:
    """One name for each key, readable and distinct; generated names end in ``_``."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def __call__(self, key: str) -> str:
        """The name for a symbol's LaTeX name, the same each time."""
        if key not in self._of:
            plain = spelled(key)
            found, count = plain, 2
            while found in self._of.values():
                found, count = f"{plain}_{count}", count + 1
            self._of[key] = found
        return self._of[key]

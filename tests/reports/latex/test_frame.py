"""The frame: a document of its own, or a part of a paper that goes on as before."""

from __future__ import annotations

from pathlib import Path

from tests.reports.conftest import Compile
from tests.reports.latex.attacks import ATTACKS, drawn

from sslcheck.reports.latex.blocks import FORMULA
from sslcheck.reports.latex.formula import displayed, inline
from sslcheck.reports.latex.frame import framed
from sslcheck.reports.latex.words import escaped

_PAPER = r"""\documentclass[twocolumn]{article}
\usepackage{amsmath, amsthm}
\newtheorem{theorem}{Theorem}
\begin{document}
\input{part} \input{part}
\begin{theorem} $\mathbf{x}$ \end{theorem}
\end{document}
"""


def test_title_is_escaped() -> None:
    assert r"\title{\textbackslash{}input\{x\}}" in framed(r"\input{x}", "")


def test_alone_and_in_a_paper(tmp_path: Path, compiled: Compile) -> None:
    term = r"\frac{1}{2} \text{tr}(W_p W X W^T W_p^T) - \text{tr}(W X W_a^T)"
    body = displayed(f"J = {term} + {term} + {term}", FORMULA)
    (tmp_path / "part.tex").write_text(framed("Title", body), encoding="ascii")
    (tmp_path / "paper.tex").write_text(_PAPER, encoding="ascii")
    assert max([*compiled("part"), *compiled("paper")], default=0) < 10


def test_nothing_that_is_read_is_run(tmp_path: Path, compiled: Compile) -> None:
    (tmp_path / "secret.tex").write_text(r"\errmessage{it was read}", encoding="ascii")
    parts = [*ATTACKS, *drawn(0, 300)]
    said = [f"{escaped(t)} {inline(t)}\n\n{displayed(t, FORMULA)}" for t in parts]
    for title in ATTACKS:
        text = framed(title, "\n\n".join(said) if title == ATTACKS[0] else "so")
        (tmp_path / "attack.tex").write_text(text, encoding="ascii")
        compiled("attack")
        log = (tmp_path / "attack.log").read_text(encoding="latin-1")
        assert "(./secret" not in log
    assert not list(tmp_path.glob("pwned*"))

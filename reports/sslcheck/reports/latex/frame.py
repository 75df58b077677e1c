"""What stands around the theorems: a document of its own, unless a paper reads the file."""

from __future__ import annotations

from sslcheck.reports.latex.blocks import FORMULA
from sslcheck.reports.latex.words import escaped

__all__ = ["framed"]

_START = rf"""% Theorems, proofs and counterexamples. This file compiles as it is; in a paper that
% loads amsmath and amsthm, \input reads it as a part of the text.
\ifx\documentclass\usepackage % both are forbidden: this is the body of a paper
  \def\sslcheckend{{\par\endgroup}}
\else
  \documentclass{{article}}
  \usepackage{{amsmath, amsthm}}
  \title{{TITLE}}
  \author{{}}
  \date{{}}
  \begin{{document}}
  \maketitle
  \def\sslcheckend{{\end{{document}}}}
\fi
\ifdefined\sslcheckstatement\else
  {{\theoremstyle{{definition}}\newtheorem*{{sslcheckstatement}}{{\sslcheckhead}}}}
\fi
\begingroup % what follows is defined for this text alone
\newenvironment{{sslcheckclaim}}[1]%
  {{\def\sslcheckhead{{#1}}\begin{{sslcheckstatement}}}}{{\end{{sslcheckstatement}}}}
% A formula that is too wide for the column is broken where it may be.
\newcommand{{{FORMULA}}}[1]{{%
  \setbox0\hbox{{$\displaystyle #1$}}%
  \ifdim\wd0>\linewidth
    \begin{{list}}{{}}{{\leftmargin=3em \itemindent=-2em \labelwidth=0pt \labelsep=0pt \parsep=0pt
        \topsep=\abovedisplayshortskip}}%
      \item[]\raggedright \relpenalty=10000 \binoppenalty=10000 \lineskiplimit=3pt \lineskip=3pt
      $\displaystyle #1$\par
    \end{{list}}%
  \else
    \[#1\]%
  \fi}}
\providecommand{{\mathbb}}{{\mathbf}}
\sloppy
"""


def framed(title: str, body: str) -> str:
    """A file that LaTeX compiles as it is, and that a paper reads by ``\\input``."""
    return f"{_START.replace('TITLE', escaped(title))}\n{body}\n\\sslcheckend\n"

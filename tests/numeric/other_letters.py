"""The network of the shipped article in other letters, spaces, flows and numbers of equations."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ARTICLE", "write_article"]

ARTICLE = r"""
[article]
name = "other-letters"
format = 2
title = "The same network in other letters"

[spaces]
k = "features"
m = "pixels"

[symbols]
"A" = { shape = ["k", "m"], role = "state" }
"B" = { shape = ["k", "k"], role = "state" }
"T" = { shape = ["k", "m"], role = "state" }
"S" = { shape = ["m", "m"], properties = ["psd"] }
"N" = { shape = ["m", "m"], properties = ["psd"] }
'x' = { shape = ["m", "1"], role = "view" }
'y' = { shape = ["m", "1"], role = "view" }
'z' = { shape = ["m", "1"], role = "view" }
'L' = {}
'h' = { sign = "positive" }
'\mu' = { sign = "positive" }
'\nu' = { sign = "positive" }
'\gamma' = { sign = "nonnegative" }
"D" = { shape = ["k", "k"], role = "constant" }
"P" = { shape = ["k", "k"] }
"O" = { shape = ["k", "k"] }
'r' = {}
'g' = { sign = "nonnegative" }
'l_i' = { index = "i", sign = "nonnegative" }
'q_i' = { index = "i" }
"G" = { shape = ["k", "k"] }
"Z" = { shape = ["k", "k"] }
"M" = { shape = ["m*k", "m*k"], role = "function" }

[definitions]
"G" = "A S A^T"
"Z" = "G B - B G"

[expectation]
views = ['x', 'y']
mean = 'z'
second_moment = "S"
noise = "N"

[objective]
symbol = "L"
equation = "2.7"

[rules]
step = 'h'
"B" = 'B - h (\mu \nabla_B L + \gamma B)'
"A" = 'A - h (\nabla_A L + \gamma A)'
"T" = 'T + \nu h (A - T)'
"P" = 'r P + (1 - r) \mathbb{E} [A x x^T A^T]'

[flows.lagging]
text = "the target lags behind"

[flows.copied]
text = "the target is a copy behind the stop-gradient"
let = ["T = A"]

[flows.one]
text = "one function of both"
stop_gradient = false
let = ["T = A"]

[hypotheses.spectrum]
text = "the predictor is set from the eigenvalues of the estimate"
properties = { "O" = ["orthonormal"] }
let = [
  'P = O \text{diag}(l_1, \dots, l_k) O^T',
  'B = O \text{diag}(q_1, \dots, q_k) O^T',
  'q_i = \sqrt{l_i} + g \max_i l_i',
]

[roles]
online = "A"
predictor = "B"
target = "T"
data = ["S", "N"]
decay = '\gamma'
average = '\nu'
ratio = '\mu'
correlation = "G"
commutator = "Z"
estimate = "P"
memory = "r"
addition = "g"
rule = "spectrum"

[roles.targets]
ema = { flow = "lagging" }
simsiam = { flow = "copied" }
no-stop-gradient = { flow = "one" }

[[equation]]
number = "2.7"
latex = 'L = \frac{1}{2} \mathbb{E}_{x, y} [\|B A x - \text{StopGrad}(T y)\|_2^2]'

[[equation]]
number = "2.8"
latex = 'A A^T - \frac{1}{\mu} B^T B = e^{-2 \gamma t} D'

[[equation]]
number = "2.9"
latex = '\frac{d}{dt} \text{vec}(A) = -M(t) \text{vec}(A)'

[[claim]]
id = "balance"
equation = "2.8"
line = 1
kind = "integral"
constant = "D"
flow = "lagging"

[[claim]]
id = "imbalance"
equation = "2.8"
kind = "vanishes"
flow = "lagging"
reading = 'A A^T - \frac{1}{\mu} B^T B \to 0'

[[claim]]
id = "system"
equation = "2.9"
line = 1
kind = "linear"
matrix = "M"
flow = "one"

[[claim]]
id = "decay"
equation = "2.9"
kind = "vanishes"
flow = "one"
reading = 'A(t) \to 0'
"""


def write_article(folder: Path) -> str:
    """The article as a file; its path."""
    path = folder / "other.toml"
    path.write_text(ARTICLE, "utf-8")
    return str(path)

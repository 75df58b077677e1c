"""The networks of the notebook of Conservation_laws: same networks, same answers, our times.

    python tests/benchmarks/conservation.py [NETWORKS]

https://github.com/sibyllema/Conservation_laws (Marcotte, Gribonval, Peyré, arXiv:2307.00144),
`main.ipynb`, parts C and D: 50 networks of 2 to 4 layers, drawn by NumPy's generator with the seed
0, of which the rank of a Lie algebra is compared with the number of known laws, and 10 of 2 or 3
layers of 2 to 4 units of which the polynomial laws of degree 2 are found. Linear ones have 2 to 5
units (as it is published: 34 min 23 s on 64 cores, 41 s each; 1 min 31 s, 9.2 s each), those with
ReLU 2 to 9 units, half of them with biases (1 h 53 min 11 s, 136 s each; 45 s, 4.5 s each). Here
both are done at once, laws are found and proved for all sizes, and the rank is that at the sizes of
the network.

Units that are ReLU are factors 1 or 0 for one input: a diagonal matrix ``D_k`` after layer k, any
function of time here, as the gradient ``G`` is; the flow of many inputs is a sum of such.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from sslcheck.derive.article.article import Article
from sslcheck.derive.discover import discover
from sslcheck.derive.reading.loading import parse_article
from sslcheck.derive.verdicts.verdict import Verdict


def network(layers: int, relu: bool = False, bias: bool = False) -> Article:
    """Layers in a row, with any function of time for the gradient; ``bias`` of a network with ReLU
    are rows beside each layer but the last.
    """
    inner, every = range(1, layers), range(1, layers + 1)
    spaces = "\n".join(f'n_{k} = "units"' for k in range(layers + 1))
    symbols = [f'"U_{k}" = {{ shape = ["n_{k - 1}", "n_{k}"], role = "state" }}' for k in every]
    symbols.append(f'"G" = {{ shape = ["n_0", "n_{layers}"], role = "function" }}')
    if relu:
        marked = 'properties = ["diagonal"], role = "function"'
        symbols += [f'"D_{k}" = {{ shape = ["n_{k}", "n_{k}"], {marked} }}' for k in inner]
    if bias:
        symbols.append(f'"g" = {{ shape = ["1", "n_{layers}"], role = "function" }}')
        symbols += [f'"b_{k}" = {{ shape = ["1", "n_{k}"], role = "state" }}' for k in inner]
    # a path through the network begins with the input, or with the bias of a layer
    begins = [("", 0, "G"), *((f"b_{k}", k, "g") for k in inner if bias)]
    equations = []
    for k in every:
        after = _transposed(_path(k, layers, layers, relu))
        terms = [
            " ".join((_transposed([*first.split(), *_path(at, k - 1, layers, relu)]), g, after))
            for first, at, g in begins
            if at < k
        ]
        equations.append(rf"\dot{{U}}_{k} = -{' - '.join(terms)}")
    for _, k, g in begins[1:]:
        after = _transposed(_path(k, layers, layers, relu))
        equations.append(rf"\dot{{b}}_{k} = -{g} {after}")
    text = f"""
[article]
name = "layers"
format = 2
title = "Layers"
source = "made for a benchmark"
[spaces]
{spaces}
[symbols]
{chr(10).join(symbols)}
[flows.f]
text = "the flow"
equations = {json.dumps(equations)}
[[claim]]
id = "1"
kind = "identity"
reading = "1 = 1"
"""
    return parse_article(text, "layers.toml")


def _path(start: int, stop: int, layers: int, relu: bool) -> list[str]:
    """What is multiplied from behind layer ``start`` up to layer ``stop`` with its units."""
    units = [f"D_{start}"] if relu and 0 < start < layers else []
    for k in range(start + 1, stop + 1):
        units += [f"U_{k}", *([f"D_{k}"] if relu and k < layers else [])]
    return units


def _transposed(factors: list[str]) -> str:
    return " ".join(name if name[0] == "D" else f"{name}^T" for name in reversed(factors))


def drawn(
    count: int, layers: tuple[int, int], units: tuple[int, int], coin: bool = False
) -> Iterator[tuple[list[int], bool]]:
    """The widths that the notebook draws; with a ``coin`` also whether there are biases."""
    generator = np.random.RandomState(0)
    for _ in range(count):
        depth = generator.randint(*layers)
        widths = [int(generator.randint(*units)) for _ in range(depth + 1)]
        yield widths, coin and bool(generator.random_sample() < 0.5)


def known(widths: list[int]) -> int:
    """Independent known laws of a linear network, by the rank of their slopes at a point."""
    generator = np.random.default_rng(1)
    shapes = [*pairwise(widths)]
    U = [generator.normal(size=shape) for shape in shapes]
    rows = []
    for k in range(len(U) - 1):
        for i in range(widths[k + 1]):
            for j in range(widths[k + 1]):
                slopes = [np.zeros(shape) for shape in shapes]
                slopes[k][:, i] += U[k][:, j]
                slopes[k][:, j] += U[k][:, i]
                slopes[k + 1][i] -= U[k + 1][j]
                slopes[k + 1][j] -= U[k + 1][i]
                rows.append(np.concatenate([s.ravel() for s in slopes]))
    return int(np.linalg.matrix_rank(np.array(rows)))


def compared(
    widths: list[int], relu: bool = False, bias: bool = False, budget: float = 240.0
) -> tuple[int, int, int, float]:
    """Laws that are known, found and possible, and the processor time in seconds.

    Known of ReLU units is one for each.
    """
    article, began = network(len(widths) - 1, relu, bias), time.process_time()
    sizes = {f"n_{k}": size for k, size in enumerate(widths)}
    found = discover(article, "f", (), 2, sizes, budget)
    assert all(claim.verdict is Verdict.PROVED for claim in found.report.claims)
    assert found.counts is not None, found.notes
    spent = time.process_time() - began
    right = sum(widths[1:-1]) if relu else known(widths)
    return right, found.counts.found, found.counts.most, spent


def main() -> None:
    """The lists of networks."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for relu, count, layers, units in (
        (False, 50, (2, 5), (2, 6)),
        (False, 10, (2, 4), (2, 5)),
        (True, 50, (2, 5), (2, 10)),
        (True, 10, (2, 4), (2, 5)),
    ):
        times, complete = [], 0
        coin = relu and count == 50
        for widths, bias in list(drawn(count, layers, units, coin))[:most]:
            right, found, bound, seconds = compared(widths, relu, bias)
            assert found == right <= bound, widths
            complete += found == bound
            times.append(seconds)
            told = f"{'ReLU ' * relu}{widths}{' with biases' * bias}"
            print(f"{told:40} {found} of {bound}, {seconds:.2f} s", flush=True)
        print(
            f"{len(times)} networks: the known laws of all, complete: {complete};"
            f" {sum(times):.1f} s, {sum(times) / len(times):.2f} s each, at most {max(times):.2f} s"
        )


if __name__ == "__main__":
    main()

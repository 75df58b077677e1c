"""The linear networks of the notebook of Conservation_laws: same networks, same answers, our times.

    python tests/benchmarks/conservation.py [NETWORKS]

https://github.com/sibyllema/Conservation_laws (Marcotte, Gribonval, Peyré, arXiv:2307.00144),
`main.ipynb`, part C: 50 networks of 2 to 4 layers of 2 to 5 units, drawn by NumPy's generator with
the seed 0, of which the rank of a Lie algebra is compared with the number of known laws (as it is
published: 34 min 23 s on 64 cores, 41 s each), and 10 of 2 or 3 layers of 2 to 4 units of which the
polynomial laws of degree 2 are found (1 min 31 s, 9.2 s each). Here both are done at once, laws are
found and proved for all sizes, and the rank is that at the sizes of the network.
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


def network(layers: int) -> Article:
    """Layers in a row, with any function of time for the gradient."""
    spaces = "\n".join(f'n_{k} = "units"' for k in range(layers + 1))
    symbols = [
        f'"U_{k}" = {{ shape = ["n_{k - 1}", "n_{k}"], role = "state" }}'
        for k in range(1, layers + 1)
    ]
    symbols.append(f'"G" = {{ shape = ["n_0", "n_{layers}"], role = "function" }}')
    equations = [
        rf"\dot{{U}}_{k} = -{_product(range(1, k))} G {_product(range(k + 1, layers + 1))}"
        for k in range(1, layers + 1)
    ]
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


def _product(layers: range) -> str:
    """The transpose of a product of layers."""
    return " ".join(f"U_{k}^T" for k in reversed(layers))


def drawn(count: int, layers: tuple[int, int], units: tuple[int, int]) -> Iterator[list[int]]:
    """The widths that the notebook draws."""
    generator = np.random.RandomState(0)
    for _ in range(count):
        depth = generator.randint(*layers)
        yield [int(generator.randint(*units)) for _ in range(depth + 1)]


def known(widths: list[int]) -> int:
    """Independent ones of the known laws, by the rank of their slopes at a random point."""
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


def compared(widths: list[int], budget: float = 120.0) -> tuple[int, int, int, float]:
    """Laws that are known, found and possible, and the processor time in seconds."""
    article, began = network(len(widths) - 1), time.process_time()
    sizes = {f"n_{k}": size for k, size in enumerate(widths)}
    found = discover(article, "f", (), 2, sizes, budget)
    assert all(claim.verdict is Verdict.PROVED for claim in found.report.claims)
    assert found.counts is not None, found.notes
    spent = time.process_time() - began
    return known(widths), found.counts.found, found.counts.most, spent


def main() -> None:
    """Both lists of networks."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    print(f"{platform.machine()}, Python {platform.python_version()}")
    for count, layers, units in ((50, (2, 5), (2, 6)), (10, (2, 4), (2, 5))):
        times, complete = [], 0
        for widths in list(drawn(count, layers, units))[:most]:
            right, found, bound, seconds = compared(widths)
            assert found == right <= bound, widths
            complete += found == bound
            times.append(seconds)
            print(f"{widths!s:20} {found} of {bound}, {seconds:.2f} s", flush=True)
        print(
            f"{len(times)} networks: the known laws of all, complete: {complete};"
            f" {sum(times):.1f} s, {sum(times) / len(times):.2f} s each, at most {max(times):.2f} s"
        )


if __name__ == "__main__":
    main()

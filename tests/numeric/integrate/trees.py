"""Rooted trees: the order conditions of a Runge-Kutta method are one equation for each.

J. C. Butcher, Numerical Methods for Ordinary Differential Equations, chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
from math import prod
from typing import Any

import numpy as np

from sslcheck.numeric.integrate import Tableau

__all__ = ["Tree", "density", "elementary_weights", "order", "trees"]

Tree = tuple[Any, ...]
"""A root with its branches, each a tree."""


def order(tree: Tree) -> int:
    """How many nodes a tree has."""
    return 1 + sum(order(branch) for branch in tree)


def density(tree: Tree) -> int:
    """gamma: the order times the densities of the branches."""
    return order(tree) * prod(density(branch) for branch in tree)


def trees(most: int) -> list[Tree]:
    """All trees of up to ``most`` nodes."""
    found: list[Tree] = [()]
    for nodes in range(2, most + 1):
        found += list(_forests(tuple(found), nodes - 1))
    return found


def _forests(smaller: tuple[Tree, ...], nodes: int) -> Iterator[Tree]:
    for branches in range(1, nodes + 1):
        for forest in combinations_with_replacement(smaller, branches):
            if sum(map(order, forest)) == nodes:
                yield forest


def elementary_weights(method: Tableau, tree: Tree) -> Any:
    """Phi of each stage: the product over the branches of ``A Phi(branch)``."""
    stages = method.stages
    A = np.array([[*row, *[0.0] * (stages - len(row))] for row in method.a])
    weights = np.ones(stages)
    for branch in tree:
        weights = weights * (A @ elementary_weights(method, branch))
    return weights

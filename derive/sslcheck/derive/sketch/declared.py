r"""Shapes that the text of a paper states: ``$W \in \mathbb{R}^{n \times d}$``."""

from __future__ import annotations

import re
from collections.abc import Collection

from sslcheck.derive.latex.names import canonical
from sslcheck.derive.setting import Shape

__all__ = ["stated_shapes"]

_STATED = re.compile(
    r"\\in\s*(?:\\mathbb\s*\{?\s*R\s*\}?|\\Re(?![A-Za-z]))"
    r"\s*\^\s*(?:\{([^{}]{1,60}(?:\{[^{}]{1,20}\}[^{}]{0,30}){0,2})\}|([A-Za-z]))"
)
_LONGEST = 60  # characters of the names before it
_GAP = re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|~|\\text\s*\{[^{}]{0,20}\}")
_SPACE = re.compile(r"[A-Za-z](?:_(?:[A-Za-z0-9]|\{[A-Za-z0-9]{1,12}\}|\\[a-z]{1,12}))?|1")


def stated_shapes(text: str, names: Collection[str]) -> dict[str, Shape]:
    """The shapes of symbols that a text gives; what is stated twice differently is not taken."""
    found: dict[str, set[Shape]] = {}
    for match in _STATED.finditer(text):
        shape = _shape(match[1] or match[2])
        before = re.split(r"[$=<>&(\n]", text[max(0, match.start() - _LONGEST) : match.start()])[-1]
        for part in _GAP.sub(" ", before).split(","):
            name = canonical(part.strip(" ~;"))
            if shape and name in names:
                found.setdefault(name, set()).add(shape)
    return {name: min(shapes) for name, shapes in found.items() if len(shapes) == 1}


def _shape(dimensions: str) -> Shape | None:
    parts = [canonical(part) for part in re.split(r"\\times(?![A-Za-z])|×", dimensions)]
    if len(parts) > 2 or not all(map(_SPACE.fullmatch, parts)):
        return None
    return parts[0], parts[1] if len(parts) == 2 else "1"

"""The table ``[roles]`` that an article may want, from its training rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sslcheck.derive.expr import Expr, Gradient, Sym
from sslcheck.derive.text.toml import key, quoted
from sslcheck.derive.traverse import symbols_in, walk

if TYPE_CHECKING:
    from sslcheck.derive.article.article import Article

__all__ = ["proposed_roles"]

_OPEN = "?"
_MORE = "# name other flows as `simsiam` and `no-stop-gradient`, if there are"


def proposed_roles(article: Article) -> str:
    """The table in TOML, with `?` where the rules do not tell; empty where nothing in them may be
    a predictor (a square state that descends a gradient) beside a network and its target.
    """
    shapes = {name: article.symbols[name].shape for name in article.rules}
    falls = {name for name, rule in article.rules.items() if _falls(rule)}
    for online in (name for name in falls if len({*shapes[name], "1"}) == 3):
        rows = shapes[online][0]
        predictor = _only(n for n in falls if shapes[n] == (rows, rows))
        averaged = (n for n in shapes.keys() - falls if shapes[n] == shapes[online])
        target = _only(n for n in averaged if online in _names(article.rules[n]))
        if _OPEN not in (predictor, target):
            return _table(article, online, predictor, target)
    return ""


def _table(article: Article, online: str, predictor: str, target: str) -> str:
    numbers = {name: _numbers(article, article.rules[name]) for name in article.rules}
    law = next((views for views in article.views if len(views.names) > 1), None)
    moments = (law.second, law.noise) if law else (None, None)
    data = (quoted(m.name) if isinstance(m, Sym) else f'"{_OPEN}"' for m in moments)
    own = numbers[predictor] - numbers[online]
    said = {
        "online": online,
        "predictor": predictor,
        "target": target,
        "decay": _only(numbers[online]),
        "average": _only(numbers[target]),
        "ratio": _only(own),
    }
    lines = [f"{role} = {quoted(name)}" for role, name in said.items()]
    lines.insert(3, f"data = [{', '.join(data)}]")
    flow = next((f.name for f in article.flows.values() if not (f.equations or f.lets)), _OPEN)
    targets = f"ema = {{ flow = {key(flow) if key(flow) != flow else quoted(flow)} }}"
    return "\n".join(["[roles]", *lines, "", "[roles.targets]", targets, _MORE])


def _falls(rule: Expr) -> bool:
    return any(isinstance(part, Gradient) for part in walk(rule))


def _names(node: Expr) -> set[str]:
    return symbols_in(walk(node))


def _numbers(article: Article, rule: Expr) -> set[str]:
    """What stands beside the step in a rule."""
    names = {n for n in _names(rule) if n in article.symbols and article.symbols[n].scalar}
    return {n for n in names - {article.step} if article.symbols[n].role == "parameter"} - {
        part.of.name
        for part in walk(rule)
        if isinstance(part, Gradient) and isinstance(part.of, Sym)
    }


def _only(names: Iterable[str]) -> str:
    found = [*names]
    return found[0] if len(found) == 1 else _OPEN

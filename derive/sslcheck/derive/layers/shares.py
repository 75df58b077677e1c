r"""Statements that are sums of what each layer has a share in.

The rate of a quantity is the sum of its rates as one layer moves and all others rest. So a relation
between rates and sums over all layers holds if it does for each layer ``j`` that moves alone, with
``\sum_{k=1}^{L}`` restricted to ``k = j``: the share of the layer.
"""

from __future__ import annotations

import re

from sslcheck.derive.layers.formulas import Formulas
from sslcheck.derive.layers.indices import Index, LayerError, index_of
from sslcheck.derive.layers.operators import Operator, end_of_term, operators

__all__ = ["is_explicit", "named_time", "share_of", "whole_of"]

_RELATION = re.compile(r"=|\\[lg]eq?(?![A-Za-z])|\\[lg]eqslant(?![A-Za-z])|<|>", re.ASCII)
_D = r"(?:d|\\mathrm\s*\{\s*d\s*\})"
_RATE = re.compile(rf"\\d?frac\s*\{{\s*{_D}\s*\}}\s*\{{\s*{_D}\s*t\s*\}}", re.ASCII)
_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]", re.ASCII)
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.ASCII | re.DOTALL)
_WORD = re.compile(
    r"\\(?:text|mathrm|operatorname)\s*\{[^{}]*\}"
    r"|(?<![A-Za-z\\])(?P<of>[A-Za-z](?:_(?:[A-Za-z0-9]|\{[^{}]*\}))?)\(\s*t\s*\)",
    re.ASCII,
)
"""Words, and a symbol with ``(t)`` behind it; behind anything else that may be a factor."""
_START = re.compile(r"\(\s*0\s*\)", re.ASCII)
_BRACKETS = re.compile(r"\s*(?:\\left\s*)?[(\[](.*?)(?:\\right\s*)?[)\]]\s*", re.ASCII | re.DOTALL)
_FACTORS = re.compile(
    r"(?:\\(?:[dt]?frac|cdot|times|left|right)(?![A-Za-z])|\\[,;:! ]|[A-Za-z0-9.]"
    r"|[_^](?=\s*[{A-Za-z0-9\\])|[-+(){}\[\]\s])*",
    re.ASCII,
)
_DOTTED = re.compile(r"\\d{1,2}ot(?![A-Za-z])", re.ASCII)
_RAISED = re.compile(r"\^\s*\{[^{}]*\}", re.ASCII)
_ONCE = re.compile(r"\\dot(?![A-Za-z])", re.ASCII)
_SINCE = re.compile(
    r"\s*(?P<of>\\?[A-Za-z]+)\s*\(\s*t\s*\)\s*(?P<op>\\[lg]eq?(?![A-Za-z]))\s*(?P=of)\s*\(\s*0\s*\)\s*",
    re.ASCII,
)
"""``J(t) \\le J(0)``, which holds where the rate has that sign at all times."""


def whole_of(text: str, formulas: Formulas, lasting: bool) -> str:
    """A statement of which layers may have shares, as it is looked at.

    ``lasting``: what is declared of the states is so at all times.
    """
    since = _SINCE.fullmatch(text) if lasting else None
    return rf"\frac{{d}}{{dt}} {since['of']} {since['op']} 0" if since else _plain(text, formulas)


def share_of(text: str, formulas: Formulas) -> str | None:
    """What the share of the layer of the index has to satisfy; None where that is not clear.

    The coefficients of rates and sums are to stand still, and no rate is to stand in a sum but
    that of its own layer. What stands ``L`` times is a sum, too.
    """
    written, at, relations = "", 0, 0
    try:
        while at < len(text):
            sign = re.compile(r"\s*[-+]?\s*").match(text, at)
            begins = sign.end() if sign else at
            end = end_of_term(text, begins)
            term = _term(text[begins:end], formulas)
            if term is None:
                return None
            written += text[at:begins] + term
            at = end
            if relation := _RELATION.match(text, at):
                written, at, relations = written + relation[0], relation.end(), relations + 1
            elif at < len(text) and text[at] not in "+-":
                return None
    except LayerError:
        return None
    return written if relations == 1 else None


def is_explicit(equation: str, formulas: Formulas) -> bool:
    """Whether an equation of motion gives the rate of one layer, and has no other rate in it."""
    left, _, right = equation.partition("=")
    rate = formulas.family.fullmatch(left.strip())
    return bool(rate and _DOTTED.match(rate["stem"])) and not named_time(right)


def _plain(text: str, formulas: Formulas) -> str:
    r"""A statement with ``\frac{d}{dt} J`` for ``\dot J`` and ``\frac{dJ}{dt}``."""
    text = " ".join(text.split())
    for name in sorted(formulas.layers.moving, key=len, reverse=True):
        one = re.escape(name)
        dotted = rf"\\dot(?:\s*\{{\s*{one}\s*\}}|(?:\s+|(?=\\)){one}(?![A-Za-z]))"
        over = rf"\\d?frac\s*\{{\s*{_D}\s*{one}\s*\}}\s*\{{\s*{_D}\s*t\s*\}}"
        rate = rf"\frac{{d}}{{dt}} {name}"
        alone = rf"(?:{dotted}|{over})(?=\s*(?:$|[-+]|{_RELATION.pattern}))"
        text = re.sub(alone, rate.replace("\\", r"\\"), text, flags=re.ASCII)
    return text


def _term(term: str, formulas: Formulas) -> str | None:
    """A term, if it is a rate or a sum with a coefficient that stands still."""
    term = _bare(term)
    if term.strip() == "0":
        return term
    rate = _RATE.search(term)
    found = next((o for o in operators(term) if o.what == "sum"), None)
    if rate and (found is None or rate.start() < found.start):
        inside = term[rate.end() :]
        fine = _stands_still(term[: rate.start()], formulas) and not named_time(inside)
        return term if fine and not formulas.is_general(inside) else None
    if found is None:
        return _repeated(term, formulas)
    shift = _is_whole(found, formulas.layers.depth)
    if shift is None:
        return None
    body, index = term[found.end :], formulas.layers.index
    if not _stands_still(term[: found.start], formulas):
        return None
    for match in formulas.family.finditer(body):
        below = index_of(match["long"] or match["short"] or "")
        if _DOTTED.search(match["stem"]) and not (
            below == Index(found.index, shift) and _is_moved(match["stem"], formulas)
        ):
            return None
    rest = formulas.family.sub(" ", body)
    if named_time(rest) or (index != found.index and formulas.is_general(body)):
        return None
    own = f"{index}-1" if shift else index
    return rf"{term[: found.start]}\sum_{{{found.index}={own}}}^{{{own}}}{body}"


def _bare(term: str) -> str:
    """A term without brackets around the whole of it, in which there is one term."""
    while inside := _BRACKETS.fullmatch(term):
        listed = "," in inside[1].replace(r"\,", "")  # a commutator, say
        if listed or end_of_term(inside[1], 0) != len(inside[1]):
            break
        term = inside[1]
    return term


def _repeated(term: str, formulas: Formulas) -> str | None:
    """Of ``L`` times something, which is a sum over all layers of the same, what there is once."""
    deep, depth = 0, formulas.layers.depth
    for token in _TOKEN.finditer(term):
        deep += (token[0] in "([{") - (token[0] in ")]}")
        below = term[: token.start()].rstrip().endswith(("_", "^"))
        scripted = below or re.match(r"\s*[_^/]", term[token.end() :])
        if token[0] == depth and not deep and not scripted:
            once = f"{term[: token.start()]}{term[token.end() :]}"
            before = _are_factors(term[: token.start()], formulas)
            apart = not before or named_time(once) or formulas.is_general(once)
            apart = apart or "/" in _RAISED.sub("", once)
            return None if apart else once if once.strip() else "1"
    return None


def _is_whole(operator: Operator, depth: str) -> int | None:
    """How far the index of a sum over all layers is below the layer; None for one over some."""
    first, last = index_of(operator.first or "1"), index_of(operator.last or depth)
    if operator.out or first is None or last is None:
        return None
    ends = Index("", 1), Index(depth, 0)
    return next((k for k in (0, 1) if (first.moved(k), last.moved(k)) == ends), None)


def _stands_still(text: str, formulas: Formulas) -> bool:
    """Whether a coefficient is of nothing that moves or has an index."""
    letters, layers = _letters(text), formulas.layers
    moving = (_letters(name) for name in (layers.index, *layers.moving))
    within = any(name <= letters for name in moving) or named_time(text)
    apart = within or formulas.family.search(text) or operators(text)
    return not apart and _are_factors(text, formulas)


def _are_factors(text: str, formulas: Formulas) -> bool:
    """Whether a formula is one of whole factors, so that what follows is one more of them."""
    for name in sorted(formulas.layers.plain, key=len, reverse=True):
        text = re.sub(rf"{re.escape(name)}(?![A-Za-z])", "a", text) if "\\" in name else text
    deep = 0
    for letter in text:
        deep += (letter in "([{") - (letter in ")]}")
        if deep < 0:
            return False
    return not deep and bool(_FACTORS.fullmatch(text))


def _is_moved(stem: str, formulas: Formulas) -> bool:
    """Whether a stem with a dot is the first rate of states, not of what is defined by them."""
    base = _ONCE.sub("", stem, count=1).strip().strip("{}").strip()
    family = formulas.layers.families.get(base)
    return bool(_ONCE.match(stem)) and family is not None and not family.defined


def named_time(text: str) -> bool:
    """Whether the time, the start or a rate stands in a formula."""
    found = _DOTTED.search(text) or _RATE.search(text) or _START.search(text)
    return bool(found) or "t" in _letters(text)


def _letters(text: str) -> set[str]:
    return {*_LETTER.findall(_WORD.sub(lambda found: f" {found['of'] or ''} ", text))}

"""LaTeX as MathML, offline; what comes back is checked, for the text may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from latex2mathml.converter import convert

from sslcheck.derive.text.markup import clean, portable
from sslcheck.derive.text.printing import plain

__all__ = ["mathml"]

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = frozenset(
    "math menclose mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt mstyle msub"  # noqa: SIM905
    " msubsup msup mtable mtd mtext mtr munder munderover".split()
)
_ATTRIBUTES = frozenset(
    "accent columnalign columnspacing depth display displaystyle fence form height largeop"  # noqa: SIM905
    " linethickness lspace mathvariant maxsize minsize movablelimits notation rowspacing rspace"
    " scriptlevel separator stretchy symmetric voffset width".split()
)

# browsers do not break a formula over lines: a long one is given to them in parts
_LONG = 12  # symbols, from which on a formula is long
_TERM = 14  # symbols, after which the factors of a long term may stand on the next line
_WIDE = 24  # symbols of a fraction, from which on it is written in a line
_DIGITS = 12
_FACTORS = frozenset({"mi", "msub", "msup", "msubsup", "mover"})
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_SIGNS = frozenset("+-−±")
_CLOSING = frozenset(")]}!|‖∥…⋯")
_UPRIGHT = frozenset("ΓΔΘΛΞΠΣΥΦΨΩ")
_BREAKS = frozenset("= + − - → ≠ < > ≤ ≥ ≻ ⪰ ⪯ ∝ ⊗ ·".split())  # noqa: SIM905


def mathml(latex: str, block: bool = False) -> str:
    r"""The formula as ``<math>`` elements, or as text where it cannot be set.

    A long formula has several elements, between which a line may end. Elements and attributes that
    show nothing but mathematics pass: no link, no style, no script.

    >>> print(mathml("x"), mathml(r"\nonsense{x}"))
    <math display="inline"><mrow><mi>x</mi></mrow></math> <code>\nonsense{x}</code>
    """
    try:
        root = ElementTree.fromstring(convert(portable(latex)))
        made = _checked(root)
        _as_in_tex(made)
    except Exception:  # the library raises errors of many types for text that it does not know
        return _as_text(latex)
    parts = [*_parts(made)]
    for part in parts:
        if block:
            part.set("displaystyle", "true")
    return "<wbr>".join(ElementTree.tostring(part, encoding="unicode") for part in parts)


def _parts(made: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The formula in one part, or before each operator of its top level and after each comma."""
    row = made[0] if len(made) == 1 and made[0].tag == "mrow" else made
    if _symbols(made) < _LONG:
        yield made
        return
    begun: list[ElementTree.Element] = []
    for node in _in_line(row):
        far = sum(map(_symbols, begun)) >= _TERM
        if begun and (_breaks(begun[-1], node) or (far and _factors(begun[-1], node))):
            yield _math(made, begun)
            begun = []
            if node.text in _BREAKS:
                node.set("form", node.get("form", "infix"))  # the first of its part, and no sign
        begun.append(node)
    yield _math(made, begun)


def _symbols(node: ElementTree.Element) -> int:
    """How many there are, a long number counted by its width."""
    leaves = (leaf for leaf in node.iter() if len(leaf) == 0)
    return sum(1 + (len(leaf.text or "") // 4 if leaf.tag == "mn" else 0) for leaf in leaves)


def _text(node: ElementTree.Element) -> str:
    return node.text or "" if node.tag == "mo" else ""


def _factors(before: ElementTree.Element, node: ElementTree.Element) -> bool:
    """Whether two neighbours are factors of a product, which has no sign."""
    return before.tag in _FACTORS and (node.tag in _FACTORS or _text(node) == "⋯")


def _as_in_tex(node: ElementTree.Element, script: bool = False) -> None:
    """Signs without the space of an operator, capitals upright, relations with space."""
    before = None
    for child in node:
        text = _text(child)
        if text in _SIGNS and (before is None or (_text(before) or ")") not in _CLOSING):
            child.set("form", "prefix")
        elif child.text in (":", "′"):  # as letters they would lean, and stand too close
            space = "0.28em" if child.text == ":" and not script else "0"
            child.tag, child.attrib = "mo", {"lspace": space, "rspace": space}
        elif child.tag == "mi" and len(child.text or "") == 1 and child.text in _UPRIGHT:
            child.set("mathvariant", "normal")
        _as_in_tex(child, script or (node.tag in _SCRIPTS and before is not None))
        before = child


def _in_line(row: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """What stands in a row, wide fractions as ``(a + b) / c``: they would not end with the line."""
    for node in row:
        if node.tag == "mn" and len(node.text or "") > 2 * _DIGITS:
            yield from _digits(node.text or "")
            continue
        if node.tag != "mfrac" or _symbols(node) < _WIDE:
            yield node
            continue
        top, bottom = node
        yield from _bracketed(top)
        slash = ElementTree.Element("mo", {"form": "infix"})
        slash.text = "/"
        yield slash
        yield from _bracketed(bottom)


def _digits(number: str) -> Iterator[ElementTree.Element]:
    """A number of many digits in parts, between which a line may end."""
    for begin in range(0, len(number), _DIGITS):
        part = ElementTree.Element("mn")
        part.text = number[begin : begin + _DIGITS]
        yield part


def _bracketed(part: ElementTree.Element) -> Iterator[ElementTree.Element]:
    inside = [*part] if part.tag == "mrow" else [part]
    if len(inside) == 1:
        yield from inside
        return
    opening, closing = (ElementTree.Element("mo", {"stretchy": "false"}) for _ in range(2))
    opening.text, closing.text = "(", ")"
    yield from (opening, *inside, closing)


def _breaks(before: ElementTree.Element, node: ElementTree.Element) -> bool:
    if node.tag == "mspace":
        return False
    if before.tag == node.tag == "mn":  # of one number
        return True
    if before.tag == "mspace" or (before.tag == "mo" and before.text in (",", ";")):
        return True
    opens = before.tag == "mo" and before.text not in (")", "]", "!")
    return node.tag == "mo" and node.text in _BREAKS and not opens


def _math(made: ElementTree.Element, nodes: list[ElementTree.Element]) -> ElementTree.Element:
    part = ElementTree.Element("math", made.attrib)
    row = ElementTree.SubElement(part, "mrow")
    row.extend(nodes)
    return part


def _checked(node: ElementTree.Element) -> ElementTree.Element:
    name = node.tag.removeprefix(f"{{{_NAMESPACE}}}")
    if name not in _ELEMENTS or not node.attrib.keys() <= _ATTRIBUTES:
        raise ValueError(f"`{name}` with {sorted(node.attrib)} is not mathematics alone")
    if node.text and "\\" in node.text:
        raise ValueError(f"`{node.text}` is a command that is not known")
    made = ElementTree.Element(name, node.attrib)
    made.text, made.tail = node.text, node.tail
    made.extend(_checked(child) for child in node)
    return made


def _as_text(latex: str) -> str:
    element = ElementTree.Element("code")
    element.text = clean(plain(latex))
    return ElementTree.tostring(element, encoding="unicode")

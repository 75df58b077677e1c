"""LaTeX as MathML, offline; what comes back is checked, for the text may be anybody's."""

from __future__ import annotations

from xml.etree import ElementTree

from latex2mathml.converter import convert

from sslcheck.derive.markup import clean, portable
from sslcheck.derive.printing import plain

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


def mathml(latex: str, block: bool = False) -> str:
    r"""The formula as a ``<math>`` element, or as text where it cannot be set.

    Elements and attributes that show nothing but mathematics pass: no link, no style, no script.

    >>> print(mathml("x"), mathml(r"\nonsense{x}"))
    <math display="inline"><mrow><mi>x</mi></mrow></math> <code>\nonsense{x}</code>
    """
    try:
        root = ElementTree.fromstring(convert(portable(latex)))
        made = _checked(root)
    except Exception:  # the library raises errors of many types for text that it does not know
        return _as_text(latex)
    if block:
        made.set("display", "block")
    return ElementTree.tostring(made, encoding="unicode")


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

"""Figures as files that are the same, byte for byte, whenever the drawing is."""

from __future__ import annotations

import colorsys
import re
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from sslcheck.numeric.disk.files import check_target, write_atomically
from sslcheck.reports.plots.style import house

__all__ = ["is_saved", "save"]

_DPI = 150
# no date and no version of a program: they would change without the drawing
_DARKEST, _LIGHTEST = 0.09, 0.93
_METADATA = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def save(figure: Figure, stem: Path) -> None:
    """Write ``stem.svg`` and ``stem.png`` (150 dpi).

    Both are drawn before either is written, and each is written whole or not at all. Raises
    `OutputError`.
    """
    targets = _targets(stem)
    for target in targets.values():
        check_target(target)
    drawn: dict[str, bytes] = {}
    with house():
        for kind, metadata in _METADATA.items():
            stream = BytesIO()
            figure.savefig(stream, format=kind, dpi=_DPI, metadata=metadata)
            drawn[kind] = stream.getvalue()
    drawn["svg"] = _dark_too(drawn["svg"].decode("utf-8")).encode("utf-8")
    for kind, target in targets.items():
        content = drawn[kind]
        write_atomically(target, lambda stream, content=content: stream.write(content))  # type: ignore[misc]


def _dark_too(svg: str) -> str:
    """The drawing with rules that turn lightness around, and keep hues, where a page is dark."""
    colours = sorted(set(re.findall(r"(fill|stroke): (#[0-9a-f]{6})", svg)))
    rules = [
        f'[style*="{what}: {colour}"]{{{what}:{_turned(colour)}!important}}'
        for what, colour in colours
    ]
    rules += [f"svg>g{{fill:{_turned('#000000')}}}", "image{filter:invert(1) hue-rotate(180deg)}"]
    dark = f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}</style>"
    return svg.replace("</style>", dark, 1)


def _turned(colour: str) -> str:
    """Light for dark.

    >>> _turned("#ffffff"), _turned("#000000"), _turned("#0072b2")
    ('#171717', '#ededed', '#4fbaf6')
    """
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    turned = colorsys.hls_to_rgb(hue, _LIGHTEST - light * (_LIGHTEST - _DARKEST), full * 0.9)
    return "#" + "".join(f"{round(255 * part):02x}" for part in turned)


def is_saved(stem: Path) -> bool:
    """Whether `save` has come to its end there: each file is whole, but one may be missing."""
    return all(target.is_file() for target in _targets(stem).values())


def _targets(stem: Path) -> dict[str, Path]:
    return {kind: stem.with_name(f"{stem.name}.{kind}") for kind in _METADATA}

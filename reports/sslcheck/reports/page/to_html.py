"""Blocks as one self-contained HTML file: formulas as MathML, figures inlined, no script."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape as html_escape
from importlib import resources

from sslcheck.derive.text.markup import clean, visible
from sslcheck.reports.page.blocks import (
    Block,
    Bullets,
    Contents,
    Folded,
    Formula,
    Graph,
    Heading,
    Link,
    Listing,
    Math,
    Picture,
    Piece,
    Provenance,
    Rich,
    StepList,
    Strong,
    Table,
    Text,
    Web,
)
from sslcheck.reports.page.graph.svg import look, pointing, svg
from sslcheck.reports.page.mathml import mathml
from sslcheck.reports.page.to_markdown import anchors

__all__ = ["to_html"]

_JOINER = "&NoBreak;"
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def to_html(blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> str:
    """The page; ``pictures`` are the figures (SVG) by their stems."""
    writer = _Writer(_ids(blocks), pictures)
    body = "\n".join(part for block in blocks for part in writer.block(block))
    title = next((b.text for b in blocks if isinstance(b, Heading)), "sslcheck")
    style = (resources.files("sslcheck.reports.page") / "page.css").read_text("utf-8")
    graphs = [block for block in blocks if isinstance(block, Graph)]
    style += "".join(look() + pointing(graph.drawing) for graph in graphs)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return html_escape(clean(text))


def _ids(blocks: Sequence[Block]) -> dict[str, str]:
    """Those of headings are as on GitHub; rows of tables have their own."""
    found = anchors(blocks)
    rows = [name for block in blocks if isinstance(block, Table) for name in block.names]
    return found | {name: f"row-{number}" for number, name in enumerate(rows)}


class _Writer:
    def __init__(self, anchors: dict[str, str], pictures: Mapping[str, bytes]) -> None:
        self.anchors = anchors
        self.pictures = pictures
        self._named: set[str] = set()

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level=level, text=text):
                yield f"<h{level}{self._name(text)}>{_text(text)}</h{level}>"
            case Text(line=line, aside=aside):
                look = ' class="aside"' if aside else ""
                yield f"<p{look}>{self.line(line)}</p>"
            case Formula(latex=latex):
                yield f'<div class="formula">{mathml(latex, block=True)}</div>'
            case Bullets(lines=lines):
                items = "".join(f"<li>{self.line(line)}</li>\n" for line in lines)
                yield f"<ul>\n{items}</ul>"
            case StepList(steps=steps, first=first):
                items = "".join(f"<li>{self.line(r)}{_below(latex)}</li>\n" for r, latex in steps)
                yield f'<ol start="{first}">\n{items}</ol>'
            case Table(headers=headers, rows=rows, names=names):
                head = "".join(f"<th>{_text(h)}</th>" for h in headers)
                ids = map(self._name, names or ("",) * len(rows))
                body = "".join(
                    f"<tr{name}>{self.cells(headers, row)}</tr>\n"
                    for name, row in zip(ids, rows, strict=True)
                )
                yield (
                    f'<div class="table"><table>\n<thead><tr>{head}</tr></thead>\n'
                    f"<tbody>\n{body}</tbody></table></div>"
                )
            case Picture(stem=stem, alt=alt, caption=caption):
                data = base64.b64encode(self.pictures[stem]).decode("ascii")
                source = f"data:image/svg+xml;base64,{data}"
                yield (
                    f'<figure><img alt="{_text(alt)}" src="{source}">'
                    f"<figcaption>{self.line(caption)}</figcaption></figure>"
                )
            case Listing(text=text):
                shown = "\n".join(html_escape(visible(line)) for line in text.splitlines())
                yield f"<pre>{shown}</pre>"
            case Contents(lines=lines):
                yield f"<nav>{''.join(self.block(Bullets(lines)))}</nav>"
            case Graph(drawing=drawing, alt=alt, caption=caption):
                shown = "\n".join(svg(drawing, span, self.anchors) for span in ("wide", "narrow"))
                yield (
                    f'<figure class="drawn" aria-label="{_text(alt)}">\n{shown}\n'
                    f"<figcaption>{self.line(caption)}</figcaption></figure>"
                )
            case Folded(title=title, blocks=inner):
                inside = "\n".join(part for block in inner for part in self.block(block))
                yield f"<details><summary>{_text(title)}</summary>\n{inside}\n</details>"
            case Provenance(blocks=inner):
                yield '<section class="provenance">'
                for part in inner:
                    yield from self.block(part)
                yield "</section>"

    def cells(self, headers: Sequence[str], row: Sequence[Rich]) -> str:
        """The cells of a row. Each has its header with it, for screens where rows become cards."""
        return "".join(
            f'<td data-label="{_text(header)}"><div>{self.line(cell)}</div></td>'
            for header, cell in zip(headers, row, strict=True)
        )

    def _name(self, heading: str) -> str:
        """The id of the first heading that is called so; a later one has none."""
        name = self.anchors.get(heading)
        if name is None or name in self._named:
            return ""
        self._named.add(name)
        return f' id="{html_escape(name)}"'

    def line(self, line: Rich) -> str:
        """The pieces; no line begins with the comma or stop behind a formula."""
        shown = ""
        for before, piece in zip((None, *line), line, strict=False):
            tied = isinstance(before, Math) and isinstance(piece, str) and piece[:1] in ",.;:)?"
            shown += (_JOINER if tied else "") + self.piece(piece)
        return shown.strip()

    def piece(self, piece: Piece) -> str:
        match piece:
            case Math(latex=latex):
                return mathml(latex)
            case Strong(text=text):
                return f'<strong class="{_class(text)}">{_text(text)}</strong>'
            case Link(text=text, heading=heading, tone=tone):
                target = self.anchors.get(heading)
                shown = f"<code>{_text(text)}</code>" if tone == "name" else _text(text)
                if target is None:
                    return shown
                look = f' class="{_class(tone)}"' if _class(tone) else ""
                return f'<a href="#{html_escape(target)}"{look}>{shown}</a>'
            case Web(text=text, address=address):
                return f'<a href="{html_escape(address)}">{_text(text)}</a>'
        before = " " if piece[:1].isspace() else ""
        after = " " if piece[-1:].isspace() and piece.strip() else ""
        return f"{before}{_text(piece)}{after}"


def _below(latex: str) -> str:
    return f'<div class="formula">{mathml(latex, block=True)}</div>' if latex else ""


def _class(text: str) -> str:
    """The class of a verdict, which has a colour; of anything else none."""
    name = text.lower()
    return name if name in ("proved", "conditional", "refuted", "undecided") else ""

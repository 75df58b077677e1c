"""Blocks as one self-contained HTML file: formulas as MathML, figures inlined, no script."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from html import escape as html_escape
from importlib import resources

from sslcheck.derive.text.markup import clean
from sslcheck.reports.report.blocks import (
    Block,
    Bullets,
    Folded,
    Formula,
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
from sslcheck.reports.report.mathml import mathml
from sslcheck.reports.report.to_markdown import anchors

__all__ = ["to_html"]

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def to_html(blocks: Sequence[Block], pictures: Mapping[str, bytes]) -> str:
    """The page; ``pictures`` are the figures (SVG) by their stems."""
    writer = _Writer(anchors(blocks), pictures)
    body = "\n".join(part for block in blocks for part in writer.block(block))
    title = next((b.text for b in blocks if isinstance(b, Heading)), "sslcheck")
    style = (resources.files("sslcheck.reports.report") / "page.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return html_escape(clean(text))


class _Writer:
    def __init__(self, anchors: dict[str, str], pictures: Mapping[str, bytes]) -> None:
        self.anchors = anchors
        self.pictures = pictures
        self._named: set[str] = set()

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level=level, text=text):
                yield f"<h{level}{self._name(text)}>{_text(text)}</h{level}>"
            case Text(line=line):
                yield f"<p>{self.line(line)}</p>"
            case Formula(latex=latex):
                yield f'<div class="formula">{mathml(latex, block=True)}</div>'
            case Bullets(lines=lines):
                items = "".join(f"<li>{self.line(line)}</li>\n" for line in lines)
                yield f"<ul>\n{items}</ul>"
            case StepList(steps=steps, first=first):
                items = "".join(f"<li>{self.line(r)}{_below(latex)}</li>\n" for r, latex in steps)
                yield f'<ol start="{first}">\n{items}</ol>'
            case Table(headers=headers, rows=rows):
                head = "".join(f"<th>{_text(h)}</th>" for h in headers)
                body = "".join(f"<tr>{self.cells(headers, row)}</tr>\n" for row in rows)
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
                yield f"<pre>{chr(10).join(map(_text, text.splitlines()))}</pre>"
            case Folded(title=title, table=table):
                inside = "\n".join(self.block(table))
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
        return "".join(map(self.piece, line)).strip()

    def piece(self, piece: Piece) -> str:
        match piece:
            case Math(latex=latex):
                return mathml(latex)
            case Strong(text=text):
                return f'<strong class="{_class(text)}">{_text(text)}</strong>'
            case Link(text=text, heading=heading):
                target = self.anchors.get(heading)
                if target is None:
                    return _text(text)
                return f'<a href="#{html_escape(target)}">{_text(text)}</a>'
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

"""``sslcheck new``: a file to begin an article with, from a template or from a paper's source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sslcheck.cli.console import emit, manner, say

__all__ = ["new"]


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write; not there yet.")],
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="SOURCE",
            help="The paper: .tex, .md or .ipynb; its numbered equations are taken from it.",
        ),
    ] = None,
) -> int:
    """Begin an article.

    Without a source the file is a template with comments. With one it holds the equations as
    printed, the symbols with the shapes that all equations together want, and a `?` where
    something is to be filled in. An equation against all others is told: probably a misprint.

    \b
    Examples:
      sslcheck new mine.toml
      sslcheck new mine.toml --from paper.tex
    """
    import json
    from importlib import resources

    from sslcheck.derive.reading.loading import mistakes_in
    from sslcheck.derive.text.words import counted
    from sslcheck.numeric.disk.files import OutputError, check_target, read_bounded

    if check_target(file).exists():
        raise OutputError(f"cannot write `{file}`: it exists; give a name that is free")
    if source is None:
        text = (resources.files("sslcheck.derive") / "sketch" / "template.toml").read_text("utf-8")
        _write(file, text)
        if manner() == "json":
            emit(json.dumps({"file": str(file)}, indent=2) + "\n")
        else:
            say(f"wrote {file}: a template with comments; `sslcheck check {file}` reads it")
        return 0
    from sslcheck.derive.sketch.draft import draft
    from sslcheck.derive.sketch.paper import MAX_BYTES, read_paper

    paper = read_paper(read_bounded(source, MAX_BYTES), source.name)
    found = draft(paper, file.stem, source.name)
    _write(file, found.text)
    left = len(mistakes_in(found.text, str(file)))
    if manner() == "json":
        sizes = {n: getattr(found, n) for n in ("equations", "symbols", "spaces")}
        told = {"file": str(file), **sizes, "misprints": [*found.misprints], "to_fill_in": left}
        emit(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        return 0
    counts = (
        counted(found.equations, "equation"),
        counted(found.symbols, "symbol"),
        counted(found.spaces, "space"),
    )
    say(f"wrote {file}: {', '.join(counts)}")
    for misprint in found.misprints:
        first, *more = misprint.split("\n")
        say(f"probably a misprint: {first}")
        for line in more:
            say(line)
    if left:
        say(f"{counted(left, 'place')} to fill in or to mend: `sslcheck check {file}`")
    return 0


def _write(file: Path, text: str) -> None:
    """Write a file that is not there yet, whoever makes it meanwhile."""
    from sslcheck.numeric.disk.files import OutputError

    try:
        stream = file.open("x", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise OutputError(f"cannot write `{file}`: it exists; give a name that is free") from error
    try:
        with stream:
            stream.write(text)
    except OSError:
        file.unlink()  # all or nothing
        raise

"""``sslcheck upgrade``: an article of an older format in the current one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sslcheck.cli.console import emit, manner, say

__all__ = ["upgrade"]


def upgrade(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The TOML file of an article.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Where to write; not there yet.")],
) -> int:
    """Rewrite an article of format 0.1 in the current one.

    It says the same, and keeps its comments.

    \b
    Example:
      sslcheck upgrade mine.toml mine-2.toml
    """
    import json

    from sslcheck.derive.errors import ArticleNotFound
    from sslcheck.derive.reading.loading import read_text
    from sslcheck.derive.reading.upgrade import upgraded
    from sslcheck.numeric.disk.files import OutputError, check_target, write_atomically

    if not old.is_file():
        raise ArticleNotFound(f"no article `{old}`: it is not a regular file")
    if check_target(new).exists():
        raise OutputError(f"cannot write `{new}`: it exists; give a name that is free")
    text, changes = upgraded(read_text(old), str(old))
    write_atomically(new, text)
    if manner() == "json":
        emit(json.dumps({"file": str(new), "changes": [*changes]}, indent=2) + "\n")
    else:
        say(f"{new}: {'; '.join(changes)}")
    return 0

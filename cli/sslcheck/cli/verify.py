"""``sslcheck verify``: re-check certificates, and whether they are about an article."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from sslcheck.cli.completing import articles
from sslcheck.cli.console import emit, manner, say

__all__ = ["verify", "write_certificates"]


def verify(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Where `derive --certificates` has written.")
    ],
    article: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE",
            help="Also compare with this article, read anew from its file.",
            autocompletion=articles,
        ),
    ] = None,
) -> int:
    """Re-check certificates with a program that shares nothing with what wrote them.

    `python -m verify DIR` does the same where the folder `verify` is copied to. The exit code is 1
    where a certificate is rejected, or is not about the article, 3 where there is no such folder.

    \b
    Examples:
      sslcheck derive --certificates certificates
      sslcheck verify certificates --article directpred
    """
    import json

    from sslcheck.cli.exits import MISUSE, tell
    from sslcheck.derive.certificates.verify import checked, main

    try:
        there = Path(folder).is_dir()
    except (OSError, ValueError):  # a name that no folder can have
        there = False
    if not there:
        tell(f"sslcheck: no folder `{folder}`: give one that `derive --certificates` has written")
        return MISUSE
    compared = _compared(Path(folder), article) if article is not None else {}
    if manner() != "json":
        code = main(folder)
        wrong = {path: found for path, found in compared.items() if found}
        for path, found in wrong.items():
            say(f"{path}: not about `{article}`: {', '.join(found)}")
        if article is not None:
            good = len(compared) - len(wrong)
            say(f"{good} of {len(compared)} certificates are about `{article}` as it is read")
        return int(code or bool(wrong))
    told: dict[str, dict[str, Any]] = {
        str(path): {"found": found, "why": why} for path, found, why in checked(folder)
    }
    for path, found in compared.items():
        told[str(path)]["other than the article"] = found
    rejected = any(each["found"] == "rejected" for each in told.values())
    code = int(rejected or not told or any(compared.values()))
    emit(json.dumps({"certificates": told, "exit_code": code}, indent=2, sort_keys=True) + "\n")
    return code


def _compared(folder: Path, name: str) -> dict[Path, list[str]]:
    """What in each certificate is not of an article, as far as that can be read."""
    import json

    from sslcheck.derive import load_article
    from sslcheck.derive.certificates.write import differences
    from sslcheck.derive.reading.loading import article_text

    article, text = load_article(name), article_text(name)[0]
    wrong: dict[Path, list[str]] = {}
    for path in sorted(folder.glob("**/*.json")):
        try:
            found = differences(article, text, json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, LookupError, TypeError, OSError):
            found = ["the file"]
        wrong[path] = [*found]
    return wrong


def write_certificates(written: Mapping[str, Any], folder: Path) -> None:
    """Write certificates into a folder, a file each, named by the claim.

    Raises `OutputError` where a file cannot be written.
    """
    import json
    from urllib.parse import quote

    from sslcheck.numeric.disk.files import OutputError, write_atomically

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write into `{folder}`: {error}") from error
    for claim, found in written.items():
        shown = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        write_atomically(folder / f"{quote(claim, safe='')}.json", shown)

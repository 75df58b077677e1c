"""`sslcheck derive --certify`: proved claims as files for a proof assistant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sslcheck.cli.progress import Progress

if TYPE_CHECKING:
    from sslcheck.derive.article.article import Article
    from sslcheck.derive.verdicts.report import Report

__all__ = ["certify"]


def certify(article: Article, report: Report, folder: Path, check: bool) -> Report:
    """Write the files into ``folder``, say on stderr what has none, and ``check`` them.

    The report is the same with what the kernel said, where it was asked.
    Raises `SslcheckError` where a file cannot be written or Coq is missing.
    """
    from sslcheck.cli.exits import tell
    from sslcheck.derive.coq.kernel import checked, vouched
    from sslcheck.derive.coq.write import certified, library
    from sslcheck.derive.text.words import counted
    from sslcheck.numeric.disk.files import OutputError, write_atomically

    written = [*certified(article, report)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder `{folder}`: {error.strerror}") from error
    for name, text in library().items():
        write_atomically(folder / name, text)
    for each in written:
        if each.file:
            write_atomically(folder / each.file, each.text)
    with_file = sum(bool(each.file) for each in written)
    tell(
        f"sslcheck: {with_file} of {counted(len(written), 'proved claim')} written to `{folder}`;"
        " no theorem for:"
        if with_file < len(written)
        else f"sslcheck: {counted(with_file, 'proved claim')} written to `{folder}`"
    )
    for each in written:
        if not each.file:
            tell(f"  {each.claim}: {each.why}")
    if not check:
        return report
    with Progress(" theorems") as progress:
        said = checked(folder, written, progress)
    return vouched(report, written, said)

"""Running the program: in this process with a stand-in for the engine, or as a script."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.cli.folders import COMMANDS

from sslcheck.cli.main import run as called
from sslcheck.derive.verdicts.report import Report

Script = Callable[..., "subprocess.CompletedProcess[str]"]


class Engine:
    """Stands in for `load_article` and `verify`: returns ``report`` or raises ``error``."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.error: BaseException | None = None
        self.article = ""
        self.select: Sequence[str] | None = ()
        self.ledger: bool | None = None

    def load_article(self, name: str) -> SimpleNamespace:
        self.article = name
        return SimpleNamespace(format=2)

    def verify(
        self,
        _article: SimpleNamespace,
        select: Sequence[str] | None = None,
        progress: Any = None,
        *,
        ledger: bool = True,
        budget: float = 20.0,
        vouch: object = None,
        jobs: int = 1,
    ) -> Report:
        self.select = select
        self.ledger = ledger
        progress(1, 1, "2.1")
        if self.error is not None:
            raise self.error
        return self.report


@pytest.fixture
def engine(report: Report, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The engine that the command will find instead of the real one."""
    import sslcheck.derive

    stand_in = Engine(report)
    for name in ("load_article", "verify"):
        monkeypatch.setattr(sslcheck.derive, name, getattr(stand_in, name), raising=False)
    return stand_in


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Runs the installed ``sslcheck`` in an empty folder."""
    program = Path(sysconfig.get_path("scripts")) / "sslcheck"
    if not program.exists():
        pytest.skip(f"`{program}` is not installed; run pip install -e '.[test]'")

    def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        # without `env` it would get what readline, which pytest imports, tells C alone: COLUMNS
        options = {"env": dict(os.environ), **options}
        return subprocess.run(
            [sys.executable, program, *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=tmp_path,
            timeout=120,
            check=False,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of each kind; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    for name, arguments in COMMANDS.items():
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            assert called([*arguments, "--out", str(folder / name)]) == 0
        (folder / f"{name}.txt").write_text(shown.getvalue())
    return folder


@pytest.fixture
def runs(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "runs")

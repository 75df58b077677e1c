"""LaTeX itself, where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Compile = Callable[[str], list[float]]


@pytest.fixture
def compiled(tmp_path: Path) -> Compile:
    """Compile ``NAME.tex`` in ``tmp_path``: no error; by how many points lines are too long."""
    program = shutil.which("pdflatex")
    if program is None:
        pytest.skip("pdflatex is not installed (Debian: texlive-latex-base)")

    def compile_(name: str) -> list[float]:
        command = [program, "-interaction=nonstopmode", "-halt-on-error", f"{name}.tex"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=300, check=False)
        log = (tmp_path / f"{name}.log").read_text(encoding="latin-1")
        assert ran.returncode == 0, log[-2000:]
        assert (tmp_path / f"{name}.pdf").exists()
        return [float(much) for much in re.findall(r"Overfull \\hbox \(([0-9.]+)pt", log)]

    return compile_

"""Every cell of the notebooks runs, and what it comes to shows itself."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.notebooks import GALLERY, NOTEBOOKS, code

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not GALLERY.is_dir(), reason="no gallery beside these tests"),
]
EACH = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def test_they_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["check-a-derivation", "collapse"]


@EACH
def test_cells_run(notebook: Path) -> None:
    """In a process of its own, where pyplot draws on nothing."""
    if "pandas" in "".join(code(notebook)):
        pytest.importorskip("pandas")
    done = subprocess.run(
        [sys.executable, "-m", "tests.notebooks", str(notebook)],
        cwd=GALLERY.parents[1],
        env={**os.environ, "MPLBACKEND": "template"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    shown = done.stdout.split()
    assert shown.count("plain") <= 2, "numbers and texts alone are shown as such"
    assert shown.count("_repr_markdown_") >= 4


@EACH
def test_outputs_are_kept(notebook: Path) -> None:
    """What the page of the notebook shows is there, and no error."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = [out for cell in cells for out in cell.get("outputs", [])]
    kinds = {kind for out in outputs for kind in out.get("data", {})}
    assert "text/markdown" in kinds, "run `python -m tests.notebooks`"
    assert not [out for out in outputs if out["output_type"] == "error"]


def test_jupyter_runs_one(tmp_path: Path) -> None:
    if not all(map(importlib.util.find_spec, ("nbclient", "ipykernel"))):
        pytest.skip("needs nbclient and ipykernel")
    script = (
        "import nbformat, sys; from nbclient import NotebookClient;"
        "NotebookClient(nbformat.read(sys.argv[1], as_version=4), timeout=300).execute()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(NOTEBOOKS[0])],
        cwd=tmp_path,
        env={**os.environ, "IPYTHONDIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr

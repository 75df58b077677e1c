"""The notebooks of the gallery: ``python -m tests.notebooks`` runs them in Jupyter and keeps what
they show; ``python -m tests.notebooks FILE`` runs the cells of one as they stand, without Jupyter.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["GALLERY", "NOTEBOOKS", "code", "forms"]

GALLERY = Path(__file__).parents[1] / "reports" / "gallery"
NOTEBOOKS = tuple(sorted(GALLERY.glob("*.ipynb")))
_FORMS = ("_repr_html_", "_repr_markdown_", "_repr_latex_", "_repr_png_")


def code(path: Path) -> list[str]:
    """The cells of a notebook that are run."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def forms(cells: list[str]) -> list[str]:
    """In which form a notebook would show what each cell comes to; ``plain`` is text."""
    names: dict[str, Any] = {}
    found = []
    for cell in cells:
        *body, last = ast.parse(cell).body
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
            continue
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        if value is not None:
            shown = [form for form in _FORMS if hasattr(value, form) and getattr(value, form)()]
            found.append(shown[0] if shown else "plain")
    return found


def _kept(path: Path) -> None:
    """Run a notebook in Jupyter, and write it with its outputs, but for bars that have gone."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=600).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [
                out for out in cell.outputs if out.get("data", {}).get("text/html") != ""
            ]
    nbformat.write(notebook, path)


if __name__ == "__main__":
    if sys.argv[1:]:
        print("\n".join(forms(code(Path(sys.argv[1])))))
    else:
        for notebook in NOTEBOOKS:
            _kept(notebook)

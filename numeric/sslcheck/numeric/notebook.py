"""A bar that shows in a notebook how far a run is; elsewhere nothing is shown."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sslcheck.numeric.job import Progress

__all__ = ["shown_in_notebook"]

_EVERY = 0.5  # seconds before the bar is shown, and between two updates


@contextmanager
def shown_in_notebook() -> Iterator[Callable[[Progress], None]]:
    """What to tell of the progress of a run: a bar below the cell, which goes with the run."""
    if not _in_notebook():
        yield lambda _: None
        return
    from IPython.display import HTML, display

    handle: Any = None  # a run that is over at once shows none
    last = time.perf_counter()

    def tell(at: Progress) -> None:
        nonlocal handle, last
        if time.perf_counter() - last < _EVERY:
            return
        last = time.perf_counter()
        shown = HTML(_bar(at))
        if handle is None:
            handle = display(shown, display_id=True)
        else:
            handle.update(shown)

    try:
        yield tell
    finally:
        if handle is not None:
            handle.update(HTML(""))


def _in_notebook() -> bool:
    """Whether a kernel of Jupyter runs this; without IPython loaded there is none."""
    library = sys.modules.get("IPython")
    shell = library.get_ipython() if library is not None else None
    return getattr(shell, "kernel", None) is not None


def _bar(at: Progress) -> str:
    steps = f"t = {at.t:.4g} of {at.t_end:.4g}, {at.steps} steps"
    text = f"{at.steps} of {at.t_end:.0f} {at.name}" if at.name else steps
    return f'<progress max="{at.t_end:g}" value="{at.t:g}"></progress> {text}, {at.seconds:.1f} s'

"""A bar in a notebook, with a stand-in for IPython: shown when a run lasts, gone when it ends."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from sslcheck.numeric import notebook
from sslcheck.numeric.job import Progress
from sslcheck.numeric.notebook import shown_in_notebook

AT = Progress(t=1.0, t_end=4.0, products=0, steps=7, seconds=2.0)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the notebook has been given to show, in order."""
    given: list[str] = []
    library: Any = ModuleType("IPython")
    library.get_ipython = lambda: SimpleNamespace(kernel=object())
    display: Any = ModuleType("IPython.display")
    display.HTML = str

    def show(html: str, display_id: bool) -> SimpleNamespace:
        given.append(html)
        return SimpleNamespace(update=given.append)

    display.display = show
    monkeypatch.setitem(sys.modules, "IPython", library)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    monkeypatch.setattr(notebook, "_EVERY", 0.0)
    return given


def test_a_bar_goes_with_the_run(shown: list[str]) -> None:
    with shown_in_notebook() as tell:
        assert shown == []
        tell(AT)
        tell(AT)
    bar, again, end = shown
    assert bar == again
    assert bar.startswith('<progress max="4" value="1">')
    assert "t = 1 of 4, 7 steps, 2.0 s" in bar
    assert end == ""


def test_a_quick_run_shows_none(shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "_EVERY", 60.0)
    with shown_in_notebook() as tell:
        tell(AT)
    assert shown == []


def test_an_interrupted_run_takes_its_bar_away(shown: list[str]) -> None:
    def interrupted() -> None:
        with shown_in_notebook() as tell:
            tell(AT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert shown[-1] == ""


def test_outside_of_a_notebook_nothing_is_shown(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: None)
    with shown_in_notebook() as tell:
        tell(AT)
    assert shown == []

"""Which error leads to which exit code, and how it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sslcheck.cli.main import run
from sslcheck.derive.errors import ArticleError, RouteDisagreement

if TYPE_CHECKING:
    from .conftest import Engine


Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ArticleError("no equation `9`"), 3, "sslcheck: no equation `9`\n"),
        (
            PermissionError(13, "Permission denied", "a.toml"),
            3,
            "sslcheck: `a.toml`: Permission denied\n",
        ),
        (RouteDisagreement("routes differ on `3`"), 4, "sslcheck: routes differ on `3`\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_errors(
    engine: Engine, capsys: Captured, error: BaseException, code: int, message: str
) -> None:
    engine.error = error
    assert run(["derive", "--verify-all"]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith(message)
    assert "Traceback" not in err


def test_a_bug_is_4_and_can_be_traced(
    engine: Engine, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSLCHECK_TRACEBACK", raising=False)
    engine.error = ZeroDivisionError("oops")
    assert run(["derive", "--verify-all"]) == 4
    err = capsys.readouterr().err
    assert "internal error, ZeroDivisionError: oops" in err
    assert "Traceback" not in err
    monkeypatch.setenv("SSLCHECK_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        run(["derive", "--verify-all"])

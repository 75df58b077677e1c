"""Rules of the tree that no tool checks: namespace, direction of imports, versions in step."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PORTIONS = ("derive", "numeric", "reports", "cli")
"""Each may import itself and those before it."""

FILES = sorted(path for portion in PORTIONS for path in (ROOT / portion).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Full names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by the full name"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def portion_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@pytest.mark.parametrize("portion", PORTIONS)
def test_namespace_has_no_init(portion: str) -> None:
    assert not (ROOT / portion / "sslcheck" / "__init__.py").exists(), "it hides the other portions"
    assert (ROOT / portion / "sslcheck" / portion / "py.typed").exists()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    portion = portion_of(path)
    later = PORTIONS[PORTIONS.index(portion) + 1 :]
    roots = {name.split(".")[1] for name in imported(path) if name.startswith("sslcheck.")}
    assert not roots & set(later), f"`{portion}` may not import these"
    if portion != "derive":
        assert not {n for n in imported(path) if n.split(".")[0] == "lark"}


def test_the_two_routes_share_nothing() -> None:
    exact = [path for path in FILES if path.is_relative_to(ROOT / "derive/sslcheck/derive/exact")]
    assert exact
    parts = ("algebra", "calculus", "decide", "normal", "symbolic")
    first_route = tuple(f"sslcheck.derive.{part}." for part in parts)
    for path in exact:
        names = {f"{name}." for name in imported(path)}
        assert not {n for n in names if n.startswith(first_route)}, path


def test_the_look_in_numbers_shares_nothing_with_the_routes() -> None:
    looks = [p for p in FILES if p.is_relative_to(ROOT / "numeric/sslcheck/numeric/look")]
    assert looks
    read = ("article", "errors", "expr", "latex", "reason", "setting", "shapes", "verdict")
    allowed = (*(f"sslcheck.derive.{part}." for part in read), "sslcheck.numeric.look.")
    for path in looks:
        names = {f"{name}." for name in imported(path) if name.startswith("sslcheck.")}
        names -= {"sslcheck.derive.expr."}
        assert not {n for n in names if not n.startswith(allowed)}, path


def test_oldest_versions_are_those_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    gpu = dict(
        requirement.split(">=")
        for extra in ("cuda12", "cuda13", "rocm")
        for requirement in extras[extra]
    )
    assert len(set(gpu.values())) == 1  # the oldest of one is tested for all
    bounds = dict(requirement.split(">=") for requirement in project["dependencies"])
    bounds["cupy-cuda12x"] = gpu["cupy-cuda12x[ctk]"]
    lines = (ROOT / "tests" / "constraints-oldest.txt").read_text().splitlines()
    pins = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert pins.keys() == bounds.keys()
    for name, pin in pins.items():
        assert f"{pin}.".startswith(f"{bounds[name]}."), name

"""Which options and commands stand together."""

from __future__ import annotations

from sslcheck.cli.app import app
from sslcheck.cli.panels import COMMANDS, OPTIONS, OTHERS, panels


def test_in_the_order_of_the_table_with_the_rest_at_the_end() -> None:
    names = ["zeta", "seed", "beta", "d", "n", "out", "article", "saves", "eps", "rho"]
    assert panels(names, OPTIONS) == {
        "What": ["article"],
        "Network": ["d", "n"],
        "Rule of the predictor": ["eps", "rho"],
        "Rates": ["beta"],
        "Run": ["seed"],
        "Measure": ["saves"],
        "Output": ["out"],
        OTHERS: ["zeta"],
    }


def test_few_stand_together() -> None:
    assert panels(["seed", "beta"], OPTIONS) == {OTHERS: ["seed", "beta"]}
    assert panels([], COMMANDS) == {}


def test_each_command_has_its_place() -> None:
    names = [
        command.name or command.callback.__name__
        for command in app.registered_commands
        if command.callback
    ]
    assert sorted(name for members in COMMANDS.values() for name in members) == sorted(names)

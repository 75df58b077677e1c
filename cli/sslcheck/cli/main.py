"""The entry point of the command ``sslcheck``."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from sslcheck.cli.derive import derive
from sslcheck.cli.env import env
from sslcheck.cli.exits import EXIT_CODES, INTERRUPTED, MISUSE, report_error
from sslcheck.cli.kernels import kernels
from sslcheck.cli.report import report
from sslcheck.cli.simulate import SIMULATE_CODES, simulate
from sslcheck.cli.train import TRAIN_CODES, train

__all__ = ["app", "main", "run"]

# What typer raises for wrong use; only a leaf of it is public.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]

app = typer.Typer(
    name="sslcheck",
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # also keeps rich from being imported
)
app.command(epilog=EXIT_CODES)(derive)
app.command()(env)
app.command()(kernels)
app.command(epilog=EXIT_CODES)(report)
app.command(epilog=SIMULATE_CODES)(simulate)
app.command(epilog=TRAIN_CODES)(train)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sslcheck {version('sslcheck-dynamics')}")
        raise typer.Exit()


@app.callback(invoke_without_command=True)
def _sslcheck(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Check the derivations behind the gradient flows of self-supervised learning.

    \b
    Example:
      sslcheck derive --verify-all
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(MISUSE)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (``sys.argv`` by default) and return its exit code."""
    try:
        code = app(args=arguments, prog_name="sslcheck", standalone_mode=False)
    except _UsageError as error:
        error.show()  # type: ignore[attr-defined]
        return MISUSE
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        return report_error(error)
    return code if isinstance(code, int) else 0


def main() -> None:
    """``sslcheck`` as a program."""
    # importing makes hundreds of thousands of lasting objects: walking them for garbage is waste
    gc.set_threshold(200_000, 20, 20)
    sys.exit(run())

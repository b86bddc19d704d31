"""The ``tocsin`` command: one file a command, loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final, NoReturn

import click

COMMANDS: Final = {
    "run": "run",
    "classify": "classify",
    "evaluate": "evaluate",
    "replay": "replay",
    "history": "history",
    "statistics": "statistics",
    "import": "import_export",
    "subscribers": "subscribers",
    "channel": "channel",
    "login": "login",
    "check": "check",
    "doctor": "doctor",
}
"""Each command and its module in ``app.commands``, which calls it ``command``."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of a first day with them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return a command, None if there is no such."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"app.commands.{COMMANDS[cmd_name]}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"app.commands.{COMMANDS[cmd_name]}.command is not a command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tocsin", prog_name="tocsin")
def tocsin() -> None:
    """Relay what officials publish about danger to the residents who asked."""


def main() -> NoReturn:
    """Run the command line; the operator's mistake is one line and exit 2."""
    try:
        code = tocsin.main(prog_name="tocsin", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.format_message())
        sys.exit(2)
    except click.ClickException as mistake:
        click.echo(f"tocsin: {mistake.format_message()}", err=True)
        sys.exit(mistake.exit_code)
    except click.Abort:
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)

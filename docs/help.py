"""Write what ``--help`` says into the reference of the command line; ``make fix`` runs it, a test compares."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from riwaya import cli

PAGE = Path(__file__).parent / "reference" / "cli.md"
BLOCK = re.compile(r"^```\n\$ riwaya ([a-z -]*--help)\n.*?```$", re.MULTILINE | re.DOTALL)


def shown(arguments: str) -> str:
    """Return a command and its help as a block of Markdown."""
    result = CliRunner().invoke(cli.riwaya, arguments.split(), prog_name="riwaya", terminal_width=100)
    return f"```\n$ riwaya {arguments}\n{result.output}```"


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda match: shown(match[1]), text), encoding="utf-8")

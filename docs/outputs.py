"""Write what the program prints into the docs: ``make fix`` runs this, a test compares.

A block of the docs that begins with ``$ riwaya …`` is run in a folder where ``riwaya samples pages`` was run before,
and what it prints stands below. Characters that only isolate directions are left out: a browser needs none, and
reviewers are warned of them.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

from riwaya import cli

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```\n\$ (riwaya [^\n|>&]*)\n.*?^```$", re.MULTILINE | re.DOTALL)
ISOLATES = re.compile("[\u2066-\u2069]")


def shown(command: str) -> str:
    """Return a command and what it prints as a block of Markdown."""
    name, *arguments = shlex.split(command)
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    result = runner.invoke(cli.riwaya, arguments, prog_name=name, terminal_width=100)
    lines = (line.rstrip() for line in ISOLATES.sub("", result.stdout).strip("\n").split("\n"))
    return "\n".join(["```", f"$ {command}", *lines, "```"])


def filled(text: str) -> str:
    """Return a page with every block as the program prints it now."""
    with tempfile.TemporaryDirectory() as folder:
        before = Path.cwd()
        os.chdir(folder)
        try:
            CliRunner().invoke(cli.riwaya, ["samples", "pages"])
            return BLOCK.sub(lambda match: shown(match[1]), text)
        finally:
            os.chdir(before)


def stale() -> dict[Path, str]:
    """Return the pages that the program has left behind, as they should be."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    return {page: new for page, text in texts.items() if BLOCK.search(text) and (new := filled(text)) != text}


if __name__ == "__main__":
    for path, content in stale().items():
        path.write_text(content, encoding="utf-8")
        sys.stderr.write(f"{path.relative_to(ROOT)} rewritten\n")

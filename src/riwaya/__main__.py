"""``python -m riwaya``: the command line."""

import sys

from riwaya.cli import main

if __name__ == "__main__":  # worker processes import this module under another name
    sys.exit(main())

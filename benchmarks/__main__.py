"""Let ``python -m benchmarks`` measure."""

import sys

from benchmarks.run import main

if __name__ == "__main__":  # processes that are started afresh import this module too
    sys.exit(main())

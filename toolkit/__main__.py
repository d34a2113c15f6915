"""``python -m toolkit`` does what the command ``toolkit`` does."""

import sys

from toolkit.cli import main

if __name__ == "__main__":
    sys.exit(main())

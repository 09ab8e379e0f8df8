"""`python -m backend.cli …` is `encuentro …`."""

import sys

from backend.cli.parsing import main

if __name__ == "__main__":
    sys.exit(main())

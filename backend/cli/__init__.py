"""The command line, `encuentro …`: what is said, in `parsing`, and what it does, by what it is about."""

from backend.cli.parsing import main

__all__ = ["main"]

"""The demo: invented families, staff and workers from `seeds/demo.toml`, made with the commands everybody uses."""

from backend.demo.making import people, seed_demo, welcome
from backend.demo.staff import PASSWORD, authenticator_code

__all__ = ["PASSWORD", "authenticator_code", "people", "seed_demo", "welcome"]

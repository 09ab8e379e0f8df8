"""The only place that executes a document: chosen, measured, run, committed, and then answered."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from inspect import isawaitable
from pathlib import Path
from typing import Any, Generic, NamedTuple, Protocol, TypeVar


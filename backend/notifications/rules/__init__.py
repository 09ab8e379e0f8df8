"""Decisions about notices, over plain values."""

from backend.notifications.rules.words import booking_of, sentence

__all__ = ["booking_of", "sentence"]

"""Decisions about notices, over plain values."""

from backend.notifications.rules.words import booking_of, occurrence_of, sentence, told, why

__all__ = ["booking_of", "occurrence_of", "sentence", "told", "why"]

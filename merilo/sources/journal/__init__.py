"""Merilo's own journal as a source: what people logged, shaped as facts."""

from __future__ import annotations

from merilo.sources.journal.shape import SHAPES, Shape, Shaped, shaped

__all__ = ["SHAPES", "Shape", "Shaped", "shaped"]

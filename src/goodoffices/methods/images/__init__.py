"""Pictures that look alike: a hash of what is seen, and finding near hashes without a scan."""

from goodoffices.methods.images.bands import BANDS, RADIUS, Bands, bands, distance, probes, whole
from goodoffices.methods.images.hashing import perceptual_hash

__all__ = [
    "BANDS",
    "RADIUS",
    "Bands",
    "bands",
    "distance",
    "perceptual_hash",
    "probes",
    "whole",
]

"""Tests of what released data may give away."""

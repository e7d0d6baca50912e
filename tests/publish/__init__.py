"""Tests of what is said in public."""

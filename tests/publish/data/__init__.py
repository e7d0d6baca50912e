"""Tests of releases of open data."""

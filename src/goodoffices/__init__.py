"""Good Offices: one workspace for peace programmes."""

__version__ = "0.1.0"

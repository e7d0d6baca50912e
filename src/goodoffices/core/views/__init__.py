"""Pages of what every room stands on."""

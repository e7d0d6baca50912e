"""The pages of checks, release and what comes after."""

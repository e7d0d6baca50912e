"""`python -m goodoffices.cli`: the same program where its script is not on the path."""

from goodoffices.cli import main

main()

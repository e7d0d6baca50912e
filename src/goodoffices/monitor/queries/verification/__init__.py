"""What is judged of incidents and sources, as pages show it."""

"""What people fill in to work with forms and submissions."""

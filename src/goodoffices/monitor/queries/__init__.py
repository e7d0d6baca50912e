"""What can be asked of reports and incidents."""

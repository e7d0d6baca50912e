"""What can be asked of the things every room stands on."""

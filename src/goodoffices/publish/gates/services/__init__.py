"""What people decide about the gates: overrides, replies, the policy."""

"""One record with everything its page shows, in a handful of queries."""

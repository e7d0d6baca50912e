"""The programme's own pages of its public site, whether it is open, and what people write to it."""

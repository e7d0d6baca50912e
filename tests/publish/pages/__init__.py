"""The programme's own pages of its public site."""

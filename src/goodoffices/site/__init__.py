"""The public face: pages, feeds, sign-up; it reads released rows only."""

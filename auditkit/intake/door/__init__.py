"""The one door: a foreign file is bounded before any reader sees it, then read cell by cell."""

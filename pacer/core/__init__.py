"""The ground floor: it imports nothing of pacer."""

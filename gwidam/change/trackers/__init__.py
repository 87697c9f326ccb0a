"""Issue trackers of others: how each kind is spoken to, and the one place from which they are called."""
